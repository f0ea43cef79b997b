"""Where Excel takes no write, or only some of it, the workbook is as it was, and a sentence says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetllm_xl.errors import HostError
from sheetllm_xl.excel.busy import Patience
from sheetllm_xl.excel.read.live import LiveHost
from sheetllm_xl.excel.write import writeback
from sheetllm_xl.excel.write.journal import Journal
from sheetllm_xl.excel.write.undoing import undo_last
from sheetllm_xl.files.sample import SHEET

from . import memory
from .engine import App
from .test_writing import Open, _found, _settings, journal, sample

__all__ = ["journal", "sample"]


def test_a_protected_sheet_is_a_sentence(on_both: Open, sample: Path, journal: Journal, rig: App) -> None:
    book = on_both(sample)
    rig.protected.add(SHEET)
    settings = _settings(rig)
    with pytest.raises(HostError, match="is protected, so nothing was written"):
        writeback.write_answer(book.sheets[SHEET].range("Z9"), [[1.0]], journal)
    found = _found(book)
    with pytest.raises(HostError, match="is protected, so nothing was written"):
        writeback.write_outlines(book, found, journal)  # type: ignore[arg-type]
    assert _settings(rig) == settings
    assert not journal.works(book.fullname)
    assert LiveHost(book).sheet_names() == (SHEET,)


def test_a_read_only_book_is_a_sentence(on_both: Open, sample: Path, journal: Journal, rig: App) -> None:
    rig.read_only = True
    book = on_both(sample)
    with pytest.raises(HostError, match="open read-only"):
        writeback.write_list(book, _found(book), journal)  # type: ignore[arg-type]


def test_a_cell_in_edit_mode_leaves_everything_as_it_was(
    opened: Open, sample: Path, journal: Journal, rig: App, hasty: Patience
) -> None:
    book = opened(sample)
    found = _found(book)
    rig.busy = 10_000
    with pytest.raises(HostError, match="Excel is busy"):
        writeback.write_list(book, found, journal, hasty)  # type: ignore[arg-type]
    rig.busy = 0
    assert LiveHost(book).sheet_names() == (SHEET,)


@pytest.mark.parametrize("step", range(0, 60, 4))
def test_excel_refusing_at_any_step_leaves_no_trace(
    opened: Open, sample: Path, journal: Journal, rig: App, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(sample)
    found, before, settings = _found(book), LiveHost(book).read(SHEET), _settings(rig)
    done, real = [0], App.writing

    def failing(self: App, name: str, sheet: str) -> None:
        done[0] += 1
        real(self, name, SHEET if done[0] == step + 1 else sheet)
        if done[0] == step + 1:
            from .engine import ComError

            raise ComError(-2147352567, -2146827284)

    monkeypatch.setattr(App, "writing", failing)
    try:
        writeback.write_outlines(book, found, journal)  # type: ignore[arg-type]
        finished = True
    except HostError:
        finished = False
    monkeypatch.setattr(App, "writing", real)
    assert _settings(rig) == settings
    if finished:
        undo_last(book, journal)
    assert LiveHost(book).sheet_names() == (SHEET,)
    assert LiveHost(book).read(SHEET) == before
    assert not journal.works(book.fullname)


@pytest.mark.parametrize("call", range(0, 240, 12))
def test_a_busy_moment_at_any_call_changes_nothing(
    opened: Open, sample: Path, journal: Journal, rig: App, call: int, monkeypatch: pytest.MonkeyPatch, hasty: Patience
) -> None:
    book = opened(sample)
    found, before, settings = _found(book), LiveHost(book).read(SHEET), _settings(rig)
    calls, real = [0], App.hit

    def once_busy(self: App, name: str) -> None:
        calls[0] += 1
        if calls[0] == call + 1:
            self.busy = 2
        real(self, name)

    monkeypatch.setattr(App, "hit", once_busy)
    assert writeback.write_outlines(book, found, journal, hasty).startswith("Outlined 3 tables")  # type: ignore[arg-type]
    monkeypatch.setattr(App, "hit", real)
    assert rig.busy == 0
    assert _settings(rig) == settings
    assert LiveHost(book).sheet_names() == (SHEET, "Tables found")
    undo_last(book, journal, hasty)
    assert LiveHost(book).read(SHEET) == before


def test_what_excel_changes_on_the_way_in_is_taken_back_and_said(
    opened: Open, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened()
    real = memory.Store.put

    def rounding(self: memory.Store, sheet: str, row: int, col: int, kind: str, value: object) -> None:
        real(self, sheet, row, col, kind, float(round(value)) if isinstance(value, float) else value)

    monkeypatch.setattr(memory.Store, "put", rounding)
    with pytest.raises(HostError, match="Excel holds something else in Sheet1!A1:B1 than was written"):
        writeback.write_answer(book.sheets[0].range("A1"), [[1.5, 2.0]], journal)
    assert LiveHost(book).read("Sheet1").used is None
    assert not journal.works(book.fullname)


def test_a_damaged_journal_is_set_aside_and_said_so(opened: Open, journal: Journal, tmp_path: Path) -> None:
    journal.path.parent.mkdir()
    journal.path.write_text('[{"number": 1, "bo', encoding="utf-8")
    assert "was damaged; it was set aside as journal.damaged.json" in undo_last(opened(), journal)
    assert (tmp_path / "data" / "journal.damaged.json").exists()


def test_without_a_journal_nothing_is_written(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    book = opened()
    with pytest.raises(HostError, match="The undo journal cannot be read"):
        writeback.write_answer(book.sheets[0].range("A1"), [[1.0]], Journal(tmp_path / "file" / "journal.json"))
    assert LiveHost(book).read("Sheet1").used is None
