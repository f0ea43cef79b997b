import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.compress.rectangles import cells_of, grouped, rectangles

grids = st.dictionaries(st.tuples(st.integers(1, 9), st.integers(1, 9)), st.integers(0, 2), max_size=60)


def covered(cells: dict[tuple[int, int], int]) -> list[tuple[int, tuple[int, int]]]:
    places = sorted(cells)
    at = np.array(places, np.int32).reshape(-1, 2)
    found = rectangles(at[:, 0], at[:, 1], np.array([cells[place] for place in places], np.int32))
    return [(one.key, place) for one in found for place in cells_of(one.address)]


@given(grids)
def test_rectangles_cover_every_cell_once_with_its_own_key(cells: dict[tuple[int, int], int]) -> None:
    assert sorted(covered(cells)) == sorted((key, place) for place, key in cells.items())


def test_an_l_shape_is_two_rectangles_and_swallows_no_neighbour() -> None:
    cells = {(1, 1): 7, (2, 1): 7, (2, 2): 7, (1, 2): 8}
    assert sorted(covered(cells)) == [(7, (1, 1)), (7, (2, 1)), (7, (2, 2)), (8, (1, 2))]


def test_a_block_is_one_rectangle() -> None:
    rows, cols = np.divmod(np.arange(12, dtype=np.int32), 4)
    found = rectangles(rows + 1, cols + 1, np.zeros(12, np.int32))
    assert [one.address for one in found] == ["A1:D3"]


def test_a_column_of_a_hundred_thousand_equal_cells_is_one_rectangle_without_recursion() -> None:
    n = 100_000
    found = rectangles(np.arange(1, n + 1, dtype=np.int32), np.ones(n, np.int32), np.zeros(n, np.int32))
    assert [one.address for one in found] == ["A1:A100000"]


def test_groups_come_in_order_of_first_appearance() -> None:
    rows, cols = np.ones(4, np.int32), np.arange(1, 5, dtype=np.int32)
    groups = grouped(rectangles(rows, cols, np.array([5, 2, 5, 1], np.int32)))
    assert list(groups) == [5, 2, 1]
    assert [one.address for one in groups[5]] == ["A1", "C1"]
