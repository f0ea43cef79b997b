"""Undoing: what a person changed since is left as it is, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import xlwings

from sheetllm_xl.detect import FoundTable
from sheetllm_xl.errors import HostError
from sheetllm_xl.excel.busy import patiently
from sheetllm_xl.excel.cells import LiveCells
from sheetllm_xl.excel.read.live import LiveHost
from sheetllm_xl.excel.write import writeback
from sheetllm_xl.excel.write.journal import Change, Journal, Work
from sheetllm_xl.excel.write.undisturbed import restore_what_is_left
from sheetllm_xl.excel.write.undoing import undo_last
from sheetllm_xl.grid import CellRange
from sheetllm_xl.record import Place

from .engine import DISP_E_EXCEPTION, EXCEL_ERROR, App, ComError

Open = Callable[..., xlwings.Book]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "data" / "journal.json")


@pytest.mark.parametrize(("ours", "theirs"), [(1234567.0, 1234570.0), (0.000004, 0.000009), (0.0, 1e-9), (1e-9, 0.0)])
def test_a_number_that_is_nearly_ours_is_not_ours(on_both: Open, journal: Journal, ours: float, theirs: float) -> None:
    cell = on_both().sheets["Sheet1"].range("B2")
    writeback.write_answer(cell, [[ours]], journal)
    cell.raw_value = theirs
    assert "changed meanwhile: Sheet1!B2" in undo_last(cell.sheet.book, journal)
    assert cell.raw_value == theirs


@pytest.mark.parametrize("number", [0.1 + 0.2, 1 / 3, 123456789.123456789, -1e-300, 1.7e308, 0.0])
def test_a_number_of_more_digits_than_are_shown_is_ours(on_both: Open, journal: Journal, number: float) -> None:
    cell = on_both().sheets["Sheet1"].range("B2")
    writeback.write_answer(cell, [[number]], journal)
    assert undo_last(cell.sheet.book, journal).startswith("Undone:")
    assert cell.raw_value in (None, "")


def test_a_date_beside_what_was_changed_stays_a_date(on_both: Open, journal: Journal) -> None:
    book = on_both()
    sheet = book.sheets["Sheet1"]
    writeback.write_answer(sheet.range("A1"), [[datetime(2026, 1, 31), "x"]], journal)
    sheet.range("B1").raw_value = "mine"
    assert undo_last(book, journal).endswith("Left as it is, since it was changed meanwhile: Sheet1!A1:B1.")
    assert LiveHost(book).read("Sheet1").value(1, 1) == datetime(2026, 1, 31)


def test_half_a_surrogate_pair_is_written_as_a_replacement(on_both: Open, journal: Journal) -> None:
    cell = on_both().sheets["Sheet1"].range("A1")
    writeback.write_answer(cell, [["half \ud83d", "whole \ud83d\ude00"]], journal)
    assert cell.raw_value == "half \ufffd"
    assert cell.offset(0, 1).raw_value == "whole 😀"
    assert undo_last(cell.sheet.book, journal).startswith("Undone:")
    assert cell.raw_value in (None, "")


def test_the_journal_holds_any_text(journal: Journal) -> None:
    work = Work(1, "Book1", "wrote", (Change("cells", "Sheet1", "A1", [["half \ud83d 서울"]], [["x"]]),))
    journal.put(work)
    assert journal.works("Book1")[0].changes[0].before == [["half \ud83d 서울"]]


def test_a_workbook_in_onedrive_goes_by_its_address(
    opened: Open, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(self: object) -> str:
        raise xlwings.XlwingsError("Couldn't find the local OneDrive folder.")

    address = "https://contoso.sharepoint.com/sites/Fin/Shared Documents/Q1.xlsx"
    monkeypatch.setattr("tests.live.engine.Book.fullname", property(nowhere))
    monkeypatch.setattr("tests.live.engine.ComBook.FullName", address, raising=False)
    book = opened()
    cell = book.sheets["Sheet1"].range("A1")
    writeback.write_answer(cell, [["x"]], journal)
    assert [work.book for work in journal.works(address)] == [address]
    place = LiveCells(lambda area: LiveHost(book).read("Sheet1"), patiently).place(cell)
    assert place == Place(address, "Sheet1", "A1")
    assert undo_last(book, journal).startswith("Undone:")


def test_what_was_undone_is_forgotten_though_excel_cannot_be_put_back(
    opened: Open, journal: Journal, rig: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened()
    writeback.write_answer(book.sheets["Sheet1"].range("A1"), [["x"]], journal)
    sets, real = [0], App.hit

    def refusing(self: App, name: str) -> None:
        real(self, name)
        sets[0] += name == "status_bar="
        if name == "status_bar=" and sets[0] == 2:
            raise ComError(DISP_E_EXCEPTION, EXCEL_ERROR)

    before = dict(rig._settings)
    with monkeypatch.context() as at_first:
        at_first.setattr(App, "hit", refusing)
        assert undo_last(book, journal).startswith("Undone:")
    assert {name for name, value in rig._settings.items() if value != before[name]} == {"status_bar"}
    assert not journal.works("Book1")
    assert not restore_what_is_left()
    assert rig._settings == before


def _around(rig: App, book: xlwings.Book) -> dict[str, object]:
    return {**rig._settings, "front": book.sheets.active.name}


def test_the_sheet_in_front_may_be_the_one_undo_deletes(on_both: Open, journal: Journal, rig: App) -> None:
    """A person looks at the list of tables, selects something on it, and presses Undo."""
    book = on_both()
    sheet = LiveHost(book).read("Sheet1")
    writeback.write_list(book, [(sheet, FoundTable(CellRange.parse("A1:B3"), header_rows=1))], journal)
    around = _around(rig, book)
    listed = book.sheets["Tables found"]
    listed.impl.activate()
    listed.range("A2").select()
    assert undo_last(book, journal) == "Undone: a list of 1 table."
    assert _around(rig, book) == around
    assert LiveHost(book).sheet_names() == ("Sheet1",)


@pytest.mark.parametrize("held", [None, "mine"])
def test_the_sheet_in_front_may_be_deleted_by_a_person_meanwhile(
    opened: Open, journal: Journal, rig: App, monkeypatch: pytest.MonkeyPatch, held: str | None
) -> None:
    """Neither what was written nor why nothing was is hidden by a sheet that cannot be selected again."""
    book = opened()
    cell = book.sheets["Sheet1"].range("A1")
    cell.raw_value = held
    around = _around(rig, book)
    other = book.sheets.add("Other")
    other.range("A1").select()
    real = App.hit

    def deleting(self: App, name: str) -> None:
        real(self, name)
        if name == "Formula" and "Other" in book.impl.store.sheets():
            other.impl.delete()

    monkeypatch.setattr(App, "hit", deleting)
    if held:
        with pytest.raises(HostError, match="A1 is not empty"):
            writeback.write_answer(cell, [["x"]], journal)
    else:
        assert writeback.write_answer(cell, [["x"]], journal).startswith("Wrote 1 cell")
    assert _around(rig, book) == around
