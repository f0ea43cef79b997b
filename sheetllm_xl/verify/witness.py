"""Witness: a reply's reading, worked out apart from its formulas, held against what they come to."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import InputError, NotComputed
from ..literals import Value, literal
from ..messages.replies import AnswerReply
from .compute import Result
from .facts import key_of
from .grounds import Ground, Objection
from .reading import Reading
from .readings import worked_out

_LISTED = 5  # values of a reading that a sentence names


def read_otherwise(reply: AnswerReply, result: Result, reading: Reading) -> list[Objection]:
    """The reading worked out apart from the formula, where it comes to something else; nothing where it cannot be."""
    try:
        answers = worked_out(reply.reading, reply.table, reading) if reply.reading else ()
    except (InputError, NotComputed):
        return []
    if not reply.reading or agrees(answers, result):
        return []
    comes_to = ", ".join(map(literal, answers[:_LISTED])) or "nothing"
    text = f"What is asked, read cell by cell, comes to {comes_to[:200]}; the formula comes to something else."
    return [Ground.READING_DIFFERS.says(text)]


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
