"""A sheet with numbers has a table, what is unlikely is called so, and what lies outside is named."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetllm_xl.detect import FoundTable, detect, outside
from sheetllm_xl.detect.canvas import canvas
from sheetllm_xl.detect.choose import chosen
from sheetllm_xl.detect.found import SURE
from sheetllm_xl.detect.reasons import preference
from sheetllm_xl.drawing import drawn
from sheetllm_xl.grid import CellRange
from sheetllm_xl.sheet import Cell, Sheet

PLACES = st.tuples(st.integers(1, 12), st.integers(1, 6))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(PLACES, st.sampled_from([1.0, 25.5, "word", "n/a"]), max_size=30), PLACES)
def test_a_sheet_with_two_numbers_beside_each_other_has_a_table(
    cells: dict[tuple[int, int], float | str], place: tuple[int, int]
) -> None:
    row, col = place
    beside = {(row, col): 3.0, (row, col + 1): 4.0}
    assert detect(Sheet.of("Odd", [Cell(*at, value) for at, value in (cells | beside).items()]))


GRID = "Item | May | June\nTea | 4 | 5\nMilk | 2 | 3\nSalt | 1 | 1"


def test_what_holds_the_numbers_is_taken_though_it_is_unlikely() -> None:
    grid = canvas(drawn(GRID))
    boxes = [(0, 0, 3, 2), (1, 1, 1, 1), (1, 1, 2, 2)]
    assert chosen(grid, boxes, np.array([0.01, 0.9, 0.02]), 0.25) == [0]


def test_of_boxes_as_likely_the_one_that_holds_more_numbers_is_taken() -> None:
    grid = canvas(drawn(GRID))
    assert chosen(grid, [(0, 0, 1, 2), (0, 0, 3, 2)], np.array([0.5, 0.45]), 0.25) == [1]
    assert chosen(grid, [(0, 0, 1, 2), (0, 0, 3, 2)], np.array([0.9, 0.45]), 0.25)[0] == 0


def test_words_need_no_table() -> None:
    grid = canvas(drawn("Read | this\nbefore | work"))
    assert chosen(grid, [(0, 0, 1, 1)], np.array([0.1]), 0.25) == []


def test_a_table_is_sure_when_it_is_more_likely_right_than_wrong() -> None:
    area = CellRange.parse("A1:C4")
    assert [FoundTable(area, confidence=sure).certainty for sure in (0.914, SURE, 0.12)] == [
        "91%", "50%", "not sure (12%)",
    ]  # fmt: skip


def test_what_lies_outside_is_counted_and_named() -> None:
    sheet = drawn(GRID + "\n | |\nSource: a note | |\n | |\n | | 7\n | | 8")
    table = FoundTable(CellRange.parse("A1:C4"), notes=(CellRange.parse("A6"),))
    left = outside(sheet, [table])
    assert (left.cells, left.numbers, [str(area) for area in left.ranges]) == (2, 2, ["C8:C9"])
    assert left.sentence() == "2 cells (2 with numbers) lie outside every table: C8:C9"
    assert outside(sheet, [FoundTable(CellRange.parse("A1:C9"))]).sentence() == ""


def test_why_a_box_was_preferred_is_told_in_words() -> None:
    grid = canvas(drawn("**Sales** | |\n" + GRID + "\nBread | 3 | 2"))
    boxes = [(1, 0, 5, 2), (0, 0, 4, 2), (1, 1, 2, 2)]
    assert preference(grid, 0, boxes, np.array([0.6, 0.3, 0.01])) == [
        "the next box, A1:C5, leaves out row 6 and takes in row 1, and is less likely"
    ]
    assert preference(grid, 0, boxes, np.array([0.6, 0.1, 0.01])) == []
