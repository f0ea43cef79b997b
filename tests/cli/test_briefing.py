"""``sheetllm instructions``: nothing of what a workbook says of itself is sent before somebody has confirmed it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

import sheetllm_xl
from sheetllm_xl import ScriptedModel
from sheetllm_xl.mcp import Folders, Tools

from ..loopback import Loopback, says
from .calling import run

REPLY = {"found": True, "answer": "{result}", "result": "=SUM(B2:B3)", "cells": []}
TEXT = "Units are in thousands"


def workbook(path: Path, kind: str = "sheet", text: str = TEXT) -> Path:
    made = Workbook()
    sheet = made.active
    sheet.title = "Sales"
    for line in (["Region", "Units"], ["North", 12], ["South", 8]):
        sheet.append(line)
    if kind == "sheet":
        made.create_sheet("sheetllm.instructions", 0)["A1"] = text
    elif kind == "name":
        sheet["H1"] = text
        made.defined_names["SheetLLM.instructions"] = DefinedName("SheetLLM.instructions", attr_text="Sales!$H$1")
    made.save(path)
    return path


def asked(book: Path) -> str:
    return run("ask", book, "How many units in all?", "--sheet", "Sales", "--dry-run").stdout


def confirmed(book: Path) -> None:
    assert "Confirmed." in run("instructions", book, "--confirm", "--yes").stdout


def test_unconfirmed_it_changes_no_prompt_and_is_named(tmp_path: Path) -> None:
    plain, book = workbook(tmp_path / "a.xlsx", "none"), workbook(tmp_path / "b.xlsx")
    assert asked(book) == asked(plain)
    done = run("ask", book, "How many units in all?", "--dry-run")
    assert done.stdout == asked(plain)  # the sheet of that name is neither the first nor a second one of data
    assert "see `sheetllm instructions b.xlsx`" in done.stderr
    assert TEXT not in done.stdout


@pytest.mark.parametrize(("kind", "where"), [("sheet", "sheetllm.instructions!A1"), ("name", "Sales!H1")])
def test_it_is_shown_and_sent_once_it_is_confirmed_and_until_it_changes(tmp_path: Path, kind: str, where: str) -> None:
    book = workbook(tmp_path / "b.xlsx", kind)
    shown = run("instructions", book)
    assert TEXT in shown.stdout
    assert where in shown.stdout
    assert "It is not sent: --confirm lets it pass." in shown.stdout
    refused = run("instructions", book, "--confirm")
    assert (refused.exit_code, "add --yes" in refused.stderr) == (1, True)
    before = asked(book)
    confirmed(book)
    assert "It is sent with questions." in run("instructions", book).stdout
    assert len(asked(book)) > len(before)
    assert "What the workbook says of itself" in asked(book)
    assert f",{TEXT}\n" in asked(book)
    workbook(book, kind, "Units are in millions")
    assert "What the workbook says" not in asked(book)
    workbook(book, kind)
    run("instructions", book, "--withdraw")
    assert asked(book) == before


def test_it_is_part_of_what_an_answer_is_remembered_by(tmp_path: Path, keyed: Loopback) -> None:
    book = workbook(tmp_path / "b.xlsx")
    keyed.then(says(REPLY))
    for confirm in (False, True):
        if confirm:
            confirmed(book)
        for _ in range(2):
            assert run("ask", book, "How many units in all?").exit_code == 0
    first, second = keyed.bodies
    assert TEXT not in str(first)
    assert TEXT in str(second["messages"])
    assert TEXT not in str(second["system"])
    assert "Sent with it: what the workbook says of itself" in run("receipts", "show").stdout


def test_library_and_agents_send_what_is_confirmed_alone(tmp_path: Path, keyed: Loopback) -> None:
    book, sent = workbook(tmp_path / "b.xlsx"), []
    keyed.then(says(REPLY))
    for confirm in (False, True):
        if confirm:
            confirmed(book)
        with sheetllm_xl.open(book) as opened:
            for of in (opened, opened["Sales"]):
                model = ScriptedModel([REPLY])
                sheetllm_xl.ask(of, "How many units in all?", model=model)
                sent.append(TEXT in model.prompts[0].document)
        Tools(Folders([tmp_path])).ask("b.xlsx", "How many units in all?")
        sent.append(TEXT in str(keyed.bodies[-1]))
    assert sent == [False, False, False, True, True, True]


def test_a_cell_of_that_name_may_stand_on_a_sheet_of_any_name(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "a$b"
    book.active["A1"] = TEXT
    book.defined_names["SheetLLM.Instructions"] = DefinedName("SheetLLM.Instructions", attr_text="'a$b'!$A$1")
    book.save(tmp_path / "b.xlsx")
    shown = run("instructions", tmp_path / "b.xlsx")
    assert f"A1,{TEXT}" in shown.stdout
    assert "'a$b'!A1. It is not sent" in shown.stdout


def test_a_key_in_it_is_shown_and_sent_masked(tmp_path: Path) -> None:
    key = "sk-ant-api03-0123456789abcdefABCDEF"
    book = workbook(tmp_path / "b.xlsx", text=f"Units; the key is {key}")
    shown = run("instructions", book, "--confirm", "--yes").stdout
    for text in (shown, asked(book)):
        assert key not in text
        assert "Units; the key is sk-ant-" in text


def test_where_there_is_none_a_sentence_says_so(tmp_path: Path) -> None:
    done = run("instructions", workbook(tmp_path / "a.xlsx", "none"))
    assert (done.exit_code, "neither a sheet nor a cell named SheetLLM.Instructions" in done.stderr) == (1, True)
