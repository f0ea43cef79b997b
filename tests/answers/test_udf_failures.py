"""What goes wrong in a cell is a true error with a sentence: bad input, a silent API, a pause, a busy Excel."""

from __future__ import annotations

import pytest

from sheetllm_xl.grid import CellRange

from ..loopback import Loopback, fails, says
from .test_udfs import BLOCKED, CONNECT, NA, SUM, VALUE, WAITS, asked, book, run, why
from .workbook import Area, Workbook

__all__ = ["book"]


@pytest.mark.parametrize(
    ("given", "shown", "said"),
    [
        (("", "Data!A1:D4"), VALUE, "There is no question"),
        ((None, "Data!A1:D4"), VALUE, "There is no question"),
        (("q" * 40_000, "Data!A1:D4"), VALUE, "40,000 characters"),
        (("is sk-ant-abcd1234 mine?", "Data!A1:D4"), VALUE, "holds an API key"),
        (("Total?", "Gone!A1:B2"), VALUE, "The sheet is gone"),
        (("Total?", "Data!Z1:Z9"), VALUE, "empty"),
        (("Total?", '"Data!A1"'), VALUE, "without quotation marks"),
        (("Total?", "Data!A1:D4", '"pie"'), VALUE, "no shape"),
        (("Total?", "Data!A1:D4", "", '"fast"'), VALUE, "no option"),
        (("Total?", "", '"row"'), VALUE, "name the range"),
        (("Total?", "#REF!"), "\x012023", "An argument is #REF!"),
        (("#DIV/0!", "Data!A1:D4"), "\x012007", "An argument is #DIV/0!"),
    ],
)
def test_bad_input_is_a_true_error_with_a_sentence(
    book: Workbook, api: Loopback, given: tuple[str | None, ...], shown: str, said: str
) -> None:
    question, *rest = given
    first = "" if question is None else question if question.startswith("#") else f'"{question}"'
    api.then(fails(500))
    got = book.put("B2", f"=ASKSHEET({','.join([first, *rest])})")
    if got == WAITS:
        run(book)
        got = book.shown["Ask", "B2"]
    assert got == shown
    assert said in why(book)
    assert "abcd1234" not in why(book)
    assert api.bodies == []


def test_errors_that_com_gives_come_back_as_they_are(book: Workbook) -> None:
    assert book.call("ASKSHEET", -2146826246, None) == NA
    assert book.call("ASKSHEET", "Total?", -2146826265) == "\x012023"
    for name in ("ASKSHEET_WHY", "ASKSHEET_FORMULA", "ASKSHEET_SOURCES", "SHEETTABLES", "SHEETTOKENS"):
        assert book.call(name, -2146826273) == VALUE
    assert book.call("NO_SUCH", 1) == "\x012029"
    assert book.call("ASKSHEET", *"abcdefg") == VALUE
    assert book.call("ASKSHEET_WHY", None) == VALUE


def test_without_a_calling_cell_nothing_is_sent(book: Workbook, api: Loopback) -> None:
    area = Area("Data", CellRange.parse("A1:D4"))
    assert book.call("ASKSHEET", "Total?", area, at=None) == NA
    run(book)
    assert api.requests == []


@pytest.mark.parametrize(
    ("status", "said"), [(401, "key was refused"), (429, "rate limit"), (500, "server failed"), (413, "too large")]
)
def test_a_failure_of_the_api_is_an_error_with_sentence_fix_and_request(
    book: Workbook, api: Loopback, status: int, said: str
) -> None:
    api.then(fails(status))
    assert asked(book, None) == CONNECT
    text = why(book)
    assert said in text
    assert "Check my setup" in text
    assert "Request req_7." in text
    assert book.calculate_cell("Ask", "B2") == CONNECT
    assert len(api.requests) == 1


def test_a_reply_in_no_agreed_form_is_an_error(book: Workbook, api: Loopback) -> None:
    api.then(says("I would rather talk."))
    assert asked(book, None) == VALUE
    assert "not JSON" in why(book)


def test_a_pause_says_so_and_remembered_answers_work(book: Workbook, api: Loopback) -> None:
    api.then(says(SUM))
    asked(book, None)
    book.server._desk.answers.ledger.pause(True)  # type: ignore[union-attr]
    assert book.put("C1", '=ASKSHEET("Other?",Data!A1:D4)') == BLOCKED
    assert "paused" in why(book, "C1")
    assert book.calculate_cell("Ask", "B2") == 1800.0


def test_a_busy_excel_gets_its_answer_later(book: Workbook, api: Loopback) -> None:
    api.then(says(SUM))
    book.busy = True
    assert book.put("B2", '=ASKSHEET("Total?",Data!A1:D4)') == WAITS
    run(book)
    assert book.shown["Ask", "B2"] == WAITS
    book.busy = False
    book.recalls._next = 0  # type: ignore[attr-defined]
    book.recalls.run()  # type: ignore[attr-defined]
    assert book.shown["Ask", "B2"] == 1800.0
