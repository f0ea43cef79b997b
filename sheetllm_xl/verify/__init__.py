"""Judging: what a reply says, computed and checked by code alone; and the sentences on what speaks against it.

``judge`` gathers it: ``compute`` and ``verify`` (formulas, citations), ``witness`` and ``readings`` (what is asked,
worked out apart from the formula), ``trial``, ``copies`` and ``matter`` (both on changed copies of the sheet),
``coverage`` and ``merged`` (all of the right cells, where no reading says so), ``figures``, ``naming`` and ``sentence``
(nothing typed by the model), ``dirty`` (data).
``grounds`` names every kind of objection; ``likely`` makes of them how likely the answer is right.
"""

from .compute import Result, computed
from .judge import Judgement, judge
from .likely import worth_a_look
from .mentions import Labels
from .placement import missed
from .places import SLOT, Sentence, sentence, without_places
from .question import Question
from .worded import Worded, worded

VERSION = 6  # of the checks: part of what identifies an answer, so that a mended rule judges it anew

__all__ = [
    "SLOT",
    "VERSION",
    "Judgement",
    "Labels",
    "Question",
    "Result",
    "Sentence",
    "Worded",
    "computed",
    "judge",
    "missed",
    "sentence",
    "without_places",
    "worded",
    "worth_a_look",
]
