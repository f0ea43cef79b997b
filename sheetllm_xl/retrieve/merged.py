"""What stands over a column, looked up row by row: a sheet may have a million merges, and empty rows in a header."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..detect import FoundTable
from ..grid import MAX_ROW, CellRange, first_over
from ..sheet import Kind, Sheet

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


def first_label(sheet: Sheet, table: FoundTable) -> int | None:
    """The row over a table's body that labels its first rows alone, as rows further down label theirs; None mostly.

    "Sex: Female" stands over the women, in the header or as the title, and "Sex: Male" over the men below them: a text
    alone in its row each, in the first column. Where a label stands over the first rows of the body too, what is above
    the header is over all of them.
    """
    known: dict[FoundTable, int | None] = sheet.remembered.setdefault(first_label, {})
    if table not in known:
        area = replace(table.range, top=table.title.top) if table.title else table.range
        rows, firsts, counts = np.unique(
            sheet.rows[here := np.flatnonzero(sheet.inside(area) & sheet.filled)], return_index=True, return_counts=True
        )
        at = here[firsts]
        alone = (counts == 1) & (sheet.cols[at] == area.left) & (sheet.kinds[at] == Kind.TEXT)
        over, below = rows[alone & (rows < table.body.top)], rows[alone & (rows >= table.body.top)]
        begins = rows[rows >= table.body.top].min(initial=MAX_ROW)
        known[table] = int(over[-1]) if len(over) and len(below) and below[0] > begins else None
    return known[table]


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
