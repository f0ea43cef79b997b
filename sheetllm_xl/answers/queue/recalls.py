"""Recalls: cells whose answer has come, calculated again when the spreadsheet program lets us."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Collection, Hashable

from ...errors import HostError, NotCalculated

_FIRST, _LONGEST = 0.1, 5.0  # seconds between tries of what was refused
_FRESH = 1.0  # and until what has come since is tried: a refusal takes time, and may be another program's


class Recalls:
    """``add`` may be called on any thread and returns at once; ``run`` on the one that may speak to the program.

    ``calculate`` raises HostError while the program is busy: a cell being edited, a dialog. All cells it was given
    are tried again then, of NotCalculated those it names, for as long as this process lives; what is of no open
    workbook ``calculate`` lets be.
    """

    def __init__(self, calculate: Callable[[Collection[Hashable]], None], clock: Callable[[], float]) -> None:
        self._calculate, self._clock = calculate, clock
        self._added: deque[Hashable] = deque()
        self._refused: dict[Hashable, None] = {}
        self._wait, self._next, self._fresh = _FIRST, 0.0, 0.0
        self.ready = threading.Event()

    def add(self, cells: Collection[Hashable]) -> None:
        """Cells to calculate as soon as can be."""
        self._added.extend(cells)
        if cells:
            self.ready.set()

    def run(self) -> float | None:
        """Calculate what is due. Seconds until there is more to do; None where nothing waits."""
        if not self._added and not self._refused:
            self.ready.clear()
            return None if not self._added else 0.0
        now = self._clock()
        due = min(self._next, self._fresh) if self._added else self._next
        if self._refused and now < due:
            return due - now
        again = now >= self._next
        cells = dict.fromkeys(self._added.popleft() for _ in range(len(self._added)))
        if again:
            cells, self._next = self._refused | cells, now + self._wait
        self._refused |= cells  # until they are calculated: a fault of ours loses none
        left = set(self._not_calculated(tuple(cells)))
        self._refused = {cell: None for cell in self._refused if cell not in cells or cell in left}
        if not self._refused:
            self._wait = _FIRST
            return 0.0 if self._added else None
        now = self._clock()
        self._fresh = now + _FRESH
        if again:
            self._next, self._wait = now + self._wait, min(self._wait * 2, _LONGEST)
        return max(self._next - now, 0.0)

    def _not_calculated(self, cells: tuple[Hashable, ...]) -> tuple[Hashable, ...]:
        try:
            self._calculate(cells)
        except NotCalculated as error:
            return error.left
        except HostError:
            return cells
        return ()
