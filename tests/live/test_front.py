"""What is asked about a selection: the selected cells, or the whole sheet where only one is selected."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import xlwings

from sheetllm_xl.excel.read.front import selected_cells
from sheetllm_xl.grid import CellRange


@pytest.mark.parametrize(
    ("selected", "cells"),
    [
        ("C5", "A1:J20"),
        ("A1,C5:D9", "A1,C5:D9"),
        ("C5,E7", "C5,E7"),
        ("A1:A2,C5:D9", "A1:A2,C5:D9"),
        ("B3:F3", "B3:F3"),
        ("B3:B7", "B3:B7"),
        ("B3:D7", "B3:D7"),
    ],
)
def test_only_a_single_cell_stands_for_its_sheet(
    excel: xlwings.App, opened: Callable[..., xlwings.Book], selected: str, cells: str
) -> None:
    sheet = opened().sheets["Sheet1"]
    sheet.range("A1:J20").raw_value = [[float(row * col) for col in range(1, 11)] for row in range(1, 21)]
    sheet.range(selected).select()
    areas = [CellRange.parse(area) for area in cells.split(",")]
    expected = {(row, col) for area in areas for row in area.rows for col in area.cols}
    assert {(cell.row, cell.col) for cell in selected_cells(excel).cells()} == expected
