"""Judging: what a reply says, computed and checked by code alone; and the sentences on what speaks against it.

``judge`` gathers it: ``compute`` and ``citations`` (what is claimed of cells), ``witness`` with ``readings`` (what is
asked, worked out apart from the formula), ``trial``, ``copies`` and ``matter`` (both on changed copies of the sheet),
``figures``, ``sentence`` and ``naming`` (nothing typed by the model), ``totals`` (counted with their parts), ``dirty``
(notes on the cells). ``grounds`` names every kind of objection; ``likely`` makes of them how likely it is right.
"""

from .compute import Result, computed
from .judge import Judgement, judge
from .likely import worth_a_look
from .places import SLOT, Sentence, sentence, without_places
from .question import Question
from .worded import Worded, worded

VERSION = 7  # of the checks: part of what identifies an answer, so that a mended rule judges it anew

__all__ = [
    "SLOT",
    "VERSION",
    "Judgement",
    "Question",
    "Result",
    "Sentence",
    "Worded",
    "computed",
    "judge",
    "sentence",
    "without_places",
    "worded",
    "worth_a_look",
]
