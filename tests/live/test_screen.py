"""Excel's screen speaks the language of Excel: what a button answers, the status bar, our own windows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import xlwings

from sheetllm_xl import app, ribbon
from sheetllm_xl.excel.busy import patiently
from sheetllm_xl.excel.cells import LiveCells
from sheetllm_xl.excel.program import language_of
from sheetllm_xl.excel.read.live import read_range
from sheetllm_xl.excel.write.undisturbed import undisturbed
from sheetllm_xl.files.sample import SHEET, write_sample
from sheetllm_xl.server import Server
from sheetllm_xl.settings import user_file
from sheetllm_xl.text.languages import PHRASES, SENTENCES, is_translated, translated

from .engine import App

GERMAN, KOREAN, FRENCH = 0x0407, 0x0412, 0x040C  # Windows language identifiers


@contextmanager
def pressing(book: xlwings.Book, folder: Path) -> Iterator[Callable[..., str]]:
    """The buttons of that workbook's Excel, through the server."""
    server = Server(app.desk(LiveCells(read_range, patiently), lambda cells: None, folder / "ledger.db"))
    around = ribbon.Surroundings(
        excel=lambda: book.app,
        open_page=lambda url: None,
        open_window=lambda url, edges: None,
        later=lambda work: work(),
    )
    with ribbon.surrounded(around):
        yield lambda name, given="": server.RunButton(name, given, book.app)


@pytest.fixture
def sample(opened: Callable[..., xlwings.Book], tmp_path: Path) -> xlwings.Book:
    write_sample(tmp_path / "sample.xlsx")
    book = opened(tmp_path / "sample.xlsx")
    book.sheets[SHEET].range("B5:J12").select()
    return book


@pytest.mark.parametrize(
    ("language", "found", "listed", "undone"),
    [
        (GERMAN, "3 Tabellen auf Sales 2026 gefunden:", "Rückgängig entfernt das Blatt.", "Zurückgenommen: eine Liste"),
        (KOREAN, "Sales 2026에서 표 3개를 찾았습니다:", "시트가 지워집니다.", "되돌렸습니다: 표 3개의 목록."),
        (FRENCH, "Found 3 tables on Sales 2026:", "Undo takes the sheet away.", "Undone: a list of 3 tables."),
    ],
)
def test_what_buttons_answer_is_in_the_language_of_excel(
    sample: xlwings.Book, rig: App, tmp_path: Path, language: int, found: str, listed: str, undone: str
) -> None:
    rig.spoken = language
    with pressing(sample, tmp_path) as press:
        question = press("DetectList")
        assert question.startswith(ribbon.QUESTION + found), "the mark stays, VBA knows it"
        assert "Sales by region and quarter, 2026" in question
        assert listed in press("DetectList", "yes")
        assert undone in press("UndoTables")


def test_what_a_person_meets_most_is_there_in_each_language(sample: xlwings.Book, rig: App, tmp_path: Path) -> None:
    presses = [
        *(("AskSelection", "Units?"), ("AskWorkbook", "Units?"), ("FillColumn", "Units?"), ("WhatIsSent", "Units?")),
        *(("RefreshAnswers", ""), ("DetectOutline", "yes"), ("UndoTables", ""), ("ClearTables", "")),
        *(("PauseSpending", "1"), ("PauseSpending", "0"), ("ChooseModel", "claude-haiku-5-5")),
        ("ConvertCopilot", ""),
    ]
    with pressing(sample, tmp_path) as press:
        press("DetectOutline")
        spoken = [press(*one) for one in presses]
    assert [text for text in spoken if not is_translated(text)] == []
    user_file().unlink()


@pytest.mark.parametrize("language", [1, 2], ids=["de", "ko"])
def test_each_entry_keeps_what_it_quotes(language: int) -> None:
    for entry in (*SENTENCES, *PHRASES):
        holes = [re.findall(r"\{\d\}", text) for text in entry]
        assert sorted(holes[0]) == sorted(holes[language]), entry[0]
        assert holes[0] == [f"{{{i}}}" for i in range(len(holes[0]))], entry[0]


def test_no_entry_is_there_twice_and_none_is_hidden_by_another() -> None:
    for entries in (SENTENCES, PHRASES):
        english = [entry[0] for entry in entries]
        assert len(set(english)) == len(english)
    for english, german, _ in SENTENCES:
        filled = english.format(*(f"x{i}" for i in range(9)))
        assert translated(filled, "de") == german.format(*(f"x{i}" for i in range(9)))


@pytest.mark.parametrize("state", ["busy", "modal"])
def test_an_excel_that_does_not_say_its_language_speaks_english(excel: xlwings.App, rig: App, state: str) -> None:
    assert language_of(None) == "en"
    assert language_of(excel) == "en"
    rig.spoken = GERMAN
    assert language_of(excel) == "de"

    setattr(rig, state, 1_000)
    assert language_of(excel) == "en"


def test_the_status_bar_speaks_it_too(opened: Callable[..., xlwings.Book], rig: App) -> None:
    book = opened()
    rig.spoken = KOREAN
    with undisturbed(book, "SheetLLM: a list of 3 tables …"):
        assert rig.status_bar == "SheetLLM: 표 3개의 목록 …"
    assert rig.status_bar is False
