"""Which rows name the columns: what must not change it, and what looks like a header and is none."""

from __future__ import annotations

import pytest

from sheetllm_xl.detect.canvas import canvas
from sheetllm_xl.detect.headers import header_cols, header_rows, orientation
from sheetllm_xl.drawing import drawn

HOURS = """
    Price or more | FY 00/99      | FY 99/98
                  | hours         |
    100           | 413           | {0}
    250           | 176           | {1}
    500           | 45            | {2}
    750           | 12            | {3}
"""


def heads(picture: str) -> int:
    grid = canvas(drawn(picture))
    return header_rows(grid, (0, 0, grid.shape[0] - 1, grid.shape[1] - 1))


@pytest.mark.parametrize("values", [("104", "0", "3", "1"), ("NA", "0", "3", "1"), ("NA", "NA", "NA", "NA")])
def test_stand_ins_for_numbers_do_not_change_the_header(values: tuple[str, ...]) -> None:
    assert heads(HOURS.format(*values)) == 2


def test_a_stand_in_that_comes_once_is_data_beside_a_row_s_own_name() -> None:
    assert heads("Stolen | share\nJewels | ND\nClothes | 0.07\nKeys | 0.09\nBags | 0.22") == 1


def test_short_names_of_columns_are_no_stand_ins() -> None:
    assert heads("Men | | Women |\n N | % | N | %\n12 | 3.4 | 15 | 4.1\n16 | 3.9 | 14 | 4.0\n11 | 3.1 | 9 | 2.2") == 2


def test_rows_without_values_right_below_the_header_are_data() -> None:
    picture = """
        Country | Code | 2019 | 2020
        Aruba   | ABW  |      |
        Angola  | AGO  |      |
        Albania | ALB  | 12   | 14
        Andorra | AND  | 3    | 5
        Armenia | ARM  | 8    | 9
    """
    assert heads(picture) == 1


@pytest.mark.parametrize("gap", ["", "|  |\n" * 2])
def test_empty_rows_below_the_header_do_not_count(gap: str) -> None:
    assert heads(f"Group | Weight | Share\n{gap}Food | 50 | 5.1\nRent | 11 | 1.2\nHealth | 3 | 0.2") == 1


def test_a_merged_row_that_comes_again_further_down_opens_a_section() -> None:
    again = "Item | Price | Stock\nDrinks | < | <\nTea | 4 | 7\nMilk | 2 | 5\n{0}\nSalt | 1 | 9\nBread | 3 | 2"
    assert heads(again.format("Food | < | <")) == 1
    assert heads(again.format("Oil | 6 | 4")) == 2


def test_a_form_is_read_across() -> None:
    grid = canvas(drawn("Client | Acme Ltd\nCity | Leeds\nContact | Ann Lee\nStaff | 48\nTurnover | 1,200"))
    box = (0, 0, 4, 1)
    head, side = header_rows(grid, box), header_cols(grid, box, 0)
    assert (head, side, orientation(grid, box, head, side)) == (0, 1, "horizontal")


def test_two_columns_under_two_header_rows_are_no_form() -> None:
    grid = canvas(drawn("Region | Sales\n | EUR\nNorth | 48\nSouth | 33\nEast | 12"))
    assert header_rows(grid, (0, 0, 4, 1)) == 2
    assert header_cols(grid, (0, 0, 4, 1), 2) == 1
