"""M4, M5, M19: while another process keeps the ledger locked nobody waits, and nothing is lost when it lets go."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sheetllm_xl.literals import CellError
from sheetllm_xl.models.breaker import Breaker
from sheetllm_xl.models.metered import Metered
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.ports import Completion, Prompt, Usage
from sheetllm_xl.record import LedgerError, Record
from sheetllm_xl.store import Ledger
from sheetllm_xl.store import database as store

from .clock import Time
from .test_jobs import ANSWER, Bench, pair

__all__ = ["pair"]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another process writes, and takes its time."""
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def tries(ledger: Ledger, work: Callable[[], object]) -> list[str]:
    """How the work has tried to write the locked ledger: a patient try takes two seconds, another one 20 ms."""
    found = list[str]()

    class Watched(store.Store):
        @contextmanager
        def writing(self, *, patient: bool = True) -> Iterator[Any]:
            found.append("patient" if patient else "write")
            with super().writing(patient=patient) as db:
                yield db

    ledger.store.__class__ = Watched
    try:
        work()
    finally:
        ledger.store.__class__ = store.Store
    return found


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    one = Bench(tmp_path / "ledger.sqlite", Time())
    one.ledger.settle("known", ANSWER)
    return one


def test_cells_that_are_overdue_settle_at_once(bench: Bench, tmp_path: Path) -> None:
    for i in range(40):
        assert bench.ask(f"k{i}", f"A{i}") is None
    with locked(tmp_path / "ledger.sqlite"):
        bench.at.pass_(90)
        assert tries(bench.ledger, lambda: [bench.ask(f"k{i}", f"A{i}") for i in range(20)]) == []
        assert tries(bench.ledger, bench.jobs.tick) == ["write"]
        assert (len(bench.recalled), bench.jobs.waiting) == (40, 0)
        assert bench.ledger.find("k39") is None
    bench.at.pass_(2)
    bench.jobs.tick()
    for i in (0, 39):
        said = bench.ledger.find(f"k{i}")
        assert said is not None
        assert (said.error, said.notes) == (CellError.CONNECT, ())


def test_many_new_cells_do_not_wait_for_it(bench: Bench, tmp_path: Path) -> None:
    with locked(tmp_path / "ledger.sqlite"):
        assert tries(bench.ledger, lambda: [bench.ask(f"k{i}", f"A{i}") for i in range(200)]) == []
        assert bench.ask("known", "B1") == ANSWER
        assert bench.jobs.waiting == 200
    bench.run()
    assert (len(bench.asked), bench.jobs.waiting) == (200, 0)


def test_an_answer_that_meets_the_lock_is_written_when_it_ends(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "WRITE_MS", 50)
    bench.ask("k")
    bench.ask("lost", "B1", lambda: Record(error=CellError.VALUE, sentence="No.", remember=False))
    held = locked(tmp_path / "ledger.sqlite")

    def say() -> Record:
        held.__enter__()
        return ANSWER

    bench.jobs._queue[0].ask = say
    assert bench.jobs.run_next()
    said = bench.ask("k")
    assert said is not None
    assert (said.rows, "remembered only until" in said.notes[-1]) == (ANSWER.rows, True)
    bench.jobs.tick()
    assert bench.ledger.find("k") is None
    held.__exit__(None, None, None)
    bench.at.pass_(86_400)
    bench.jobs.tick()
    assert bench.ledger.find("k") == bench.ask("k") == ANSWER


def test_a_failure_that_is_over_is_not_written_late(bench: Bench, tmp_path: Path) -> None:
    bench.ask("k")
    with locked(tmp_path / "ledger.sqlite"):
        bench.at.pass_(90)
        bench.jobs.tick()
        bench.at.pass_(601)
    bench.jobs.tick()
    assert (bench.ledger.find("k"), bench.ledger.left_behind()) == (None, ())


def test_questions_of_another_process_are_looked_after_without_waiting(
    pair: tuple[Bench, Bench, set[int]], tmp_path: Path
) -> None:
    first, second, _ = pair
    for i in range(50):
        first.ask(f"k{i}", f"A{i}")
        second.ask(f"k{i}", f"B{i}")
    first.claim()
    second.run()
    first.run()
    with locked(tmp_path / "ledger.sqlite"):
        assert tries(second.ledger, second.jobs.tick) == ["write"]
    second.at.pass_(2)
    second.jobs.tick()
    assert (second.asked, len(second.recalled), second.jobs.waiting) == ([], 50, 0)


def test_usage_that_meets_the_lock_is_booked_when_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "WRITE_MS", 50)
    path = tmp_path / "ledger.sqlite"
    ledger, held = Ledger(path), locked(path)

    class Slow(ScriptedModel):
        def complete(self, prompt: Prompt, again: object = None) -> Completion:
            held.__enter__()
            return super().complete(prompt)

    metered = Metered(Slow(["{}"]), ledger, Breaker(lambda: 0.0), "book", len)
    used = metered.complete(Prompt("i", "d", "q")).usage
    with pytest.raises(LedgerError):
        ledger.close_late()
    assert [call.state for call in ledger.calls()] == ["open"]
    held.__exit__(None, None, None)
    ledger.close_late()
    assert ([call.state for call in ledger.calls()], ledger.usage()) == (["done"], used)
    assert used != Usage()


def test_a_damaged_ledger_that_is_also_locked_is_not_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path)
    ledger.settle("k", ANSWER)
    ledger.store.close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(LedgerError, match="locked"):
        ledger.store._mend()
    other.execute("ROLLBACK")
    other.close()
    assert (ledger.store.set_aside(), ledger.find("k")) == ((), ANSWER)
