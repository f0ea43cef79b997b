"""What ``detect`` promises on any sheet: no overlap, nothing outside the used range, the same wherever it stands."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetllm_xl.detect import candidates, detect
from sheetllm_xl.grid import CellRange
from sheetllm_xl.sheet import Cell, Sheet, Style

VALUES = st.one_of(
    st.floats(-1e6, 1e6).map(lambda number: round(number, 2)),
    st.sampled_from(["Region", "Total", "Source: ledgers", "1 234", "(D)", " ", "2024", "North", "Name:", "n/a", ""]),
    st.booleans(),
)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Blocks of cells here and there, some styled, some cells stray, some blank."""
    cells = []
    for _ in range(draw(st.integers(0, 4))):
        top, left = draw(st.integers(1, 30)), draw(st.integers(1, 12))
        height, width = draw(st.integers(1, 8)), draw(st.integers(1, 6))
        style = draw(st.sampled_from([0, Style.BOLD, Style.TOP, Style.FILL]))
        values = draw(st.lists(VALUES, min_size=height * width, max_size=height * width))
        places = [(top + i, left + j) for i in range(height) for j in range(width)]
        cells += [Cell(*place, value, style=int(style)) for place, value in zip(places, values, strict=True)]
    if draw(st.booleans()):
        cells.append(Cell(40, 20, None, style=int(Style.FILL), fill="FFFF00"))
    return Sheet.of("Any", cells)


def moved(sheet: Sheet, down: int, right: int) -> Sheet:
    return replace(
        sheet, rows=(sheet.rows + down).astype(np.int32), cols=(sheet.cols + right).astype(np.int32), formulas={}
    )


@settings(max_examples=60, deadline=None)
@given(sheets())
def test_tables_lie_in_the_used_range_and_never_overlap(sheet: Sheet) -> None:
    found = detect(sheet)
    assert found == tuple(sorted(found, key=lambda table: table.range))
    for table in found:
        assert sheet.used is not None
        assert table.range in sheet.used
        assert 0 <= table.confidence <= 1
        assert 0 <= table.header_rows < max(table.range.shape[0], 2)
        assert 0 <= table.header_cols < max(table.range.shape[1], 2)
        assert all(row in table.range.rows for row in table.total_rows)
        around = [*table.notes, *([table.title] if table.title else [])]
        assert not any(area & other.range for area in around for other in found)
    assert not any(a.range & b.range for a, b in combinations(found, 2))
    assert all(table.range in candidates(sheet) for table in found)


@settings(max_examples=30, deadline=None)
@given(sheets(), st.integers(0, 900), st.integers(0, 90))
def test_a_sheet_moved_has_its_tables_moved(sheet: Sheet, down: int, right: int) -> None:
    expected = [
        CellRange(a.top + down, a.left + right, a.bottom + down, a.right + right)
        for a in (table.range for table in detect(sheet))
    ]
    assert [table.range for table in detect(moved(sheet, down, right))] == expected


@settings(max_examples=20, deadline=None)
@given(sheets())
def test_the_same_sheet_gives_the_same_answer(sheet: Sheet) -> None:
    assert detect(sheet) == detect(replace(sheet))
