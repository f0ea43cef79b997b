"""A batch by itself: when it begins and ends, and in what order what waits gets its turn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sheetllm_xl.answers.queue import Jobs
from sheetllm_xl.answers.queue.batch import QUIET, Batch
from sheetllm_xl.literals import CellError
from sheetllm_xl.models.breaker import Breaker
from sheetllm_xl.record import Record
from sheetllm_xl.store import Caps, Ledger

from ..work import first_and_last
from .clock import Time


def test_of_ten_thousand_new_questions_the_last_costs_what_the_first_did(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite", Caps(None))
    jobs = Jobs(ledger, Breaker(lambda: 0.0), lambda cells: None, lambda: 0.0, 90.0, lambda: 20)
    first, last = first_and_last(
        lambda i: jobs.submit(f"k{i}", lambda: Record(text="Seven."), i, "b", sample=i), 10_000
    )
    assert last <= first
    assert (jobs.waiting, len(jobs.batch), len(jobs.batch.samples())) == (20, 9_980, 20)


def batch(size: int = 3) -> tuple[Batch[str], Time]:
    at = Time()
    return Batch(lambda: size, lambda: at.clock), at


def admits(one: Batch[str], key: str, calls: int = 1, idle: bool = True) -> bool:
    return one.admits(key, f"cell {key}", "book", calls, key, idle=idle)


def test_a_batch_ends_when_it_is_quiet_and_nothing_is_on_its_way() -> None:
    one, at = batch()
    assert [admits(one, key) for key in "abcd"] == [True, True, True, False]
    at.pass_(QUIET + 1)
    assert not admits(one, "e", idle=False)
    at.pass_(QUIET + 1)
    assert admits(one, "f")
    assert not admits(one, "d")  # held stays held
    assert len(one) == 2
    assert not admits(one, "big", calls=4)


def test_turns_come_in_order_as_room_comes_free_and_end() -> None:
    one, at = batch(2)
    for key in "abcdefg":
        admits(one, key)
    one.agree(4)
    done: set[str] = set()

    def turn() -> set[Any]:
        return set(one.turn(2, 90, done.__contains__, lambda book: True))

    assert turn() == {"cell c", "cell d"}
    assert turn() == set()
    assert admits(one, "c")
    done.add("c")
    assert turn() == {"cell e"}
    at.pass_(91)
    assert turn() == {"cell d", "cell e"}  # they have not come back
    done |= set("cdef")
    assert turn() == {"cell f"}
    assert turn() == set()
    assert not one._agreed
    assert len(one) == 1


def test_what_was_agreed_to_waits_its_turn_even_where_all_is_calculated() -> None:
    one, at = batch(2)
    for key in "abcdefg":
        admits(one, key)
    one.agree(4)
    assert all(one.waits(key, f"copy of {key}") for key in "cdef")
    assert not one.waits("g", "cell g")  # which nobody has agreed to
    assert one.turn(2, 90, lambda key: False, lambda book: True) == {"cell c", "copy of c", "cell d", "copy of d"}
    assert [one.waits(key, f"cell {key}") for key in "cdef"] == [False, False, True, True]
    one.let_pass("e")
    assert not one.waits("e", "cell e")
    at.pass_(91)
    assert one.waits("c", "cell c")


def test_a_cell_that_is_gone_is_given_up() -> None:
    one, at = batch(1)
    admits(one, "a")
    admits(one, "b")
    one.agree(1)
    turns = 0
    while one._agreed:
        one.turn(1, 90, lambda key: False, lambda book: True)
        at.pass_(91)
        turns += 1
    assert turns <= 11


def test_an_agreed_question_that_meets_a_cap_on_its_way_gets_another_turn(tmp_path: Path) -> None:
    at = Time()
    ledger = Ledger(tmp_path / "ledger.sqlite", Caps(None), wall=lambda: at.wall)
    jobs = Jobs(ledger, Breaker(lambda: at.clock), lambda cells: None, lambda: at.clock, 90.0, lambda: 1)
    outcomes = [Record(error=CellError.BLOCKED, sentence="cap", remember=False), Record(rows=((7.0,),), text="Seven.")]

    def submit(key: str) -> Record | None:
        return jobs.submit(key, lambda: outcomes.pop(0), key, "b")

    jobs.submit("first", lambda: outcomes[-1], "A1", "b")
    held = submit("k")
    assert held is not None
    assert held.error is CellError.BLOCKED
    jobs.run_next()
    jobs.batch.agree(1)
    for _ in range(3):
        jobs.tick()
        submit("k")
        jobs.run_next()
        at.pass_(91)
    said = submit("k")
    assert said is not None
    assert said.text == "Seven."
