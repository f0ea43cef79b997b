"""What is over is asked again, what is another's is left to it, and broken settings lose no job."""

from __future__ import annotations

import pytest

from sheetllm_xl.errors import BudgetSpent, InputError
from sheetllm_xl.literals import CellError
from sheetllm_xl.record import FAILURE_LIFE, LedgerError, Record, failure

from ..work import first_and_last
from .test_jobs import ANSWER, Bench, bench, pair, raising

__all__ = ["bench", "pair"]


def test_a_refusal_on_the_way_is_held_for_the_calculation_that_shows_it(bench: Bench) -> None:
    bench.ask("k", "A1", raising(BudgetSpent("Enough.")))
    bench.run()
    assert (said := bench.ask("k")) is not None
    assert said.sentence == "Enough."
    bench.at.pass_(5)
    assert bench.ask("k") is None  # the cap may be over
    bench.run()
    assert bench.ask("k") == ANSWER


def test_settings_that_are_broken_lose_no_job_of_another_process(pair: tuple[Bench, Bench, set[int]]) -> None:
    first, second, _ = pair

    def broken() -> int:
        raise InputError("settings.toml is broken.")

    assert (first.ask("k"), second.ask("k", "B1")) == (None, None)
    first.claim()
    second.run()
    second.jobs.batch.size = broken
    second.jobs.tick()
    first.run()
    second.jobs.tick()
    assert (second.ask("k"), second.recalled) == (ANSWER, ["B1"])


def test_what_another_has_taken_since_is_left_to_it(pair: tuple[Bench, Bench, set[int]]) -> None:
    first, second, dead = pair
    first.ledger.claim("k", 90)
    dead.add(4242)
    first.at.pass_(91)
    assert second.ledger.left_behind() == ("k",)
    first.ledger.release("k")
    dead.clear()
    first.ledger.claim("k", 90)
    second.ledger.abandon("k", failure("Stopped."))
    assert (second.ledger.find("k"), second.ledger.claim("k", 90).state) == (None, "theirs")


def test_a_question_asked_again_after_its_deadline_joins_the_one_that_still_runs(bench: Bench) -> None:
    shown = []

    def slow() -> Record:
        bench.at.pass_(91)
        bench.jobs.tick()
        shown.append(bench.ask("k", "A1"))
        bench.jobs.forget()  # Refresh
        bench.ledger.forget()
        shown.extend((bench.ask("k", "A1"), bench.ask("k", "A2")))
        assert bench.jobs.waiting == 1
        return ANSWER

    bench.ask("k", say=slow)
    bench.run()
    assert (shown[0] and shown[0].error, shown[1:]) == (CellError.CONNECT, [None, None])
    assert (bench.asked, bench.ask("k"), bench.jobs.waiting) == (["k"], ANSWER, 0)
    assert bench.recalled == ["A1", "A1", "A2"]


def test_one_that_joined_settles_at_a_deadline_of_its_own(bench: Bench) -> None:
    def endless() -> Record:
        bench.at.pass_(91)
        bench.jobs.tick()
        bench.jobs.forget()
        bench.ledger.forget()
        assert bench.ask("k", "A1") is None
        bench.at.pass_(89)
        bench.jobs.tick()
        assert bench.jobs.waiting == 1
        bench.at.pass_(1)
        bench.jobs.tick()
        assert bench.jobs.waiting == 0
        return ANSWER

    bench.ask("k", say=endless)
    bench.run()
    assert (bench.recalled, bench.ask("k")) == (["A1", "A1", "A1"], ANSWER)


def test_a_claim_of_this_process_is_taken_again_with_all_its_time(bench: Bench) -> None:
    assert bench.ledger.claim("k", 90).left == 90
    bench.at.pass_(80)
    assert bench.ledger.claim("k", 90).left == 90


def test_what_the_ledger_could_not_say_is_not_held_for_consent(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.jobs.batch.size = lambda: 1  # type: ignore[method-assign]
    for i in range(3):
        bench.ledger.settle(f"k{i}", ANSWER)

    def busy(key: str) -> None:
        raise LedgerError("busy", passing=True)

    with monkeypatch.context() as locked:
        locked.setattr(bench.ledger, "find", busy)
        assert [bench.ask(f"k{i}", f"A{i}") for i in range(3)] == [None] * 3
    bench.at.pass_(2)
    bench.run()  # the claim finds it
    assert [bench.ask(f"k{i}", f"A{i}") for i in range(3)] == [ANSWER] * 3
    assert bench.asked == []


@pytest.mark.parametrize("distinct", [True, False], ids=["10,000 questions", "one question"])
def test_asking_costs_little_with_ten_thousand_queued(bench: Bench, distinct: bool) -> None:
    told: list[Record | None] = []
    first, last = first_and_last(lambda i: told.append(bench.ask(f"k{i * distinct}", f"A{i}")), 10_000)
    assert last <= first
    assert told == [None] * 10_000
    if not distinct:
        bench.run()
        assert (bench.asked, len(bench.recalled)) == (["k0"], 10_000)


def test_no_other_process_pays_for_what_is_still_worked_on(pair: tuple[Bench, Bench, set[int]]) -> None:
    first, second, _ = pair
    at, states = first.at, list[str]()

    def slow() -> Record:
        for seconds in (80, 10, FAILURE_LIFE + 1):  # before the deadline, at it, when the failure is forgotten
            at.pass_(seconds)
            states.append(second.ledger.claim("k", 90).state)
            first.jobs.tick()
            states.append(second.ledger.claim("k", 90).state)
        return ANSWER

    first.ask("k", "A1", slow)
    first.run()
    assert states == ["theirs", "theirs", "theirs", "answered", "theirs", "theirs"]
    assert second.ask("k", "B1") == ANSWER
    assert second.asked == []


def test_a_long_run_keeps_its_claim_for_as_long_as_replies_come(pair: tuple[Bench, Bench, set[int]]) -> None:
    first, second, dead = pair
    states = list[str]()

    def long() -> Record:
        for _ in range(4):
            first.at.pass_(3_000)
            first.jobs.tick()
            states.append(second.ledger.claim("k", 90).state)
            first.jobs.renew("k")
        dead.add(4242)
        states.append(second.ledger.claim("k", 90).state)
        return ANSWER

    assert first.jobs.answer("k", long) == ANSWER
    assert states == ["theirs"] * 4 + ["mine"]
