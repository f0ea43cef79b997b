"""What goes wrong with a batch on its way: nothing is paid twice, and nothing of another's is ended."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from typing import Any

import pytest

from sheetllm_xl import app
from sheetllm_xl.answers import Answers, batched
from sheetllm_xl.errors import InputError
from sheetllm_xl.record import Record

from ..loopback import Play, fails, sends
from .batches import Batches
from .test_batched import answers, batches, filled, names
from .test_going_on import ask, many, question

__all__ = ["answers", "batches", "many"]

PAGE = sends(b"<html>Please log in.</html>")
ALIKE = {"messages": [{"content": [{"text": "a colleague's"}]}]}


def later(answers: Answers) -> Answers:
    """Another process of the same person, with the settings as they are now."""
    return app.answers(path=answers.ledger.store.path)


def stop(answers: Answers) -> Record:
    """The record of a question that is stopped as soon as it waits."""

    def stopped(rows: Iterable[Any]) -> None:
        raise InputError("Filling was stopped.")

    return answers.ask(question(answers, 150), on_rows=stopped)


def first(what: str, play: Play) -> Any:
    """The first request of a kind is answered so, after the server did what it was sent."""
    left = [play]

    def before(exchange: Any, kind: str) -> bool:
        if kind != what or not left:
            return False
        left.pop()(exchange)
        return True

    return before


def hangs_up(exchange: Any) -> None:
    exchange.close_connection = True


@pytest.mark.parametrize("play", [hangs_up, PAGE, fails(500), fails(502), fails(504), fails(524)])
def test_a_batch_whose_id_did_not_come_back_is_found_and_gone_on_with(
    batches: Batches, answers: Answers, monkeypatch: pytest.MonkeyPatch, play: Play
) -> None:
    monkeypatch.setenv("SHEETLLM_MAX_RETRIES", "2")
    batches.before = first("create", play)
    assert ask(later(answers), 150).failed
    again = later(answers)
    assert filled(ask(again, 150)) == names(150)
    assert len(batches.created) == 1
    assert set(batches.paid.values()) == {1}
    assert {call.state for call in again.ledger.calls()} == {"done"}


def test_a_batch_that_was_refused_is_sent_again(
    batches: Batches, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEETLLM_MAX_RETRIES", "2")

    def refused(exchange: Any) -> None:
        batches.created.clear()
        fails(429, retry_after="0")(exchange)

    batches.before = first("create", refused)
    assert filled(ask(later(answers), 150)) == names(150)
    assert len(batches.created) == 1


def test_a_batch_of_another_that_looks_alike_is_not_cancelled_and_not_taken_for_the_lost_one(
    batches: Batches, answers: Answers
) -> None:
    """It has as many requests and stands before ours in the list; only its results say that it is none of ours."""
    batches.looks, batches.before = 3, first("create", hangs_up)
    assert ask(answers, 150).failed
    batches.created.append([{"custom_id": f"other{number}", "params": ALIKE} for number in range(4)])
    batches._left["msgbatch_01"] = 3
    assert "stopped" in stop(later(answers)).sentence
    assert batches.cancelled == set()
    assert filled(ask(later(answers), 150)) == names(150)
    assert len(batches.created) == 2
    assert set(batches.paid.values()) == {1}


def test_of_two_lost_batches_of_one_size_each_is_found(
    batches: Batches, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batched, "_MOST_BYTES", 1)  # each request is a batch
    batches.looks = 5
    assert "stopped" in stop(answers).sentence
    with answers.ledger.store.writing() as db:
        db.execute("UPDATE batches SET batch = ''")
    batches.cancelled.clear()
    assert filled(ask(later(answers), 150)) == names(150)
    assert len(batches.created) == 4
    assert set(batches.paid.values()) == {1}


def test_what_may_still_begin_is_not_sent_anew_until_it_cannot_any_more(batches: Batches, answers: Answers) -> None:
    def vanishes(exchange: Any) -> None:
        batches.created.clear()
        exchange.close_connection = True

    batches.before = first("create", vanishes)
    assert ask(answers, 150).failed
    assert "may just have been sent" in ask(later(answers), 150).sentence
    assert batches.created == []
    with answers.ledger.store.writing() as db:
        db.execute("UPDATE batches SET at = at - 600")
    assert filled(ask(later(answers), 150)) == names(150)
    assert len(batches.created) == 1


def test_who_stops_it_cancels_every_batch_that_is_left(
    batches: Batches, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batched, "_MOST_BYTES", 1)  # each request is a batch
    batches.looks = 5

    def at_once(exchange: Any, what: str) -> bool:
        batches._left["msgbatch_00"] = 0
        return False

    batches.before = at_once
    assert "stopped" in stop(answers).sentence
    assert batches.cancelled == {"msgbatch_01", "msgbatch_02", "msgbatch_03"}
    assert filled(ask(later(answers), 150)) == names(150)
    assert set(batches.paid.values()) == {1}


@pytest.fixture
def half_open(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """After failures in a row, when one call may try."""
    breaker = answers.asking._breaker
    for _ in range(5):
        breaker.failed("Gone.")
    monkeypatch.setattr(breaker, "_clock", lambda: time.monotonic() + 60)
    assert breaker.state == "half-open"
    return answers


def test_what_is_not_sent_does_not_take_the_one_call_that_may_try(batches: Batches, half_open: Answers) -> None:
    assert "was not sent" in half_open.ask(question(half_open, 150), limit=0.000001).sentence
    with half_open.ledger.store.writing() as db:
        db.execute("CREATE TRIGGER refuse BEFORE INSERT ON batches BEGIN SELECT RAISE(ABORT, 'no'); END")
    assert ask(half_open, 150).failed
    with half_open.ledger.store.writing() as db:
        db.execute("DROP TRIGGER refuse")
    assert {call.state for call in half_open.ledger.calls()} == {"failed"}
    assert batches.created == []
    assert filled(ask(half_open, 150)) == names(150)


def test_a_refusal_of_this_one_question_is_no_failure_of_the_server(batches: Batches, answers: Answers) -> None:
    for _ in range(4):
        answers.asking._breaker.failed("Gone.")
    batches.before = first("create", fails(413))
    assert "too large" in ask(answers, 150).sentence
    assert answers.asking._breaker.state == "closed"


def test_where_no_thread_can_send_it_nothing_stays_booked(
    batches: Batches, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as only_now:
        only_now.setattr(threading.Thread, "start", start)
        with pytest.raises(RuntimeError):
            ask(answers, 150)
    assert {call.state for call in answers.ledger.calls()} == {"failed"}
    assert answers.ledger.sent_in_batches([]) == []
    assert filled(ask(answers, 150)) == names(150)


@pytest.mark.parametrize("play", [fails(500), PAGE])
def test_a_look_that_fails_is_not_the_end_of_a_batch(batches: Batches, answers: Answers, play: Play) -> None:
    batches.before = first("", play)
    assert filled(ask(answers, 60)) == names(60)
    assert len(batches.created) == 1


def test_a_result_that_cannot_be_read_is_that_requests_alone(
    batches: Batches, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest, broken = batches._result, ["one"]

    def result(request: Any, name: str) -> dict[str, Any]:
        whole = honest(request, name)
        return whole | {"result": {"type": "succeeded", "message": broken.pop()}} if broken else whole

    monkeypatch.setattr(batches, "_result", result)
    assert filled(ask(answers, 150)) == names(150)
    assert [len(batch) for batch in batches.created] == [4, 1]
