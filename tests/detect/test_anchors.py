"""What a scan proposes beside its tables, whose edges are the anchors."""

from __future__ import annotations

import numpy as np

from sheetllm_xl.detect.canvas import canvas
from sheetllm_xl.detect.model import shipped
from sheetllm_xl.detect.scan import Scan
from sheetllm_xl.drawing import drawn
from sheetllm_xl.grid import CellRange

SHEET = drawn("""
    Rates  | 2024 |
    VAT    | 19   |
    Duty   | 4    |
           |      |
    a note |      |
           |      |
    City   | Sold | Left
    Berlin | 120  | 31
    Bonn   | 310  | 22
    Trier  | 80   | 82
""")


def candidates(*chosen: str) -> set[str]:
    """With these ranges alone proposed and chosen."""
    grid = canvas(SHEET)
    boxes = tuple(grid.box(CellRange.parse(text)) for text in chosen)
    scan = Scan(SHEET, grid, boxes, np.full(len(boxes), 0.9), tuple(range(len(boxes))), shipped())
    return set(map(str, scan.candidates()))


def test_a_block_outside_all_tables_is_proposed_too_but_no_line_of_words() -> None:
    assert candidates("A7:C10") == {"A7:C10", "A1:B3"}


def test_no_block_that_touches_a_table_is_proposed() -> None:
    assert candidates("A1:B3", "A7:C10") == {"A1:B3", "A7:C10"}
    assert candidates("A3:C10") == {"A3:C10"}
