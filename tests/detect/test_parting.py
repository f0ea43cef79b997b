"""A chosen box in which its header stands again holds several tables."""

from __future__ import annotations

import numpy as np

from sheetllm_xl.detect.canvas import canvas
from sheetllm_xl.detect.model import shipped
from sheetllm_xl.detect.parting import parted
from sheetllm_xl.detect.reasons import parting
from sheetllm_xl.detect.scan import Scan
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


def test_a_parted_box_says_where_its_header_comes_again_and_what_it_was_preferred_to() -> None:
    sheet = drawn(STACKED)
    grid = canvas(sheet)
    boxes = tuple(grid.box(CellRange.parse(text)) for text in ("A1:D6", "A1:D5"))
    scan = Scan(sheet, grid, boxes, np.array([0.6, 0.4]), (0,), shipped())
    assert [(str(table.range), table.reasons[-2:]) for table in scan.tables()] == [
        (
            text,
            (
                "A1:D6 holds 2 tables: another begins with row 4",
                "instead of A1:D6, the next box, A1:D5, leaves out row 6, and is less likely",
            ),
        )
        for text in ("A1:D3", "A4:D6")
    ]


def test_both_ways_of_parting_are_named_and_of_many_places_the_first() -> None:
    grid = canvas(drawn(STACKED))
    square = [(0, 0, 2, 1), (0, 3, 2, 3), (3, 0, 5, 1), (3, 3, 5, 3)]
    assert parting(grid, (0, 0, 5, 3), square).endswith("4 tables: another begins with row 4 and column D")
    long = canvas(drawn("\n".join(f"{i} | 1" for i in range(30))))
    twins = [(i, 0, i + 1, 1) for i in range(0, 30, 2)]
    assert parting(long, (0, 0, 29, 1), twins).endswith("with rows 3, 5, 7, 9, 11, 13 and 8 more")


GAP = """
    Shop  | Sold | Left
    Bonn  | 41   | 52
    Trier | 23   | 31
          |      |
          |      |
    Stock |      |
    Item  | Kind | Price
    Tea   | leaf | 4
    Milk  | cold | 2
"""


def test_tables_that_two_empty_rows_part_have_a_header_each_and_a_title_is_none() -> None:
    assert parts(GAP, "A1:C9") == ["A1:C3", "A7:C9"]


def test_one_empty_row_or_rows_without_a_header_of_their_own_part_nothing() -> None:
    lines = GAP.strip("\n").split("\n")
    assert parts("\n".join(lines[:3] + lines[4:]), "A1:C8") == ["A1:C8"]
    headless = GAP.replace("Item  | Kind | Price", "Item  | 7 | 9")
    assert parts(headless, "A1:C9") == ["A1:C9"]
    assert parts(GAP.replace("| leaf | 4", "| leaf | hot").replace("| cold | 2", "| cold | new"), "A1:C9") == ["A1:C9"]


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
