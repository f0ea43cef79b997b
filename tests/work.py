"""What work costs, counted and not timed: the same on every machine, however busy."""

from __future__ import annotations

import sys
from collections.abc import Callable
from statistics import median
from types import FrameType
from typing import Any


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of Python this thread runs while it works."""
    count, before = 0, sys.gettrace()

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def first_and_last(work: Callable[[int], object], times: int, beginning: int = 100) -> tuple[float, float]:
    """The lines that half of the first so many calls take at most, and half of the last; between them it goes on.

    Not the most of them: a range is read anew after a pause, and a busy machine makes one anywhere.
    """
    first = median(lines_run(lambda i=i: work(i)) for i in range(beginning))
    for i in range(beginning, times - beginning):
        work(i)
    return first, median(lines_run(lambda i=i: work(i)) for i in range(times - beginning, times))
