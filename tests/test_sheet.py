from datetime import datetime

import numpy as np
import pytest
from hypothesis import given

from sheetllm_xl.drawing import drawn
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError
from sheetllm_xl.sheet import Cell, Kind, Sheet, Style

from .sheets import ranges, sheets

SHEET = drawn("""
    Region | Q1     | When
    North  | 1,200  | 2026-04-01
           |        |
    South  | =B2/0 => #DIV/0! | TRUE
""")


def test_used_is_the_box_of_filled_cells_not_of_styled_ones() -> None:
    sheet = Sheet.of("S", [Cell(3, 2, "a"), Cell(5, 4, 1.0), Cell(90, 9, None, fill="FF0000")])
    assert sheet.used == CellRange(3, 2, 5, 4)
    assert len(sheet) == 3


def test_an_empty_sheet_has_no_used_range() -> None:
    assert Sheet("Empty").used is None
    assert Sheet("Empty").value(1, 1) is None


def test_a_formula_without_a_cached_value_counts_as_filled() -> None:
    sheet = Sheet.of("S", [Cell(1, 1, None, formula="=NOW()")])
    assert sheet.used == CellRange(1, 1, 1, 1)
    assert sheet.kinds.tolist() == [Kind.BLANK]


def test_kinds() -> None:
    values = ["a", 1.0, True, datetime(2026, 1, 1), CellError.NA, None]
    sheet = Sheet.of("S", [Cell(1, i, value, fill="FF0000") for i, value in enumerate(values, 1)])
    assert sheet.kinds.tolist() == [Kind.TEXT, Kind.NUMBER, Kind.BOOL, Kind.DATE, Kind.ERROR, Kind.BLANK]


def test_whole_numbers_become_floats_and_true_stays_true() -> None:
    sheet = Sheet.of("S", [Cell(1, 1, 1), Cell(1, 2, True)])
    assert [type(value) for value in sheet.values] == [float, bool]


def test_looking_a_cell_up() -> None:
    assert SHEET.value(2, 2) == 1200.0
    assert SHEET.value(3, 2) is None
    assert SHEET.value(4, 2) is CellError.DIV0
    assert SHEET.formulas[4, 2] == "=B2/0"


def test_columns_are_read_only() -> None:
    for column in (SHEET.rows, SHEET.cols, SHEET.values, SHEET.formats, SHEET.styles, SHEET.fills):
        with pytest.raises(ValueError, match="read-only"):
            column[0] = column[1]
    with pytest.raises(TypeError):
        SHEET.formulas[1, 1] = "=1"  # type: ignore[index]


def test_hidden_lines_mark_their_cells() -> None:
    sheet = drawn("a | b\nc | d", hidden_rows=frozenset({2}), hidden_cols=frozenset({1}))
    assert [bool(cell.style & Style.HIDDEN) for cell in sheet.cells()] == [True, False, True, True]


@given(sheets())
def test_a_sheet_is_its_cells(sheet: Sheet) -> None:
    rest = {
        name: getattr(sheet, name) for name in ("merges", "tables", "names", "hidden_rows", "hidden_cols", "date1904")
    }
    assert Sheet.of(sheet.name, reversed(list(sheet.cells())), **rest) == sheet


@given(sheets(), ranges(14, 8))
def test_a_crop_holds_exactly_the_cells_inside(sheet: Sheet, area: CellRange) -> None:
    inside = [cell for cell in sheet.cells() if (cell.row, cell.col) in area]
    assert list(sheet.crop(area).cells()) == inside


@pytest.mark.parametrize(
    "other",
    [
        drawn("a | TRUE"),
        drawn('a | "1"'),
        drawn("a | 100%"),
        drawn("a | =1 => 1"),
        drawn("[a] | 1"),
        drawn("a | 1", name="Other"),
        drawn("a | 1", at="A2"),
        drawn("a | 1", hidden_rows=frozenset({1})),
        drawn("a | 1", date1904=True),
    ],
)
def test_the_digest_tells_sheets_apart(other: Sheet) -> None:
    assert other != drawn("a | 1")


def test_the_digest_tells_formulas_apart_that_come_to_the_same_value() -> None:
    assert drawn("a | =1 => 1") != drawn("a | =2-1 => 1")


def test_the_same_content_has_the_same_digest() -> None:
    assert drawn("a | 1") == drawn("a | 1")


def test_the_digest_does_not_depend_on_the_order_of_format_strings() -> None:
    sheet = drawn("12% | $1,200")
    order = np.array([0, 2, 1], np.int32)
    swapped = Sheet(
        sheet.name,
        sheet.rows,
        sheet.cols,
        sheet.values,
        order[sheet.formats],
        sheet.styles,
        sheet.fills,
        tuple(sheet.format_strings[i] for i in order),
    )
    assert swapped == sheet
