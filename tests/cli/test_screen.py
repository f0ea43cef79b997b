"""What stands on the screen: bytes, budgets, names, and words of others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.sample import SHEET

from ..loopback import Loopback, fails
from .calling import run


def test_a_pipe_gets_utf_8_whatever_the_code_page(book: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    command = [sys.executable, "-m", "sheetllm_xl", "explain", str(book)]
    ran = subprocess.run(command, env=environment, capture_output=True, timeout=100)
    assert (ran.returncode, ran.stderr.decode()) == (0, "")
    assert "┄" in ran.stdout.decode()


def test_a_budget_is_kept_and_what_it_cost_is_said(book: Path) -> None:
    answer = json.loads(run("encode", book, "--budget", 200, "--json").stdout)
    assert list(answer)[-2:] == ["budget", "given_up"]
    assert list(answer["tokens"].values())[-1] <= answer["budget"] == 200
    assert any("left out" in sentence.lower() for sentence in answer["given_up"])
    told = run("encode", book, "--budget", 200)
    assert told.stdout == answer["text"]
    assert all(sentence in told.stderr.replace("\n", " ") for sentence in answer["given_up"])


def test_a_budget_that_nothing_fits_or_beside_a_profile_is_a_sentence(book: Path) -> None:
    small = run("encode", book, "--budget", 5)
    assert small.exit_code == 1
    assert "Even an outline of" in small.stderr
    other = run("encode", book, "--budget", 500, "--profile", "paper")
    assert other.exit_code == 1
    assert "goes with the default profile, not paper" in other.stderr.replace("\n", " ")


@pytest.mark.parametrize("name", ["sales 2026", "SALES 2026", SHEET])
def test_a_sheet_is_named_in_upper_or_lower_case(book: Path, name: str) -> None:
    for words in (("encode", book), ("explain", book), ("detect", book), ("ask", book, "Units?", "--dry-run")):
        assert run(*words, "--sheet", name).exit_code == 0
    assert json.loads(run("detect", book, "--sheet", name, "--jsonl").stdout)["sheet"] == SHEET


def test_of_two_sheets_that_differ_in_case_alone_each_is_itself(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active.title = "a"
    workbook.active["A1"] = "small"
    workbook.create_sheet("b")["A1"] = "large"
    workbook.save(tmp_path / "b.xlsx")
    with zipfile.ZipFile(tmp_path / "b.xlsx") as old, zipfile.ZipFile(tmp_path / "c.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'name="b"', b'name="A"'))
    assert run("encode", tmp_path / "c.xlsx", "--sheet", "a").stdout == "|A1,small\n"
    assert run("encode", tmp_path / "c.xlsx", "--sheet", "A (2)").stdout == "|A1,large\n"  # Excel has no two such


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("detect", "gone.xlsx"), "There is no file gone.xlsx in the folder here."),
        (("detect", "../gone.xlsx"), "There is no file gone.xlsx in the folder above."),
        (("detect", "no/gone.xlsx"), "There is no file gone.xlsx in the folder no."),
        (("detect", "."), "here is a folder without a workbook in it."),
        (("detect", ".."), "above is a folder without a workbook in it."),
        (("usage", "--csv", "."), "here is a folder; name a file in it."),
    ],
)
def test_files_and_folders_have_names_in_sentences(
    words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "above" / "here").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "above" / "here")
    assert run(*words).stderr == f"sheetllm: {said}\n"


def test_words_of_others_are_shown_as_they_are(
    keyed: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In no column, sentence or progress does ``[/b]`` close anything, or ``:x:`` become a picture."""
    evil = "[/b] [red]x[/red] :x:"
    workbook = Workbook()
    workbook.active["A1"] = evil
    for row in (["Region", "Units"], ["North", 1], ["South", 2]):
        workbook.active.append(row)
    path = tmp_path / "[b] :x:.xlsx"
    workbook.save(path)
    assert evil in run("detect", path).stdout
    assert ":x:.xlsx" in run("detect", path, path).stdout  # cut, and wrapped
    assert evil[:9] in run("explain", path).stdout
    monkeypatch.setenv("SHEETLLM_MODEL", evil)
    keyed.then(fails(400))
    for words in (("ask", path, evil), ("key", "test"), ("ask", path, evil, "--dry-run"), ("usage",)):
        assert run(*words).exit_code != 70
    assert evil in run("ask", path, evil, "--dry-run").stdout
    assert evil in run("receipts", "show").stdout
    assert "[/b]" in run("receipts", "list").stdout
    assert f"has no sheet '{evil}'" in run("encode", path, "--sheet", evil).stderr


def test_a_report_is_read_whatever_stands_in_a_title(tmp_path: Path) -> None:
    """_xFFFF_, as a file spells it, is a character that no XML may hold; _x0041_ in a report is no A."""
    workbook = Workbook()
    sheet = workbook.active
    sheet["A1"] = "Sales _xFFFF__x0007_ of _x005F_x0041_"
    for row in (["Region", "Units", "Price"], *(["North", n, 2 * n] for n in range(9))):
        sheet.append(row)
    workbook.save(tmp_path / "b.xlsx")
    [title] = [one["title"] for one in json.loads(run("detect", tmp_path / "b.xlsx", "--json").stdout)[0]["tables"]]
    assert title == "Sales \uffff\x07 of _x0041_"
    assert run("detect", tmp_path / "b.xlsx", "--report", tmp_path / "r.xlsx").exit_code == 0
    assert load_workbook(tmp_path / "r.xlsx").active.max_row == 2
    with FileHost(tmp_path / "r.xlsx") as host:
        assert host.read("Tables found").value(2, 4) == "Sales  of _x0041_"


def test_a_mistyped_variable_is_said_once(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETLLM_MODLE", "x")
    done = run("encode", book)
    assert done.stderr.count("SHEETLLM_MODLE is no setting") == 1
    assert "there is SHEETLLM_MODEL." in done.stderr
    assert done.exit_code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [("encode", "BOOK"), ("detect", "BOOK"), ("detect", "BOOK", "--json"), ("usage",)])
def test_what_is_printed_to_a_full_disk_is_said_to_be_cut_off(book: Path, words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "sheetllm_xl", *(str(book) if word == "BOOK" else word for word in words)]
    with open("/dev/full", "w") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=100)
    assert (ran.returncode, ran.stderr.splitlines()[-1]) == (
        3,
        "sheetllm: The disk is full, so what was printed is cut off.",
    )
    assert "Exception ignored" not in ran.stderr


@pytest.mark.parametrize(("columns", "letters"), [(80, 22), (200, 39)])
def test_explain_gives_cells_the_room_that_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int, letters: int
) -> None:
    workbook = Workbook()
    name = "Region of the very long name of a company"
    for row in ([name, "Units", "Share"], *([f"Place {n}", n, n / 9] for n in range(5))):
        workbook.active.append(row)
    workbook.save(tmp_path / "b.xlsx")
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = run("explain", tmp_path / "b.xlsx").stdout
    assert f"{name[:letters]}…" in shown
    assert max(map(len, shown.splitlines())) <= columns
