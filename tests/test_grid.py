import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.errors import InputError
from sheetllm_xl.grid import (
    MAX_COL,
    MAX_ROW,
    CellRange,
    Ref,
    column_letters,
    column_number,
    edges_of,
    first_over,
    quoted,
    runs,
    touching,
)

from .sheets import ranges


@given(ranges())
def test_a_range_and_its_spelling_are_inverses(area: CellRange) -> None:
    assert CellRange.parse(str(area)) == area


@given(st.integers(1, MAX_COL))
def test_column_letters_and_number_are_inverses(col: int) -> None:
    assert column_number(column_letters(col)) == col


@given(st.text(min_size=1, max_size=8).filter(lambda name: not name.startswith("'")), ranges())
def test_a_reference_and_its_spelling_are_inverses(sheet: str, area: CellRange) -> None:
    assert Ref.parse(str(Ref(sheet, area))) == Ref(sheet, area)


@given(ranges(9, 9), ranges(9, 9))
def test_common_part_and_union_agree_with_sets_of_cells(one: CellRange, other: CellRange) -> None:
    def cells(area: CellRange) -> set[tuple[int, int]]:
        return {(row, col) for row in area.rows for col in area.cols}

    common = one & other
    assert (cells(common) if common else set()) == cells(one) & cells(other)
    assert one in (one | other)
    assert other in (one | other)
    assert (one in other) == (cells(one) <= cells(other))


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("B2", (2, 2, 2, 2)),
        ("$D$5:B2", (2, 2, 5, 4)),
        ("a:c", (1, 1, MAX_ROW, 3)),
        ("3:5", (3, 1, 5, MAX_COL)),
        (" XFD1048576 ", (MAX_ROW, MAX_COL, MAX_ROW, MAX_COL)),
    ],
)
def test_spellings_people_use(text: str, edges: tuple[int, int, int, int]) -> None:
    assert CellRange.parse(text).edges == edges


@pytest.mark.parametrize(
    "text", ["", "A", "5", "A0", "A1:", ":B2", "A1:B", "A:3", "A1048577", "XFE1", "A1 B2", "ABCD1", "1A"]
)
def test_what_is_no_range_is_said_so(text: str) -> None:
    with pytest.raises(InputError, match=r"not a range|outside Excel's grid"):
        CellRange.parse(text)


@pytest.mark.parametrize(
    "edges", [(0, 1, 1, 1), (2, 1, 1, 1), (1, 3, 1, 2), (1, 1, MAX_ROW + 1, 1), (1, 1, 1, MAX_COL + 1)]
)
def test_an_invalid_range_cannot_be_made(edges: tuple[int, int, int, int]) -> None:
    with pytest.raises(InputError):
        CellRange(*edges)


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("Sales", "Sales"),
        ("Q1 26", "'Q1 26'"),
        ("it's", "'it''s'"),
        ("A1", "'A1'"),
        ("R1C1", "'R1C1'"),
        ("2024", "'2024'"),
        ("Straße", "Straße"),
    ],
)
def test_sheet_names_are_quoted_as_excel_does(name: str, spelled: str) -> None:
    assert quoted(name) == spelled


def test_a_reference_without_a_sheet_is_said_so() -> None:
    with pytest.raises(InputError, match="names no sheet"):
        Ref.parse("B2:D5")


@given(st.sets(st.integers(1, 40)))
def test_runs_hold_exactly_their_lines(lines: set[int]) -> None:
    found = runs(lines)
    assert {line for first, last in found for line in range(first, last + 1)} == lines
    assert all(b[0] > a[1] + 1 for a, b in itertools.pairwise(found))


@given(st.lists(ranges(9, 9)), ranges(9, 9))
def test_which_ranges_touch_an_area(areas: list[CellRange], area: CellRange) -> None:
    assert touching(edges_of(areas), area).tolist() == [bool(one & area) for one in areas]


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 40)), max_size=30))
def test_the_first_run_over_each_number(runs: list[tuple[int, int]]) -> None:
    firsts, lengths = np.array(runs, np.int64).reshape(-1, 2).T
    expected = {
        number: run
        for number in range(1, 102)
        if (run := next((i for i, (first, more) in enumerate(runs) if first <= number <= first + more), None))
        is not None
    }
    assert first_over(firsts, firsts + lengths) == expected
