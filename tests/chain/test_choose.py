from __future__ import annotations

import pytest

from sheetllm_xl.chain.choose import proposals, snapped
from sheetllm_xl.compress import DEFAULT, PAPER, compress
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.grid import CellRange
from sheetllm_xl.sheet import Cell, Sheet

# 60 rows from C10 on; the paper's encoding leaves the middle out and numbers what is left from A1 on
SHEET = Sheet.of("Far", [Cell(row, col, f"{row}.{col}") for row in range(10, 70) for col in (3, 4)])


def test_ranges_of_a_readdressed_encoding_are_mapped_back() -> None:
    encoding = compress(SHEET, PAPER)
    skeleton = encoding.skeleton
    assert skeleton is not None
    rows, cols = skeleton.shape
    assert rows < 60
    everything = str(CellRange(1, 1, rows, cols))
    assert proposals(SHEET, encoding, [everything]).ranges == (CellRange.parse("C10:D69"),)
    outside = proposals(SHEET, encoding, [str(CellRange(1, 1, rows + 1, cols))])
    assert outside.ranges == ()
    assert "was dropped" in outside.notes[0]


def test_ranges_of_the_default_encoding_are_the_sheets_own() -> None:
    found = proposals(
        SHEET, compress(SHEET, DEFAULT), ["C10:D69", "Far!C10:D69", "A1:XFD1048576", "A1:B9", "C", "C10-D69"]
    )
    assert found.ranges == (CellRange.parse("C10:D69"),)
    assert len(found.notes) == 3


@pytest.mark.parametrize(
    ("area", "table"),
    [
        ("A1:D10", "A1:D10"),
        ("B2", "A1:D10"),
        ("A1:D12", "A1:D10"),
        ("A1:D30", None),
        ("F1:G9", None),
        ("A1:G10", "A1:D10"),
    ],
)
def test_a_proposal_snaps_to_the_table_it_means(area: str, table: str | None) -> None:
    known = [FoundTable(CellRange.parse("A1:D10")), FoundTable(CellRange.parse("A20:B22"))]
    found = snapped(CellRange.parse(area), known)
    assert (str(found.range) if found else None) == table
    assert snapped(CellRange.parse(area), []) is None
