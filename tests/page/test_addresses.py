"""A page is served where it was last, so that one that is open goes on, with what was typed on it."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from platformdirs import user_cache_path
from playwright.sync_api import expect

from sheetllm_xl.errors import HostError
from sheetllm_xl.page import Served, addresses, listening_again

from ..cli.calling import REPLY
from ..loopback import Loopback, says
from .conftest import Opened
from .serving import asked, page_of
from .test_ask import TABLE, ask

DAY = 86_400.0


@contextmanager
def served_again(book: Path, port: int = 0) -> Iterator[Served]:
    with listening_again(page_of(book), str(book), port) as running:
        thread = threading.Thread(target=running.run)
        thread.start()
        try:
            yield running
        finally:
            running.server.should_exit = True
            thread.join()


def test_a_workbook_is_served_where_it_was_last_and_another_elsewhere(book: Path, tmp_path: Path) -> None:
    with served_again(book) as first:
        assert asked(first.address)[0] == 200
        with served_again(tmp_path / "other" / "b.xlsx") as other:
            assert urlsplit(other.address).port != urlsplit(first.address).port
    with served_again(book) as again:
        assert again.address == first.address
        assert asked(first.address)[0] == 200


def test_where_another_program_is_by_now_it_is_served_elsewhere_under_a_new_token(book: Path) -> None:
    with served_again(book) as first:
        parts = urlsplit(first.address)
    with socket.create_server(("127.0.0.1", int(parts.port or 0))), served_again(book) as moved:
        assert urlsplit(moved.address).port != parts.port
        assert urlsplit(moved.address).path != parts.path
        with pytest.raises(HostError, match="is taken"), served_again(book, int(parts.port or 0)):
            pass
    with served_again(book) as again:
        assert again.address == moved.address


def test_a_token_is_made_anew_after_a_day_and_where_the_clock_was_set_back() -> None:
    made = addresses.last("a book", 1000.0)
    addresses.keep("a book", made._replace(port=50_000))
    assert addresses.last("a book", 999.0 + DAY) == made._replace(port=50_000)
    for moment in (1001.0 + DAY, 999.0):
        later = addresses.last("a book", moment)
        assert (later.port, later.made) == (50_000, moment)
        assert later.token != made.token


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1}', '{"a": ["x", "y", "z"]}'])
def test_what_is_not_ours_is_no_address(text: str) -> None:
    file = user_cache_path("sheetllm", appauthor=False) / "addresses.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    assert addresses.last("a book").port == 0


def test_no_name_of_a_workbook_and_nothing_for_others_stands_in_the_file(book: Path) -> None:
    with served_again(book):
        file = user_cache_path("sheetllm", appauthor=False) / "addresses.json"
        assert book.stem not in json.loads(file.read_text(encoding="utf-8"))
        assert str(book) not in file.read_text(encoding="utf-8")
        assert file.stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_what_was_typed_is_there_on_the_page_that_was_open_and_on_the_one_that_is_opened(
    opened: Opened, book: Path, keyed: Loopback
) -> None:
    keyed.then(says(TABLE), says(REPLY))
    with served_again(book) as first:
        page = opened(at=first.address)
        page.fill("#question", "How many units in Q")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#trouble")).to_contain_text("run sheetllm open, and this page goes on")
    with served_again(book) as again:
        expect(page.locator("#trouble")).to_be_hidden()
        expect(page.locator("#question")).to_have_value("How many units in Q")
        second = page.context.new_page()
        second.goto(again.address)
        expect(second.locator("#question")).to_have_value("How many units in Q")
        ask(page, "How many units in Q1?")
        expect(page.locator(".turn .value")).to_have_text("3,562")


@pytest.mark.slow
def test_where_it_goes_on_elsewhere_the_page_says_so_and_keeps_what_was_typed(
    opened: Opened, book: Path, keyed: Loopback
) -> None:
    with served_again(book) as first:
        page = opened(at=first.address)
        page.fill("#question", "How many units in Q")
        addresses.keep(str(book), addresses.last(str(book))._replace(token="of another day"))
    with served_again(book):
        page.evaluate("dispatchEvent(new Event('focus'))")
        expect(page.locator("#trouble")).to_contain_text("not valid any more")
        expect(page.locator("#question")).to_have_value("How many units in Q")
