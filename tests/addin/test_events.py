"""ThisWorkbook: what Excel tells the add-in of, and what is done about it."""

from __future__ import annotations

import re

import pytest
from pyopenvba.interpreter._values import VBAErrorValue

from addin.packing import modules

from .scripted_excel import Cell, Scripted, ScriptedExcel, ScriptedServer
from .scripted_sheets import book, column
from .test_waiting import Asking

WAITS, CONNECT = VBAErrorValue(2043), VBAErrorValue(2046)
CALCULATED = {"AfterCalculate": (), "SheetCalculate": (Scripted("Worksheet"),)}
TOUCHED = {event: (Scripted("Worksheet"), Scripted("Range")) for event in ("SheetChange", "SheetSelectionChange")}
OPENED = {"WorkbookOpen": (Scripted("Workbook"),)}

# as Excel's type library has them: a procedure of another name, or with other parameters, is never called
DECLARED = {
    "WorkbookOpen": "ByVal Wb As Workbook",
    "AfterCalculate": "",
    "SheetCalculate": "ByVal Sh As Object",
    "SheetChange": "ByVal Sh As Object, ByVal Target As Range",
    "SheetSelectionChange": "ByVal Sh As Object, ByVal Target As Range",
}
OWN = {"Open": "", "BeforeClose": "Cancel As Boolean"}


@pytest.fixture
def server() -> ScriptedServer:
    return ScriptedServer(answer=lambda name, given: "\x012043")


@pytest.fixture
def excel(server: ScriptedServer) -> ScriptedExcel:
    """With the add-in open."""
    excel = ScriptedExcel(server)
    excel.opens()
    excel.pass_(1)
    assert not excel.appointments
    return excel


def test_every_event_is_declared_as_excel_raises_it() -> None:
    text = modules()["ThisWorkbook"]
    assert re.findall(r"^Private WithEvents (\w+) As Application$", text, re.MULTILINE) == ["excelApp"]
    found = re.findall(r"^Private Sub (\w+)_(\w+)\((.*)\)$", text, re.MULTILINE)
    assert {event: given for sink, event, given in found if sink == "excelApp"} == DECLARED
    assert {event: given for sink, event, given in found if sink == "Workbook"} == OWN
    assert DECLARED.keys() == {**CALCULATED, **TOUCHED, **OPENED}.keys()


@pytest.mark.parametrize("event", DECLARED)
def test_whatever_happens_first_begins_the_watch(excel: ScriptedExcel, event: str) -> None:
    assert excel.formula("ASKSHEET", "q") == WAITS
    excel.happens(event, *{**CALCULATED, **TOUCHED, **OPENED}[event])
    assert [macro for _, macro in excel.appointments] == ["'SheetLLM.xlam'!LookAtWaiting"]


def test_an_answer_that_was_missed_is_found_after_a_calculation(excel: ScriptedExcel, server: ScriptedServer) -> None:
    cell = Cell("[Book1]Sheet1!$A$1")
    excel.formula("ASKSHEET", "q", cell=cell)
    excel.happens("AfterCalculate")
    server.raises = 1
    excel.pass_(3)
    assert cell.calculated == 1


@pytest.mark.parametrize("event", [*TOUCHED, *OPENED])
def test_cells_without_a_server_ask_again_when_something_is_done(
    excel: ScriptedExcel, server: ScriptedServer, event: str
) -> None:
    server.registered, cell = False, Cell("[Book1]Sheet1!$A$1")
    assert excel.formula("ASKSHEET", "q", cell=cell) == CONNECT
    server.registered = True
    excel.wait(11)
    excel.happens(event, *{**TOUCHED, **OPENED}[event])
    assert cell.calculated == 1


def test_cells_saved_while_they_waited_ask_again(excel: ScriptedExcel, server: ScriptedServer) -> None:
    server.answer = lambda name, given: 7.0
    sheet, (cell,) = column(excel, ['=ASKSHEET("q")'], WAITS)
    excel.opens(book(sheet))
    assert cell.shows == 7.0


def test_an_excel_that_takes_no_appointment_at_the_start_still_tells_of_events(server: ScriptedServer) -> None:
    excel = ScriptedExcel(server)
    excel.refuses_appointments = True
    excel.opens()
    excel.refuses_appointments = False
    excel.formula("ASKSHEET", "q")
    excel.happens("AfterCalculate")
    assert len(excel.appointments) == 1


def instead(excel: ScriptedExcel, procedure: str) -> None:
    """A procedure of the add-in's that fails."""
    kind = procedure.partition(" ")[0]
    faulty = excel.interpreter.add_module(f"Public {procedure}\n    Err.Raise 5\nEnd {kind}\n", name="Faulty")
    excel.interpreter.modules = {"faulty": faulty, **excel.interpreter.modules}


def test_a_fault_in_an_event_ends_in_no_debugger(excel: ScriptedExcel) -> None:
    instead(excel, "Sub CalculateWaiting()")
    excel.formula("ASKSHEET", "q")
    excel.happens("SheetChange", *TOUCHED["SheetChange"])
    assert len(excel.appointments) == 1


def test_after_a_fault_in_a_look_the_wizard_is_heeded_again(excel: ScriptedExcel, server: ScriptedServer) -> None:
    excel.formula("ASKSHEET", "q")
    instead(excel, "Function CheckServer() As Long")
    excel.interpreter.run("LookAtWaiting")
    excel.wizard_is_open = True
    asked = len(server.calls)
    assert excel.formula("ASKSHEET", "other", cell=Cell("[Book1]Sheet1!$B$2")) == WAITS
    assert len(server.calls) == asked


def test_closing_leaves_no_appointment(excel: ScriptedExcel) -> None:
    excel.formula("ASKSHEET", "q")
    excel.happens("AfterCalculate")
    excel.interpreter.run("Workbook_BeforeClose", [False], module="ThisWorkbook")
    assert not excel.appointments
    excel.happens("SheetSelectionChange", *TOUCHED["SheetSelectionChange"])  # the person would rather not close Excel
    assert len(excel.appointments) == 1


def test_a_macro_that_writes_many_cells_is_not_slowed_by_those_that_wait(
    excel: ScriptedExcel, server: ScriptedServer
) -> None:
    cells = [Asking(excel, f"[Book1]Sheet1!$A${row}") for row in range(1, 21)]
    excel.wait(20)
    for _ in range(100):
        excel.happens("SheetChange", *TOUCHED["SheetChange"])
    assert [cell.calculated for cell in cells] == [1] * 20
    assert server.pinged == 1
