"""What reading a file may cost at most: 30 seconds and 2 GB whatever the file (product.md M26)."""

from __future__ import annotations

import time as clock
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from ..errors import HostError

Item = TypeVar("Item")
_READING = 0.9  # of the time; the rest is for the megabyte at hand, and for what comes after the last look at the clock


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one workbook. The defaults keep the worst file that was built for it below 2 GB of memory.

    ``seconds``: at most, for opening and again for each sheet. ``cells``: of one sheet, those kept; a formula counts
    three times, since its text and place are kept beside its value. ``part_bytes`` is a sheet's part uncompressed,
    ``text_bytes`` the texts of the workbook, or of one sheet, and ``tree_bytes`` any part that is read as a tree.
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
        """Raises HostError once the moment has passed."""
        if clock.monotonic() > self.at:
            raise HostError("The file takes too long to read; save the sheets you need in a workbook of their own.")


def too_many_cells(limit: int) -> HostError:
    """The error for a sheet with more cells than are read."""
    return HostError(f"The sheet holds more than {limit:,} cells, which are not read; save a part of it on its own.")


def too_much_text(limit: int) -> HostError:
    """The error for a workbook with more text than is read."""
    return HostError(f"The workbook holds more than {limit >> 20:,} MiB of text in its cells; it was not read.")
