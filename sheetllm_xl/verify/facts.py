"""Facts: the cells that a reading is about, reduced to a value and ranked."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Sequence

from ..errors import NotComputed
from ..literals import CellError, Value, literal
from ..messages.replies import ReadingPart
from ..text.numbers import written_number
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


def _numbers(values: Sequence[Value | None]) -> list[float | None]:
    """The number of each value; that of a text, too, where all numbers are kept as texts.

    >>> _numbers([1.0, "2"]), _numbers(["1,200", "n/a"])
    ([1.0, None], [1200.0, None])
    """
    if any(type(value) is float for value in values):
        return [value if type(value) is float else None for value in values]
    read = (written_number(value) if isinstance(value, str) else None for value in values)
    return [each[0] if each else None for each in read]


def reduced(do: str, facts: Sequence[Fact]) -> Value:
    """What facts come to. Raises NotComputed where there are no numbers to take."""
    filled = [
        value for _, _, value in facts if value is not None and not (isinstance(value, str) and not value.strip())
    ]
    if do == "count":
        return float(len(filled))
    if do == "distinct":
        return float(len({*map(key_of, filled)}))
    numbers = [number for number in _numbers(filled) if number is not None]
    if any(isinstance(value, CellError) for value in filled) or do not in _REDUCED or not numbers:
        raise NotComputed("The reading finds no numbers.")
    return _REDUCED[do](numbers)


def ranked(part: ReadingPart, facts: list[Fact]) -> list[Fact]:
    """The facts in the order asked for, those of the ranks alone, ties at the edge with them."""
    if not part.order:
        return facts
    numbers = _numbers([value for *_, value in facts])
    values = sorted((number, i) for i, number in enumerate(numbers) if number is not None)
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
