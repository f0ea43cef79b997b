"""Addresses: on which port the page of each workbook was served last. What was typed on a page, a browser keeps for an
address and port, so it is there again on a page that is opened at the same.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from .. import output
from ..errors import HostError
from ..record import digest

_MOST = 200  # workbooks, the latest


def last(name: str) -> int:
    """The port on which the workbook of that full name was served last; 0 where it never was."""
    return _listed().get(digest(name), 0)


def keep(name: str, port: int) -> None:
    """Remember it; where the disk takes nothing, the page is served all the same."""
    own = digest(name)
    listed = {key: one for key, one in _listed().items() if key != own} | {own: port}
    with suppress(HostError):
        output.replace(_file(), json.dumps(dict([*listed.items()][-_MOST:])))


def _file() -> Path:
    return user_cache_path("sheetllm", appauthor=False) / "addresses.json"


def _listed() -> dict[str, int]:
    """By the digest of a workbook's name; none where the file is not there or is not ours."""
    with suppress(OSError, ValueError, TypeError, AttributeError, OverflowError):
        listed: Any = json.loads(_file().read_text(encoding="utf-8"))
        return {str(key): int(port) for key, port in listed.items()}
    return {}
