"""``sheetllm ask`` without ``--sheet`` where a workbook has several sheets: the question goes to all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .. import app
from ..chain import Step
from ..chain.briefing import is_briefing
from ..retrieve import Workbook
from ..settings import Settings
from ..sheet import Sheet

if TYPE_CHECKING:
    from ..files.file import FileHost


def several(host: FileHost, path: Path, doing: Callable[[str], None]) -> Workbook | None:
    """All sheets that hold anything; None for a workbook of one sheet with data."""
    names = [name for name in host.sheet_names() if not is_briefing(name)]
    if len(names) < 2:
        return None

    def sheets() -> Iterator[Sheet]:
        for number, name in enumerate(names, 1):
            doing(f"Reading {path.name}: {name}, {number} of {len(names)}")
            yield host.read(name)

    return app.whole_workbook(host, sheets())


def words(step: Step, settings: Settings) -> str:
    """What is being done, for who watches; "" where there is nothing new."""
    if step.note.startswith("Looked up"):
        return step.note.rstrip(".")
    if not step.tokens or step.completion:
        return ""
    stage, _, number = step.stage.partition(" ")
    doing = {"look": f"Looking through the workbook, call {number}", "last": "Answering", "check": "Asking once more"}
    return f"{doing.get(stage, step.stage)}: {settings.model}, about {step.tokens:,} tokens"
