"""The sheets that a workbook lists: their names within Excel's bounds and each its own, no two of one part."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

from ..errors import BeyondLimits, HostError
from ..grid import quoted

MAX_NAME = 31  # characters of a sheet's name
MOST_SHEETS = 4_096  # Excel's own bound is memory; the largest workbook of the corpus has some hundred
Part = TypeVar("Part")


class SheetList(Generic[Part]):
    """Takes the sheets in turn; ``parts`` says by name where a worksheet's cells stand."""

    def __init__(self) -> None:
        self.parts: dict[str, Part] = {}
        self._names: set[str] = set()
        self._copies: dict[str, int] = {}
        self._seen: set[Hashable] = set()

    def name(self, written: str) -> str:
        """The name of the next sheet, cut as Excel cuts it; one that is taken gets a number, as Excel's copies do.

        Raises BeyondLimits for more sheets than are read.
        """
        if len(self._names) >= MOST_SHEETS:
            raise BeyondLimits(
                f"The workbook holds more than {MOST_SHEETS:,} sheets; save those you need on their own."
            )
        name = written[:MAX_NAME]
        while name.casefold() in self._names:
            number = self._copies[written[:MAX_NAME]] = self._copies.get(written[:MAX_NAME], 1) + 1
            end = f" ({number})"
            name = written[: MAX_NAME - len(end)] + end
        self._names.add(name.casefold())
        return name

    def add(self, name: str, part: Part, place: Hashable) -> None:
        """A worksheet; ``place`` is where its part stands, however it is spelled.

        Raises HostError where another sheet stands there: a few bytes would be read any number of times.
        """
        if place in self._seen:
            raise HostError(
                f"Sheet {quoted(' '.join(name.split()))} is listed with the cells of another sheet, which no workbook "
                "does; it was not read."
            )
        self._seen.add(place)
        self.parts[name] = part
