"""What stands near a table: titles, captions, units and notes that structure did not take for them, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..detect import FoundTable
from ..grid import CellRange
from ..sheet import Sheet

_ABOVE, _BELOW, _BESIDE = 6, 4, 3  # lines
_MOST_CELLS = 24  # of a strip
_CHARACTERS = 1_200  # of all of them
_LINE, _ADDRESS = 30, 4  # characters that a strip and a cell take besides


def with_near(sheet: Sheet, table: FoundTable, tables: Sequence[FoundTable], characters: int) -> FoundTable:
    """The table with the cells around it among its notes: the sheet's heading, and some lines on each side.

    None of them lies in another of the ``tables``; together they have at most so many characters, the nearest first.
    """
    used = sheet.used
    if used is None:
        return table
    box = table.range
    others = [other.range for other in tables if not other.range & box]
    left, kept, taken = min(characters, _CHARACTERS), list[CellRange](), [box, *others]
    for strip in _strips(used, box, others):
        inside = sheet.inside(strip) & sheet.filled
        area = sheet.crop(strip).used
        if area is None or any(area & other for other in (*kept, *others)):
            continue
        size = _LINE + sum(len(str(value)) + _ADDRESS for value in sheet.values[inside].tolist())
        if size <= left and int(inside.sum()) <= _MOST_CELLS:
            left -= size
            kept = _joined(kept, area, taken)
        else:
            taken.append(area)
    left_over = sheet.filled.copy()
    for area in kept:
        left_over &= ~sheet.inside(area)
    title = table.title if table.title and left_over[sheet.inside(table.title)].any() else None
    notes = [area for area in table.notes if left_over[sheet.inside(area)].any()]
    return replace(table, title=title, notes=tuple(sorted([*kept, *notes])))


def _joined(areas: list[CellRange], area: CellRange, taken: Sequence[CellRange]) -> list[CellRange]:
    """The areas with one more; it is one with the one before where nothing that is ``taken`` lies between."""
    if areas and not any((areas[-1] | area) & other for other in taken):
        return [*areas[:-1], areas[-1] | area]
    return [*areas, area]


def _strips(used: CellRange, box: CellRange, others: Sequence[CellRange]) -> list[CellRange]:
    """Above, below, at the left and right, line by line from the table away; then the sheet's first lines."""
    first, last = _free(box.top, box.bottom, box.left, box.right, used, others)
    above = [o.bottom + 1 for o in others if o.bottom < box.top and o.left <= last and o.right >= first]
    below = [o.top - 1 for o in others if o.top > box.bottom and o.left <= last and o.right >= first]
    top, bottom = max([used.top, box.top - _ABOVE, *above]), min([used.bottom, box.bottom + _BELOW, *below])
    found = [CellRange(row, first, row, last) for row in range(box.top - 1, top - 1, -1)]
    found += [CellRange(row, first, row, last) for row in range(box.bottom + 1, bottom + 1)]
    sides = [*range(box.left - 1, max(first, box.left - _BESIDE) - 1, -1)]
    sides += range(box.right + 1, min(last, box.right + _BESIDE) + 1)
    found += [CellRange(box.top, col, box.bottom, col) for col in sides]
    heading = min([box.top, *(o.top - 1 for o in others)])  # what stands right over another table is its caption
    found += [CellRange(row, used.left, row, used.right) for row in range(used.top, min(used.top + _ABOVE, heading))]
    return found


def _free(
    top: int, bottom: int, left: int, right: int, used: CellRange, others: Sequence[CellRange]
) -> tuple[int, int]:
    """The columns around a table that no table beside it has."""
    beside = [o for o in others if o.top <= bottom and o.bottom >= top]
    first = max([used.left, *(o.right + 1 for o in beside if o.right < left)])
    last = min([used.right, *(o.left - 1 for o in beside if o.left > right)])
    return first, last
