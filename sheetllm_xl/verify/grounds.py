"""Grounds: every kind of reason that can speak against an answer, and what each rests on."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from .verdict import Verdict


class Basis(enum.StrEnum):
    """What shows that a reason holds: the formula computed, what the model typed itself, or cells."""

    EXECUTION = "execution"
    TYPED = "typed"
    STRUCTURE = "structure"


class Ground(enum.Enum):
    """A kind of reason against an answer: its stable name, and its basis.

    >>> Ground.BY_EYE.label, str(Ground.BY_EYE.basis)
    ('chosen by eye', 'structure')
    """

    # Citations
    NOT_THERE = "cited cell is not there", Basis.STRUCTURE
    CITED_OTHERWISE = "cited cell holds something else", Basis.STRUCTURE
    CITED_UNCLEARLY = "citation cannot be checked", Basis.STRUCTURE
    NO_CITATION = "no citation", Basis.TYPED
    # What was typed into a formula
    TYPED_NUMBER = "number in the formula", Basis.TYPED
    TYPED_TEXT = "text in the formula", Basis.TYPED
    SPELLED = "number that the question may spell", Basis.STRUCTURE
    WRITTEN_AS = "number format in the formula", Basis.STRUCTURE
    # What a formula comes to
    TOTALS_COUNTED = "total rows counted", Basis.EXECUTION
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
    NAMED_ELSEWHERE = "sentence names another place", Basis.STRUCTURE
    OTHER_ORDER = "results in another order", Basis.STRUCTURE
    ADDRESS = "address in the sentence", Basis.TYPED
    MARKS = "marks of the prompt", Basis.TYPED

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
