from __future__ import annotations

from datetime import datetime, time

import pytest

from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import InputError
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError, Value, parse_literal
from sheetllm_xl.messages.replies import CitedCell
from sheetllm_xl.verify.citations import agreement, cited
from sheetllm_xl.verify.reading import Reading
from sheetllm_xl.verify.sentence import typed_numbers
from sheetllm_xl.verify.verdict import Verdict

SHEET = drawn(
    """
    Region | Q1
    North  | $1,200
    "007"  |
           | #N/A
    """
)

SAME, COARSE, OTHER = Verdict.VERIFIED, Verdict.UNVERIFIED, Verdict.CONTRADICTED
READING = Reading.of(SHEET, (FoundTable(CellRange.parse("A1:B4"), 1),))
PARTLY = Reading.of(SHEET, (FoundTable(CellRange.parse("A1:B2"), 1),))


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
    citation = cited(CitedCell(cell=cell, value=value), READING)
    assert citation.checked is (not problem)
    assert problem in citation.problem


@pytest.mark.parametrize("cell", ["Costs!A2", "XFE1", "the total", "", "A2,A3", "A0"])
def test_what_names_no_cell_of_the_sheet_is_no_citation(cell: str) -> None:
    with pytest.raises(InputError):
        cited(CitedCell(cell=cell, value="North"), READING)


def test_a_citation_shows_what_the_cells_hold() -> None:
    assert cited(CitedCell(cell="A1:B2", value=""), READING).shows == ("Region", "Q1", "North", 1200.0)
    assert cited(CitedCell(cell="B2", value="9"), READING).shows == (1200.0,)


@pytest.mark.parametrize(
    ("claim", "value", "number_format", "verdict"),
    [
        ("0.30000000000000004", 0.1 + 0.2, "", SAME),
        ("0.3", 0.1 + 0.2, "", SAME),
        ("CHF 1,234.50", 1234.5, "[$CHF-807]\\ #,##0.00", SAME),
        ("1,234.5 CHF", 1234.5, "[$CHF-807]\\ #,##0.00", SAME),
        ("CHF 1,234.60", 1234.5, "[$CHF-807]\\ #,##0.00", OTHER),
        ("12.5%", 12.5, '0.0"%"', SAME),
        ("1.2M", 1234567.0, '0.0,,"M"', SAME),
        ("1.3M", 1234567.0, '0.0,,"M"', OTHER),
        ("31 Jan 2026", datetime(2026, 1, 31), "d mmm yyyy", SAME),
        ("30 Jan 2026", datetime(2026, 1, 31), "d mmm yyyy", OTHER),
        ("9:15 AM", time(9, 15), "h:mm AM/PM", SAME),
        ("5", 7.0, '"5"', OTHER),
        ("3.14", 3.14159, "", COARSE),
        ("3.14159", 3.14159265, "", SAME),
        ("1200", 1234.0, "#,##0", OTHER),
        ("1.200", 1200.0, "#,##0", OTHER),
        ("3", 3.14159, "", COARSE),
        ("1", 1.4, "", COARSE),
        ("1", 1.4, "0", SAME),
        ("2", 1.4, "0", OTHER),
        ("1200", 1199.6, "#,##0", SAME),
        ("1,199.60", 1199.6, "#,##0", SAME),
        ("12.5%", 0.125, "0.0%", SAME),
        ("12.5%", 0.125, "", SAME),
        ("13%", 0.125, "0%", SAME),
        ("13%", 0.125, "0.0%", COARSE),
        ("0.125", 0.125, "0%", SAME),
        ("0.13", 0.125, "0%", COARSE),
        ("12.5", 0.125, "0.0%", OTHER),
        ("(1,200)", -1200.0, "", SAME),
        ("-$1,200", -1200.0, "", SAME),
        ("−1200", -1200.0, "", SAME),
        ("$ -1,200.00", -1200.0, "", SAME),
        ("1.200,50", 1200.5, "", SAME),
        ("1 200.5", 1200.5, "", SAME),
        ("1.5e9", 1.5e9, "", SAME),
        ("twelve", 12.0, "", OTHER),
        ('"12" or so', 12.0, "", OTHER),
        ("nan", 12.0, "", OTHER),
        ("1e999", 12.0, "", OTHER),
        ("", 12.0, "", OTHER),
        ("12", None, "", OTHER),
        ("1", True, "", OTHER),
        ("true", True, "", SAME),
        ("#DIV/0!", CellError.DIV0, "", SAME),
        ("0", CellError.DIV0, "", OTHER),
        ("STRASSE", "Straße", "", SAME),
        ("two  words", "two\nwords", "", SAME),
        ("１２", "12", "", SAME),
    ],
)
def test_agreement(claim: str, value: Value | None, number_format: str, verdict: Verdict) -> None:
    assert agreement(claim, value, number_format) is verdict


@pytest.mark.parametrize(
    ("claim", "same"), [("2019-03-01", True), ("2019-03-01 00:00:00", True), ("2019-03-02", False), ("March 1", False)]
)
def test_dates_agree_in_iso(claim: str, same: bool) -> None:
    verdict = agreement(claim, parse_literal("2019-03-01"), "yyyy-mm-dd")
    assert verdict is (SAME if same else OTHER)


def test_a_cell_that_was_not_read_is_no_proof() -> None:
    citation = cited(CitedCell(cell="A3", value="007"), PARTLY)
    assert (citation.verdict, citation.problem) == (COARSE, "A3 is not among the cells that were read.")


def test_numbers_in_a_sentence_are_found_as_they_are_written() -> None:
    said = "In Q1 2025-2026, on 2025-03-01, it grew by 42 to -$1,201.50 (3%), not 1,200."
    assert typed_numbers(said) == ["2025-03-01", "2025", "2026", "42", "-$1,201.50", "3%", "1,200"]
