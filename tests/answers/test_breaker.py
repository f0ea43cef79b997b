"""M20: five failures in a row open the breaker, it says so, and one call tries again."""

from __future__ import annotations

import pytest

from sheetllm_xl.errors import BudgetSpent, ModelError
from sheetllm_xl.models.breaker import Breaker
from sheetllm_xl.models.metered import Metered
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.ports import Completion, Prompt, Usage
from sheetllm_xl.store import Caps, Ledger

from .clock import Time

PROMPT = Prompt("Read.", "|A1,7", "What?")


def opened(at: Time) -> Breaker:
    breaker = Breaker(lambda: at.clock)
    for _ in range(5):
        assert breaker.admit()
        breaker.failed("overloaded")
    return breaker


def test_it_opens_after_five_in_a_row_and_shows_its_state() -> None:
    at = Time()
    breaker = Breaker(lambda: at.clock)
    for _ in range(4):
        breaker.failed("overloaded")
    breaker.succeeded()
    for _ in range(4):
        breaker.failed("overloaded")
    assert (breaker.state, breaker.sentence()[:7], breaker.would_admit()) == ("closed", "", True)
    breaker.failed("overloaded")
    assert breaker.state == "open"
    assert breaker.sentence() == "5 calls failed in a row. Nothing is sent for 30 s. The last one: overloaded"
    assert not breaker.admit()


def test_half_open_lets_one_call_try() -> None:
    at = Time()
    breaker = opened(at)
    at.pass_(30)
    assert (breaker.state, breaker.admit(), breaker.admit(), breaker.state) == ("half-open", True, False, "half-open")
    breaker.failed("still down")
    assert (breaker.state, breaker.seconds_left()) == ("open", 60)
    at.pass_(60)
    assert breaker.admit()
    breaker.succeeded()
    assert (breaker.state, breaker.admit(), breaker.admit()) == ("closed", True, True)


def test_a_trial_that_never_ends_does_not_shut_it_for_ever() -> None:
    at = Time()
    breaker = opened(at)
    at.pass_(30)
    assert breaker.admit()
    at.pass_(301)
    assert breaker.admit()


def test_every_call_is_booked_before_it_is_made_and_at_the_apis_count_after(tmp_path) -> None:
    at = Time()
    ledger = Ledger(tmp_path / "l.sqlite", Caps(calls_a_minute=3), wall=lambda: at.wall)
    model = ScriptedModel(["{}", ModelError("overloaded", request_id="req_9"), "{}"])
    metered = Metered(model, ledger, Breaker(lambda: at.clock), "book", len)
    metered.complete(PROMPT)
    with pytest.raises(ModelError, match="overloaded"):
        metered.complete(PROMPT)
    metered.complete(PROMPT)
    with pytest.raises(BudgetSpent, match="3 calls a minute"):
        metered.complete(PROMPT)
    assert len(model.prompts) == 3
    assert [(call.state, call.usage, call.request_id) for call in ledger.calls()] == [
        ("done", Usage(1, 1), ""),
        ("failed", Usage(), "req_9"),
        ("done", Usage(1, 1), ""),
    ]


def test_an_open_breaker_sends_and_books_nothing(tmp_path) -> None:
    at = Time()
    ledger = Ledger(tmp_path / "l.sqlite", wall=lambda: at.wall)
    model = ScriptedModel([])
    with pytest.raises(ModelError, match="Nothing is sent for 30 s"):
        Metered(model, ledger, opened(at), "book", len).complete(PROMPT)
    assert (model.prompts, [*ledger.calls()]) == ([], [])


@pytest.mark.parametrize(("structured", "tokens"), [(True, 2049 + 5), (False, 2049)])
def test_a_schema_that_is_sent_beside_the_prompt_is_counted(tmp_path, structured: bool, tokens: int) -> None:
    ledger, model = Ledger(tmp_path / "l.sqlite"), ScriptedModel(["{}"])
    model.structured_output = structured  # type: ignore[attr-defined]
    prompt = Prompt("Read.", "|A1,7", "What?", {"a": "schema"})
    Metered(model, ledger, Breaker(lambda: 0.0), "book", lambda text: 5 if text == '{"a": "schema"}' else 1).complete(
        prompt
    )
    with ledger.store.reading() as db:
        assert db.execute("SELECT estimate FROM calls").fetchall() == [(tokens,)]


class Faulty:
    """A model that cannot even begin."""

    name = "faulty"

    def complete(self, prompt: Prompt, again: object = None) -> Completion:
        raise RuntimeError("can't start new thread")


def test_a_fault_of_ours_on_the_way_leaves_nothing_open(tmp_path) -> None:
    ledger, breaker = Ledger(tmp_path / "l.sqlite", Caps(tokens_a_day=3000)), Breaker(lambda: 0.0)
    metered = Metered(Faulty(), ledger, breaker, "book", len)
    for _ in range(5):
        with pytest.raises(RuntimeError, match="new thread"):
            metered.complete(PROMPT)
    assert {call.state for call in ledger.calls()} == {"failed"}
    assert (breaker.state, "RuntimeError" in breaker.sentence()) == ("open", True)


@pytest.mark.parametrize("status", [400, 404, 413])
def test_a_question_that_is_refused_shuts_the_way_for_no_other(tmp_path, status: int) -> None:
    breaker = Breaker(lambda: 0.0)
    model = ScriptedModel([ModelError("too large", status=status)] * 5)
    metered = Metered(model, Ledger(tmp_path / "l.sqlite"), breaker, "book", len)
    for _ in range(5):
        with pytest.raises(ModelError, match="too large"):
            metered.complete(PROMPT)
    assert breaker.state == "closed"
