"""LiveBook: a workbook that is open in Excel, as the page shows it; what is clicked is selected there, what is agreed
to is written.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from ..answers import Question
from ..answers.briefed import briefed_by
from ..answers.whole import waits, whole_workbook, without_ours
from ..chain.briefing import Briefing, is_briefing
from ..detect import FoundTable
from ..errors import ExcelBusy, HostError, InputError
from ..excel.busy import Patience, patiently
from ..grid import CellRange, Ref, quoted
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


class Written(NamedTuple):
    """What was written, in words, and the mark by which it is taken back, "" where nothing was."""

    words: str
    mark: str


Rows = Sequence[Sequence[Value | None]]
Write = Callable[["xlwings.Book", "Journal"], str]
_QUICK = 60_000  # cells of a sheet that is read again whenever the page is looked at; a larger one, when it is asked
_BRIEF = Patience(seconds=0.2)  # on Excel's thread, which cells call
_PATIENCE, _PAUSE = 10.0, 0.3  # seconds on the page's own: in all, and between two tries
_NO_ROOM = "Select an empty cell in Excel, then press it again."
_WAITS = "Cells of {} have no value yet. Ask again when they do."
_CLOSED = (
    "{} is not open in Excel under that name any more. Open it again; saved under another name, it gets a page of its "
    "own by Open Page."
)


class LiveBook:
    """The workbook of that full name in the Excel of that process; ``do`` does a piece of work on Excel's thread.
    ``is_confirmed``: whether the person lets what it says of itself pass.

    Nothing of Excel's is kept between two pieces of work: who keeps a workbook keeps its Excel from ending.
    """

    def __init__(
        self,
        name: str,
        program: str,
        do: Do,
        journal: Callable[[], Journal],
        is_confirmed: Callable[[Briefing], bool],
    ) -> None:
        self.full_name, self._program, self._do, self._journal = name, program, do, journal
        self._is_confirmed = is_confirmed
        self._lock = threading.RLock()
        self._sheets: dict[str, Sheet] = {}

    @property
    def title(self) -> str:
        """Its name in Excel."""
        return self.full_name.replace("\\", "/").rpartition("/")[2]

    @property
    def version(self) -> str:
        """What changes with its sheets, as far as they were looked at. Raises HostError."""
        with self._lock:
            self._renew(list(self._sheets), _QUICK)
            return digest("".join((*self.names(), *(f"{name}{one.digest}" for name, one in self._sheets.items()))))

    def names(self) -> tuple[str, ...]:
        """Its worksheets, in tab order. Raises HostError."""
        return self._call(lambda book: tuple(sheet.name for sheet in book.sheets))

    def hidden(self) -> frozenset[str]:
        """The sheets that Excel does not show. Raises HostError."""
        return self._call(lambda book: frozenset(one.name for one in book.sheets if one.visible is False))

    def notes(self) -> tuple[str, ...]:
        """Nothing of it is not read."""
        return ()

    def sheet(self, name: str) -> Sheet:
        """A sheet as it was when the page was last looked at. Raises HostError, InputError."""
        with self._lock:
            if name not in self._sheets:
                self._sheets[name] = self._read(name)
            return self._sheets[name]

    def data(self, name: str, cells: CellRange | None = None) -> Sheet:
        """Those cells of a sheet; else all of it without what our own functions show, as in a call without a range.

        Raises HostError; InputError where cells of it still wait for their value.
        """
        sheet = self._without_ours(self.sheet(name)) if cells is None else self.sheet(name).crop(cells)
        if waits(sheet):
            raise InputError(_WAITS.format(quoted(name)))
        return sheet

    def workbook(self) -> Workbook:
        """All of its sheets together, as ``scope=workbook`` takes them in a cell. Raises HostError, InputError."""
        return whole_workbook(map(self.data, self.names()))

    def briefed(self, question: Question, is_whole: bool) -> Question:
        """As its cells ask it: what it says of itself goes with a question to all sheets alone.

        Raises HostError, InputError.
        """
        if not is_whole:
            return question
        return briefed_by(question, [self.data(name) for name in self.names() if is_briefing(name)], self._is_confirmed)

    def renew(self, name: str = "") -> None:
        """What was read of a sheet, or of all, is read again. Raises HostError."""
        with self._lock:
            self._renew([one for one in self._sheets if name in ("", one)])

    def _renew(self, names: Iterable[str], most: int | None = None) -> None:
        """Of sheets of at most so many cells."""
        for name in names:
            sheet = self._sheets[name]
            if most is None or len(sheet) <= most:
                try:
                    again = self._read(name)
                except InputError:  # it was renamed, or deleted
                    del self._sheets[name]
                    continue
                if again.digest != sheet.digest:
                    self._sheets[name] = again

    def _without_ours(self, sheet: Sheet) -> Sheet:
        """Worked out once a sheet."""
        from ..excel.cells import LiveCells
        from ..excel.read.live import read_range

        def spilled(row: int, col: int) -> CellRange | None:
            cells = LiveCells(read_range, lambda action: patiently(action, _BRIEF))
            return self._work(lambda book: cells.spilled(book.sheets[sheet.name].range("A1"), row, col))

        if (known := sheet.remembered.get(without_ours)) is None:
            known = sheet.remembered[without_ours] = without_ours(sheet, spilled)
        found: Sheet = known
        return found

    def selection(self) -> Ref | None:
        """What is selected; None where that is no cell of this workbook. Raises HostError."""

        def selected(book: xlwings.Book) -> Ref | None:
            area = book.app.selection
            if area is None or area.sheet.book.name != book.name:
                return None
            return Ref(area.sheet.name, CellRange.parse(area.address.replace("$", "").partition(",")[0]))

        return self._call(selected)

    def select(self, ref: Ref) -> None:
        """Stand in those cells. Raises HostError."""

        def stand(book: xlwings.Book) -> None:
            sheet = book.sheets[ref.sheet]
            book.impl.activate()  # within its Excel: xlwings' own would take the focus from the page
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

        def is_free(book: xlwings.Book, ref: Ref) -> bool:
            return read_range(book.sheets[ref.sheet].range(str(ref.range)), _BRIEF).used is None

        if at := self.selection():
            top, left = at.range.top, at.range.left
            box = Ref(at.sheet, CellRange(top, left, top + height - 1, left + width - 1))
            if self._work(lambda book: is_free(book, box)):
                return box
        if not read:
            raise InputError(_NO_ROOM)
        sheet = self.sheet(read)
        return self._work(lambda book: free_beside(book, sheet, rows, _BRIEF)[1])

    def put(self, at: Ref, rows: Rows) -> Written:
        """Write values into empty cells. Raises HostError, with nothing changed."""
        from ..excel.write.writeback import write_answer

        def write(book: xlwings.Book, journal: Journal) -> str:
            return write_answer(book.sheets[at.sheet].range(str(at.range)), rows, journal, patience=_BRIEF)

        return self._written(write)

    def put_formula(self, at: Ref, formula: str) -> Written:
        """Write a formula of ours into an empty cell, likewise. Raises HostError."""
        from ..excel.write.asking import write_formula

        return self._written(lambda book, journal: write_formula(book, at, formula, journal, _BRIEF))

    def write_tables(self, way: str, sheet: Sheet, tables: Sequence[FoundTable]) -> Written:
        """Write the tables of a sheet as ``list``, ``outlines``, ``names`` or Excel ``tables``.

        Raises HostError, with nothing changed.
        """
        from ..excel.write.writeback import WAYS

        found = [(sheet, table) for table in tables]
        return self._written(lambda book, journal: WAYS[way](book, found, journal, _BRIEF))

    def undo(self, mark: str) -> str:
        """Take back what was written under that mark. Raises HostError; InputError where it is not there any more."""
        from ..excel.write.undoing import undo_marked

        return self._work(lambda book: undo_marked(book, self._journal(), mark, _BRIEF))

    def _written(self, write: Write) -> Written:
        from ..excel.write.undoing import marks

        def work(book: xlwings.Book) -> Written:
            journal = self._journal()
            before = marks(book, journal, _BRIEF)
            words = write(book, journal)
            new = [mark for mark in marks(book, journal, _BRIEF) if mark not in before]
            return Written(words, new[-1] if new else "")

        return self._work(work)

    def _read(self, name: str) -> Sheet:
        from ..excel.read.live import LiveHost

        return self._work(lambda book: LiveHost(book, _BRIEF).fetched(name))()

    def _call(self, work: Callable[[xlwings.Book], T]) -> T:
        """A few calls on Excel, which may be repeated. Raises HostError with a sentence where they fail."""
        return self._work(lambda book: patiently(lambda: work(book), _BRIEF))

    def _work(self, work: Callable[[xlwings.Book], T]) -> T:
        """A piece of work that gives up soon where Excel is busy; it is waited for here. Raises HostError."""
        from ..excel.read.front import open_book

        def opened() -> T:
            book = open_book(self.full_name, self._program, _BRIEF)
            if book is None:
                raise HostError(_CLOSED.format(self.title))
            return work(book)

        until = time.monotonic() + _PATIENCE
        while True:
            try:
                return self._do(opened)
            except ExcelBusy:
                if time.monotonic() + _PAUSE > until:
                    raise
            time.sleep(_PAUSE)
