"""What VBA tells of Excel tables: the text the server reads, the same that the live suite's engine gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import xlwings

from sheetllm_xl.excel.calling import calling, current, tables_in
from sheetllm_xl.grid import CellRange

from ..live import memory
from ..live.engine import Engine, vba_tells
from .scripted_excel import Scripted, ScriptedExcel, ScriptedServer, Several

TABLES = {"Sales": (CellRange.parse("A1:C9"), True, False), "Stock": (CellRange.parse("E2:F4"), False, True)}
Sheets = Callable[[str], Scripted]


class Named(memory.Store):
    """A sheet of a name, with tables that are only told of."""

    def __init__(self, book: str, sheet: str) -> None:
        super().__init__()
        self.name, self.book.active.title = book, sheet

    def tables(self, sheet: str) -> dict[str, tuple[CellRange, bool, bool]]:
        return TABLES


def vba_sheet(sheet: xlwings.Sheet) -> Scripted:
    """The same sheet as VBA holds it."""
    prefix = vba_tells(sheet).partition("\n")[0]
    listed = [
        Scripted(
            "ListObject",
            Name=name,
            Range=Scripted("Range", Address=lambda *_, box=box: str(box)),
            ShowHeaders=headers,
            ShowTotals=totals,
        )
        for name, (box, headers, totals) in TABLES.items()
    ]
    first = Scripted("Range", Address=lambda row, column, style, external: f"{prefix}!A1")
    first.members["worksheet"] = found = Scripted("Worksheet", Cells=lambda *_: first, ListObjects=Several(*listed))
    return found


@pytest.fixture(params=[("Book1", "Sheet1"), ("Sales 2026.xlsx", "It's Q1!"), ("Übersicht.xlsm", "Blatt 1")])
def sheet(request: pytest.FixtureRequest) -> xlwings.Sheet:
    store = Named(*request.param)
    return xlwings.Book(impl=Engine("memory").apps.app.books.take(store)).sheets[0]


@pytest.fixture
def server() -> ScriptedServer:
    return ScriptedServer()


def test_a_range_takes_the_tables_of_its_sheet_along(sheet: xlwings.Sheet, server: ScriptedServer) -> None:
    excel, area = ScriptedExcel(server), vba_sheet(sheet).vba_get("Cells")
    excel.formula("ASKSHEET", "how much?", area)
    assert server.told == [vba_tells(sheet)]
    (found,) = tables_in(server.told[0]).values()
    assert {t.name: (t.range, bool(t.header_rows), bool(t.total_rows)) for t in found} == TABLES


def test_without_a_range_the_callers_sheet_is_told_of(sheet: xlwings.Sheet, server: ScriptedServer) -> None:
    excel, cell = ScriptedExcel(server), vba_sheet(sheet).vba_get("Cells")
    excel.formula("ASKSHEET", "how much?", cell=cell)
    assert server.told == [vba_tells(sheet)]


def test_a_button_takes_the_tables_of_the_sheet_in_front_along(sheet: xlwings.Sheet, server: ScriptedServer) -> None:
    excel = ScriptedExcel(server)
    excel._application.members["activesheet"] = vba_sheet(sheet)
    excel.click("SheetLLM_DetectList")
    assert server.told == [vba_tells(sheet)]


def test_what_cannot_be_told_is_left_out_and_hinders_nothing(sheet: xlwings.Sheet, server: ScriptedServer) -> None:
    excel, broken = ScriptedExcel(server), vba_sheet(sheet)
    broken.members["listobjects"] = Several(Scripted("ListObject", Name="Sales"))
    server.answer = lambda name, given: 7.0
    area: Any = broken.vba_get("Cells")
    assert excel.formula("ASKSHEET", "how much?", area) == 7.0
    excel.click("SheetLLM_DetectList")
    assert server.told == ["", ""]


@pytest.mark.parametrize("event", ["AfterCalculate", "SheetCalculate", "SheetChange", "WorkbookOpen"])
def test_cells_of_one_calculation_are_told_apart_from_those_of_the_next(server: ScriptedServer, event: str) -> None:
    excel = ScriptedExcel(server)
    excel.formula("ASKSHEET", "q")
    excel.opens()
    for _ in range(2):
        excel.formula("ASKSHEET", "q")
    given = {"AfterCalculate": (), "SheetChange": (Scripted("Worksheet"), Scripted("Range"))}
    excel.happens(event, *given.get(event, (Scripted("Worksheet"),)))
    excel.formula("ASKSHEET", "q")
    excel._application.members["enableevents"] = False  # a macro that tells of nothing
    excel.formula("ASKSHEET", "q")
    before, first, second, after, silent = server.told
    assert (before, silent) == ("", "")
    assert first == second != after
    assert first.startswith("=7.")


def test_the_server_knows_the_calculation_and_the_tables_apart() -> None:
    with calling(None, "=7.3\n[Book1]Data\n\tSales\tA1:C9\t1\t0\n"):
        assert (current().calculation, list(current().tables)) == ("=7.3", ["[Book1]Data"])
    with calling(None, "[Book1]Data\n"):
        assert (current().calculation, list(current().tables)) == ("", ["[Book1]Data"])
    assert current().calculation == ""
