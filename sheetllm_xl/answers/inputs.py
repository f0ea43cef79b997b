"""Inputs: cells whose range waits for values that may not be ours to come, and may never."""

from __future__ import annotations

from ..literals import CellError
from ..record import Place
from .queue import Jobs


class Inputs:
    """Such a cell waits no longer than for an answer. When its range changes, Excel calculates it again anyway."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._until: dict[Place, float] = {}
        self._called_back: set[Place] = set()

    def shown(self, place: Place) -> CellError:
        """What the cell shows meanwhile, and from its deadline on."""
        now = self._jobs.clock()
        if now < self._until.setdefault(place, now + self._jobs.deadline):
            return CellError.GETTING_DATA
        self.came(place)  # what is calculated there later waits anew
        return CellError.NA

    def came(self, place: Place) -> None:
        """The cell waits for its range no more."""
        self._until.pop(place, None)
        self._called_back.discard(place)

    def call_back(self) -> None:
        """Have cells calculated whose time is over; once."""
        now = self._jobs.clock()
        over = [place for place, until in list(self._until.items()) if now >= until]
        if fresh := [place for place in over if place not in self._called_back]:
            self._called_back.update(fresh)
            self._jobs.recall(fresh)
