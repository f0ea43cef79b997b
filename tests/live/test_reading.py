"""Reading a live workbook: the same Sheet as from its file, in a handful of calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from sheetllm_xl.errors import ExcelBusy, ExcelGone, HostError, InputError
from sheetllm_xl.excel.busy import Patience, patiently
from sheetllm_xl.excel.calling import calling
from sheetllm_xl.excel.read import live, quadtree
from sheetllm_xl.excel.read.live import LiveHost, read_range
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.sample import write_sample
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError, Value
from sheetllm_xl.sheet import Sheet, Style

from . import memory, motley
from .engine import App, ComError, Engine, vba_tells

Open = Callable[..., xlwings.Book]


UNSEEN_BY_QUADTREE = Style.BOLD | Style.ITALIC | Style.FILL | Style.FORMULA | Style.HIDDEN  # these are seen


@pytest.mark.parametrize("date1904", [False, True])
def test_a_live_read_is_the_read_of_the_file(tmp_path: Path, opened: Open, date1904: bool) -> None:
    path = motley.write(tmp_path / "motley.xlsx", date1904)
    host, file = LiveHost(opened(path)), FileHost(path)
    assert host.sheet_names() == file.sheet_names()
    for name in file.sheet_names():
        seen, kept = host.read(name), file.read(name)
        assert list(seen.cells()) == list(kept.cells())
        assert dict(seen.names) == dict(kept.names)
        assert seen.digest == kept.digest


def test_the_sample_workbook_too(tmp_path: Path, opened: Open) -> None:
    write_sample(tmp_path / "sample.xlsx")
    seen = LiveHost(opened(tmp_path / "sample.xlsx")).read("Sales 2026")
    kept = FileHost(tmp_path / "sample.xlsx").read("Sales 2026")
    # openpyxl leaves the cells under a merge without a look; Excel gives them the look of the merge.
    filled = [cell for cell in seen.cells() if cell.value is not None]
    assert filled == [cell for cell in kept.cells() if cell.value is not None]
    assert (set(seen.merges), seen.used) == (set(kept.merges), kept.used)


def test_a_small_range_is_read_in_eight_calls(tmp_path: Path, opened: Open, rig: App) -> None:
    area = opened(motley.write(tmp_path / "motley.xlsx")).sheets["Second"].range("A1:B200")
    rig.calls.clear()
    read_range(area)
    assert rig.calls.total() <= 8
    rig.calls.clear()
    with calling(None, vba_tells(area.sheet)):
        read_range(area)
    assert rig.calls.total() <= 6


def _filled(book: xlwings.Book, rows: int, tables: int = 0) -> xlwings.Sheet:
    """Ten columns of numbers, with ListObjects of four rows one below the other."""
    sheet = book.sheets["Sheet1"]
    used = CellRange(1, 1, rows, 10)
    sheet.range(str(used)).raw_value = [[float(r * c) for c in used.cols] for r in used.rows]
    for i in range(tables):
        sheet.range(f"B{5 * i + 1}:D{5 * i + 1}").raw_value = [["Region", "Units", "Share"]]
        book.impl.store.add_table("Sheet1", f"Sales{i}", CellRange(5 * i + 1, 2, 5 * i + 4, 4), i % 2 == 0)
    return sheet


def test_a_busy_excel_is_asked_for_its_copy_again(opened: Open, rig: App, hasty: Patience) -> None:
    area = _filled(opened(), 60, 2).range("A1:J60")
    for busy in range(1, 12):
        rig.busy_at = busy
        rig.calls.clear()
        assert len(read_range(area, hasty).tables) == 2
        assert rig.calls["SaveCopyAs"] <= 2


def test_what_vba_tells_of_one_sheet_holds_for_that_sheet_alone(opened: Open) -> None:
    sheet = _filled(opened(), 60, 2)
    told = vba_tells(sheet).replace("Sales0", "Told")
    with calling(None, told):
        assert [table.name for table in read_range(sheet.range("A1:J60")).tables] == ["Told", "Sales1"]
    for text in (told.replace("Sheet1", "Sheet2"), told.replace("Book1", "Book2"), told.replace("B1:D4", "B1:"), ""):
        with calling(None, text):
            assert [table.name for table in read_range(sheet.range("A1:J60")).tables] == ["Sales0", "Sales1"]


def test_several_areas_are_one_sheet(tmp_path: Path, opened: Open) -> None:
    book = opened(motley.write(tmp_path / "motley.xlsx"))
    found = read_range(book.sheets[motley.SHEET].range("B4:B6,D5:D6"))
    assert [(cell.row, cell.col) for cell in found.cells()] == [(4, 2), (5, 2), (5, 4), (6, 2), (6, 4)]
    assert found.name == motley.SHEET


def test_a_part_keeps_its_addresses_and_its_formulas(tmp_path: Path, opened: Open) -> None:
    book = opened(path := motley.write(tmp_path / "motley.xlsx"))
    area = CellRange.parse("C20:H26")
    kept = FileHost(path).read(motley.SHEET).crop(area)
    assert list(read_range(book.sheets[motley.SHEET].range(str(area))).cells()) == list(kept.cells())


def test_hidden_lines_of_a_filtered_range_are_marked(tmp_path: Path, opened: Open) -> None:
    found = read_range(opened(motley.write(tmp_path / "m.xlsx")).sheets[motley.SHEET].range("B4:D24"))
    assert found.hidden_rows == {7}
    assert {cell.row for cell in found.cells() if cell.style & Style.HIDDEN} == {7}


def test_by_quadtree_several_areas_are_refused_and_none_dropped(on_both: Open) -> None:
    with pytest.raises(InputError, match="Several areas"):
        quadtree.read_by_quadtree(on_both().sheets["Sheet1"].range("A1:B2,D4"))


def test_an_unsaved_book_is_read(opened: Open) -> None:
    book = opened()
    book.sheets["Sheet1"].range("B2").raw_value = "'=not a formula"
    assert LiveHost(book).read("Sheet1").value(2, 2) == "=not a formula"


@pytest.mark.parametrize("xml", [True, False])
def test_every_error_value_arrives(tmp_path: Path, opened: Open, xml: bool) -> None:
    book = opened(motley.write(tmp_path / "m.xlsx"), xml)
    found = read_range(book.sheets[motley.SHEET].range("F4:L4"))
    assert [str(value) for value in found.values] == list(motley.ERRORS)
    assert all(isinstance(value, CellError) for value in found.values)


def _as_by_quadtree(sheet: Sheet) -> list[tuple[object, ...]]:
    seen = int(UNSEEN_BY_QUADTREE)
    return [
        (c.row, c.col, c.value, c.format, c.style & seen, c.fill, c.formula)
        for c in sheet.cells()
        if c.value is not None or c.fill or c.formula
    ]


def test_the_quadtree_sees_the_same_but_for_borders_sizes_and_alignment(tmp_path: Path, opened: Open) -> None:
    path = motley.write(tmp_path / "motley.xlsx")
    seen, kept = LiveHost(opened(path, xml=False)).read(motley.SHEET), FileHost(path).read(motley.SHEET)
    patterned = CellRange.parse("H9")  # a pattern's colour is not its fill
    expected = [cell for cell in _as_by_quadtree(kept) if cell[:2] not in patterned]
    assert _as_by_quadtree(seen) == expected
    assert set(seen.merges) == set(kept.merges)
    assert seen.tables == kept.tables
    assert (seen.hidden_rows, seen.hidden_cols) == ({7}, {7})


def test_libreoffice_gives_the_values_of_the_file(tmp_path: Path, on_both: Open) -> None:
    write_sample(tmp_path / "sample.xlsx")
    seen = LiveHost(on_both(tmp_path / "sample.xlsx")).read("Sales 2026")
    kept = FileHost(tmp_path / "sample.xlsx").read("Sales 2026")
    for sheet in (seen, kept):
        assert sheet.used == kept.used
    assert [c[:4] for c in seen.cells() if c.value is not None] == [c[:4] for c in kept.cells() if c.value is not None]
    assert set(seen.merges) == set(kept.merges)


def test_libreoffice_computes_and_the_read_shows_it(on_both: Open, request: pytest.FixtureRequest) -> None:
    book = on_both()
    sheet = book.sheets["Sheet1"]
    sheet.range("A1:A3").raw_value = [[1.5], [2.5], ["'007"]]
    sheet.range("B1:B2").formula = [["=SUM(A1:A2)"], ["=1/0"]]
    found = read_range(sheet.range("A:B"))
    assert found.formulas == {(1, 2): "=SUM(A1:A2)", (2, 2): "=1/0"}
    assert found.value(3, 1) == "007"
    if request.node.callspec.params["on_both"] == "libreoffice":
        assert (found.value(1, 2), found.value(2, 2)) == (4.0, CellError.DIV0)


def test_a_busy_excel_is_waited_for(tmp_path: Path, opened: Open, rig: App, hasty: Patience) -> None:
    area = opened(motley.write(tmp_path / "m.xlsx")).sheets[motley.SHEET].range("B4:D6")
    rig.busy = 3
    assert read_range(area, hasty).value(4, 2) == "Region"


def test_a_cell_in_edit_mode_for_a_minute_is_a_sentence(
    tmp_path: Path, opened: Open, rig: App, hasty: Patience
) -> None:
    area = opened(motley.write(tmp_path / "m.xlsx")).sheets[motley.SHEET].range("B4:D6")
    rig.calls.clear()
    rig.busy = 10_000
    with pytest.raises(ExcelBusy, match="cell is being edited"):
        read_range(area, hasty)
    assert hasty.clock() <= 10
    assert rig.calls.total() < 20


@pytest.mark.parametrize("code", [-2147417848, -2147023174])
def test_a_closed_workbook_is_a_sentence(code: int) -> None:
    def closed() -> None:
        raise ComError(code)

    with pytest.raises(ExcelGone, match="was closed in the meantime"):
        patiently(closed)


def test_what_excel_says_of_itself_is_not_repeated() -> None:
    def refused() -> None:
        raise ComError(-2147352567, -2146827284)

    with pytest.raises(HostError) as error:
        patiently(refused)
    assert "secret" not in str(error.value)
    assert "0x800A03EC" in str(error.value)


def test_a_sheet_that_is_not_there_is_named(opened: Open) -> None:
    with pytest.raises(InputError, match=r"no sheet Gone\. It has: Sheet1"):
        LiveHost(opened()).read("Gone")


def test_too_many_areas_are_refused(opened: Open) -> None:
    sheet = opened().sheets["Sheet1"]
    with pytest.raises(InputError, match="too many separate areas"):
        read_range(sheet.range(",".join(f"A{2 * row}" for row in range(1, 90))))


def test_xlwings_is_kept_from_ending_excels_and_from_keeping_them(monkeypatch: pytest.MonkeyPatch) -> None:
    class Windows:
        N_COM_ATTEMPTS = 0

        def cleanup(self) -> None: ...

        def _PyCom_PyObjectFromIUnknown(self, pointer: int, kind: str, add_reference: bool) -> int:
            return pointer + add_reference

    unregistered: list[object] = []
    monkeypatch.setattr("atexit.unregister", unregistered.append)
    windows = Windows()
    live.tame(windows)
    assert unregistered == [windows.cleanup]
    assert windows.N_COM_ATTEMPTS == 1
    assert windows._PyCom_PyObjectFromIUnknown(7, "IDispatch", True) == 7  # no reference more than it was given


def test_an_empty_sheet_is_an_empty_sheet(tmp_path: Path, opened: Open) -> None:
    Workbook().save(tmp_path / "empty.xlsx")
    for xml in (True, False):
        assert LiveHost(opened(tmp_path / "empty.xlsx", xml)).read("Sheet").used is None


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(lambda t: t[0] != "'")


values = st.one_of(
    texts,
    st.floats(allow_nan=False, allow_infinity=False, width=32).map(lambda n: n + 0.0),
    st.booleans(),
    st.datetimes(datetime(1900, 3, 1), datetime(2099, 1, 1)).map(lambda d: d.replace(microsecond=0, fold=0)),
)


@given(
    st.dictionaries(st.tuples(st.integers(1, 40), st.integers(1, 30)), values, min_size=1, max_size=30), st.booleans()
)
def test_every_value_arrives_at_its_place(held: dict[tuple[int, int], Value], xml: bool) -> None:
    store = memory.Store(None, xml)
    for (row, col), value in held.items():
        store.put("Sheet1", row, col, "text" if isinstance(value, str) else "value", value)
        if isinstance(value, datetime):
            store.book["Sheet1"].cell(row, col).number_format = "yyyy-mm-dd hh:mm:ss"
    found = LiveHost(xlwings.Book(impl=Engine("memory").apps.app.books.take(store))).read("Sheet1")
    assert {(cell.row, cell.col): cell.value for cell in found.cells()} == held
