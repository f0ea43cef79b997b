"""How long loops over a workbook's contents may take: whoever waits for them hands in a check that raises in time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Check = Callable[[], None]
"""Raises once the time is up; the core itself knows no clock."""


def unhurried() -> None:
    """A check that never raises, for a caller who waits as long as it takes."""


def watched(items: Iterable[Item], check: Check, every: int = 1) -> Iterator[Item]:
    """The items, with a check before each, or before one of ``every`` so many."""
    for count, item in enumerate(items):
        if count % every == 0:
            check()
        yield item
