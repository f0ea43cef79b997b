"""What hangs on an answer is left out of what the answer is asked of, by however many steps, and at little cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.answers.whole import without_what_hangs_on
from sheetllm_xl.grid import CellRange
from sheetllm_xl.sheet import Cell, Sheet

from ..work import lines_run

Place = tuple[str, int, int]
BOXES = st.builds(
    lambda top, left, down, across: CellRange(top, left, top + down, left + across),
    *(st.integers(1, 6), st.integers(1, 4), st.sampled_from([0, 0, 0, 1, 20]), st.sampled_from([0, 0, 1, 9])),
)
SHEETS = st.sampled_from(["One", "Two"])
FORMULAS = st.dictionaries(
    st.tuples(SHEETS, st.integers(1, 6), st.integers(1, 4)), st.lists(st.tuples(SHEETS, BOXES), min_size=1, max_size=2)
)


def step_by_step(formulas: dict[Place, list[tuple[str, CellRange]]], cells: CellRange) -> set[Place]:
    """Which formulas hang on cells of sheet One, by looking at all of them again and again."""
    hanging = set[Place]()
    fresh = [("One", cells)]
    while fresh:
        found = {
            place
            for place, reads in formulas.items()
            if any(of == name and box & area for of, box in reads for name, area in fresh)
        }
        fresh = [(name, CellRange(row, col, row, col)) for name, row, col in found - hanging]
        hanging |= found
    return hanging


@given(FORMULAS, BOXES)
def test_all_that_hangs_on_it_is_left_out_and_nothing_else(
    formulas: dict[Place, list[tuple[str, CellRange]]], cells: CellRange
) -> None:
    texts = {place: "=" + "+".join(f"SUM({of}!{box})" for of, box in reads) for place, reads in formulas.items()}
    sheets = [
        Sheet.of(name, [Cell(row, col, 1.0, formula=text) for (of, row, col), text in texts.items() if of == name])
        for name in ("One", "Two")
    ]
    left = {
        (sheet.name, cell.row, cell.col)
        for sheet in without_what_hangs_on("One", cells, sheets)
        for cell in sheet.cells()
    }
    assert left == formulas.keys() - step_by_step(formulas, cells)


@pytest.mark.parametrize(
    ("formula", "hangs"),
    [
        ("=[Other.xlsx]One!A1", False),
        ("='C:\\One A1\\[Other.xlsx]One'!A1", False),
        ("=SUM(Sales[A1])", False),
        ("=SUM(Sales[[#This Row],[Net A1]])", False),
        ('="A1"&B2', False),
        ("=SUM(Sales[A1],A1)", True),
        ("=[Other.xlsx]One!B1+One!A1", True),
        ("='One'!A1", True),
    ],
)
def test_cells_of_another_workbook_and_columns_of_an_excel_table_are_not_taken_for_cells_here(
    formula: str, hangs: bool
) -> None:
    sheet = Sheet.of("One", [Cell(1, 1, 1.0), Cell(9, 9, 1.0, formula=formula)])
    (left,) = without_what_hangs_on("One", CellRange.parse("A1"), [sheet])
    assert (left.value(9, 9) is None) is hangs


@pytest.mark.parametrize(
    "formula",
    [
        lambda row: f"=A{row - 1}+C{row}",
        lambda row: f"=SUM(A$1:A{row - 1})",
        lambda row: f"=SUM(A1:D1,C{row}:D{row + 99})",
    ],
    ids=["a chain", "running totals", "all on one"],
)
def test_ten_times_as_many_formulas_cost_ten_times_as_much(formula: Callable[[int], str]) -> None:
    def lines(rows: int) -> int:
        sheet = Sheet.of("S", [Cell(row, 1, 1.0, formula=formula(row)) for row in range(2, rows + 2)])
        without_what_hangs_on("S", CellRange(1, 1, 1, 1), [sheet])  # reads the formulas
        return lines_run(lambda: without_what_hangs_on("S", CellRange(1, 1, 1, 1), [sheet]))

    assert lines(1_000) < 15 * lines(100)
