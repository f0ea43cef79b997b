"""Writing into a workbook: what stands there stays, what was set is set again, what was written can be taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from sheetllm_xl.detect import FoundTable
from sheetllm_xl.errors import HostError, InputError
from sheetllm_xl.excel.busy import Patience
from sheetllm_xl.excel.read.live import LiveHost
from sheetllm_xl.excel.write import writeback
from sheetllm_xl.excel.write.asking import write_formula
from sheetllm_xl.excel.write.journal import Journal
from sheetllm_xl.excel.write.undoing import undo_all, undo_last
from sheetllm_xl.excel.write.writing import cell_input
from sheetllm_xl.files.sample import SHEET, write_sample
from sheetllm_xl.grid import CellRange, Ref
from sheetllm_xl.literals import CellError

from .engine import App, Range, typed_in

Open = Callable[..., xlwings.Book]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "data" / "journal.json")


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    write_sample(path := tmp_path / "sample.xlsx")
    book = load_workbook(path)
    book.active.delete_rows(30, 200)
    book.save(path)
    return path


def _found(book: xlwings.Book) -> list[tuple[object, object]]:
    """The sample's three tables; a person's eye found them."""
    sheet, box = LiveHost(book).read(SHEET), CellRange.parse
    tables = (
        FoundTable(box("B5:J12"), header_rows=2, title=box("B2:J2"), total_rows=(12,), notes=(box("B14"),)),
        FoundTable(box("L5:N8"), header_rows=1, confidence=0.9, reasons=("=a reason",)),
        FoundTable(box("B17:G29"), header_rows=1),
    )
    return [(sheet, table) for table in tables]


def _settings(rig: App) -> dict[str, object]:
    return {**rig._settings, "selection": rig._selection and str(rig._selection.box)}


WAYS = [writeback.write_list, writeback.write_outlines, writeback.write_names, writeback.write_tables]


@pytest.mark.parametrize("way", WAYS)
def test_one_click_takes_back_what_was_shown(
    on_both: Open, sample: Path, journal: Journal, rig: App, way: object
) -> None:
    book = on_both(sample)
    before, found = LiveHost(book).read(SHEET), _found(book)
    rig._settings["status_bar"] = "mine"
    book.sheets[SHEET].range("C7").select()
    settings, names = _settings(rig), LiveHost(book).sheet_names()
    said = way(book, found, journal)  # type: ignore[operator]
    assert said
    assert _settings(rig) == settings
    store = book.impl.store
    changed = (
        LiveHost(book).sheet_names() != names
        or len(list(store.names)) > 0
        or len(store.tables(SHEET)) > 0
        or LiveHost(book).read(SHEET) != before
    )
    assert changed
    assert undo_last(book, journal).startswith("Undone:")
    assert (LiveHost(book).sheet_names(), len(list(store.names)), store.tables(SHEET)) == (names, 0, {})
    assert LiveHost(book).read(SHEET) == before
    assert undo_last(book, journal) == "There is nothing of SheetLLM's to undo in this workbook."
    assert _settings(rig) == settings


@pytest.mark.parametrize("way", [writeback.write_list, writeback.write_tables])
def test_what_a_busy_excel_has_done_is_not_done_again(
    opened: Open, sample: Path, journal: Journal, rig: App, hasty: Patience, way: Callable[..., str]
) -> None:
    """Adding a sheet or a table is several calls; each is rejected once, wherever it comes."""
    for call in range(1, 400):
        book = opened(sample)
        found = _found(book)
        rig.busy_at = call
        way(book, found, journal, hasty)
        met, rig.busy_at = rig.busy_at <= 0, 0
        names = LiveHost(book).sheet_names()
        assert names == ((SHEET, "Tables found") if way is writeback.write_list else (SHEET,))
        tables = [table.range for table in LiveHost(book).read(SHEET).tables]
        assert len(tables) == (0 if way is writeback.write_list else 2)  # a header of two rows makes none
        undo_all(book, journal)
        assert LiveHost(book).sheet_names() == (SHEET,)
        assert not LiveHost(book).read(SHEET).tables
        if not met:
            break
    else:
        raise AssertionError("more calls than were tried")


def test_the_list_links_each_table(on_both: Open, sample: Path, journal: Journal) -> None:
    book = on_both(sample)
    writeback.write_list(book, _found(book), journal)
    listed = LiveHost(book).read("Tables found")
    links = [formula for (_, col), formula in sorted(listed.formulas.items()) if col == 1]
    assert links[0] == """=HYPERLINK("#'Sales 2026'!B5:J12","B5:J12")"""
    assert listed.value(2, 3) == "Sales by region and quarter, 2026"
    assert listed.value(2, 6) == 2.0
    again = writeback.write_list(book, _found(book), journal)
    assert "Tables found 2" in again


def test_outlines_are_in_the_legends_colours(on_both: Open, sample: Path, journal: Journal) -> None:
    book = on_both(sample)
    found = _found(book)
    writeback.write_outlines(book, found, journal)
    for i, (_, table) in enumerate(found):
        area = table.range  # type: ignore[attr-defined]
        color = writeback.COLORS[i]
        assert book.sheets["Tables found"].range((2 + i, 1)).color == color
        for row, col, side in ((area.top, area.left, "edge_top"), (area.bottom, area.right, "edge_right")):
            assert book.sheets[SHEET].range((row, col)).borders[side].color == color


def test_names_are_legal_unique_and_leave_those_there_alone(on_both: Open, sample: Path, journal: Journal) -> None:
    book = on_both(sample)
    book.names.add("Sales_by_region_and_quarter_2026", "='Sales 2026'!$A$1")
    writeback.write_names(book, _found(book), journal)
    store = book.impl.store
    assert store.names["Sales_by_region_and_quarter_2026"].replace("'", "") == "=Sales 2026!$A$1"
    assert store.names["Sales_by_region_and_quarter_2026_2"].replace("'", "") == "=Sales 2026!$B$5:$J$12"
    undo_all(book, journal)
    assert list(store.names) == ["Sales_by_region_and_quarter_2026"]


def test_excel_tables_are_made_only_where_no_cell_would_change(on_both: Open, sample: Path, journal: Journal) -> None:
    book = on_both(sample)
    said = writeback.write_tables(book, _found(book), journal)
    made = book.impl.store.tables(SHEET)
    assert "one header row, this one has 2" in said
    assert sorted(str(box) for box, _, _ in made.values()) == ["B17:G29", "L5:N8"]
    assert "there is an Excel table already" in writeback.write_tables(book, _found(book), journal)


ROWS = [["Region", "Units"], ["=1+1", 2.5], ["007", True], [datetime(2026, 1, 31), None], [CellError.NA, "@x"]]


def test_an_answer_is_a_rectangle_of_values_and_no_formula(on_both: Open, journal: Journal) -> None:
    book = on_both()
    sheet = book.sheets["Sheet1"]
    said = writeback.write_answer(sheet.range("B2"), ROWS, journal)
    assert said == "Wrote 9 cells to Sheet1!B2:C6. Undo takes them away."
    held = LiveHost(book).read("Sheet1")
    assert not held.formulas
    assert held.value(3, 2) == "=1+1"
    assert (held.value(4, 2), held.value(5, 2), held.value(6, 2)) == ("007", datetime(2026, 1, 31), "#N/A")
    undo_last(book, journal)
    assert LiveHost(book).read("Sheet1").used is None


HEADS = (
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "＝",
    "＋",
    "－",
    "＠",
    " =",
    "\u200b=",
    "\ufeff=",
    "\u00a0=",
    "1e5",
    "TRUE",
    "1-2",
)


@given(st.sampled_from(HEADS), st.text(max_size=20))
def test_no_text_is_ever_typed_as_anything_else(head: str, rest: str) -> None:
    text = head + rest
    assert typed_in(cell_input(text)) == ("text", text)


@pytest.mark.parametrize("head", HEADS[:14])
def test_pasted_text_is_no_formula_either(head: str) -> None:
    assert writeback.copyable([[head + "cmd|' /C calc'!A0"]]).startswith("'")


def test_a_cell_in_use_is_not_overwritten(on_both: Open, journal: Journal) -> None:
    book = on_both()
    sheet = book.sheets["Sheet1"]
    sheet.range("C3").raw_value = "'=mine"
    with pytest.raises(HostError, match=r"B2:C3 is not empty \(C3 holds something\), so nothing was written"):
        writeback.write_answer(sheet.range("B2"), [[1.0, 2.0], [3.0, 4.0]], journal)
    assert sheet.range("B2").raw_value in (None, "")
    assert not journal.works(book.fullname)
    writeback.write_answer(sheet.range("B2"), [[1.0, 2.0], [3.0, 4.0]], journal, overwrite=True)
    assert sheet.range("C3").raw_value == 4.0
    undo_last(book, journal)
    held = LiveHost(book).read("Sheet1")
    assert (held.value(3, 3), held.formulas, held.used) == ("=mine", {}, CellRange(3, 3, 3, 3))


def test_what_was_changed_since_is_left_alone(on_both: Open, journal: Journal) -> None:
    book = on_both()
    sheet = book.sheets["Sheet1"]
    writeback.write_answer(sheet.range("B2"), [[1.0, 2.0]], journal)
    sheet.range("C2").raw_value = 99.0
    assert "Left as it is, since it was changed meanwhile: Sheet1!B2:C2" in undo_last(book, journal)
    assert sheet.range("C2").raw_value == 99.0


def test_a_list_with_notes_of_a_person_stays(on_both: Open, sample: Path, journal: Journal) -> None:
    book = on_both(sample)
    writeback.write_list(book, _found(book), journal)
    book.sheets["Tables found"].range("L9").raw_value = "my note"
    assert "sheet 'Tables found'" in undo_last(book, journal)
    assert "Tables found" in LiveHost(book).sheet_names()


def test_the_journal_survives_a_restart_and_keeps_books_apart(opened: Open, sample: Path, journal: Journal) -> None:
    first, second = opened(sample), opened()
    writeback.write_answer(second.sheets[0].range("A1"), [[1.0]], journal)
    writeback.write_list(first, _found(first), journal)  # type: ignore[arg-type]
    assert len(json.loads(journal.path.read_text(encoding="utf-8"))) == 2
    undo_all(first, Journal(journal.path))
    assert second.sheets[0].range("A1").raw_value == 1.0
    assert len(journal.works(second.fullname)) == 1


def test_an_uneven_answer_and_a_text_too_long_are_refused(opened: Open, journal: Journal) -> None:
    target = opened().sheets[0].range("A1")
    for rows in ([], [[]], [[1.0], [1.0, 2.0]], [["x" * 40_000]]):
        with pytest.raises(InputError):
            writeback.write_answer(target, rows, journal)
    assert target.raw_value is None


@given(st.text(max_size=60), st.sets(st.text(max_size=10)))
def test_names_are_always_legal(words: str, taken: set[str]) -> None:
    name = writeback.legal_name(words, {one.casefold() for one in taken})
    assert name.casefold() not in {one.casefold() for one in taken}
    assert len(name) <= 255
    assert name[0].isalpha() or name[0] == "_"
    assert all(c.isalnum() or c in "._" or c.isidentifier() or f"a{c}".isidentifier() for c in name)
    assert name.upper() not in ("R", "C", "TRUE", "FALSE")


def test_an_excel_without_array_formulas_of_today_takes_the_formula_as_any_other(
    opened: Open, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(self: Range, text: str) -> None:
        raise AttributeError("Formula2")

    book = opened()
    monkeypatch.setattr(Range, "formula2", property(lambda self: self.formula, absent))
    write_formula(book, Ref("Sheet1", CellRange.parse("B2")), "=1+1", journal)
    assert book.sheets["Sheet1"].range("B2").formula == "=1+1"
