import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.compress.rectangles import Rectangles, cells_of, rectangles
from sheetllm_xl.compress.spelling import index
from sheetllm_xl.compress.words import Words

grids = st.dictionaries(st.tuples(st.integers(1, 9), st.integers(1, 9)), st.integers(0, 2), max_size=60)


def pairs(found: Rectangles) -> list[tuple[int, str]]:
    return list(zip(found.keys.tolist(), found.addresses(), strict=True))


def covered(cells: dict[tuple[int, int], int]) -> list[tuple[int, tuple[int, int]]]:
    places = sorted(cells)
    at = np.array(places, np.int32).reshape(-1, 2)
    found = rectangles(at[:, 0], at[:, 1], np.array([cells[place] for place in places], np.int32))
    return [(key, place) for key, address in pairs(found) for place in cells_of(address)]


@given(grids)
def test_rectangles_cover_every_cell_once_with_its_own_key(cells: dict[tuple[int, int], int]) -> None:
    assert sorted(covered(cells)) == sorted((key, place) for place, key in cells.items())


def test_an_l_shape_is_two_rectangles_and_swallows_no_neighbour() -> None:
    cells = {(1, 1): 7, (2, 1): 7, (2, 2): 7, (1, 2): 8}
    assert sorted(covered(cells)) == [(7, (1, 1)), (7, (2, 1)), (7, (2, 2)), (8, (1, 2))]


def test_a_block_is_one_rectangle() -> None:
    rows, cols = np.divmod(np.arange(12, dtype=np.int32), 4)
    found = rectangles(rows + 1, cols + 1, np.zeros(12, np.int32))
    assert found.addresses() == ["A1:D3"]


def test_a_column_of_a_hundred_thousand_equal_cells_is_one_rectangle_without_recursion() -> None:
    n = 100_000
    found = rectangles(np.arange(1, n + 1, dtype=np.int32), np.ones(n, np.int32), np.zeros(n, np.int32))
    assert found.addresses() == ["A1:A100000"]


@given(grids)
def test_rectangles_come_by_top_then_left_and_none_could_be_stacked_on_another(
    cells: dict[tuple[int, int], int],
) -> None:
    places = sorted(cells)
    at = np.array(places, np.int32).reshape(-1, 2)
    found = rectangles(at[:, 0], at[:, 1], np.array([cells[place] for place in places], np.int32))
    corners = list(zip(found.tops.tolist(), found.lefts.tolist(), strict=True))
    assert corners == sorted(corners)
    columns = (found.keys, found.lefts, found.rights)
    feet = set(zip(*(a.tolist() for a in (*columns, found.bottoms + 1)), strict=True))
    heads = set(zip(*(a.tolist() for a in (*columns, found.tops)), strict=True))
    assert not feet & heads


def test_groups_come_in_order_of_first_appearance() -> None:
    rows, cols = np.ones(4, np.int32), np.arange(1, 5, dtype=np.int32)
    words = Words(np.array([1, 0, 1, 2], np.int32), ["two", "five", "one"])
    assert list(index(rows, cols, words)) == [("five", "A1,C1"), ("two", "B1"), ("one", "D1")]
