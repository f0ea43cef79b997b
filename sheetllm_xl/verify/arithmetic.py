"""Arithmetic: what a short expression over numbers and cells comes to, without the calculator."""

from __future__ import annotations

import operator
from collections.abc import Callable

from ..errors import NotComputed
from ..formulas import admit
from ..formulas.tree import Call, Cells, Constant, Node, Operation, Signed, tree
from ..grid import CellRange
from ..literals import Value
from ..text.numbers import written_number

Cell = Callable[[CellRange], Value | None]
_NOT = "The reading calculates with what is not worked out here."
_SIGNS: dict[str, Callable[[float, float], float | bool]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "=": operator.eq,
    "<>": operator.ne,
}


def expression(text: str) -> Node:
    """An expression, to be worked out for many cells. Raises NotComputed, InputError."""
    return tree(admit(f"={text}"))[0]


def joined(a: float, sign: str, b: float) -> float | bool:
    """Two numbers joined by an operator. Raises NotComputed.

    >>> joined(6.0, "/", 4.0), joined(6.0, ">", 4.0)
    (1.5, True)
    """
    try:
        return _SIGNS[sign](a, b)
    except (KeyError, ZeroDivisionError):
        raise NotComputed(_NOT) from None


def valued(node: Node, cell: Cell) -> Value:
    """What an expression comes to; ``cell`` gives what a cell holds. Raises NotComputed for all but arithmetic."""
    match node:
        case Constant(text):
            return _number(text)
        case Cells(reference):
            return _number(cell(reference.range))
        case Signed(sign, operand):
            value = _number(valued(operand, cell))
            return -value if sign == "-" else value / 100 if sign == "%" else value
        case Call("ABS", (operand,)):
            return abs(_number(valued(operand, cell)))
        case Operation(operands, operators):
            found = valued(operands[0], cell)
            for sign, operand in zip(operators, operands[1:], strict=True):
                found = joined(_number(found), sign, _number(valued(operand, cell)))
            return found
    raise NotComputed(_NOT)


def _number(value: Value | None) -> float:
    if isinstance(value, str) and (read := written_number(value)):
        return read[0]
    if type(value) is not float:
        raise NotComputed("The reading calculates with what is no number.")
    return value
