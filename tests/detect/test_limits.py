"""Sheets at the limits of Excel's grid: the detector must neither run out of memory nor take long."""

from __future__ import annotations

import numpy as np
import pytest

from sheetllm_xl.detect import FoundTable, candidates, detect
from sheetllm_xl.grid import MAX_COL, MAX_ROW
from sheetllm_xl.sheet import Cell, Sheet, Style

from ..work import lines_run


def filled(height: int, width: int) -> Sheet:
    """A header and numbers below it, ``height`` × ``width`` cells."""
    values = np.empty(height * width, object)
    values[:] = np.arange(height * width, dtype=float).tolist()
    values[:width] = [f"Column {j}" for j in range(width)]
    rows, cols = np.divmod(np.arange(height * width, dtype=np.int32), width)
    zeros = np.zeros(len(values), np.int32)
    return Sheet("Tall", rows + 1, cols + 1, values, zeros, zeros.copy(), zeros.copy())


@pytest.mark.parametrize(
    "cells",
    [
        [],
        [Cell(1, 1, "alone")],
        [Cell(MAX_ROW, MAX_COL, 1.0)],
        [Cell(1, 1, 1.0), Cell(MAX_ROW, MAX_COL, 2.0)],
        [Cell(row, 1, float(row)) for row in range(1, 50)],
        [Cell(1, col, float(col)) for col in range(1, 50)],
        [Cell(row, col, None, style=int(Style.FILL), fill="FF0000") for row in range(1, 9) for col in range(1, 9)],
        [Cell(1, 1, " ")],
        [Cell(row, 1, None, formula="=A1") for row in range(1, 9)],
    ],
)
def test_odd_sheets_are_survived(cells: list[Cell]) -> None:
    sheet = Sheet.of("Odd", cells)
    for area in (*candidates(sheet), *(table.range for table in detect(sheet))):
        assert sheet.used is not None
        assert area in sheet.used


def test_all_of_a_tall_table_is_found() -> None:
    (table,) = detect(filled(30_000, 6))
    assert str(table.range) == "A1:F30000"
    assert table.header_rows == 1


def test_work_grows_no_faster_than_the_cells() -> None:
    lines = []
    for height in (10_000, 100_000):
        sheet, found = filled(height, 10), list[FoundTable]()
        lines.append(lines_run(lambda sheet=sheet, found=found: found.extend(detect(sheet))))
        assert [str(table.range) for table in found] == [f"A1:J{height}"]
    assert lines[1] < 11 * lines[0]


def test_a_gap_far_down_parts_two_tall_tables() -> None:
    upper, lower = filled(5_000, 4), filled(4_000, 4)
    columns = {
        name: np.concatenate([getattr(upper, name), getattr(lower, name)])
        for name in ("cols", "values", "formats", "styles", "fills")
    }
    rows = np.concatenate([upper.rows, lower.rows + 5_010]).astype(np.int32)
    assert [str(t.range) for t in detect(Sheet("Two", rows=rows, **columns))] == ["A1:D5000", "A5011:D9010"]
