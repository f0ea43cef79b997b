"""``sheetllm ask`` and what else goes to a model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from sheetllm_xl.cli import cli

from ..loopback import Loopback, Play, fails, says
from .calling import REPLY, run


def test_ask_over_http(book: Path, keyed: Loopback) -> None:
    """Two stages through the command line, the real SDK and a server on this machine."""
    keyed.then(says({"tables": ["B5:J12"]}), says(REPLY))
    done = run("ask", book, "How many units in Q1?", "--json")
    answer = json.loads(done.stdout)
    assert (done.exit_code, answer["value"], answer["verified"]) == (0, 3562.0, True)
    assert answer["formula"] == "=SUM(C7:C11)"
    assert [citation["ref"] for citation in answer["citations"]] == ["'Sales 2026'!B12", "'Sales 2026'!C7:C11"]
    assert answer["receipt"]["calls"] == len(keyed.requests) == 2


def test_ask_shows_answer_citations_and_receipt(book: Path, keyed: Loopback) -> None:
    keyed.then(says({"tables": ["B5:J12"]}), says(REPLY | {"cells": [{"cell": "B12", "value": ""}]}))
    done = run("ask", book, "How many units in Q1?")
    assert "3,562  (unverified)" in done.stdout
    assert "=SUM(C7:C11) → 3562" in done.stdout
    assert "✓ 'Sales 2026'!C7:C11" in done.stdout
    assert "? 'Sales 2026'!B12  The reply does not say what B12 holds." in done.stdout
    assert "2 calls" in done.stdout


def test_an_answer_that_the_sheet_contradicts_twice_is_shown_as_such_and_fails(book: Path, keyed: Loopback) -> None:
    lie = says(REPLY | {"cells": [{"cell": "ZZ99", "value": "1"}]})
    keyed.then(says({"tables": ["B5:J12"]}), lie)
    done = run("ask", book, "How many units in Q1?")
    assert (done.exit_code, len(keyed.requests)) == (5, 3)
    assert "(contradicted)" in done.stdout
    assert "✗ 'Sales 2026'!ZZ99  ZZ99 lies outside the cells in use" in done.stdout
    assert "3562" not in done.stdout
    assert "asked twice" in done.stderr


def test_detect_by_the_model(book: Path, keyed: Loopback) -> None:
    keyed.then(says({"tables": ["B5:J12", "L5:N99"]}))
    done = run("detect", book, "--engine", "claude", "--jsonl")
    assert json.loads(done.stdout)["tables"] == ["B5:J12", "L5:N8"]  # without the empty edge
    document = keyed.bodies[0]["messages"][0]["content"][0]["text"]
    assert "38130" not in document
    assert "$#,##0|" in document


def test_detect_asks_the_model_where_structure_is_unsure_and_says_the_cost_first(
    tmp_path: Path, keyed: Loopback
) -> None:
    odd = Workbook()
    for at, value in (("A1", 3), ("A4", 7), ("C4", 9), ("B6", 4), ("E6", 5)):
        odd.active[at] = value
    odd.save(tmp_path / "odd.xlsx")
    keyed.then(says({"tables": ["A4:C6"]}))
    done = run("detect", tmp_path / "odd.xlsx", "--engine", "auto", "--jsonl")
    assert json.loads(done.stdout)["tables"] == ["A4:C6"]
    assert "So Claude is asked where the tables are: 1 call, " in " ".join(done.stderr.split())
    again = run("detect", tmp_path / "odd.xlsx", "--engine", "auto", "--jsonl")
    assert (again.stdout, len(keyed.requests)) == (done.stdout, 1)
    assert "So Claude" not in again.stderr
    assert "A4:C6" in run("receipts", "list").stdout


def test_detect_auto_sends_nothing_and_needs_no_key_where_structure_is_sure(tmp_path: Path) -> None:
    plain = Workbook()
    for row in [["Region", "Units", "Price"], *([f"R{i}", i * 7, i + 0.5] for i in range(12))]:
        plain.active.append(row)
    plain.save(tmp_path / "plain.xlsx")
    done = run("detect", tmp_path / "plain.xlsx", "--engine", "auto", "--jsonl")
    assert (done.exit_code, json.loads(done.stdout)["tables"]) == (0, ["A1:C13"])


def test_a_key_is_stored_tried_and_cleared(keyed: Loopback) -> None:
    result = CliRunner().invoke(cli, ["key", "set"], input="sk-ant-api03-abcdefgh1234\n")
    assert result.exit_code == 0
    assert "…1234" in result.stdout
    assert "abcdefgh" not in result.output
    assert run("key", "clear").exit_code == 0


@pytest.mark.parametrize(
    ("play", "code", "says_so"),
    [
        (fails(401), 4, "key"),
        (fails(529), 4, "HTTP 529"),
        (says("I think it is 12."), 5, "not"),
        (says(REPLY, "refusal"), 5, "refus"),
        (says(REPLY, "max_tokens"), 5, "cut off"),
    ],
)
def test_a_failing_answer_is_one_sentence(
    book: Path, keyed: Loopback, play: Play, code: int, says_so: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEETLLM_MAX_RETRIES", "0")
    keyed.then(play)
    result = run("ask", book, "Units?")
    assert result.exit_code == code
    assert says_so in result.stderr
    assert ("Spent on it: 110 tokens in, 20 out" in result.stderr) == (code == 5)
