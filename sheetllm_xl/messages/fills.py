"""Fills that carry meaning: the few coloured rows or cells of a table's body, and what a legend has in their colour."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from ..detect import FoundTable
from ..grid import CellRange, column_letters, runs
from ..literals import clipped
from ..sheet import Kind, Sheet

_FEW = 0.25  # of a body's cells: more in one colour are its ordinary look
_WHOLE_COLUMN = 0.5  # of a column's cells: more in one colour are the column's look
_MOST = 4  # colours
_LISTED = 20  # places of a colour
_LONGEST = 40  # characters of a legend's text
_BLANK = ("FFFFFF", "")

Flags = npt.NDArray[np.bool_]


def fill_lines(sheet: Sheet, table: FoundTable) -> Iterator[str]:
    """``|fill 1|rows 4:4,9:10|legend F3,Overdue``: a line for each of the table's ``fills``."""
    return (f"|fill {number}|{places}{legend}" for number, (places, legend) in enumerate(fills(sheet, table), 1))


def fills(sheet: Sheet, table: FoundTable) -> list[tuple[str, str]]:
    """Each colour of few cells, or that a legend explains: ``rows 4:4,9:10`` and ``|legend F3,Overdue``, else "".

    Rows without numbers and totals are headings and the like, whose colour is but their look. More than four colours
    without a legend are a picture.
    """
    if not sheet.fills.any():
        return []
    body = _body(sheet, table)
    used = np.unique(sheet.fills[body]).tolist()
    colours = [fill for fill in used if fill and sheet.fill_colors[fill].upper() not in _BLANK]
    found = []
    for fill in colours:
        cells = _without_columns(sheet, body, body & (sheet.fills == fill))
        legend = _legend(sheet, table, fill)
        if cells.any() and (legend or cells.sum() <= _FEW * body.sum()):
            found.append((_places(sheet, body, cells), legend))
    return found if sum(not legend for _, legend in found) <= _MOST else []


def _body(sheet: Sheet, table: FoundTable) -> Flags:
    """The filled cells of rows with numbers below the header, without totals."""
    inside = sheet.inside(table.range) & sheet.filled & (sheet.rows >= table.range.top + table.header_rows)
    numbered = np.unique(sheet.rows[inside & (sheet.kinds == Kind.NUMBER)])
    return inside & np.isin(sheet.rows, numbered) & ~np.isin(sheet.rows, table.total_rows)


def _without_columns(sheet: Sheet, body: Flags, cells: Flags) -> Flags:
    """Those of the coloured cells whose column is not of that colour."""
    every, coloured = (
        np.bincount(sheet.cols[body]),
        np.bincount(sheet.cols[cells], minlength=sheet.cols[body].max() + 1),
    )
    return cells & ~np.isin(sheet.cols, np.flatnonzero(coloured > _WHOLE_COLUMN * np.maximum(every, 1)))


def _places(sheet: Sheet, body: Flags, cells: Flags) -> str:
    """Whole rows, or single cells where some row is coloured in part."""
    rows, counts = np.unique(sheet.rows[cells], return_counts=True)
    whole = np.array([int((sheet.rows[body] == row).sum()) for row in rows.tolist()])
    if (2 * counts >= whole).all():
        named = [f"{first}:{last}" for first, last in runs(rows.tolist())]
        return f"rows {_some(named)}"
    at = zip(sheet.rows[cells].tolist(), sheet.cols[cells].tolist(), strict=True)
    return f"cells {_some([f'{column_letters(col)}{row}' for row, col in at])}"


def _some(items: list[str]) -> str:
    more = len(items) - _LISTED
    return ",".join(items[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def _legend(sheet: Sheet, table: FoundTable, fill: int) -> str:
    """A cell outside the table in the same colour, with its text or that of the cell right of it."""
    for i in np.flatnonzero((sheet.fills == fill) & ~sheet.inside(table.range)).tolist():
        row, col = int(sheet.rows[i]), int(sheet.cols[i])
        for at in (col, col + 1):
            text = sheet.value(row, at)
            if isinstance(text, str) and CellRange(row, at, row, at) not in table.range:
                return f"|legend {column_letters(col)}{row},{clipped(text, _LONGEST)}"
    return ""
