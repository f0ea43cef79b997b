"""Batch: new questions that come at once. So many are begun; the others wait until the person agrees to them.

A question that waits goes on waiting however often its cell is calculated. Once agreed to it waits its turn, and is
begun when its cell is calculated again, a few at a time, so that each has its whole deadline.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock
from typing import Generic, TypeVar

QUIET = 5.0  # seconds without a new question after which the next one begins a new batch
_SAMPLES = 20  # questions that wait, whose cost is estimated for all
_TRIES = 10  # calculations of a cell after which its question is given up: the cell may be gone

T = TypeVar("T")


@dataclass(eq=False, slots=True)
class _Waiting:
    calls: int
    book: str
    cells: set[Hashable] = field(default_factory=set)
    not_before: float = 0.0
    tries: int = 0


class Batch(Generic[T]):
    """``size`` is how many calls may be begun at once without asking; ``clock`` is monotonic."""

    def __init__(self, size: Callable[[], int], clock: Callable[[], float]) -> None:
        self.size, self._clock = size, clock
        self._lock = Lock()
        self._begun, self._last = 0, float("-inf")
        self._waiting: dict[str, _Waiting] = {}
        self._agreed: dict[str, _Waiting] = {}
        self._samples: dict[str, T] = {}
        self._passes: set[str] = set()

    def admits(self, key: str, cell: Hashable, book: str, calls: int, sample: T | None, *, idle: bool) -> bool:
        """Whether a new question may be begun; else it waits for consent. ``idle``: nothing is on its way."""
        with self._lock:
            if key in self._agreed or key in self._passes:
                self._passes.discard(key)
                return True
            now = self._clock()
            if idle and now - self._last > QUIET:
                self._begun = 0
            self._last = now
            if key not in self._waiting and self._begun + calls <= self.size():
                self._begun += calls
                return True
            self._waiting.setdefault(key, _Waiting(calls, book)).cells.add(cell)
            if sample is not None and len(self._samples) < _SAMPLES:
                self._samples[key] = sample
            return False

    def waits(self, key: str, cell: Hashable) -> bool:
        """Whether the question was agreed to and its turn is still to come; ``cell`` is calculated again then."""
        with self._lock:
            one = self._agreed.get(key)
            if one is None or key in self._passes or one.not_before > self._clock():
                return False
            one.cells.add(cell)
            return True

    def leave(self, key: str, cell: Hashable) -> None:
        """The cell does not ask this any more; what no other cell asks waits for nobody."""
        with self._lock:
            for waiting in (self._waiting, self._agreed):
                if one := waiting.get(key):
                    one.cells.discard(cell)
                    if not one.cells:
                        del waiting[key]
                        self._samples.pop(key, None)

    def give_back(self, calls: int) -> None:
        """So many calls of the batch were not begun after all."""
        with self._lock:
            self._begun = max(0, self._begun - calls)

    def let_pass(self, key: str) -> None:
        """The person asked for this one question by itself: it is begun when it comes."""
        self._passes.add(key)

    def holds(self, key: str) -> bool:
        """Whether the question waits for the person."""
        return key in self._waiting

    def agreed(self, key: str) -> bool:
        """Whether the question was agreed to and is not answered yet."""
        return key in self._agreed

    def __len__(self) -> int:
        """How many questions wait for the person."""
        return len(self._waiting)

    def samples(self) -> tuple[T, ...]:
        """What came with some of the questions that wait."""
        return tuple(self._samples.values())

    def agree(self, most: int) -> None:
        """Let the first so many of them be asked."""
        with self._lock:
            for key in list(islice(self._waiting, most)):
                self._agreed[key] = self._waiting.pop(key)
                self._samples.pop(key, None)

    def turn(
        self, room: int, seconds: float, done: Callable[[str], bool], allowed: Callable[[str], bool]
    ) -> Collection[Hashable]:
        """Cells to calculate again, so that at most ``room`` agreed questions are on their way.

        One that is ``done`` is taken out; one that has not come back within ``seconds`` gets another turn. Nothing is
        begun for a workbook that is not ``allowed`` to spend.
        """
        now, cells = self._clock(), set[Hashable]()
        with self._lock:
            agreed = list(self._agreed.items())
        finished = {key for key, one in agreed if one.tries and done(key)}
        free = room - sum(one.not_before > now and key not in finished for key, one in agreed)
        permitted: dict[str, bool] = {}
        for key, one in agreed:
            if key in finished:
                continue
            if one.tries >= _TRIES and one.not_before <= now:
                finished.add(key)
            elif free > 0 and one.not_before <= now and _may(one.book, permitted, allowed):
                one.not_before, one.tries, free = now + seconds, one.tries + 1, free - 1
                cells |= one.cells
        with self._lock:
            for key in finished:
                self._agreed.pop(key, None)
        return cells


def _may(book: str, known: dict[str, bool], allowed: Callable[[str], bool]) -> bool:
    """``allowed``, asked once a workbook."""
    if book not in known:
        known[book] = allowed(book)
    return known[book]
