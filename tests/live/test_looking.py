"""Let Claude Look: why and what it costs before anything is sent; then the other buttons work on what it named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import xlwings

from sheetllm_xl import app, ribbon
from sheetllm_xl.excel.write.journal import Journal

from ..loopback import Loopback, says

Open = Callable[..., xlwings.Book]


@pytest.fixture
def pages(excel: xlwings.App, tmp_path: Path, keyed: Loopback) -> Iterator[list[str]]:
    """The text of each page that was opened."""
    opened: list[str] = []
    answers = app.answers()
    around = ribbon.Surroundings(
        excel=lambda: excel,
        journal=lambda: Journal(tmp_path / "journal.json"),
        open_page=lambda url: opened.append(Path(unquote(urlsplit(url).path)).read_text(encoding="utf-8")),
        later=lambda work: work(),
        own_answers=lambda: answers,
    )
    with ribbon.surrounded(around):
        yield opened


@pytest.fixture
def odd(opened: Open) -> xlwings.Book:
    """A sheet on which structure is not sure of anything."""
    book = opened()
    for at, value in (("A1", 3.0), ("A4", 7.0), ("C4", 9.0), ("B6", 4.0), ("E6", 5.0)):
        book.sheets[0].range(at).raw_value = value
    return book


def test_the_reason_and_the_cost_come_first_and_cancel_sends_nothing(
    odd: xlwings.Book, pages: list[str], keyed: Loopback
) -> None:
    offer = ribbon.look_by_claude("")
    assert offer.startswith(ribbon.COSTS)
    assert "are not sure" in offer or "lie outside every table found" in offer
    assert "1 call, " in offer
    assert "Nothing was sent." in offer
    assert keyed.requests == pages == []


def test_detecting_says_where_it_is_not_sure(odd: xlwings.Book, pages: list[str], keyed: Loopback) -> None:
    assert "Let Claude Look, in the menu" in ribbon.detect_list("")
    keyed.then(says({"tables": ["A1:A4", "C4:E6"]}))
    ribbon.look_by_claude("")
    ribbon.look_by_claude("yes")
    assert "A1:A4" in ribbon.detect_list("")


def test_what_claude_named_is_shown_written_and_paid_once(odd: xlwings.Book, pages: list[str], keyed: Loopback) -> None:
    keyed.then(says({"tables": ["A4:E6"]}))
    ribbon.look_by_claude("")
    assert "opens as a page" in ribbon.look_by_claude("yes")
    assert "Found 1 table on Sheet1:\nA4:E6" in pages[0]
    assert "Found 1 table on Sheet1:\nA4:E6" in ribbon.look_by_claude("")
    assert "A4:E6" in ribbon.detect_names("")
    assert not ribbon.detect_names("yes").startswith(ribbon.QUESTION)
    (name,) = odd.names
    assert name.refers_to.replace("$", "").endswith("Sheet1!A4:E6")
    assert len(keyed.requests) == 1


def test_a_sheet_that_changed_is_detected_anew(odd: xlwings.Book, pages: list[str], keyed: Loopback) -> None:
    keyed.then(says({"tables": ["A4:E6"]}))
    ribbon.look_by_claude("")
    ribbon.look_by_claude("yes")
    odd.sheets[0].range("A1").raw_value = 4.0
    assert ribbon.look_by_claude("").startswith(ribbon.COSTS)
    assert ribbon.look_by_claude("yes").startswith("Asking where")
    assert len(keyed.requests) == 2


def test_a_yes_to_another_sheet_is_no_yes(odd: xlwings.Book, pages: list[str], keyed: Loopback) -> None:
    ribbon.look_by_claude("")
    odd.sheets[0].range("A1").raw_value = 4.0
    assert ribbon.look_by_claude("yes").startswith(ribbon.COSTS)
    assert keyed.requests == []


def test_what_goes_wrong_is_a_sentence_on_the_page(odd: xlwings.Book, pages: list[str], keyed: Loopback) -> None:
    keyed.then(says("It is in the middle."))
    ribbon.look_by_claude("")
    ribbon.look_by_claude("yes")
    assert "Traceback" not in pages[0]
    assert "reply" in pages[0]
