"""M4, M27: a busy Excel is let be soon where it waits for us; the log says where a fault arose, not what it held."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings

from sheetllm_xl.errors import HostError, fault
from sheetllm_xl.excel.calling import calling
from sheetllm_xl.grid import CellRange
from sheetllm_xl.server import Server, live_cells

from .engine import App

Open = Callable[..., xlwings.Book]


@pytest.mark.parametrize("ask", ["read", "place", "where"])
def test_a_busy_excel_holds_no_worksheet_function(
    rig: App, opened: Open, ask: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = opened().sheets["Sheet1"].range("A1:B3")
    cells = live_cells()
    rig.busy = 10**6
    slept = list[float]()
    monkeypatch.setattr(time, "sleep", slept.append)
    with pytest.raises(HostError, match="busy"):
        getattr(cells, ask)(area)
    assert sum(slept) < 1
    assert 10**6 - rig.busy < 20


def test_what_a_cell_spills_is_told_by_excel_alone(rig: App, opened: Open) -> None:
    area = opened().sheets["Sheet1"].range("A1:B3")
    assert live_cells().spilled(area, 1, 1) is None


def test_what_excel_says_of_a_spill_is_taken(rig: App, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """The properties are Excel's (Range.HasSpill, SpillingToRange; HasArray, CurrentArray); this engine has neither."""
    area = opened().sheets["Sheet1"].range("A1:B3")
    kind = type(area[0, 0].api)
    monkeypatch.setattr(kind, "HasSpill", True, raising=False)
    monkeypatch.setattr(kind, "SpillingToRange", _Told("$A$1:$C$4"), raising=False)
    assert live_cells().spilled(area, 1, 1) == CellRange.parse("A1:C4")
    monkeypatch.setattr(kind, "HasSpill", False, raising=False)
    monkeypatch.setattr(kind, "HasArray", True, raising=False)
    monkeypatch.setattr(kind, "CurrentArray", _Told("$A$1:$A$2"), raising=False)
    assert live_cells().spilled(area, 1, 1) == CellRange.parse("A1:A2")


class _Told:
    def __init__(self, address: str) -> None:
        self.Address = address


def test_a_fault_is_logged_by_its_place(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    caplog.set_level(logging.ERROR, "sheetllm_xl")
    server = Server(None, area=lambda given: {}["secret of a cell"])  # type: ignore[arg-type]
    assert server.CallUDF("ASKSHEET", (object(),)) == "\x012015"
    (line,) = caplog.messages
    assert line.startswith("ASKSHEET: KeyError at test_brief.py:")
    assert "secret" not in line
    assert fault(ValueError("secret")) == "ValueError"


def test_a_calculation_is_known_by_what_vba_tells_and_one_of_our_own_is_another(
    in_front: xlwings.App, opened: Open
) -> None:
    cells = live_cells()
    assert cells.calculation() is None
    with calling(None, "=7.3\n"):
        told = cells.calculation()
        assert told is not None
        assert cells.calculation() == told
        sheet = opened().sheets["Sheet1"]
        sheet.range("A1").formula = '=ASKSHEET("q",B1:B2)'
        cells.calculate([cells.place(sheet.range("A1"))])
        assert cells.calculation() != told
