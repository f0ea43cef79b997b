"""Cells that wait and move meanwhile, M5: rows are inserted, cells cut, a block shifts; each settles all the same."""

from __future__ import annotations

from typing import Any

import pytest
from pyopenvba.interpreter._values import VBAErrorValue, error

from .scripted_excel import ScriptedExcel, ScriptedServer
from .test_waiting import Asking, excel, server

__all__ = ["excel", "server"]
WAITS, CONNECT = VBAErrorValue(2043), VBAErrorValue(2046)


def place(row: int) -> str:
    return f"[Book1]Sheet1!$A${row}"


def moved(cell: Asking, row: int) -> None:
    cell.members["address"] = lambda *_: place(row)


def deleted(cell: Asking) -> None:
    def gone(*_: Any) -> Any:
        raise error(424)

    cell.members["calculate"] = cell.members["address"] = gone


def test_another_cell_asks_where_one_that_moved_stood(excel: ScriptedExcel, server: ScriptedServer) -> None:
    first = Asking(excel, place(5))
    excel.interpreter.run("WatchWaiting")
    moved(first, 6)
    second = Asking(excel, place(5))
    assert excel.interpreter.run("PendingCells") == 2
    server.raises, server.answer = 1, lambda name, given: 7.0
    excel.pass_(5)
    assert [first.shows, second.shows] == [7.0, 7.0]
    assert not excel.appointments


def test_an_answer_settles_the_cell_that_stands_there_and_no_other(
    excel: ScriptedExcel, server: ScriptedServer
) -> None:
    first = Asking(excel, place(5))
    excel.interpreter.run("WatchWaiting")
    moved(first, 6)
    server.answer = lambda name, given: 7.0
    assert Asking(excel, place(5)).shows == 7.0  # from the ledger, at once
    excel.pass_(18)
    assert first.shows == 7.0


def test_the_same_holds_of_cells_without_a_server(excel: ScriptedExcel, server: ScriptedServer) -> None:
    server.registered = False
    first = Asking(excel, place(5))
    moved(first, 6)
    second = Asking(excel, place(5))
    assert [first.shows, second.shows] == [CONNECT, CONNECT]
    server.registered, server.answer = True, lambda name, given: 7.0
    excel.wait(11)
    excel.interpreter.run("CalculateWaiting")
    assert [first.shows, second.shows] == [7.0, 7.0]


def test_a_workbook_that_is_closed_and_opened_again_asks_again(excel: ScriptedExcel, server: ScriptedServer) -> None:
    deleted(Asking(excel, place(5)))
    again = Asking(excel, place(5))
    assert excel.interpreter.run("PendingCells") == 1
    server.raises, server.answer = 1, lambda name, given: 7.0
    excel.interpreter.run("WatchWaiting")
    excel.pass_(5)
    assert again.shows == 7.0


@pytest.mark.parametrize("also_deleted", [False, True])
def test_a_block_shifts_and_each_settles_once(excel: ScriptedExcel, server: ScriptedServer, also_deleted: bool) -> None:
    cells = [Asking(excel, place(row)) for row in range(1, 51)]
    excel.interpreter.run("WatchWaiting")
    for row, cell in enumerate(cells, 2):
        moved(cell, row)
    if also_deleted:
        deleted(cells.pop(20))
    cells.insert(0, Asking(excel, place(1)))
    server.raises, server.answer = 1, lambda name, given: 7.0
    excel.pass_(7)
    assert [(cell.shows, cell.calculated) for cell in cells] == [(7.0, 1)] * len(cells)
    assert not excel.appointments


def test_a_block_that_shifted_is_settled_by_its_answers_alone(excel: ScriptedExcel, server: ScriptedServer) -> None:
    cells = [Asking(excel, place(row)) for row in range(1, 51)]
    excel.interpreter.run("WatchWaiting")
    for row, cell in enumerate(cells, 2):
        moved(cell, row)
    server.answer = lambda name, given: 7.0
    for cell in cells:
        cell._calculate()  # as the server does
    assert excel.interpreter.run("PendingCells") == 0
