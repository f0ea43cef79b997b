"""Host over a workbook that is open in Excel, through xlwings; with hosts/busy the only module that knows COM.

Excel on Windows gives a range as SpreadsheetML in one call. Where that is not to be had (a Mac, LibreOffice), values
and formulas come in one call each and looks by quadtree. A large sheet is read from a copy that Excel saves.
"""

from __future__ import annotations

import atexit
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlwings

from ..errors import HostError, InputError
from ..grid import CellRange, quoted
from ..sheet import Sheet, Table
from .busy import PATIENCE, Patience, patiently
from .file import FileHost
from .quadtree import read_by_quadtree
from .spreadsheetml import SpreadsheetXml

CHUNK_CELLS = 200_000  # asked for at a time
_CHUNKS = 2  # at most, however large the range: with 8 other calls that makes 12
_COPIED = (".xlsx", ".xlsm", ".xltx", ".xltm")  # a copy of these can be read as a file
_XML = 11  # xlRangeValueXMLSpreadsheet
_EXTERNAL = re.compile(r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!")
_LONGEST_ADDRESS = 250  # Range.Address is cut off at 255 characters


def tame(windows: Any) -> None:
    """Take from xlwings' Windows module what it does on its own: ending Excels at exit, and retrying for ever.

    ``windows`` is ``xlwings._xlwindows``. Its ``cleanup`` kills every Excel that it cannot see.
    """
    atexit.unregister(windows.cleanup)
    windows.N_COM_ATTEMPTS = 1  # hosts/busy does the waiting


if sys.platform == "win32":
    import xlwings._xlwindows

    tame(xlwings._xlwindows)


class LiveHost:
    """The sheets of an open workbook. Raises HostError with one sentence when Excel is busy, gone or refuses."""

    def __init__(self, book: xlwings.Book, patience: Patience = PATIENCE) -> None:
        self.book = book
        self._patience = patience

    def sheet_names(self) -> tuple[str, ...]:
        """The worksheets, in tab order, hidden ones included."""
        return patiently(lambda: tuple(sheet.name for sheet in self.book.sheets), self._patience)

    def read(self, name: str) -> Sheet:
        """One worksheet as it stands now, unsaved changes included."""
        if name not in (names := self.sheet_names()):
            raise InputError(f"The workbook has no sheet {quoted(name)}. It has: {', '.join(names)}.")
        used = patiently(lambda: self.book.sheets[name].used_range, self._patience)
        large = self._cells(used) > _CHUNKS * CHUNK_CELLS
        if large and self._suffix() in _COPIED and patiently(lambda: _has_xml(used), self._patience):
            with self.copy() as host:
                return host.read(name)
        return read_range(used, self._patience)

    @contextmanager
    def copy(self) -> Iterator[FileHost]:
        """The whole workbook as it stands now, through a copy that Excel saves and that is deleted at the end.

        Not to be had while Excel calculates, nor from .xls and .xlsb, which are no kind the file host reads: HostError.
        """
        with TemporaryDirectory(prefix="sheetllm-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / f"copy{self._suffix()}"
            patiently(lambda: self.book.api.SaveCopyAs(str(path)), self._patience)
            with FileHost(path) as host:
                yield host

    def _suffix(self) -> str:
        """The kind of file Excel would save; a book that was never saved becomes an .xlsx."""
        name = patiently(lambda: self.book.name, self._patience)
        return Path(name).suffix.lower() or ".xlsx"

    def _cells(self, area: xlwings.Range) -> int:
        rows, columns = patiently(lambda: area.shape, self._patience)
        return int(rows * columns)


def read_range(area: xlwings.Range, patience: Patience = PATIENCE) -> Sheet:
    """A live range as a Sheet, at its own addresses: one or more areas, whole columns and rows by their used part.

    On Windows 8 to 12 COM calls whatever the size, and 6 more for each ListObject of the sheet. Raises InputError for
    a range of too many areas, HostError when Excel does not give it.
    """
    return patiently(lambda: _read_by_xml(area.api) if _has_xml(area) else read_by_quadtree(area), patience)


def _has_xml(area: xlwings.Range) -> bool:
    return hasattr(area.api, "GetValue")


def _read_by_xml(com: Any) -> Sheet:
    worksheet = com.Worksheet
    name, areas = _parsed(com.GetAddress(False, False, 1, True))
    if sum(area.area for area in areas) > CHUNK_CELLS:
        used = CellRange.parse(worksheet.UsedRange.GetAddress(False, False))
        areas = [part for area in areas if (part := area & used)]
    found = SpreadsheetXml(bool(worksheet.Parent.Date1904))
    for chunk in _chunks(areas):
        found.read(worksheet.Range(str(chunk)).GetValue(_XML), chunk)
    tables = (_table(listed) for listed in worksheet.ListObjects)
    return found.sheet(name, tables=tuple(t for t in tables if any(t.range & area for area in areas)))


def _parsed(address: str) -> tuple[str, list[CellRange]]:
    """Sheet name and areas of an external address such as ``'[Book 1.xlsx]Q1'!A1:B2,D:D``."""
    found = _EXTERNAL.match(address)
    if found is None:
        raise HostError("Excel named this range in a way that cannot be read; name it by sheet and cells.")
    if len(address) > _LONGEST_ADDRESS + found.end():
        raise InputError("The range has too many separate areas; name fewer, or one that holds them all.")
    path = found["plain"] or found["quoted"].replace("''", "'")
    areas = [CellRange.parse(part) for part in address.replace(found[0], "").split(",")]
    return path[path.rfind("]") + 1 :], areas


def _chunks(areas: list[CellRange]) -> Iterator[CellRange]:
    """The areas, a large one cut into bands of rows."""
    for area in areas:
        bands = min(ceil(area.area / CHUNK_CELLS), _CHUNKS)
        height = ceil(area.shape[0] / bands)
        for top in range(area.top, area.bottom + 1, height):
            yield CellRange(top, area.left, min(top + height - 1, area.bottom), area.right)


def _table(listed: Any) -> Table:
    """A ListObject."""
    address = listed.Range.GetAddress(False, False)
    return Table(listed.Name, CellRange.parse(address), int(bool(listed.ShowHeaders)), int(bool(listed.ShowTotals)))
