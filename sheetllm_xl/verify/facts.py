"""Facts: the cells that a reading is about, reduced to a value and ranked."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Sequence

from ..errors import NotComputed
from ..literals import CellError, Value, literal
from ..messages.replies import ReadingPart
from ..text.words import plain

Fact = tuple[int, int, Value | None]
"""A cell: row, column, and what it holds or what its row comes to."""

_RANK = re.compile(r"(?:([0-9]{1,7})(?::([0-9]{1,7})?)?)?")
_REDUCED: dict[str, Callable[[list[float]], float]] = {
    "sum": sum,
    "average": lambda numbers: sum(numbers) / len(numbers),
    "min": min,
    "max": max,
    "median": statistics.median,
}


def key_of(value: Value) -> str:
    """By what two values are the same: words but for case and spaces, numbers as written."""
    return plain(value) if isinstance(value, str) else plain(literal(value))


def reduced(do: str, facts: Sequence[Fact]) -> Value:
    """What facts come to. Raises NotComputed where there are no numbers to take."""
    filled = [
        value for _, _, value in facts if value is not None and not (isinstance(value, str) and not value.strip())
    ]
    if do == "count":
        return float(len(filled))
    if do == "distinct":
        return float(len({*map(key_of, filled)}))
    numbers = [value for value in filled if type(value) is float]
    if any(isinstance(value, CellError) for value in filled) or do not in _REDUCED or not numbers:
        raise NotComputed("The reading finds no numbers.")
    return _REDUCED[do](numbers)


def ranked(part: ReadingPart, facts: list[Fact]) -> list[Fact]:
    """The facts in the order asked for, those of the ranks alone, ties at the edge with them."""
    if not part.order:
        return facts
    values = sorted(((value, i) for i, (*_, value) in enumerate(facts) if type(value) is float))
    values.sort(key=lambda pair: pair[0], reverse=part.order == "down")
    rank = _RANK.fullmatch(part.rank)
    if rank is None:
        raise NotComputed("The reading names no rank.")
    low = int(rank[1] or 1)
    high = int(rank[2] or rank[1] or len(values))
    if not 1 <= low <= len(values):
        raise NotComputed("The reading names a rank that there is not.")
    worst = values[min(high, len(values)) - 1][0]
    return [facts[i] for n, (value, i) in enumerate(values, 1) if n >= low and (n <= high or value == worst)]
