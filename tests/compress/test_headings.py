"""What names rows and columns keeps its place and its words, whether or not a table was found there."""

from __future__ import annotations

from datetime import datetime

from sheetllm_xl.compress import PAPER, TYPES, compress
from sheetllm_xl.compress.indexed import described
from sheetllm_xl.compress.skeleton import Skeleton, anchored, label_columns
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.grid import CellRange
from sheetllm_xl.sheet import Cell, Sheet

YEARS = Sheet.of(
    "S",
    [Cell(1, 1, "Item"), *(Cell(1, col, 2010.0 + col) for col in range(2, 6)), Cell(1, 6, datetime(2031, 5, 1))]
    + [Cell(row, 1, f"n{row}") for row in range(2, 9)]
    + [Cell(row, col, row * 1013.0 * col) for row in range(2, 9) for col in range(2, 7)],
)


def text(sheet: Sheet, *likely: str) -> str:
    assert sheet.used
    return described(sheet, Skeleton.whole(sheet.used), (), list(map(CellRange.parse, likely)), TYPES).text


def test_years_and_dates_over_a_likely_table_are_no_type_word() -> None:
    assert "YearData" in text(YEARS)
    assert "DateData" in text(YEARS)
    spelled = text(YEARS, "A1:F8")
    assert "2012|B1\n" in spelled
    assert "2031-05-01|F1\n" in spelled
    assert "YearData" not in spelled


def test_a_first_row_of_numbers_tells_none_of_them() -> None:
    assert "IntNum|B2:F8" in text(YEARS, "B2:F8")
    record = Sheet.of("S", [Cell(r, c, v) for r in (1, 2) for c, v in enumerate(("a", 2020.0, 731.0, 55.0, 12.0), 1)])
    assert "2020" not in text(record, "A1:E2")
    assert "731" not in text(record, "A1:E2")


def test_columns_that_name_the_rows_are_never_left_out() -> None:
    wide = [Cell(row, col, float(row * col)) for row in range(2, 30) for col in range(8, 60)]
    sheet = Sheet.of("S", [*wide, *(Cell(row, 3, f"n{row}") for row in range(1, 30)), Cell(1, 1, "Title")])
    assert label_columns(sheet, ()) == {3}
    assert label_columns(sheet, [FoundTable(CellRange.parse("H1:BG29"), header_cols=2)]) == {3, 8, 9}
    used = CellRange(1, 1, 29, 59)
    boxes = [CellRange(2, 30, 29, 59)]
    assert 3 not in anchored(sheet, used, boxes, 4).cols
    assert 3 in anchored(sheet, used, boxes, 4, {3}).cols


def test_the_papers_profile_is_as_it_was() -> None:
    """Its lines are numbered from A1, and years are years."""
    assert "(YearData|B1:E1)" in compress(YEARS, PAPER).text
