"""LiveBook: a workbook that is open in Excel, as the page shows it; what is clicked is selected there, what is agreed
to is written.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from ..detect import FoundTable
from ..errors import InputError
from ..grid import CellRange, Ref
from ..literals import Value
from ..record import digest
from ..retrieve import Workbook
from ..sheet import Sheet

if TYPE_CHECKING:
    import xlwings

    from ..excel.write.journal import Journal

T = TypeVar("T")


class Do(Protocol):
    """Does a piece of work on Excel's thread, and gives or raises what it does."""

    def __call__(self, work: Callable[[], T], /) -> T:
        """Wait until it is done."""


Rows = Sequence[Sequence[Value | None]]
_QUICK = 60_000  # cells of a sheet that is read again whenever the page is looked at; a larger one, when it is asked
_NO_ROOM = "Select an empty cell in Excel, then press it again."


class LiveBook:
    """``do`` does a piece of work on Excel's thread. Made on that thread."""

    def __init__(self, book: xlwings.Book, do: Do, journal: Callable[[], Journal]) -> None:
        from ..excel.workbook_names import full_name

        self._book, self._do, self._journal = book, do, journal
        self._lock = threading.RLock()
        self._sheets: dict[str, Sheet] = {}
        self.full_name = full_name(book)

    def take(self, book: xlwings.Book) -> None:
        """The same workbook, closed meanwhile and opened again, is another object of Excel's."""
        self._book = book

    @property
    def title(self) -> str:
        """Its name in Excel."""
        return self.full_name.replace("\\", "/").rpartition("/")[2]

    @property
    def version(self) -> str:
        """What changes with its sheets, as far as they were looked at. Raises HostError."""
        with self._lock:
            self.renew(_QUICK)
            return digest("".join((*self.names(), *(f"{name}{one.digest}" for name, one in self._sheets.items()))))

    def names(self) -> tuple[str, ...]:
        """Its worksheets, in tab order. Raises HostError."""
        from ..excel.read.live import LiveHost

        return self._call(lambda: LiveHost(self._book).sheet_names())

    def hidden(self) -> frozenset[str]:
        """The sheets that Excel does not show. Raises HostError."""
        return self._call(lambda: frozenset(one.name for one in self._book.sheets if one.visible is False))

    def notes(self) -> tuple[str, ...]:
        """Nothing of it is not read."""
        return ()

    def sheet(self, name: str) -> Sheet:
        """A sheet as it was when the page was last looked at. Raises HostError, InputError."""
        with self._lock:
            if name not in self._sheets:
                self._sheets[name] = self._read(name)
            return self._sheets[name]

    def renew(self, most: int | None = None) -> None:
        """What was read is read again, of sheets of at most so many cells. Raises HostError."""
        with self._lock:
            for name, sheet in list(self._sheets.items()):
                if most is None or len(sheet) <= most:
                    try:
                        again = self._read(name)
                    except InputError:  # it was renamed, or deleted
                        del self._sheets[name]
                        continue
                    if again.digest != sheet.digest:
                        self._sheets[name] = again

    def workbook(self) -> Workbook:
        """All of its sheets together. Raises HostError."""
        return Workbook.of([self.sheet(name) for name in self.names()])

    def selection(self) -> Ref | None:
        """What is selected; None where that is no cell of this workbook. Raises HostError."""

        def selected() -> Ref | None:
            area = self._book.app.selection
            if area is None or area.sheet.book.name != self._book.name:
                return None
            return Ref(area.sheet.name, CellRange.parse(area.address.replace("$", "").partition(",")[0]))

        return self._call(selected)

    def select(self, ref: Ref) -> None:
        """Stand in those cells. Raises HostError."""

        def stand() -> None:
            sheet = self._book.sheets[ref.sheet]
            self._book.impl.activate()  # within its Excel: xlwings' own would take the focus from the page
            sheet.impl.activate()
            sheet.range(str(ref.range)).select()

        self._call(stand)

    def place(self, rows: Rows, read: str) -> Ref:
        """Where so many rows would go: what is selected, if it is empty; else beside what was read on that sheet.

        Raises HostError, InputError.
        """
        from ..excel.read.live import read_range
        from ..excel.write.writeback import free_beside

        height, width = len(rows), len(rows[0])

        def free(ref: Ref) -> bool:
            return read_range(self._book.sheets[ref.sheet].range(str(ref.range))).used is None

        if at := self.selection():
            top, left = at.range.top, at.range.left
            box = Ref(at.sheet, CellRange(top, left, top + height - 1, left + width - 1))
            if self._call(lambda: free(box)):
                return box
        if not read:
            raise InputError(_NO_ROOM)
        sheet = self.sheet(read)
        return self._call(lambda: free_beside(self._book, sheet, rows)[1])

    def put(self, at: Ref, rows: Rows) -> str:
        """Write values into empty cells; what was written, in words. Raises HostError, with nothing changed."""
        from ..excel.write.writeback import write_answer

        return self._do(lambda: write_answer(self._book.sheets[at.sheet].range(str(at.range)), rows, self._journal()))

    def put_formula(self, at: Ref, formula: str) -> str:
        """Write a formula of ours into an empty cell, likewise. Raises HostError."""
        from ..excel.write.asking import write_formula

        return self._do(lambda: write_formula(self._book, at, formula, self._journal()))

    def write_tables(self, way: str, sheet: Sheet, tables: Sequence[FoundTable]) -> str:
        """Write the tables of a sheet as ``list``, ``outlines``, ``names`` or Excel ``tables``; in words, what was.

        Raises HostError, with nothing changed.
        """
        from ..excel.write import writeback

        write = getattr(writeback, f"write_{way}")
        found = [(sheet, table) for table in tables]
        return self._do(lambda: str(write(self._book, found, self._journal())))

    def undo(self) -> str:
        """Take back what was written last. Raises HostError."""
        from ..excel.write.undoing import undo_last

        return self._do(lambda: undo_last(self._book, self._journal()))

    def _read(self, name: str) -> Sheet:
        from ..excel.read.live import LiveHost

        return self._do(lambda: LiveHost(self._book).read(name))

    def _call(self, work: Callable[[], T]) -> T:
        """A piece of work on Excel that may be repeated. Raises HostError with a sentence where it fails."""
        from ..excel.busy import patiently

        return self._do(lambda: patiently(work))
