"""The outline of a workbook: everything told once, within its tokens, the same bytes each time."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetllm_xl.chain.workbook import outline, plan_workbook
from sheetllm_xl.compress import estimate_tokens
from sheetllm_xl.retrieve import Workbook
from sheetllm_xl.sheet import Cell, Sheet

from ...sheets import sheets
from .sheets import laid, orders

GOLDEN = Path(__file__).parents[2] / "golden" / "workbook"


def company() -> Workbook:
    months = [orders(f"Orders {month}", 30, month * 30) for month in range(1, 4)]
    rates = laid(
        "Rates",
        [["Currency", "Rate", "Since"], ["CHF", 1.12, datetime(2026, 1, 1)], ["EUR", 1.08, datetime(2026, 1, 1)]],
    )
    rates = replace(rates, names={"Base": "Rates!$B$2"})
    cells = [
        Cell(1, 1, "Total"),
        Cell(1, 2, 12.0, formula="=SUM('Orders 1'!D2:D31)*Rates!B2"),
        Cell(2, 1, "Count"),
        Cell(2, 2, 3.0),
    ]
    return Workbook.of([*months, rates, Sheet("Empty"), Sheet.of("Sum", cells)])


def test_the_first_prompt_to_the_letter() -> None:
    (prompt,) = plan_workbook(company(), "What is the price of O-000071 in CHF?")
    assert prompt.text + "\n" == (GOLDEN / "prompt.txt").read_text(encoding="utf-8")


def test_sheets_that_are_alike_are_folded_and_that_is_said() -> None:
    told = outline(company(), 8_000, estimate_tokens)
    assert told.notes == ("2 sheets are laid out like others and were told of together with them.",)


@pytest.mark.parametrize("tokens", [2_000, 700, 250, 80])
def test_what_does_not_fit_is_told_less_finely_and_that_is_said(tokens: int) -> None:
    wide = [
        laid(f"Sheet {i}", [[f"Heading {c} of {i}" for c in range(20)], [float(c) for c in range(20)]])
        for i in range(12)
    ]
    told = outline(Workbook.of(wide), tokens, estimate_tokens)
    assert estimate_tokens(told.content) <= tokens
    assert told.notes


@settings(max_examples=40)
@given(st.lists(sheets(), max_size=4), st.integers(60, 2_000))
def test_it_keeps_to_its_tokens_and_to_its_lines(found: list[Sheet], tokens: int) -> None:
    book = Workbook.of([replace(sheet, name=f"S|{i}\n") for i, sheet in enumerate(found)])
    told = outline(book, tokens, estimate_tokens)
    assert estimate_tokens(told.content) <= tokens
    assert all(line.startswith("|") and not line.startswith("||") for line in told.content.split("\n"))
    assert told == outline(Workbook.of(book.sheets), tokens, estimate_tokens)
