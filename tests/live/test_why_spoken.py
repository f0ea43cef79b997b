"""ASKSHEET_WHY says it in the language of the Excel that calculates it, and asks Excel for that once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings

from sheetllm_xl import app
from sheetllm_xl.excel.busy import Patience, patiently
from sheetllm_xl.excel.cells import LiveCells
from sheetllm_xl.excel.read.live import read_range
from sheetllm_xl.server import Server

from ..loopback import Loopback, says
from . import memory
from .engine import App, Engine
from .test_screen import FRENCH, GERMAN, KOREAN

ANSWER = {"found": True, "answer": "It is {result}.", "result": "=SUM(A2:A4)", "cells": [{"cell": "A2", "value": "1"}]}
CELLS = LiveCells(read_range, patiently)
Ask = Callable[[str], Any]


@pytest.fixture
def ask(
    opened: Callable[..., xlwings.Book],
    in_front: xlwings.App,
    rig: App,
    api: Loopback,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Ask:
    """Enters a formula into D1, lets its answer come, and gives what F1 shows: =ASKSHEET_WHY(D1)."""
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    api.then(says(ANSWER))
    sheet, brief = opened().sheets["Sheet1"], Patience(seconds=0.0)
    sheet.range("A1:A4").raw_value = [["Units"], [1.0], [2.0], [4.0]]
    desk = app.desk(LiveCells(read_range, lambda action: patiently(action, brief)), lambda cells: None, tmp_path / "l")
    server = Server(desk)

    def why(formula: str) -> Any:
        rig.calculates(ASKSHEET=lambda given, caller: server.CallUDF("ASKSHEET", given, caller))
        sheet.range("D1").raw_value = formula
        while desk.answers.jobs.run_next():
            pass
        return server.CallUDF("ASKSHEET_WHY", [sheet.range("D1")], sheet.range("F1"))

    return why


@pytest.mark.parametrize(
    ("language", "answered", "refused", "none"),
    [
        (
            GERMAN,
            ("It is 7. Ungeprüft, sehen Sie nach: Nur die Formel sagt es: ", "Gelesen: Sheet1!A1:A4, 4 Zellen;"),
            "„ring“ ist keine Form; es gibt: cell, row, column, table. Ändern Sie die Frage oder den Bereich.",
            "In dieser Zelle steht kein ASKSHEET, das berechnet wurde. Nennen Sie eine Zelle, in der eines steht.",
        ),
        (
            KOREAN,
            ("It is 7. 확인되지 않았으니 살펴보세요: 수식만이 근거입니다.", "읽은 범위: Sheet1!A1:A4, 4개 셀."),
            "“ring”은(는) 없는 형태입니다. 쓸 수 있는 것: cell, row, column, table.",
            "이 셀에는 계산된 ASKSHEET가 없습니다. ASKSHEET가 있는 셀을 지정하세요.",
        ),
        (
            FRENCH,
            ("It is 7. Unverified, have a look: The formula alone says so: ", "Read Sheet1!A1:A4, 4 cells;"),
            "“ring” is no shape; there is: cell, row, column, table. Change the question or the range.",
            "This cell holds no ASKSHEET that was calculated. Name a cell that holds one.",
        ),
    ],
    ids=["de", "ko", "other"],
)
def test_a_cell_says_why_in_the_language_of_its_excel(
    ask: Ask, rig: App, language: int, answered: tuple[str, str], refused: str, none: str
) -> None:
    rig.spoken = language
    said = ask('=ASKSHEET("Units?",A1:A4)')
    assert said.startswith(answered[0])
    assert answered[1] in said
    assert ask('=ASKSHEET("Units?",A1:A4,"ring")').startswith(refused)
    assert ask("=SUM(A1:A4)") == none


def test_excel_is_asked_for_it_once_and_by_no_other_function(ask: Ask, rig: App, tmp_path: Path) -> None:
    rig.spoken = GERMAN
    asked = []
    for formula in ('=ASKSHEET("Units?",A1:A4)', '=ASKSHEET("Units?",A2:A4)'):
        ask(formula)
        asked.append(rig.calls["LanguageSettings"])
    assert asked == [1, 1]
    server = Server(app.desk(CELLS, lambda cells: None, tmp_path / "other"))
    for given, name in (((), "SHEETTABLES"), ((), "SHEETTOKENS"), (("Units?",), "ASKSHEET")):
        area = xlwings.Book(impl=rig.books.take(memory.Store())).sheets["Sheet1"].range("A1:A4")
        server.CallUDF(name, (*given, area), area)
    assert rig.calls["LanguageSettings"] == 1


def test_one_that_does_not_say_now_is_asked_again(
    opened: Callable[..., xlwings.Book], rig: App, hasty: Patience
) -> None:
    area, cells = opened().sheets["Sheet1"].range("A1"), LiveCells(read_range, lambda action: patiently(action, hasty))
    rig.spoken, rig.busy = GERMAN, 1_000
    assert cells.language(area, "Book1") == "en"
    rig.busy = 0
    assert cells.language(area, "Book1") == "de"


def test_two_excels_have_each_their_own(opened: Callable[..., xlwings.Book], rig: App) -> None:
    other = xlwings.App(impl=Engine("other").apps.app)
    rig.spoken, other.impl.spoken = GERMAN, KOREAN
    books = [opened(), xlwings.Book(impl=other.impl.books.take(memory.Store()))]
    areas = [book.sheets["Sheet1"].range("A1") for book in books]
    assert [CELLS.language(area, name) for area, name in zip(areas, ("a.xlsx", "b.xlsx"), strict=True)] == ["de", "ko"]
