"""A table's cells as rows and columns of values: merges spread over their cells, header levels over their groups."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ..detect import FoundTable
from ..display import shown
from ..grid import CellRange
from ..literals import Value
from ..sheet import Sheet

Grid = npt.NDArray[np.object_]
Column = list[Value | None]


def grid(sheet: Sheet, area: CellRange) -> tuple[Grid, Grid]:
    """The values in the area and their number formats; a merged value stands in every cell of its merge."""
    values, formats = np.full(area.shape, None, object), np.full(area.shape, "", object)
    inside = sheet.inside(area)
    rows, cols = sheet.rows[inside] - area.top, sheet.cols[inside] - area.left
    values[rows, cols] = sheet.values[inside]
    formats[rows, cols] = np.array(sheet.format_strings, object)[sheet.formats[inside]]
    for merge in sheet.merges_in(area):
        part = merge & area
        index = sheet.index(merge.top, merge.left)
        if part is None or index is None:
            continue
        across = slice(part.left - area.left, part.right - area.left + 1)
        down = slice(part.top - area.top, part.bottom - area.top + 1)
        values[down, across] = sheet.values[index]
        formats[down, across] = sheet.format_strings[sheet.formats[index]]
    return values, formats


def lies(table: FoundTable) -> bool:
    """Whether its records run across, so that its rows are the columns of a frame."""
    return table.orientation == "horizontal" and not table.header and table.header_cols > 0


def column_names(sheet: Sheet, table: FoundTable) -> list[tuple[str, ...]]:
    """The levels of each column's name, from the top; "" where a level has none.

    A label over a group that nobody merged holds for the columns at its right, as far as those have a name below it;
    one that is merged holds for its merge.
    """
    (values, formats), merged = grid(sheet, table.range), _merged(sheet, table.range)
    if lies(table):
        values, formats, merged, count = values.T, formats.T, merged.T, table.header_cols
    else:
        count = table.header.shape[0] if table.header else 0
    cells = zip(values[:count].tolist(), formats[:count].tolist(), strict=True)
    texts = [[_text(one, code, sheet) for one, code in zip(*line, strict=True)] for line in cells]
    levels = [level for level, line in enumerate(texts) if any(line)]
    lines = [texts[level] for level in levels]
    for upper, line in enumerate(lines[:-1]):
        below = [any(one[at] for one in lines[upper + 1 :]) for at in range(len(line))]
        for at in range(1, len(line)):
            if not line[at] and below[at] and below[at - 1] and not merged[levels[upper], at - 1]:
                line[at] = line[at - 1]
    return [tuple(column) for column in zip(*lines, strict=True)] if lines else [()] * values.shape[1]


def _merged(sheet: Sheet, area: CellRange) -> npt.NDArray[np.bool_]:
    """Which cells of the area are merged with others."""
    mask = np.zeros(area.shape, np.bool_)
    for merge in sheet.merges_in(area):
        if part := merge & area:
            mask[
                part.top - area.top : part.bottom - area.top + 1, part.left - area.left : part.right - area.left + 1
            ] = 1
    return mask


def _text(value: Any, code: str, sheet: Sheet) -> str:
    return "" if value is None else " ".join(shown(value, code, sheet.date1904).split())


def body_of(sheet: Sheet, table: FoundTable, rows: str) -> list[Column]:
    """The rows of values below the header, those that are empty left out; of a table that lies, its columns."""
    values, _ = grid(sheet, table.range)
    if lies(table):
        values, first, numbers, totals = values.T, table.header_cols, [*table.range.cols], table.total_cols
    else:
        first, numbers, totals = table.body.top - table.range.top, [*table.range.rows], table.total_rows
    kept = []
    for number, line in zip(numbers[first:], values[first:].tolist(), strict=True):
        if any(value is not None for value in line) and (rows == "all" or (number in totals) == (rows == "totals")):
            kept.append(line)
    return kept
