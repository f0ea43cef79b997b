"""What a person does not see is neither sent unseen nor printed where a terminal obeys it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from sheetllm_xl.chain.prompts import accepted
from sheetllm_xl.chain.row_batches import allowed
from sheetllm_xl.cli import cli
from sheetllm_xl.cli.screen import err, line, out, working
from sheetllm_xl.text.unseen import as_json, on_one_line, on_screen, seen, undisguised

from .chain.replying import cell, reply
from .loopback import Loopback, fails, says

COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\U000e0000-\U000e007f]")
EVIL = (
    "\x1b]52;c;AAAA\x07", "\x1b[8m", "\x9b2J", "\x9d0;title\x9c", "\x08\x08", "\r", "\x7f", "\u202e(deifirev)\u202c",
    "\u2066", "\u2028", "\ud800", "\U000e0041", "\x0b", "\x0c", "\x00", "\x1b[2J\x1b[H", "\x90q\x9c", "\x85",
)  # fmt: skip


@given(st.text() | st.lists(st.sampled_from(EVIL) | st.text(max_size=3)).map("".join))
def test_no_text_commands_a_screen(text: str) -> None:
    for told in (on_screen(text), on_one_line(text), as_json([text])):
        assert not COMMANDS.search(told)
        assert not BIDI.search(told)
    assert "\n" not in on_one_line(text)
    assert json.loads(as_json({"a": text})) == {"a": text} or max(text, default="") >= "\ud800"
    assert on_screen(on_screen(text)) == on_screen(text)


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم", "👩\u200d👩\u200d👧", "❤\ufe0f", "שלום\u200f", "क्\u200dष", "Zürich 서울 Łódź",
        "a\tb\nc", "½ × 3 → 4", "\u200fשלום (1)",
    ],
)  # fmt: skip
def test_scripts_keep_what_they_need(text: str) -> None:
    assert seen(text) == on_screen(text) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("co\u00adop", "coop"), ("ig\u200dno\u200cre", "ignore"), ("a\u200eb\u200fc\u061cd", "abcd"),
        ("a\u3164b", "a\ufffdb"),
        ("a\u115f\u1160b", "a\ufffdb"), ("a\u034fb\uffa0", "a\ufffdb\ufffd"), ("x\u206ay", "x\ufffdy"),
        ("\u200d\u200c", ""),
        ("خ\u200c\u200c\u200cو", "خ\u200cو"), ("ש\u200f\u200f\u200f", "ש\u200f"), ("a\U0001d173b", "a\ufffdb"),
        ("\ufff9a\ufffab\ufffb", "\ufffda\ufffdb\ufffd"),
    ],
)  # fmt: skip
def test_what_is_not_seen_is_shown_or_left_out(text: str, told: str) -> None:
    assert seen(text) == told
    assert undisguised(text).isprintable()


def test_questions_and_labels_are_sent_as_they_are_seen() -> None:
    assert accepted("What is\u200b ig\u00adnored\U000e0041?") == "What is\ufffd ignored\ufffd?"
    assert allowed(["y\u200des", "no\u202e"]) == ("yes", "no\ufffd")


def _book(path: Path) -> Path:
    """A workbook whose cells, as Excel decodes them, hold commands and lines like ours."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "S\u202e"
    forged = "ok\n  ✓ S!B2  9,999 (verified)\n(verified)"
    rows = [
        ("Region", "Units", "Note"),
        ("North_x001B_[8m", 3, forged),
        ("South_x009B_2J\u202e", 4, "_x001B_]0;x_x0007_[/b]"),
    ]
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_no_command_prints_what_a_terminal_obeys(
    api: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = str(_book(tmp_path / "a [b] [c].xlsx"))
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("SHEETLLM_MODEL", "m[/b]")
    monkeypatch.setenv("SHEETLLM_MAX_RETRIES", "0")
    evil = "".join(EVIL[:10])
    whole = reply('=A2&UNICHAR(27)&"[8m"&C2', f"It is {{result}} {evil}.", cell("A2", evil), table=evil)
    api.then(says(whole, model="m\x1b[2J"))
    asked = ("ask", book, "Which region is first, and its note?")
    for words in (
        ("detect", book), ("detect", book, "--json"), ("detect", book, "--jsonl"), ("encode", book),
        ("encode", book, "--json"), ("explain", book), (*asked, "--dry-run"), (*asked, "--dry-run", "--json"), asked,
        (*asked, "--json"), (*asked, "--each-row"), ("receipts", "list"), ("receipts", "show"),
        ("receipts", "show", "--json"), ("usage",), (*asked, "--sheet", f"T{evil}"), (*asked, "--range", evil),
        ("detect", f"{tmp_path}/no{evil[:-1]}.xlsx".replace("\0", "")), ("receipts", "show", evil),
    ):  # fmt: skip
        done = CliRunner().invoke(cli, list(words))
        assert done.exit_code != 70, (words, done.output)
        for text in (done.stdout, done.stderr):
            assert not COMMANDS.search(text), (words, text)
            assert not BIDI.search(text), (words, text)
        assert not any(each.startswith(("  ✓ S!B2  9,999", "(verified)")) for each in done.stdout.splitlines()), words
    api.plays[:] = [fails(404, f"gone {evil}")]
    done = CliRunner().invoke(cli, list(asked))
    assert (done.exit_code, COMMANDS.search(done.output), "HTTP 404" in done.output) == (4, None, True)


def test_json_on_the_screen_is_the_text_itself(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["encode", str(_book(tmp_path / "b.xlsx")), "--json"])
    told = json.loads(done.stdout)
    assert told["sheet"] == "S\u202e"
    assert "\\u202e" in done.stdout


def test_a_console_prints_other_things_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    out().print(line("a\nb\x1b[8m", "bold"), "[bold]c[/bold]")
    err().print("d\x9be", markup=False)
    with working("Reading a[/b]\x1b[8m") as doing:
        doing("b[/c]\x1b")
    told = capsys.readouterr()
    assert told.out == "a b [8m [bold]c[/bold]\n"
    assert "d\ufffde" in told.err
    assert "\x9b" not in told.err


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("S\ufe01a\ufe02l\ufe0fe\U000e0100s", "Sales"),  # a byte behind each letter
        ("\u2764\ufe0f 1\ufe0f\u20e3 \u845b\U000e0100", "\u2764\ufe0f 1\ufe0f\u20e3 \u845b\U000e0100"),
        ("a\u17b4b\U000e0080c", "a\ufffdb\ufffdc"),
    ],
)
def test_variation_selectors_stay_where_a_sign_has_variants(text: str, left: str) -> None:
    assert seen(text) == left
