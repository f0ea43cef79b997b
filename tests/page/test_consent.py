"""What is dear is asked once the person has agreed to what that very question may take."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from sheetllm_xl.files.sample import write_sample

from ..cli.calling import REPLY
from ..loopback import Loopback, says
from .conftest import Opened
from .serving import asked, post, served
from .test_ask import TABLE, ask

QUESTION = {"text": "How many units in Q1?", "sheet": "Sales 2026"}


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a bound that every question is above."""
    monkeypatch.setenv("SHEETLLM_BATCH_CALLS", "1")
    write_sample(tmp_path / "b.xlsx")
    return tmp_path / "b.xlsx"


def answered(address: str, turn: str) -> None:
    for _ in range(1_200):  # a minute
        if json.loads(asked(address, f"api/turn?turn={turn}")[1])["state"] != "asking":
            return
        time.sleep(0.05)
    raise TimeoutError(turn)


def test_what_was_agreed_to_is_asked_and_a_book_that_grew_is_not(book: Path, keyed: Loopback) -> None:
    keyed.then(says(TABLE), says(REPLY))
    with served(book) as running:
        first = post(running.address, "ask", QUESTION)
        assert "calls" in first["agree"]
        grown = load_workbook(book)
        grown.active["C7"] = 1
        grown.save(book)
        second = post(running.address, "ask", QUESTION | {"agreed": first["key"]})
        assert "calls" in second["agree"]
        assert keyed.bodies == []
        answered(running.address, post(running.address, "ask", QUESTION | {"agreed": second["key"]})["turn"])
    assert len(keyed.bodies) == 2


def test_what_is_remembered_is_free_and_asked_anew_it_names_its_figure(book: Path, keyed: Loopback) -> None:
    keyed.then(says(TABLE), says(REPLY))
    with served(book) as running:
        key = post(running.address, "ask", QUESTION)["key"]
        answered(running.address, post(running.address, "ask", QUESTION | {"agreed": key})["turn"])
        assert "turn" in post(running.address, "ask", QUESTION)
        assert "calls" in post(running.address, "ask", QUESTION | {"fresh": True})["agree"]
    assert len(keyed.bodies) == 2


@pytest.mark.slow
def test_what_is_agreed_to_is_what_was_priced_wherever_the_page_stands_by_then(opened: Opened, keyed: Loopback) -> None:
    keyed.then(says(REPLY))
    page = opened()
    page.locator("#at-7-3").click()
    page.locator("#at-8-4").click(modifiers=["Shift"])
    page.locator("#scope").select_option("selection")
    ask(page, "How many units in Q1?")
    expect(page.locator(".after")).to_contain_text("This may take")
    page.locator("#at-7-4").click()  # one cell is selected by now, and the box asks about the sheet
    page.get_by_role("button", name="Ask all the same").click()
    expect(page.locator(".turn p").first).to_have_text("Sales 2026!C7:D8")
    expect(page.locator(".after")).to_be_hidden()
    again = page.get_by_role("button", name="Ask anew")
    again.wait_for()
    sent = len(keyed.bodies)
    again.click()
    expect(page.locator(".after")).to_contain_text("This may take")
    assert len(keyed.bodies) == sent
