"""What Excel shows of what was written to it, and one border drawn: shared by writing and undoing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...grid import CellRange
from ..open_source import xlwings

_PRECISION = 1e-12  # 15 digits are shown; a number that a person made of ours differs in one of them
Line = tuple[Any, Any, Any]
"""A border: line style, weight, colour."""


def draw(area: xlwings.Range, side: str, line: Line) -> None:
    """Set one side's border."""
    style, weight, color = line
    if style in (None, "none"):
        area.borders.set(side, line_style=None)
    else:
        area.borders.set(side, line_style=style, weight=weight, color=tuple(color) if color else (0, 0, 0))


def grid(read: Any, box: CellRange) -> list[list[Any]]:
    """What Range.Formula gave, as rows; None is ""."""
    rows = read if isinstance(read, list | tuple) else ((read,),)
    if not isinstance(rows[0], list | tuple):
        rows = (rows,) if box.shape[0] == 1 else [(one,) for one in rows]
    return [["" if value is None else value for value in row] for row in rows]


def same(read: Sequence[Sequence[Any]], expected: Sequence[Sequence[Any]]) -> bool:
    """Whether Range.Formula shows what was written: numbers come as text in up to 15 digits, TRUE in capitals."""
    return all(
        _alike(a, b) for line, other in zip(read, expected, strict=True) for a, b in zip(line, other, strict=True)
    )


def _alike(read: Any, expected: Any) -> bool:
    if read == expected or str(read) == str(expected):
        return True
    if isinstance(expected, bool):
        return str(read).upper() in (str(expected).upper(), str(int(expected)))
    try:
        number, wanted = float(read), float(expected)
    except (TypeError, ValueError):
        return False
    return isinstance(expected, float) and abs(number - wanted) <= _PRECISION * abs(wanted)


def seen(given: Any) -> Any:
    """What Range.Formula shows of what was given to Range.Value."""
    if isinstance(given, str):
        return given.removeprefix("'")
    return "" if given is None else given
