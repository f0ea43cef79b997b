"""Reads: ranges as they were read a moment ago, so that ten thousand cells that ask about one range read it once.

Excel calculates every cell that depends on a range after the range has changed. So a cell that comes a second time may
have come because of a change, and reads anew; one that comes for the first time takes what another has read in the same
calculation. VBA names it; what has no name is not shared. A calculation that a person breaks into goes on
under its name, so a pause, or a second, ends it too. What holds formulas that are not calculated yet is not kept: Excel
comes again when they are.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

import numpy as np

from ..literals import CellError
from ..record import Place
from ..sheet import Kind, Sheet
from .cells import Area, Cells

_FRESH, _PAUSE = 1.0, 0.1  # seconds; in a calculation a call follows the other within a millisecond
_KEPT = 30.0  # seconds an equal sheet is known by, so that what waits for answers holds it once


@dataclass(slots=True)
class _Read:
    sheet: Sheet
    calculation: Hashable | None
    at: float
    used: float
    callers: set[Place] = field(default_factory=set)


class Reads:
    """``clock`` is monotonic."""

    def __init__(self, cells: Cells, clock: Callable[[], float] = time.monotonic) -> None:
        self._cells, self._clock = cells, clock
        self._read: dict[Hashable, _Read] = {}

    def of(self, area: Area, caller: Place | None) -> Sheet:
        """The range as the calling cell is to see it. Raises SheetLLMError."""
        return self._sheet(area, lambda read: caller is not None and caller not in read.callers, caller)

    def lately(self, area: Area) -> Sheet:
        """The range as it is in this calculation, for who only looks. Raises SheetLLMError."""
        return self._sheet(area, lambda read: True, None)

    def tidy(self) -> None:
        """Forget what nobody has read for long."""
        now = self._clock()
        for where, read in list(self._read.items()):
            if now - read.at >= _KEPT and self._read.get(where) is read:
                self._read.pop(where, None)

    def _sheet(self, area: Area, serves: Callable[[_Read], bool], caller: Place | None) -> Sheet:
        where = self._cells.where(area)
        known, now, calculation = self._read.get(where), self._clock(), self._cells.calculation()
        if (
            known is None
            or calculation is None
            or known.calculation != calculation
            or now - known.at >= _FRESH
            or now - known.used >= _PAUSE
            or not serves(known)
        ):
            sheet = self._cells.read(area)
            if known and _equal(known.sheet, sheet):
                sheet = known.sheet
            known = _Read(sheet, calculation, self._clock(), self._clock())
            if _is_calculated(sheet):
                self._read[where] = known
            else:
                self._read.pop(where, None)
        known.used = self._clock()
        if caller is not None:
            known.callers.add(caller)
        return known.sheet


def _is_calculated(sheet: Sheet) -> bool:
    """Whether every formula has a value: one that waits for its turn has none."""
    return not any(value is CellError.UNCALCULATED for value in sheet.values[sheet.kinds == Kind.ERROR])


def _equal(one: Sheet, other: Sheet) -> bool:
    """Whether two reads of a range hold the same to the last detail; found sooner than by their digests."""
    columns = ("rows", "cols", "kinds", "formats", "styles", "fills", "values")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in columns) and all(
        getattr(one, name) == getattr(other, name)
        for name in (
            *("name", "format_strings", "fill_colors", "formulas", "merges", "tables", "names"),
            *("hidden_rows", "hidden_cols", "date1904"),
        )
    )
