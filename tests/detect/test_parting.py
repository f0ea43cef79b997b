"""A chosen box in which its header stands again holds several tables."""

from __future__ import annotations

from sheetllm_xl.detect.canvas import canvas
from sheetllm_xl.detect.parting import parted
from sheetllm_xl.drawing import drawn
from sheetllm_xl.grid import CellRange


def parts(drawing: str, box: str) -> list[str]:
    grid = canvas(drawn(drawing))
    return [str(grid.area(part)) for part in parted(grid, grid.box(CellRange.parse(box)))]


STACKED = """
    Quota | May | June | Sum
    Tea   | 41  | 52   | 93
    Milk  | 23  | 31   | 54
    Sales | May | June | Sum
    Tea   | 40  | 50   | 90
    Milk  | 20  | 30   | 50
"""


def test_stacked_tables_part_where_the_header_comes_again_under_another_first_label() -> None:
    assert parts(STACKED, "A1:D6") == ["A1:D3", "A4:D6"]


def test_a_row_of_other_labels_parts_nothing() -> None:
    assert parts(STACKED.replace("Sales | May | June", "Sales | net | gross"), "A1:D6") == ["A1:D6"]


def test_a_row_of_one_answer_again_and_again_is_no_header() -> None:
    rows = "".join(
        f" | Model | none | none | none\nBay | Rate | {i} | 2 | 3\nBay | Cost | 4 | {i} | 6\n" for i in range(3)
    )
    assert parts(rows, "A1:E9") == ["A1:E9"]


def test_words_below_the_numbers_of_a_part_are_no_row_of_it() -> None:
    signed = (
        STACKED.replace("    Sales", "    Signed | agent | manager |\n    Sales") + "    Signed | agent | manager |\n"
    )
    assert parts(signed, "A1:D8") == ["A1:D3", "A5:D7"]


def test_a_row_over_every_header_belongs_to_its_table() -> None:
    each = "    Shop | 'A |  |\n" + STACKED.strip("\n").replace("    Sales", "    Shop | 'B |  |\n    Sales")
    assert parts(each.replace("'", "in "), "A1:D8") == ["A1:D4", "A5:D8"]
    first_alone = "    Shop | in A |  |\n" + STACKED.strip("\n")
    assert parts(first_alone, "A1:D7") == ["A2:D4", "A5:D7"]


BESIDE = """
    Before |       |     |  | After |       |
    Set    | Mean  | SD  |  | Set   | Mean  | SD
    one    | 1.5   | 0.1 |  | one   | 2.5   | 0.3
    two    | 1.7   | 0.2 |  | two   | 2.8   | 0.1
    three  | 1.9   | 0.2 |  |       |       |
"""


def test_tables_beside_each_other_part_where_the_whole_header_comes_again_without_their_banners() -> None:
    assert parts(BESIDE, "A1:G5") == ["A2:C5", "E2:G4"]


def test_columns_that_share_the_names_of_their_rows_stay_one_table() -> None:
    shared = """
        Set | Mean | SD  |  | Mean | SD
        one | 1.5  | 0.1 |  | 2.5  | 0.3
        two | 1.7  | 0.2 |  | 2.8  | 0.1
    """
    assert parts(shared, "A1:F3") == ["A1:F3"]


def test_tables_in_a_grid_part_both_ways() -> None:
    block = """
        Set | Mean | SD  |  | Set | Mean | SD
        one | 1.5  | 0.1 |  | one | 2.5  | 0.3
        two | 1.7  | 0.2 |  | two | 2.8  | 0.1"""
    assert parts(block + block, "A1:G6") == ["A1:C3", "A4:C6", "E1:G3", "E4:G6"]
