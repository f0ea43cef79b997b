"""The buttons, pressed as VBA presses them, on the in-memory engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import pytest
import xlwings

from sheetllm_xl import app, ribbon, server
from sheetllm_xl.errors import HostError, InputError, ModelError
from sheetllm_xl.excel.read.live import LiveHost
from sheetllm_xl.excel.write.journal import Journal
from sheetllm_xl.files.sample import SHEET, write_sample
from sheetllm_xl.ribbon import box, surroundings
from sheetllm_xl.settings import load, user_file

from ..loopback import Loopback, fails, says
from . import memory
from .engine import App, Engine
from .test_cells import CELLS

Open = Callable[..., xlwings.Book]


BUTTONS = (
    *("ask_selection", "ask_workbook", "fill_column", "open_page", "refresh_answers", "show_why"),
    *("detect_list", "detect_outline", "detect_names", "detect_tables"),
    *("look_by_claude", "convert_copilot", "clear_tables", "undo_tables", "what_is_sent"),
    *("show_usage", "export_usage", "pause_spending"),
    *("set_key", "choose_model", "check_setup", "open_help"),
)


@pytest.fixture
def pages(excel: xlwings.App, tmp_path: Path) -> Iterator[list[str]]:
    """The text of each page that was opened."""
    opened: list[str] = []

    def open_page(url: str) -> None:
        opened.append(Path(unquote(urlsplit(url).path)).read_text(encoding="utf-8"))

    around = ribbon.Surroundings(
        excel=lambda: excel,
        journal=lambda: Journal(tmp_path / "journal.json"),
        open_page=open_page,
        open_window=lambda address, edges: None,
        later=lambda work: work(),
    )
    with ribbon.surrounded(around):
        yield opened


@pytest.fixture
def book(opened: Open, tmp_path: Path) -> xlwings.Book:
    write_sample(tmp_path / "sample.xlsx")
    return opened(tmp_path / "sample.xlsx")


@pytest.mark.parametrize("name", BUTTONS)
def test_every_button_has_its_function(name: str) -> None:
    assert getattr(ribbon, name).__doc__


@pytest.mark.parametrize("name", ["detect_list", "detect_outline", "detect_names", "detect_tables"])
def test_what_was_found_is_shown_before_it_is_written(
    name: str, book: xlwings.Book, pages: list[str], rig: App
) -> None:
    before = LiveHost(book).read(SHEET)
    said = getattr(ribbon, name)("")
    assert "B5:J12" in said
    assert said.startswith(f"{ribbon.QUESTION}Found ")
    assert "Nothing is written yet. Press OK to" in said
    assert LiveHost(book).sheet_names() == (SHEET,)
    assert LiveHost(book).read(SHEET) == before
    assert "Nothing is written yet" not in getattr(ribbon, name)("yes")
    assert ribbon.undo_tables("").startswith("Undone:")
    assert LiveHost(book).read(SHEET) == before


def test_a_sheet_changed_since_it_was_shown_is_shown_again(book: xlwings.Book, pages: list[str]) -> None:
    ribbon.detect_names("")
    book.sheets[SHEET].range("C7").raw_value = 1.0
    assert ribbon.detect_names("yes").startswith(f"{ribbon.QUESTION}The sheet has changed since it was shown.")
    assert not ribbon.detect_names("yes").startswith(ribbon.QUESTION)


def test_a_yes_in_one_excel_takes_nothing_that_another_shows(
    book: xlwings.Book, pages: list[str], rig: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = [1]
    monkeypatch.setattr(type(rig), "hwnd", property(lambda self: window[0]))
    ribbon.detect_names("")
    window[0] = 2
    assert ribbon.detect_names("yes").startswith(f"{ribbon.QUESTION}Found ")
    window[0] = 1
    assert not ribbon.detect_names("yes").startswith(ribbon.QUESTION)


def test_nothing_is_written_unseen(book: xlwings.Book, pages: list[str]) -> None:
    assert ribbon.detect_list("yes").startswith(f"{ribbon.QUESTION}Found ")


def test_clear_takes_all_back(book: xlwings.Book, pages: list[str]) -> None:
    for press in (ribbon.detect_list, ribbon.detect_names):
        press("")
        press("yes")
    assert LiveHost(book).sheet_names() == (SHEET, "Tables found")
    said = ribbon.clear_tables("")
    assert said.count("Undone:") == 2
    assert LiveHost(book).sheet_names() == (SHEET,)


def test_a_protected_sheet_leaves_something_to_copy(book: xlwings.Book, pages: list[str], rig: App) -> None:
    rig.protected.add(SHEET)
    ribbon.detect_outline("")
    said = ribbon.detect_outline("yes")
    assert said.startswith(f"Sheet '{SHEET}' is protected, so nothing was written.")
    assert f"To copy:\nB5:J12\t{SHEET}\t" in said


def test_a_sheet_without_tables_says_so(opened: Open, pages: list[str]) -> None:
    opened()
    assert ribbon.detect_list("") == "No table was found on Sheet1."


def test_without_a_workbook_protected_view_is_named(pages: list[str]) -> None:
    for press in (ribbon.detect_list, ribbon.ask_selection, ribbon.undo_tables):
        with pytest.raises(HostError, match="Protected View"):
            press("x")


def test_what_is_sent_is_shown_to_the_letter_and_not_sent(book: xlwings.Book, pages: list[str], api: Loopback) -> None:
    book.sheets[SHEET].range("B5:J12").select()
    said = ribbon.what_is_sent("Which region?")
    assert said.startswith("Nothing was sent.")
    assert "Islands" in pages[0]
    assert "Which region?" in pages[0]
    assert not api.requests


def test_nothing_selected_or_nothing_in_it_is_a_sentence(book: xlwings.Book, pages: list[str]) -> None:
    with pytest.raises(InputError, match="a chart or a picture is selected"):
        ribbon.what_is_sent("")
    book.sheets[SHEET].range("X90:Z99").select()
    with pytest.raises(InputError, match="are empty"):
        ribbon.what_is_sent("")


def test_asking_without_a_key_is_said_at_once(book: xlwings.Book, pages: list[str]) -> None:
    book.sheets[SHEET].range("B5:J12").select()
    with pytest.raises(ModelError, match="no API key"):
        ribbon.ask_selection("How many?")
    assert not pages


def test_an_answer_that_fails_is_a_page_with_the_sentence(
    book: xlwings.Book, pages: list[str], monkeypatch: pytest.MonkeyPatch, api: Loopback
) -> None:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    api.then(fails(413))
    book.sheets[SHEET].range("B5:J12").select()
    assert ribbon.ask_selection("How many?").endswith("The answer opens as a page.")
    assert "too large for the server" in pages[0]


def test_no_question_is_a_sentence_and_sends_nothing(book: xlwings.Book, pages: list[str], api: Loopback) -> None:
    book.sheets[SHEET].range("B5:J12").select()
    with pytest.raises(InputError, match="There is no question"):
        ribbon.ask_selection("   ")
    assert (pages, api.requests) == ([], [])


def test_the_button_works_in_the_excel_it_was_pressed_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: list[str]
) -> None:
    programs = [xlwings.App(impl=Engine(name).apps.app) for name in ("one", "two")]
    for i, program in enumerate(programs):
        sheet = xlwings.Book(impl=program.impl.books.take(memory.Store())).sheets["Sheet1"]
        sheet.range("A1:B3").raw_value = [["Region", "Units"], ["North", 10.0 + i], ["South", 20.0]]
        sheet.range("A1:B3").select()
    monkeypatch.setattr(xlwings, "apps", SimpleNamespace(active=programs[0]))
    served = server.Server(app.desk(CELLS, lambda cells: None, tmp_path / "ledger.sqlite"))
    around = replace(surroundings.now(), excel=surroundings.Surroundings().excel)
    with ribbon.surrounded(around):
        for program, shows in ((programs[1], "11"), (programs[0], "10"), (None, "10")):
            assert served.RunButton("WhatIsSent", "Which?", program).startswith("Nothing was sent.")
            assert f",{shows}" in pages.pop()


@pytest.mark.parametrize(
    ("selected", "again"), [("D1:D3", ["D1", "D2", "D3"]), ("D:D", ["D1", "D2", "D3"]), ("D2", ["D2"])]
)
def test_refresh_asks_every_selected_cell_of_excel(
    book: xlwings.Book,
    tmp_path: Path,
    pages: list[str],
    monkeypatch: pytest.MonkeyPatch,
    selected: str,
    again: list[str],
) -> None:
    sheet = book.sheets.add("Questions")
    sheet.range("A1:B3").raw_value = [["Region", "Units"], ["North", 10.0], ["South", 20.0]]
    for row in (1, 2, 3):
        sheet.range(f"D{row}").formula = f'=ASKSHEET("q{row}",A1:B3)'
    sheet.range(selected).select()
    monkeypatch.setattr(xlwings, "apps", SimpleNamespace(active=book.app))
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-api03-abcdefgh1234")
    calculated: list[str] = []
    monkeypatch.setattr(CELLS, "calculate", lambda cells: calculated.extend(place.cell for place in cells))
    with ribbon.at_desk(app.desk(CELLS, lambda cells: None, tmp_path / "ledger.sqlite")):
        assert ribbon.refresh_answers("") == ""
    assert calculated == again


def test_the_model_is_kept_in_the_settings_with_the_rest(pages: list[str]) -> None:
    user_file().parent.mkdir(parents=True)
    user_file().write_text('model = "old"\nmax_parts = 3\n', encoding="utf-8")
    assert ribbon.choose_model(" claude-haiku-5-5 ") == "Questions from now on go to claude-haiku-5-5."
    assert (load().model, load().max_parts) == ("claude-haiku-5-5", 3)


def test_long_words_open_as_a_page_that_runs_nothing(pages: list[str]) -> None:
    said = box.shown("Long", "<script>x</script>\n" * 100)
    assert len(said) < 1_000
    assert "<script>" not in pages[0]
    assert pages[0].count("&lt;script&gt;") == 100


def test_help_opens_a_page_with_examples(pages: list[str]) -> None:
    assert ribbon.open_help("") == ""
    assert "ASKSHEET_WHY" in pages[0]
    examples = re.findall(r"(?m)^=ASKSHEET\((.+), Sales!A:H", unescape(pages[0]).partition("For example:")[2])
    assert len(examples) > 2


def test_no_answer_is_taken_for_a_question(pages: list[str]) -> None:
    for mark in (ribbon.QUESTION, ribbon.COSTS, ribbon.NOT_HIDDEN, ribbon.PAUSED):
        assert box.shown("Why", f"{mark}{mark} yes") == " yes"


def test_a_question_of_many_calls_says_its_cost_first(
    book: xlwings.Book, pages: list[str], monkeypatch: pytest.MonkeyPatch, api: Loopback
) -> None:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("SHEETLLM_BATCH_CALLS", "2")
    book.sheets[SHEET].range("B2:N137").select()
    said = ribbon.ask_selection("Which region?")
    assert said.startswith(f"{ribbon.COSTS}It would take 1 to 4 calls, ")
    assert not api.requests
    api.then(says({"tables": []}))
    assert ribbon.ask_selection("yes").endswith("The answer opens as a page.")
    assert "Which region?" in str(api.bodies[0])
    assert len(pages) == 1
    assert ribbon.ask_selection("yes").startswith(f"{ribbon.COSTS}It would take")  # the word alone is a question


def test_usage_is_saved_among_the_documents_and_replaces_nothing(
    pages: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "docs"))
    first, second = ribbon.export_usage(""), ribbon.export_usage("")
    assert first.startswith("Every call is in ")
    files = sorted((tmp_path / "docs").iterdir())
    assert [str(path) in said for path, said in zip(files, sorted((first, second)), strict=True)] == [True, True]
    assert files[0].read_text(encoding="utf-8").startswith("at,workbook,model,state,input_tokens")
