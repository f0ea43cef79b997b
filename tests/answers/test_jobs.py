"""M3, M4, M5: one call for equal questions, no waiting on the thread that asks, every cell settled by its deadline."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from pathlib import Path

import pytest

from sheetllm_xl.answers.queue import Jobs
from sheetllm_xl.errors import BudgetSpent, InputError, ModelError
from sheetllm_xl.literals import CellError
from sheetllm_xl.models.breaker import Breaker
from sheetllm_xl.record import FAILURE_LIFE, Record
from sheetllm_xl.store import Caps, Ledger

from .clock import Time

ANSWER = Record(rows=((7.0,),), text="Seven.")


class Bench:
    """A queue over a real ledger, with time and threads in the test's hands; ``asked`` and ``recalled`` are its log."""

    def __init__(self, path: Path, at: Time, dead: Collection[int] = (), **caps: int) -> None:
        self.at = at
        self.ledger = Ledger(
            path, Caps(**caps), wall=lambda: at.wall, clock=lambda: at.clock, is_alive=lambda pid: pid not in dead
        )
        self.breaker = Breaker(lambda: at.clock)
        self.jobs = Jobs(self.ledger, self.breaker, self.recall, lambda: at.clock)
        self.asked: list[str] = []
        self.recalled: list[Hashable] = []

    def recall(self, cells: Collection[Hashable]) -> None:
        self.recalled += sorted(map(str, cells))

    def ask(self, key: str, cell: str | None = "A1", say: Callable[[], Record] = lambda: ANSWER) -> Record | None:
        def asking() -> Record:
            self.asked.append(key)
            return say()

        return self.jobs.submit(key, asking, cell)

    def claim(self) -> None:
        """Workers have taken what is queued, and are at it."""
        for job in self.jobs._queue:
            self.jobs._claimed(job)

    def run(self) -> None:
        while self.jobs.run_next():
            pass


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "ledger.sqlite", Time())


def test_equal_questions_are_asked_once_and_all_their_cells_called_back(bench: Bench) -> None:
    assert [bench.ask("k", f"A{i}") for i in range(5)] == [None] * 5
    bench.run()
    assert bench.asked == ["k"]
    assert bench.recalled == ["A0", "A1", "A2", "A3", "A4"]
    assert bench.ask("k") == ANSWER
    assert bench.jobs.waiting == 0


def test_an_answer_is_remembered_by_the_next_process_even_without_a_cell(bench: Bench, tmp_path: Path) -> None:
    bench.ask("k")
    bench.run()
    later = Bench(tmp_path / "ledger.sqlite", bench.at)
    bench.at.pass_(86400 * 400)
    assert later.ask("k") == later.ask("k", None) == ANSWER
    assert later.asked == []


def test_without_a_cell_nothing_is_begun(bench: Bench) -> None:
    assert bench.ask("k", None) is None
    bench.run()
    assert (bench.asked, bench.jobs.waiting) == ([], 0)


def raising(error: Exception) -> Callable[[], Record]:
    def say() -> Record:
        raise error

    return say


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (ModelError("overloaded", request_id="req_3"), CellError.CONNECT),
        (InputError("too long"), CellError.VALUE),
        (BudgetSpent("a cap"), CellError.BLOCKED),
    ],
)
def test_a_failure_settles_and_is_asked_again_when_its_time_has_passed(
    bench: Bench, error: Exception, shown: CellError
) -> None:
    bench.ask("k", say=raising(error))
    bench.run()
    said = bench.ask("k")
    assert said is not None
    assert (said.error, said.sentence, said.request_ids) == (
        shown,
        str(error),
        ("req_3",) * isinstance(error, ModelError),
    )
    assert said.fix
    bench.at.pass_(FAILURE_LIFE)
    assert bench.ask("k") is None
    assert bench.asked == ["k"]


def test_a_fault_of_ours_settles_the_cell_too(bench: Bench) -> None:
    bench.ask("k", say=raising(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        bench.jobs.run_next()
    said = bench.ask("k")
    assert said is not None
    assert said.error is CellError.VALUE


def test_what_nobody_does_is_settled_at_the_deadline_by_tick_or_by_asking(bench: Bench) -> None:
    bench.ask("k")
    bench.ask("other", "B1")
    bench.at.pass_(89.9)
    bench.jobs.tick()
    assert bench.jobs.waiting == 2
    bench.at.pass_(0.1)
    said = bench.ask("k")
    assert said is not None
    assert (said.error, said.sentence) == (CellError.CONNECT, "No answer came within 90 seconds.")
    bench.jobs.tick()
    assert (bench.jobs.waiting, bench.recalled) == (0, ["A1", "B1"])
    bench.run()
    assert bench.asked == []


def test_an_answer_that_comes_late_is_kept_and_shown(bench: Bench) -> None:
    def slow() -> Record:
        bench.at.pass_(91)
        bench.jobs.tick()
        return ANSWER

    bench.ask("k", say=slow)
    bench.run()
    assert bench.recalled == ["A1", "A1"]
    assert bench.ask("k") == ANSWER


def test_a_clock_set_back_or_ahead_keeps_no_cell_pending(bench: Bench) -> None:
    bench.ask("k")
    bench.at.wall -= 86400 * 30
    bench.at.pass_(90)
    bench.jobs.tick()
    assert bench.recalled == ["A1"]
    assert bench.ask("k") is not None
    bench.at.wall += 86400 * 60
    bench.at.clock += FAILURE_LIFE
    assert bench.ask("k") is None
    bench.run()
    assert bench.ask("k") == ANSWER


def test_the_breaker_settles_cells_at_once(bench: Bench) -> None:
    bench.ask("queued", "A1")
    for _ in range(5):
        bench.breaker.failed("overloaded")
    said = bench.ask("new", "B1")
    assert said is not None
    assert (said.error, said.sentence[:8]) == (CellError.CONNECT, "5 calls ")
    bench.run()
    assert (bench.asked, bench.recalled) == ([], ["A1"])
    bench.at.pass_(30)
    assert bench.ask("new", "B1") is None


def test_at_a_cap_and_in_a_pause_new_cells_say_so_and_remembered_answers_work(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "l.sqlite", Time(), calls_a_minute=1)
    bench.ask("k")
    bench.run()
    bench.ledger.reserve("", "m", 1)
    said = bench.ask("new")
    assert said is not None
    assert (said.error, said.sentence) == (
        CellError.BLOCKED,
        "The cap of 1 calls a minute is reached; nothing was sent.",
    )
    assert bench.ask("k") == ANSWER
    bench.at.pass_(61)
    assert bench.ask("new") is None
    bench.ledger.pause(True)
    said = bench.ask("third")
    assert said is not None
    assert (said.error, "paused" in said.sentence, bench.ask("k")) == (CellError.BLOCKED, True, ANSWER)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Bench, Bench, set[int]]:
    """Two processes over one ledger, as the ledger sees them: the first can be declared dead."""
    at, dead = Time(), set[int]()
    first, second = (Bench(tmp_path / "ledger.sqlite", at, dead) for _ in range(2))
    first.ledger._pid = 4242
    return first, second, dead


def test_two_processes_ask_once(pair: tuple[Bench, Bench, set[int]]) -> None:
    first, second, _ = pair
    assert first.ask("k", "A1") is None
    first.claim()
    assert second.ask("k", "B1") is None
    second.run()
    second.jobs.tick()
    first.run()
    second.jobs.tick()
    second.run()
    assert (first.asked, second.asked, first.recalled, second.recalled) == (["k"], [], ["A1"], ["B1"])
    assert second.ask("k") == ANSWER


def test_a_failure_in_one_process_settles_the_cells_of_the_other(pair: tuple[Bench, Bench, set[int]]) -> None:
    first, second, _ = pair
    first.ask("k", "A1", raising(ModelError("refused")))
    first.claim()
    second.ask("k", "B1")
    second.run()
    first.run()
    second.jobs.tick()
    said = second.ask("k")
    assert said is not None
    assert (said.sentence, second.asked, second.recalled) == ("refused", [], ["B1"])


def test_a_process_that_dies_is_succeeded_with_what_time_was_left(pair: tuple[Bench, Bench, set[int]]) -> None:
    first, second, dead = pair
    first.ask("k", "A1")
    first.claim()
    first.at.pass_(60)
    second.ask("k", "B1")
    second.run()
    dead.add(4242)
    second.jobs.tick()
    second.run()
    assert (second.asked, second.ask("k")) == (["k"], ANSWER)


def test_a_successor_started_later_inherits_the_deadline(pair: tuple[Bench, Bench, set[int]]) -> None:
    first, second, dead = pair
    first.ask("k", "A1")
    first.claim()
    dead.add(4242)
    first.at.pass_(60)
    assert second.ask("k", "A1") is None
    second.claim()
    first.at.pass_(30)
    second.jobs.tick()
    assert second.recalled == ["A1"]


@pytest.mark.parametrize("after", [90, 400])
def test_what_a_dead_process_left_past_its_deadline_is_settled(pair: tuple[Bench, Bench, set[int]], after: int) -> None:
    first, second, dead = pair
    first.ask("k", "A1")
    first.claim()
    dead.add(4242)
    first.at.pass_(after)
    assert second.ledger.left_behind() == ("k",)
    assert second.ask("k", "A1") is None
    second.run()
    said = second.ask("k", "A1")
    assert said is not None
    assert (said.error, "stopped" in said.sentence) == (CellError.CONNECT, True)
    assert second.ledger.left_behind() == ()


def test_a_claim_left_long_ago_is_nobodys(pair: tuple[Bench, Bench, set[int]]) -> None:
    first, second, dead = pair
    first.ask("k", "A1")
    first.claim()
    dead.add(4242)
    first.at.pass_(86400)
    assert second.ask("k", "A1") is None
    second.run()
    assert second.ask("k") == ANSWER


def test_a_claim_from_the_future_delays_nobody_past_the_deadline(pair: tuple[Bench, Bench, set[int]]) -> None:
    first, second, _ = pair
    first.ask("k", "A1")
    first.claim()
    first.at.wall -= 86400
    assert second.ask("k", "B1") is None
    second.run()
    first.at.pass_(90)
    second.jobs.tick()
    assert second.recalled == ["B1"]
