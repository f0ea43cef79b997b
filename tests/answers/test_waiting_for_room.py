"""M20: a question that has begun waits for room under the cap of calls a minute, as long as its own time lasts."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sheetllm_xl.store import Ledger

from ..loopback import Loopback, says
from . import process
from .clock import Time
from .test_udfs import BLOCKED, SUM, run

WRONG = SUM | {"cells": [{"cell": "B2", "value": "77"}]}  # the sheet contradicts it, so it is asked once more


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Time:
    """The clocks of the ledger and of the question: whoever sleeps lets them run, and nobody waits."""
    now, begun, monotonic, make = Time(), 1_000.0, time.monotonic, Ledger.__init__

    def on_this_clock(self: Ledger, *given: object, **named: object) -> None:
        make(self, *given, **named | {"wall": lambda: now.wall, "clock": lambda: now.clock})  # type: ignore[arg-type]

    monkeypatch.setattr(Ledger, "__init__", on_this_clock)
    monkeypatch.setattr(time, "monotonic", lambda: monotonic() + now.clock - begun)
    monkeypatch.setattr(time, "sleep", now.pass_)
    return now


@pytest.fixture(autouse=True)
def settings(api: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("SHEETLLM_CALLS_A_MINUTE", "1")
    api.then(says(WRONG), says(SUM))


def shown(folder: Path) -> object:
    """What a cell shows that has asked, when all is done."""
    book = process.opened(folder / "ledger.sqlite")
    book.put("B1", process.FORMULA)
    run(book)
    return book.shown["Ask", "B1"]


def test_the_second_call_of_a_question_is_made_when_the_minute_is_over(api: Loopback, at: Time, tmp_path: Path) -> None:
    assert shown(tmp_path) == 1800.0
    assert len(api.bodies) == 2
    assert 60 <= at.clock - 1_000 < 65


def test_a_question_whose_time_is_over_waits_no_longer(
    api: Loopback, at: Time, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEETLLM_DEADLINE_SECONDS", "30")
    assert shown(tmp_path) == BLOCKED
    assert len(api.bodies) == 1
    assert 25 < at.clock - 1_000 <= 30
