"""Judging: what a reply says, computed and checked by code alone; and the sentences on what speaks against it.

``judge`` gathers it: ``compute`` and ``verify`` (formulas, citations), ``coverage``, ``placement`` and ``heeding`` (the
right cells, and all of them), ``figures``, ``naming`` and ``sentence`` (nothing typed by the model), ``dirty`` (data).
"""

from .compute import Result, Term, computed
from .judge import Judgement, judge
from .mentions import Labels
from .placement import missed
from .question import Question
from .sentence import SLOT

VERSION = 1  # of the checks: part of what identifies an answer, so that a mended rule judges it anew

__all__ = ["SLOT", "VERSION", "Judgement", "Labels", "Question", "Result", "Term", "computed", "judge", "missed"]
