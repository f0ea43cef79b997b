"""M5: which cell asked what is in the ledger once it takes it, however long another process keeps it locked."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sheetllm_xl.grid import CellRange
from sheetllm_xl.store import Ledger

from ..loopback import Loopback, says
from . import process
from .test_udfs import SUM
from .workbook import Area, Workbook

CELLS = ("B1", "B2", "C7")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def book(api: Loopback, monkeypatch: pytest.MonkeyPatch, path: Path) -> Workbook:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    api.then(says(SUM))
    return process.opened(path)


def noted(book: Workbook, path: Path) -> list[str]:
    """The cells of which another process finds in the ledger what they asked."""
    places = {cell: book.place(Area("Ask", CellRange.parse(cell))) for cell in CELLS}
    return [cell for cell, place in places.items() if Ledger(path).cell(place.digest)]


def test_what_cells_asked_is_written_down_when_the_ledger_is_free_again(book: Workbook, path: Path) -> None:
    desk = book.server._desk  # type: ignore[union-attr]
    for cell in CELLS:
        book.put(cell, process.FORMULA)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        desk.write_down()
        desk.write_down()
        assert noted(book, path) == []
        other.execute("ROLLBACK")
    desk.write_down()
    assert noted(book, path) == [*CELLS]
