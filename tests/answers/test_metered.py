"""M18, M20: every request is held to the caps, a repeated one too, and what has begun waits for room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sheetllm_xl.errors import BudgetSpent, ModelError
from sheetllm_xl.models.breaker import Breaker
from sheetllm_xl.models.claude import Claude
from sheetllm_xl.models.metered import Metered
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.ports import Prompt, Usage
from sheetllm_xl.store import Caps, Ledger

from ..loopback import Loopback, drops, fails, says
from .clock import Time

PROMPT = Prompt("i", "d", "q", max_tokens=20)  # with 30 tokens counted, a call is booked at 50


def metered(model: Any, ledger: Ledger, **given: Any) -> Metered:
    return Metered(model, ledger, Breaker(lambda: 0.0), "b", lambda text: 30, **given)


def claude(api: Loopback, retries: int = 3) -> Claude:
    return Claude("m", None, api.url, max_retries=retries, sleep=lambda seconds: None)


def dollars(usage: Usage, model: str) -> float:
    return usage.cache_write_tokens * 0.01 + usage.output_tokens * 0.01  # a call of 50 tokens: $0.50


@pytest.mark.parametrize(("limit", "sent"), [(0.99, 1), (1.0, 2), (1.49, 2), (1.5, 3)])
def test_a_repeated_request_is_held_to_the_limit(api: Loopback, tmp_path: Path, limit: float, sent: int) -> None:
    api.then(drops({}))
    ledger = Ledger(tmp_path / "l.sqlite")
    with pytest.raises(ModelError):
        metered(claude(api), ledger, limit=limit, price=dollars).complete(PROMPT)
    calls = list(ledger.calls())
    assert len(api.requests) == len(calls) == sum(call.unseen for call in calls) == sent
    assert {call.state for call in calls} == {"failed"}


@pytest.mark.parametrize(("caps", "sent"), [(Caps(2), 2), (Caps(None, 149), 2), (Caps(None, 150), 3)])
def test_a_repeated_request_is_held_to_the_caps(api: Loopback, tmp_path: Path, caps: Caps, sent: int) -> None:
    api.then(drops({}))
    ledger = Ledger(tmp_path / "l.sqlite", caps)
    with pytest.raises(ModelError):
        metered(claude(api), ledger).complete(PROMPT)
    assert len(api.requests) == sent


def test_a_pause_stops_repeating(api: Loopback, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l.sqlite")

    def pauses(exchange: Any) -> None:
        ledger.pause(True)
        drops({})(exchange)

    api.then(pauses, says({}))
    with pytest.raises(ModelError):
        metered(claude(api), ledger).complete(PROMPT)
    assert len(api.requests) == 1


def test_what_the_server_refused_costs_nothing_and_is_repeated_under_one_booking(api: Loopback, tmp_path: Path) -> None:
    api.then(fails(529), fails(429, retry_after="0"), says({}))
    ledger = Ledger(tmp_path / "l.sqlite", Caps(1))
    metered(claude(api), ledger).complete(PROMPT)
    assert [(call.state, call.unseen) for call in ledger.calls()] == [("done", 0)]


def test_a_reply_after_lost_ones_leaves_books_of_each(api: Loopback, tmp_path: Path) -> None:
    api.then(drops({}), fails(500), drops({}), says({}))
    ledger = Ledger(tmp_path / "l.sqlite")
    asked = metered(claude(api), ledger, limit=2.0, price=dollars)
    asked.complete(PROMPT)
    booked = [(call.state, call.unseen) for call in ledger.calls()]
    assert booked == [("failed", 1), ("failed", 1), ("done", 0)]
    with pytest.raises(BudgetSpent, match=r"\$1.2700 of it is spent"):  # two at most, 0.07 + 0.20 counted
        metered_again(asked, 0.4)


def metered_again(asked: Metered, less: float) -> None:
    asked._limit = 2.0 - less
    asked.complete(PROMPT)


def waits(at: Time, most: float) -> Callable[[], bool]:
    end = at.clock + most

    def wait() -> bool:
        at.pass_(1)
        return at.clock <= end

    return wait


def test_questions_that_have_begun_wait_for_room_and_are_all_answered(tmp_path: Path) -> None:
    at = Time()
    ledger = Ledger(tmp_path / "l.sqlite", Caps(6), wall=lambda: at.wall)
    questions = [metered(ScriptedModel(["{}"] * 3), ledger, wait=waits(at, 90)) for _ in range(4)]
    for _ in range(3):
        for question in questions:
            question.complete(PROMPT)
    assert len(list(ledger.calls())) == 12
    assert at.clock - 1_000 < 130  # six at once, six after a minute


def test_one_that_has_not_begun_is_refused_at_once_and_a_wait_ends(tmp_path: Path) -> None:
    at = Time()
    ledger = Ledger(tmp_path / "l.sqlite", Caps(1), wall=lambda: at.wall)
    begun, new = (metered(ScriptedModel(["{}"] * 3), ledger, wait=waits(at, 30)) for _ in range(2))
    begun.complete(PROMPT)
    with pytest.raises(BudgetSpent, match="a minute"):
        new.complete(PROMPT)
    assert at.clock == 1_000
    with pytest.raises(BudgetSpent, match="a minute"):
        begun.complete(PROMPT)
    assert at.clock == 1_031


@pytest.mark.parametrize("stop", ["day", "pause", "never"])
def test_what_is_not_over_in_a_minute_is_not_waited_for(tmp_path: Path, stop: str) -> None:
    at = Time()
    ledger = Ledger(tmp_path / "l.sqlite", Caps(None, 50 if stop == "day" else None), wall=lambda: at.wall)
    asked = metered(ScriptedModel(["{}"] * 3), ledger, wait=waits(at, 90))
    asked.complete(PROMPT)
    if stop == "pause":
        ledger.pause(True)
    ledger.caps = Caps(0) if stop == "never" else ledger.caps
    with pytest.raises(BudgetSpent):
        asked.complete(PROMPT)
    assert at.clock == 1_000
