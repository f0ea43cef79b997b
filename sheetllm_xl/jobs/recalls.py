"""Recalls: cells whose answer has come, calculated again when the spreadsheet program lets us."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Collection, Hashable

from ..errors import HostError

_FIRST, _LONGEST = 0.1, 2.0  # seconds between tries


class Recalls:
    """``add`` may be called on any thread and returns at once; ``run`` on the one that may speak to the program.

    ``calculate`` raises HostError while the program is busy: a cell being edited, a dialog. It is tried again for
    ``patience`` seconds; a cell given up shows its answer when it is next calculated.
    """

    def __init__(
        self,
        calculate: Callable[[Collection[Hashable]], None],
        clock: Callable[[], float],
        patience: float = 900.0,
    ) -> None:
        self._calculate, self._clock, self._patience = calculate, clock, patience
        self._added: deque[tuple[Hashable, float]] = deque()
        self._wait, self._next = _FIRST, 0.0
        self.ready = threading.Event()

    def add(self, cells: Collection[Hashable]) -> None:
        """Cells to calculate as soon as can be."""
        now = self._clock()
        self._added.extend((cell, now) for cell in cells)
        if cells:
            self.ready.set()

    def run(self) -> float | None:
        """Calculate what is due. Seconds until there is more to do; None where nothing waits."""
        if not self._added:
            self.ready.clear()
            return None if not self._added else 0.0
        now = self._clock()
        if now < self._next:
            return self._next - now
        taken = [self._added.popleft() for _ in range(len(self._added))]
        try:
            self._calculate(tuple(dict.fromkeys(cell for cell, _ in taken)))
        except HostError:
            self._added.extend(entry for entry in taken if now - entry[1] < self._patience)
            self._next, self._wait = now + self._wait, min(self._wait * 2, _LONGEST)
            return self._next - now
        self._wait = _FIRST
        return 0.0 if self._added else None
