"""Recalls: what is refused is tried again with growing pauses, and keeps nothing else waiting."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from itertools import pairwise

import pytest

from sheetllm_xl.answers.queue import Recalls
from sheetllm_xl.errors import HostError, NotCalculated


class Program:
    """Refuses the cells it is told to, on a clock of its own."""

    def __init__(self) -> None:
        self.now = 0.0
        self.refused: set[Hashable] = set()
        self.tried: list[tuple[float, tuple[Hashable, ...]]] = []
        self.recalls = Recalls(self.calculate, lambda: self.now)

    def calculate(self, cells: Collection[Hashable]) -> None:
        self.tried.append((self.now, tuple(cells)))
        if left := [cell for cell in cells if cell in self.refused]:
            raise NotCalculated(left)

    def run(self, until: float) -> None:
        """As the server's loop does, which waits 200 ms at most."""
        while self.now < until:
            pause = self.recalls.run()
            self.now += 0.2 if pause is None else min(max(pause, 0.001), 0.2)


def test_only_what_was_refused_is_tried_again() -> None:
    program = Program()
    program.refused = {"b"}
    program.recalls.add(["a", "b", "b"])
    program.run(1.0)
    assert program.tried[0] == (0.0, ("a", "b"))
    assert {cells for _, cells in program.tried[1:]} == {("b",)}
    program.refused.clear()
    program.run(10.0)
    assert program.recalls.run() is None
    tries = len(program.tried)
    program.run(20.0)
    assert len(program.tried) == tries


def test_it_goes_on_for_as_long_as_it_takes_with_pauses_of_seconds() -> None:
    program = Program()
    program.refused = {"b"}
    program.recalls.add(["b"])
    program.run(8000.0)
    times = [time for time, _ in program.tried]
    pauses = [later - sooner for sooner, later in pairwise(times)]
    assert pauses[0] < 0.3
    assert max(pauses) < 5.3
    assert 4.9 < pauses[-1] < 5.3
    program.refused.clear()
    program.run(8006.0)
    assert program.recalls.run() is None


def test_what_comes_meanwhile_does_not_wait_for_what_is_refused() -> None:
    program = Program()
    program.refused = {"b"}
    program.recalls.add(["b"])
    program.run(60.0)
    added = dict[Hashable, float]()
    for i in range(100):
        program.recalls.add([i])
        added[i] = program.now
        program.run(program.now + 0.2)
    program.run(program.now + 1.3)
    came = {cell: time for time, cells in program.tried for cell in cells}
    assert max(came[i] - added[i] for i in added) < 1.3
    tries = [time for time, _ in program.tried if time >= 60.0]  # in 20 seconds and more
    assert len(tries) < 40, "a refusal takes time: not one for each cell that comes"


def test_a_refusal_that_names_no_cells_is_of_them_all() -> None:
    tried: list[tuple[Hashable, ...]] = []

    def calculate(cells: Collection[Hashable]) -> None:
        tried.append(tuple(cells))
        if len(tried) < 2:
            raise HostError("Excel is busy.")

    now = [0.0]
    recalls = Recalls(calculate, lambda: now[0])
    recalls.add(["a", "b"])
    now[0] += recalls.run() or 0.0
    assert recalls.run() is None
    assert tried == [("a", "b")] * 2


def test_a_fault_of_ours_loses_no_cell() -> None:
    now, calculated = [0.0], list[object]()

    def calculate(cells: Collection[Hashable]) -> None:
        if not now[0]:
            raise KeyError
        calculated.extend(cells)

    recalls = Recalls(calculate, lambda: now[0])
    recalls.add(["A1", "A2"])
    with pytest.raises(KeyError):
        recalls.run()
    assert (recalls.run() or 0) > 0  # not at once
    now[0] = 1.0
    assert recalls.run() is None
    assert calculated == ["A1", "A2"]
