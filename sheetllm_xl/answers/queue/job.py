"""Job: one question on its way, with the cells that wait for it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from ...record import Record

Ask = Callable[[], Record]
"""Gets the record of a question; may raise SheetLLMError."""

Calls = Callable[[], int]
"""How many calls a question begins with."""


def one() -> int:
    """It begins with one."""
    return 1


@dataclass(eq=False, slots=True)
class Job:
    """``record`` is what its cells were given, which what comes late replaces; ``done`` says that nothing comes.

    It is not begun ``not_before`` a time, nor while nobody wants it: no cell, and no caller who ``awaits`` it.
    ``calls`` is what a batch has counted for it.
    """

    key: str
    ask: Ask
    deadline: float
    claimed: bool = False
    cells: set[Hashable] = field(default_factory=set)
    record: Record | None = None
    done: bool = False
    not_before: float = float("-inf")
    awaits: bool = False
    calls: int = 0

    @property
    def is_wanted(self) -> bool:
        """Whether anybody still waits for it."""
        return self.awaits or bool(self.cells)
