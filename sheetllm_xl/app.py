"""Where the pieces are put together; nothing else constructs a host, a model or a token counter."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from . import credentials
from .chain import Answer, Budget, Step, ask, detect_by_model, plan
from .compress import Count, estimate_tokens
from .detect import FoundTable, detect
from .errors import InputError
from .hosts.file import FileHost
from .ports import Host, Prompt
from .settings import Settings
from .sheet import Sheet

if TYPE_CHECKING:
    from .claude import Claude


def open_workbook(path: Path) -> FileHost:
    """The host over a file. Raises HostError with a sentence for anything that is not a readable workbook."""
    return FileHost(path)


@cache
def token_counter() -> Count:
    """ctok, which counts as Claude does, where it runs (Python 3.12 and later); our estimate elsewhere."""
    if sys.version_info >= (3, 12):
        from ctok import token_count

        return token_count
    return estimate_tokens


def chosen_sheet(host: Host, name: str | None) -> Sheet:
    """The named sheet, or the first one that holds anything. Raises InputError for a workbook without cells."""
    if name is not None:
        return host.read(name)
    for candidate in host.sheet_names():
        if (sheet := host.read(candidate)).used:
            return sheet
    raise InputError("No sheet of this workbook holds anything.")


def claude(settings: Settings) -> Claude:
    """Claude, or the server at ``base_url``, with the key of this person."""
    from .claude import Claude

    return Claude(
        settings.model,
        credentials.key(),
        base_url=settings.base_url,
        deadline=settings.deadline_seconds,
        max_retries=settings.max_retries,
        structured_output=settings.structured_output,
    )


def budget(settings: Settings) -> Budget:
    """The bounds on one question."""
    return Budget(settings.sheet_tokens, settings.table_tokens, settings.max_parts, settings.reply_tokens)


def finder(settings: Settings | None, on_progress: Callable[[Step], None]) -> Callable[[Sheet], tuple[FoundTable, ...]]:
    """The detector: by structure, or with ``settings`` through the model; ``on_progress`` hears what it dropped."""
    if settings is None:
        return detect
    asked, bounds, count = claude(settings), budget(settings), token_counter()
    return lambda sheet: detect_by_model(sheet, asked, budget=bounds, count=count, on_progress=on_progress)


def answer(sheet: Sheet, question: str, settings: Settings, on_progress: Callable[[Step], None]) -> Answer:
    """Ask the sheet."""
    bounds, count = budget(settings), token_counter()
    return ask(sheet, question, claude(settings), budget=bounds, count=count, on_progress=on_progress)


def first_prompts(sheet: Sheet, question: str, settings: Settings) -> tuple[Prompt, ...]:
    """What ``answer`` would send first, to the letter. Sends nothing and needs no key."""
    return plan(sheet, question, budget=budget(settings), count=token_counter())
