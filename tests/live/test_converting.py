"""Convert COPILOT Cells: listed before anything is written, written as one piece of work, and undone as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings

from sheetllm_xl import ribbon
from sheetllm_xl.errors import HostError
from sheetllm_xl.excel.write.converting import convert, old_cells
from sheetllm_xl.excel.write.journal import Journal
from sheetllm_xl.formulas.copilot import OldCell
from sheetllm_xl.grid import CellRange, Ref

from .engine import App
from .engine.com import ComRange

Open = Callable[..., xlwings.Book]

OLD = {
    "B1": '=COPILOT("Sum up",A1:A9)',
    "B2": '=IF(A2="","",_xlfn.COPILOT("Which kind?",A2))',
    "B3": '=COPILOT("Five ideas")',
}
NEW = {
    "B1": '=ASKSHEET("Sum up",A1:A9)',
    "B2": '=IF(A2="","",ASKSHEET("Which kind?",A2))',
    "B3": OLD["B3"],
}


@pytest.fixture
def book(opened: Open) -> xlwings.Book:
    book = opened()
    sheet = book.sheets["Sheet1"]
    sheet.range("A1:A2").raw_value = [["mail"], ["call"]]
    for at, formula in OLD.items():
        sheet.range(at).formula2 = formula
    return book


@pytest.fixture
def pages(excel: xlwings.App, tmp_path: Path) -> Iterator[list[str]]:
    opened = list[str]()
    around = ribbon.Surroundings(lambda: excel, lambda: Journal(tmp_path / "journal.json"), opened.append)
    with ribbon.surrounded(around):
        yield opened


def formulas(book: xlwings.Book) -> dict[str, str]:
    return {at: book.sheets["Sheet1"].range(at).formula2 for at in OLD}


def test_they_are_listed_then_written_then_undone_as_one(book: xlwings.Book, pages: list[str]) -> None:
    said = ribbon.convert_copilot("")
    assert said.startswith(f"{ribbon.QUESTION}Sheet1!B1  {OLD['B1']}\n  becomes {NEW['B1']}\n")
    assert "  stays as it is. It names no cells" in said
    assert "Nothing is written yet. Press OK to convert 2;" in said
    assert formulas(book) == OLD
    assert ribbon.convert_copilot("yes") == "2 cells now ask with ASKSHEET. Undo gives them COPILOT back."
    assert formulas(book) == NEW
    assert ribbon.undo_tables("") == "Undone: ASKSHEET in 2 cells."
    assert formulas(book) == OLD


def test_cells_changed_since_they_were_shown_are_shown_again(book: xlwings.Book, pages: list[str]) -> None:
    assert ribbon.convert_copilot("yes").startswith(f"{ribbon.QUESTION}Sheet1!B1")  # nothing is written unseen
    book.sheets["Sheet1"].range("B1").formula2 = '=COPILOT("Another",A1:A9)'
    assert ribbon.convert_copilot("yes").startswith(f"{ribbon.QUESTION}The cells have changed since they were shown.")
    assert "2 cells now ask" in ribbon.convert_copilot("yes")


def test_a_cell_that_is_no_longer_as_it_was_listed_stops_all(book: xlwings.Book, tmp_path: Path) -> None:
    cells, journal = old_cells(book), Journal(tmp_path / "journal.json")
    book.sheets["Sheet1"].range("B2").raw_value = "mine"
    with pytest.raises(HostError, match="Sheet1!B2 has changed"):
        convert(book, cells, journal)
    assert formulas(book) == OLD | {"B2": "mine"}
    assert journal.works(str(book.fullname)) == ()


def test_what_a_person_changed_since_stays_when_it_is_undone(book: xlwings.Book, pages: list[str]) -> None:
    ribbon.convert_copilot("")
    ribbon.convert_copilot("yes")
    book.sheets["Sheet1"].range("B1").raw_value = "mine"
    assert "Left as it is, since it was changed meanwhile: Sheet1!B1." in ribbon.undo_tables("")
    assert formulas(book) == OLD | {"B1": "mine"}


def test_a_protected_sheet_is_said_with_something_to_copy(book: xlwings.Book, pages: list[str], rig: App) -> None:
    rig.protected.add("Sheet1")
    ribbon.convert_copilot("")
    said = ribbon.convert_copilot("yes")
    assert "is protected" in said
    assert NEW["B1"] in said


def test_without_such_cells_it_says_so(opened: Open, pages: list[str]) -> None:
    opened()
    assert ribbon.convert_copilot("") == "No cell of this workbook calls COPILOT."


class _Area:
    def __init__(self, address: str) -> None:
        self.Address = address


@pytest.mark.parametrize(
    ("has", "area", "after"),
    [
        ("HasSpill", "SpillingToRange", '=ASKSHEET("Sum up",A1:A9,"column")'),
        ("HasArray", "CurrentArray", ""),
    ],
)
def test_what_a_cell_fills_is_its_shape_and_of_an_old_array_no_part_is_changed(
    book: xlwings.Book, monkeypatch: pytest.MonkeyPatch, has: str, area: str, after: str
) -> None:
    """The properties are Excel's; this engine has neither."""
    kind = type(book.sheets["Sheet1"].range("B1").api)
    assert kind is ComRange
    monkeypatch.setattr(kind, has, True, raising=False)
    monkeypatch.setattr(kind, area, _Area("$B$1:$B$4"), raising=False)
    first = old_cells(book)[0]
    place = Ref("Sheet1", CellRange.parse("B1"))
    assert (first.place, first.after) == (place, after)
    assert isinstance(first, OldCell)
    assert bool(after) != ("entered over B1:B4" in first.remark)
