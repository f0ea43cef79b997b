"""The page's grid in a browser: sheets by tabs, merges whole, from right to left, and a long sheet by windows alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from .conftest import Opened

_BOXES = """ids => ids.map(id => {
    const box = document.getElementById(id).getBoundingClientRect();
    return [box.x, box.width, box.height];
})"""


_FIRST_PICTURE = """() => {
    const sent = performance.getEntriesByType('resource');
    const [frame, cells] = ['api/sheet?', 'api/cells?'].map(one => sent.find(entry => entry.name.includes(one)));
    return cells.responseEnd - frame.startTime;
}"""  # milliseconds from asking for a sheet to having what is in sight


def boxes(page: Page, *ids: str) -> list[list[float]]:
    found: list[list[float]] = page.evaluate(_BOXES, list(ids))
    return found


def test_sheets_are_tabs_merges_are_whole_and_right_to_left_is_so(opened: Opened, tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    first.append(["Both years", None, None])
    first.append(["Region", "2025", "2026"])
    first.append(["x" * 32_767, 1, 2])
    first.merge_cells("A1:C1")
    hebrew = book.create_sheet("מכירות")
    hebrew.append(["אזור", "יחידות"])
    hebrew.append(["צפון", 320])
    book.create_sheet("Away").sheet_state = "hidden"
    book.save(tmp_path / "s.xlsx")
    page = opened(tmp_path / "s.xlsx")
    expect(page.locator("#tabs [role=tab]")).to_have_text(["Sheet", "מכירות", "Away (hidden)"])
    expect(page.locator("#at-1-1")).to_have_text("Both years")
    expect(page.locator("#at-1-2")).to_have_count(0)
    (_, whole, _), (left, _, _), (right, width, _) = boxes(page, "at-1-1", "at-2-1", "at-2-3")
    assert abs(whole - (right + width - left)) < 1
    page.locator("#at-3-1").click()
    assert len(page.locator("#cell span").inner_text()) == 32_767
    assert boxes(page, "at-3-1")[0][2] <= 25  # a line as tall as every other
    page.locator("#tabs [role=tab]").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#grid")).to_have_attribute("dir", "rtl")
    expect(page.locator("#at-1-2")).to_have_text("יחידות")
    (first_x, _, _), (second_x, _, _) = boxes(page, "at-1-1", "at-1-2")
    assert second_x < first_x
    page.locator("#at-1-1").click()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#cell")).to_contain_text("B1")


def test_row_numbers_stay_in_sight_whatever_is_brought_into_it(opened: Opened) -> None:
    page = opened(width=360)
    page.locator("#view-look").click()
    page.locator("#at-7-2").evaluate("cell => cell.scrollIntoView({ inline: 'end' })")
    pane, number = page.locator("#grid").bounding_box(), page.locator("#grid .number >> nth=0").bounding_box()
    assert pane
    assert number
    assert number["x"] >= pane["x"]


@pytest.mark.slow
def test_tables_are_listed_with_how_sure_they_are_and_a_click_goes_there(opened: Opened) -> None:
    page = opened()
    page.locator("#view-tables").click()
    entries = page.locator("#tables li")
    expect(entries).to_have_count(3)
    expect(entries.first).to_contain_text("B5:J12")
    expect(entries.first).to_contain_text("%")
    expect(page.locator("#grid .outline").first).to_be_visible()
    entries.last.locator("button").click()
    expect(page.locator("#cell b")).not_to_have_text("A1")


@pytest.mark.slow
def test_of_a_million_cells_only_what_is_looked_at_is_sent(opened: Opened, tmp_path: Path) -> None:
    lines = (
        ",".join([f"Region {row % 7}", *(str(row * col % 9973) for col in range(1, 10))]) for row in range(100_000)
    )
    head = ",".join(f"Column {col}" for col in range(10))
    (tmp_path / "m.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
    page, sent = opened(tmp_path / "m.csv"), list[int]()
    page.on("response", lambda one: sent.append(len(one.body())) if "/api/cells" in one.url else None)
    expect(page.locator("#at-2-1")).to_have_text("Region 0")
    page.locator("#at-2-1").click()
    page.keyboard.press("Control+End")
    expect(page.locator("#cell b")).to_have_text("J100001")
    expect(page.locator("#at-100001-1")).to_have_text("Region 4")
    for _ in range(5):
        page.keyboard.press("PageUp")
    expect(page.locator("#grid .cell.n").first).to_be_visible()
    assert len(sent) <= 12
    assert sum(sent) < 400_000
    assert page.locator("#grid *").count() < 2_000
    page.reload()  # the file has been read by now
    expect(page.locator("#at-2-1")).to_have_text("Region 0")
    took = page.evaluate(_FIRST_PICTURE)
    assert took <= 1_000
