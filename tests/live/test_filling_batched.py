"""M45: Fill Column through the Message Batches API: the cost says half price, and Stop cancels what has not begun."""

from __future__ import annotations

from collections import Counter
from contextvars import copy_context
from typing import Any

import pytest
import xlwings

from sheetllm_xl import ribbon
from sheetllm_xl.ribbon.filling import write_fills

from ..answers.batches import Batches
from ..answers.test_going_on import answers_rows
from ..loopback import Loopback
from .test_filling import ASKED, ROWS, book, column, pages

__all__ = ["book", "pages"]


@pytest.fixture
def paid(keyed: Loopback, monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    monkeypatch.setenv("SHEETLLM_BATCHES", "true")
    monkeypatch.setenv("SHEETLLM_PRICES", '{"claude-sonnet-5-5": {"as_of": "2026-01-01", "input": 3, "output": 15}}')
    counted = Counter[int]()
    keyed.then(answers_rows(counted))
    return counted


def test_through_batches_the_column_is_filled_at_half_price_and_stopping_cancels_what_has_not_begun(
    book: xlwings.Book, keyed: Loopback, paid: Counter[int], pages: list[str]
) -> None:
    played, here = Batches(paid, looks=2), copy_context()
    preview = keyed.plays[0]
    keyed.plays[:] = [lambda exchange: (played if "batches" in exchange.path else preview)(exchange)]
    said = ribbon.fill_column(ASKED)
    assert "at half price in a batch" in said
    ribbon.fill_column("yes")
    assert "at half price in a batch" in ribbon.fill_column(ASKED)
    paid.clear()

    def stopped(exchange: Any, what: str) -> bool:
        if what == "" and not played.cancelled:
            here.run(ribbon.fill_column, "yes")
        return False

    played.before = stopped
    ribbon.fill_column("yes")
    write_fills()
    assert (played.cancelled, len(paid)) == ({"msgbatch_00"}, 0)
    assert "goes on" in pages[-1]
    ribbon.fill_column(ASKED)
    ribbon.fill_column("yes")
    write_fills()
    assert column(book) == [ASKED, *(f"N{row}" for row in range(2, ROWS + 2))]
    assert set(paid.values()) == {1}
