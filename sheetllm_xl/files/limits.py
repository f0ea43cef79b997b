"""What reading a workbook may cost at most, all its sheets together: 30 seconds and 2 GB whatever the file."""

from __future__ import annotations

import time as clock
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from ..errors import BeyondLimits

Item = TypeVar("Item")
_READING = 0.9  # of the time; the rest is for the megabyte at hand, and for what comes after the last look at the clock


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one workbook. The defaults keep the worst file that was built for it below 2 GB of memory.

    ``seconds``: at most, for opening and reading it. ``cells``: of all sheets that are read, those kept; a formula
    counts three times, since its text and place are kept beside its value. ``part_bytes`` is a sheet's part
    uncompressed, ``text_bytes`` the texts of all sheets, ``tree_bytes`` any part that is read as a tree.
    """

    seconds: float = 30.0
    cells: int = 10_000_000
    part_bytes: int = 1 << 30
    text_bytes: int = 1 << 28
    tree_bytes: int = 1 << 24

    @classmethod
    def of(cls, seconds: float, cells: int, megabytes: int) -> Limits:
        """The bounds that a person sets; those on text and trees are shares of the largest part."""
        part = megabytes << 20
        return cls(seconds, cells, part, part >> 2, part >> 6)

    def deadline(self) -> Deadline:
        """When work that begins at this moment has to be done."""
        return Deadline(clock.monotonic() + _READING * self.seconds)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the monotonic clock."""

    at: float

    def every(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, with a look at the clock every thousand or so."""
        for count, item in enumerate(items):
            if count & 1023 == 0:
                self.check()
            yield item

    def check(self) -> None:
        """Raises BeyondLimits once the moment has passed."""
        if clock.monotonic() > self.at:
            raise BeyondLimits("The file takes too long to read; save the sheets you need in a workbook of their own.")


class Spent:
    """What reading the sheets of a workbook has used so far. Raises BeyondLimits where that is more than the limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = self.text = 0
        self._seconds = 0.0
        self._taken: dict[str, tuple[int, int]] = {}

    @contextmanager
    def clocked(self) -> Iterator[Deadline]:
        """Reading, and until when it has to be done; what is done between two readings does not count."""
        begun = clock.monotonic()
        try:
            yield Deadline(begun + _READING * self.limits.seconds - self._seconds)
        finally:
            self._seconds += clock.monotonic() - begun

    @contextmanager
    def on(self, sheet: str) -> Iterator[None]:
        """Reading a sheet: what it took when it was read before is given back."""
        cells, text = self._taken.pop(sheet, (0, 0))
        self.cells, self.text = self.cells - cells, self.text - text
        cells, text = self.cells, self.text
        try:
            yield
        finally:
            self._taken[sheet] = self.cells - cells, self.text - text

    def pay_cells(self, cells: int) -> None:
        """Count cells that are kept."""
        self.cells += cells
        if self.cells > self.limits.cells:
            raise BeyondLimits(
                f"The workbook holds more than {self.limits.cells:,} cells, which are not read; save the part you need "
                "on its own."
            )

    def pay_text(self, size: int) -> None:
        """Count bytes of text."""
        self.text += size
        if self.text > self.limits.text_bytes:
            raise BeyondLimits(
                f"The workbook holds more than {self.limits.text_bytes >> 20:,} MiB of text in its cells; it was not "
                "read."
            )
