"""What the worksheet functions ask of an open workbook, on both engines, and the way from a cell to its answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings

from sheetllm_xl import app
from sheetllm_xl.grid import CellRange
from sheetllm_xl.hosts.busy import patiently
from sheetllm_xl.hosts.cells import LiveCells
from sheetllm_xl.hosts.live import read_range
from sheetllm_xl.hosts.sample import SHEET, write_sample
from sheetllm_xl.literals import CellError
from sheetllm_xl.server import Server

from ..loopback import Loopback, says

CELLS = LiveCells(read_range, patiently)
SUM = {"found": True, "answer": "{result}", "result": "=SUM(C7:C11)", "cells": [{"cell": "B12", "value": "Total"}]}


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    write_sample(tmp_path / "sample.xlsx")
    return tmp_path / "sample.xlsx"


def test_where_a_range_is_and_what_it_holds(on_both: Callable[..., xlwings.Book], sample: Path) -> None:
    sheet = on_both(sample).sheets[SHEET]
    area = sheet.range("B5:J12")
    assert CELLS.is_area(area)
    assert not CELLS.is_area("B5:J12")
    assert CELLS.place(area)[1:] == (SHEET, "B5")
    assert CELLS.read(area).used == CellRange.parse("B5:J12")


def test_formulas_and_arguments(on_both: Callable[..., xlwings.Book], sample: Path) -> None:
    sheet = on_both(sample).sheets[SHEET]
    sheet.range("P2").formula = "=SUM(C7:C11)"
    assert CELLS.formula(sheet.range("P2")) == "=SUM(C7:C11)"
    assert CELLS.formula(sheet.range("B5")) == ""
    here = sheet.range("P1")
    assert CELLS.evaluate(here, "$C$7").value == 320
    assert CELLS.evaluate(here, f"'{SHEET}'!B12").value == "Total"
    assert CELLS.evaluate(here, "12.5") == 12.5
    assert CELLS.evaluate(here, "#N/A") is CellError.NA


def test_from_a_cell_to_its_answer(
    on_both: Callable[..., xlwings.Book], sample: Path, api: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    api.then(says(SUM))
    sheet = on_both(sample).sheets[SHEET]
    desk = app.desk(CELLS, lambda cells: None, tmp_path / "ledger.db")
    server = Server(desk)

    def asked(area: str, cell: str) -> object:
        return server.CallUDF("ASKSHEET", ("How many units in Q1?", sheet.range(area)), sheet.range(cell))

    assert asked("B5:J12", "P2") == "\x012043"
    assert desk.jobs.run_next()
    assert asked("B5:J12", "P2") == 3562.0
    assert asked("B5:J12", "P3") == 3562.0
    assert server.CallUDF("SHEETTABLES", (sheet.range("B2:N137"),), sheet.range("P4"))[1][0] == "B5:J12"
    assert len(api.bodies) == 1
