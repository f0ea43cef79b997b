"""Job: one question on its way, with the cells that wait for it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from ...record import Record

Ask = Callable[[], Record]
"""Gets the record of a question; may raise SheetLLMError."""


@dataclass(eq=False, slots=True)
class Job:
    """``record`` is what its cells were given, which what comes late replaces; ``done`` says that nothing comes."""

    key: str
    ask: Ask
    deadline: float
    claimed: bool
    cells: set[Hashable] = field(default_factory=set)
    record: Record | None = None
    done: bool = False
