"""M1, M2, M5–M9, M18, M22: the worksheet functions from the call VBA makes to the value it gets."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sheetllm_xl import app, drawn, ribbon
from sheetllm_xl.answers.queue import Recalls
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError
from sheetllm_xl.server import Server
from sheetllm_xl.sheet import Cell, Sheet

from ..loopback import Loopback, says
from .workbook import Area, Workbook

PICTURE = """
    Region | Q1   | Since      | Ok
    North  | 1200 | 2019-03-01 | TRUE
    South  | 600  | 2020-04-01 | FALSE
    =1+1 => =danger | few | | #N/A
"""


WAITS, NA, VALUE, CONNECT, BLOCKED = "\x012043", "\x012042", "\x012015", "\x012046", "\x012047"


READING = "Sum of Q1, rows: 3, Data!A1:D4."  # what was taken to be asked stands first
SUM = {"found": True, "answer": "In all {result}.", "result": "=SUM(B2:B3)", "cells": [{"cell": "B2", "value": "1200"}]}
SUM |= {"reading": [{"do": "sum", "of": ["B1"]}]}


@pytest.fixture
def book(api: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Workbook:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("SHEETLLM_MAX_RETRIES", "0")
    return opened(tmp_path)


def opened(folder: Path, book: Workbook | None = None) -> Workbook:
    """A workbook with a server of its own, as after a restart."""
    book = book or Workbook({"Data": drawn(PICTURE, "Data"), "Ask": Sheet("Ask")})
    recalls = Recalls(book.calculate, lambda: 0.0)
    book.server = Server(app.desk(book, recalls.add, folder / "ledger.sqlite"))
    book.recalls = recalls  # type: ignore[attr-defined]
    return book


def run(book: Workbook) -> None:
    desk = book.server._desk  # type: ignore[union-attr]
    while desk.answers.jobs.run_next():
        pass
    book.recalls.run()  # type: ignore[attr-defined]
    desk.write_down()


def asked(book: Workbook, reply: Any, formula: str = '=ASKSHEET("Total?",Data!A1:D4)', cell: str = "B2") -> Any:
    assert book.put(cell, formula) == WAITS
    run(book)
    return book.shown["Ask", cell]


def why(book: Workbook, cell: str = "B2") -> str:
    said = book.call("ASKSHEET_WHY", Area("Ask", CellRange.parse(cell)))
    assert isinstance(said, str)
    return said


def reply(result: str, cells: list[tuple[str, str]], answer: str = "It is {result}.") -> dict[str, Any]:
    return SUM | {"answer": answer, "result": result, "cells": [{"cell": c, "value": v} for c, v in cells]}


def test_a_cell_waits_then_shows_its_number_and_costs_one_call(book: Workbook, api: Loopback) -> None:
    api.then(says(SUM))
    assert asked(book, SUM) == 1800.0
    assert [book.calculate_cell("Ask", "B2") for _ in range(3)] == [1800.0] * 3
    assert book.put("C9", '=ASKSHEET(" Total? ",Data!A1:D4)') == 1800.0
    assert len(api.bodies) == 1
    said = why(book)
    for part in ("In all 1800.", "Read Data!A1:D4, 15 cells", "1 calls to claude-sonnet-5-5", "Request req_7."):
        assert part in said
    area = Area("Ask", CellRange.parse("B2"))
    assert book.call("ASKSHEET_FORMULA", area) == "=SUM(B2:B3)"
    assert book.call("ASKSHEET_SOURCES", area)[0] == ("Data!B2", "1200", "checked")


@pytest.mark.parametrize(
    ("result", "claim", "value"),
    [
        ("=C2", ("C2", "2019-03-01"), datetime(2019, 3, 1)),
        ("=D3", ("D3", "FALSE"), False),
        ("=A2", ("A2", "North"), "North"),
        ("=B2", ("B2", "1200"), 1200.0),
        ("=D4", ("D4", "#N/A"), NA),
        ("=A4", ("A4", "=danger"), "=danger"),
    ],
)
def test_values_keep_their_type_and_text_stays_text(
    book: Workbook, api: Loopback, result: str, claim: tuple[str, str], value: Any
) -> None:
    api.then(says(reply(result, [claim])))
    shown = asked(book, None)
    if isinstance(value, datetime):
        assert shown.replace(tzinfo=None) == value
    else:
        assert (type(shown), shown) == (type(value), value)


@pytest.mark.parametrize(
    ("shape", "result", "shown"),
    [
        ("cell", "=A2,A3", "North, South"),
        ("row", "=A2,A3", (("North", "South"),)),
        ("column", "=A2:A3", (("North",), ("South",))),
        ("table", "=A2:B3", (("North", 1200.0), ("South", 600.0))),
        ("table", "=A2:B2,A3:B3", (("North", 1200.0), ("South", 600.0))),
        ("table", "=B4:D4", (("few", "", NA),)),
        ("table", "=A2,A3", (("North",), ("South",))),
    ],
)
def test_shapes_are_rectangles(book: Workbook, api: Loopback, shape: str, result: str, shown: Any) -> None:
    api.then(says(reply(result, [("B4", "few") if "B4" in result else ("A2", "North")])))
    assert asked(book, None, f'=ASKSHEET("Who?",Data!A1:D4,"{shape}")') == shown


def test_each_row_is_a_column_beside_the_rows_and_its_labels_belong_to_the_key(book: Workbook, api: Loopback) -> None:
    api.then(says({"rows": [{"row": 2, "value": "big"}, {"row": 3, "value": "huge"}, {"row": 4, "value": "small"}]}))
    options = '"each=row; labels=big|small; header=1"'
    shown = (("",), ("big",), (VALUE,), ("small",))
    assert asked(book, None, f'=ASKSHEET("Size?",Data!A1:D4,,{options})') == shown
    assert "Rows 3:3: “huge” is none of the labels." in why(book)
    book.sheets["Data"] = drawn(PICTURE, "Data", at="A9")
    assert book.put("B3", f'=ASKSHEET("Size?",Data!A9:D12,"column",{options})') == shown
    assert len(api.bodies) == 1
    assert book.put("B4", '=ASKSHEET("Size?",Data!A9:D12,"column","each=row labels=big|tiny")') == WAITS
    for wrong, said in (
        ('"cell","each=row"', "gives a column"),
        (',"labels=a|b"', "add each=row"),
        (',"each=row header=9"', "no option"),
    ):
        assert book.put("C1", f'=ASKSHEET("Size?",Data!A9:D12,{wrong})') == VALUE
        assert said in why(book, "C1")


def test_what_is_not_in_the_data_is_na_and_a_sentence_and_stays(book: Workbook, api: Loopback) -> None:
    api.then(says({"found": False, "answer": "Nothing about profit.", "result": "", "cells": []}))
    assert asked(book, None) == NA
    assert why(book).startswith("The data does not hold the answer. Nothing about profit.")
    assert book.calculate_cell("Ask", "B2") == NA
    assert len(api.bodies) == 1


def test_what_is_in_doubt_but_likely_is_shown_with_its_reason(book: Workbook, api: Loopback) -> None:
    api.then(says(reply("=SUM(B2:B3)", [("B2", "")])))
    assert asked(book, None) == 1800.0
    assert "Unverified, have a look: The reply does not say what B2 holds" in why(book)
    assert book.put("B3", '=ASKSHEET("Total?",Data!A1:D4,,"sentence")') == VALUE  # the model's own words


def test_the_setting_keeps_whatever_is_in_doubt_out_of_cells(
    book: Workbook, api: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SHEETLLM_WITHHOLD", "true")
    book = opened(tmp_path, book)
    api.then(says(reply("=SUM(B2:B3)", [("B2", "")])))
    assert asked(book, None) == VALUE
    assert "Unverified, so not shown" in why(book)
    assert book.put("B3", '=ASKSHEET("Total?",Data!A1:D4,,"unverified")') == 1800.0
    assert len(api.bodies) == 1


@pytest.mark.parametrize("formula", ["=SUM(B2:B3)+77", "=SUM(B2:B3)/(B2-B2)"])
def test_what_the_model_typed_or_did_not_come_to_a_value_is_shown_on_demand_alone(
    book: Workbook, api: Loopback, formula: str
) -> None:
    api.then(says(reply(formula, [("B2", "1200")])))
    assert asked(book, None) == VALUE
    assert "Unverified, so not shown" in why(book)
    assert book.put("B3", '=ASKSHEET("Total?",Data!A1:D4,,"unverified")') != WAITS
    assert len(api.bodies) == 1


def test_what_the_sheet_contradicts_is_asked_once_more_and_then_an_error_whatever_the_options(
    book: Workbook, api: Loopback
) -> None:
    api.then(says(reply("=SUM(B2:B3)", [("B2", "1999")])))
    assert asked(book, None) == VALUE
    assert len(api.bodies) == 2
    assert why(book).startswith(
        f"{READING} The sheet contradicts the model's answer: B2 holds 1200, not 1999. Ask again"
    )
    assert asked(book, None, '=ASKSHEET("Total, then?",Data!A1:D4,,"unverified")', "B3") == VALUE


def test_restart_move_insert_rename_hide_and_undo_cost_nothing(book: Workbook, api: Loopback, tmp_path: Path) -> None:
    api.then(says(SUM))
    asked(book, None)
    book.calculate_all()
    book = opened(tmp_path, book)
    assert book.calculate_cell("Ask", "B2") == 1800.0
    book.sheets["Data"] = drawn(PICTURE, "Data", at="A2")
    assert book.put("B2", '=ASKSHEET("Total?",Data!A2:D5)') == 1800.0
    assert book.put("B2", '=ASKSHEET("Total?",Data!A:D)') == 1800.0
    assert book.call("ASKSHEET_FORMULA", Area("Ask", CellRange.parse("B2"))) == "=SUM(B3:B4)"
    assert book.call("ASKSHEET_SOURCES", Area("Ask", CellRange.parse("B2")))[0] == ("Data!B3", "1200", "checked")
    book.sheets["New name"] = drawn(PICTURE, "New name", at="C9")
    assert book.put("G7", "=ASKSHEET(\"Total?\",'New name'!C9:F12)") == 1800.0
    assert book.call("ASKSHEET_SOURCES", Area("Ask", CellRange.parse("G7")))[0][0] == "'New name'!D10"
    assert len(api.bodies) == 1


def test_why_follows_a_cell_that_moved_and_is_not_told_by_its_place(book: Workbook, api: Loopback) -> None:
    api.then(says(SUM), says(reply("=B2", [("B2", "1200")], "First {result}.")))
    asked(book, None)
    asked(book, None, '=ASKSHEET("First?",Data!A1:D4)', "B3")
    book.formulas = {("Ask", "B3"): book.formulas["Ask", "B2"], ("Ask", "B4"): book.formulas["Ask", "B3"]}
    assert why(book, "B3").startswith(f"{READING} In all 1800.")
    assert why(book, "B4").startswith(f"{READING} First 1200.")
    assert "no ASKSHEET" in why(book, "B2")


def test_a_call_that_cannot_be_evaluated_is_told_by_its_place(book: Workbook, api: Loopback) -> None:
    api.then(says(SUM))
    asked(book, None)
    book.formulas["Ask", "B2"] = '=ASKSHEET(UPPER("total?"),Data!A1:D4)'
    said = why(book)
    assert said.startswith(f"{READING} In all 1800.")
    assert "Told from the cell's place" in said
    book.formulas["Ask", "B9"] = '=ASKSHEET(UPPER("total?"),Data!A1:D4)'
    assert "no ASKSHEET that was calculated" in why(book, "B9")


def test_the_question_may_be_a_cell_and_the_range_an_array(book: Workbook, api: Loopback) -> None:
    api.then(says(SUM))
    book.sheets["Ask"] = Sheet.of("Ask", [Cell(1, 1, "Total?"), Cell(2, 1, CellError.NUM)])
    array = (("Region", "Q1"), ("North", 1200.0), ("South", 600.0), (None, -2146826246))
    assert book.call("ASKSHEET", Area("Ask", CellRange.parse("A1")), array) == WAITS
    run(book)
    assert book.call("ASKSHEET", Area("Ask", CellRange.parse("A1")), array) == 1800.0
    assert book.call("ASKSHEET", Area("Ask", CellRange.parse("A2")), array) == "\x012036"
    assert book.listings == 0, "to list the sheets costs calls of Excel's, three for each"
    assert "North,1200" in json.dumps(api.bodies).replace("|B2,", ",")


def test_without_a_range_it_reads_around_the_cell_and_not_itself(book: Workbook, api: Loopback) -> None:
    api.then(says(SUM))
    assert book.put("F1", '=ASKSHEET("Total?")', "Data") == WAITS
    run(book)
    assert book.shown["Data", "F1"] == 1800.0
    book.calculate_all()
    assert book.put("F2", '=ASKSHEET("Total?")', "Data") == 1800.0
    assert len(api.bodies) == 1


def test_cells_of_the_range_that_wait_make_the_cell_wait_and_send_nothing(book: Workbook, api: Loopback) -> None:
    book.sheets["Data"] = Sheet.of("Data", [*book.sheets["Data"].cells(), Cell(3, 2, CellError.GETTING_DATA)])
    assert book.put("B2", '=ASKSHEET("Total?",Data!A1:D4)') == WAITS
    run(book)
    assert (api.requests, "still wait" in why(book)) == ([], True)


def test_tables_and_tokens_are_told_without_a_call(book: Workbook, api: Loopback) -> None:
    area = Area("Data", CellRange.parse("A1:D4"))
    heading, *tables = book.call("SHEETTABLES", area)
    assert heading == ("Range", "Rows", "Columns", "Header rows", "Confidence")
    assert [table[0] for table in tables] == ["A1:D4"]
    ((before, after),) = book.call("SHEETTOKENS", area)
    assert before > 0
    assert after > 0
    assert book.call("SHEETTABLES", Area("Data", CellRange.parse("Y1:Z9"))) == NA
    assert api.requests == []


def test_the_buttons_tell_refresh_pause_and_count(book: Workbook, api: Loopback) -> None:
    assert book.server
    press = book.server.RunButton
    api.then(says(SUM))
    asked(book, None)
    assert press("ShowWhy").startswith(f"{READING} In all 1800.")
    assert press("ShowUsage").splitlines()[:3] == [
        f"{span}: 1 calls, 110 tokens in, 20 out." for span in ("Today", "This month", "In all")
    ]
    assert press("ShowUsage").endswith("\nCap of 60 calls a minute: 59 left.")
    assert press("RefreshAnswers") == ""
    assert book.shown["Ask", "B2"] == WAITS
    run(book)
    assert (book.shown["Ask", "B2"], len(api.bodies)) == (1800.0, 2)
    assert press("PauseSpending") == ""
    assert "is paused" in press("PauseSpending", "1")
    assert press("PauseSpending") == ribbon.PAUSED
    assert press("ShowUsage").endswith("Spending is paused.")
    assert press("PauseSpending", "0") == "Spending goes on."
    book.formulas.clear()
    assert "holds no question" in press("RefreshAnswers")
