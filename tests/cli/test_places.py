"""Which sheet and which cells a command means, and what it says of the others."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from openpyxl import Workbook

from sheetllm_xl.cli import cli, screen

from .calling import run


@pytest.fixture
def books(tmp_path: Path) -> Path:
    workbook = Workbook()
    workbook.active.title = "Sales 2026"
    workbook.create_sheet("Costs")
    workbook.create_sheet("Keys").sheet_state = "hidden"
    for sheet in workbook:
        for row in (["Region", "Units"], ["North", 1], ["South", 2], ["East", 3]):
            sheet.append(row)
    workbook.save(tmp_path / "several.xlsx")
    return tmp_path / "several.xlsx"


@pytest.mark.parametrize("place", ["'Sales 2026'!A1:B3", "'sales 2026'!A1:B3"])
def test_a_range_may_name_its_sheet(books: Path, place: str) -> None:
    sent = run("ask", books, "Units?", "--range", place, "--dry-run").stdout
    assert "South" in sent
    assert "East" not in sent


def test_a_range_that_could_lie_on_several_sheets_is_asked_about(books: Path) -> None:
    refused = run("ask", books, "Units?", "--range", "A1:B3", "--dry-run")
    assert refused.exit_code == 1
    said = refused.stderr.replace("\n", " ")
    assert 'several sheets: Sales 2026, Costs. Say which one: --sheet "Sales 2026" --range A1:B3.' in said
    assert "Keys" not in said
    assert run("ask", books, "Units?", "--range", "A1:B3", "--sheet", "COSTS", "--dry-run").exit_code == 0
    two = run("ask", books, "Units?", "--range", "Costs!A1:B3", "--sheet", "Sales 2026", "--dry-run")
    assert two.exit_code == 1
    assert "another one" in two.stderr


@pytest.mark.parametrize("command", ["encode", "explain"])
def test_which_sheet_was_taken_and_which_others_there_are(books: Path, command: str) -> None:
    said = "Sheet 'Sales 2026'. The others: Costs, Keys (hidden)."
    assert said in run(command, books).stderr.replace("\n", " ")
    assert "The others" not in run(command, books, "--sheet", "Costs").stderr


def test_a_place_that_a_sentence_names_is_one_in_an_interactive_shell(books: Path) -> None:
    """To bash an exclamation mark in double quotes is a word of its history."""
    said = run("ask", books, "Units?", "--range", "A1:B3", "--dry-run").stderr.replace("\n", " ")
    words = shlex.split(said.partition("Say which one: ")[2].strip().removesuffix("."))
    assert run("ask", books, "Units?", *words, "--dry-run").exit_code == 0
    assert "!" not in " ".join(words)


def test_a_shell_completes_commands_and_options() -> None:
    for typed, wanted in (("sheetllm de", {"demo", "detect"}), ("sheetllm encode --rem", {"--remarks"})):
        shell = {"_SHEETLLM_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
        command = [
            sys.executable,
            "-c",
            "import sys; sys.argv[0] = 'sheetllm'; from sheetllm_xl.cli import main; main()",
        ]
        ran = subprocess.run(command, env={**os.environ, **shell}, capture_output=True, text=True, timeout=100)
        assert set(ran.stdout.split()) == wanted


def test_every_command_has_its_place_in_the_list() -> None:
    assert set(screen._ORDER) == set(typer.main.get_command(cli).commands)  # type: ignore[attr-defined]


def test_the_version_and_the_commands_in_the_order_of_their_use() -> None:
    assert run("--version").stdout.startswith("sheetllm 0.")
    shown = run("--help").stdout
    words = [line.strip("│ ").split(" ")[0] for line in shown.splitlines()]
    order = ["demo", "detect", "explain", "open", "encode", "ask", "receipts", "usage", "key", "register", "doctor"]
    assert [word for word in words if word in order] == order
    assert "--install-completion" in shown


@pytest.mark.parametrize("width", ["80", "200"])
def test_no_name_of_a_workbook_is_cut_at_any_width(books: Path, width: str) -> None:
    twin = books.with_name("several-of-the-same-name-to-its-end-but-for-two.xlsx")
    twin.write_bytes(books.read_bytes())
    command = [sys.executable, "-m", "sheetllm_xl", "detect", books.name, twin.name]
    ran = subprocess.run(
        command, env={**os.environ, "COLUMNS": width}, cwd=books.parent, capture_output=True, text=True, timeout=100
    )
    lines = ran.stdout.splitlines()
    assert "…" not in ran.stdout
    assert max(map(len, lines)) <= int(width)
    assert sum("A1:B4" in one for one in lines) == 6
    assert (twin.name in ran.stdout) == (width == "200")


def test_folders_are_made_for_what_is_written(books: Path, tmp_path: Path) -> None:
    assert run("explain", books, "--html", tmp_path / "a" / "b" / "page.html").exit_code == 0
    assert run("detect", books, "--report", tmp_path / "c" / "d" / "report.xlsx").exit_code == 0
    assert (tmp_path / "a" / "b" / "page.html").exists()
    assert (tmp_path / "c" / "d" / "report.xlsx").exists()
