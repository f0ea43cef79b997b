"""M17: above a set size new questions wait for the person, who is told what they cost; M5: no cell lies or hangs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from sheetllm_xl import drawn
from sheetllm_xl.grid import CellRange
from sheetllm_xl.ribbon import COSTS
from sheetllm_xl.server import Server
from sheetllm_xl.sheet import Cell, Sheet

from ..loopback import Loopback, says
from .test_udfs import BLOCKED, SUM, WAITS, opened, run, why
from .workbook import Area, Workbook

PRICES = '{"claude-sonnet-5-5": {"as_of": "2026-11-01", "input": 3, "output": 15}}'
SIZE = 4  # calls that may begin at once; 20 where none is set


DATA = drawn("Region | Q1\nNorth | 1200\nSouth | 600", "Data")


@pytest.fixture
def set_size() -> int | None:
    return SIZE


@pytest.fixture
def book(api: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, set_size: int | None) -> Workbook:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("SHEETLLM_MAX_RETRIES", "0")
    monkeypatch.setenv("SHEETLLM_CALLS_A_MINUTE", "100000")
    monkeypatch.setenv("SHEETLLM_PRICES", PRICES)
    if set_size:
        monkeypatch.setenv("SHEETLLM_BATCH_CALLS", str(set_size))
    api.then(says(SUM))
    return opened(tmp_path, Workbook({"Data": DATA, "Ask": Sheet("Ask")}))


def fill(book: Workbook, cells: int, first: int = 1) -> None:
    """Fill down, and leave the last cell selected."""
    book.selected = lambda: Area("Ask", CellRange.parse(f"B{first + cells - 1}"))  # type: ignore[method-assign]
    for i in range(first, first + cells):
        book.put(f"B{i}", f'=ASKSHEET("Total {i}?",Data!A1:B3)')


def shown(book: Workbook) -> dict[Any, int]:
    values = list(book.shown.values())
    return {value: values.count(value) for value in set(values)}


def server(book: Workbook) -> Server:
    assert book.server is not None
    return book.server


def settle(book: Workbook) -> None:
    """Ticks and turns until nothing moves: what the crew's threads do."""
    jobs = server(book)._desk.answers.jobs
    for _ in range(400):
        jobs.tick()
        book.recalls.run()  # type: ignore[attr-defined]
        run(book)
        if not (book.pending() or jobs.batch._agreed):
            return


@pytest.mark.parametrize("set_size", [None])
def test_a_fill_down_asks_twenty_and_holds_the_rest(book: Workbook, api: Loopback) -> None:
    fill(book, 50)
    assert shown(book) == {WAITS: 20, BLOCKED: 30}
    said = why(book, "B35")
    assert "More than 20 calls" in said
    assert "Press Refresh in the SheetLLM tab" in said
    run(book)
    assert shown(book) == {1800.0: 20, BLOCKED: 30}
    assert len(api.bodies) == 20
    book.calculate_all()  # F9 begins nothing of what is held
    run(book)
    assert (len(api.bodies), book.pending()) == (20, [])


def test_the_dialog_says_calls_tokens_and_cost_and_cancel_sends_nothing(book: Workbook, api: Loopback) -> None:
    fill(book, 40)
    run(book)
    said = server(book).RunButton("RefreshAnswers")
    assert said.startswith(f"{COSTS}36 new questions wait for you. They would take 36 to 72 calls, ")
    found = re.search(
        r"([\d,]+) to ([\d,]+) tokens in, at most ([\d,]+) out, \$([\d.]+) to \$([\d.]+) \(prices of", said
    )
    assert found
    low, high, out, least, most = (float(number.replace(",", "")) for number in found.groups())
    assert 0 < low < high
    assert out == 72 * 2048
    assert 0 < least < most
    settle(book)
    assert (len(api.bodies), shown(book)[BLOCKED]) == (SIZE, 36)
    assert server(book).RunButton("RefreshAnswers", "").startswith(f"{COSTS}36 ")


def test_on_ok_all_are_asked_a_few_at_a_time(book: Workbook, api: Loopback) -> None:
    fill(book, 18)
    run(book)
    press, jobs = server(book).RunButton, server(book)._desk.answers.jobs
    press("RefreshAnswers")
    assert press("RefreshAnswers", "yes") == ""
    assert "when its turn comes" in why(book, "B17")
    jobs.tick()
    book.recalls.run()  # type: ignore[attr-defined]
    assert len(book.pending()) == jobs.waiting == SIZE
    settle(book)
    assert shown(book) == {1800.0: 18}
    assert len(api.bodies) == 18
    assert not jobs.batch._agreed


def test_yes_that_nobody_was_asked_for_agrees_to_nothing(book: Workbook, api: Loopback) -> None:
    fill(book, 7)
    run(book)
    assert server(book).RunButton("RefreshAnswers", "yes").startswith(f"{COSTS}3 new questions wait")
    settle(book)
    assert len(api.bodies) == SIZE


def test_consent_is_for_what_was_shown(book: Workbook, api: Loopback) -> None:
    fill(book, 7)
    run(book)
    server(book).RunButton("RefreshAnswers")
    fill(book, 2, first=100)
    server(book).RunButton("RefreshAnswers", "yes")
    settle(book)
    assert shown(book) == {1800.0: 7, BLOCKED: 2}
    assert server(book).RunButton("RefreshAnswers").startswith(f"{COSTS}2 new questions")


def test_another_cell_is_refreshed_as_ever_while_some_wait(book: Workbook, api: Loopback) -> None:
    fill(book, 7)
    run(book)
    book.selected = lambda: Area("Ask", CellRange.parse("B2"))  # type: ignore[method-assign]
    assert server(book).RunButton("RefreshAnswers") == ""
    run(book)
    assert book.shown["Ask", "B2"] == 1800.0
    assert (len(api.bodies), len(server(book)._desk.answers.jobs.batch)) == (SIZE + 1, 3)


def test_equal_questions_and_slow_typing_are_no_batch(book: Workbook, api: Loopback) -> None:
    for i in range(1, 101):
        book.put(f"B{i}", '=ASKSHEET("The same?",Data!A1:B3)')
    assert shown(book) == {WAITS: 100}
    run(book)
    assert (shown(book), len(api.bodies)) == ({1800.0: 100}, 1)


def test_a_question_to_each_row_counts_its_calls(book: Workbook, api: Loopback) -> None:
    book.sheets["Long"] = Sheet.of("Long", [Cell(r, c, f"t{r}") for r in range(1, 1001) for c in (1, 2)])
    assert book.put("B1", '=ASKSHEET("Name?",Long!A1:B1000,"column","each=row header=0")') == BLOCKED
    book.selected = lambda: Area("Ask", CellRange.parse("B1"))  # type: ignore[method-assign]
    said = server(book).RunButton("RefreshAnswers")
    assert said.startswith(f"{COSTS}1 new questions wait for you. They would take 25 to 37 calls")
    assert api.bodies == []


def test_long_rows_in_words_of_the_models_own_count_the_calls_they_take(book: Workbook, api: Loopback) -> None:
    rows = [Cell(r, c, f"t{r}" if c == 1 else "some words of a text " * 30) for r in range(1, 201) for c in (1, 2)]
    book.sheets["Long"] = Sheet.of("Long", rows)
    assert book.put("B1", '=ASKSHEET("In short?",Long!A1:B200,"column","each=row header=0; free")') == BLOCKED
    assert book.put("B2", '=ASKSHEET("In short?",Long!A1:B20,"column","each=row header=0; free")') == WAITS
    assert api.bodies == []


def test_a_restarted_server_begins_no_more_than_the_set_size(book: Workbook, api: Loopback, tmp_path: Path) -> None:
    fill(book, 20)
    run(book)
    again = opened(tmp_path, book)
    again.calculate_all()
    run(again)
    assert len(api.bodies) == 2 * SIZE
    assert again.pending() == []


def test_a_pause_or_a_cap_holds_the_turn_and_not_the_cell(book: Workbook, api: Loopback) -> None:
    fill(book, 10)
    run(book)
    desk = server(book)._desk
    server(book).RunButton("RefreshAnswers")
    server(book).RunButton("RefreshAnswers", "yes")
    desk.answers.ledger.pause(True)
    settle(book)
    assert (len(api.bodies), book.pending()) == (SIZE, [])
    desk.answers.ledger.pause(False)
    settle(book)
    assert shown(book) == {1800.0: 10}


def test_a_thousand_cells_settle_and_the_dialog_comes_at_once(book: Workbook, api: Loopback) -> None:
    fill(book, 1_000)
    run(book)
    assert shown(book) == {1800.0: SIZE, BLOCKED: 1_000 - SIZE}
    assert server(book).RunButton("RefreshAnswers").startswith(f"{COSTS}996 new questions")
