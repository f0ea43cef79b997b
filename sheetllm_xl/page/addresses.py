"""Addresses: on which port the page of each workbook was served last, and the secrets of the pages that are open there.

What was typed on a page, a browser keeps for an address and port, so it is there again on a page that is opened at the
same; with its secret an open page goes on there by itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from platformdirs import user_cache_path

from .. import output
from ..errors import HostError
from ..record import digest

SECRET = 32  # bytes of one
_MOST = 200  # workbooks, the latest


class Place(NamedTuple):
    """Where a workbook's page was: its port, 0 for none, and in hexadecimal the secrets of the pages open there."""

    port: int = 0
    secrets: tuple[str, ...] = ()


def last(name: str) -> Place:
    """The place at which the workbook of that full name was served last."""
    return _listed().get(digest(name), Place())


def keep(name: str, port: int) -> None:
    """Remember the port; the secrets of another one end.

    Where the disk takes nothing, the page is served all the same.
    """
    there = last(name)
    _write(name, there if there.port == port else Place(port))


def keep_secrets(name: str, port: int, secrets: Sequence[str]) -> None:
    """Remember who is open on that port, as long as the workbook was not served elsewhere since."""
    if last(name).port == port:
        _write(name, Place(port, tuple(secrets)))


def _write(name: str, place: Place) -> None:
    own = digest(name)
    listed = {key: one for key, one in _listed().items() if key != own} | {own: place}
    with suppress(HostError):
        output.replace(_file(), json.dumps(dict([*listed.items()][-_MOST:])))


def _file() -> Path:
    return user_cache_path("sheetllm", appauthor=False) / "addresses.json"


def _listed() -> dict[str, Place]:
    """By the digest of a workbook's name; none where the file is not there or is not ours."""
    with suppress(OSError, ValueError, TypeError, AttributeError, OverflowError):
        listed: Any = json.loads(_file().read_text(encoding="utf-8"))
        return {str(key): _place(*one) for key, one in listed.items()}
    return {}


def _place(port: Any, secrets: Any) -> Place:
    listed = [bytes.fromhex(one) for one in secrets]
    return Place(int(port), tuple(one.hex() for one in listed if len(one) == SECRET))
