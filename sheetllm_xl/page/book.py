"""Book: the workbook that a page is about; FileBook is one in a file, read again once the file is another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from ..answers import Question
from ..answers.briefed import briefed
from ..chain.briefing import Briefing
from ..errors import HostError
from ..files.file import FileHost, like
from ..grid import CellRange, Ref
from ..record import content_digest
from ..retrieve import Workbook
from ..sheet import Sheet

Stamp = tuple[int, int]
"""When a file was written, in nanoseconds, and its length in bytes."""


class Book(Protocol):
    """A workbook. Whatever reads it raises HostError with a sentence where that does not work."""

    @property
    def title(self) -> str:
        """Its name without a folder."""

    @property
    def full_name(self) -> str:
        """What pays for its questions is booked under this name."""

    @property
    def version(self) -> str:
        """What changes when the workbook does."""

    def names(self) -> tuple[str, ...]:
        """Its worksheets, in tab order."""

    def hidden(self) -> frozenset[str]:
        """The sheets that Excel does not show."""

    def notes(self) -> tuple[str, ...]:
        """What of it is not read."""

    def sheet(self, name: str) -> Sheet:
        """A sheet as it is now. Raises InputError, too."""

    def workbook(self) -> Workbook:
        """All of its sheets, for a question to them together."""

    def data(self, name: str, cells: CellRange | None = None) -> Sheet:
        """A sheet, or those cells of it, as a question takes it. Raises InputError, too, where it cannot be asked."""

    def briefed(self, question: Question, is_whole: bool) -> Question:
        """A question to it, ``is_whole`` to all of its sheets, with what it says of itself where that may be sent."""

    def renew(self, name: str = "") -> None:
        """What was read of a sheet, or of all, is read again, where it may have changed."""


def as_read(book: Book, ref: Ref, known: str) -> Sheet | None:
    """The sheet whose cells at ``ref`` have that digest, with what our own functions show there or without.

    None where they hold something else by now. Raises HostError, InputError.
    """
    sheets = (way(ref.sheet) for way in (book.sheet, book.data))
    return next((sheet for sheet in sheets if content_digest(sheet.crop(ref.range)) == known), None)


class FileBook:
    """The file at ``path``; ``opened`` makes its host, ``whole`` a workbook of the sheets that the host read,
    ``briefing`` says what of it the person has confirmed.

    Sheets are read when they are first looked at.
    """

    def __init__(
        self,
        path: Path,
        opened: Callable[[Path], FileHost],
        whole: Callable[[FileHost, Iterable[Sheet]], Workbook],
        briefing: Callable[[FileHost], Briefing | None],
    ) -> None:
        self.path, self._opened, self._whole, self._briefing = path.resolve(), opened, whole, briefing
        self._lock = threading.RLock()
        self._stamp: Stamp | None = None
        self._names: tuple[str, ...] = ()
        self._hidden: frozenset[str] = frozenset()
        self._notes: tuple[str, ...] = ()
        self._sheets: dict[str, Sheet] = {}
        self._workbook: Workbook | None = None

    @property
    def title(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def full_name(self) -> str:
        """Its path."""
        return str(self.path)

    @property
    def version(self) -> str:
        """What changes with the file. Raises HostError where it is not there any more."""
        return "{}-{}".format(*self._now())

    def names(self) -> tuple[str, ...]:
        """Its worksheets, in tab order. Raises HostError."""
        with self._lock:
            self._refresh()
            return self._names

    def hidden(self) -> frozenset[str]:
        """The sheets that Excel does not show. Raises HostError."""
        with self._lock:
            self._refresh()
            return self._hidden

    def notes(self) -> tuple[str, ...]:
        """What of the file is not read. Raises HostError."""
        with self._lock:
            self._refresh()
            return self._notes

    def sheet(self, name: str) -> Sheet:
        """A sheet as it is in the file now. Raises HostError, InputError."""
        with self._lock:
            self._refresh()
            name = like(name, self._names)
            if name not in self._sheets:
                with self._opened(self.path) as host:
                    self._sheets[name] = host.read(name)
            return self._sheets[name]

    def workbook(self) -> Workbook:
        """All sheets of the file together, with the notes at their cells. Raises HostError."""
        with self._lock:
            self._refresh()
            if self._workbook is None:
                sheets = [self.sheet(name) for name in self._names]
                with self._opened(self.path) as host:
                    self._workbook = self._whole(host, sheets)
            return self._workbook

    def data(self, name: str, cells: CellRange | None = None) -> Sheet:
        """The sheet, or those cells of it. Raises HostError, InputError."""
        sheet = self.sheet(name)
        return sheet.crop(cells) if cells else sheet

    def briefed(self, question: Question, is_whole: bool) -> Question:
        """Any question, with what the file says of itself, where it is confirmed by now. Raises HostError."""
        with self._opened(self.path) as host:
            return briefed(question, self._briefing(host))

    def renew(self, name: str = "") -> None:
        """Nothing: the file is looked at each time."""

    def _now(self) -> Stamp:
        try:
            there = self.path.stat()
        except OSError:
            raise HostError(
                f"{self.path.name} is not there any more: it was renamed, moved or deleted. Put it back, or open it "
                "under its new name."
            ) from None
        return there.st_mtime_ns, there.st_size

    def _refresh(self) -> None:
        stamp = self._now()
        if stamp == self._stamp:
            return
        with self._opened(self.path) as host:
            self._names, self._hidden, self._notes = host.sheet_names(), frozenset(host.hidden), host.notes
        self._sheets.clear()
        self._workbook = None
        self._stamp = stamp
