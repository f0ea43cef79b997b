"""Tables that touch: proposed where their headers come again, though no empty line parts them."""

from __future__ import annotations

import numpy as np

from sheetllm_xl.detect.canvas import Canvas, canvas
from sheetllm_xl.detect.fitting import FITTING, fitting, repeats
from sheetllm_xl.detect.proposals import MOST_BOXES, Span, proposals
from sheetllm_xl.drawing import drawn
from sheetllm_xl.grid import CellRange

STACKED = """
    Day | Start | End
    Mon | 7  | 15
    Tue | 8  | 16
    Wed | 7  | 14
    Day | Start | End
    Thu | 9  | 17
    Fri | 7  | 15
    Sat | 8  | 12
"""
BESIDE = """
    Class | Median | Most | Class | Median | Most
    PFBA  | 980    | 3300 | FTS   | 2      | 7
    PFPeA | 1200   | 7600 | FTCA  | 160    | 1000
    PFHxA | 4650   | 9000 | FOSA  | 19     | 200
"""


def proposed(grid: Canvas, tops: dict[int, float], bottoms: dict[int, float]) -> set[str]:
    height, width = grid.shape
    chances = np.full((2, height), 0.001)
    for of, known in enumerate((tops, bottoms)):
        for row, chance in known.items():
            chances[of, row] = chance
    return {str(grid.area(one.box)) for one in proposals(grid, [Span(0, width - 1, *chances)])}


def test_each_of_stacked_tables_is_proposed_where_their_labels_come_again() -> None:
    assert {"A1:C4", "A5:C8", "A1:C8"} <= proposed(canvas(drawn(STACKED)), {0: 0.9}, {7: 0.9})


def test_rows_of_other_labels_part_nothing() -> None:
    once = STACKED.replace("    Day | Start | End\n    Thu", "    Sum | of | May\n    Thu")
    assert "A5:C8" not in proposed(canvas(drawn(once)), {0: 0.9}, {7: 0.9})


def test_each_of_two_tables_beside_each_other_is_proposed_where_the_first_label_comes_again() -> None:
    assert {"A1:C4", "D1:F4", "A1:F4"} <= proposed(canvas(drawn(BESIDE)), {0: 0.9}, {3: 0.9})
    other = BESIDE.replace("Most | Class", "Most | Kind")
    assert "D1:F4" not in proposed(canvas(drawn(other)), {0: 0.9}, {3: 0.9})


def test_a_label_right_beside_itself_parts_nothing() -> None:
    grid = canvas(drawn("Rate | Rate | Rate | Name | Rate\n1 | 2 | 3 | 4 | 5"))
    assert repeats(grid, 0, 0, 4) == [2, 4]
    assert repeats(grid, 1, 0, 4) == []


def test_the_proposals_of_a_sheet_are_bounded() -> None:
    grid = canvas(drawn("\n".join(f"Item {i} | {i} | {i} |  | {i}" for i in range(80))))
    chances = np.full((2, 80), 0.3)
    assert len(proposals(grid, [Span(a, b, *chances) for a, b in ((0, 2), (0, 4), (1, 4), (2, 4))])) <= MOST_BOXES


def test_how_a_box_fits_its_columns() -> None:
    grid = canvas(drawn(STACKED.partition("    Day | Start | End\n    Thu")[0] + "\n\n    Sun | 1 | 2"))
    (found,) = fitting(grid, np.array([grid.box(CellRange.parse("A1:C4"))], np.intp))
    value = dict(zip(FITTING, found.tolist(), strict=True))
    assert (value["top: heads columns"], value["top+1: heads columns"]) == (1.0, 0.0)
    assert value["top: fits columns"] < 0 < value["bottom: fits columns"] == 1.0
    assert (value["below: fits columns"], value["gap below"]) == (1.0, 3)
    assert value["numbers of sheet"] == 0.75
    assert value["numbers of rows"] == 1.0
