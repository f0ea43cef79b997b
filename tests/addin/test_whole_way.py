"""From a cell through the real VBA, the real server, the queue and the ledger to the wire, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pyopenvba.interpreter._values import MISSING, VBAErrorValue

from sheetllm_xl.grid import CellRange

from ..answers.test_udfs import SUM, opened, run
from ..answers.workbook import Area, Workbook
from ..loopback import Loopback, fails, says
from .scripted_excel import Scripted, ScriptedExcel, ScriptedServer

WAITS, CONNECT = "\x012043", "\x012046"
TOTAL = '=ASKSHEET("Total?",Data!A1:D4)'


class Range(Scripted):
    """An area of the workbook as VBA holds it."""

    def __init__(self, area: Area, book: VbaWorkbook) -> None:
        self.area, self.book = area, book
        super().__init__("Range", Address=lambda *_: f"{area.sheet}!{area.range}", Calculate=self._calculate)

    def _calculate(self) -> None:
        self.book.calculate_cell(self.area.sheet, str(self.area.range))


class VbaWorkbook(Workbook):
    """The workbook of the server's own tests, whose cells call the wrappers instead of the server."""

    excel: ScriptedExcel

    def call(self, name: str, *given: Any, at: str | None = "Z1", sheet: str = "Ask") -> Any:
        assert at
        caller = Range(Area(sheet, CellRange.parse(at)), self)
        arguments = [
            Range(item, self) if isinstance(item, Area) else MISSING if item is None else item for item in given
        ]
        shown = self.excel.formula(name, *arguments, cell=caller)
        return f"\x01{shown.number}" if isinstance(shown, VBAErrorValue) else shown


@pytest.fixture
def book(api: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> VbaWorkbook:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("SHEETLLM_MAX_RETRIES", "0")
    plain = opened(tmp_path)
    book = VbaWorkbook(plain.sheets)
    opened(tmp_path, book)
    server = ScriptedServer()
    book.excel = ScriptedExcel(server)

    def answer(name: str, given: tuple[Any, ...]) -> Any:
        assert book.server
        caller = server.calls[-1][2]
        return book.server.CallUDF(name, tuple(map(area, given)), area(caller))

    server.answer = answer
    return book


def area(item: Any) -> Any:
    return item.area if isinstance(item, Range) else item


def test_a_cell_waits_and_then_shows_a_number_that_stays(book: VbaWorkbook, api: Loopback) -> None:
    api.then(says(SUM))
    assert book.put("B2", TOTAL) == WAITS
    run(book)
    assert book.shown["Ask", "B2"] == 1800.0
    book.calculate_all()
    assert [book.put(f"C{row}", TOTAL) for row in range(1, 101)] == [1800.0] * 100
    assert len(api.bodies) == 1


def test_what_the_answer_stands_on_spills(book: VbaWorkbook, api: Loopback) -> None:
    api.then(says(SUM))
    book.put("B2", TOTAL)
    run(book)
    asked = Area("Ask", CellRange.parse("B2"))
    assert book.call("ASKSHEET_FORMULA", asked) == "=SUM(B2:B3)"
    assert "1200" in str(book.call("ASKSHEET_SOURCES", asked))
    assert book.call("ASKSHEET_WHY", asked)


def test_a_failure_is_an_error_value_and_its_sentence(book: VbaWorkbook, api: Loopback) -> None:
    api.then(fails(401))
    book.put("B2", TOTAL)
    run(book)
    assert book.shown["Ask", "B2"][0] == "\x01"
    assert isinstance(sentence := book.call("ASKSHEET_WHY", Area("Ask", CellRange.parse("B2"))), str)
    assert sentence[0] != "\x01"


def test_the_wizard_sends_nothing_and_the_cell_settles_afterwards(book: VbaWorkbook, api: Loopback) -> None:
    api.then(says(SUM))
    book.excel.wizard_is_open = True
    assert book.put("B2", TOTAL) == WAITS
    run(book)
    assert not api.bodies
    book.excel.wizard_is_open = False
    book.excel.interpreter.run("CalculateWaiting")
    run(book)
    assert book.shown["Ask", "B2"] == 1800.0
    assert len(api.bodies) == 1


def test_tables_spill_as_rows(book: VbaWorkbook) -> None:
    shown = book.call("SHEETTABLES", Area("Data", CellRange.parse("A1:D4")))
    assert isinstance(shown, list)
    assert "A1:" in str(shown)
