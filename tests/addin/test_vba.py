"""What the VBA does between a cell or a button and the server, run in an interpreter."""

from __future__ import annotations

from typing import Any

import pytest
from pyopenvba.interpreter._values import MISSING, VBAErrorValue, VBAInt

from sheetllm_xl import CellError
from sheetllm_xl.excel import error_codes as excel_errors

from .scripted_excel import Cell, Scripted, ScriptedExcel, ScriptedServer

CONNECT, GETTING_DATA, NOT_AVAILABLE = VBAErrorValue(2046), VBAErrorValue(2043), VBAErrorValue(2042)


@pytest.fixture
def server() -> ScriptedServer:
    return ScriptedServer()


@pytest.fixture
def excel(server: ScriptedServer) -> ScriptedExcel:
    return ScriptedExcel(server)


def test_arguments_arrive_as_they_stand(excel: ScriptedExcel, server: ScriptedServer) -> None:
    area = Scripted("Range", Value=1.0)
    excel.formula("ASKSHEET", "how much?", area)
    excel.formula("ASKSHEET", "how much?", MISSING, "table")
    excel.formula("SHEETTABLES")
    cell = excel.caller
    assert server.calls == [
        ("ASKSHEET", ("how much?", area, None, None), cell),
        ("ASKSHEET", ("how much?", None, "table", None), cell),
        ("SHEETTABLES", (None,), cell),
    ]


@pytest.mark.parametrize("answer", [12.5, "North", True, "", "2042", "#N/A", "=1+1", "+1", "@SUM(A1)"])
def test_a_value_stays_what_it_is(excel: ScriptedExcel, server: ScriptedServer, answer: Any) -> None:
    server.answer = lambda name, given: answer
    shown = excel.formula("ASKSHEET", "q")
    assert shown == answer
    assert type(shown) is type(answer)


@pytest.mark.parametrize("code", [2000, 2007, 2015, 2023, 2029, 2036, 2042, 2043, 2045, 2046, 2047, 2048, 2049, 2050])
def test_every_error_code_becomes_an_error_value(excel: ScriptedExcel, server: ScriptedServer, code: int) -> None:
    server.answer = lambda name, given: f"\x01{code}"
    assert excel.formula("ASKSHEET", "q") == VBAErrorValue(code)


def test_every_error_python_knows_arrives_as_itself(excel: ScriptedExcel, server: ScriptedServer) -> None:
    for error in CellError:
        server.answer = lambda name, given, error=error: excel_errors.marked(error)
        assert excel.formula("ASKSHEET", "q") == VBAErrorValue(excel_errors.code(error))


@pytest.mark.parametrize("text", ["\x01", "\x010", "\x011999", "\x012051", "\x01abc"])
def test_a_code_excel_does_not_know_is_not_available(excel: ScriptedExcel, server: ScriptedServer, text: str) -> None:
    server.answer = lambda name, given: text
    assert excel.formula("ASKSHEET", "q") == NOT_AVAILABLE


def test_errors_and_blanks_inside_an_array(excel: ScriptedExcel, server: ScriptedServer) -> None:
    server.answer = lambda name, given: [["\x012007", None], [VBAInt(3, "LongLong"), "b"], [False, -1.0]]
    shown = excel.formula("ASKSHEET_SOURCES", "A1")
    assert shown == [[VBAErrorValue(2007), ""], [3.0, "b"], [False, -1.0]]
    assert type(shown[1][0]) is float


def test_no_cell_turns_to_zero(excel: ScriptedExcel, server: ScriptedServer) -> None:
    server.answer = lambda name, given: None
    assert excel.formula("ASKSHEET_WHY", "A1") == ""
    excel.wizard_is_open = True
    assert excel.formula("ASKSHEET_WHY", "A1") == GETTING_DATA


def test_an_answer_of_a_form_that_no_cell_takes_is_an_error_value(excel: ScriptedExcel, server: ScriptedServer) -> None:
    server.answer = lambda name, given: Scripted("Dictionary")
    assert isinstance(excel.formula("ASKSHEET", "q"), VBAErrorValue)
    assert not excel.interpreter.dialogs


def test_the_open_wizard_calls_nobody_and_the_cell_settles_afterwards(
    excel: ScriptedExcel, server: ScriptedServer
) -> None:
    cell, excel.wizard_is_open = Cell("[Book1]Sheet1!$B$2"), True
    for _ in range(3):
        assert excel.formula("ASKSHEET", "q", cell=cell) == GETTING_DATA
    excel.interpreter.run("CalculateWaiting")
    assert (server.created, server.calls, cell.calculated) == (0, [], 0)
    excel.wizard_is_open = False
    excel.interpreter.run("CalculateWaiting")
    excel.interpreter.run("CalculateWaiting")
    assert cell.calculated == 1


def test_a_macro_that_calls_a_function_is_no_wizard(excel: ScriptedExcel, server: ScriptedServer) -> None:
    excel.wizard_is_open, excel.caller = True, VBAErrorValue(2023)
    excel.formula("ASKSHEET", "q")
    assert [caller for _, _, caller in server.calls] == [None]


def test_without_a_server_cells_say_connect_and_wait_for_one_try_only(
    excel: ScriptedExcel, server: ScriptedServer
) -> None:
    server.registered = False
    cells = [Cell(f"[Book1]Sheet1!$A${row}") for row in range(1, 51)]
    assert [excel.formula("ASKSHEET", "q", cell=cell) for cell in cells] == [CONNECT] * 50
    assert server.tried == 1
    server.registered = True
    excel.interpreter.run("CalculateWaiting")
    assert not any(cell.calculated for cell in cells)
    excel.wait(11)
    excel.interpreter.run("CalculateWaiting")
    assert [cell.calculated for cell in cells] == [1] * 50
    assert not excel.interpreter.dialogs


def test_a_server_that_has_gone_is_started_again(excel: ScriptedExcel, server: ScriptedServer) -> None:
    server.answer = lambda name, given: 7.0
    assert excel.formula("ASKSHEET", "q") == 7.0
    server.raises = 1
    assert excel.formula("ASKSHEET", "q") == 7.0
    assert server.created == 2
    server.raises = 2
    assert excel.formula("ASKSHEET", "q") == CONNECT
    assert excel.formula("ASKSHEET", "q") == CONNECT  # not tried again so soon
    assert server.created == 3


def test_a_clock_set_back_does_not_keep_the_server_away(excel: ScriptedExcel, server: ScriptedServer) -> None:
    server.registered = False
    assert excel.formula("ASKSHEET", "q") == CONNECT
    server.registered = True
    excel.wait(-3600)
    assert excel.formula("ASKSHEET", "q") == ""


def test_a_button_says_which_excel_it_was_pressed_in(server: ScriptedServer) -> None:
    both = ScriptedExcel(server), ScriptedExcel(server)
    for excel in reversed(both):
        excel.click("SheetLLM_ShowUsage")
    assert server.programs == [both[1]._application, both[0]._application]
