"""M43 in VBA: while a person copies, cells that wait go on waiting."""

from __future__ import annotations

from .scripted_excel import ScriptedExcel, ScriptedServer
from .test_waiting import asking, excel, server

__all__ = ["excel", "server"]


def test_while_a_person_copies_nothing_is_calculated(excel: ScriptedExcel, server: ScriptedServer) -> None:
    cells = asking(excel, 100)
    server.raises, server.answer = 1, lambda name, given: 7.0
    excel.copying = 1
    excel.pass_(5)
    excel.interpreter.run("CalculateWaiting")
    assert not any(cell.calculated for cell in cells)
    excel.copying = 0
    excel.pass_(3)
    assert [cell.shows for cell in cells] == [7.0] * 100
