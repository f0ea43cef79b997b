import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner, Result

from sheetllm_xl.cli import cli
from sheetllm_xl.compress import PROFILES
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.sample import QUESTION, SHEET, write_sample

from .files import binaries
from .loopback import Loopback, Play, fails, says


def run(*words: object) -> Result:
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("books") / "sample.xlsx"
    write_sample(path)
    return path


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
        (("detect", "."), 3, "is a folder"),
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


REPLY = {"found": True, "answer": "{result}", "result": "=SUM(C7:C11)", "cells": [{"cell": "B12", "value": "Total"}]}


@pytest.fixture
def keyed(api: Loopback, monkeypatch: pytest.MonkeyPatch) -> Loopback:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test-0000000000000000")
    return api


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
    for at, value in (("A1", 5), ("C1", 7), ("B2", 3), ("A3", 9), ("C3", 2), ("C5", 4)):
        odd.active[at] = value
    odd.save(tmp_path / "odd.xlsx")
    keyed.then(says({"tables": ["A1:C3"]}))
    done = run("detect", tmp_path / "odd.xlsx", "--engine", "auto", "--jsonl")
    assert json.loads(done.stdout)["tables"] == ["A1:C3"]
    assert "So Claude is asked where the tables are: 1 call, " in " ".join(done.stderr.split())
    assert len(keyed.requests) == 1


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
        (("detect", "."), "here is a folder; name a workbook in it."),
        (("detect", ".."), "above is a folder; name a workbook in it."),
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
