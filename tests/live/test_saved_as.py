"""Undo knows a workbook that was saved under another name, and no other for it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.detect import FoundTable
from sheetllm_xl.excel.read.live import LiveHost
from sheetllm_xl.excel.write import writeback
from sheetllm_xl.excel.write.journal import Change, Journal, Work
from sheetllm_xl.excel.write.undoing import undo_all, undo_last
from sheetllm_xl.grid import CellRange

from . import memory
from .engine import App, Engine

Open = Callable[..., xlwings.Book]
NOTHING = "There is nothing of SheetLLM's to undo in this workbook."
_NEVER = 946684800.0  # the year 2000: before any work


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "data" / "journal.json")


def _answer(book: xlwings.Book, journal: Journal, value: object = "ours", at: str = "F2") -> str:
    return writeback.write_answer(book.sheets["Sheet1"].range(at), [[value]], journal, overwrite=True)  # type: ignore[list-item]


def _held(book: xlwings.Book, at: str = "F2") -> object:
    return book.sheets["Sheet1"].range(at).raw_value or None


def _with(way: Callable[..., str]) -> Callable[[xlwings.Book, Journal], str]:
    def write(book: xlwings.Book, journal: Journal) -> str:
        found = [(LiveHost(book).read("Sheet1"), FoundTable(CellRange.parse("A1:B3"), header_rows=1))]
        return way(book, found, journal)

    return write


WAYS = [
    *map(_with, (writeback.write_list, writeback.write_outlines, writeback.write_names, writeback.write_tables)),
    _answer,
]


def _looks(book: xlwings.Book) -> object:
    host, store = LiveHost(book), book.impl.store
    return host.sheet_names(), host.read("Sheet1"), list(store.names), store.tables("Sheet1")


@pytest.mark.parametrize("saved", [1, 2])
@pytest.mark.parametrize("way", WAYS)
def test_one_click_takes_it_back_after_saving_under_another_name(
    on_both: Open, tmp_path: Path, journal: Journal, way: Callable[..., str], saved: int
) -> None:
    """Saved once, the new workbook has a name with a path; saved twice, it has another one."""
    book = on_both()
    book.sheets["Sheet1"].range("A1:B3").raw_value = [["Region", "Units"], ["North", 1.0], ["South", 2.0]]
    if saved == 2:
        book.save(tmp_path / "first.xlsx")
    before = _looks(book)
    way(book, journal)
    assert _looks(book) != before
    book.save(tmp_path / "Mappe ß.xlsx")
    assert undo_last(book, journal).startswith("Undone: ")
    assert _looks(book) == before
    assert undo_last(book, journal) == NOTHING


def test_the_latest_work_comes_first_whatever_the_name_was(opened: Open, tmp_path: Path, journal: Journal) -> None:
    book = opened()
    for value in ("one", "two", "three"):
        _answer(book, journal, value)
        book.save(tmp_path / f"{value}.xlsx")
    for value in ("two", "one", None):
        assert undo_last(book, journal) == "Undone: an answer."
        assert _held(book) == value
    assert undo_last(book, journal) == NOTHING


def test_the_file_it_was_saved_from_keeps_its_way_back(opened: Open, tmp_path: Path, journal: Journal) -> None:
    book = opened()
    book.save(first := tmp_path / "first.xlsx")
    for at in ("F2", "F3"):
        _answer(book, journal, at, at)
    book.save(first)
    book.save(tmp_path / "second.xlsx")
    assert undo_all(book, journal).count("Undone:") == 2
    again = opened(first)
    assert (_held(again), _held(again, "F3")) == ("F2", "F3")
    assert [work.changes[0].at for work in journal.works(str(first))] == ["F2", "F3"]
    assert undo_all(again, journal).count("Undone:") == 2
    assert not journal.works(str(first))


def test_a_new_workbook_of_another_excel_is_another(journal: Journal, rig: App, opened: Open) -> None:
    """The one of an Excel that has ended, or of a second one; both are Book1."""
    first, other = opened(), Engine("other").apps.app
    _answer(first, journal)
    other.process = 2
    second = xlwings.Book(impl=other.books.take(memory.Store()))
    assert first.fullname == second.fullname == "Book1"
    second.sheets["Sheet1"].range("F2").raw_value = "ours"
    assert undo_last(second, journal) == NOTHING
    assert undo_all(second, journal).startswith("SheetLLM has written nothing")
    assert _held(second) == "ours"
    _answer(second, journal, "theirs", "F3")
    assert undo_last(first, journal) == "Undone: an answer."
    assert (_held(first), _held(second, "F3")) == (None, "theirs")


def test_a_workbook_saved_in_another_excel_is_another(journal: Journal, rig: App, opened: Open, tmp_path: Path) -> None:
    book = opened()
    _answer(book, journal)
    book.save(tmp_path / "saved.xlsx")
    rig.process = 2
    assert undo_last(book, journal) == NOTHING
    assert _held(book) == "ours"


def test_where_two_could_be_meant_none_is(opened: Open, tmp_path: Path, journal: Journal) -> None:
    book = opened()
    _answer(book, journal)
    book.save(tmp_path / "one.xlsx")
    book.save(tmp_path / "two.xlsx")
    twin = opened(tmp_path / "one.xlsx")
    for one in (book, twin):
        assert undo_last(one, journal) == NOTHING
        assert _held(one) == "ours"
    twin.close()
    assert undo_last(book, journal) == "Undone: an answer."


def test_what_is_open_by_its_name_is_not_another(opened: Open, tmp_path: Path, journal: Journal) -> None:
    book, other = opened(), opened()
    _answer(book, journal)
    book.sheets["Sheet1"].range("F2").raw_value = None
    other.sheets["Sheet1"].range("F2").raw_value = "ours"
    other.save(tmp_path / "other.xlsx")
    assert undo_last(other, journal) == NOTHING
    assert _held(other) == "ours"


def test_a_file_older_than_the_work_is_not_what_it_was_done_in(opened: Open, tmp_path: Path, journal: Journal) -> None:
    """A new workbook is closed unsaved; one of last month holds the same in the same cell."""
    old = opened()
    old.sheets["Sheet1"].range("F2").raw_value = "ours"
    old.save(path := tmp_path / "old.xlsx")
    old.close()
    os.utime(path, (_NEVER, _NEVER))
    book, old = opened(), opened(path)
    _answer(book, journal)
    book.close()
    assert undo_last(old, journal) == NOTHING
    assert _held(old) == "ours"


def test_a_file_without_what_was_written_is_not_it_either(opened: Open, tmp_path: Path, journal: Journal) -> None:
    book, other = opened(), opened()
    _answer(book, journal)
    book.close()
    other.save(tmp_path / "other.xlsx")
    assert undo_last(other, journal) == NOTHING
    assert len(journal.works("Book1")) == 1


def test_a_workbook_that_was_never_saved_had_no_other_name(opened: Open, journal: Journal) -> None:
    book, other = opened(), opened()
    _answer(book, journal)
    book.close()
    other.impl.store.path = "Book2"
    other.sheets["Sheet1"].range("F2").raw_value = "ours"
    assert undo_last(other, journal) == NOTHING
    assert _held(other) == "ours"


def test_a_new_workbook_saved_in_sharepoint_is_known_by_what_it_holds(opened: Open, journal: Journal) -> None:
    book = opened()
    _answer(book, journal)
    book.impl.store.path = "https://contoso.sharepoint.com/sites/Fin/Q1.xlsx"
    assert undo_last(book, journal) == "Undone: an answer."
    assert _held(book) is None


def test_what_was_changed_after_saving_stays_and_the_rest_goes(on_both: Open, tmp_path: Path, journal: Journal) -> None:
    book = on_both()
    sheet = book.sheets["Sheet1"]
    sheet.range("A1:H3").raw_value = [["North", 1.0, None, "South", 2.0, None, "West", 3.0]] * 3
    found = [(LiveHost(book).read("Sheet1"), FoundTable(CellRange.parse(at))) for at in ("A1:B3", "D1:E3", "G1:H3")]
    writeback.write_names(book, found, journal)
    book.save(tmp_path / "saved.xlsx")
    store = book.impl.store
    mine = next(iter(store.names))
    del store.names[mine]
    store.names[mine] = "=Sheet1!$A$1:$B$2"
    assert undo_last(book, journal).endswith(f"Left as it is, since it was changed meanwhile: {mine}.")
    assert list(store.names) == [mine]


_TIMES = count()


@given(st.sets(st.integers(0, 4)), st.integers(0, 4), st.booleans())
def test_no_cell_of_a_person_is_ever_touched(
    tmp_path_factory: pytest.TempPathFactory, changed: set[int], saves: int, wide: bool
) -> None:
    """Answers with saves under other names between them; then a person writes over some, and all is taken back."""
    folder = tmp_path_factory.getbasetemp() / f"saved_as_{next(_TIMES)}"
    folder.mkdir()
    journal = Journal(folder / "journal.json")
    book = xlwings.Book(impl=Engine("memory").apps.app.books.take(memory.Store()))
    sheet = book.sheets["Sheet1"]
    for i in range(5):
        writeback.write_answer(sheet.range((1 + i, 1)), [["ours", float(i)] if wide else ["ours"]], journal)
        if i < saves:
            book.save(folder / f"{i}.xlsx")
    for i in changed:
        sheet.range((1 + i, 1)).raw_value = "mine"
    undo_all(book, journal)
    assert [sheet.range((1 + i, 1)).raw_value for i in range(5)] == ["mine" if i in changed else None for i in range(5)]


def test_a_journal_from_before_is_read(opened: Open, tmp_path: Path, journal: Journal) -> None:
    """It says of no work which Excel it was done in: a name with a path is enough, "Book1" is not."""
    book = opened()
    cell = {"kind": "cells", "sheet": "Sheet1", "at": "F2", "before": [[""]], "after": [["ours"]]}
    path = str(tmp_path / "saved.xlsx")
    journal.path.parent.mkdir()
    listed = [
        {"number": i, "book": name, "words": "an answer", "changes": [cell]} for i, name in ((1, path), (2, "Book1"))
    ]
    journal.path.write_text(json.dumps(listed), encoding="utf-8")
    book.sheets["Sheet1"].range("F2").raw_value = "ours"
    assert undo_last(book, journal) == NOTHING
    book.save(path)
    assert undo_last(book, journal) == "Undone: an answer."
    assert not journal.notice


def test_a_work_is_kept_in_its_place(journal: Journal) -> None:
    for number in (1, 2, 1):
        journal.put(Work(number, "a.xlsx", f"{number}", (Change("sheet", "x", "x"),)))
    assert [work.number for work in journal.works("a.xlsx")] == [1, 2]
