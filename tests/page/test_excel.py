"""The page beside Excel, which the in-memory engine plays on a thread of its own: what is clicked is selected there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import xlwings
from playwright.sync_api import expect

from sheetllm_xl import ribbon
from sheetllm_xl.errors import ExcelBusy
from sheetllm_xl.excel.errands import Errands
from sheetllm_xl.excel.write.journal import Journal

from ..cli.calling import REPLY
from ..live.conftest import _bridge, excel, in_front, rig
from ..live.conftest import opened as in_memory
from ..live.engine import App
from ..loopback import Loopback, says
from .conftest import Opened
from .test_ask import TABLE, ask

__all__ = ["_bridge", "excel", "in_front", "in_memory", "rig"]


@contextmanager
def working(errands: Errands) -> Iterator[None]:
    """Excel's thread, which does what is due a few times a second."""
    over = threading.Event()

    def turns() -> None:
        while not over.wait(0.02):
            errands.run()

    thread = threading.Thread(target=turns)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.fixture
def beside(
    in_front: xlwings.App, in_memory: Callable[..., xlwings.Book], book: Path, tmp_path: Path, keyed: Loopback
) -> Iterator[tuple[xlwings.Book, str]]:
    """The sample open in Excel, and the address of its page, which the button opens as a window."""
    opened, addresses = in_memory(book), list[str]()
    around = ribbon.Surroundings(
        excel=lambda: in_front,
        journal=lambda: Journal(tmp_path / "journal.json"),
        open_window=lambda address, edges: addresses.append(address),
    )
    with ribbon.surrounded(around), working(around.errands):
        assert ribbon.open_page("") == ""
        opened.close()
        again = in_memory(book)
        ribbon.open_page("")
        assert addresses[0] == addresses[1]  # one page a workbook
        yield again, addresses[0]


def test_a_click_selects_in_excel_and_an_answer_is_put_into_cells_and_taken_back(
    opened: Opened, beside: tuple[xlwings.Book, str], keyed: Loopback
) -> None:
    book, address = beside
    sheet = book.sheets["Sales 2026"]
    keyed.then(says(TABLE), says(REPLY))
    page = opened(at=address)
    ask(page, "How many units in Q1?")
    expect(page.locator(".turn .value")).to_have_text("3,562")
    page.get_by_role("link", name="'Sales 2026'!C7:C11").click()
    expect(page.locator("#cell b")).to_have_text("C7:C11")
    page.get_by_role("button", name="Put value into cell").click()
    expect(page.locator(".put")).to_contain_text("This writes 3,562 → 'Sales 2026'!P2")
    assert book.app.selection.address == "C7:C11"
    assert sheet.range("P2").value is None
    page.get_by_role("button", name="Write", exact=True).click()
    expect(page.locator(".put")).to_contain_text("Wrote 1 cell")
    assert sheet.range("P2").value == 3562.0
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".put")).to_contain_text("Undone")
    assert sheet.range("P2").value is None
    sheet.range("Q20").select()
    page.get_by_role("button", name="Put question into cell").click()
    page.get_by_role("button", name="Write", exact=True).click()
    expect(page.locator(".put")).to_contain_text("Undo")
    assert sheet.range("Q20").formula == "=ASKSHEET(\"How many units in Q1?\", 'Sales 2026'!B2:N137)"
    assert len(keyed.bodies) == 2


@pytest.mark.slow
def test_the_page_follows_what_is_selected_and_what_is_changed(
    opened: Opened, beside: tuple[xlwings.Book, str], keyed: Loopback
) -> None:
    book, address = beside
    sheet = book.sheets["Sales 2026"]
    keyed.then(says(TABLE), says(REPLY))
    page = opened(at=address)
    ask(page, "How many units in Q1?")
    expect(page.locator(".turn .value")).to_have_text("3,562")
    sheet.range("C7").raw_value = 321.0
    sheet.range("C7:D8").select()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#cell")).to_contain_text("C7:D8 321")
    expect(page.locator(".turn")).to_contain_text("Cells that were read have changed since.")
    expect(page.locator("#scope")).to_contain_text("Selected cells C7:D8")


@pytest.mark.slow
def test_a_busy_excel_and_a_closed_workbook_are_said_and_what_was_typed_stays(
    opened: Opened,
    beside: tuple[xlwings.Book, str],
    book: Path,
    in_memory: Callable[..., xlwings.Book],
    rig: App,
    keyed: Loopback,
) -> None:
    live, address = beside
    keyed.then(says(TABLE), says(REPLY))
    page = opened(at=address)
    page.fill("#question", "How many units in Q1?")
    rig.modal = True  # a cell is being edited
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#trouble")).to_contain_text("Excel is busy")
    rig.modal = False
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#trouble")).to_be_hidden()
    live.close()
    page.keyboard.press("Enter")
    expect(page.locator("#trouble")).to_contain_text("b.xlsx is not open in Excel under that name any more")
    expect(page.locator("#question")).to_have_value("How many units in Q1?")
    in_memory(book)
    page.locator("#question").press("Enter")
    expect(page.locator(".turn .value")).to_have_text("3,562")
    expect(page.locator("#trouble")).to_be_hidden()


def test_what_excel_has_no_time_for_is_given_up() -> None:
    errands, done = Errands(patience=0.05), list[int]()
    trouble: list[BaseException] = []

    def elsewhere() -> None:
        try:
            errands.do(lambda: done.append(1))
        except ExcelBusy as error:
            trouble.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    errands.run()
    assert (len(trouble), done) == (1, [])


def test_a_turn_does_what_is_due_and_leaves_the_next_turn_what_comes_meanwhile() -> None:
    errands, begun = Errands(), threading.Event()

    def elsewhere() -> None:
        for _ in range(3):
            errands.do(begun.set)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(elsewhere)
        while not errands._due.qsize():
            pass
        assert errands.run() == 1
        while not done.done():
            assert errands.run() <= 1


def test_what_ends_excels_thread_is_heard_where_it_was_waited_for() -> None:
    errands = Errands()

    def ends() -> None:
        raise SystemExit

    with ThreadPoolExecutor(1) as pool:
        waits = pool.submit(errands.do, ends)
        while not errands._due.qsize():
            pass
        with pytest.raises(SystemExit):
            errands.run()
        with pytest.raises(SystemExit):
            waits.result(20)


@pytest.mark.slow
def test_tables_are_written_once_they_were_shown_and_taken_back(
    opened: Opened, beside: tuple[xlwings.Book, str]
) -> None:
    book, address = beside
    page = opened(at=address)
    page.locator("#view-tables").click()
    page.get_by_role("button", name="List", exact=True).click()
    expect(page.locator("#tables [role=status]")).to_contain_text("List: B5:J12, ")
    assert [sheet.name for sheet in book.sheets] == ["Sales 2026"]
    book.sheets["Sales 2026"].range("C7").raw_value = 1.0  # other cells than were shown: they are shown again
    page.get_by_role("button", name="Write", exact=True).click()
    expect(page.locator("#tables [role=status]")).to_contain_text("have changed since. This writes List: B5:J12, ")
    page.get_by_role("button", name="Write", exact=True).dblclick()
    expect(page.locator("#tables [role=status]")).to_contain_text("Listed 3 tables on the sheet Tables found.")
    assert len(book.sheets) == 2
    page.get_by_role("button", name="Undo").dblclick()
    expect(page.locator("#tables [role=status]")).to_contain_text("Undone")
    assert [sheet.name for sheet in book.sheets] == ["Sales 2026"]
