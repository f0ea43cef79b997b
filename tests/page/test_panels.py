"""History and usage on the page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from sheetllm_xl.files.sample import write_sample
from sheetllm_xl.record import Record
from sheetllm_xl.store import Ledger

from ..cli.calling import REPLY
from ..loopback import Loopback, says
from .conftest import Opened
from .test_ask import TABLE, ask


def test_what_was_asked_is_found_held_against_the_workbook_and_saved(
    opened: Opened, book: Path, keyed: Loopback
) -> None:
    keyed.then(says(TABLE), says(REPLY))
    page = opened()
    ask(page, "How many units in Q1?")
    expect(page.locator(".turn .value")).to_have_text("3,562")
    page.locator("#view-history").click()
    page.fill("#words", "UNITS 3,562")
    entry = page.locator("#history .plain > li")
    expect(entry.locator("summary").first).to_contain_text("How many units in Q1?")
    entry.locator("summary").first.click()
    entry.get_by_role("button", name="Hold against the workbook").click()
    expect(entry).to_contain_text("=SUM(C7:C11) comes to the same value: 3562.")
    changed = load_workbook(book)
    changed.active["C7"] = 1
    changed.save(book)
    entry.get_by_role("button", name="Hold against the workbook").click()
    expect(entry).to_contain_text("=SUM(C7:C11) came to 3562, and comes to 3243.")
    page.fill("#words", "nobody asked this")
    expect(page.locator("#history")).to_contain_text("Nothing yet.")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save all receipts").click()
    assert '"question": "How many units in Q1?"' in Path(saved.value.path()).read_text(encoding="utf-8")
    page.locator("#view-usage").click()
    expect(page.locator("#usage tbody tr >> nth=0")).to_contain_text("Today2")
    expect(page.locator("#usage")).to_contain_text("b.xlsx: 260 tokens")
    page.get_by_role("button", name="Pause spending").click()
    expect(page.get_by_role("button", name="Go on spending")).to_be_visible()
    assert Ledger().paused
    page.get_by_role("button", name="Go on spending").click()
    expect(page.get_by_role("button", name="Pause spending")).to_be_visible()
    assert len(keyed.bodies) == 2


@pytest.mark.slow
def test_what_another_workbook_of_the_same_name_answered_leads_to_no_cells_here(
    opened: Opened, tmp_path: Path, keyed: Loopback
) -> None:
    keyed.then(says(TABLE), says(REPLY))
    page = opened()
    ask(page, "How many units in Q1?")
    expect(page.locator(".turn .value")).to_have_text("3,562")
    other = tmp_path / "other" / "b.xlsx"
    other.parent.mkdir()
    write_sample(other)
    second = opened(other)
    second.locator("#view-history").click()
    expect(second.locator("#history")).to_contain_text("Nothing yet.")
    second.locator("#all").check()
    second.locator("#history summary").first.click()
    expect(second.locator("#history .cited")).to_contain_text("'Sales 2026'!C7:C11")
    expect(second.locator("#history .cited a")).to_have_count(0)
    page.locator("#view-history").click()
    page.locator("#history summary").first.click()
    expect(page.locator("#history .cited a").first).to_be_visible()


@pytest.mark.slow
def test_a_thousand_receipts_are_searched(opened: Opened, keyed: Loopback) -> None:
    ledger, now = Ledger(), datetime.now()
    for n in range(1_000):
        ledger.keep(Record(id=f"{n:012x}", at=now, question=f"Question {n}?", workbook="b.xlsx", state="verified"))
    page = opened()
    page.locator("#view-history").click()
    expect(page.locator("#history .plain > li")).to_have_count(100)
    expect(page.locator("#history")).to_contain_text("+ 900")
    page.fill("#words", "Question 777?")
    expect(page.locator("#history .plain > li")).to_have_count(1)
