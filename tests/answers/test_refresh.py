"""Refresh asks all selected cells again, and what takes more calls than may begin so with consent (M17)."""

from __future__ import annotations

import pytest

from sheetllm_xl.answers import refresh
from sheetllm_xl.grid import CellRange
from sheetllm_xl.ribbon import COSTS
from sheetllm_xl.sheet import Cell, Sheet

from ..loopback import Loopback
from .test_batch import SIZE, book, fill, server, set_size, settle, shown
from .test_udfs import WAITS, run
from .workbook import Area, Workbook

__all__ = ["book", "set_size"]


def select(book: Workbook, cells: str) -> None:
    book.selected = lambda: Area("Ask", CellRange.parse(cells))  # type: ignore[method-assign]


def press(book: Workbook, given: str = "") -> str:
    return server(book).RunButton("RefreshAnswers", given)


def answered(book: Workbook, cells: int) -> None:
    """So many cells with answers, a few typed at a time."""
    size = server(book)._desk.answers.jobs.batch
    size.size = lambda: 10_000  # type: ignore[method-assign]
    fill(book, cells)
    run(book)
    size.size = lambda: SIZE  # type: ignore[method-assign]
    size._begun = 0
    assert shown(book) == {1800.0: cells}


def questions(api: Loopback, first: int) -> list[str]:
    texts = (body["messages"][0]["content"][1]["text"] for body in api.bodies[first:])
    return sorted(text.split("Total ")[1].split("?")[0] for text in texts)


def test_all_selected_cells_are_asked_again_and_no_other(book: Workbook, api: Loopback) -> None:
    answered(book, 6)
    select(book, "A2:B4")
    assert press(book) == ""
    assert [book.shown["Ask", f"B{row}"] == WAITS for row in range(1, 7)] == [False, True, True, True, False, False]
    run(book)
    assert (shown(book), questions(api, 6)) == ({1800.0: 6}, ["2", "3", "4"])


def test_a_whole_column_is_its_cells_that_ask(book: Workbook, api: Loopback) -> None:
    answered(book, 3)
    book.sheets["Ask"] = Sheet.of("Ask", [Cell(9, 2, "a text"), Cell(10, 2, 5.0, formula="=2+3")])
    select(book, "B:B")
    assert press(book) == ""
    run(book)
    assert questions(api, 3) == ["1", "2", "3"]


def test_a_cell_that_cannot_ask_does_not_keep_the_others_from_it(book: Workbook, api: Loopback) -> None:
    answered(book, 3)
    book.put("B1", '=ASKSHEET("Total 1?",Gone!A1:B3)')
    select(book, "B1:B3")
    assert press(book) == ""
    run(book)
    assert questions(api, 3) == ["2", "3"]


def test_more_than_the_set_size_waits_for_consent_and_keeps_its_answers(book: Workbook, api: Loopback) -> None:
    answered(book, 10)
    book.sheets["Ask"] = Sheet.of("Ask", [Cell(1, 1, 5.0, formula="=2+3")])
    select(book, "A1:B9")
    said = press(book)
    assert said.startswith(f"{COSTS}9 selected questions would be asked again. They would take 9 to 18 calls, ")
    assert "at most 4 at once" in said
    book.calculate_all()
    run(book)
    assert (shown(book), len(api.bodies)) == ({1800.0: 10}, 10)
    assert press(book).startswith(f"{COSTS}9 ")
    assert press(book, "yes") == ""
    jobs = server(book)._desk.answers.jobs
    assert (jobs.waiting, len(jobs.batch), len(jobs.batch._agreed)) == (SIZE, 0, 5)
    settle(book)
    assert (shown(book), len(api.bodies)) == ({1800.0: 10}, 19)


def test_what_many_cells_name_is_read_once_for_consent(book: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(book, 12)
    select(book, "B1:B12")
    read: list[str] = []
    real = book.read
    monkeypatch.setattr(book, "read", lambda area: read.append(area.sheet) or real(area))
    press(book)
    assert (read[0], read.count("Ask"), read.count("Data") <= 1) == ("Ask", 1, True)


def test_a_question_of_many_calls_waits_for_consent_too(book: Workbook, api: Loopback) -> None:
    book.sheets["Long"] = Sheet.of("Long", [Cell(r, c, f"t{r}") for r in range(1, 1001) for c in (1, 2)])
    book.formulas["Ask", "B1"] = '=ASKSHEET("Name?",Long!A1:B1000,"column","each=row header=0")'
    book.formulas["Ask", "B2"] = '=ASKSHEET("Total 2?",Data!A1:B3)'
    select(book, "B1:B2")
    assert press(book).startswith(f"{COSTS}2 selected questions would be asked again. They would take 26 to ")
    assert api.bodies == []


def test_yes_is_for_what_was_shown(book: Workbook, api: Loopback) -> None:
    answered(book, 12)
    select(book, "B1:B6")
    assert press(book, "yes").startswith(f"{COSTS}6 ")  # nobody had asked
    select(book, "B1:B8")
    assert press(book, "yes").startswith(f"{COSTS}8 ")
    fill(book, 6, first=100)
    select(book, "B1:B8")
    assert press(book, "yes").startswith(f"{COSTS}8 selected questions would be asked again, and 2 new ones that wait")
    assert press(book, "yes") == ""
    settle(book)
    assert shown(book) == {1800.0: 18}
    assert len(api.bodies) == 12 + 6 + 8


def test_new_ones_among_the_selected_wait_as_they_did(book: Workbook, api: Loopback) -> None:
    fill(book, 7)
    run(book)
    select(book, "B1:B7")
    assert press(book).startswith(f"{COSTS}3 new questions wait for you.")
    assert press(book, "yes") == ""
    settle(book)
    assert (shown(book), len(api.bodies)) == ({1800.0: 7}, 7)


def test_too_many_cells_at_once_are_refused(book: Workbook, api: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresh, "MOST", 4)
    answered(book, 5)
    select(book, "B1:B9")
    assert press(book) == "5 of the selected cells ask; select at most 4 of them at once."
    assert len(api.bodies) == 5


def test_equal_questions_are_asked_again_once(book: Workbook, api: Loopback) -> None:
    for row in range(1, 31):
        book.put(f"B{row}", '=ASKSHEET("Total 1?",Data!A1:B3)')
    run(book)
    calls, real = len(api.bodies), book.calculate_cell

    def busily(sheet: str, cell: str) -> object:
        shown = real(sheet, cell)
        server(book)._desk.answers.jobs.run_next()  # an answer comes between one cell and the next
        return shown

    book.calculate_cell = busily  # type: ignore[method-assign, assignment]
    select(book, "B1:B30")
    assert press(book) == ""
    run(book)
    assert (shown(book), len(api.bodies)) == ({1800.0: 30}, calls + 1)
