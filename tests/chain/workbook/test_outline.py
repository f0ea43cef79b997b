"""The outline of a workbook: everything told once, within its tokens, the same bytes each time."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.chain.evidence import Book
from sheetllm_xl.chain.workbook import outline
from sheetllm_xl.compress import estimate_tokens
from sheetllm_xl.sheet import Cell, Sheet

from ...sheets import sheets
from .sheets import laid, orders


def company() -> Book:
    months = [orders(f"Orders {month}", 30, month * 30) for month in range(1, 4)]
    rates = laid("Rates", [["Currency", "Rate", "Since"], ["CHF", 1.12, datetime(2026, 1, 1)], ["EUR", 1.08, datetime(2026, 1, 1)]])
    rates = replace(rates, names={"Base": "Rates!$B$2"})
    cells = [Cell(1, 1, "Total"), Cell(1, 2, 12.0, formula="=SUM('Orders 1'!D2:D31)*Rates!B2"), Cell(2, 1, "Count"), Cell(2, 2, 3.0)]
    return Book.of([*months, rates, Sheet("Empty"), Sheet.of("Sum", cells)])


def test_it_tells_of_every_sheet() -> None:
    assert outline(company(), 8_000, estimate_tokens).content == (
        """\
|workbook|5 sheets|478 filled cells
|sheet 'Orders 1'|A1:E31|155 cells
|table A1:E31|A Order (texts, 30 different)|B Customer (texts, 30 different)|C Product (texts, 4 different)|D Units (numbers)|E Price (numbers)
|alike|'Orders 2' A1:E31|'Orders 3' A1:E31
|sheet Rates|A1:C3|9 cells
|table A1:C3|A Currency (texts, 2 different)|B Rate (numbers)|C Since (dates)
|names|Base is Rates!$B$2
|sheet Sum|A1:B2|4 cells
|table A1:B2|A (texts, 2 different)|B (numbers)
|its formulas read|'Orders 1' (1)|Rates (1)"""
    )


def test_sheets_that_are_alike_are_folded_and_that_is_said() -> None:
    told = outline(company(), 8_000, estimate_tokens)
    assert told.notes == ("2 sheets are laid out like others and were told of together with them.",)


@pytest.mark.parametrize("tokens", [2_000, 700, 250, 80])
def test_what_does_not_fit_is_told_less_finely_and_that_is_said(tokens: int) -> None:
    wide = [laid(f"Sheet {i}", [[f"Heading {c} of {i}" for c in range(20)], [float(c) for c in range(20)]]) for i in range(12)]
    told = outline(Book.of(wide), tokens, estimate_tokens)
    assert estimate_tokens(told.content) <= tokens
    assert told.notes


@given(st.lists(sheets(), max_size=4), st.integers(60, 2_000))
def test_it_keeps_to_its_tokens_and_to_its_lines(found: list[Sheet], tokens: int) -> None:
    book = Book.of([replace(sheet, name=f"S|{i}\n") for i, sheet in enumerate(found)])
    told = outline(book, tokens, estimate_tokens)
    assert estimate_tokens(told.content) <= tokens
    assert all(line.startswith("|") and not line.startswith("||") for line in told.content.split("\n"))
    assert told == outline(Book.of(book.sheets), tokens, estimate_tokens)
