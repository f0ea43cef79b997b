"""Formulas a reply may name, evaluated over a Sheet by code: the stand-in for the calculator port.

It knows cells, ranges, lists of both, numbers, ``+ - * /``, parentheses, and SUM, AVERAGE, MIN, MAX, COUNT as Excel
defines them (text, booleans and blanks do not count; an error cell is the result). Anything else is not computed.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..errors import InputError, NotComputed
from ..grid import CellRange, quoted
from ..literals import CellError, Value, parse_literal
from ..sheet import Sheet

_CELL = r"\$?[A-Za-z]{1,3}\$?\d{1,7}"
_RANGE = re.compile(
    rf"(?P<sheet>(?:'(?:[^']|'')+'|(?<![\w.])[^\W\d][\w.]*)!)?"
    rf"(?<![\w.$])(?P<cells>{_CELL}(?::{_CELL})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}})(?![\w(!:])"
)
_LONGEST, _MOST_LISTED = 1000, 200


@dataclass(frozen=True, slots=True)
class Result:
    """A formula's value (a tuple for several cells), the ranges it read, and what a reader should know about them."""

    value: Value | tuple[Value, ...]
    ranges: tuple[CellRange, ...]
    notes: tuple[str, ...] = ()


def evaluate(formula: str, sheet: Sheet) -> Result:
    """Compute ``=SUM(B2:B9)/B1``, or read ``B3``, ``B3:B9`` or ``B3,B7``. Raises NotComputed.

    >>> from ..drawing import drawn
    >>> evaluate("=(B2+B3)/2", drawn("Region|Q1\\nNorth|12\\nSouth|30")).value
    21.0
    """
    text = formula.strip().removeprefix("=").strip()
    if not text or len(text) > _LONGEST:
        raise NotComputed("No formula was given." if not text else "The formula is too long to compute.")
    work = _Evaluation(sheet)
    try:
        tree = ast.parse(_RANGE.sub(work.named, text).strip(), mode="eval").body
        items = [work.item(node) for node in (tree.elts if isinstance(tree, ast.Tuple) else [tree])]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise NotComputed(f"“{formula[:80]}” is beyond what is computed here.") from None
    values = tuple(value for item in items for value in work.values(item))
    if not values or len(values) > _MOST_LISTED:
        raise NotComputed(f"“{formula[:80]}” names {'too many cells to list' if values else 'no filled cell'}.")
    return Result(values[0] if len(values) == 1 else values, tuple(work.ranges.values()), tuple(work.notes))


class _Evaluation:
    """A walk over a formula's syntax tree. Its ranges become names, ref0, ref1, …, so that Python's parser reads it."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.ranges: dict[str, CellRange] = {}
        self.notes: list[str] = []

    def named(self, found: re.Match[str]) -> str:
        sheet = (found["sheet"] or "").removesuffix("!").lower()
        if sheet and sheet not in (quoted(self.sheet.name).lower(), self.sheet.name.lower()):
            raise NotComputed(f"{sheet[:40]} is another sheet than the one that was read.")
        try:
            area = CellRange.parse(found["cells"])
        except InputError as error:
            raise NotComputed(str(error)) from None
        if not (self.sheet.inside(area) & self.sheet.filled).any():
            raise NotComputed(f"{area} is empty.")
        name = f"ref{len(self.ranges)}"
        self.ranges[name] = area
        return f" {name} "

    def values(self, item: Value | CellRange) -> list[Value]:
        if not isinstance(item, CellRange):
            return [item]
        return [value for value in self.sheet.values[self.sheet.inside(item)] if value is not None]

    def item(self, node: ast.expr) -> Value | CellRange:
        return self.ranges[node.id] if isinstance(node, ast.Name) and node.id in self.ranges else self.number(node)

    def number(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return float(number)
            case ast.Name(id=name) if name in self.ranges:
                area = self.ranges[name]
                if area.area > 1:
                    raise NotComputed(f"{area} is several cells where one is needed.")
                return next(iter(self.values(area)), 0.0)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
                return _apply(lambda a: -a if isinstance(sign, ast.USub) else a, self.number(operand))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
                return _apply(_OPERATIONS[type(op)], self.number(left), self.number(right))
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name.upper() in _FUNCTIONS:
                return self.call(name.upper(), [value for arg in args for value in self.values(self.item(arg))])
        raise SyntaxError

    def call(self, name: str, pool: list[Value]) -> Value:
        numbers = [value for value in pool if type(value) in (float, datetime)]
        if texts := sum(isinstance(v, str) and isinstance(parse_literal(v.strip()), float) for v in pool):
            self.notes.append(f"Numbers kept as text, which {name} does not count: {texts}.")
        if name == "COUNT":
            return float(len(numbers))
        if error := next((value for value in pool if isinstance(value, CellError)), None):
            return error
        kinds = {type(value) for value in numbers}
        if not numbers:
            raise NotComputed(f"There is no number under {name}.")
        if len(kinds) > 1 or (kinds == {datetime} and name in ("SUM", "AVERAGE")):
            raise NotComputed(f"{name} over dates is not computed here.")
        return _FUNCTIONS[name](numbers)


def _apply(operation: Callable[..., Value], *operands: Value) -> Value:
    for operand in operands:
        if isinstance(operand, CellError):
            return operand
        if type(operand) is not float:
            raise NotComputed(f"“{str(operand)[:40]}” is not a number.")
    value = operation(*operands)
    return CellError.NUM if isinstance(value, float) and not math.isfinite(value) else value


_OPERATIONS: dict[type[ast.operator], Callable[[float, float], Value]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b if b else CellError.DIV0,
}
_FUNCTIONS: dict[str, Callable[[Sequence[Any]], Value]] = {
    "SUM": math.fsum,
    "AVERAGE": lambda numbers: math.fsum(numbers) / len(numbers),
    "MIN": min,
    "MAX": max,
    "COUNT": len,
}
