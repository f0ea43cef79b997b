"""What a workbook says of itself: where that stands, and which texts this person has confirmed.

A confirmation is of a text, not of a place: where a character of it changes, it is one that nobody has seen.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from .. import output
from ..chain.briefing import NAME, Briefing, is_briefing
from ..errors import BeyondLimits, HostError, InputError
from ..grid import Ref
from ..record import digest
from ..sheet import Sheet

if TYPE_CHECKING:
    from ..files.file import FileHost

_MOST = 1_000  # texts that are remembered, the newest


@dataclass(frozen=True, slots=True)
class Found:
    """A workbook's text: ``where`` it stands, and whether it may be sent."""

    briefing: Briefing
    where: str
    is_confirmed: bool

    @property
    def sent(self) -> Briefing | None:
        """What of it is sent: all that is confirmed."""
        return self.briefing if self.is_confirmed else None


def found(host: FileHost) -> Found | None:
    """What a workbook says of itself; None where it says nothing, or what cannot be read. Raises BeyondLimits."""
    try:
        sheet = _sheet(host)
    except BeyondLimits:
        raise
    except (HostError, InputError):
        return None
    if sheet is None or sheet.used is None:
        return None
    briefing = Briefing.of(sheet)
    return Found(briefing, str(Ref(sheet.name, sheet.used)), is_confirmed(briefing))


def sent(host: FileHost) -> Briefing | None:
    """What a workbook says of itself and the person has confirmed. Raises BeyondLimits."""
    known = found(host)
    return known.sent if known else None


def _sheet(host: FileHost) -> Sheet | None:
    """The sheet of that name, else the cells that the name stands for."""
    named = next((one for one in host.sheet_names() if is_briefing(one)), None)
    if named is not None:
        return host.read(named)
    target = host.defined_name(NAME)
    if not target:
        return None
    place = Ref.parse(target)
    return host.read(place.sheet).crop(place.range)


def is_confirmed(briefing: Briefing) -> bool:
    """Whether the text may pass."""
    return digest(briefing.text) in _confirmed()


def confirm(briefing: Briefing) -> None:
    """Let a text pass from now on. Raises HostError."""
    key = digest(briefing.text)
    _keep([*(one for one in _confirmed() if one != key), key][-_MOST:])


def withdraw(briefing: Briefing) -> None:
    """Let a text pass no more. Raises HostError."""
    _keep([one for one in _confirmed() if one != digest(briefing.text)])


def _file() -> Path:
    return user_data_path("sheetllm", appauthor=False) / "confirmed.json"


def _confirmed() -> list[str]:
    """The digests of the texts; none where the file is not there or is not ours."""
    with suppress(OSError, ValueError):
        listed = json.loads(_file().read_text(encoding="utf-8"))
        if isinstance(listed, list) and all(isinstance(one, str) for one in listed):
            return listed
    return []


def _keep(listed: list[str]) -> None:
    output.replace(_file(), json.dumps(listed, indent=0))
