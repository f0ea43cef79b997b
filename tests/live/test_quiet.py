"""M42: what stays is paid for. The cells are calculated in Excel's order, the clock is the test's, a server counts."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import xlwings

from sheetllm_xl import app
from sheetllm_xl.answers.queue import Recalls
from sheetllm_xl.excel.busy import patiently
from sheetllm_xl.excel.cells import LiveCells
from sheetllm_xl.excel.read.live import read_range
from sheetllm_xl.server import Server

from ..loopback import Loopback, says
from .engine import App

REPLY = {"found": True, "answer": "{result}", "result": "=A1", "cells": []}
Open = Callable[..., xlwings.Book]


@dataclass
class Excel:
    """A workbook whose cells call the server; ``now`` is the time of its queue."""

    sheet: xlwings.Sheet
    server: Server
    recalls: Recalls
    rig: App
    now: float = 0.0
    calculation: int = 0

    def put(self, cell: str, value: Any) -> None:
        self.sheet.range(cell).raw_value = value

    def pass_(self, seconds: float) -> None:
        """Time passes; the workers do what is due, and cells are called back."""
        self.now += seconds
        jobs = self.server._desk.answers.jobs
        while jobs.run_next():
            pass
        self.recalls.run()

    def call(self, given: list[Any], caller: xlwings.Range) -> Any:
        return self.server.CallUDF("ASKSHEET", given, caller, f"=1.{self.calculation}\n")

    def happens(self, event: str) -> None:
        self.calculation += 1

    def shows(self, cell: str) -> Any:
        return self.sheet.range(cell).raw_value


@pytest.fixture
def excel(
    request: pytest.FixtureRequest,
    opened: Open,
    in_front: xlwings.App,
    rig: App,
    api: Loopback,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Excel]:
    """Over the in-memory cells; ``on_both`` also over LibreOffice, which computes all formulas that are not ours."""
    if getattr(request, "param", "memory") == "memory":
        yield asking(opened(), rig, api, tmp_path, monkeypatch)
    else:
        store = request.getfixturevalue("libreoffice").open()
        yield asking(xlwings.Book(impl=rig.books.take(store)), rig, api, tmp_path, monkeypatch)
        store.document.close(True)


on_both = pytest.mark.parametrize(
    "excel", ["memory", pytest.param("libreoffice", marks=pytest.mark.slow)], indirect=True
)


def asking(book: xlwings.Book, rig: App, api: Loopback, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Excel:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("SHEETLLM_BATCH_CALLS", "100000")
    monkeypatch.setenv("SHEETLLM_CALLS_A_MINUTE", "100000")
    monkeypatch.delenv("SHEETLLM_QUIET_SECONDS")
    api.then(says(REPLY))
    cells = LiveCells(read_range, patiently)
    excel: Excel
    recalls = Recalls(cells.calculate, lambda: excel.now)
    server = Server(app.desk(cells, recalls.add, folder / "ledger.db", lambda: excel.now))
    excel = Excel(book.sheets["Sheet1"], server, recalls, rig)
    rig.calculates(ASKSHEET=excel.call).on_event = excel.happens
    for row in range(1, 6):
        excel.put(f"A{row}", float(row))
    return excel


def waits(excel: Excel, cell: str) -> bool:
    return bool(excel.shows(cell) == -2146828288 + 2043)


@on_both
@pytest.mark.parametrize("seed", range(3))
def test_ten_edits_in_ten_seconds_are_one_request(excel: Excel, api: Loopback, seed: int) -> None:
    excel.rig.calculation_of_cells.order = random.Random(seed)  # type: ignore[union-attr]
    excel.put("C1", '=ASKSHEET("First?",A1:A5)')
    for edit in range(10):
        excel.put("A1", 100.0 + edit)
        assert waits(excel, "C1")
        excel.pass_(1.0)
    assert api.bodies == []
    excel.pass_(1.0)
    assert len(api.bodies) == 1
    assert "109" in str(api.bodies[0])
    assert excel.shows("C1") == 109.0


@on_both
@pytest.mark.parametrize("stale", [False, True])
def test_a_chain_of_fifty_formulas_below_an_edit_is_one_request(excel: Excel, api: Loopback, stale: bool) -> None:
    excel.rig.calculation_of_cells.shows_stale = stale  # type: ignore[union-attr]
    api.plays.clear()
    api.then(says(REPLY | {"result": "=B51"}))
    excel.put("B1", 1.0)
    for row in range(2, 52):
        excel.put(f"B{row}", f"=B{row - 1}+1")
    excel.put("C1", '=ASKSHEET("Last?",B1:B51)')
    excel.pass_(2.0)
    calls, called = len(api.bodies), excel.rig.calculation_of_cells.called.total()  # type: ignore[union-attr]
    excel.put("B1", 1000.0)
    assert excel.rig.calculation_of_cells.called.total() - called > 10  # type: ignore[union-attr]
    assert len(api.bodies) == calls
    excel.pass_(2.0)
    assert (calls, len(api.bodies)) == (1, 2)
    assert "1050" in str(api.bodies[-1])


@pytest.mark.parametrize(
    ("excel", "count"),
    [
        ("memory", 100),
        pytest.param("memory", 1_000, marks=pytest.mark.slow),
        pytest.param("libreoffice", 100, marks=pytest.mark.slow),
    ],
    indirect=["excel"],
)
def test_cells_filled_down_and_changed_at_once_ask_each_final_question_once(
    excel: Excel, api: Loopback, count: int
) -> None:
    excel.sheet.range(f"B1:B{count}").raw_value = [[f"Old {row}?"] for row in range(count)]
    excel.sheet.range(f"C1:C{count}").raw_value = [[f"=ASKSHEET(B{row},A1:A5)"] for row in range(1, count + 1)]
    excel.sheet.range(f"B1:B{count}").raw_value = [[f"New {row}?"] for row in range(count)]
    excel.pass_(0.5)
    assert api.bodies == []
    excel.pass_(1.0)
    assert len(api.bodies) == count
    assert not any("Old " in str(body) for body in api.bodies)
    assert excel.shows(f"C{count}") == 1.0


def test_a_remembered_answer_is_not_delayed(excel: Excel, api: Loopback) -> None:
    excel.put("C1", '=ASKSHEET("First?",A1:A5)')
    excel.pass_(2.0)
    excel.put("C2", '=ASKSHEET("First?",A1:A5)')
    assert (excel.shows("C2"), len(api.bodies)) == (1.0, 1)


def test_a_question_another_cell_still_asks_goes_on(excel: Excel, api: Loopback) -> None:
    for cell in ("C1", "C2"):
        excel.put(cell, '=ASKSHEET("First?",A1:A5)')
    excel.put("C1", 7.0)
    excel.put("C2", '=ASKSHEET("Other?",A1:A5)')
    excel.put("C3", '=ASKSHEET("First?",A1:A5)')
    excel.pass_(2.0)
    assert sorted("Other?" in str(body) for body in api.bodies) == [False, True]


def test_what_is_asked_again_after_a_change_of_mind_waits_anew(excel: Excel, api: Loopback) -> None:
    for question in ("One?", "Two?", "One?"):
        excel.put("C1", f'=ASKSHEET("{question}",A1:A5)')
        excel.pass_(0.7)
    assert api.bodies == []
    excel.pass_(0.7)
    assert len(api.bodies) == 1
    assert "One?" in str(api.bodies[0])


def test_why_says_that_a_call_without_a_range_does_not_follow_changes(excel: Excel, api: Loopback) -> None:
    excel.put("B1", '=ASKSHEET("First?")')
    excel.pass_(2.0)
    said = excel.server.CallUDF("ASKSHEET_WHY", [excel.sheet.range("B1")])
    assert "names no range" in said
    assert "Read Sheet1!A1:A5" in said
    excel.put("C1", '=ASKSHEET("First?",A1:A5)')
    excel.pass_(2.0)
    assert "names no range" not in excel.server.CallUDF("ASKSHEET_WHY", [excel.sheet.range("C1")])


@pytest.mark.parametrize("shown", [True, False])
def test_a_cell_that_excel_takes_for_clean_gets_its_answer_where_its_sheet_is_in_front(
    excel: Excel, api: Loopback, shown: bool
) -> None:
    excel.rig.calculation_of_cells.forces_clean = False  # type: ignore[union-attr]
    if not shown:
        excel.sheet.book.sheets.add("Other")
    excel.put("C1", '=ASKSHEET("First?",A1:A5)')
    excel.pass_(2.0)
    assert len(api.bodies) == 1
    assert waits(excel, "C1") is not shown
    excel.sheet.impl.activate()
    excel.recalls.add([excel.server._desk.cells.place(excel.sheet.range("C1"))])
    excel.pass_(0.0)
    assert (excel.shows("C1"), len(api.bodies)) == (1.0, 1)
