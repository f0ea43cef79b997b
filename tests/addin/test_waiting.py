"""M5 in VBA: cells that wait are looked at by Excel's clock until none does, whatever has become of the server."""

from __future__ import annotations

from typing import Any

import pytest
from pyopenvba.interpreter._values import VBAErrorValue, error

from .scripted_excel import Cell, Scripted, ScriptedExcel, ScriptedServer
from .scripted_sheets import book, column

WAITS, CONNECT, NOT_AVAILABLE = VBAErrorValue(2043), VBAErrorValue(2046), VBAErrorValue(2042)


class Asking(Cell):
    """A cell with a formula that asks."""

    def __init__(self, excel: ScriptedExcel, address: str) -> None:
        super().__init__(address)
        self.excel, self.shows = excel, excel.formula("ASKSHEET", "q", cell=self)

    def _calculate(self) -> Any:
        super()._calculate()
        self.shows = self.excel.formula("ASKSHEET", "q", cell=self)


@pytest.fixture
def server() -> ScriptedServer:
    return ScriptedServer(answer=lambda name, given: "\x012043")


@pytest.fixture
def excel(server: ScriptedServer) -> ScriptedExcel:
    return ScriptedExcel(server)


def asking(excel: ScriptedExcel, count: int = 1) -> list[Asking]:
    """Cells that ask, in a workbook that has calculated."""
    cells = [Asking(excel, f"[Book1]Sheet1!$A${row}") for row in range(1, count + 1)]
    excel.interpreter.run("WatchWaiting")
    return cells


def test_what_has_its_answer_is_not_watched(excel: ScriptedExcel, server: ScriptedServer) -> None:
    (cell,) = asking(excel)
    assert len(excel.appointments) == 1
    server.answer = lambda name, given: 7.0
    cell._calculate()  # as the server does when the answer has come
    excel.pass_(3)
    assert (cell.shows, cell.calculated, excel.appointments) == (7.0, 1, {})


def test_a_server_that_lives_is_left_to_its_work(excel: ScriptedExcel) -> None:
    cells = asking(excel, 300)
    excel.pass_(14)
    assert not any(cell.calculated for cell in cells)
    assert len(excel.appointments) == 1


@pytest.mark.parametrize("killed_at", [0, 1, 5, 40])
def test_the_cells_of_a_killed_server_ask_the_next_one(
    excel: ScriptedExcel, server: ScriptedServer, killed_at: int
) -> None:
    cells = asking(excel, 50)
    excel.pass_(killed_at)
    server.raises = 1  # the next call finds nobody
    server.answer = lambda name, given: 7.0
    excel.pass_(3)
    assert [cell.shows for cell in cells] == [7.0] * 50
    assert server.created == 2
    excel.pass_(3)
    assert not excel.appointments


def test_where_no_server_can_be_started_again_they_say_so(excel: ScriptedExcel, server: ScriptedServer) -> None:
    cells = asking(excel, 50)
    server.raises, server.registered = 1, False
    excel.pass_(3)
    assert [cell.shows for cell in cells] == [CONNECT] * 50
    assert server.tried == 2
    excel.pass_(3)
    assert not excel.appointments
    server.registered, server.answer = True, lambda name, given: 7.0
    excel.wait(11)
    excel.interpreter.run("CalculateWaiting")
    assert [cell.shows for cell in cells] == [7.0] * 50


def test_a_cell_that_found_the_next_server_by_itself_takes_the_others_along(
    excel: ScriptedExcel, server: ScriptedServer
) -> None:
    cells = asking(excel, 3)
    server.raises = 1
    server.answer = lambda name, given: 7.0
    assert excel.formula("ASKSHEET", "other", cell=Cell("[Book1]Sheet1!$C$9")) == 7.0
    excel.pass_(3)
    assert [cell.shows for cell in cells] == [7.0] * 3


def test_an_answer_nobody_calculated_is_looked_for_a_few_cells_at_a_time(
    excel: ScriptedExcel, server: ScriptedServer
) -> None:
    cells = asking(excel, 50)
    excel.pass_(17)
    assert [cell.calculated for cell in cells] == [1] * 20 + [0] * 30
    excel.pass_(2)
    assert [cell.calculated for cell in cells] == [1] * 40 + [0] * 10
    server.answer = lambda name, given: 7.0
    excel.pass_(16)
    assert [cell.shows for cell in cells] == [7.0] * 50


def test_where_answers_were_missed_the_looks_do_not_stop_at_a_few(excel: ScriptedExcel, server: ScriptedServer) -> None:
    cells = asking(excel, 200)
    server.answer = lambda name, given: 7.0
    excel.pass_(17)
    assert [cell.calculated for cell in cells] == [1] * 200


def test_cells_the_wizard_held_back_are_calculated_when_it_is_closed(
    excel: ScriptedExcel, server: ScriptedServer
) -> None:
    server.answer = lambda name, given: 7.0
    excel.wizard_is_open = True
    cells = asking(excel, 50)
    excel.pass_(5)
    assert {cell.shows for cell in cells} == {WAITS}
    assert not server.tried
    excel.wizard_is_open = False
    excel.pass_(3)
    assert [cell.shows for cell in cells] == [7.0] * 50


def test_a_cell_deleted_meanwhile_hinders_no_other(excel: ScriptedExcel, server: ScriptedServer) -> None:
    cells = asking(excel, 3)

    def gone(*_: Any) -> Any:
        raise error(424)

    cells[1].members["calculate"] = cells[1].members["address"] = gone
    server.raises, server.answer = 1, lambda name, given: 7.0
    excel.pass_(5)
    assert [cell.shows for cell in cells] == [7.0, WAITS, 7.0]
    assert not excel.appointments


def test_a_cell_that_asks_no_more_does_not_keep_the_watch(excel: ScriptedExcel, server: ScriptedServer) -> None:
    cleared = Cell("[Book1]Sheet1!$A$1")
    excel.formula("ASKSHEET", "q", cell=cleared)
    excel.interpreter.run("WatchWaiting")
    excel.pass_(30)
    assert cleared.calculated == 1
    assert not excel.appointments


def test_an_excel_that_takes_no_appointment_gets_it_at_the_next_calculation(excel: ScriptedExcel) -> None:
    excel.refuses_appointments = True
    asking(excel)
    excel.refuses_appointments = False
    excel.interpreter.run("WatchWaiting")
    assert len(excel.appointments) == 1


def test_a_clock_set_back_or_a_lost_appointment_does_not_end_the_watch(excel: ScriptedExcel) -> None:
    asking(excel)
    excel.wait(-3600)
    excel.interpreter.run("WatchWaiting")
    assert len(excel.appointments) == 1
    excel.appointments.clear()
    excel.wait(120)
    excel.interpreter.run("WatchWaiting")
    assert len(excel.appointments) == 1


def test_a_look_that_was_late_leaves_one_chain_of_looks_and_none_when_the_add_in_closes(excel: ScriptedExcel) -> None:
    asking(excel)
    for _ in range(3):
        excel.wait(120)  # a dialog is open; Excel calculates all the same
        excel.interpreter.run("WatchWaiting")
        assert len(excel.appointments) == 1
    excel.pass_(3)
    assert len(excel.appointments) == 1
    excel.interpreter.run("LookAtWaiting")  # one that Excel's clock kept although it was taken back
    assert len(excel.appointments) == 1
    excel.interpreter.run("StopWatching")
    assert not excel.appointments


def test_closing_the_add_in_takes_the_appointment_back(excel: ScriptedExcel) -> None:
    asking(excel)
    excel.interpreter.run("StopWatching")
    assert not excel.appointments
    excel.interpreter.run("StopWatching")


def test_many_cells_do_not_keep_excel_for_long(excel: ScriptedExcel, server: ScriptedServer) -> None:
    cells = asking(excel, 30)

    def slow(name: str, given: tuple[Any, ...]) -> Any:
        excel.wait(0.2)
        return 7.0

    server.raises, server.answer = 1, slow
    excel.pass_(2)
    assert 0 < sum(cell.shows == 7.0 for cell in cells) < 15
    excel.pass_(30)
    assert [cell.shows for cell in cells] == [7.0] * 30


def test_many_cells_without_a_server_do_not_keep_excel_for_long_when_there_is_one(
    excel: ScriptedExcel, server: ScriptedServer
) -> None:
    server.registered = False
    cells = asking(excel, 30)

    def slow(name: str, given: tuple[Any, ...]) -> Any:
        excel.wait(0.2)
        return 7.0

    server.registered, server.answer = True, slow
    excel.wait(11)
    excel.interpreter.run("CalculateWaiting")
    excel.interpreter.run("WatchWaiting")
    assert 0 < sum(cell.shows == 7.0 for cell in cells) < 15
    excel.pass_(30)
    assert [cell.shows for cell in cells] == [7.0] * 30


def test_a_cell_that_excel_did_not_calculate_just_then_goes_on_waiting(
    excel: ScriptedExcel, server: ScriptedServer
) -> None:
    (cell,) = asking(excel)

    def refused() -> Any:
        cell.members["calculate"] = cell._calculate
        raise error(1004)

    cell.members["calculate"] = refused
    server.raises, server.answer = 1, lambda name, given: 7.0
    excel.pass_(3)
    assert cell.shows == WAITS
    excel.pass_(20)
    assert cell.shows == 7.0
    assert not excel.appointments


def test_where_the_sign_of_the_wizard_stands_for_ever_cells_settle(
    excel: ScriptedExcel, server: ScriptedServer
) -> None:
    server.answer = lambda name, given: 7.0
    excel.sign_stands = True
    cells = asking(excel, 3)
    assert [cell.shows for cell in cells] == [WAITS] * 3
    excel.pass_(3)
    assert [cell.shows for cell in cells] == [7.0] * 3
    assert Asking(excel, "[Book1]Sheet1!$B$1").shows == WAITS  # it is the clock that is believed, nobody else
    assert not excel.appointments


def test_a_call_that_cannot_be_made_takes_the_server_from_no_other_cell(
    excel: ScriptedExcel, server: ScriptedServer
) -> None:
    cells = asking(excel, 3)

    def fails(name: str, given: tuple[Any, ...]) -> Any:
        raise error(5)

    server.answer = fails
    assert excel.formula("ASKSHEET", "bad", cell=Cell("[Book1]Sheet1!$B$1")) == VBAErrorValue(2015)
    server.answer = lambda name, given: 7.0
    assert Asking(excel, "[Book1]Sheet1!$B$2").shows == 7.0
    assert server.created == 1
    excel.pass_(5)
    assert not any(cell.calculated for cell in cells)


def test_cells_saved_while_they_waited_ask_when_the_workbook_is_opened(
    excel: ScriptedExcel, server: ScriptedServer
) -> None:
    server.answer = lambda name, given: 7.0
    sheet, cells = column(excel, ['=ASKSHEET("q")', "=Other()", '=asksheet("q")'], WAITS)
    cells[2].shows = NOT_AVAILABLE
    empty = Scripted("Worksheet", UsedRange=Scripted("Range", SpecialCells=lambda kind, which: error_of(1004)))
    excel.interpreter.run("AwaitSaved", [book(empty, sheet)])
    excel.interpreter.run("CalculateWaiting")
    assert [cell.calculated for cell in cells] == [1, 0, 0]


def error_of(number: int) -> Any:
    raise error(number)
