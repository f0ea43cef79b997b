"""Merges, however many: painted onto the canvas at once, and found over a cell row by row."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.detect import FoundTable, detect
from sheetllm_xl.detect.canvas import INDEX, canvas
from sheetllm_xl.grid import CellRange
from sheetllm_xl.retrieve import columns
from sheetllm_xl.retrieve.merged import merge_at
from sheetllm_xl.sheet import Cell, Sheet, Table

from ..sheets import ranges


def filled(rows: int, cols: int, **rest: object) -> Sheet:
    return Sheet.of(
        "S",
        [Cell(r, c, f"h{c}" if r == 1 else 1.0 * r) for r in range(1, rows + 1) for c in range(1, cols + 1)],
        **rest,
    )


@st.composite
def merges(draw: st.DrawFn) -> tuple[CellRange, ...]:
    found: list[CellRange] = []
    for area in draw(st.lists(ranges(14, 8), max_size=12)):
        if not any(area & one for one in found):
            found.append(area)
    return tuple(found)


@given(merges())
def test_the_canvas_shows_each_merge(found: tuple[CellRange, ...]) -> None:
    grid = canvas(filled(10, 6, merges=found))
    covered, wide, tall = (grid.planes[INDEX[name]] for name in ("covered", "wide", "tall"))
    for row in range(1, 11):
        for col in range(1, 7):
            over = next((m for m in found if (row, col) in m), None)
            first = over is not None and (row, col) == (over.top, over.left)
            at = row - 1, col - 1
            assert covered[at] == (over is not None and not first)
            assert wide[at] == (first and over is not None and over.shape[1] > 1)
            assert tall[at] == (first and over is not None and over.shape[0] > 1)


@given(st.lists(ranges(14, 8), max_size=12))
def test_the_merge_over_a_cell_is_the_first_that_holds_it(found: list[CellRange]) -> None:
    sheet = filled(3, 3, merges=tuple(found))
    for row in range(1, 15):
        for col in range(1, 10):
            assert merge_at(sheet, row, col) == next((m for m in found if (row, col) in m), None)


@pytest.mark.timeout(60)
def test_merges_do_not_multiply_with_columns() -> None:
    found = (CellRange(1, 1, 1, 2_000), *(CellRange(10 + i, 1, 10 + i, 2) for i in range(100_000)))
    sheet = filled(3, 2_000, merges=found)
    named = columns(sheet, FoundTable(CellRange(1, 1, 3, 2_000), header_rows=1))
    assert len(named) == 2_000
    assert {column.name for column in named} == {"h1"}


@pytest.mark.timeout(60)
def test_list_objects_do_not_multiply_with_boxes() -> None:
    tables = tuple(Table(f"T{i}", CellRange(10 * i + 1, 1, 10 * i + 8, 3)) for i in range(3_000))
    sheet = filled(3_000, 6, tables=tables)
    found = detect(sheet)
    assert len(found) >= 3_000


def test_merges_over_each_other_cover_what_any_of_them_covers() -> None:
    grid = canvas(filled(4, 4, merges=(CellRange(1, 1, 2, 2), CellRange(2, 2, 3, 3))))
    expected = np.zeros((4, 4), np.uint8)
    expected[0:2, 0:2] = expected[1:3, 1:3] = 1
    expected[0, 0] = expected[1, 1] = 0
    assert (grid.planes[INDEX["covered"]] == expected).all()
