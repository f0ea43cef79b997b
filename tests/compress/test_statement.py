import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.compress import TYPES, compress
from sheetllm_xl.compress.skeleton import Skeleton
from sheetllm_xl.compress.statement import patterned, statement
from sheetllm_xl.grid import CellRange
from sheetllm_xl.sheet import Cell, Sheet

shapes = st.tuples(st.integers(1, 6), st.integers(1, 6), st.integers(0, 2), st.integers(0, 2))
merges = st.lists(shapes.map(lambda s: CellRange(s[0], s[1], s[0] + s[2], s[1] + s[3])), max_size=30)


def spoken(words: str) -> list[CellRange]:
    """The ranges that words of ``patterned`` stand for."""
    if not words.startswith("e"):
        return [CellRange.parse(words)]
    every, _, text = words.partition(" of ")
    area, count = CellRange.parse(text), int("".join(filter(str.isdigit, every)) or 1)
    if every.endswith(("row", "rows")):
        return [CellRange(t, area.left, t + count - 1, area.right) for t in range(area.top, area.bottom + 1, count)]
    return [CellRange(area.top, c, area.bottom, c + count - 1) for c in range(area.left, area.right + 1, count)]


@given(merges)
def test_patterns_stand_for_the_merges_and_no_others(found: list[CellRange]) -> None:
    told = [area for words in patterned(found) for area in spoken(words)]
    assert sorted(told) == sorted(set(found))


def test_merges_in_left_out_lines_are_counted_and_not_listed() -> None:
    cells = [Cell(r, c, float(r * c)) for r in range(2, 400) for c in (1, 2, 3)]
    head = [Cell(1, 1, "Item"), Cell(1, 2, "Units"), Cell(1, 3, "Share")]
    far = tuple(CellRange(r, 2, r, 3) for r in range(100, 200, 2))
    text = compress(Sheet.of("S", [*head, *cells], merges=(CellRange(1, 2, 1, 3), *far)), TYPES).text
    assert "Merged: B1:C1, 50 in left-out lines\n" in text


def test_left_out_lines_are_told_with_their_filled_cells_stretch_by_stretch() -> None:
    cells = [Cell(r, c, float(r * c)) for r in (*range(2, 100), *range(300, 400)) for c in (1, 2, 3)]
    sheet = Sheet.of("S", [Cell(1, 1, "Item"), Cell(1, 2, "Units"), Cell(1, 3, "Share"), *cells])
    skeleton = Skeleton(CellRange(1, 1, 399, 3), np.array([1, 2, 99, 100, 300, 399]), np.array([1, 3]))
    said = statement(sheet, CellRange(1, 1, 399, 3), skeleton, 10, 0).splitlines()[1]
    assert said == "Left out: rows 3-98 (288), 101-299 (0), 301-398 (294) and columns B (199), 587 filled cells"
