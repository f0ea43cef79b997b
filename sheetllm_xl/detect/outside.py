"""Outside: what of a sheet lies in no table, nor in the title or the notes of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..grid import CellRange, runs
from ..sheet import Kind, Sheet
from .found import FoundTable

_MOST_NAMED = 5


@dataclass(frozen=True)
class Outside:
    """``cells`` filled cells lie outside every table, ``numbers`` of them numbers or dates; ``ranges`` hold them."""

    cells: int
    numbers: int
    ranges: tuple[CellRange, ...]

    def sentence(self) -> str:
        """How many cells, and where; empty where there are none."""
        if not self.cells:
            return ""
        named = ", ".join(map(str, self.ranges[:_MOST_NAMED])) + (" and more" * (len(self.ranges) > _MOST_NAMED))
        count = f"{self.cells:,} cell{'s' * (self.cells != 1)}"
        verb = "lies" if self.cells == 1 else "lie"
        return f"{count} ({self.numbers:,} with numbers) {verb} outside every table: {named}"


def outside(sheet: Sheet, tables: Sequence[FoundTable]) -> Outside:
    """What is left of a sheet when its tables are taken away, in ranges of neighbouring rows and columns."""
    left = sheet.filled.copy()
    for table in tables:
        for area in (table.range, *((table.title,) if table.title else ()), *table.notes):
            left &= ~sheet.inside(area)
    rows, cols = sheet.rows[left], sheet.cols[left]
    numbers = np.isin(sheet.kinds[left], (Kind.NUMBER, Kind.DATE, Kind.TIME))
    found = []
    for top, bottom in runs(np.unique(rows).tolist()):
        here = slice(*np.searchsorted(rows, (top, bottom + 1)).tolist())
        found += [CellRange(top, first, bottom, last) for first, last in runs(np.unique(cols[here]).tolist())]
    return Outside(int(left.sum()), int(numbers.sum()), tuple(found))
