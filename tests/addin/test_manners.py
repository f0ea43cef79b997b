"""What Excel does not do by itself: it forces no clean cell, formats no date, and takes settings back from nobody."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from pyopenvba.interpreter import _values as vba

from sheetllm_xl import CellError
from sheetllm_xl.excel import error_codes

from .scripted_excel import GONE, Cell, ScriptedExcel, ScriptedServer
from .test_vba import NOT_AVAILABLE, excel, server

__all__ = ["excel", "server"]
WAITS = "\x012043"


def waiting(excel: ScriptedExcel, server: ScriptedServer, address: str) -> Cell:
    cell = Cell(address)
    server.answer = lambda name, given: WAITS
    excel.opens()
    excel.formula("ASKSHEET", "q", cell=cell)
    excel.happens("AfterCalculate")
    return cell


def test_a_cell_that_excel_does_not_calculate_is_made_dirty(excel: ScriptedExcel, server: ScriptedServer) -> None:
    cell = waiting(excel, server, "[Book1]Sheet1!$B$2")
    cell.is_forced = False
    server.raises = 1  # the server has gone: its successor is asked
    excel.pass_(4)
    assert cell.calculated == 1
    assert not excel.appointments


def test_one_on_a_sheet_that_is_not_in_front_goes_on_waiting_until_it_is(
    excel: ScriptedExcel, server: ScriptedServer
) -> None:
    cell = waiting(excel, server, "[Book1]Sheet1!$B$2")
    cell.is_forced, excel.in_front = False, "[Book1]Other"
    server.raises = 1
    excel.pass_(10)
    assert cell.calculated == 0
    assert excel.appointments
    excel.in_front = "[Book1]Sheet1"
    excel.pass_(20)
    assert cell.calculated == 1
    assert not excel.appointments


def test_one_that_holds_something_else_by_now_waits_no_more(excel: ScriptedExcel, server: ScriptedServer) -> None:
    cell = waiting(excel, server, "[Book1]Sheet1!$B$2")
    cell.is_forced, excel.in_front = False, "[Book1]Other"
    cell.members["value"] = 7.0
    server.raises = 1
    excel.pass_(4)
    assert not excel.appointments


@pytest.mark.parametrize(
    ("answer", "before", "after"),
    [
        (datetime.datetime(2026, 4, 1), "General", "m/d/yyyy"),
        (datetime.datetime(2026, 4, 1, 12, 30), "General", "m/d/yyyy h:mm"),
        (datetime.datetime(2026, 4, 1), "yyyy", "yyyy"),
        (46113.0, "General", "General"),
    ],
)
def test_a_date_is_shown_as_one_where_nobody_has_chosen_a_format(
    excel: ScriptedExcel, server: ScriptedServer, answer: Any, before: str, after: str
) -> None:
    cell = Cell("[Book1]Sheet1!$B$2")
    cell.members["numberformat"] = before
    if isinstance(answer, datetime.datetime):
        answer = vba.VBADate((answer - datetime.datetime(1899, 12, 30)) / datetime.timedelta(1))
    server.answer = lambda name, given: answer
    excel.opens()
    excel.formula("ASKSHEET", "q", cell=cell)
    assert cell.members["numberformat"] == before  # not while Excel calculates
    excel.copying = 1
    excel.happens("AfterCalculate")
    assert cell.members["numberformat"] == before
    excel.copying = 0
    excel.happens("AfterCalculate")
    assert cell.members["numberformat"] == after
    cell.members["numberformat"] = "General"  # the person wants it so
    excel.formula("ASKSHEET", "q", cell=cell)
    excel.happens("AfterCalculate")
    assert cell.members["numberformat"] == "General"


def test_an_excel_without_dynamic_arrays_gets_no_error_that_it_does_not_know(server: ScriptedServer) -> None:
    excel = ScriptedExcel(server)
    excel.is_old = True
    for error in CellError:
        server.answer = lambda name, given, error=error: error_codes.marked(error)
        code = error_codes.code(error)
        assert excel.formula("ASKSHEET", "q") == (vba.VBAErrorValue(code) if code <= 2043 else NOT_AVAILABLE)


@pytest.mark.parametrize("bar", [False, "FALSE", "mine"])
def test_a_server_that_dies_at_work_leaves_excel_as_it_was(
    excel: ScriptedExcel, server: ScriptedServer, bar: bool | str
) -> None:
    application = excel._application.members
    application["statusbar"] = bar
    during = {"calculation": -4135, "screenupdating": False, "enableevents": False, "displayalerts": False}
    before = {name: application[name] for name in (*during, "statusbar")}

    def dies(name: str, given: str, program: Any, told: str) -> str:
        application.update(during, statusbar="SheetLLM: outlines …")
        raise vba.error(GONE)

    server._run_button = dies  # type: ignore[method-assign]
    excel.click("SheetLLM_DetectOutline")
    assert {name: application[name] for name in before} == {**before, "statusbar": bar == "mine" and bar}


@pytest.mark.parametrize("typed", ["어느 지역?", "哪个地区？", "Größe?"])
def test_every_script_can_be_typed(excel: ScriptedExcel, server: ScriptedServer, typed: str) -> None:
    excel.interpreter.answers = [typed]
    excel.click("SheetLLM_AskSelection")
    assert server.pressed == [("AskSelection", typed)]
    assert excel.interpreter.dialogs[0][0] == "InputBox"
