"""Cells saved while they waited, M5: they ask again when their workbook is opened, and no others do."""

from __future__ import annotations

from typing import Any

import pytest
from pyopenvba.interpreter._values import VBAErrorValue, error

from addin.packing import modules
from addin.wrappers import worksheet_functions
from sheetllm_xl import udfs

from . import scripted_excel
from .scripted_excel import Scripted, ScriptedExcel, ScriptedServer, Several
from .scripted_sheets import SavedCell, Sheet, book, column

WAITS, CONNECT, NOT_AVAILABLE = VBAErrorValue(2043), VBAErrorValue(2046), VBAErrorValue(2042)
ASKS = '=ASKSHEET("q",A1:B2)'


@pytest.fixture
def server() -> ScriptedServer:
    return ScriptedServer(answer=lambda name, given: 7.0)


@pytest.fixture
def excel(server: ScriptedServer) -> ScriptedExcel:
    return ScriptedExcel(server)


def constant(monkeypatch: pytest.MonkeyPatch, module: str, before: str, now: str) -> None:
    """The add-in with another constant."""
    text = modules()[module]
    assert text.count(f"{before}\n") + text.count(f"{before} '") == 1
    changed = {**modules(), module: text.replace(before, now)}
    monkeypatch.setattr(scripted_excel, "modules", lambda: changed)


def opened(excel: ScriptedExcel, *sheets: Any) -> None:
    excel.opens()
    excel.pass_(1)
    excel.opens(book(*sheets))


@pytest.mark.parametrize("name", [function.__name__ for function in worksheet_functions(udfs)])
def test_every_function_of_ours_is_asked_again(excel: ScriptedExcel, name: str) -> None:
    calls = f"={name}(D2)", f"=1+{name.lower()}(D2)", f"='C:\\add ins\\SheetLLM.xlam'!{name}(D2)"
    sheet, cells = column(excel, calls, WAITS)
    opened(excel, sheet)
    assert [cell.shows for cell in cells] == [7.0] * 3


@pytest.mark.parametrize("protected", [False, True])
def test_what_does_not_wait_or_is_not_ours_is_let_be(
    excel: ScriptedExcel, server: ScriptedServer, protected: bool
) -> None:
    hides = '=IFERROR(ASKSHEET("q"),"wait")'
    shown = (
        ("=Other()", WAITS),
        (ASKS, NOT_AVAILABLE),
        (ASKS, CONNECT),
        (ASKS, 2043.0),
        (ASKS, "North"),
        (hides, "wait"),
    )
    sheet, cells = column(excel, [formula for formula, _ in shown], None, protected=protected)
    for cell, (_, shows) in zip(cells, shown, strict=True):
        cell.shows = shows
    opened(excel, sheet)
    excel.pass_(30)
    assert [cell.calculated for cell in cells] == [0] * len(shown)
    assert not server.tried


def test_a_sheet_with_more_errors_than_a_look_takes_is_read_over_several(
    monkeypatch: pytest.MonkeyPatch, server: ScriptedServer
) -> None:
    constant(monkeypatch, "Saved", "MOST_READ As Long = 50000", "MOST_READ As Long = 40")
    excel = ScriptedExcel(server)
    sheet, cells = column(excel, [ASKS, "=Other()"] * 100, WAITS)
    opened(excel, sheet)
    assert 0 < sum(cell.calculated for cell in cells) <= 40
    assert len(excel.appointments) == 1
    excel.pass_(30)
    assert [cell.calculated for cell in cells] == [1, 0] * 100
    assert max(sheet.read[2:]) < 200
    assert not excel.appointments


def test_twenty_thousand_and_one_are_not_too_many(excel: ScriptedExcel) -> None:
    sheet, (cell, _) = column(excel, [ASKS, ASKS], WAITS)
    many = Scripted("Range", CountLarge=20_001, Cells=Several(cell))
    used = Scripted("Range", CountLarge=1_000_000, Worksheet=sheet, SpecialCells=lambda kind, which: many)
    opened(excel, Scripted("Worksheet", UsedRange=used))
    assert cell.shows == 7.0


@pytest.mark.parametrize("most", [50_000, 2])
def test_a_protected_sheet_is_read_too(monkeypatch: pytest.MonkeyPatch, server: ScriptedServer, most: int) -> None:
    constant(monkeypatch, "Saved", "MOST_READ As Long = 50000", f"MOST_READ As Long = {most}")
    excel = ScriptedExcel(server)
    sheet, cells = column(excel, [ASKS] * 9, WAITS, protected=True)
    opened(excel, sheet, Sheet({}, (1, 1, 1_048_576, 1), protected=True))
    excel.pass_(30)
    assert [cell.calculated for cell in cells] == [1] * 9
    assert not excel.appointments


def test_a_single_cell_is_not_taken_for_its_sheet(excel: ScriptedExcel) -> None:
    sheet, (cell,) = column(excel, [ASKS], WAITS)
    sheet.cells[9, 9] = other = SavedCell(excel, "[Book1]Sheet1!$I$9", ASKS, WAITS)
    opened(excel, sheet)
    assert (cell.calculated, other.calculated) == (1, 0)


def test_an_array_formula_is_calculated_whole(excel: ScriptedExcel) -> None:
    sheet, cells = column(excel, [ASKS] * 3, WAITS)
    whole = SavedCell(excel, "[Book1]Sheet1!$A$1:$A$3", ASKS, WAITS)
    for cell in cells:
        cell.members |= {"hasarray": True, "currentarray": whole}
    opened(excel, sheet)
    assert [cell.calculated for cell in (whole, *cells)] == [1, 0, 0, 0]


def test_a_sheet_that_cannot_be_read_hinders_no_other(excel: ScriptedExcel) -> None:
    def refused() -> Any:
        raise error(1004)

    sheet, (cell,) = column(excel, [ASKS], WAITS)
    closed = Scripted("Range", CountLarge=refused)
    opened(excel, Scripted("Worksheet", UsedRange=refused), Scripted("Worksheet", UsedRange=closed), sheet)
    assert cell.shows == 7.0


def test_workbooks_that_were_open_before_the_add_in_are_read(excel: ScriptedExcel, server: ScriptedServer) -> None:
    sheet, (cell,) = column(excel, [ASKS], WAITS)
    excel.books.append(book(sheet))
    excel.opens()
    assert not server.tried  # Excel is not kept while it starts
    excel.pass_(3)
    assert cell.shows == 7.0
