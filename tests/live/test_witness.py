"""Excel as a witness: it computes an answer's formula too, where that costs little; a difference is a doubt."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlwings

from sheetllm_xl import app
from sheetllm_xl.answers.queue import Recalls
from sheetllm_xl.excel import witness
from sheetllm_xl.excel.busy import patiently
from sheetllm_xl.excel.cells import LiveCells
from sheetllm_xl.excel.errands import Errands
from sheetllm_xl.excel.read.live import read_range
from sheetllm_xl.excel.witness import Witness
from sheetllm_xl.excel.workbook_names import full_name
from sheetllm_xl.literals import CellError, Value
from sheetllm_xl.server import Server

from ..loopback import Loopback, says
from .engine import App

REPLY = {"found": True, "answer": "{result}", "result": "=SUM(A2:A4)", "cells": [{"cell": "A2", "value": "1"}]}
Open = Callable[..., xlwings.Book]


@pytest.fixture
def book(opened: Open, in_front: xlwings.App) -> xlwings.Book:
    return filled(opened())


def filled(book: xlwings.Book) -> xlwings.Book:
    book.sheets["Sheet1"].range("A1:B4").raw_value = [["Units", "Day"], [1.0, "x"], [2.0, None], [4.0, None]]
    return book


def doubt(
    book: xlwings.Book, formula: str, value: Value | None, witness: Witness | None = None, change: Any = None
) -> str:
    """What the witness says of an answer over A1:B4, whose cells were read before the ``change``."""
    sheet, name = read_range(book.sheets["Sheet1"].range("A1:B4")), full_name(book)
    if change:
        change()
    return (witness or Witness(Errands())).doubt(name, [sheet], formula, ((value,),))


def evaluations(rig: App) -> int:
    return rig.calls["Evaluate"]


def test_what_excel_computes_too_is_in_no_doubt(on_both: Open, in_front: xlwings.App, rig: App) -> None:
    book = filled(on_both())
    assert doubt(book, "=SUM(A2:A4)", 7.0) == ""
    assert evaluations(rig) == 1


def test_what_excel_computes_otherwise_is_said_with_both_values(on_both: Open, in_front: xlwings.App) -> None:
    book = filled(on_both())
    assert doubt(book, "=SUM(A2:A4)", 8.0) == "Excel itself computes 7 where this answer has 8: =SUM(A2:A4)."


@pytest.mark.parametrize(
    ("gives", "value", "differs"),
    [
        (46113.0, datetime(2026, 4, 1), False),
        (46114.0, datetime(2026, 4, 1), True),
        ("North", "North", False),
        ("north", "North", True),
        (True, True, False),
        (True, 1.0, True),
        (0.1 + 0.2, 0.3, False),
        (-2146826281, 2.0, True),
        (-2146826281, CellError.DIV0, False),
        (-2146826259, 2.0, False),  # #NAME?: this Excel has no such function
        (-2146826273, 2.0, False),  # #VALUE!: also what Evaluate cannot do
        (((1.0, 2.0), (3.0, 4.0)), 2.0, False),
        (object(), 2.0, False),  # no value at all
        (10**400, 2.0, False),
    ],
)
def test_values_are_compared_as_excel_gives_them(
    book: xlwings.Book, rig: App, gives: Any, value: Value, differs: bool
) -> None:
    rig.planted["MAX(A2:A4)"] = gives
    assert bool(doubt(book, "=MAX(A2:A4)", value)) is differs
    assert evaluations(rig) == 1


def test_cells_themselves_are_compared(book: xlwings.Book) -> None:
    assert doubt(book, "=A3", 2.0) == ""
    assert "computes 2 where" in doubt(book, "=A3", 3.0)


@pytest.mark.parametrize(
    "formula",
    [
        '=WEBSERVICE("http://127.0.0.1")+A2',
        "=NOW()+A2",
        "=INDIRECT(B2)+A2",
        "=[Other.xlsx]Sheet1!A1",
        "=SUM(Sales)",
        "=ASKSHEET(A2)",
        "=SUM(A2:A4),A3",
        "=1+1",
        "=SUM(A2:A4)" + "+0" * 122 + "+00",
        "=SUM(Other!A2:A4)",
        "not a formula(",
    ],
)
def test_what_may_not_be_evaluated_or_cannot_is_not_given_to_excel(book: xlwings.Book, rig: App, formula: str) -> None:
    assert doubt(book, formula, 8.0) == ""
    assert evaluations(rig) == 0


def test_cells_that_have_changed_since_are_no_witness(book: xlwings.Book, rig: App) -> None:
    sheet = book.sheets["Sheet1"]
    for change in (
        lambda: setattr(sheet.range("A2"), "raw_value", 100.0),
        lambda: setattr(sheet.range("A1:A4"), "raw_value", [["Units"], [None], [1.0], [2.0]]),
    ):
        filled(book)
        assert doubt(book, "=SUM(A2:A4)", 7.0, change=change) == ""
    sheet.range("A9").raw_value = 100.0
    filled(book)
    assert doubt(book, "=SUM(A:A)", 7.0) == "", "the column goes on below what was read"
    assert evaluations(rig) == 0
    assert doubt(book, "=SUM(A2:A4)", 7.5, change=lambda: setattr(sheet.range("C1"), "raw_value", 1.0))


def test_the_cells_of_all_ranges_together_are_few(
    book: xlwings.Book, rig: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(witness, "_MOST_CELLS", 5)
    assert doubt(book, "=SUM(A2:A4)+SUM(A1:A3)", 7.0) == ""
    assert evaluations(rig) == 0
    assert "computes 8 where" in doubt(book, "=SUM(A2:A4)+SUM(A1:A2)", 7.0)


@pytest.mark.parametrize("state", ["calculating", "modal", "copying", "closed", "twice"])
def test_an_excel_that_is_busy_is_let_be(book: xlwings.Book, rig: App, opened: Open, state: str) -> None:
    def change() -> None:
        if state == "closed":
            book.close()
        elif state == "twice":
            opened()
        else:
            setattr(rig, state, 1)

    assert doubt(book, "=SUM(A2:A4)", 8.0, change=change) == ""
    assert evaluations(rig) == 0


def test_an_answer_waits_for_excel_no_longer_than_its_turn(book: xlwings.Book, rig: App) -> None:
    errands, said = Errands(), list[str]()
    witness = Witness(errands, turn=0.05)
    sheet, name = read_range(book.sheets["Sheet1"].range("A1:B4")), full_name(book)

    def elsewhere() -> None:
        said.append(witness.doubt(name, [sheet], "=SUM(A2:A4)", ((8.0,),)))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join(10.0)
    assert said == [""]
    errands.run()
    assert evaluations(rig) == 0
    witness = Witness(errands, turn=10.0)
    thread = threading.Thread(target=elsewhere)
    thread.start()
    while not errands.run():
        time.sleep(0.001)
    thread.join(10.0)
    assert said[1].startswith("Excel itself computes 7")


def test_answers_in_a_row_take_a_twentieth_of_excels_time(book: xlwings.Book, rig: App) -> None:
    now = [0.0]

    def clock() -> float:
        now[0] += 0.5
        return now[0]

    witness = Witness(Errands(), clock=clock)
    for _ in range(100):
        doubt(book, "=SUM(A2:A4)", 7.0, witness)
    took = evaluations(rig) * 0.5
    assert evaluations(rig) > 1
    assert took <= 0.06 * now[0]


def test_a_difference_is_in_the_record_and_in_why_and_nothing_unsure_is_shown(
    book: xlwings.Book, rig: App, api: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    api.then(says(REPLY))
    rig.planted["SUM(A2:A4)"] = 12.0
    cells, now = LiveCells(read_range, patiently), [0.0]
    recalls = Recalls(cells.calculate, lambda: now[0])
    desk = app.desk(cells, recalls.add, tmp_path / "ledger.db", lambda: now[0], Witness(Errands()).doubt)
    server, sheet = Server(desk), book.sheets["Sheet1"]
    rig.calculates(ASKSHEET=lambda given, caller: server.CallUDF("ASKSHEET", given, caller))
    sheet.range("D1").raw_value = '=ASKSHEET("How many units?",A1:A4)'
    now[0] = 5.0
    while desk.answers.jobs.run_next():
        pass
    recalls.run()
    record = desk.record(sheet.range("D1"))
    assert (record.value, record.state, record.look) == (7.0, "unverified", False)
    assert "Excel itself computes 12 where this answer has 7: =SUM(A2:A4)." in record.doubts
    assert "Excel itself computes 12" in server.CallUDF("ASKSHEET_WHY", [sheet.range("D1")])
    assert sheet.range("D1").raw_value == -2146828288 + 2015
