"""The page beside a workbook that is open in LibreOffice: what is clicked is what a real program shows as selected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings
from playwright.sync_api import expect

from sheetllm_xl import ribbon
from sheetllm_xl.excel.write.journal import Journal
from sheetllm_xl.grid import CellRange

from ..cli.calling import REPLY
from ..live.calc_store import Store
from ..live.conftest import _bridge, excel, in_front, libreoffice, rig
from ..live.engine import App
from ..live.office import Office
from ..loopback import Loopback, says
from .conftest import Opened
from .test_ask import TABLE, ask
from .test_excel import working

__all__ = ["_bridge", "excel", "in_front", "libreoffice", "rig"]


@pytest.fixture
def calc(libreoffice: Office, rig: App, book: Path) -> Iterator[Store]:
    """The sample, open in LibreOffice."""
    store = libreoffice.open(book)
    rig.books.take(store)
    yield store
    store.document.close(True)


@pytest.mark.slow
def test_a_click_on_a_citation_selects_its_cells_and_an_answer_is_put_beside_and_taken_back(
    opened: Opened, calc: Store, in_front: xlwings.App, tmp_path: Path, keyed: Loopback
) -> None:
    addresses = list[str]()
    around = ribbon.Surroundings(
        excel=lambda: in_front,
        journal=lambda: Journal(tmp_path / "journal.json"),
        open_window=lambda address, edges: addresses.append(address),
    )
    keyed.then(says(TABLE), says(REPLY))
    with ribbon.surrounded(around), working(around.errands):
        ribbon.open_page("")
        page = opened(at=addresses[0])
        ask(page, "How many units in Q1?")
        expect(page.locator(".turn .value")).to_have_text("3,562")
        assert calc.selected() == "'Sales 2026'.A1"
        with page.expect_response("**/api/select") as selected:
            page.get_by_role("link", name="'Sales 2026'!C7:C11").click()
        assert selected.value.ok
        assert calc.selected() == "'Sales 2026'.C7:C11"
        page.get_by_role("button", name="Put value into cell").click()
        page.get_by_role("button", name="Write", exact=True).click()
        expect(page.locator(".put")).to_contain_text("Wrote 1 cell")
        assert calc.values("Sales 2026", CellRange.parse("P2")) == [[3562.0]]
        page.get_by_role("button", name="Undo").click()
        expect(page.locator(".put")).to_contain_text("Undone")
        assert calc.values("Sales 2026", CellRange.parse("P2")) == [[None]]
