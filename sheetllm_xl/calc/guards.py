"""What is refused over these very cells, because Excel's answer is an accident there or the engine's is another."""

from __future__ import annotations

import re
from itertools import pairwise

from ..errors import NotComputed
from ..literals import CellError, Value
from .cells import Scope, serial
from .signatures import CONDITIONAL, parameters
from .tree import Call, Cells, Constant, Node, Signed, calls

_ORDERED_TEXT = re.compile(r'"[<>]=?[^\d\s.+\-=<>$€£¥(].*"', re.DOTALL)
_APPROXIMATE = {"VLOOKUP": 3, "HLOOKUP": 3, "MATCH": 2}
"""Where the argument stands that makes the lookup exact; without it the cells must be sorted."""


def guard(node: Node, scope: Scope) -> None:
    """Raises NotComputed with what to write instead."""
    for call in calls(node):
        if call.name in CONDITIONAL:
            _criteria(call, scope)
        if call.name in _APPROXIMATE or call.name == "LOOKUP":
            _sorted(call, scope)


def _criteria(call: Call, scope: Scope) -> None:
    for argument, letter in zip(call.arguments, parameters(call.name, len(call.arguments)), strict=True):
        if letter != "s":
            continue
        if (
            isinstance(argument, Cells)
            and argument.reference.range.area == 1
            and not len(scope.within(argument.reference))
        ):
            raise NotComputed(f"The criterion of {call.name}, {argument.reference.range}, is empty.")
        if isinstance(argument, Constant) and _ORDERED_TEXT.fullmatch(argument.text):
            raise NotComputed(
                f"{call.name} with {argument.text[:40]} depends on the order of texts, which is not computed here."
            )


def _sorted(call: Call, scope: Scope) -> None:
    at = _APPROXIMATE.get(call.name, 9)
    how = call.arguments[at] if len(call.arguments) > at else Constant("1")
    falling = how == Signed("-", Constant("1"))
    if not falling and (not isinstance(how, Constant) or how.text.upper() in ("0", "FALSE")):
        return
    keys = call.arguments[1] if len(call.arguments) > 1 else None
    if not isinstance(keys, Cells):
        return
    cells = scope.within(keys.reference)
    area = keys.reference.range
    if call.name == "VLOOKUP":
        cells = cells.where(cells.cols == area.left)
    elif call.name == "HLOOKUP":
        cells = cells.where(cells.rows == area.top)
    ranks = [_rank(value) for value in cells.values]
    if falling:
        ranks.reverse()
    if any(a > b for a, b in pairwise(ranks)):
        told = "0" if call.name == "MATCH" else "FALSE"
        fix = "use XLOOKUP" if call.name == "LOOKUP" else f"add {told} as its last argument, or use XLOOKUP"
        raise NotComputed(f"{call.name} looks for the nearest value here, for which {area} is not sorted; {fix}.")


def _rank(value: Value) -> tuple[int, float, str]:
    """Excel's order: numbers, texts without regard to case, FALSE, TRUE."""
    if isinstance(value, bool):
        return 2, float(value), ""
    if isinstance(value, float):
        return 0, value, ""
    if isinstance(value, str):
        return 1, 0.0, value.casefold()
    return (3, 0.0, "") if isinstance(value, CellError) else (0, serial(value), "")
