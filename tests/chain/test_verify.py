from __future__ import annotations

import pytest

from sheetllm_xl.chain.replies import CitedCell
from sheetllm_xl.chain.verify import agrees, cited, typed_numbers
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import InputError
from sheetllm_xl.literals import CellError, Value, parse_literal

SHEET = drawn(
    """
    Region | Q1
    North  | $1,200
    "007"  |
           | #N/A
    """
)


@pytest.mark.parametrize(
    ("cell", "value", "problem"),
    [
        ("A2", "North", ""),
        ("$A$2", " north ", ""),
        ("[A2]", "North", ""),
        ("Sheet1!A2", "North", ""),
        ("B2", "1200", ""),
        ("B2", "$1,200", ""),
        ("A3", "007", ""),
        ("A3", '"007"', ""),
        ("B4", "#N/A", ""),
        ("A2:B2", "", ""),
        ("A2", "South", "holds North, not South"),
        ("B2", "1201", "holds 1200, not 1201"),
        ("A3", "7", "not 7"),
        ("B2", "", "does not say"),
        ("B3", "12", "B3 is empty"),
        ("Z9", "12", "outside the cells in use"),
        ("A1:Z9", "", "outside"),
        ("A2:B2", "North", "several cells"),
    ],
)
def test_a_citation_is_checked_against_the_sheet(cell: str, value: str, problem: str) -> None:
    citation = cited(CitedCell(cell=cell, value=value), SHEET)
    assert citation.checked is (not problem)
    assert problem in citation.problem


@pytest.mark.parametrize("cell", ["Costs!A2", "XFE1", "the total", "", "A2,A3", "A0"])
def test_what_names_no_cell_of_the_sheet_is_no_citation(cell: str) -> None:
    with pytest.raises(InputError):
        cited(CitedCell(cell=cell, value="North"), SHEET)


def test_a_citation_shows_what_the_cells_hold() -> None:
    assert cited(CitedCell(cell="A1:B2", value=""), SHEET).shows == ("Region", "Q1", "North", 1200.0)
    assert cited(CitedCell(cell="B2", value="9"), SHEET).shows == (1200.0,)


@pytest.mark.parametrize(
    ("claim", "value", "number_format", "same"),
    [
        ("0.30000000000000004", 0.1 + 0.2, "", True),
        ("0.3", 0.1 + 0.2, "", True),
        ("3.14", 3.14159, "", True),
        ("3", 3.14159, "", False),
        ("1", 1.4, "", False),
        ("1", 1.4, "0", True),
        ("2", 1.4, "0", False),
        ("1200", 1199.6, "#,##0", True),
        ("1,199.60", 1199.6, "#,##0", True),
        ("12.5%", 0.125, "0.0%", True),
        ("12.5%", 0.125, "", True),
        ("13%", 0.125, "0%", True),
        ("13%", 0.125, "0.0%", False),
        ("0.125", 0.125, "0%", True),
        ("0.13", 0.125, "0%", False),
        ("12.5", 0.125, "0.0%", False),
        ("(1,200)", -1200.0, "", True),
        ("-$1,200", -1200.0, "", True),
        ("−1200", -1200.0, "", True),
        ("$ -1,200.00", -1200.0, "", True),
        ("1.200,50", 1200.5, "", True),
        ("1 200.5", 1200.5, "", True),
        ("1.5e9", 1.5e9, "", True),
        ("twelve", 12.0, "", False),
        ("nan", 12.0, "", False),
        ("1e999", 12.0, "", False),
        ("", 12.0, "", False),
        ("12", None, "", False),
        ("1", True, "", False),
        ("true", True, "", True),
        ("#DIV/0!", CellError.DIV0, "", True),
        ("0", CellError.DIV0, "", False),
        ("STRASSE", "Straße", "", True),
        ("two  words", "two\nwords", "", True),
        ("１２", "12", "", True),
    ],
)
def test_agreement(claim: str, value: Value | None, number_format: str, same: bool) -> None:
    assert agrees(claim, value, number_format) is same


@pytest.mark.parametrize(
    ("claim", "same"), [("2019-03-01", True), ("2019-03-01 00:00:00", True), ("2019-03-02", False), ("March 1", False)]
)
def test_dates_agree_in_iso(claim: str, same: bool) -> None:
    assert agrees(claim, parse_literal("2019-03-01"), "yyyy-mm-dd") is same


def test_numbers_that_stand_nowhere_are_found() -> None:
    known = "In 2025?\nNorth\n1200\n0.50"
    assert typed_numbers("In 2025 North sold 1,200.00, which is .5 or 0.5", known) == ()
    assert typed_numbers("It grew by 42 to 1,201", known) == ("42", "1,201")
