"""One road: what a cell, a button or the command line has asked, each of them remembers."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from sheetllm_xl import app, verify
from sheetllm_xl.answers import Answers, Question
from sheetllm_xl.answers.queue import Jobs, to_error
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import BudgetSpent, ModelError, ReplyError
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.literals import CellError
from sheetllm_xl.models.breaker import Breaker
from sheetllm_xl.record import Record
from sheetllm_xl.retrieve import Workbook
from sheetllm_xl.settings import load
from sheetllm_xl.sheet import Sheet
from sheetllm_xl.store import Ledger

from ..cli.calling import REPLY, run
from ..loopback import Loopback, fails, says
from .test_receipts import keyed, sample

__all__ = ["keyed", "sample"]

PICTURE = """
Region | Units
North  | 10
South  | 20
"""
SUM = {"found": True, "answer": "In all {result}.", "result": "=SUM(B2:B3)", "cells": [{"cell": "B2", "value": "10"}]}


@pytest.fixture
def answers(keyed: Loopback) -> Answers:
    return app.answers()


def test_the_command_line_remembers(sample: Path, keyed: Loopback) -> None:
    keyed.then(says({"tables": ["B5:J12"]}), says(REPLY))
    first = run("ask", sample, "How many units in Q1?", "--json")
    assert (first.exit_code, len(keyed.requests)) == (0, 2)
    again = run("ask", sample, "  How many units in Q1?", "--json")
    assert (again.exit_code, len(keyed.requests)) == (0, 2)
    before, now = json.loads(first.stdout), json.loads(again.stdout)
    assert (before.pop("remembered"), now.pop("remembered")) == (False, True)
    assert now == before
    shown = run("ask", sample, "How many units in Q1?", "--max-cost", "0").stdout
    assert "=SUM(C7:C11) → 3562" in shown
    assert "so nothing was sent; --fresh asks anew." in shown
    assert len(keyed.requests) == 2
    assert len(list(app.ledger(load()).receipts())) == 1


def test_it_asks_anew_where_cells_question_model_or_the_person_want_it(sample: Path, keyed: Loopback) -> None:
    plays = [says({"tables": ["B5:J12"]}), says(REPLY)]
    keyed.then(*plays)
    run("ask", sample, "How many units in Q1?")
    changed = load_workbook(sample)
    changed["Sales 2026"]["N137"] = 99.5
    for words in (("--fresh",), ("--model", "other"), ()):
        keyed.plays[:] = plays.copy()
        if not words:
            changed.save(sample)
        sent = len(keyed.requests)
        run("ask", sample, "How many units in Q1?", *words)
        assert len(keyed.requests) == sent + 2, words


def test_a_renamed_sheet_that_stands_lower_is_remembered_with_its_new_addresses(
    answers: Answers, keyed: Loopback
) -> None:
    keyed.then(says(SUM))
    answers.ask(answers.question(drawn(PICTURE, "Old"), "Total?"))
    lower = Sheet.of("New", [cell._replace(row=cell.row + 4) for cell in drawn(PICTURE).cells()])
    record = answers.ask(answers.question(lower, "Total?"))
    assert (record.citations[0].ref, record.formula, record.where) == ("New!B6", "=SUM(B6:B7)", "New")
    assert len(keyed.requests) == 1


def test_a_whole_workbook_is_remembered_until_a_sheet_of_it_changes_or_moves(answers: Answers, keyed: Loopback) -> None:
    keyed.then(says({"found": True, "answer": "{result}", "result": "=SUM(One!B2:B3)", "cells": [], "steps": []}))
    one, two = drawn(PICTURE, "One"), drawn(PICTURE, "Two")
    for sheets, sent in (((one, two), 1), ((one, two), 1), ((one, drawn(PICTURE, "Three")), 2)):
        keyed.plays[:] = keyed.plays * 2
        record = answers.ask(answers.workbook_question(Workbook.of(sheets), "Total?"))
        assert (record.rows, len(keyed.requests)) == (((30.0,),), sent), record.sentence


def test_a_mended_judge_reads_no_verdict_of_the_one_before(
    answers: Answers, keyed: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyed.then(says(SUM), says(SUM))
    answers.ask(answers.question(drawn(PICTURE), "Total?"))
    monkeypatch.setattr(verify, "VERSION", verify.VERSION + 1)
    record = answers.ask(answers.question(drawn(PICTURE), "Total?"))
    assert (record.judge, len(keyed.requests)) == (verify.VERSION, 2)


@pytest.mark.parametrize(
    ("play", "kind"), [(fails(529), ModelError), (says("Hm."), ReplyError)], ids=["model", "reply"]
)
def test_a_failure_is_the_error_it_was_and_asked_again(
    answers: Answers, keyed: Loopback, play: Any, kind: type[Exception]
) -> None:
    keyed.then(play)
    question = answers.question(drawn(PICTURE), "Total?")
    record = answers.ask(question)
    error = to_error(record)
    assert type(error) is kind
    assert str(error) == record.sentence
    assert answers.remembered(question) is None
    sent = len(keyed.requests)
    keyed.plays[:] = [says(SUM)]
    assert answers.ask(question).rows == ((30.0,),)
    assert len(keyed.requests) == sent + 1
    assert to_error(answers.ask(question)) is None


def test_a_pause_refuses_what_is_new_and_shows_what_is_remembered(answers: Answers, keyed: Loopback) -> None:
    keyed.then(says(SUM))
    question = answers.question(drawn(PICTURE), "Total?")
    answers.ask(question)
    answers.ledger.pause(True)
    assert answers.ask(question).rows == ((30.0,),)
    refused = answers.ask(answers.question(drawn(PICTURE), "Mean?"))
    assert type(to_error(refused)) is BudgetSpent
    assert len(keyed.requests) == 1


def test_callers_who_wait_share_one_call(answers: Answers, keyed: Loopback) -> None:
    def slowly(exchange: Any) -> None:
        time.sleep(0.3)
        says(SUM)(exchange)

    keyed.then(slowly)
    question = answers.question(drawn(PICTURE), "Total?")
    with ThreadPoolExecutor(4) as pool:
        records = list(pool.map(lambda _: answers.ask(question), range(4)))
    assert [record.rows for record in records] == [((30.0,),)] * 4
    assert len(keyed.requests) == 1


def test_what_another_was_answered_meanwhile_is_not_forgotten(answers: Answers, keyed: Loopback) -> None:
    class Overtaken(Answers):
        def remembered(self, question: Question) -> Record | None:
            before = super().remembered(question)
            answers.ask(question)
            return before

    keyed.then(says(SUM))
    question = answers.question(drawn(PICTURE), "Total?")
    overtaken = Overtaken(answers.ledger, answers.jobs, answers.asking, lambda: load().model)
    assert overtaken.ask(question).rows == ((30.0,),)
    assert len(keyed.requests) == 1


def test_what_another_process_answers_is_waited_for(tmp_path: Path) -> None:
    path, answer = tmp_path / "ledger.sqlite", Record(rows=((7.0,),), text="Seven.")
    theirs = Ledger(path)
    theirs.owner, theirs._pid = "another", 1  # process 1 lives on every system that runs these tests
    assert theirs.claim("k", 60).state == "mine"
    jobs = Jobs(Ledger(path), Breaker(time.monotonic), lambda cells: None, time.monotonic)

    def never() -> Record:
        raise AssertionError

    threading.Timer(0.3, lambda: theirs.settle("k", answer)).start()
    assert jobs.answer("k", never) == answer
    assert jobs.waiting == 0


def test_who_cancels_leaves_no_failure_for_others(tmp_path: Path) -> None:
    jobs = Jobs(Ledger(tmp_path / "l.sqlite"), Breaker(time.monotonic), lambda cells: None, time.monotonic)

    def cancelled() -> Record:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        jobs.answer("k", cancelled)
    jobs.forget("k")
    assert jobs.answer("k", lambda: Record(text="Seven.")).text == "Seven."


def test_a_cell_and_the_command_line_have_the_same_answer(sample: Path, keyed: Loopback) -> None:
    """The button's and the cell's question over a whole sheet is the one that ``sheetllm ask`` puts."""
    keyed.then(says({"tables": ["B5:J12"]}), says(REPLY))
    run("ask", sample, "How many units in Q1?")
    with FileHost(sample) as host:
        sheet = host.read("Sales 2026")
    answers = app.answers()
    _, record = answers.submit(answers.question(sheet, "How many units in Q1?"), None)
    assert record is not None
    assert (record.rows, record.error) == (((3562.0,),), None)
    assert answers.submit(answers.question(sheet, "And in Q2?"), None)[1] is None
    assert CellError.NA not in record.rows[0]
