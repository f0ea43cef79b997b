"""M14: every answer has a receipt, from a cell or the command line, that replays offline to the same value."""

from __future__ import annotations

import csv
import json
import signal
import time
import tracemalloc
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook as Xlsx
from openpyxl import load_workbook

from sheetllm_xl.answers.asking import Asking
from sheetllm_xl.answers.question import of_sheet
from sheetllm_xl.answers.receipts import receipt_fields
from sheetllm_xl.answers.usage import usage_words
from sheetllm_xl.app import ledger
from sheetllm_xl.chain import Step
from sheetllm_xl.compress import estimate_tokens
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.sample import write_sample
from sheetllm_xl.models.breaker import Breaker
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.record import LedgerError, Record
from sheetllm_xl.settings import load
from sheetllm_xl.store import Ledger

from ..chain.replying import calculator
from ..cli.calling import REPLY, run
from ..loopback import Loopback, fails, says
from .test_bad_days import started
from .test_udfs import SUM, asked, book, why
from .workbook import Workbook

__all__ = ["book"]

PRICES = '{"claude-sonnet-5-5": {"as_of": "2026-11-01", "input": 3, "output": 15, "cache_write": 3.75}}'


@pytest.fixture
def keyed(api: Loopback, monkeypatch: pytest.MonkeyPatch) -> Loopback:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test-0000000000000000")
    monkeypatch.setenv("SHEETLLM_MAX_RETRIES", "0")
    monkeypatch.setenv("SHEETLLM_PRICES", PRICES)
    return api


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    write_sample(tmp_path / "sample.xlsx")
    return tmp_path / "sample.xlsx"


def receipts(path: Path | None = None) -> list[Record]:
    return list(ledger(load(), path).receipts())


def test_a_receipt_says_all_that_was_read_sent_and_spent(sample: Path, keyed: Loopback) -> None:
    keyed.then(says({"tables": ["B5:J12"]}), says(REPLY))
    answer = json.loads(run("ask", sample, "How many units in Q1?", "--json").stdout)
    [kept] = receipts()
    told = receipt_fields(kept)
    assert (kept.id, kept.state) == (answer["receipt"]["id"], "verified")
    assert (told["question"], told["workbook"]) == ("How many units in Q1?", "sample.xlsx")
    assert [one["ref"] for one in told["read"]] == ["'Sales 2026'!B2:N137"]
    assert (told["formula"], told["value"], told["tables"]) == ("=SUM(C7:C11)", ["3562"], ["B5:J12"])
    assert [(c["verdict"], c["ref"]) for c in told["citations"]] == [
        ("verified", "'Sales 2026'!B12"),
        ("verified", "'Sales 2026'!C7:C11"),
    ]
    assert [stage["stage"] for stage in told["stages"]] == ["tables", "answer"]
    assert sum(stage["tokens"] for stage in told["stages"]) == told["tokens_sent"]
    assert told["request_ids"] == ["req_7", "req_7"]
    assert told["usage"] == answer["receipt"]["usage"]
    assert told["cost_usd"] == pytest.approx((200 * 3 + 40 * 15 + 14 * 3.75 + 6 * 3) / 1e6)
    assert told["prices_as_of"] == "2026-11-01"
    assert told["notes"][0].startswith("To find the table, of 930 filled cells ")
    assert [name for name, *_ in kept.encoding] == ["vanilla", "anchors", "inverted", "formats"]
    assert kept.encoding[0][-1] == kept.cells == 930
    calls = list(ledger(load()).calls())
    assert [(call.receipt, call.state, call.usage.input_tokens) for call in calls] == [(kept.id, "done", 100)] * 2
    assert sum(call.cost or 0 for call in calls) == pytest.approx(told["cost_usd"])


def test_the_question_is_left_out_where_that_is_set(
    sample: Path, keyed: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEETLLM_RECEIPT_QUESTIONS", "false")
    keyed.then(says({"tables": ["B5:J12"]}), says(REPLY))
    run("ask", sample, "A very private question?")
    [kept] = receipts()
    assert (receipt_fields(kept)["question"], receipt_fields(kept)["workbook"]) == ("", "")
    raw = b"".join(path.read_bytes() for path in ledger(load()).store.path.parent.iterdir())
    assert b"very private" not in raw
    assert b"sample.xlsx" not in raw


def test_a_cell_leaves_one_too_and_why_names_it(book: Workbook, api: Loopback, tmp_path: Path) -> None:
    api.then(says(SUM))
    assert asked(book, None) == 1800.0
    book.calculate_all()
    [kept] = receipts(tmp_path / "ledger.sqlite")
    assert f"Receipt {kept.id}." in why(book)
    assert (receipt_fields(kept)["question"], receipt_fields(kept)["workbook"], receipt_fields(kept)["value"]) == (
        "Total?",
        "Book1.xlsx",
        ["1800"],
    )


@pytest.mark.parametrize(("play", "said", "tokens"), [(fails(529), "HTTP 529", 0), (says("Hm."), "not JSON", 100)])
def test_what_failed_leaves_a_receipt_of_what_it_cost(
    sample: Path, keyed: Loopback, play: Any, said: str, tokens: int
) -> None:
    keyed.then(play)
    assert run("ask", sample, "How many?").exit_code in (4, 5)
    [kept] = receipts()
    assert (kept.state, said in receipt_fields(kept)["error"]) == ("failed", True)
    assert receipt_fields(kept)["usage"]["input_tokens"] == tokens
    assert said in run("receipts", "show").stdout


def test_they_are_listed_shown_and_exported(sample: Path, keyed: Loopback, tmp_path: Path) -> None:
    keyed.then(says({"tables": ["B5:J12"]}), says(REPLY), says({"tables": []}))
    run("ask", sample, "How many units in Q1?")
    run("ask", sample, "=How many?")
    new, old = receipts()
    listed = run("receipts", "list").stdout
    assert listed.index(new.id) < listed.index(old.id)
    shown = run("receipts", "show", old.id[:6]).stdout
    for words in ("=SUM(C7:C11) → 3562", "verified: 'Sales 2026'!B12", "Read sample.xlsx", "request req_7", "$0.00"):
        assert words in shown
    assert json.loads(run("receipts", "show", old.id, "--json").stdout)["value"] == ["3562"]
    run("receipts", "export", tmp_path / "r.jsonl")
    lines = (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [old.id, new.id]
    run("receipts", "export", tmp_path / "r.csv")
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [old.id, new.id]
    assert (rows[0]["formula"], rows[1]["question"]) == ("'=SUM(C7:C11)", "'=How many?")  # no formula in Excel
    for words, said in (
        (("show", "zz"), "is no receipt"),
        (("show", "0000000000ff"), "no receipt 0000000000ff"),
        (("export", "r.txt"), "neither .csv nor .jsonl"),
        (("export", tmp_path / "r.csv" / "r.csv"), "cannot be written"),
    ):
        done = run("receipts", *words)
        assert done.exit_code in (1, 3)
        assert said in done.stderr


def test_replay_comes_to_the_same_value_and_says_which_differs(sample: Path, keyed: Loopback, tmp_path: Path) -> None:
    keyed.then(says({"tables": ["B5:J12"]}), says(REPLY))
    run("ask", sample, "How many units in Q1?")
    sent = len(keyed.requests)
    done = run("receipts", "replay", receipts()[0].id, sample)
    assert done.exit_code == 0
    assert "=SUM(C7:C11) comes to the same value: 3562." in done.stdout
    assert "holds what was read" in done.stdout
    changed = load_workbook(sample)
    changed["Sales 2026"]["C7"] = 1000
    changed.save(tmp_path / "changed.xlsx")
    done = run("receipts", "replay", receipts()[0].id, tmp_path / "changed.xlsx")
    assert done.exit_code == 1
    for said in (
        "holds other cells than were read",
        "'Sales 2026'!C7:C11 showed 320, ",
        "came to 3562, and comes to 42",
    ):
        assert said in done.stdout
    other = Xlsx()
    other.save(tmp_path / "other.xlsx")
    done = run("receipts", "replay", receipts()[0].id, tmp_path / "other.xlsx")
    assert (done.exit_code, "has no sheet" in done.stderr) == (1, True)
    assert len(keyed.requests) == sent


def test_replay_of_a_reply_with_several_formulas(sample: Path, keyed: Loopback) -> None:
    several = {"found": True, "answer": "{result}", "result": "=SUM(C7,C8),C9", "cells": []}
    keyed.then(says({"tables": ["B5:J12"]}), says(several))
    run("ask", sample, "How many units in Q1, North and South, and East?")
    [kept] = receipts()
    assert receipt_fields(kept)["formula"] == "=SUM(C7,C8),C9"
    done = run("receipts", "replay", kept.id, sample)
    said = "=SUM(C7,C8),C9 comes to the same value: 972, 984."
    assert (done.exit_code, said in done.stdout) == (0, True), done.stdout
    changed = load_workbook(sample)
    changed["Sales 2026"]["C9"] = 1
    changed.save(sample)
    done = run("receipts", "replay", kept.id, sample)
    assert (done.exit_code, " came to 972, 984, and comes to 972, 1." in done.stdout) == (1, True), done.stdout


def cancelling(step: Step) -> None:
    if step.completion:
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("on_progress", "fails_with", "said"),
    [
        (lambda step: None, AssertionError, "A fault of ours (AssertionError at scripted.py:"),
        (cancelling, KeyboardInterrupt, "It was cancelled."),
    ],
)
def test_whatever_fails_once_it_is_paid_for_leaves_a_receipt(
    sample: Path, tmp_path: Path, on_progress: Any, fails_with: type[BaseException], said: str
) -> None:
    """A model whose script runs out after one reply is a fault that no error of ours names."""
    books = Ledger(tmp_path / "ledger.sqlite")
    model = ScriptedModel([{"tables": ["B5:J12"]}])
    asking = Asking(books, Breaker(time.monotonic), load, lambda settings: model, lambda: estimate_tokens, calculator())
    with FileHost(sample) as host:
        sheet = host.read("Sales 2026")
    with pytest.raises(fails_with):
        asking.ask(of_sheet(sheet, "How many?", "m", workbook="sample.xlsx"), on_progress=on_progress)
    [kept] = books.receipts()
    assert (kept.state, receipt_fields(kept)["usage"]["input_tokens"], len(receipt_fields(kept)["stages"])) == (
        "failed",
        1,
        1,
    )
    assert receipt_fields(kept)["error"].startswith(said)


def test_usage_and_exports_of_many_calls_take_little_memory(tmp_path: Path) -> None:
    books, many = Ledger(tmp_path / "ledger.sqlite"), 20_000
    with books.store.writing() as db:
        calls = ((1e9 + n, "b", "m", "done", 9, 100, 20, 0, 0, "r", "", 0, 0.5) for n in range(many))
        db.executemany(
            "INSERT INTO calls (at, book, model, state, estimate, input, output, cache_write, cache_read, request_id, "
            f"receipt, unseen, cost) VALUES ({', '.join('?' * 13)})",
            calls,
        )
        body = Record(question="q" * 200, state="verified")
        kept = ((name, 1e9 + n, body.but(id=name).to_json()) for n in range(many) if (name := f"{n:012x}"))
        db.executemany("INSERT INTO records (id, at, created, failed, body) VALUES (?, ?, 0, 0, ?)", kept)
    tracemalloc.start()
    try:
        said = usage_words(books, load(), "b")
        exported = sum(1 for _ in books.export())
        ids = [one.id for one in islice(books.receipts(oldest_first=True), 3)]
        count = sum(1 for _ in books.receipts())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "In all: 20,000 calls, 2,000,000 tokens in, 400,000 out, $10000.0000." in said
    assert (exported, count, ids) == (many + 1, many, [f"{n:012x}" for n in range(3)])
    assert peak < 1_000_000, peak


def test_an_answer_whose_receipt_cannot_be_written_is_shown_and_says_so(
    book: Workbook, api: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: Any) -> None:
        raise LedgerError("The disk is full.")

    monkeypatch.setattr(Ledger, "keep", full)
    api.then(says(SUM))
    assert asked(book, None) == 1800.0
    assert "The receipt could not be written. The disk is full." in why(book)


@pytest.fixture
def deadline(monkeypatch: pytest.MonkeyPatch, api: Loopback) -> None:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)


@pytest.mark.slow
@pytest.mark.usefixtures("deadline")
def test_no_answer_is_kept_without_its_receipt_wherever_the_server_is_killed(api: Loopback, tmp_path: Path) -> None:
    """The receipt is written before the answer: a kill between the two leaves a receipt of what was paid for."""
    for step in range(8, 16):
        folder = tmp_path / str(step)
        folder.mkdir()
        api.plays.clear()
        api.then(says(SUM))
        child = started(folder / "ledger.sqlite", 1, step)
        child.communicate(timeout=60)
        assert child.returncode in (0, -signal.SIGKILL)
        books = Ledger(folder / "ledger.sqlite")
        with books.store.reading() as db:
            answers = db.execute("SELECT COUNT(*) FROM records WHERE key IS NOT NULL AND NOT failed").fetchone()[0]
        kept = list(books.receipts())
        assert len(kept) >= answers
        assert all(one.state == "verified" and receipt_fields(one)["value"] == ["1800"] for one in kept)
        paid = [call for call in books.calls() if call.state == "done"]
        assert {call.receipt for call in paid} >= {one.id for one in kept}
