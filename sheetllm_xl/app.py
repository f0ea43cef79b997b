"""Where the pieces are put together; nothing else constructs a host, a model or a token counter."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from .compress import Count, estimate_tokens
from .detect import FoundTable, detect
from .errors import InputError
from .hosts.file import FileHost
from .ports import Host
from .sheet import Sheet


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


def chosen_sheet(host: Host, name: str | None) -> str:
    """The named sheet, or the first one that holds anything. Raises InputError for a workbook without cells."""
    if name is not None:
        return name
    for candidate in host.sheet_names():
        if host.read(candidate).used:
            return candidate
    raise InputError("No sheet of this workbook holds anything.")


def finder(by_model: bool = False) -> Callable[[Sheet], tuple[FoundTable, ...]]:
    """The detector: by structure, or through the model."""
    return detect
