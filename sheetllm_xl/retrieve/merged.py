"""What stands over a column, looked up row by row: a sheet may have a million merges, and empty rows in a header."""

from __future__ import annotations

import numpy as np

from ..detect import FoundTable
from ..grid import CellRange, first_over
from ..sheet import Sheet

_ROWS = 64  # that are remembered of a sheet


def header_lines(sheet: Sheet, table: FoundTable) -> list[int]:
    """The rows of a table's header that hold anything, and the first, into which a merge may reach from above."""
    if not table.header:
        return []
    known: dict[tuple[int, int], list[int]] = sheet.remembered.setdefault(header_lines, {})
    top, last = table.header.top, table.header.bottom
    if (top, last) not in known:
        first, end = np.searchsorted(sheet.rows, (top, last + 1))
        known[top, last] = np.union1d([top], sheet.rows[first:end]).tolist()
    return known[top, last]


def merge_at(sheet: Sheet, row: int, col: int) -> CellRange | None:
    """The merge that the cell lies in, the first of several."""
    if not sheet.merges:
        return None
    rows: dict[int, dict[int, CellRange]] = sheet.remembered.setdefault(merge_at, {})
    if row not in rows:
        if len(rows) >= _ROWS:
            rows.clear()
        tops, lefts, bottoms, rights = sheet.merge_edges.T
        here = np.flatnonzero((tops <= row) & (bottoms >= row))
        over = first_over(lefts[here], rights[here])
        rows[row] = {at: sheet.merges[here[run]] for at, run in over.items()}
    return rows[row].get(col)
