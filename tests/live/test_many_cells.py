"""However many cells are read, it takes Excel the same few calls."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest
import xlwings

from sheetllm_xl.excel.calling import calling
from sheetllm_xl.excel.read import live
from sheetllm_xl.excel.read.live import LiveHost, read_range
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.grid import CellRange

from . import memory, motley
from .engine import App, vba_tells
from .test_reading import Open, _filled


@pytest.mark.parametrize("tables", [0, 10])
@pytest.mark.parametrize(("rows", "chunk"), [(10_000, live.CHUNK_CELLS), (600, 2_000)])
def test_100_000_cells_and_any_more_are_read_in_twelve_calls(
    opened: Open, rig: App, monkeypatch: pytest.MonkeyPatch, rows: int, chunk: int, tables: int
) -> None:
    """100,000 cells as they are; three chunks' worth of them at a hundredth of the size; ten ListObjects among them."""
    monkeypatch.setattr(live, "CHUNK_CELLS", chunk)
    area = _filled(opened(), rows, tables).range("A:J")
    for told, most in (("", 12), (vba_tells(area.sheet), 10)):
        rig.calls.clear()
        with calling(None, told):
            found = read_range(area)
        assert rig.calls.total() <= most, rig.calls
        assert found.used == CellRange(1, 1, rows, 10)
        assert found.value(rows, 10) == rows * 10.0
        assert [(t.name, str(t.range), t.header_rows, t.total_rows) for t in found.tables] == [
            (f"Sales{i}", f"B{5 * i + 1}:D{5 * i + 4}", 1 - i % 2, 0) for i in range(tables)
        ]


@pytest.mark.parametrize("rows", [100, 350])
def test_a_whole_sheet_is_read_in_twelve_calls_too(
    opened: Open, rig: App, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr(live, "CHUNK_CELLS", 2_000)
    book = _filled(opened(), rows, 10).book
    rig.calls.clear()
    found = LiveHost(book).read("Sheet1")
    assert rig.calls.total() <= 12, rig.calls
    assert len(found.tables) == 10


def test_tables_are_asked_for_one_by_one_where_no_copy_is_saved(opened: Open, rig: App) -> None:
    area = _filled(opened(), 60, 10).range("A1:J60")
    rig.calculating = True
    assert len(read_range(area).tables) == 10
    area.sheet.book.impl.store.name = "old.xls"
    rig.calculating = False
    rig.calls.clear()
    assert len(read_range(area).tables) == 10
    assert not rig.calls["SaveCopyAs"]


class Vast(memory.Store):
    """A sheet of ten columns that writes its text without keeping cells, as large as a real one."""

    rows = 0

    def used(self, sheet: str) -> CellRange:
        return CellRange(1, 1, self.rows, 10)

    def worksheet_xml(self, sheet: str, box: CellRange) -> str:
        rows = (
            "<Row>" + "".join(f'<Cell><Data ss:Type="Number">{r * c}</Data></Cell>\n' for c in box.cols) + "</Row>"
            for r in box.rows
        )
        return f"{VAST_HEAD}{''.join(rows)}</Table></Worksheet></Workbook>"


VAST_HEAD = """<?xml version="1.0"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Worksheet ss:Name="Sheet1"><Table>"""


@pytest.mark.slow
@pytest.mark.parametrize("rows", [60_000, 100_000])
def test_600_000_and_a_million_cells_are_read_in_twelve_calls(rig: App, rows: int) -> None:
    store = Vast()
    store.rows = rows
    book = xlwings.Book(impl=rig.books.take(store))
    area = book.sheets["Sheet1"].range("A:J")
    rig.calls.clear()
    begun = perf_counter()
    found = read_range(area)
    print(f"{rows * 10:,} cells: {rig.calls.total()} calls, {perf_counter() - begun:.1f} s with writing the text")
    assert rig.calls.total() <= 12
    assert rig.calls["Value(11)"] == 2
    assert len(found) == rows * 10
    assert (found.value(1, 1), found.value(rows, 10), found.value(rows // 2 + 1, 3)) == (
        1.0,
        rows * 10.0,
        (rows // 2 + 1) * 3.0,
    )


def test_a_sheet_beyond_two_chunks_is_read_from_a_copy(
    tmp_path: Path, opened: Open, rig: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = motley.write(tmp_path / "motley.xlsx")
    book, before = opened(path), path.read_bytes()
    monkeypatch.setattr(live, "CHUNK_CELLS", 20)
    assert LiveHost(book).read(motley.SHEET) == FileHost(path).read(motley.SHEET)
    assert rig.calls["SaveCopyAs"] == 1
    assert rig.calls["Value(11)"] == 0
    assert path.read_bytes() == before


def test_a_large_sheet_of_a_kind_no_copy_can_be_read_of_is_read_as_ranges(
    tmp_path: Path, opened: Open, rig: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(path := motley.write(tmp_path / "motley.xlsx"))
    book.impl.store.name = "motley.XLSB"
    monkeypatch.setattr(live, "CHUNK_CELLS", 20)
    assert LiveHost(book).read(motley.SHEET) == FileHost(path).read(motley.SHEET)
    assert rig.calls["SaveCopyAs"] == 0


def test_a_striped_sheet_is_read_in_bounded_calls(opened: Open, rig: App) -> None:
    book = opened(None, xml=False)
    sheet = book.sheets["Sheet1"]
    for row in range(1, 60):
        for col in range(1, 60):
            sheet.range((row, col)).number_format = "0.0" if (row + col) % 2 else "0.00"
    sheet.range("A1:BG59").raw_value = [[1.0] * 59] * 59
    rig.calls.clear()
    assert read_range(sheet.range("A1:BG59")).used == CellRange(1, 1, 59, 59)
    assert rig.calls.total() < 2_000
