"""What formulas of a file come to: as the format of their cell makes it, and held against what the file stores."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from ..display import shows_date
from ..grid import CellRange
from ..literals import CellError, Value
from ..sheet import Sheet
from .dates import dated

_EPOCH = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
_LISTED = 5  # addresses that a sentence names
_UNKNOWN = CellError.UNCALCULATED


def as_cell(value: Value, sheet: Sheet, index: int) -> Value:
    """A computed value as the cell's number format makes it: a date, or the number of days."""
    code = sheet.format_strings[sheet.formats[index]]
    if isinstance(value, datetime):
        days = (value - _EPOCH[sheet.date1904]) / timedelta(days=1)
        return value if shows_date(code, days) else days
    if isinstance(value, time):
        days = (value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 86400
        return value if shows_date(code, days) else days
    if type(value) is float and shows_date(code, value):
        # Of a workbook that counts days from 1904 it is not known from which day this number counts.
        return _UNKNOWN if sheet.date1904 else dated(value)
    return value


def agree(pairs: Sequence[tuple[Value | None, Value | None]]) -> bool:
    """Whether what is stored, the first of each pair, has been calculated: it equals what is computed, as far as that
    is known, and is not all 0 or nothing.
    """
    told = [(was, value) for was, value in pairs if value is not _UNKNOWN]
    witnesses = [was for was, _ in told] or [was for was, _ in pairs]
    return all(_same(was, value) for was, value in told) and not all(map(is_nothing, witnesses))


def _same(stored: Value | None, computed: Value | None) -> bool:
    if type(stored) is float and type(computed) is float:
        return math.isclose(stored, computed, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(stored, datetime) and isinstance(computed, datetime):
        return abs(stored - computed) < timedelta(seconds=1)
    stored, computed = (None if value == "" else value for value in (stored, computed))
    return stored == computed and type(stored) is type(computed)


def is_nothing(value: Value | None) -> bool:
    """Whether a value is 0 or nothing, which is what programs write that do not calculate."""
    return value is None or value is _UNKNOWN or (type(value) is float and value == 0) or value == time()


def uncalculated(name: str, places: Sequence[tuple[int, int]]) -> str:
    """The sentence on formulas of a sheet that are not calculated."""
    return (
        f"{name}: formulas that are not calculated, neither in the file nor here: {listed(places)}. Open the "
        "workbook in Excel and save it."
    )


def listed(places: Sequence[tuple[int, int]]) -> str:
    """How many cells, and the first of them."""
    named = ", ".join(str(CellRange(*place, *place)) for place in places[:_LISTED])
    return f"{len(places):,} ({named}{', …' if len(places) > _LISTED else ''})"
