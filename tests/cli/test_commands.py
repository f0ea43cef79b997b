"""What commands print of a workbook, and how they fail."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from sheetllm_xl.compress import PROFILES
from sheetllm_xl.files.sample import QUESTION, SHEET

from ..files import binaries
from .calling import run


def test_detect_prints_a_line_a_sheet(book: Path) -> None:
    result = run("detect", book, "--jsonl")
    assert result.exit_code == 0
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"workbook": str(book), "sheet": SHEET, "tables": ["B5:J12", "L5:N8", "B17:H137"]}
    ]


def test_detect_tells_headers_titles_and_confidence(book: Path) -> None:
    [found] = json.loads(run("detect", book, "--json").stdout)
    first = found["tables"][0]
    assert (first["range"], first["header_rows"]) == ("B5:J12", 2)
    assert 0 < first["confidence"] <= 1
    assert first["title"] == "Sales by region and quarter, 2026"


def test_detect_shows_a_table_to_people(book: Path) -> None:
    result = run("detect", book)
    assert "B17:H137" in result.stdout
    assert "Header rows" in result.stdout


@pytest.mark.parametrize(
    "words", ["detect --json", "detect --jsonl", "encode", "encode --json", "explain", "ask --dry-run"]
)
def test_what_of_a_binary_workbook_is_not_read_is_said_beside_the_result(tmp_path: Path, words: str) -> None:
    path, (command, *options) = tmp_path / "old.xlsb", words.split()
    path.write_bytes(
        binaries.xlsb(
            binaries.row(0)
            + binaries.cell(6, 0, binaries.wide("Region"))
            + binaries.row(1)
            + binaries.cell(6, 0, binaries.wide("North"))
        )
    )
    result = run(command, path, *["What?"] * (command == "ask"), *options)
    assert result.exit_code == 0, result.output
    assert "Of old.xlsb, a binary workbook, these are not read: formulas" in result.stderr
    assert result.stderr.count("are not read") == 1
    assert "are not read" not in result.stdout
    assert "Region" in result.stdout or command == "detect"


def test_a_workbook_that_is_read_whole_has_nothing_said_about_it(book: Path) -> None:
    assert "not read" not in run("encode", book).stderr


def test_a_workbook_that_cannot_be_read_does_not_stop_the_others(book: Path, tmp_path: Path) -> None:
    bad = tmp_path / "notes.xlsx"
    bad.write_text("Region,Q1\n")
    result = run("detect", bad, book, "--jsonl")
    assert result.exit_code == 3
    assert "notes.xlsx is plain text" in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_a_report_is_a_new_workbook_with_a_link_a_table(book: Path, tmp_path: Path) -> None:
    before = hashlib.sha256(book.read_bytes()).digest()
    report = tmp_path / "report.xlsx"
    assert run("detect", book, "--jsonl", "--report", report).exit_code == 0
    sheet = load_workbook(report).active
    assert [sheet.cell(row, 3).value for row in (2, 3, 4)] == ["B5:J12", "L5:N8", "B17:H137"]
    link = sheet.cell(2, 3).hyperlink
    assert (link.target, link.location) == (book.as_uri(), f"'{SHEET}'!B5:J12")
    assert hashlib.sha256(book.read_bytes()).digest() == before
    again = run("detect", book, "--report", report)
    assert again.exit_code == 3
    assert "is there already" in again.stderr


def test_a_report_writes_no_formula(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "=1+1"
    for row in (["Region", "Units", "Price"], *(["North", n, 2 * n] for n in range(9))):
        sheet.append(row)
    path, report = tmp_path / "b.xlsx", tmp_path / "r.xlsx"
    workbook.save(path)
    assert run("detect", path, "--report", report).exit_code == 0
    cell = load_workbook(report).active.cell(2, 2)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("profile", PROFILES)
def test_encode_prints_the_text_and_its_tokens(book: Path, profile: str) -> None:
    answer = json.loads(run("encode", book, "--profile", profile, "--json").stdout)
    assert list(answer) == ["sheet", "profile", "tokens", "cells", "text"]
    assert (answer["sheet"], answer["profile"]) == (SHEET, profile)
    assert next(iter(answer["tokens"])) == "vanilla"
    text = run("encode", book, "--profile", profile).stdout
    assert text == answer["text"]


def test_explain_shows_tables_stages_and_what_is_left_out(book: Path) -> None:
    result = run("explain", book)
    assert result.exit_code == 0
    for words in ("B17:H137", "vanilla", "formats", "111 rows"):
        assert words in result.stdout


def test_explain_writes_one_page(book: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("explain", book, "--html", page).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "rows 22 to 132 left out" in text
    assert "http" not in text
    assert "<script" not in text


def test_demo(tmp_path: Path) -> None:
    result = run("demo", "--folder", tmp_path)
    assert result.exit_code == 0
    assert "sheetllm key set" in result.stdout
    assert {path.name for path in tmp_path.iterdir()} == {"sheetllm-demo.xlsx", "sheetllm-demo.html"}


def test_a_dry_run_shows_the_text_and_sends_nothing(book: Path) -> None:
    result = run("ask", book, QUESTION, "--dry-run")
    assert result.exit_code == 0
    assert QUESTION in result.stdout
    assert "Region|B5" in result.stdout
    assert "Nothing was sent" in result.stderr
    [sent] = json.loads(run("ask", book, QUESTION, "--dry-run", "--json").stdout)["sends"]
    assert sent["text"] + "\n" == result.stdout


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("detect", "gone.xlsx"), 3, "There is no file gone.xlsx"),
        (("encode", "."), 3, "is a folder"),
        (("encode", "BOOK", "--sheet", "Nope"), 1, "has no sheet Nope"),
        (("explain", "BOOK", "--html", f"{__file__}/page.html"), 3, "cannot be written"),
        (("explain", "BOOK", "--html", "."), 3, "is a folder"),
        (("ask", "BOOK", "Total?"), 4, "There is no API key"),
        (("ask", "BOOK", " ", "--dry-run"), 1, "no question"),
        (("ask", "BOOK", "x" * 8001, "--dry-run"), 1, "8,000"),
        (("detect", "BOOK", "--engine", "claude"), 4, "There is no API key"),
        (("key", "clear"), 4, "no key in the vault"),
        (("encode", "BOOK", "--profile", "tiny"), 2, "tiny"),
        (("dance",), 2, "No such command"),
    ],
)
def test_bad_input_is_one_sentence_and_an_exit_code(
    book: Path, words: tuple[str, ...], code: int, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    result = run(*(book if word == "BOOK" else word for word in words))
    assert result.exit_code == code
    assert says in result.stderr


def test_a_workbook_without_cells(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    Workbook().save(path)
    assert json.loads(run("detect", path, "--jsonl").stdout)["tables"] == []
    result = run("encode", path)
    assert (result.exit_code, "No sheet of this workbook holds anything" in result.stderr) == (1, True)
    assert run("encode", path, "--sheet", "Sheet").stdout == ""


def test_a_sheet_with_one_cell(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active["C5"] = "alone"
    path = tmp_path / "one.xlsx"
    workbook.save(path)
    assert run("encode", path).stdout == "|C5,alone\n"
    assert run("explain", path).exit_code == 0
