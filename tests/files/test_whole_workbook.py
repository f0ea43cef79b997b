"""The workbook of a question to all sheets of a file: one for every road, and damaged notes are no damaged sheet."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

import sheetllm_xl
from sheetllm_xl import app
from sheetllm_xl.errors import BeyondLimits
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.limits import Limits
from sheetllm_xl.mcp import Folders
from sheetllm_xl.mcp.tools import Tools

from ..cli.calling import run
from ..loopback import Loopback, says

QUESTION = "How many units in May?"
REPLY = {"found": True, "answer": "{result}", "result": "=South!B2", "cells": []}
DAMAGED = "The notes at cells of South cannot be read."


@pytest.fixture
def book(tmp_path: Path) -> Path:
    workbook = Workbook()
    workbook.active.title = "North"
    for sheet in (workbook.active, workbook.create_sheet("South")):
        for row in (["Month", "Units"], ["May", 3], ["June", 4]):
            sheet.append(row)
    workbook["South"]["B2"].comment = Comment("agreed with Ms Roe", "Ada")
    (tmp_path / "books").mkdir()
    workbook.save(tmp_path / "books" / "b.xlsx")
    return tmp_path / "books" / "b.xlsx"


@pytest.fixture(params=[b"<comments", b"<!DOCTYPE x><comments/>"])
def damaged(book: Path, request: pytest.FixtureRequest) -> Path:
    with zipfile.ZipFile(book) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(book, "w") as file:
        for name, content in parts.items():
            file.writestr(name, request.param if "comments" in name and name.endswith(".xml") else content)
    return book


def test_what_one_road_has_asked_the_others_remember(book: Path, keyed: Loopback) -> None:
    keyed.then(says(REPLY))
    assert run("ask", book, QUESTION).exit_code == 0
    requests = len(keyed.requests)
    with sheetllm_xl.open(book) as opened:
        assert sheetllm_xl.ask(opened, QUESTION).value == 3.0
    assert '"values": ["3"]' in Tools(Folders([book.parent])).ask("b.xlsx", QUESTION)
    assert len(keyed.requests) == requests


def test_damaged_notes_are_none_and_the_answer_says_so(damaged: Path, keyed: Loopback) -> None:
    keyed.then(says(REPLY))
    done = run("ask", damaged, QUESTION)
    assert (done.exit_code, DAMAGED in done.output) == (0, True)
    with sheetllm_xl.open(damaged) as opened:
        assert DAMAGED in sheetllm_xl.ask(opened, QUESTION).notes
    tools = Tools(Folders([damaged.parent]))
    assert '"values": ["3"]' in tools.ask("b.xlsx", QUESTION)
    assert tools.compute("b.xlsx", "=South!B2") == "read South!B2\n3"


def test_time_that_is_over_is_no_damage(book: Path) -> None:
    with FileHost(book) as host:
        sheets = [host.read(name) for name in host.sheet_names()]
        host.spent.limits = Limits(seconds=0.0)
        with pytest.raises(BeyondLimits, match="too long"):
            app.whole_workbook(host, sheets)


def test_a_workbook_of_the_library_may_have_been_open_for_long(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.monotonic
    with sheetllm_xl.open(book) as opened:
        monkeypatch.setattr(time, "monotonic", lambda: now() + 1_000)
        assert sheetllm_xl.ask(opened, QUESTION, model=sheetllm_xl.ScriptedModel([REPLY])).value == 3.0
