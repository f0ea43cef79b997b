"""Asking on the page, as a person does it in a browser: the Messages API is played on this machine."""

from __future__ import annotations

import threading

import pytest
from playwright.sync_api import Page, Route, expect

from ..cli.calling import REPLY
from ..loopback import Loopback, Play, fails, says
from .conftest import Opened

TABLE = {"tables": ["B5:J12"]}


def ask(page: Page, text: str) -> None:
    page.fill("#question", text)
    page.keyboard.press("Enter")


def test_an_answer_stands_on_cells_and_a_click_on_one_goes_there(opened: Opened, keyed: Loopback) -> None:
    keyed.then(says(TABLE), says(REPLY))
    page = opened()
    ask(page, "How many units in Q1?")
    turn = page.locator(".turn")
    expect(turn.locator(".value")).to_have_text("3,562")
    expect(turn.locator(".verdict")).to_contain_text("Verified.")
    expect(turn.locator(".reading")).to_contain_text("Sum of Units")
    expect(turn.locator(".formula")).to_have_text("=SUM(C7:C11)")
    expect(page.locator("#question")).to_have_value("")
    turn.get_by_role("link", name="'Sales 2026'!C7:C11").click()
    expect(page.locator("#cell b")).to_have_text("C7:C11")
    expect(page.locator("#grid")).to_be_focused()
    expect(page.locator("#grid [aria-selected=true]")).to_have_attribute("id", "at-7-3")
    page.reload()  # the conversation is the server's
    expect(page.locator(".turn .value")).to_have_text("3,562")
    ask(page, "How many units in Q1?")
    page.locator(".turn >> nth=1").get_by_text("What it read and took").click()
    expect(page.locator(".turn >> nth=1")).to_contain_text("Nothing was sent")
    assert len(keyed.bodies) == 2


def test_what_is_sent_is_shown_to_the_letter_before_and_nothing_goes_out(opened: Opened, keyed: Loopback) -> None:
    keyed.then(says(REPLY))
    page = opened()
    page.fill("#question", "How many units in Q1?")
    page.locator("#scope").select_option("B5:J12")
    page.get_by_text("What is sent, and what it may cost").click()
    shown = page.locator(".plan pre").inner_text()
    assert "1 to 2 calls" in page.locator(".plan p").first.inner_text()
    assert keyed.requests == []
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".turn .value")).to_have_text("3,562")
    body = keyed.bodies[0]
    sent = [part["text"] for part in (*body["system"], *body["messages"][0]["content"])]
    assert all(text.strip() in shown for text in sent)
    assert "L5" not in shown  # the table beside it is not among the cells asked about


@pytest.mark.slow
def test_what_is_sent_is_looked_up_once_at_a_time_and_last_for_what_stands_there(
    opened: Opened, keyed: Loopback
) -> None:
    page, due = opened(), list[Route]()
    page.route("**/api/plan", lambda route: due.append(route))
    page.get_by_text("What is sent, and what it may cost").click()
    for text in ("How", "How many", "How many units?"):
        page.fill("#question", text)
        page.wait_for_timeout(600)  # longer than a pause in typing
    assert len(due) == 1
    with page.expect_request("**/api/plan"):
        due.pop().continue_()
    page.wait_for_timeout(600)
    assert len(due) == 1
    assert (due[0].request.post_data_json or {})["text"] == "How many units?"
    due.pop().continue_()
    expect(page.locator(".plan pre").first).to_contain_text("How many units?")


def test_a_follow_up_keeps_what_was_asked(opened: Opened, keyed: Loopback) -> None:
    keyed.then(says(TABLE), says(REPLY))
    page = opened()
    ask(page, "How many units in Q1?")
    page.get_by_role("button", name="Follow up").click()
    expect(page.locator(".after")).to_contain_text("Follows on from “How many units in Q1?”")
    keyed.plays[:] = [says(TABLE), says(REPLY | {"result": "=SUM(E7:E11)"})]
    ask(page, "And in Q2?")
    expect(page.locator(".turn >> nth=1")).to_contain_text("=SUM(E7:E11)")
    question = keyed.bodies[-1]["messages"][0]["content"][-1]["text"]
    assert question == "Question: And in Q2?\n\n(Asked before: How many units in Q1?)"
    expect(page.locator(".after")).to_be_hidden()


def test_stop_sends_nothing_more(opened: Opened, keyed: Loopback) -> None:
    go = threading.Event()

    def waits(then: Play) -> Play:
        def play(exchange: object) -> None:
            go.wait(20)
            then(exchange)  # type: ignore[arg-type]

        return play

    keyed.then(waits(says(TABLE)), says(REPLY))
    page = opened()
    ask(page, "How many units in Q1?")
    expect(page.locator(".doing")).to_contain_text("Finding the table")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".turn")).to_contain_text("Stopped.")
    go.set()
    page.wait_for_timeout(300)
    assert len(keyed.bodies) == 1
    expect(page.locator(".turn .value")).to_have_count(0)


@pytest.mark.slow
def test_a_failure_is_a_sentence_and_is_asked_anew(opened: Opened, keyed: Loopback) -> None:
    keyed.then(fails(401, "invalid x-api-key"))
    page = opened()
    ask(page, "How many units in Q1?")
    expect(page.locator(".verdict.failed")).to_contain_text("No answer.")
    keyed.plays[:] = [says(TABLE), says(REPLY)]
    page.get_by_role("button", name="Ask anew").click()
    expect(page.locator(".turn >> nth=1").locator(".value")).to_have_text("3,562")


@pytest.mark.slow
def test_a_page_that_nobody_uses_asks_nothing_and_moves_nothing(opened: Opened, keyed: Loopback) -> None:
    keyed.then(says(TABLE), says(REPLY))
    page, sent = opened(), list[str]()
    ask(page, "How many units in Q1?")
    expect(page.locator(".turn .value")).to_have_text("3,562")
    page.wait_for_timeout(1_000)
    page.on("request", lambda request: sent.append(request.url))
    page.wait_for_timeout(4_000)  # longer than it looks for a server that is gone
    assert sent == []
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.slow
def test_a_second_tab_shows_the_same_conversation(opened: Opened, keyed: Loopback) -> None:
    keyed.then(says(TABLE), says(REPLY))
    page = opened()
    ask(page, "How many units in Q1?")
    expect(page.locator(".turn .value")).to_have_text("3,562")
    second = opened(at=page.url)
    expect(second.locator(".turn .value")).to_have_text("3,562")
