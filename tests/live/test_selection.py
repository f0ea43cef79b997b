"""Ask about Selection: what was asked before costs nothing, and goes into empty cells once the person agrees."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import xlwings

from sheetllm_xl import app, ribbon
from sheetllm_xl.answers import Desk
from sheetllm_xl.errors import InputError
from sheetllm_xl.excel.read.live import read_range
from sheetllm_xl.excel.write.writeback import free_beside
from sheetllm_xl.literals import CellError
from sheetllm_xl.record import Record
from sheetllm_xl.server import Server
from sheetllm_xl.server.workers import Crew
from sheetllm_xl.sheet import Sheet

from ..loopback import Loopback, fails, says
from .engine import App
from .test_cells import CELLS
from .test_ribbon import pages

__all__ = ["pages"]
Open = Callable[..., xlwings.Book]
SUM = {
    "found": True,
    "answer": "In all {result}.",
    "result": "=SUM(B2:B3)",
    "reading": [{"do": "sum", "of": ["B1"]}],
    "cells": [{"cell": "B2", "value": "10"}],
}


def asked(desk: Desk, sheet: Sheet, text: str) -> Record:
    """What the button's page has, got by the road of every answer."""
    return desk.answers.ask(desk.answers.question(sheet, text, workbook="Book1"))


@pytest.fixture
def book(opened: Open) -> xlwings.Book:
    book = opened()
    book.sheets["Sheet1"].range("A1:B3").raw_value = [["Region", "Units"], ["North", 10.0], ["South", 20.0]]
    book.sheets["Sheet1"].range("A1:B3").select()
    return book


@pytest.fixture
def desk(
    book: xlwings.Book, pages: list[str], api: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Desk]:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    api.then(says(SUM))
    one = app.desk(CELLS, lambda cells: None, tmp_path / "ledger.sqlite")
    crew = Crew(one, workers=2, pulse=0.05).start()
    with ribbon.at_desk(one):
        yield one
    crew.stop()


def test_the_answer_is_a_page_and_asked_again_it_is_offered_for_cells(
    book: xlwings.Book, desk: Desk, pages: list[str], api: Loopback
) -> None:
    sheet = book.sheets["Sheet1"]
    assert ribbon.ask_selection("Total?").endswith("opens as a page.")
    assert "In all 30." in pages[0]
    assert "=SUM(B2:B3)" in pages[0]
    assert "costs nothing" in pages[0]
    offered = ribbon.ask_selection("Total?")
    assert offered[0] == ribbon.QUESTION
    assert "OK writes the answer into Sheet1!D1, which is empty" in offered
    assert sheet.range("D1").value is None
    assert "Wrote 1 cell to Sheet1!D1" in ribbon.ask_selection("yes")
    assert (sheet.range("D1").value, len(api.bodies)) == (30.0, 1)
    assert ribbon.undo_tables("").startswith("Undone: an answer")
    assert sheet.range("D1").value is None


def test_it_is_the_answer_of_the_cells(book: xlwings.Book, desk: Desk, api: Loopback) -> None:
    ribbon.ask_selection("Total?")
    sheet = book.sheets["Sheet1"]
    assert Server(desk).CallUDF("ASKSHEET", ("Total?", sheet.range("A1:B3")), sheet.range("F9")) == 30.0
    assert len(api.bodies) == 1


def test_what_has_changed_since_it_was_shown_is_shown_again(book: xlwings.Book, desk: Desk, api: Loopback) -> None:
    sheet = book.sheets["Sheet1"]
    ribbon.ask_selection("Total?")
    ribbon.ask_selection("Total?")
    sheet.range("D1").raw_value = "mine"
    again = ribbon.ask_selection("yes")
    assert (again[0], "Sheet1!F1" in again, sheet.range("D1").value) == (ribbon.QUESTION, True, "mine")
    assert "Wrote 1 cell to Sheet1!F1" in ribbon.ask_selection("yes")
    assert sheet.range("D1").value == "mine"


def test_yes_that_nobody_was_asked_for_is_a_question(book: xlwings.Book, desk: Desk, api: Loopback) -> None:
    assert ribbon.ask_selection("yes").endswith("opens as a page.")
    assert book.sheets["Sheet1"].used_range.address == "A1:B3"


@pytest.mark.parametrize(
    "reply",
    [{"found": False, "answer": "No.", "result": "", "cells": []}, SUM | {"answer": "In all 31.", "result": "B9"}],
    ids=["not in the data", "doubtful"],
)
def test_what_does_not_hold_is_not_offered_for_cells(
    book: xlwings.Book, desk: Desk, api: Loopback, reply: dict[str, object]
) -> None:
    api.plays[:] = [says(reply)]
    ribbon.ask_selection("Total?")
    assert ribbon.ask_selection("Total?")[0] != ribbon.QUESTION


def test_a_protected_sheet_takes_nothing_and_says_so(rig: App, book: xlwings.Book, desk: Desk, api: Loopback) -> None:
    ribbon.ask_selection("Total?")
    ribbon.ask_selection("Total?")
    rig.protected.add("Sheet1")
    said = Server(desk, excel=lambda given: given).RunButton("AskSelection", "yes", book.app)
    assert "protected" in said
    assert book.sheets["Sheet1"].range("D1").value is None


def test_room_is_looked_for_beside_and_then_right_of_all(on_both: Open) -> None:
    book = on_both()
    sheet = book.sheets["Sheet1"]
    sheet.range("B2:C3").raw_value = [["a", "b"], ["c", "d"]]
    read = read_range(sheet.range("B2:C3"))
    assert str(free_beside(book, read, [[1.0, 2.0], [3.0, 4.0]])[1]) == "Sheet1!E2:F3"
    sheet.range("F3").raw_value = "x"
    first, place = free_beside(book, read, [[1.0, 2.0], [3.0, 4.0]])
    assert (first.address, str(place)) == ("H2", "Sheet1!H2:I3")
    with pytest.raises(InputError, match="no room beside"):
        free_beside(book, read, [[1.0] * 16_384])


def test_pressed_twice_it_is_asked_once(book: xlwings.Book, desk: Desk, api: Loopback) -> None:
    api.plays[:] = [slowly]
    sheet = read_range(book.sheets["Sheet1"].range("A1:B3"))
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: asked(desk, sheet, "Total?"), range(3)))
    assert [answer.rows for answer in answers] == [((30.0,),)] * 3
    assert len(api.bodies) == 1


def slowly(exchange: Any) -> None:
    time.sleep(0.5)
    says(SUM)(exchange)


def test_a_failure_is_asked_again_by_the_button(book: xlwings.Book, desk: Desk, api: Loopback) -> None:
    api.plays[:] = [fails(400), says(SUM)]
    sheet = read_range(book.sheets["Sheet1"].range("A1:B3"))
    assert asked(desk, sheet, "Total?").error is CellError.CONNECT
    assert asked(desk, sheet, "Total?").rows == ((30.0,),)


def test_a_row_number_asked_elsewhere_leaves_the_first_answer(book: xlwings.Book, desk: Desk, api: Loopback) -> None:
    where = SUM | {"answer": "Row {result}.", "cells": []}
    api.plays[:] = [says(where | {"result": "=ROW(B3)"}), says(where | {"result": "=ROW(B13)"})]
    sheet = book.sheets["Sheet1"]
    first = read_range(sheet.range("A1:B3"))
    sheet.range("A11:B13").raw_value = [["Region", "Units"], ["North", 10.0], ["South", 20.0]]
    other = read_range(sheet.range("A11:B13"))
    for _ in range(2):
        assert asked(desk, first, "Which row?").rows == ((3.0,),)
        assert asked(desk, other, "Which row?").rows == ((13.0,),)
    assert len(api.bodies) == 2
