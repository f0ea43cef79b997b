"""A page is served where it was last, with what was typed on it, and under a new token each time."""

from __future__ import annotations

import json
import socket
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from platformdirs import user_cache_path
from playwright.sync_api import expect

from sheetllm_xl.errors import HostError
from sheetllm_xl.page import addresses
from sheetllm_xl.record import digest

from ..loopback import Loopback, says
from .conftest import Opened
from .serving import asked, served_again
from .test_ask import TABLE, ask


def test_a_workbook_is_served_where_it_was_last_and_another_elsewhere(book: Path, tmp_path: Path) -> None:
    with served_again(book) as first:
        assert asked(first.address)[0] == 200
        with served_again(tmp_path / "other" / "b.xlsx") as other:
            assert urlsplit(other.address).port != urlsplit(first.address).port
    with served_again(book) as again:
        assert urlsplit(again.address).port == urlsplit(first.address).port


def test_who_listened_meanwhile_has_heard_no_token_that_opens_it(book: Path) -> None:
    with served_again(book) as first:
        assert asked(first.address)[0] == 200
    with served_again(book) as again:
        assert urlsplit(again.address).path != urlsplit(first.address).path
        assert asked(first.address)[0] == 403


def test_where_another_program_is_by_now_it_is_served_elsewhere(book: Path) -> None:
    with served_again(book) as first:
        parts = urlsplit(first.address)
    with socket.create_server(("127.0.0.1", int(parts.port or 0))), served_again(book) as moved:
        assert urlsplit(moved.address).port != parts.port
        with pytest.raises(HostError, match="is taken"), served_again(book, int(parts.port or 0)):
            pass
    with served_again(book) as again:
        assert urlsplit(again.address).port == urlsplit(moved.address).port


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"K": 1}', '{"K": "xy"}', '{"K": [1, "y", 2.5]}', '{"K": [1e999, []]}', '{"K": [1, ["y"]]}'],
)
def test_what_is_not_ours_is_no_address(text: str) -> None:
    file = user_cache_path("sheetllm", appauthor=False) / "addresses.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.replace("K", digest("a book")), encoding="utf-8")
    assert addresses.last("a book") == (0, ())


def test_a_secret_that_is_too_short_is_none() -> None:
    addresses.keep("a book", 7)
    addresses.keep_secrets("a book", 7, ["", "ab", "ab" * 32])
    assert addresses.last("a book") == (7, ("ab" * 32,))


def test_no_name_of_a_workbook_and_nothing_for_others_stands_in_the_file(book: Path) -> None:
    with served_again(book):
        file = user_cache_path("sheetllm", appauthor=False) / "addresses.json"
        assert book.stem not in json.loads(file.read_text(encoding="utf-8"))
        assert str(book) not in file.read_text(encoding="utf-8")
        assert file.stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_a_question_under_way_ends_with_its_server_and_what_was_typed_is_on_each_page(
    opened: Opened, book: Path, keyed: Loopback
) -> None:
    go, sent = threading.Event(), list[str]()
    keyed.then(lambda exchange: says(TABLE)(exchange) if go.wait(60) else None)
    with served_again(book) as first:
        page = opened(at=first.address)
        ask(page, "How many units in Q1?")
        expect(page.locator(".doing")).to_contain_text("Finding the table")
        page.fill("#question", "How many units in Q")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#trouble")).to_contain_text("this page goes on by itself")
    with served_again(book) as again:
        expect(page.locator(".turn")).to_contain_text("The program ended before the answer came.")
        expect(page.locator("#trouble")).to_be_hidden()
        expect(page.locator("#question")).to_have_value("How many units in Q")
        page.on("request", lambda request: sent.append(request.url))
        page.wait_for_timeout(4_000)
        assert sent == [], "a question that ended is not looked for"
        second = page.context.new_page()
        second.goto(again.address)
        expect(second.locator("#question")).to_have_value("How many units in Q")
    go.set()
