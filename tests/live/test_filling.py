"""M45: Fill Column: previewed, filled as answers come, stopped, gone on with, undone; each row is paid for once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextvars import copy_context
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import xlwings

from sheetllm_xl import app, ribbon
from sheetllm_xl.errors import SheetLLMError
from sheetllm_xl.excel.write.asking import write_formula
from sheetllm_xl.excel.write.journal import Journal
from sheetllm_xl.grid import Ref
from sheetllm_xl.ribbon.filling import write_fills

from ..answers.test_going_on import answers_rows
from ..loopback import Loopback
from . import memory
from .engine import App

Open = Callable[..., xlwings.Book]
ROWS = 100
ASKED = "Which name?"


@pytest.fixture
def book(opened: Open) -> xlwings.Book:
    book = opened()
    sheet = book.sheets["Sheet1"]
    rows = [["Name", "Units"], *([f"N{row}", float(row)] for row in range(2, ROWS + 2))]
    sheet.range(f"A1:B{ROWS + 1}").raw_value = rows
    sheet.range(f"A1:B{ROWS + 1}").select()
    return book


@pytest.fixture
def paid(keyed: Loopback, monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    monkeypatch.setenv("SHEETLLM_CALLS_A_MINUTE", "100000")
    counted = Counter[int]()
    keyed.then(answers_rows(counted))
    return counted


@pytest.fixture
def pages(book: xlwings.Book, in_front: xlwings.App, paid: Counter[int], tmp_path: Path) -> Iterator[list[str]]:
    """The text of each page; what is done later is done at once."""
    opened, answers = list[str](), app.answers(path=tmp_path / "ledger.sqlite")

    def show(url: str) -> None:
        opened.append(Path(unquote(urlsplit(url).path)).read_text(encoding="utf-8"))

    journal = Journal(tmp_path / "journal.json")
    around = ribbon.Surroundings(
        lambda: in_front, lambda: journal, show, later=lambda work: work(), own_answers=lambda: answers
    )
    with ribbon.surrounded(around):
        yield opened


def column(book: xlwings.Book, cells: str = f"C1:C{ROWS + 1}") -> list[Any]:
    return [row[0] for row in book.sheets["Sheet1"].range(cells).raw_value]


def previewed(text: str = ASKED) -> str:
    """Up to the offer to fill."""
    assert ribbon.fill_column(text)[0] == ribbon.COSTS
    ribbon.fill_column("yes")
    return ribbon.fill_column(text)


def test_nothing_is_sent_before_the_cost_is_agreed_to_and_five_rows_first(
    book: xlwings.Book, paid: Counter[int], pages: list[str], keyed: Loopback
) -> None:
    said = ribbon.fill_column(ASKED)
    assert said[0] == ribbon.COSTS
    assert "100 rows would take" in said
    assert keyed.bodies == []
    assert "first rows" in ribbon.fill_column("yes")
    assert sorted(paid) == [2, 3, 4, 5, 6]
    assert "Row 2: N2" in pages[0]
    said = ribbon.fill_column(ASKED)
    assert said[0] == ribbon.COSTS
    assert "Row 6: N6" in said
    assert "OK fills Sheet1!C1:C101" in said
    assert len(keyed.bodies) == 1
    assert column(book) == [None] * (ROWS + 1)


def test_the_column_is_filled_in_order_and_undone_as_one(
    book: xlwings.Book, paid: Counter[int], pages: list[str]
) -> None:
    previewed()
    assert "appear as they are answered" in ribbon.fill_column("yes")
    write_fills()
    assert column(book) == [ASKED, *(f"N{row}" for row in range(2, ROWS + 2))]
    assert "100 of 100 rows" in pages[-1]
    assert ribbon.undo_tables("").startswith("Undone: column Sheet1!C1:C101")
    assert column(book) == [None] * (ROWS + 1)
    assert "nothing of SheetLLM's to undo" in ribbon.undo_tables("")


def test_a_person_at_work_elsewhere_is_left_there(
    book: xlwings.Book, rig: App, paid: Counter[int], pages: list[str], opened: Open
) -> None:
    previewed()
    ribbon.fill_column("yes")
    opened().sheets["Sheet1"].range("B2").select()
    rig.calls.clear()
    write_fills()
    assert column(book)[1] == "N2"
    assert rig.calls["Activate"] == rig.calls["Select"] == 0


def test_stopped_it_keeps_what_is_answered_and_goes_on_without_paying_again(
    book: xlwings.Book, paid: Counter[int], pages: list[str], keyed: Loopback
) -> None:
    previewed()
    paid.clear()
    play, here = answers_rows(paid), copy_context()

    def stopping(exchange: Any) -> None:
        here.run(write_fills)  # what has come until now
        if len(paid) == 40:
            assert here.run(ribbon.fill_column, "anything")[0] == ribbon.QUESTION
            assert "40 of 100 rows" in here.run(ribbon.fill_column, "yes")
        play(exchange)

    keyed.plays[:] = [stopping]
    ribbon.fill_column("yes")
    write_fills()
    assert column(book) == [ASKED, *(f"N{row}" for row in range(2, 82)), *[None] * 20]
    assert "goes on" in pages[-1]
    keyed.plays[:] = [play]
    book.sheets["Sheet1"].range("A1").select()  # and so the whole sheet, our column with it
    assert "OK fills Sheet1!C1:C101" in ribbon.fill_column(ASKED)
    ribbon.fill_column("yes")
    write_fills()
    assert column(book) == [ASKED, *(f"N{row}" for row in range(2, ROWS + 2))]
    assert set(paid.values()) == {1}
    assert len(paid) == ROWS


def test_a_copying_or_busy_excel_gets_its_rows_later(
    rig: App, book: xlwings.Book, paid: Counter[int], pages: list[str]
) -> None:
    previewed()
    rig.copying = 1
    ribbon.fill_column("yes")
    write_fills()
    assert (rig.copying, column(book)[1]) == (1, None)
    rig.copying, rig.calculating = 0, True
    write_fills()
    assert column(book)[1] is None
    rig.calculating, rig.modal = False, True
    write_fills()
    rig.modal = False
    write_fills()
    assert column(book) == [ASKED, *(f"N{row}" for row in range(2, ROWS + 2))]
    assert ribbon.now().fills == {}


def test_what_somebody_else_has_written_is_not_overwritten(
    book: xlwings.Book, paid: Counter[int], pages: list[str], keyed: Loopback
) -> None:
    previewed()
    ribbon.fill_column("yes")
    book.sheets["Sheet1"].range("C50").raw_value = "mine"
    write_fills()
    assert column(book, "C50:C51") == ["mine", None]
    assert ribbon.now().fills == {}
    assert "C50 holds something else" in pages[-1], "all is answered already, so nothing else would say it"


def test_what_was_undone_is_not_gone_on_with(
    book: xlwings.Book, paid: Counter[int], pages: list[str], keyed: Loopback
) -> None:
    previewed()
    paid.clear()
    play, here = answers_rows(paid), copy_context()

    def undoing(exchange: Any) -> None:
        here.run(write_fills)
        if len(paid) == 40:
            assert here.run(ribbon.undo_tables, "").startswith("Undone: column")
            write_formula(book, Ref.parse("Sheet1!E1"), "=1+1", here.run(ribbon.now).journal())
        play(exchange)

    keyed.plays[:] = [undoing]
    ribbon.fill_column("yes")
    write_fills()
    assert column(book) == [None] * (ROWS + 1)
    assert "was undone" in pages[-1]
    assert ribbon.now().fills == {}
    assert ribbon.undo_tables("") == "Undone: a question."
    assert column(book, "E1:E2") == [None, None]


@pytest.mark.parametrize("hindrance", ["filled", "protected", "read only"])
def test_what_cannot_be_written_is_not_paid_for(
    book: xlwings.Book, rig: App, paid: Counter[int], pages: list[str], keyed: Loopback, hindrance: str
) -> None:
    if hindrance == "filled":
        book.sheets["Sheet1"].range("C50").raw_value = "mine"
        book.sheets["Sheet1"].range(f"A1:B{ROWS + 1}").select()
    rig.protected |= {"Sheet1"} if hindrance == "protected" else set()
    rig.read_only = hindrance == "read only"
    with pytest.raises(SheetLLMError, match=r"C50 holds something|is protected|read-only"):
        ribbon.fill_column(ASKED)
    assert keyed.bodies == []


def test_what_waiting_does_not_change_ends_it_at_once_and_is_shown(
    book: xlwings.Book, rig: App, paid: Counter[int], pages: list[str]
) -> None:
    previewed()
    ribbon.fill_column("yes")
    rig.protected.add("Sheet1")
    write_fills()
    assert "is protected" in pages[-1]
    assert ribbon.now().fills == {}


def test_a_fault_of_ours_ends_it_and_is_shown(book: xlwings.Book, paid: Counter[int], pages: list[str]) -> None:
    previewed()
    ribbon.fill_column("yes")
    (filling,) = ribbon.now().fills.values()
    filling.waiting[3] = (3, object())  # type: ignore[assignment]
    with pytest.raises(TypeError):  # the loop of the server logs it
        write_fills()
    assert len(filling.waiting) == ROWS + 1, "nothing that came is lost"
    assert "A fault of ours" in pages[-1]
    assert ribbon.now().fills == {}


def test_of_two_workbooks_without_a_file_the_one_that_was_asked_about_is_filled(
    book: xlwings.Book, excel: xlwings.App, paid: Counter[int], pages: list[str]
) -> None:
    first = excel.engine.impl.apps
    other = xlwings.Book(impl=first.another().books.take(memory.Store()))
    first.running.reverse()  # the other Excel comes first now
    assert other.name == book.name
    previewed()
    ribbon.fill_column("yes")
    write_fills()
    assert column(other) == [None] * (ROWS + 1)
    assert column(book)[:2] == [ASKED, "N2"]


def test_a_persons_own_column_under_the_question_is_theirs(
    book: xlwings.Book, paid: Counter[int], pages: list[str]
) -> None:
    book.sheets["Sheet1"].range("B1").raw_value = ASKED
    book.sheets["Sheet1"].range(f"A1:B{ROWS + 1}").select()
    assert "OK fills Sheet1!C1:C101" in previewed()


def test_a_list_without_a_header_gets_no_head_in_place_of_an_answer(
    book: xlwings.Book, paid: Counter[int], pages: list[str]
) -> None:
    book.sheets["Sheet1"].range("A2:A101").select()
    book.sheets["Sheet1"].range(f"B1:B{ROWS + 1}").raw_value = [[None]] * (ROWS + 1)
    assert "OK fills Sheet1!B2:B101" in previewed()
    ribbon.fill_column("yes")
    write_fills()
    assert column(book, "B1:B3") == [None, "N2", "N3"]


def test_words_of_the_models_own_say_so_over_the_column(
    book: xlwings.Book, paid: Counter[int], pages: list[str], keyed: Loopback
) -> None:
    keyed.plays[:] = [answers_rows(paid, free=True)]
    previewed("free: Greet them")
    ribbon.fill_column("yes")
    write_fills()
    assert column(book, "C1:C2") == ["Greet them (the model's own words)", "Dear N2"]
