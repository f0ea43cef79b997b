"""M45: the whole workbook, several ranges and a list of sheets from a cell; what was not read costs nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import xlwings

from sheetllm_xl import ribbon
from sheetllm_xl.app import briefings
from sheetllm_xl.chain.briefing import Briefing
from sheetllm_xl.errors import InputError

from ..loopback import Loopback, says
from .test_quiet import Excel, Open, excel, waits

__all__ = ["excel"]
REPLY = {
    "found": True,
    "answer": "In all {result}.",
    "result": "=SUM(Month1!B2,Month2!B2)",
    "cells": [{"cell": "Month1!B2", "value": "1"}],
    "steps": [],
}
WHOLE = '=ASKSHEET("Total?",,,"scope=workbook")'


@pytest.fixture
def months(excel: Excel, api: Loopback) -> Excel:
    """Sheets of one small table each; the cell that asks stands on a sheet of its own."""
    api.plays[:] = [says(REPLY)]
    add(excel, range(1, 4))
    excel.sheet.range("A1:A5").raw_value = [[None]] * 5
    return excel


def add(excel: Excel, numbers: range) -> None:
    for number in numbers:
        sheet = excel.sheet.book.sheets.add(f"Month{number}")
        sheet.range("A1:B2").raw_value = [["Region", "Units"], ["North", float(number)]]


def on(months: Excel, sheet: str, cell: str, value: object) -> None:
    months.sheet.book.sheets[sheet].range(cell).raw_value = value


def test_fifty_sheets_are_asked_from_a_cell_once(months: Excel, api: Loopback) -> None:
    add(months, range(4, 51))
    months.put("C1", WHOLE)
    assert waits(months, "C1")
    months.pass_(2.0)
    assert (months.shows("C1"), len(api.bodies)) == (3.0, 1)
    sent = str(api.bodies[0])
    assert all(f"Month{number}" in sent for number in range(1, 51))
    months.put("D1", WHOLE)
    assert (months.shows("D1"), len(api.bodies)) == (3.0, 1)
    words = months.server.CallUDF("ASKSHEET_WHY", [months.sheet.range("C1")])
    assert "and of 42 more sheets, 200 cells" in words
    assert "names sheets, not cells" in words
    on(months, "Month7", "B2", 70.0)
    months.put("D1", WHOLE)
    months.pass_(2.0)
    assert len(api.bodies) == 2


@pytest.mark.parametrize(
    "argument", ["(Month1!A:B,Month2!A:B)", '{"Month1","Month2"}'], ids=["ranges", "names of sheets"]
)
def test_only_the_sheets_that_are_named_are_read_and_paid_for(months: Excel, api: Loopback, argument: str) -> None:
    question = f'=ASKSHEET("Total?",{argument})'
    months.put("C1", question)
    months.pass_(2.0)
    assert (months.shows("C1"), len(api.bodies)) == (3.0, 1)
    assert "Month3" not in str(api.bodies)
    words = months.server.CallUDF("ASKSHEET_WHY", [months.sheet.range("C1")])
    assert "In all 3." in words
    assert "Month1!A1:B2" in words
    assert ("names sheets, not cells" in words) is ("{" in argument)
    on(months, "Month3", "B2", 5.0)
    months.put("D1", question)
    months.pass_(2.0)
    assert len(api.bodies) == 1
    on(months, "Month2", "B2", 5.0)
    months.put("D1", question)
    months.pass_(2.0)
    assert len(api.bodies) == 2


def test_ranges_of_several_sheets_are_followed(months: Excel, api: Loopback) -> None:
    months.put("C1", '=ASKSHEET("Total?",(Month1!A:B,Month2!A:B))')
    months.pass_(2.0)
    on(months, "Month2", "B2", 5.0)
    months.pass_(2.0)
    assert (months.shows("C1"), len(api.bodies)) == (6.0, 2)


def test_ranges_of_one_sheet_are_read_together(months: Excel, api: Loopback) -> None:
    on(months, "Month1", "D1:D2", [["Price"], [9.0]])
    months.put("C1", '=ASKSHEET("Total?",(Month1!A1:A2,Month2!A:B,Month1!D1:D2))')
    months.pass_(2.0)
    sent = str(api.bodies)
    assert "Price" in sent
    assert "|cells A1:D2" in sent or "Month1|" in sent
    assert months.sheet.book.sheets["Month1"].range("B1").raw_value == "Units"


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_what_hangs_on_the_answer_is_not_waited_for(months: Excel, api: Loopback, seed: int | None) -> None:
    months.rig.calculation_of_cells.order = seed and random.Random(seed)  # type: ignore[union-attr, assignment]
    months.put("A1", "Factor")
    months.put("C2", "=C1*2")
    months.put("C3", "=SUM(C2:C2)+1")
    months.put("C1", WHOLE)
    months.pass_(2.0)
    assert months.shows("C3") == 7.0
    for _ in range(2):
        months.put("C1", WHOLE)
        months.pass_(2.0)
    assert (months.shows("C1"), len(api.bodies)) == (3.0, 1)


def test_a_formula_that_waits_for_another_answer_is_waited_for(months: Excel, api: Loopback) -> None:
    api.plays[:] = [says({"found": True, "answer": "{result}", "result": "=B2", "cells": []}), says(REPLY)]
    months.put("E1", '=ASKSHEET("Units?",Month1!A1:B2)')
    on(months, "Month3", "C2", "=Sheet1!E1*2")
    months.put("C1", WHOLE)
    months.pass_(0.5)
    assert api.bodies == []
    months.pass_(1.0)
    assert len(api.bodies) == 1
    months.put("C1", WHOLE)
    months.pass_(2.0)
    assert (months.shows("C1"), len(api.bodies)) == (3.0, 2)


def test_an_array_that_is_no_list_of_sheets_is_what_is_asked(months: Excel, api: Loopback) -> None:
    api.plays[:] = [says({"found": True, "answer": "{result}", "result": "=A1", "cells": []})]
    months.put("C1", '=ASKSHEET("First?",{"Month1","Kettle"})')
    months.pass_(2.0)
    assert months.shows("C1") == "Month1"


def test_cells_that_hold_names_of_sheets_are_what_is_asked(months: Excel, api: Loopback) -> None:
    api.plays[:] = [says({"found": True, "answer": "{result}", "result": "=A1", "cells": []})]
    months.rig.calculation_of_cells.functions["UNIQUE"] = lambda arguments, caller: (("Month1",), ("Month2",))  # type: ignore[union-attr]
    on(months, "Month1", "B1", "Kettles")
    months.put("C1", '=ASKSHEET("First?",UNIQUE(D1:D3))')
    months.pass_(2.0)
    assert months.shows("C1") == "Month1"
    assert "Kettles" not in str(api.bodies)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ('"Total?",,"column","scope=workbook each=row"', "take one of the two"),
        ('"Size?",(Month1!A:B,Month2!A:B),,"each=row"', "name its range"),
    ],
)
def test_a_call_that_cannot_be_is_a_sentence(months: Excel, api: Loopback, call: str, words: str) -> None:
    months.put("C1", f"=ASKSHEET({call})")
    assert not waits(months, "C1")
    assert words in months.server.CallUDF("ASKSHEET_WHY", [months.sheet.range("C1")])
    assert api.bodies == []


@pytest.fixture
def pages(months: Excel, tmp_path: Path) -> Iterator[list[str]]:
    """The addresses of the pages that the buttons open."""
    program, opened = xlwings.App(impl=months.rig), list[str]()
    around = ribbon.Surroundings(lambda: program, open_page=opened.append, later=lambda work: work())
    with ribbon.surrounded(around), ribbon.at_desk(months.server._desk):
        yield opened


def test_fifty_sheets_are_asked_from_the_ribbon_and_it_is_the_answer_of_the_cells(
    months: Excel, pages: list[str], api: Loopback
) -> None:
    add(months, range(4, 51))
    assert "50 sheets" in ribbon.ask_workbook("Total?")
    assert "In all 3." in Path(unquote(urlsplit(pages[0]).path)).read_text(encoding="utf-8")
    months.put("C1", WHOLE)
    assert (months.shows("C1"), len(api.bodies)) == (3.0, 1)
    again = ribbon.ask_workbook("Total?")
    assert again[0] != ribbon.QUESTION
    assert "nothing was sent" in again
    assert len(api.bodies) == 1


def test_an_empty_workbook_is_not_asked(months: Excel, pages: list[str], opened: Open) -> None:
    opened()
    with pytest.raises(InputError, match="No sheet"):
        ribbon.ask_workbook("Total?")


def test_what_a_workbook_says_of_itself_goes_with_it_once_it_is_confirmed(
    months: Excel, pages: list[str], api: Loopback
) -> None:
    said = months.sheet.book.sheets.add("SheetLLM.Instructions")
    said.range("A1").raw_value = "Units are in thousands"
    months.put("C1", WHOLE)
    months.pass_(2.0)
    assert (months.shows("C1"), len(api.bodies)) == (3.0, 1)
    assert "in thousands" not in str(api.bodies)
    assert "no one has confirmed it here" in months.server.CallUDF("ASKSHEET_WHY", [months.sheet.range("C1")])
    briefings.confirm(Briefing("|A1,Units are in thousands"))
    months.put("D1", WHOLE)
    months.pass_(2.0)
    assert (months.shows("D1"), len(api.bodies)) == (3.0, 2)
    assert "|A1,Units are in thousands" in str(api.bodies[1])
    assert "Sent with it" in months.server.CallUDF("ASKSHEET_WHY", [months.sheet.range("D1")])
    assert "nothing was sent" in ribbon.ask_workbook("Total?")
    assert len(api.bodies) == 2
