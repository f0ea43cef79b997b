"""Addresses: where the page of each workbook was served last. A page that is still open finds its server there again,
and what was typed on it, which a browser keeps for an address and port.
"""

from __future__ import annotations

import json
import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from platformdirs import user_cache_path

from .. import output
from ..errors import HostError
from ..record import digest

_MOST = 200  # workbooks, the latest
_LIFE = 86_400.0  # seconds after which a token is made anew: it stands in the history of a browser


class Address(NamedTuple):
    """A port of this computer (0: a free one), the token in the page's address, and when that was made, since 1970."""

    port: int
    token: str
    made: float


def last(name: str, now: float | None = None) -> Address:
    """Where the workbook of that full name was served last; a free port where it never was."""
    moment = time.time() if now is None else now
    port, token, made = _listed().get(digest(name), (0, "", 0.0))
    if token and 0 <= moment - made < _LIFE:
        return Address(port, token, made)
    return Address(port, secrets.token_urlsafe(24), moment)


def keep(name: str, address: Address) -> None:
    """Remember it; where the disk takes nothing, the page is served all the same."""
    listed = {key: one for key, one in _listed().items() if key != digest(name)} | {digest(name): address}
    with suppress(HostError):
        output.replace(_file(), json.dumps(dict([*listed.items()][-_MOST:])))


def _file() -> Path:
    return user_cache_path("sheetllm", appauthor=False) / "addresses.json"


def _listed() -> dict[str, Address]:
    """By the digest of a workbook's name; none where the file is not there or is not ours."""
    with suppress(OSError, ValueError, TypeError, AttributeError):
        listed: Any = json.loads(_file().read_text(encoding="utf-8"))
        return {str(key): Address(int(port), str(token), float(made)) for key, (port, token, made) in listed.items()}
    return {}
