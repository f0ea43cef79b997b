"""What the worksheet functions ask of an open workbook, on both engines, and the way from a cell to its answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings

from sheetllm_xl import app
from sheetllm_xl.errors import HostError
from sheetllm_xl.excel.busy import Patience, patiently
from sheetllm_xl.excel.calling import calling
from sheetllm_xl.excel.cells import LiveCells
from sheetllm_xl.excel.read.live import range_of, read_range
from sheetllm_xl.excel.read.quadtree import box_of
from sheetllm_xl.files.sample import SHEET, write_sample
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError
from sheetllm_xl.record import Place
from sheetllm_xl.server import Server

from ..loopback import Loopback, says
from . import memory
from .engine import App, Engine

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


def test_a_range_of_another_workbook_is_read_there_and_of_a_closed_one_not_at_all(rig: App) -> None:
    home, other = memory.Store(), memory.Store()
    other.name = "Prices 2026.xlsx"
    books = [xlwings.Book(impl=rig.books.take(store)) for store in (home, other)]
    for i, book in enumerate(books):
        book.sheets["Sheet1"].range("A1").raw_value = float(i)
    here = books[0].sheets["Sheet1"].range("C1")
    assert CELLS.evaluate(here, "'[Prices 2026.xlsx]Sheet1'!A1").value == 1.0
    assert CELLS.evaluate(here, "'C:\\Work\\[prices 2026.XLSX]Sheet1'!A1").value == 1.0
    assert CELLS.evaluate(here, "Sheet1!A1").value == 0.0
    assert CELLS.evaluate(here, "'C:\\Work\\[Closed.xlsx]Sheet1'!A1") is None


def test_a_range_whose_workbook_was_closed_meanwhile_is_a_sentence(opened: Callable[..., xlwings.Book]) -> None:
    book = opened()
    app, com = book.app, book.sheets["Sheet1"].range("A1").api
    assert range_of(app, com).row == 1
    book.close()
    with pytest.raises(HostError, match="is not open any more"):
        range_of(app, com)


@pytest.mark.parametrize("named", ["Figures", "Units", "Units[#All]"])
def test_a_name_and_a_table_are_ranges(opened: Callable[..., xlwings.Book], named: str) -> None:
    book = opened()
    sheet = book.sheets["Sheet1"]
    sheet.range("B2:C3").raw_value = [["Region", "Units"], ["North", 3.0]]
    sheet.tables.add(sheet.range("B2:C3"), name="Units", has_headers=True)
    book.names.add("Figures", "=Sheet1!$B$2:$C$3")
    found = CELLS.evaluate(book.sheets.add("Other").range("A1"), named)
    assert CELLS.is_area(found)
    assert (found.sheet.name, CELLS.read(found).value(3, 3)) == ("Sheet1", 3.0)
    assert CELLS.evaluate(sheet.range("A1"), "NoSuchName") is None


def test_what_is_around_a_cell(on_both: Callable[..., xlwings.Book], sample: Path) -> None:
    sheet = on_both(sample).sheets[SHEET]
    region, used = CELLS.around(sheet.range("C9"))
    assert box_of(region) == CellRange.parse("B5:J12")
    assert CellRange.parse("B5:N137") in box_of(used)
    assert CELLS.read(region).value(7, 3) == 320
    sheet.range("Z200").raw_value = "alone"
    alone, _ = CELLS.around(sheet.range("Z200"))
    assert box_of(alone) == CellRange.parse("Z200")


def test_what_is_selected(on_both: Callable[..., xlwings.Book], sample: Path, in_front: xlwings.App) -> None:
    sheet = on_both(sample).sheets[SHEET]
    with pytest.raises(HostError, match="Select a cell first"):
        CELLS.selected()
    sheet.range("C9").select()
    assert CELLS.place(CELLS.selected())[1:] == (SHEET, "C9")


def test_the_excel_that_calls_is_the_one_whose_selection_counts(in_front: xlwings.App) -> None:
    other = xlwings.App(impl=Engine("other").apps.app)
    for program, cell in ((in_front, "A1"), (other, "B2")):
        xlwings.Book(impl=program.impl.books.take(memory.Store())).sheets["Sheet1"].range(cell).select()
    assert CELLS.place(CELLS.selected()).cell == "A1"
    with calling(other, ""):
        assert CELLS.place(CELLS.selected()).cell == "B2"


DRAWN = '=IF(FALSE,ASKSHEET("x"),RAND.NV())'


def shown(sheet: xlwings.Sheet, *cells: str) -> list[float]:
    return [sheet.range(cell).value for cell in cells]


def test_cells_that_wait_are_calculated_and_no_others(
    on_both: Callable[..., xlwings.Book], in_front: xlwings.App, rig: App
) -> None:
    book = on_both()
    sheet = book.sheets["Sheet1"]
    for cell in ("P1", "P2", "P3", "R7", "P5"):
        sheet.range(cell).formula = DRAWN
    where = [Place(book.fullname, "Sheet1", cell) for cell in ("P1", "P2", "P3", "R7")]
    CELLS.calculate([CELLS.place(sheet.range("P5")), *where])
    before = shown(sheet, "P1", "P2", "P3", "R7", "P5")
    assert len({*before}) == 5
    rig.calls.clear()
    CELLS.calculate(where)
    after = shown(sheet, "P1", "P2", "P3", "R7", "P5")
    assert rig.calls["Calculate"] == 2
    assert not {*before[:4]} & {*after[:4]}
    assert after[4] == before[4]


def test_cells_that_have_moved_are_found_and_what_is_closed_is_let_be(
    on_both: Callable[..., xlwings.Book], in_front: xlwings.App, rig: App
) -> None:
    book = on_both()
    sheet = book.sheets["Sheet1"]
    sheet.range("A1").raw_value = 1.0
    sheet.range("B4").formula = DRAWN
    where = Place(book.fullname, "Sheet1", "B3")
    CELLS.calculate([where])
    before = shown(sheet, "B4")
    CELLS.calculate([where])
    assert shown(sheet, "B4") != before
    rig.calls.clear()
    CELLS.calculate([where._replace(sheet="Gone"), where._replace(book="Gone.xlsx")])
    assert not rig.calls["Calculate"]


def test_two_excels_with_a_book_of_one_name_both_calculate(
    in_front: xlwings.App, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = xlwings.App(impl=Engine("other").apps.app)
    sheets = []
    for program in (in_front, other):
        book = xlwings.Book(impl=program.impl.books.take(memory.Store()))
        book.sheets["Sheet1"].range("B2").formula = DRAWN
        sheets.append(book.sheets["Sheet1"])
    monkeypatch.setattr(xlwings, "apps", (in_front, other))
    where = Place("Book1", "Sheet1", "B2")
    CELLS.calculate([where])
    before = [shown(sheet, "B2") for sheet in sheets]
    CELLS.calculate([where])
    assert [shown(sheet, "B2") != was for sheet, was in zip(sheets, before, strict=True)] == [True, True]


def test_a_busy_program_is_said_so_that_it_can_be_tried_again(in_front: xlwings.App, rig: App, hasty: Patience) -> None:
    book = xlwings.Book(impl=rig.books.take(memory.Store()))
    book.sheets["Sheet1"].range("B2").formula = DRAWN
    rig.calculating = True
    cells = LiveCells(read_range, lambda action: patiently(action, hasty))
    with pytest.raises(HostError, match="busy"):
        cells.calculate([Place("Book1", "Sheet1", "B2")])


def test_a_busy_moment_is_waited_for_wherever_it_comes(
    in_front: xlwings.App, rig: App, hasty: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Apps:
        """Asking which Excel is in front is a call as well."""

        @property
        def active(self) -> xlwings.App:
            rig.hit("Active")
            return in_front

    here = xlwings.Book(impl=rig.books.take(memory.Store())).sheets["Sheet1"].range("B2")
    here.select()
    monkeypatch.setattr(xlwings, "apps", Apps())
    cells = LiveCells(read_range, lambda action: patiently(action, hasty))
    for ask in (cells.selected, lambda: cells.evaluate(here, "SUM(A1:A9)"), lambda: cells.place(here)):
        for call in range(1, 5):
            rig.busy_at = call
            ask()
            rig.busy_at = 0


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
    assert desk.answers.jobs.run_next()
    assert asked("B5:J12", "P2") == 3562.0
    assert asked("B5:J12", "P3") == 3562.0
    assert server.CallUDF("SHEETTABLES", (sheet.range("B2:N137"),), sheet.range("P4"))[1][0] == "B5:J12"
    assert len(api.bodies) == 1
