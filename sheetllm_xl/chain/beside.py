"""Beside: what is read once more where the chosen tables do not hold the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..detect import FoundTable, outside
from ..grid import CellRange
from ..sheet import Sheet
from .choose import Fits


def beside(
    sheet: Sheet, read: Sequence[FoundTable], tables: Sequence[FoundTable], fits: Fits
) -> tuple[FoundTable, ...]:
    """The whole sheet where one call holds it, else the other tables, the nearest first, as many as do; none for none.

    ``tables``: those that were detected or would fit the question as well.
    """
    used = sheet.used
    if used is None or not read or any(used in table.range for table in read):
        return ()
    if fits(whole := (with_surroundings(used, read[0]),)):
        return whole if outside(sheet, read).cells else ()
    chosen: list[FoundTable] = []
    for table in sorted(tables, key=lambda table: _distance(table.range, read[0].range)):
        apart = not any(table.range & other.range for other in (*read, *chosen))
        if apart and fits((*chosen, table)):
            chosen.append(table)
    return tuple(chosen)


def with_surroundings(used: CellRange, table: FoundTable) -> FoundTable:
    """The table with the rest of the sheet as what stands beside it: nothing is left out where nothing was chosen."""
    box = table.range
    strips = (
        (used.top, used.left, box.top - 1, used.right),
        (box.top, used.left, box.bottom, box.left - 1),
        (box.top, box.right + 1, box.bottom, used.right),
        (box.bottom + 1, used.left, used.bottom, used.right),
    )
    beside = tuple(CellRange(*strip) for strip in strips if strip[0] <= strip[2] and strip[1] <= strip[3])
    return replace(table, title=None, notes=beside)


def _distance(a: CellRange, b: CellRange) -> int:
    down = max(a.top - b.bottom, b.top - a.bottom, 0)
    return down + max(a.left - b.right, b.left - a.right, 0)
