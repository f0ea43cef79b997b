"""M45: rows through the Message Batches API: half price, in order, stopped and gone on with, and no row paid twice."""

from __future__ import annotations

import csv
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sheetllm_xl import app
from sheetllm_xl.answers import Answers, batched
from sheetllm_xl.errors import InputError, SettingError
from sheetllm_xl.literals import CellError
from sheetllm_xl.record import Record

from ..cli.calling import run
from ..loopback import Loopback
from .batches import Batches
from .test_going_on import answers_rows, ask, asked_until_done, book_of, kill, many, question

__all__ = ["many"]


@pytest.fixture
def batches(many: Loopback, monkeypatch: pytest.MonkeyPatch) -> Batches:
    """The server, and a setting that sends rows there; a look soon after the last."""
    monkeypatch.setenv("SHEETLLM_BATCHES", "true")
    prices = {"claude-sonnet-5-5": {"as_of": "2026-01-01", "input": 3, "output": 15, "cache_read": 1}}
    monkeypatch.setenv("SHEETLLM_PRICES", json.dumps(prices))
    monkeypatch.setattr(batched, "_FIRST_LOOK", 0.01)
    played = Batches()
    many.plays[:] = [played]
    return played


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    return app.answers(path=tmp_path / "l.sqlite")


def filled(record: Record) -> list[Any]:
    return [row[0] for row in record.rows[1:]]


def names(rows: int) -> list[str]:
    return [f"N{row}" for row in range(2, rows + 2)]


def test_all_rows_go_in_one_batch_at_half_price_and_come_back_in_order(
    batches: Batches, many: Loopback, answers: Answers
) -> None:
    record = ask(answers, 150)
    assert filled(record) == names(150)
    assert [len(batch) for batch in batches.created] == [4]
    assert many.bodies == []  # nothing went the other way
    assert set(batches.paid.values()) == {1}
    price = answers.asking._settings().price()
    assert price
    assert record.usage.input_tokens == 400
    assert record.cost_usd == pytest.approx(price.cost(record.usage) / 2)
    (call,) = answers.ledger.calls()
    assert (call.state, call.usage, call.request_id) == ("done", record.usage, "msgbatch_00")
    assert call.cost == pytest.approx(record.cost_usd)
    assert ask(answers, 150).id == record.id  # remembered
    with answers.ledger.store.reading() as db:
        assert db.execute("SELECT COUNT(*) FROM batches").fetchone() == (0,)


def test_the_estimate_is_half_and_says_so(batches: Batches, answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = question(answers, 150)
    half = answers.plan(asked).takes
    assert "at half price in a batch that may take up to 24 hours" in answers.asking.batch_words(2, [asked, asked])
    price = answers.asking._settings().price()
    assert "at half price in a batch that may take up to 24 hours" in half.words(price)
    monkeypatch.setenv("SHEETLLM_BATCHES", "false")
    full = app.answers(path=answers.ledger.store.path).plan(asked).takes
    assert half.cost(price) == pytest.approx([cost / 2 for cost in full.cost(price) or ()])


@pytest.mark.parametrize("how", ["expired", "canceled", "errored overloaded_error"])
def test_what_was_not_answered_is_sent_again_by_itself(batches: Batches, answers: Answers, how: str) -> None:
    batches.ends = lambda number: how if number in (2, 3) else "succeeded"
    assert filled(ask(answers, 150)) == names(150)
    assert [len(batch) for batch in batches.created] == [4, 2]
    assert set(batches.paid.values()) == {1}


@pytest.mark.parametrize("good", [(1, 2), (3, 4)])
def test_what_is_never_answered_is_told_and_the_rest_is_kept(
    batches: Batches, answers: Answers, good: tuple[int, ...]
) -> None:
    """Forty rows a request; which of them is answered says nothing of the others."""
    batches.ends = lambda number: "succeeded" if number in good else "expired"
    record = ask(answers, 150)
    assert record.partial
    answered = slice(40 * (good[0] - 1), 40 * good[-1])
    assert filled(record)[answered] == names(150)[answered]
    assert filled(record).count(CellError.CONNECT) == 150 - len(names(150)[answered])
    assert "expired after 24 hours" in " ".join(record.notes)
    batches.ends = lambda number: "succeeded"
    assert filled(ask(answers, 150)) == names(150)
    assert set(batches.paid.values()) == {1}


def test_a_request_that_is_refused_fails_its_rows_alone(batches: Batches, answers: Answers) -> None:
    batches.ends = lambda number: "errored invalid_request_error" if number == 2 else "succeeded"
    assert filled(ask(answers, 150)) == names(150)  # its rows were sent again in two halves
    assert set(batches.paid.values()) == {1}


def test_who_stops_it_cancels_it_and_goes_on_later(batches: Batches, answers: Answers) -> None:
    batches.looks = 5

    def stopped(rows: tuple[Any, ...]) -> None:
        raise InputError("Filling was stopped.")

    record = answers.ask(question(answers, 150), on_rows=stopped)
    assert "stopped" in record.sentence
    assert batches.cancelled == {"msgbatch_00"}
    assert filled(ask(answers, 150)) == names(150)
    assert [len(batch) for batch in batches.created] == [4, 4]
    assert set(batches.paid.values()) == {1}


def test_a_batch_that_the_server_forgot_is_sent_anew(batches: Batches, answers: Answers) -> None:
    def forgotten(exchange: Any, what: str) -> bool:
        if what == "" and exchange.path.endswith("00"):
            exchange.send(404, {"type": "error", "error": {"type": "not_found_error", "message": "no"}})
            return True
        return False

    batches.before = forgotten
    assert filled(ask(answers, 60)) == names(60)
    assert len(batches.created) == 2


def test_on_another_road_it_is_said_and_nothing_is_sent(
    batches: Batches, many: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SHEETLLM_ROAD", "gateway")
    answers = app.answers(path=tmp_path / "l.sqlite")
    for call in (answers.plan, answers.asking.ask):
        with pytest.raises(SettingError, match="road direct alone"):
            call(question(answers, 60))
    assert many.requests == []


def test_what_one_call_answers_is_asked_at_once_at_the_full_price(
    batches: Batches, many: Loopback, answers: Answers
) -> None:
    many.plays[:] = [answers_rows(batches.paid)]
    assert "half price" not in answers.plan(question(answers, 5)).takes.words(answers.asking._settings().price())
    assert filled(ask(answers, 5)) == names(5)
    assert (len(many.bodies), batches.created) == (1, [])


def test_a_cell_does_not_wait_for_a_batch_and_has_it_when_it_asks_again(
    batches: Batches, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batched, "_FIRST_LOOK", 2.0)
    monkeypatch.setenv("SHEETLLM_DEADLINE_SECONDS", "1")
    batches.looks, asked = 2, question(answers, 150)
    in_cell = app.answers(path=answers.ledger.store.path)
    assert in_cell.submit(asked, "cell")[1] is None
    while in_cell.jobs.waiting:
        in_cell.jobs.run_next()
    record = in_cell.submit(asked, "cell")[1]
    assert record
    assert "is on its way" in record.sentence
    assert batches.cancelled == set()
    in_cell.forget(asked.key)
    in_cell.submit(asked, "cell")
    while in_cell.jobs.waiting:
        in_cell.jobs.run_next()
    found = in_cell.submit(asked, "cell")[1]
    assert found
    assert filled(found) == names(150)
    assert len(batches.created) == 1


def test_a_cap_or_a_limit_holds_before_anything_is_sent(
    batches: Batches, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = answers.ask(question(answers, 150), limit=0.000001)
    assert "was not sent" in record.sentence
    assert batches.created == []


def test_results_are_fetched_from_the_one_host_alone(
    batches: Batches, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = batches._batch
    elsewhere = {"results_url": "http://127.0.0.2:9/results"}
    monkeypatch.setattr(batches, "_batch", lambda exchange, name: honest(exchange, name) | elsewhere)
    assert "no batch" in ask(answers, 60).sentence


def test_the_command_goes_through_batches_and_says_half_price(batches: Batches, tmp_path: Path) -> None:
    book, to = book_of(tmp_path / "b.xlsx", 60), tmp_path / "rows.csv"
    words = ("ask", book, "Name?", "--each-row", "--header", 1)
    assert "at half price" in run(*words, "--dry-run").stderr
    assert run(*words, "--yes", "--out", to).exit_code == 0
    lines = list(csv.reader(to.read_text(encoding="utf-8").splitlines()))
    assert [line[1] for line in lines[1:]] == names(60)


@pytest.mark.slow
def test_three_thousand_rows_in_batches_with_two_kills_are_filled_in_order_and_paid_once(
    many: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while the batch is sent, before its id is known; and again while it is looked for."""
    monkeypatch.setenv("SHEETLLM_BATCHES", "true")
    played, kills = Batches(looks=3), ["create", ""]
    running: list[subprocess.Popen[bytes]] = []

    def killed(exchange: Any, what: str) -> bool:
        if not kills or what != kills[0]:
            return False
        kills.pop(0)
        kill(running, exchange)
        return True

    played.before = killed
    many.plays[:] = [played]
    asked_until_done(tmp_path, running)
    assert set(played.paid.values()) == {1}
    assert len(played.paid) == 3_000
    assert len(played.created) == 1
