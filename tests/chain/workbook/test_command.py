"""``sheetllm ask`` over a workbook of several sheets, through the real SDK and a server on this machine."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from typer.testing import CliRunner, Result

from sheetllm_xl.cli import cli

from ...loopback import Loopback, says

REPLY = {
    "kind": "value", "formulas": ["=SUMIFS(Sales!C2:C7,Sales!B2:B7,Products!A3)"], "answer": "{result} units.",
    "cells": [{"cell": "Products!B3", "value": "Toaster"}], "table": "", "other": "", "steps": [],
}  # fmt: skip
LOOK = REPLY | {"kind": "none", "formulas": [], "answer": "", "cells": []}


def run(*words: object) -> Result:
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def book(tmp_path: Path) -> Path:
    workbook = Workbook()
    sales, products = workbook.active, workbook.create_sheet("Products")
    workbook.create_sheet("Nothing")
    sales.title = "Sales"
    for row in [("Day", "SKU", "Units"), *((f"day {i}", f"K{i % 2}", 10 + i) for i in range(6))]:
        sales.append(row)
    for row in [("SKU", "Product"), ("K0", "Kettle"), ("K1", "Toaster")]:
        products.append(row)
    path = tmp_path / "company.xlsx"
    workbook.save(path)
    return path


def test_without_a_sheet_the_whole_workbook_is_asked(book: Path, keyed: Loopback) -> None:
    keyed.then(says(LOOK | {"steps": [{"do": "find", "sheet": "", "what": "Toaster"}]}), says(REPLY))
    done = run("ask", book, "How many units of the Toaster were sold?", "--json")
    answer = json.loads(done.stdout)
    assert (done.exit_code, answer["value"], answer["verified"]) == (0, 39.0, False)
    assert answer["receipt"]["calls"] == 2
    first, second = (body["messages"][0]["content"] for body in keyed.bodies)
    assert first[0] == second[0]  # the outline, which is marked for the prompt cache
    assert "|sheet Products|A1:B3" in first[0]["text"]


def test_a_note_at_a_cell_is_reached_and_an_answer_belongs_to_it(book: Path, keyed: Loopback) -> None:
    def note(text: str) -> None:
        workbook = load_workbook(book)
        workbook["Sales"]["C3"].comment = Comment(text, "Ann")
        workbook.save(book)

    look = says(LOOK | {"steps": [{"do": "find", "sheet": "", "what": "note"}]})
    note("returned in May")
    keyed.then(look, says(REPLY))
    run("ask", book, "How many units of the Toaster were sold?", "--json")
    assert "|note|Sales!C3|returned in May" in keyed.bodies[1]["messages"][0]["content"][-1]["text"]
    run("ask", book, "How many units of the Toaster were sold?", "--json")
    assert len(keyed.bodies) == 2
    note("counted twice")
    keyed.then(look, says(REPLY))
    run("ask", book, "How many units of the Toaster were sold?", "--json")
    assert len(keyed.bodies) > 2


def test_a_dry_run_shows_the_first_prompt_and_sends_nothing(book: Path) -> None:
    result = run("ask", book, "How many units of the Toaster were sold?", "--dry-run")
    assert (result.exit_code, "|workbook|2 sheets" in result.stdout) == (0, True)
    assert "Nothing was sent" in result.stderr


def test_a_named_sheet_is_asked_alone(book: Path) -> None:
    shown = run("ask", book, "How many units were sold?", "--sheet", "Sales", "--dry-run").stdout
    assert "Products" not in shown
