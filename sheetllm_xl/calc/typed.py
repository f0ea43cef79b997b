"""The types of the engine's numbers: a date has none of its own in a cell, Excel knows it by its number format.

A number is a date when one of these holds, the first that applies:

1. The formula's outermost function makes dates (DATE, EDATE, EOMONTH, WORKDAY, DATEVALUE, …).
2. With every date that is read moved 400 years on, it moves by just as much: MAX, AVERAGE and INDEX over dates,
   ``D2+30``, ``IF(…,D2,D3)`` are dates, differences, counts and YEAR are not. The calendar repeats after 400 years,
   weekdays included, so that ends of months stay ends of months. What a SUM gives is a date by rule 3 alone.
3. The outermost function hands on what it finds (XLOOKUP, MAXIFS, FILTER, SUMIFS that meets one row, …), and the number
   is that of a date that was read and of no number that was. That covers lookups by a date, which find nothing once the
   dates have moved.

A time of day is known by rule 3, and by the sort of the formula (``inference``): an average of times is a time. A plain
reference never comes here: it gives what the cells hold.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Any

from ..formulas.signatures import PASSERS
from ..formulas.tree import Call, Node
from ..literals import CellError, Value
from .cells import DAY_ZERO, Loaded, serial
from .sorts import Form, Known

SHIFT = 146_097  # days of 400 Gregorian years
_END = 2_958_466  # the day after 31 December 9999, Excel's last date

_MAKERS = frozenset(["DATE", "DATEVALUE", "EDATE", "EOMONTH", "WORKDAY", "WORKDAY.INTL"])
_SUMS = frozenset({"SUM", "SUMIF", "SUMIFS", "SUMPRODUCT"})
Raw = list[list[Any]]
Rows = tuple[tuple[Value | None, ...], ...]


class Typing:
    """The types of one formula's results. ``read`` are all the cells that it reads, ``sort`` is what it is of."""

    def __init__(
        self, node: Node, read: Collection[Loaded], stand_ins: dict[str, CellError], sort: Known = None
    ) -> None:
        name = node.name if isinstance(node, Call) else ""
        self.makes, self.passes, self.sums = name in _MAKERS, name in PASSERS, name in _SUMS
        self.clocks = sort is not None and sort.form is Form.CLOCK
        self.stand_ins = stand_ins
        self.moments = {serial(moment): moment for cells in read for moment in cells.of(datetime, time).values}
        numbers = {number for cells in read for number in cells.of(float).values} if self.moments else set()
        self.moments_alone = {number: moment for number, moment in self.moments.items() if number not in numbers}

    def rows(self, raw: Raw, shifted: Raw | None) -> Rows:
        """The values of the worker's rows; ``shifted`` are those after the dates have moved, where they have."""
        return tuple(
            tuple(self.value(value, _at(shifted, i, j)) for j, value in enumerate(row)) for i, row in enumerate(raw)
        )

    def value(self, value: Any, moved: Any) -> Value | None:
        """One value; ``moved`` is the one in its place after the dates have moved."""
        if isinstance(value, list):
            kind, text = value
            return text if kind == "t" else self.stand_ins.get(text) or CellError(text)
        if type(value) is not float or value < 0 or value >= _END:
            return value  # type: ignore[no-any-return]
        by_moving = (
            not self.sums and type(moved) is float and math.isclose(moved - value, SHIFT, rel_tol=0, abs_tol=1e-6)
        )
        if self.makes or by_moving:
            known = self.moments.get(value)
            return known if isinstance(known, datetime) else moment(value)
        typed = self.moments_alone.get(value, value) if self.passes or self.sums else value
        if self.sums:
            return typed if isinstance(typed, datetime) else value
        return moment(value).time() if typed is value and self.clocks and value < 1 else typed


def moment(number: float) -> datetime:
    """The date of a serial, to the millisecond."""
    return DAY_ZERO + timedelta(milliseconds=round(number * 86_400_000))


def _at(rows: Raw | None, i: int, j: int) -> Any:
    return rows[i][j] if rows and i < len(rows) and j < len(rows[i]) else None
