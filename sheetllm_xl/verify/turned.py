"""Turned: signs, comparisons, roundings and near matches that make another number of a result than was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..display import shown
from ..formulas import Formula, Part
from ..formulas.operands import operands
from ..formulas.tree import Call, Cells, Constant, Node, Operation, Signed, nodes
from ..sheet import Kind
from ..text.numbers import written_number
from .compute import ReadArea, Term
from .grounds import Ground, Objection
from .question import Question

_ROUNDING = {"INT", "TRUNC", "CEILING", "CEILING.MATH", "FLOOR", "FLOOR.MATH", "MROUND", "EVEN", "ODD"}
_SWITCHED = {"VLOOKUP": 3, "HLOOKUP": 3, "MATCH": 2}  # the argument that says whether a lookup is exact
_DECIMALS = re.compile(r"\.(\d+)")
COMPARE = ("=", "<", ">", "<=", ">=", "<>")
CRITERIA = re.compile(r"(<>|<=|>=|=|<|>)?(.*)", re.DOTALL)


def turned(term: Term, question: Question) -> Iterator[Objection]:
    """What of a formula turns or coarsens its result."""
    yield from _turned_signs(term)
    yield from _rounded(term, question)
    yield from _turned_conditions(term, question)
    yield from _near_matches(term)


def _turned_signs(term: Term) -> Iterator[Objection]:
    """``=-B3`` and ``=ABS(B3)`` show another number than the cell."""
    match next(nodes(term.formula), None):
        case Signed("-", Cells()) | Operation((Constant("0"), Cells()), ("-",)):
            is_turned = True
        case Call("ABS", (Cells(),)):
            value = term.places[0].sheet.value(term.places[0].area.top, term.places[0].area.left)
            is_turned = isinstance(value, float) and value < 0
        case _:
            is_turned = False
    if is_turned:
        yield Ground.TURNED_SIGN.says(f"The formula turns the sign of {term.places[0].area} round.")


def _rounded(term: Term, question: Question) -> Iterator[Objection]:
    """A result rounded to fewer digits than its cells show, though nobody asked for it."""
    if question.says("rounded"):
        return
    compared = [*_compared(term.formula)]
    if coarse := {call.name for call in _calls(term.formula, *_ROUNDING) if call not in compared}:
        yield Ground.ROUNDED.says(f"The formula rounds by {min(coarse)}, which the question does not ask for.")
    decimals = max((_decimals(place) for place in term.places), default=0)
    small = any(isinstance(value, float) and abs(value) < 1 for row in term.rows for value in row)
    for call in _calls(term.formula, "ROUND", "ROUNDUP", "ROUNDDOWN"):
        written = _written(call.arguments[1]) if len(call.arguments) > 1 else "0"
        digits = written_number(written)
        if digits is None or digits[0] < min(4 if small else 2, max(decimals, 2)):
            yield Ground.ROUNDED.says(f"The formula rounds to {written} digits, which the question does not ask for.")


def _compared(formula: Formula) -> Iterator[Call]:
    """The calls on either side of a comparison, such as ``INT(A2:A9)=D1``: they choose rows, and round no result."""
    for node in nodes(formula):
        if isinstance(node, Operation) and {*node.operators} <= {*COMPARE}:
            yield from (operand for operand in node.operands if isinstance(operand, Call))


def _decimals(place: ReadArea) -> int:
    """The most decimals in which the numbers of a range are shown."""
    sheet = place.sheet
    at = sheet.inside(place.area) & (sheet.kinds == Kind.NUMBER)
    texts = {shown(v, sheet.format_strings[f]) for v, f in zip(sheet.values[at], sheet.formats[at], strict=True)}
    return max((len(tail) for text in texts for tail in _DECIMALS.findall(text)), default=0)


def _turned_conditions(term: Term, question: Question) -> Iterator[Objection]:
    """``<700`` where the question says more than 700, and the other way round."""
    more, less = question.says("above"), question.says("below")
    if more == less:
        return
    wrong = "<" if more else ">"
    for operand in operands(term.formula):
        if operand.token.part is Part.STRING:
            sign, wanted = (CRITERIA.fullmatch(operand.token.text[1:-1]) or ["", "", ""]).groups("")  # type: ignore[union-attr]
            number = written_number(wanted)
        elif operand.token.part is Part.NUMBER:
            number = written_number(operand.token.text)
            sign = operand.before or operand.after.translate({ord("<"): ">", ord(">"): "<"})
        else:
            continue
        if number is not None and number[0] in question.numbers and sign in (wrong, f"{wrong}="):
            yield Ground.TURNED_CONDITION.says(
                f"The formula holds {sign}{number[0]:g}, the reverse of what the question asks."
            )


def _near_matches(term: Term) -> Iterator[Objection]:
    """A lookup that takes the next best row unless the lookup column is sorted."""
    for call in _calls(term.formula, *_SWITCHED):
        at = _SWITCHED[call.name]
        if len(call.arguments) <= at or _written(call.arguments[at]) not in ("0", "FALSE"):
            yield Ground.NEAR_MATCH.says(
                f"{call.name} in {term.formula.text[:60]} takes the nearest row where none is equal."
            )


def _calls(formula: Formula, *names: str) -> Iterator[Call]:
    return (node for node in nodes(formula) if isinstance(node, Call) and node.name in names)


def _written(node: Node) -> str:
    """A constant as it is written, with its sign."""
    match node:
        case Constant(text, _):
            return text.upper()
        case Signed("+" | "-" as sign, operand):
            return sign + _written(operand)
    return "computed"
