"""In a browser: the server behind an open page is started anew, and the page goes on, with it and with nobody else."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route, expect

from sheetllm_xl.page import addresses

from ..cli.calling import REPLY
from ..loopback import Loopback, says
from .conftest import Opened
from .serving import commanded, served_again
from .test_ask import TABLE, ask


class Stranger(ThreadingHTTPServer):
    """Keeps all that it hears, and answers each request as if it were a server of ours, or with nonsense."""

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Answers)
        self.heard: list[str] = []

    def calls(self) -> int:
        return sum(one.startswith("POST /again ") for one in self.heard)


class _Answers(BaseHTTPRequestHandler):
    server: Stranger

    def do_GET(self) -> None:
        book = {"title": "forged", "version": "f", "live": False, "sheets": [], "notes": [], "release": "f"}
        self._answer(json.dumps(book | {"page": None}))

    def do_POST(self) -> None:
        forged = {"proofs": ["0" * 64], "nonce": "0" * 64, "token": "forged", "mark": "f", "proof": "0" * 64}
        self._answer(json.dumps(forged) if self.server.calls() % 2 else "<p>nonsense")

    def _answer(self, text: str) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        self.server.heard.append(f"{self.requestline}\n{self.headers}\n{body}")
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def stranger_at(port: int) -> Iterator[Stranger]:
    with Stranger(port) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.slow
def test_a_server_that_is_killed_and_started_anew_is_gone_on_with(opened: Opened, book: Path, keyed: Loopback) -> None:
    keyed.then(says(TABLE), says(REPLY))
    with commanded(book) as (first, _):
        page = opened(at=first)
        ask(page, "How many units in Q1?")
        expect(page.locator(".turn .value")).to_have_text("3,562")
        page.get_by_role("button", name="Follow up").click()
        page.fill("#question", "How many units")
    page.locator("#at-7-3").click()
    expect(page.locator("#trouble")).to_contain_text("this page goes on by itself")
    with commanded(book) as (again, _):
        expect(page.locator("#trouble")).to_be_hidden()
        assert (page.url, first == again) == (again, False)
        expect(page.locator("#question")).to_have_value("How many units")
        expect(page.locator(".turn .value")).to_have_text("3,562")
        expect(page.locator(".after")).to_be_hidden()  # the new server knows of no question before
        page.locator("#question").press_sequentially(" in Q1?")
        page.keyboard.press("Enter")
        expect(page.locator(".turn >> nth=1").locator(".value")).to_have_text("3,562")
        page.reload()
        expect(page.locator(".turn .value")).to_have_text("3,562")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#trouble")).to_contain_text("this page goes on by itself")
    with commanded(book) as (third, _):
        expect(page.locator("#trouble")).to_be_hidden()
        assert page.url == third


@pytest.mark.slow
def test_a_page_that_lost_one_answer_goes_on_with_its_server_and_believes_no_other_address(opened: Opened) -> None:
    page = opened()
    address = page.url

    def tampers(route: Route) -> None:
        answer = route.fetch()
        given = answer.json()
        route.fulfill(response=answer, json=given | {"token": "other"} if "token" in given else given)

    for _ in range(2):
        page.route("**/api/book*", lambda route: route.abort(), times=1)
        with page.expect_request_finished(lambda request: "api/turns" in request.url):
            page.evaluate("dispatchEvent(new Event('focus'))")
        expect(page.locator("#trouble")).to_be_hidden()
    page.route("**/again", tampers)
    page.route("**/api/book*", lambda route: route.abort(), times=1)
    with page.expect_response(lambda response: "token" in response.text()):
        page.evaluate("dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(500)
    expect(page.locator("#trouble")).to_contain_text("has ended")
    assert page.url == address


@pytest.mark.slow
def test_scripts_of_another_release_are_loaded_anew(opened: Opened) -> None:
    page = opened()

    def renews(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"release": "another"})

    page.fill("#question", "How many units")
    page.route("**/api/book*", renews)
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#question")).to_have_value("How many units")


@pytest.mark.slow
def test_who_takes_the_port_meanwhile_learns_nothing_and_is_not_believed(opened: Opened, book: Path) -> None:
    with served_again(book) as first:
        page = opened(at=first.address)
        second = page.context.new_page()
        second.goto(first.address)
        expect(second.locator("#title")).to_have_text("b.xlsx")
        page.fill("#question", "How many units")
        page.wait_for_timeout(500)  # what a page asks when it is turned to is answered
    there = addresses.last(str(book))
    assert len(there.secrets) == 2
    with stranger_at(there.port) as stranger:
        for one in (page, second):
            one.evaluate("dispatchEvent(new Event('focus'))")
            expect(one.locator("#trouble")).to_be_visible()
        while stranger.calls() < 5:
            page.wait_for_timeout(100)
        page.locator("#at-7-3").click()
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(500)
        assert (page.url, page.title()) == (first.address, "b.xlsx")
    with served_again(book) as again:
        for one in (page, second):
            expect(one.locator("#trouble")).to_be_hidden()
            assert one.url == again.address
        expect(page.locator("#question")).to_have_value("How many units")
        fresh = addresses.last(str(book)).secrets
    token = urlsplit(again.address).path.strip("/")
    heard = "\n".join(stranger.heard)
    assert not [one for one in (*there.secrets, *fresh, token) if one in heard]
    assert '"proof"' not in heard, "a page proves nothing to who has proved nothing"
    with_token = [one for one in stranger.heard if urlsplit(first.address).path in one]
    assert 1 <= len(with_token) <= 2, "each page asks once at most before it knows that another is there"
