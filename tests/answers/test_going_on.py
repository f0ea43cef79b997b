"""M45: rows by the thousand: no ceiling, a run that breaks off goes on where it was, and no row is paid for twice."""

from __future__ import annotations

import csv
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from sheetllm_xl import app
from sheetllm_xl.answers import Answers, Form, Question
from sheetllm_xl.record import Record
from sheetllm_xl.sheet import Cell, Sheet

from ..cli.calling import run
from ..loopback import Loopback, Play, fails, message

ROW = re.compile(r"\|A(\d+),(\w+)")


def rows_of(body: Any) -> dict[int, str]:
    """The rows that a request asks, and what stands in column A of each."""
    text = body["messages"][0]["content"][0]["text"].partition("|rows")[2]
    return {int(row): name for row, name in ROW.findall(text)}


def answers_rows(paid: Counter[int], free: bool = False) -> Play:
    """Each row's own name, or in words of its own; counts what was answered."""

    def play(exchange: Any) -> None:
        rows = rows_of(exchange.loopback.requests[-1].body)
        said = [{"row": row, "value": f"Dear {name}" if free else name} for row, name in rows.items()]
        exchange.send(200, message({"rows": said}))
        paid.update(rows.keys())

    return play


def book_of(path: Path, rows: int) -> Path:
    book = Workbook()
    assert book.active
    book.active.append(["Name", "Units"])
    for number in range(2, rows + 2):
        book.active.append([f"N{number}", number])
    book.save(path)
    return path


@pytest.fixture
def many(keyed: Loopback, monkeypatch: pytest.MonkeyPatch) -> Loopback:
    monkeypatch.setenv("SHEETLLM_CALLS_A_MINUTE", "100000")
    monkeypatch.setenv("SHEETLLM_MAX_RETRIES", "0")
    return keyed


def question(answers: Answers, rows: int, options: str = "each=row; header=1") -> Question:
    cells = [Cell(1, 1, "Name"), Cell(1, 2, "Units")]
    cells += [cell for row in range(2, rows + 2) for cell in (Cell(row, 1, f"N{row}"), Cell(row, 2, float(row)))]
    return answers.question(Sheet.of("Data", cells), "Name?", Form.of("column", options))


def ask(answers: Answers, rows: int, options: str = "each=row; header=1", *, fresh: bool = False) -> Record:
    return answers.ask(question(answers, rows, options), fresh=fresh)


def test_more_rows_than_thirty_two_calls_have_room_for_are_asked(many: Loopback, tmp_path: Path) -> None:
    paid = Counter[int]()
    many.then(answers_rows(paid))
    record = ask(app.answers(path=tmp_path / "l.sqlite"), 1_400)
    assert [row[0] for row in record.rows[1:]] == [f"N{row}" for row in range(2, 1_402)]
    assert len(many.bodies) == 35
    assert set(paid.values()) == {1}


def test_what_broke_off_goes_on_and_what_was_answered_is_not_sent_again(many: Loopback, tmp_path: Path) -> None:
    paid = Counter[int]()
    many.plays[:] = [answers_rows(paid), answers_rows(paid), fails(500)]
    half = ask(app.answers(path=tmp_path / "l.sqlite"), 150)
    assert half.partial
    assert len(paid) == 80
    many.plays[:] = [answers_rows(paid)]
    whole = ask(app.answers(path=tmp_path / "l.sqlite"), 150)
    assert not whole.partial
    assert [row[0] for row in whole.rows[1:]] == [f"N{row}" for row in range(2, 152)]
    assert set(paid.values()) == {1}
    assert any("2 replies were there" in note for note in whole.notes)
    assert whole.usage.input_tokens == 200
    with app.answers(path=tmp_path / "l.sqlite").ledger.store.reading() as db:
        assert db.execute("SELECT COUNT(*) FROM replies").fetchone() == (0,)


def test_a_reply_that_another_version_kept_is_asked_for(many: Loopback, tmp_path: Path) -> None:
    answers = app.answers(path=tmp_path / "l.sqlite")
    for body in ('{"words": "of a later one"}', "no JSON"):
        many.plays[:] = [answers_rows(Counter()), fails(500)]
        assert ask(answers, 60).partial
        with answers.ledger.store.writing() as db:
            db.execute("UPDATE replies SET body = ?", (body,))
        many.plays[:] = [answers_rows(paid := Counter[int]())]
        record = ask(answers, 60)
        assert (record.failed, len(paid)) == (False, 60)
        answers.forget(question(answers, 60).key)


def test_replies_stay_while_the_record_that_holds_what_they_say_is_not_written(many: Loopback, tmp_path: Path) -> None:
    answers, paid = app.answers(path=tmp_path / "l.sqlite"), Counter[int]()
    refuse = "CREATE TRIGGER refuse BEFORE INSERT ON records BEGIN SELECT RAISE(ABORT, 'no'); END"
    with answers.ledger.store.writing() as db:
        db.execute(refuse)
    many.plays[:] = [answers_rows(paid)]
    assert "could not be written" in " ".join(ask(answers, 60).notes)
    with answers.ledger.store.writing() as db:
        db.execute("DROP TRIGGER refuse")
    assert "2 replies were there" in " ".join(ask(app.answers(path=tmp_path / "l.sqlite"), 60).notes)
    assert set(paid.values()) == {1}


def test_a_reply_that_cannot_be_used_is_not_given_again(many: Loopback, tmp_path: Path) -> None:
    paid = Counter[int]()
    many.plays[:] = [lambda exchange: exchange.send(200, message("no JSON"))]
    assert ask(app.answers(path=tmp_path / "l.sqlite"), 1).failed
    many.plays[:] = [answers_rows(paid)]
    assert ask(app.answers(path=tmp_path / "l.sqlite"), 1).rows[-1] == ("N2",)


def test_what_is_asked_anew_takes_nothing_of_before(many: Loopback, tmp_path: Path) -> None:
    answers, paid = app.answers(path=tmp_path / "l.sqlite"), Counter[int]()
    many.plays[:] = [answers_rows(paid), fails(500)]
    ask(answers, 60)
    many.plays[:] = [answers_rows(paid)]
    ask(answers, 60, fresh=True)
    assert paid[2] == 2


def test_words_of_the_models_own_are_marked_as_such(many: Loopback, tmp_path: Path) -> None:
    paid = Counter[int]()
    many.then(answers_rows(paid, free=True))
    answers = app.answers(path=tmp_path / "l.sqlite")
    record = ask(answers, 3, "each=row; header=1; free")
    assert record.rows[1:] == (("Dear N2",), ("Dear N3",), ("Dear N4",))
    assert record.state == "unverified"
    assert any("model's own" in note for note in record.notes)
    assert "own words" in str(many.bodies[0]["system"])
    assert ask(answers, 3).state != "unverified"  # the same question, copied: what does not stand there is no answer


def test_the_command_writes_the_rows_and_a_part_has_an_exit_code_of_its_own(many: Loopback, tmp_path: Path) -> None:
    paid = Counter[int]()
    book, to = book_of(tmp_path / "b.xlsx", 60), tmp_path / "rows.csv"
    words = ("ask", book, "Name?", "--each-row", "--header", 1, "--yes", "--out")
    many.plays[:] = [answers_rows(paid), fails(500)]
    half = run(*words, to)
    assert half.exit_code == 7
    assert "the same command with --force goes on where this one broke off" in half.stderr
    many.plays[:] = [answers_rows(paid)]
    assert run(*words, to).exit_code == 3  # it is there
    assert run(*words, to, "--force").exit_code == 0
    lines = list(csv.reader(to.read_text(encoding="utf-8").splitlines()))
    assert lines[0] == ["Row", "Answer", "Whose words", "Problem"]
    assert lines[1:] == [[str(row), f"N{row}", "the row's own", ""] for row in range(2, 62)]
    assert set(paid.values()) == {1}
    assert run(*words, tmp_path / "rows.xlsx").exit_code == 0
    sheet = load_workbook(tmp_path / "rows.xlsx")["Answers"]
    assert [sheet["A2"].value, sheet["B61"].value] == [2, "N61"]
    assert run(*words, tmp_path / "rows.txt").exit_code == 1
    assert run("ask", book, "Name?", "--out", tmp_path / "other.csv").exit_code == 1


def test_a_command_that_asks_anew_says_what_goes_on_and_that_pays_for_no_row_twice(
    many: Loopback, tmp_path: Path
) -> None:
    paid = Counter[int]()
    words = ("ask", book_of(tmp_path / "b.xlsx", 60), "Name?", "--each-row", "--header", 1, "--yes")
    many.plays[:] = [answers_rows(Counter())]
    assert run(*words).exit_code == 0
    many.plays[:] = [answers_rows(paid), fails(500)]
    half = run(*words, "--fresh", "--out", tmp_path / "rows.csv")
    assert half.exit_code == 7
    assert "the same command without --fresh and with --force goes on where" in half.stderr
    many.plays[:] = [answers_rows(paid)]
    assert run(*words, "--out", tmp_path / "rows.csv", "--force").exit_code == 0
    assert paid == dict.fromkeys(range(2, 62), 1)


def kill(running: list[subprocess.Popen[bytes]], exchange: Any) -> None:
    """Kill the command while it waits for an answer, which nobody then gets."""
    running[-1].send_signal(signal.SIGKILL)
    running[-1].wait()
    exchange.close_connection = True


def asked_until_done(folder: Path, running: list[subprocess.Popen[bytes]]) -> None:
    """Ask each of three thousand rows by the command, again after each of two kills; they are there in order then."""
    book, to = book_of(folder / "b.xlsx", 3_000), folder / "rows.csv"
    command = [sys.executable, "-m", "sheetllm_xl", "ask", book, "Name?", "--each-row", "--header", "1", "--yes"]
    for _ in range(3):
        running.append(subprocess.Popen([*map(str, command), "--out", str(to)], env={**os.environ}))
        running[-1].wait()
    assert [one.returncode for one in running] == [-signal.SIGKILL, -signal.SIGKILL, 0]
    lines = list(csv.reader(to.read_text(encoding="utf-8").splitlines()))
    assert [line[:2] for line in lines[1:]] == [[str(row), f"N{row}"] for row in range(2, 3_002)]


@pytest.mark.slow
def test_three_thousand_rows_with_two_kills_on_the_way_are_filled_in_order_and_paid_once(
    many: Loopback, tmp_path: Path
) -> None:
    paid, asked = Counter[int](), 0
    play = answers_rows(paid)

    def until(exchange: Any) -> None:
        nonlocal asked
        asked += 1
        if asked in (20, 50):  # the process is killed while it waits for this reply, which nobody counts
            kill(running, exchange)
        else:
            play(exchange)

    many.then(until)
    running: list[subprocess.Popen[bytes]] = []
    asked_until_done(tmp_path, running)
    assert set(paid.values()) == {1}
    assert len(paid) == 3_000
