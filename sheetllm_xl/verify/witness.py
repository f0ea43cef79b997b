"""Witness: a reply's reading, worked out apart from its formulas, held against what they come to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from ..errors import InputError, NotComputed
from ..literals import Value, literal
from ..messages.replies import AnswerReply, ReadingPart
from ..text.numbers import written_number
from .compute import Result
from .facts import key_of
from .grounds import Ground, Objection
from .question import Question
from .reading import Reading
from .readings import worked_out

_THRESHOLD = re.compile(r"(?:<=|>=|<(?!>)|(?<!<)>)\s*([-\d.,]+%?)\s*\Z")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?%?")
_FREE = frozenset({0.0, 1.0, 2.0, 100.0})  # of arithmetic: below nothing, a share, a half, a percentage
_LISTED = 5  # values of a reading that a sentence names


def unwitnessed(reply: AnswerReply, result: Result, reading: Reading) -> Objection | None:
    """Why no second way leads to what the formulas come to; None where the reading, worked out apart, comes to it."""
    if not reply.reading:
        return Ground.NO_READING.says("The formula alone says so: no reading of the question came with it.")
    try:
        answers = worked_out(reply.reading, reply.table, reading)
        labels = worked_out(_without_values(reply.reading), reply.table, reading)
    except (InputError, NotComputed) as error:
        return Ground.NO_READING.says(f"The formula alone says so: its reading cannot be worked out. {error}")
    if agrees(answers, result) or (agrees(labels, result) and _in_figures(answers, labels, result)):
        return None
    comes_to = ", ".join(map(literal, answers[:_LISTED])) or "nothing"
    text = f"What is asked, read cell by cell, comes to {comes_to[:200]}; the formula comes to something else."
    return Ground.READING_DIFFERS.says(text)


def typed_readings(parts: Sequence[ReadingPart], question: Question) -> Iterator[Objection]:
    """Thresholds and factors of a reading that the question does not give: formula and reading have them of one hand.

    A condition that a value equals something needs no such check: it finds what stands in cells or nothing.
    """
    free = question.numbers | question.factors | _FREE
    for part in parts:
        calculated = (_NUMBER.findall(text) for text in part.of if part.do == "calculate")
        for number in chain(*map(_THRESHOLD.findall, part.where), *calculated):
            if (read := written_number(number)) and read[0] not in free:
                yield Ground.READ_NUMBER.says(f"What was read holds {number[:40]}, which is not in the question.")


def _in_figures(answers: Sequence[Value], labels: Sequence[Value], result: Result) -> bool:
    """Whether what a reading gives beside labels is among the figures of the sentence."""
    figures = {
        key_of(value) for term in result.figures.values() for row in term.rows for value in row if value is not None
    }
    return {*map(key_of, answers)} - {*map(key_of, labels)} <= figures


def _without_values(parts: Sequence[ReadingPart]) -> list[ReadingPart]:
    """The parts without the values that they show beside labels: those may be figures of the sentence."""
    labels = [tuple(name for name in part.give if name != "value") for part in parts]
    return [part.model_copy(update={"give": given or part.give}) for part, given in zip(parts, labels, strict=True)]


def agrees(answers: Sequence[Value], result: Result) -> bool:
    """Whether a reading and the formulas come to the same values: in any order, as rounded, signed and scaled there.

    Several formulas may give more than the reading does.

    A truth agrees with every word that the formula has for it, since words for yes and no are of a language.
    """
    values = result.values
    text = "".join(term.formula.text for term in result.results).upper()
    if len(answers) == 1 and type(answers[0]) is bool and len(values) == 1 and not isinstance(values[0], float):
        return not isinstance(values[0], bool) or values[0] is answers[0]
    left = list(values)
    for answer in answers:
        match = next((i for i, value in enumerate(left) if _same(answer, value, text)), None)
        if match is None:
            return False
        del left[match]
    return not left or len(result.results) > 1


def _same(answer: Value, value: Value, formula: str) -> bool:
    if type(answer) is not float or type(value) is not float:
        return key_of(answer) == key_of(value)
    decimals = len(f"{value:.12f}".rstrip("0").partition(".")[2])
    near = 0.5001 * 10.0**-decimals if "ROUND" in formula or "TEXT(" in formula else 1e-9 * max(1.0, abs(value))
    scales = (1.0, 100.0) if "100" in formula else (1.0,)
    forms = [scale * sign * answer for scale in scales for sign in ((1, -1) if "ABS(" in formula else (1,))]
    return any(abs(form - value) <= near for form in forms)
