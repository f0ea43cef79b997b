"""Host over a workbook that is open in Excel, through xlwings; with excel/busy the only module that knows COM.

Excel on Windows gives a range as SpreadsheetML in one call. Where that is not to be had (a Mac, LibreOffice), values
and formulas come in one call each and looks by quadtree. A large sheet is read from a copy that Excel saves.
"""

from __future__ import annotations

import atexit
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from platformdirs import user_cache_path

from ...errors import ExcelBusy, ExcelGone, HostError, InputError
from ...grid import CellRange, quoted
from ...sheet import Sheet, Table
from ..busy import PATIENCE, Patience, once, patiently
from ..calling import current
from ..open_source import xlwings
from .quadtree import read_by_quadtree
from .spreadsheetml import SpreadsheetXml

if TYPE_CHECKING:
    from ...files.file import FileHost

CHUNK_CELLS = 200_000  # asked for at a time
MOST_CELLS = 2_000_000  # of a range, if no other bound is set: about a gigabyte as SpreadsheetML
_CHUNKS = 2  # at most, however large the range: four calls, with eight others
_COPY_LIFE = 600.0  # seconds; reading a copy takes some
_COPIED = (".xlsx", ".xlsm", ".xltx", ".xltm")  # a copy of these can be read as a file
_XML = 11  # xlRangeValueXMLSpreadsheet
_EXTERNAL = re.compile(r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!")
_LONGEST_ADDRESS = 250  # Range.Address is cut off at 255 characters


def tame(windows: Any) -> None:
    """Take from xlwings' Windows module what it does on its own: ending Excels at exit, retrying for ever, and keeping
    an object of every Excel that it looks at, which would stay unseen after its last window is closed.

    ``windows`` is ``xlwings._xlwindows``. Its ``cleanup`` kills every Excel that it cannot see. The pointer it gets
    from a window is its own already; it adds a reference that nobody gives back (``True`` in get_xl_app_from_hwnd).
    """
    atexit.unregister(windows.cleanup)
    windows.N_COM_ATTEMPTS = 1  # excel/busy does the waiting
    owned = windows._PyCom_PyObjectFromIUnknown
    windows._PyCom_PyObjectFromIUnknown = lambda pointer, kind, add_reference: owned(pointer, kind, False)


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
        """One worksheet as it stands now, unsaved changes included. At most 12 COM calls, as ``read_range``."""
        used = self._used(name)
        return patiently(lambda: _read_used(used.api) if _has_xml(used) else read_by_quadtree(used), self._patience)

    def fetched(self, name: str) -> Callable[[], Sheet]:
        """The same, where making a sheet of what Excel gave, which takes longest, is left to another thread.

        Call what comes back once, there. Raises HostError, and so does that.
        """
        used = self._used(name)
        return patiently(lambda: _fetched(used), self._patience)

    def _used(self, name: str) -> xlwings.Range:
        try:
            return patiently(lambda: self.book.sheets[name].used_range, self._patience)
        except (ExcelBusy, ExcelGone):
            raise
        except (HostError, KeyError):
            if name in (names := self.sheet_names()):
                raise
            raise InputError(f"The workbook has no sheet {quoted(name)}. It has: {', '.join(names)}.") from None

    @contextmanager
    def copy(self) -> Iterator[FileHost]:
        """The whole workbook as it stands now, through a copy that Excel saves and that is deleted at the end.

        Not to be had while Excel calculates, nor from .xls and .xlsb, of which the file host reads no formulas:
        HostError.
        """
        name = patiently(lambda: self.book.name, self._patience)
        with ExitStack() as until_read:
            save = partial(_saved_copy, self.book.api, name, until_read)
            yield patiently(save, self._patience)


def read_range(
    area: xlwings.Range, patience: Patience = PATIENCE, most: Callable[[], int] = lambda: MOST_CELLS
) -> Sheet:
    """A live range as a Sheet, at its own addresses: one or more areas, whole columns and rows by their used part.

    On Windows at most 12 COM calls, whatever its size and however many ListObjects its sheet has; 2 more for each
    further area, and where VBA has sent no ListObjects and Excel saves no copy to read them from, 6 for each.
    Raises InputError for a range of too many areas, or of more than ``most`` cells, which Excel would hold in memory
    as text while its cells wait; HostError when Excel does not give it.
    """
    return patiently(lambda: _read_by_xml(area.api, most()) if _has_xml(area) else read_by_quadtree(area), patience)


def range_of(app: xlwings.App, com: Any) -> xlwings.Range:
    """The xlwings range of one that Excel itself hands over, by its address. Raises HostError where it is closed."""
    prefix, areas = _parsed(com.GetAddress(False, False, 1, True))
    file, name = _names_in(prefix)
    book = next((book for book in app.books if book.name == file), None)
    if book is None:
        raise HostError(f"The workbook {file[:80]} is not open any more, so its cells cannot be read.")
    return book.sheets[name].range(",".join(map(str, areas)))


def _has_xml(area: xlwings.Range) -> bool:
    return hasattr(area.api, "GetValue")


def _read_used(com: Any) -> Sheet:
    """A used range; one beyond two chunks through a copy of its workbook, where Excel saves one that can be read."""
    prefix, areas = _parsed(com.GetAddress(False, False, 1, True))
    file, name = _names_in(prefix)
    if _wants_copy(file, areas):
        with suppress(HostError), ExitStack() as until_read:  # not while it calculates, nor with a password
            return _saved_copy(com.Worksheet.Parent, file, until_read).read(name)
    return _read(com.Worksheet, prefix, areas)


def _wants_copy(file: str, areas: list[CellRange]) -> bool:
    return areas[0].area > _CHUNKS * CHUNK_CELLS and _suffix(file) in _COPIED


def _fetched(used: xlwings.Range) -> Callable[[], Sheet]:
    """A used range as ``_read_used`` reads it; nothing of Excel's is in what comes back."""
    if not _has_xml(used):
        sheet = read_by_quadtree(used)
        return lambda: sheet
    com = used.api
    prefix, areas = _parsed(com.GetAddress(False, False, 1, True))
    file, name = _names_in(prefix)
    if _wants_copy(file, areas):
        with suppress(HostError), ExitStack() as until_read:
            host = _saved_copy(com.Worksheet.Parent, file, until_read)
            return partial(_read_and_closed, host, name, until_read.pop_all())
    return partial(_made, prefix, areas, _declared(com.Worksheet, prefix), list(_texts(com.Worksheet, areas)))


def _read_and_closed(host: FileHost, name: str, until_read: ExitStack) -> Sheet:
    with until_read:
        return host.read(name)


def _read_by_xml(com: Any, most: int) -> Sheet:
    worksheet = com.Worksheet
    prefix, areas = _parsed(com.GetAddress(False, False, 1, True))
    if sum(area.area for area in areas) > CHUNK_CELLS:
        used = CellRange.parse(worksheet.UsedRange.GetAddress(False, False))
        areas = [part for area in areas if (part := area & used)]
        if (cells := sum(area.area for area in areas)) > most:
            raise InputError(
                f"The range holds {cells:,} cells; {most:,} are the most that are read while Excel waits. Name fewer, "
                "or raise range_cells in the settings."
            )
    return _read(worksheet, prefix, areas)


def _read(worksheet: Any, prefix: str, areas: list[CellRange]) -> Sheet:
    return _made(prefix, areas, _declared(worksheet, prefix), _texts(worksheet, areas))


def _texts(worksheet: Any, areas: list[CellRange]) -> Iterator[tuple[str, CellRange]]:
    """What Excel gives of the areas, a chunk at a time."""
    return ((worksheet.Range(str(chunk)).GetValue(_XML), chunk) for chunk in _chunks(areas))


def _made(
    prefix: str,
    areas: list[CellRange],
    declared: tuple[tuple[Table, ...], bool],
    texts: Iterable[tuple[str, CellRange]],
) -> Sheet:
    """A sheet of the areas."""
    tables, date1904 = declared
    xml = SpreadsheetXml(date1904)
    for text, chunk in texts:
        xml.read(text, chunk)
    sheet = xml.sheet(_names_in(prefix)[1], tables=tuple(t for t in tables if any(t.range & area for area in areas)))
    merges = tuple(dict.fromkeys(sheet.merges))  # areas that overlap name theirs twice
    return sheet if len(merges) == len(sheet.merges) else replace(sheet, merges=merges)


def _declared(worksheet: Any, prefix: str) -> tuple[tuple[Table, ...], bool]:
    """The sheet's ListObjects, and whether its workbook counts days from 1904."""
    book = worksheet.Parent
    sent = current().tables.get(prefix)
    if sent is not None:
        return sent, bool(book.Date1904)
    listed = worksheet.ListObjects
    count = int(listed.Count)
    file, name = _names_in(prefix)
    if count and _suffix(file) in _COPIED:
        with suppress(HostError), ExitStack() as until_read:
            return _saved_copy(book, file, until_read).declared(name)
    return tuple(_table(listed.Item(i + 1)) for i in range(count)), bool(book.Date1904)


def _saved_copy(book: Any, name: str, until_read: ExitStack) -> FileHost:
    """A copy of the workbook ``name`` that Excel saves, as a file. Raises HostError where it does not."""
    from ...files.file import FileHost

    copies_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = until_read.enter_context(TemporaryDirectory(dir=copies_folder(), ignore_cleanup_errors=True))
    path = Path(folder) / f"copy{_suffix(name)}"
    once(lambda: book.SaveCopyAs(str(path)))
    return until_read.enter_context(FileHost(path))


def copies_folder() -> Path:
    """Where copies are while they are read: a folder of this person's own, which ``sweep_copies`` empties."""
    return user_cache_path("sheetllm", appauthor=False) / "copies"


def sweep_copies(now: float | None = None) -> None:
    """Take away copies that a process which was ended has left. One that is read is never so old."""
    before = (time.time() if now is None else now) - _COPY_LIFE
    for folder in copies_folder().glob("*"):
        with suppress(OSError):  # another sweep came first
            if folder.lstat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)


def _suffix(name: str) -> str:
    """The kind of file Excel would save; a book that was never saved becomes an .xlsx."""
    return Path(name).suffix.lower() or ".xlsx"


def _parsed(address: str) -> tuple[str, list[CellRange]]:
    """What stands before the cells of an external address such as ``'[Book 1.xlsx]Q1'!A1:B2,D:D``, and its areas."""
    match = _EXTERNAL.match(address)
    if match is None:
        raise HostError("Excel named this range in a way that cannot be read; name it by sheet and cells.")
    if len(address) > _LONGEST_ADDRESS + match.end():
        raise InputError("The range has too many separate areas; name fewer, or one that holds them all.")
    return match[0][:-1], [CellRange.parse(part) for part in address.replace(match[0], "").split(",")]


def _names_in(prefix: str) -> tuple[str, str]:
    """Workbook and sheet of what stands before the cells.

    >>> _names_in("'[It''s.xlsx]Q 1'"), _names_in("[Book1]Q1")
    (("It's.xlsx", 'Q 1'), ('Book1', 'Q1'))
    """
    path = prefix[1:-1].replace("''", "'") if prefix.startswith("'") else prefix
    book, _, sheet = path.rpartition("]")
    return book.rpartition("[")[2], sheet


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
