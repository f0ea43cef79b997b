"""Arrays: what a formula computed, as a sheet, and tables found, as rows."""

from __future__ import annotations

from typing import Any

from ..detect import detect
from ..literals import CellError, Value
from ..sheet import Cell, Sheet


def found_tables(sheet: Sheet) -> tuple[tuple[Value, ...], ...]:
    """SHEETTABLES' rows: a heading, then a table a row; #N/A where there is none."""
    tables = [
        (str(t.range), float(t.range.shape[0]), float(t.range.shape[1]), float(t.header_rows), round(t.confidence, 2))
        for t in detect(sheet)
    ]
    return (("Range", "Rows", "Columns", "Header rows", "Confidence"), *tables) if tables else ((CellError.NA,),)


def array_sheet(values: Any) -> Sheet:
    """An array that a formula computed, as a sheet without a place of its own."""
    rows = values if isinstance(values, tuple | list) else ((values,),)
    cells = [
        Cell(r, c, value)
        for r, row in enumerate(rows, 1)
        for c, value in enumerate(row if isinstance(row, tuple | list) else (row,), 1)
        if value is not None and value != ""
    ]
    return Sheet.of("Array", cells)


def values_of(sheet: Sheet) -> list[Value | None]:
    """The values of a sheet's cells that hold one."""
    return [cell.value for cell in sheet.cells() if cell.value is not None]
