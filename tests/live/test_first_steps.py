"""From the installer to a first answer with its cells: Check My Setup, as the analyst's page numbers the steps."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import openpyxl
import pytest

from addin.words import words
from installer import stage
from sheetllm_xl import ribbon
from sheetllm_xl.app import checkup, first_steps
from sheetllm_xl.files.sample import FILE, QUESTION, sample
from sheetllm_xl.server import Server
from sheetllm_xl.setup import MemoryRegistry

from ..loopback import Loopback, fails, says
from .engine import App, ComError
from .engine.values import DISP_E_EXCEPTION, EXCEL_ERROR
from .test_cells import CELLS
from .test_ribbon import pages

__all__ = ["pages"]

KEY = "sk-ant-api03-" + "Ab3_" * 20 + "wxyz"
PRICES = '{"claude-sonnet-5-5": {"as_of": "2026-11-01", "input": 3, "output": 15, "cache_write": 3.75}}'
TABLE = {"tables": ["B5:J12"]}
NORTH = {
    "found": True,
    "reading": [{"head": "5:6", "do": "max", "of": ["E6"], "give": ["B5"]}],
    "answer": "{result} sold the most units in Q2: 805.",
    "result": "=INDEX(B7:B11,MATCH(MAX(E7:E11),E7:E11,0))",
    "cells": [{"cell": "B7", "value": "North"}, {"cell": "E7", "value": "805"}],
}
TRAPPED = NORTH | {
    "answer": "{result} sold the most units in Q2: 3271.",
    "result": "=INDEX(B7:B12,MATCH(MAX(E7:E12),E7:E12,0))",
    "cells": [{"cell": "B12", "value": "Total"}, {"cell": "E12", "value": "3271"}],
}
PAGE = (Path(stage.__file__).parent / "README.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _set_up(api: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("SHEETLLM_MAX_RETRIES", "0")
    monkeypatch.setenv("SHEETLLM_PRICES", PRICES)
    monkeypatch.setattr(checkup, "registry", MemoryRegistry)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def server(pages: list[str]) -> Server:
    return Server(first_steps.app.desk(CELLS, lambda cells: None))


@pytest.mark.parametrize(("reply", "mark", "cell"), [(NORTH, "✓", "B7  North"), (TRAPPED, "✗", "B12  Total")])
def test_from_the_installer_to_a_first_answer_in_at_most_six_steps(
    server: Server, pages: list[str], api: Loopback, rig: App, reply: object, mark: str, cell: str
) -> None:
    """The page's steps, each done once; an answer that fell for the sample's trap is no sign that all works."""
    api.then(says(TABLE), says(reply))
    steps = re.findall(r"^\d\. (.*)", PAGE.partition("\n6. ")[0], re.MULTILINE)
    assert len(steps) <= 6
    assert ".msi" in steps[0]  # here it is laid already, in the installer's own folder
    assert "Start Excel" in steps[1]
    assert steps[2].startswith("*Key*")
    assert "is kept in" in server.RunButton("SetKey", KEY)
    assert steps[3].startswith("*Check My Setup*")
    offered = server.RunButton("CheckSetup")
    assert offered.startswith(ribbon.COSTS)
    assert QUESTION in offered
    assert re.search(r"That takes 1 to 4 calls, .*, \$0\.\d+ to \$0\.\d+ ", offered)
    assert not api.bodies  # nothing is asked before consent
    assert steps[4].startswith("*OK*")
    assert server.RunButton("CheckSetup", "yes") == first_steps.WORDINGS["en"].asking
    assert rig.books.active.name == FILE
    assert unescape(pages[-1]).count(mark) == 1
    assert cell in unescape(pages[-1])
    assert len(steps) == 5
    assert len(api.bodies) == 2


def test_each_step_has_a_tick_or_the_one_thing_to_do(
    server: Server, pages: list[str], api: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHEETLLM_BASE_URL")
    assert _marks(server, pages) == ["✗", "·", "·"]
    assert "Press Key in the tab SheetLLM, and paste your API key." in unescape(pages[-1])
    server.RunButton("SetKey", KEY)
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    api.then(fails(404))
    assert _marks(server, pages) == ["✓", "✗", "·"]
    api.plays.clear()
    assert _marks(server, pages) == ["✓", "✓", "✗"]
    assert "Press Check My Setup, and OK when it asks." in unescape(pages[-1])
    api.then(says(TABLE), says(NORTH))
    server.RunButton("CheckSetup", "yes")
    api.plays.clear()
    assert _marks(server, pages) == ["✓", "✓", "✓"]
    assert "North sold the most units" in unescape(pages[-1])
    assert not server.RunButton("CheckSetup").startswith(ribbon.COSTS)  # it is remembered, so nothing is offered


def _marks(server: Server, pages: list[str]) -> list[str]:
    server.RunButton("CheckSetup")
    return re.findall(r"^([✓✗·]) \d\. ", unescape(pages[-1]), re.MULTILINE)


def test_a_yes_to_nothing_that_was_shown_asks_nothing(server: Server, api: Loopback, pages: list[str]) -> None:
    server.RunButton("SetKey", KEY)
    assert server.RunButton("CheckSetup", "yes").startswith(ribbon.COSTS)
    assert not api.bodies


def test_the_trap_of_the_sample_is_its_total(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_bytes(sample())
    sheet = openpyxl.load_workbook(path).active
    for column in "CDEFGHIJ":
        cells = {sheet[f"{column}{row}"].value: sheet[f"B{row}"].value for row in range(7, 13)}
        assert cells[max(cells)] == "Total"


@pytest.mark.parametrize(("number", "language"), [(1031, "de"), (3079, "de"), (1042, "ko"), (1041, "en")])
def test_it_speaks_the_language_of_excel(
    server: Server, pages: list[str], rig: App, number: int, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.spoken = number
    wording = first_steps.WORDINGS[language]
    monkeypatch.delenv("SHEETLLM_BASE_URL")
    assert server.RunButton("CheckSetup") == wording.looking
    assert f"✗ 1. {wording.names[0]}" in unescape(pages[-1])
    assert wording.head in unescape(pages[-1])
    none = {"en": "No workbook in front can", "de": "An keiner vorderen", "ko": "작업할 수 있는 통합 문서가"}
    assert f"✗ {none[language]}" in unescape(pages[-1])


@pytest.mark.parametrize("language", first_steps.WORDINGS)
def test_its_words_call_the_buttons_as_the_ribbon_does(language: str) -> None:
    wording, labels = first_steps.WORDINGS[language], words(language)
    assert labels["SetKey.label"] in wording.set_key
    assert labels["CheckSetup.label"] in wording.check_again
    assert labels["CheckSetup.label"] in wording.ask
    assert "{question}" in wording.offer
    assert "{cost}" in wording.offer


def test_the_sample_is_the_one_beside_the_program_or_is_written_once(tmp_path: Path) -> None:
    written = first_steps.sample_file()
    assert written == tmp_path / "data/sheetllm/sample" / FILE
    before = written.stat()
    assert first_steps.sample_file().stat() == before  # Excel may have it open
    (tmp_path / FILE).write_bytes(sample())
    assert first_steps.sample_file(tmp_path / "python.exe") == tmp_path / FILE


def test_an_excel_that_opens_no_file_has_its_answer_all_the_same(
    server: Server, pages: list[str], api: Loopback, rig: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.RunButton("CheckSetup")
    api.then(says(TABLE), says(NORTH))

    def refused(self: App) -> None:
        raise ComError(DISP_E_EXCEPTION, EXCEL_ERROR)

    monkeypatch.setattr(App, "Workbooks", property(refused))
    server.RunButton("CheckSetup", "yes")
    assert "North sold the most units" in unescape(pages[-1])
