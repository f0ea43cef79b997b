"""The merge that a cell lies in, looked up row by row: a sheet may have a million merges, a header has three rows."""

from __future__ import annotations

import numpy as np

from ...grid import CellRange, first_over
from ...sheet import Sheet

_ROWS = 64  # that are remembered of a sheet


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
