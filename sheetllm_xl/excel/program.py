"""The program: the language that Excel speaks, and a file opened in it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import HostError
from .busy import Patience, patiently

if TYPE_CHECKING:
    import xlwings

_LANGUAGE_OF_UI = 2  # msoLanguageIDUI
_PRIMARY = 0x3FF  # the low ten bits of a Windows language identifier
_SPOKEN = {7: "de", 18: "ko"}  # as addin/vba/Wording.bas has them
_NO_LINKS = 0  # none is brought up to date, and nobody is asked
_BRIEF = Patience(seconds=0.2)


def spoken_by(excel: xlwings.App | None) -> str:
    """The language of Excel's own words, of those that we speak; English where it is another. Raises COM's errors."""
    settings = getattr(getattr(excel, "api", None), "LanguageSettings", None)
    return _SPOKEN.get(int(settings.LanguageID(_LANGUAGE_OF_UI)) & _PRIMARY, "en") if settings else "en"


def language_of(excel: xlwings.App | None) -> str:
    """The language that Excel speaks; English where it does not say."""
    with suppress(HostError):
        return patiently(lambda: spoken_by(excel), _BRIEF)
    return "en"


def open_file(excel: xlwings.App, path: Path) -> None:
    """Open a workbook in front, to be read; its file stays as it is. Raises HostError."""
    patiently(lambda: excel.api.Workbooks.Open(str(path), _NO_LINKS, True))
