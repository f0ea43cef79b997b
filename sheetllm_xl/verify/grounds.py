"""Grounds: every kind of reason that can speak against an answer, and what each rests on."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from .verdict import Verdict


class Basis(enum.StrEnum):
    """What shows that a reason holds: the formula computed, what the model typed itself, cells, or words as spelled."""

    EXECUTION = "execution"
    TYPED = "typed"
    STRUCTURE = "structure"
    WORDS = "words"


class Ground(enum.Enum):
    """A kind of reason against an answer: its stable name, and its basis.

    >>> Ground.LEFT_OUT.label, str(Ground.LEFT_OUT.basis)
    ('rows left out', 'structure')
    """

    # Citations
    NOT_THERE = "cited cell is not there", Basis.STRUCTURE
    CITED_OTHERWISE = "cited cell holds something else", Basis.STRUCTURE
    CITED_UNCLEARLY = "citation cannot be checked", Basis.STRUCTURE
    NO_CITATION = "no citation", Basis.TYPED
    # What was typed into a formula
    TYPED_NUMBER = "number in the formula", Basis.TYPED
    THRESHOLD = "threshold in the formula", Basis.STRUCTURE
    SCALE = "scale in the formula", Basis.STRUCTURE
    TYPED_TEXT = "text in the formula", Basis.TYPED
    RANK = "rank in the formula", Basis.WORDS
    QUESTION_TEXT = "question's words in the formula", Basis.WORDS
    TYPED_CONSTANT = "constant in the formula", Basis.TYPED
    WRITTEN_AS = "number format in the formula", Basis.STRUCTURE
    NAY_FOR_YEA = "no where the condition holds", Basis.WORDS
    REVERSE_ASKED = "reverse asked for", Basis.WORDS
    BETTER_LABEL = "better label", Basis.WORDS
    # The cells that a formula covers
    MIXED_MONEY = "currencies mixed", Basis.STRUCTURE
    OUT_OF_LINE = "ranges not in line", Basis.STRUCTURE
    HEADER_COUNTED = "header in the range", Basis.STRUCTURE
    TOTALS_COUNTED = "total rows counted", Basis.EXECUTION
    BEYOND_COUNTED = "rows outside the data", Basis.EXECUTION
    LEFT_OUT = "rows left out", Basis.STRUCTURE
    CUT_OFF = "rows below not read", Basis.EXECUTION
    COLUMN_UNNAMED = "column counted in", Basis.WORDS
    TOTAL_COLUMN = "total column counted", Basis.EXECUTION
    COLUMN_SORTS = "columns of different sorts", Basis.STRUCTURE
    COLUMN_LEFT_OUT = "column left out", Basis.STRUCTURE
    OVER_NAMES = "taken over years or names", Basis.STRUCTURE
    MERGED = "merged labels", Basis.EXECUTION
    # Where a result stands
    MISSED = "nothing found where something is", Basis.STRUCTURE
    # What a formula comes to
    NO_READING = "no second reading", Basis.STRUCTURE
    READ_NUMBER = "number in the reading", Basis.STRUCTURE
    BY_EYE = "chosen by eye", Basis.STRUCTURE
    READING_DIFFERS = "reading comes to something else", Basis.STRUCTURE
    COPY_DIFFERS = "another answer on a changed copy", Basis.STRUCTURE
    UNREAD = "cells that were not read", Basis.STRUCTURE
    NOT_COMPUTED = "not computed", Basis.EXECUTION
    ERROR_VALUE = "error value", Basis.EXECUTION
    NOTHING = "no value", Basis.EXECUTION
    SECRET = "key in the reply", Basis.TYPED
    # The sentence
    NOT_SAID = "result not in the sentence", Basis.STRUCTURE
    STRANGE_NUMBER = "number in the sentence", Basis.STRUCTURE
    BESIDE_RESULT = "written onto the result", Basis.STRUCTURE
    STRANGE_UNIT = "unit in the sentence", Basis.STRUCTURE
    MAGNITUDE = "spelled number in the sentence", Basis.WORDS
    NAMED_ELSEWHERE = "sentence names another place", Basis.STRUCTURE
    OTHER_ORDER = "names in another order", Basis.STRUCTURE
    UNPAIRED = "result in no proved place", Basis.STRUCTURE
    OTHER_SUBJECT = "sentence speaks of another", Basis.STRUCTURE
    NAME_UNCITED = "name not cited", Basis.STRUCTURE
    ROW_UNCITED = "row not cited", Basis.STRUCTURE
    WRONG_PAIR = "number paired with another name", Basis.STRUCTURE
    ADDRESS = "address in the sentence", Basis.TYPED
    MARKS = "marks of the prompt", Basis.TYPED
    TOO_MANY_NAMES = "too many names", Basis.STRUCTURE

    def __init__(self, label: str, basis: Basis) -> None:
        self.label, self.basis = label, basis

    def says(self, text: str, verdict: Verdict = Verdict.UNVERIFIED) -> Objection:
        """An objection of this kind, in a sentence."""
        return Objection(self, text, verdict)


@dataclass(frozen=True, slots=True)
class Objection:
    """Why an answer is not verified, in a sentence: what could not be checked, or what the sheet contradicts."""

    ground: Ground
    text: str
    verdict: Verdict = Verdict.UNVERIFIED
