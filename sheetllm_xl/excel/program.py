"""The program: the language that Excel speaks, and a file opened in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .busy import Patience, patiently

if TYPE_CHECKING:
    import xlwings

_LANGUAGE_OF_UI = 2  # msoLanguageIDUI
_PRIMARY = 0x3FF  # the low ten bits of a Windows language identifier
_NO_LINKS = 0  # none is brought up to date, and nobody is asked
_BRIEF = Patience(seconds=0.2)


def language(excel: xlwings.App) -> int:
    """The primary language of Excel's words, as Windows numbers it: 7 is German, 18 Korean. Raises HostError."""
    return int(patiently(lambda: excel.api.LanguageSettings.LanguageID(_LANGUAGE_OF_UI), _BRIEF)) & _PRIMARY


def open_file(excel: xlwings.App, path: Path) -> None:
    """Open a workbook in front, to be read; its file stays as it is. Raises HostError."""
    patiently(lambda: excel.api.Workbooks.Open(str(path), _NO_LINKS, True))
