"""How much is asked of Excel at a time, and what is done where it does not give that much."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings

from sheetllm_xl.errors import InputError
from sheetllm_xl.excel.busy import Patience
from sheetllm_xl.excel.read import live, quadtree
from sheetllm_xl.excel.read.live import LiveHost, read_range
from sheetllm_xl.grid import CellRange

from . import engine, memory
from .engine import App, ComError

Open = Callable[..., xlwings.Book]
ENCRYPTED = bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le") * 50


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[CellRange]:
    """The rectangles that are asked for as SpreadsheetML; none of them beyond the used range."""
    found, real = list[CellRange](), memory.Store.worksheet_xml

    def worksheet_xml(self: memory.Store, sheet: str, box: CellRange) -> str:
        assert box in self.used(sheet)
        found.append(box)
        return real(self, sheet, box)

    monkeypatch.setattr(memory.Store, "worksheet_xml", worksheet_xml)
    monkeypatch.setattr(live, "CHUNK_CELLS", 2_000)
    return found


def filled(book: xlwings.Book, rows: int) -> xlwings.Sheet:
    """Ten columns of numbers."""
    sheet = book.sheets["Sheet1"]
    sheet.range(f"A1:J{rows}").raw_value = [[float(row * col) for col in range(1, 11)] for row in range(1, rows + 1)]
    return sheet


def test_whole_columns_are_asked_for_by_their_used_part(opened: Open, asked: list[CellRange]) -> None:
    sheet = filled(opened(), 150)
    assert len(read_range(sheet.range("A:C"))) == 450
    assert asked == [CellRange.parse("A1:C150")]
    asked.clear()
    assert len(read_range(sheet.range("3:4,C:C,XFD:XFD"))) == 2 * 10 + 150 - 2
    assert asked == [CellRange.parse("A3:J4"), CellRange.parse("C1:C150")]


@pytest.mark.parametrize("rows", [201, 601])
def test_a_large_area_is_asked_for_in_two_bands_that_hold_every_row_once(
    opened: Open, asked: list[CellRange], rows: int
) -> None:
    assert len(read_range(filled(opened(), rows).range("A:J"))) == rows * 10
    assert len(asked) == 2
    assert [row for band in asked for row in band.rows] == [*range(1, rows + 1)]


@pytest.mark.parametrize("why", ["calculating", "encrypted"])
def test_a_large_sheet_without_a_copy_is_read_as_ranges(
    opened: Open, rig: App, asked: list[CellRange], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = filled(opened(), 601)
    rig.calculating = why == "calculating"
    if why == "encrypted":
        monkeypatch.setattr(memory.Store, "save_copy", lambda self, path: Path(path).write_bytes(ENCRYPTED))
    found = LiveHost(sheet.book).read("Sheet1")
    assert (len(found), len(asked)) == (6010, 2)
    assert rig.calls["SaveCopyAs"] == 1
    assert found == read_range(sheet.range("A1:J601"))


def test_areas_that_overlap_name_a_merge_once(opened: Open) -> None:
    sheet = filled(opened(), 12)
    sheet.range("D6:E6").merge()
    sheet.range("D10:E10").merge()
    found = read_range(sheet.range("A1:E10,A5:E12"))
    assert found.merges == (CellRange.parse("D6:E6"), CellRange.parse("D10:E10"))
    assert found == read_range(sheet.range("A1:E12"))


def test_a_busy_moment_as_the_kind_of_range_is_asked_is_waited_for(
    opened: Open, hasty: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, real = [2], engine.Range.api.fget

    def api(self: engine.Range) -> object:
        if busy[0]:
            busy[0] -= 1
            raise ComError(-2147418111)
        return real(self)  # type: ignore[misc]

    book = filled(opened(), 3).book
    monkeypatch.setattr(engine.Range, "api", property(api))
    assert len(LiveHost(book, hasty).read("Sheet1")) == 30


def test_by_quadtree_every_second_row_hidden_is_seen_and_every_second_merged(opened: Open) -> None:
    book = opened(None, xml=False)
    sheet = book.sheets["Sheet1"]
    sheet.range("A1:B600").raw_value = [[1.0, 2.0]] * 600
    hidden = {*range(3, 601, 2)}
    for row in hidden:
        book.impl.store.hide("Sheet1", row, True)
    merges = [CellRange(row, 4, row, 5) for row in range(2, 601, 2)]
    for merge in merges:
        book.impl.store.book["Sheet1"].merge_cells(str(merge))
    found = read_range(sheet.range("A1:E600"))
    assert found.hidden_rows == hidden
    assert set(found.merges) == set(merges)


def test_by_quadtree_what_was_not_asked_about_is_neither_hidden_nor_merged(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quadtree, "_CERTAIN", 40)
    book = opened(None, xml=False)
    sheet = book.sheets["Sheet1"]
    sheet.range("A1:B200").raw_value = [[1.0, 2.0]] * 200
    hidden = {*range(1, 201, 2)}
    for row in hidden:
        book.impl.store.hide("Sheet1", row, True)
        book.impl.store.book["Sheet1"].merge_cells(f"D{row}:E{row}")
    found = read_range(sheet.range("A1:E200"))
    assert {1, 3, 5} <= found.hidden_rows <= hidden
    assert {str(merge) for merge in found.merges} <= {f"D{row}:E{row}" for row in hidden}
    assert CellRange.parse("D1:E1") in found.merges


def test_a_range_of_too_many_cells_is_refused_before_any_of_it_is_asked_for(
    opened: Open, asked: list[CellRange]
) -> None:
    sheet = filled(opened(), 300)
    with pytest.raises(InputError, match=r"holds 3,000 cells; 2,500 are .*range_cells"):
        read_range(sheet.range("A:J"), most=lambda: 2_500)
    assert asked == []
    assert len(read_range(sheet.range("A:H"), most=lambda: 2_500)) == 2_400


def test_a_copy_stands_in_a_folder_of_our_own_and_one_that_was_left_is_swept_away(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    seen: list[Path] = []
    save = memory.Store.save_copy

    def watched(self: memory.Store, path: str) -> None:
        seen.append(Path(path))
        save(self, path)

    monkeypatch.setattr(memory.Store, "save_copy", watched)
    with LiveHost(opened()).copy() as copy:
        assert copy.sheet_names() == ("Sheet1",)
        assert seen[0].parent.parent == live.copies_folder()
        assert live.copies_folder().stat().st_mode & 0o077 == 0
    left, read = live.copies_folder() / "left", live.copies_folder() / "read"
    for folder in (left, read):
        folder.mkdir()
        (folder / "copy.xlsx").write_bytes(b"what a cell holds")
    os.utime(left, (1.0, 1.0))
    live.sweep_copies()
    assert list(live.copies_folder().iterdir()) == [read]
