"""Cells whose answer has come are calculated where that can be, in few calls; the others are tried again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.answers.queue import Recalls
from sheetllm_xl.errors import HostError, NotCalculated
from sheetllm_xl.excel.busy import Patience, patiently
from sheetllm_xl.excel.cells import LiveCells
from sheetllm_xl.excel.read.live import read_range
from sheetllm_xl.excel.recalculating import blocks
from sheetllm_xl.grid import CellRange, column_letters
from sheetllm_xl.record import Place

from . import memory
from .engine import App, ComError, Engine
from .test_cells import DRAWN, shown

FOR_EVER = 10**9
Open = Callable[..., xlwings.Book]


@pytest.fixture
def cells(hasty: Patience) -> LiveCells:
    return LiveCells(read_range, lambda action: patiently(action, hasty))


@pytest.fixture
def second(in_front: xlwings.App, monkeypatch: pytest.MonkeyPatch) -> App:
    """Another Excel, which is asked first."""
    other = xlwings.App(impl=Engine("other").apps.app)
    monkeypatch.setattr(xlwings, "apps", (other, in_front))
    return other.impl  # type: ignore[no-any-return]


def book_of(rig: App, path: str, *asking: str) -> xlwings.Sheet:
    """A sheet of a new workbook with cells that ask."""
    store = memory.Store()
    store.path = path
    sheet = xlwings.Book(impl=rig.books.take(store)).sheets["Sheet1"]
    for cell in asking:
        sheet.range(cell).formula = DRAWN
    return sheet


def places(book: str, *cells: str) -> list[Place]:
    return [Place(book, "Sheet1", cell) for cell in cells]


def test_a_busy_excel_keeps_the_cells_of_another_from_nothing(rig: App, second: App, cells: LiveCells) -> None:
    mine, theirs = book_of(rig, r"C:\Mine.xlsx", "B2"), book_of(second, r"C:\Theirs.xlsx", "B2")
    wanted = [*places(r"C:\Theirs.xlsx", "B2"), *places(r"C:\Mine.xlsx", "B2")]
    second.busy = FOR_EVER
    with pytest.raises(NotCalculated, match="busy") as error:
        cells.calculate(wanted)
    assert error.value.left == (wanted[0],)
    before = shown(mine, "B2")
    assert before != [None]
    second.busy = 0
    cells.calculate(error.value.left)
    assert shown(mine, "B2") == before
    assert shown(theirs, "B2") != [None]


def test_a_book_an_excel_does_not_speak_of_is_asked_for_again_and_one_that_is_closed_is_not(
    rig: App, second: App, cells: LiveCells
) -> None:
    book_of(rig, r"C:\Mine.xlsx", "B2")
    wanted = places(r"C:\Closed.xlsx", "B2")
    second.busy = FOR_EVER
    with pytest.raises(NotCalculated):
        cells.calculate(wanted)
    second.busy = 0
    cells.calculate(wanted)


@pytest.mark.parametrize("call", ["Books", "Calculate"])
def test_an_excel_that_is_ending_is_let_be(
    rig: App, second: App, cells: LiveCells, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = App.hit

    def hit(self: App, name: str) -> None:
        if self is second and name == call:
            raise ComError(-2147417848)
        real(self, name)

    book_of(second, r"C:\Theirs.xlsx", "B2")
    monkeypatch.setattr(App, "hit", hit)
    cells.calculate(places(r"C:\Theirs.xlsx", "B2"))


def test_a_sheet_that_is_refused_keeps_no_other_waiting_and_what_was_done_is_not_done_again(
    in_front: xlwings.App, rig: App, cells: LiveCells, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused for good is one sheet alone; busy is the whole of that Excel, which is not asked again and again."""
    code, calculated, real = [0, 0], list[CellRange](), memory.Store.calculate

    def calculate(self: memory.Store, sheet: str, box: CellRange) -> None:
        if self.path == "1" and box.left == 4:
            raise ComError(*code)
        calculated.append(box)
        real(self, sheet, box)

    monkeypatch.setattr(memory.Store, "calculate", calculate)
    for path in "123":
        book_of(rig, path, "B2", "D4", "F6")
    wanted = [place for path in "123" for place in places(path, "B2", "D4", "F6")]
    for code[:], left in (([-2147352567, -2146827284], wanted[1:3]), ([-2147418111, 0], wanted[1:])):
        calculated.clear()
        with pytest.raises(NotCalculated) as error:
            cells.calculate(wanted)
        assert error.value.left == tuple(left)
        assert len(calculated) == len(wanted) - len(left)


def test_a_row_of_cells_is_one_call(in_front: xlwings.App, rig: App, cells: LiveCells) -> None:
    across = [f"{column_letters(col)}{row}" for row in (3, 4) for col in range(1, 101)]
    sheet = book_of(rig, "Book1", *across)
    rig.calls.clear()
    cells.calculate(places("Book1", *across))
    assert rig.calls["Calculate"] == 1
    assert rig.calls.total() <= 12  # two of them look whether the functions came, which here none does
    assert None not in shown(sheet, *across)


@pytest.mark.parametrize("count", [10, 100])
def test_calls_grow_with_the_cells_that_have_moved_and_not_with_their_square(
    in_front: xlwings.App, rig: App, cells: LiveCells, count: int
) -> None:
    """Every second row, and a row inserted above them since."""
    sheet = book_of(rig, "Book1", *(f"B{2 * row + 1}" for row in range(1, count + 1)))
    rig.calls.clear()
    cells.calculate(places("Book1", *(f"B{2 * row}" for row in range(1, count + 1))))
    assert rig.calls["Calculate"] == count
    assert rig.calls["Formula"] <= 10
    assert None not in shown(sheet, *(f"B{2 * row + 1}" for row in range(1, count + 1)))


def test_a_cell_that_asks_through_a_name_is_calculated(in_front: xlwings.App, rig: App, cells: LiveCells) -> None:
    """And what asks on its sheet as well, since it may be one of those that has moved; what only computes is not."""
    sheet = book_of(rig, "Book1", "D9")
    for cell in ("B2", "F5"):
        sheet.range(cell).formula = "=TotalOfNorth+RAND.NV()"
    cells.calculate(places("Book1", "B2"))
    assert shown(sheet, "F5") == [None]
    assert None not in shown(sheet, "B2", "D9")


@given(st.sets(st.tuples(st.integers(1, 6), st.integers(1, 6))))
def test_blocks_hold_each_cell_once_and_no_other(spots: set[tuple[int, int]]) -> None:
    found = [(row, col) for area in blocks(spots) for row in area.rows for col in area.cols]
    assert sorted(found) == sorted(spots)


def test_a_dialog_left_open_over_lunch_loses_no_cell(in_front: xlwings.App, rig: App, cells: LiveCells) -> None:
    now = [0.0]
    recalls = Recalls(cells.calculate, lambda: now[0])
    sheet = book_of(rig, "Book1", "B2")
    recalls.add(places("Book1", "B2"))
    rig.busy = FOR_EVER
    while now[0] < 7200:
        now[0] += recalls.run() or 0.0
    rig.busy = 0
    assert shown(sheet, "B2") == [None]
    recalls.run()
    assert shown(sheet, "B2") != [None]
    assert recalls.run() is None


@pytest.mark.parametrize("mode", [1, 2], ids=["copied", "cut"])
def test_copy_wait_paste_with_a_hundred_cells_waiting(
    in_front: xlwings.App, rig: App, cells: LiveCells, mode: int
) -> None:
    now = [0.0]
    recalls = Recalls(cells.calculate, lambda: now[0])
    names = [f"B{row}" for row in range(2, 102)]
    sheet = book_of(rig, "Book1", *names)
    rig.copying = mode
    recalls.add(places("Book1", *names))
    while now[0] < 5.0:
        now[0] += recalls.run() or 0.1
    assert rig.copying == mode
    assert not rig.calls["Calculate"]
    sheet.range("Z1").raw_value = 1.0  # it is pasted, which ends it
    while recalls.run() is not None:
        now[0] += 5.0
    assert None not in shown(sheet, *names)


def test_after_a_recall_no_object_of_excel_is_held(in_front: xlwings.App, rig: App, cells: LiveCells) -> None:
    book_of(rig, "Book1", "B2", "D4")
    assert rig.ends()
    cells.calculate(places("Book1", "B2", "D4"))
    assert rig.ends()


def test_nothing_but_a_refusal_is_tried_again(in_front: xlwings.App, rig: App, cells: LiveCells) -> None:
    assert issubclass(NotCalculated, HostError)
    cells.calculate([])
    cells.calculate(["no place", *places("Gone.xlsx", "B2")])


def test_of_an_array_formula_all_is_calculated(
    in_front: xlwings.App, opened: Open, cells: LiveCells, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel calculates no part of an array; the properties are its own, which this engine has not."""
    sheet = opened().sheets["Sheet1"]
    sheet.range("B2").formula = '=ASKSHEET("q",D1:D4,"column")'
    kind, whole = type(sheet.range("B2").api), sheet.range("B2:B4").api
    calculated: list[str] = []
    monkeypatch.setattr(kind, "HasArray", True, raising=False)
    monkeypatch.setattr(kind, "CurrentArray", whole, raising=False)
    monkeypatch.setattr(kind, "Calculate", lambda self: calculated.append(self._area.address))
    cells.calculate([Place("Book1", "Sheet1", "B2")])
    assert calculated == ["B2:B4"]
