"""Host over a workbook file: cached values and formulas. It only ever reads the file.

.xlsx, .xlsm, .xltx, .xltm whole; .xlsb, .xls (Excel 97 to 2003) and .ods but for what ``notes`` names; .csv and .tsv.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError
from zlib import error as ZlibError

from ..errors import BeyondLimits, HostError, InputError
from ..grid import quoted
from ..ports import Calculator
from ..sheet import Sheet, Table
from .compound import SIGNATURE, CompoundFile
from .default_password import is_encrypted_package, opened_package, opened_xls
from .delimited import SUFFIXES, DelimitedBook
from .limits import Deadline, Limits, Spent
from .ods import OdsBook
from .package import Package
from .styles_xml import local
from .uncalculated import Calculation, Stored
from .unreadable import Encrypted, markup, sentence_for
from .xlsb import XlsbBook
from .xlsx import XlsxBook
from .xlsx.remarks import Remarks

if TYPE_CHECKING:
    from .xls import XlsBook

    Book = XlsxBook | XlsbBook | XlsBook | OdsBook | DelimitedBook

Item = TypeVar("Item")
_COMPOUND_SHARE = 4  # a compound file is read whole, so that much less of it is read than of a part
_ZIP = b"PK\x03\x04"
# Excel 2007 before it was done: the same parts, but texts and more are spelled otherwise.
_TRIAL = "{http://schemas.microsoft.com/office/excel/2006/"
_DAMAGE = (
    ParseError,
    ExpatError,
    ZlibError,
    zipfile.BadZipFile,
    struct.error,
    EOFError,
    LookupError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    OSError,
)


class FileHost:
    """The sheets of one workbook file. Opening reads the table of contents; ``read`` reads a sheet.

    ``calculator`` computes formulas whose values the file does not hold; without it they are ``UNCALCULATED``.

    Raises HostError with one sentence for a file that is not there, not a workbook, encrypted, damaged or beyond the
    limits.
    """

    def __init__(self, path: str | Path, limits: Limits | None = None, calculator: Calculator | None = None) -> None:
        self.path = Path(path)
        self.limits = limits or Limits()
        self._package: Package | None = None
        self.spent = Spent(self.limits)
        self._deadline = self.limits.deadline()
        try:
            with self.spent.clocked() as deadline:
                self._until = deadline
                self._book = self._opened(deadline)
            self._calculation = Calculation(self._stored, self._book.parts, calculator)
            if self._book.lost and not self._book.parts:
                raise HostError(self._lost(self._book.lost[0]))
        except _DAMAGE as error:
            self.close()
            raise HostError(sentence_for(self.path, error)) from None
        except MemoryError:
            self.close()
            raise HostError(f"{self.path.name} is too large for this machine's memory.") from None
        except HostError:
            self.close()
            raise

    def __enter__(self) -> FileHost:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        if self._package is not None:
            self._package.close()

    def check(self) -> None:
        """Raises BeyondLimits once the file has been open for as long as reading it may take.

        For who works on its sheets meanwhile and waits for nobody.
        """
        self._deadline.check()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the file holds that is not read, as sentences for the reader; mostly none."""
        unread = [f"Of {self.path.name}, {self._book.unread}."] if self._book.unread else []
        return (*unread, *(self._lost(name) for name in self._book.lost))

    @property
    def hidden(self) -> Mapping[str, str]:
        """The sheets that Excel does not show: each "hidden" or "very hidden", which Excel's own menu does not undo."""
        return self._book.hidden

    def sheet_names(self) -> tuple[str, ...]:
        """The worksheets, in tab order, hidden ones included; sheets of charts, macros and dialogs are left out."""
        return tuple(self._book.parts)

    def read(self, name: str) -> Sheet:
        """One worksheet, by its name in any case; its notes say where Excel hides it, and what was computed here."""
        name = like(name, self._book.parts)
        with self.spent.clocked() as self._until:
            sheet = self._calculation.of(name, self._until.at)
        if state := self.hidden.get(name):
            return replace(sheet, notes=(f"Sheet {_spoken(name)} is {state} in Excel.", *sheet.notes))
        return sheet

    def _stored(self, name: str) -> Stored:
        if name not in self._book.parts:
            raise InputError(self._no_such_sheet(name))
        try:
            with self.spent.on(name):
                read = self._book.read(name, self._until)
            return read if isinstance(read, Stored) else Stored(read)
        except _DAMAGE:
            raise HostError(
                f"Sheet {_spoken(name)} of {self.path.name} is damaged; open the workbook in Excel and save it again."
            ) from None
        except MemoryError:
            raise HostError(
                f"Sheet {_spoken(name)} of {self.path.name} is too large for this machine's memory."
            ) from None

    def declared(self, name: str) -> tuple[tuple[Table, ...], bool]:
        """A worksheet's ListObjects, and whether days count from 1904; its cells are not read. Raises HostError."""
        try:
            if isinstance(self._book, XlsxBook):
                return self._book.declared(name, self.limits.deadline())
        except _DAMAGE:
            pass
        raise HostError(f"The tables of sheet {_spoken(name)} of {self.path.name} cannot be read.")

    def package(self) -> tuple[Package, Mapping[str, str]]:
        """The parts of the file, and which of them each worksheet is. Raises HostError for any but .xlsx and .xlsm."""
        if self._package is None or not isinstance(self._book, XlsxBook):
            raise HostError(f"{self.path.name} is not of the kind .xlsx or .xlsm. Save it as that in Excel first.")
        return self._package, self._book.parts

    def defined_name(self, name: str) -> str:
        """What a name of the workbook stands for, as its file spells it; "" where there is none, or none is read."""
        return self._book.defined_name(name) if isinstance(self._book, XlsxBook) else ""

    def remarks(self, name: str) -> Remarks:
        """Notes, link targets, lists to choose from and pivots beside a worksheet's cells; none but of .xlsx and .ods.

        Raises InputError, HostError.
        """
        return self._beside(name, lambda book, part, deadline: book.remarks(part, deadline)) or Remarks()

    def comments(self, name: str) -> Mapping[str, str]:
        """The notes at a worksheet's cells alone, by address. Raises InputError, HostError, BeyondLimits."""
        try:
            return self._beside(name, lambda book, part, deadline: book.comments(part, deadline)) or {}
        except BeyondLimits:
            raise
        except HostError:
            raise HostError(f"The notes at cells of {_spoken(name)} cannot be read.") from None

    def _beside(self, name: str, read: Callable[[XlsxBook | OdsBook, str, Deadline], Item]) -> Item | None:
        name = like(name, self._book.parts)
        if name not in self._book.parts:
            raise InputError(self._no_such_sheet(name))
        try:
            if isinstance(self._book, XlsxBook | OdsBook):
                with self.spent.clocked() as deadline:
                    return read(self._book, name, deadline)
        except _DAMAGE:
            raise HostError(f"What stands beside the cells of {_spoken(name)} cannot be read.") from None
        return None

    def _no_such_sheet(self, name: str) -> str:
        there = ", ".join(map(self._listed, self._book.parts))
        if (lost := like(name, self._book.lost)) in self._book.lost:
            return self._lost(lost)
        if like(name, self._book.charts) in self._book.charts:
            return f"{_spoken(name)} is a chart sheet, or one of macros; these are not read. Name a worksheet: {there}."
        return f"{self.path.name} has no sheet {_spoken(name)}. It has: {there or 'no worksheet at all'}."

    def _listed(self, name: str) -> str:
        state = self.hidden.get(name)
        return " ".join(name.split()) + (f" ({state})" if state else "")

    def _lost(self, name: str) -> str:
        return f"Sheet {_spoken(name)} of {self.path.name} is lost: the file does not hold what it points to."

    def _opened(self, deadline: Deadline) -> Book:
        """The book, by what the file begins with; where that says nothing, by its name."""
        head = b""
        if self.path.is_file():
            with self.path.open("rb") as file:
                head = file.read(len(SIGNATURE))
        if head == SIGNATURE:
            return self._in_compound(deadline)
        if self.path.suffix.lower() in SUFFIXES and head and not head.startswith(_ZIP):
            if says := markup(self.path):
                raise HostError(says)
            return DelimitedBook(self.path, self.spent, deadline)
        return self._in_package(deadline)

    def _in_compound(self, deadline: Deadline) -> Book:
        limit = self.limits.part_bytes // _COMPOUND_SHARE
        if self.path.stat().st_size > limit:
            raise HostError(f"{self.path.name} is larger than {limit >> 20} MiB; it was not read.")
        content = self.path.read_bytes()
        file = CompoundFile(content)
        if is_encrypted_package(file):
            return self._in_package(deadline, self._plain(opened_package(content, file)))
        try:
            return self._xls(file, deadline)
        except Encrypted:
            return self._xls(CompoundFile(self._plain(opened_xls(content))), deadline)

    def _xls(self, file: CompoundFile, deadline: Deadline) -> XlsBook:
        stream = file.stream("Workbook", "Book")
        if stream is None:
            raise HostError(sentence_for(self.path, None))
        from .xls import XlsBook

        return XlsBook(stream, self.spent, deadline)

    def _plain(self, content: bytes | None) -> bytes:
        if content is None:
            raise HostError(sentence_for(self.path, Encrypted()))
        return content

    def _in_package(self, deadline: Deadline, content: bytes | None = None) -> Book:
        self._package = package = Package(self.path, self.spent, content)
        links = package.links("", deadline).values()
        main = next((target for kind, target in links if kind.endswith("/officeDocument")), "")
        if main.lower().endswith(".bin") and package.has(main):
            return XlsbBook(package, main, deadline)
        if package.has("mimetype") and package.has("content.xml"):
            return OdsBook(package, deadline)
        book = package.tree(main, deadline) if main.lower().endswith(".xml") else None
        if book is None or local(book) != "workbook":
            raise HostError(sentence_for(self.path, None, package.names()))
        if book.tag.startswith(_TRIAL):
            raise HostError(f"{self.path.name} is of a trial version of Excel 2007, which is not read.")
        return XlsxBook(package, main, book, deadline)


def like(name: str, names: Collection[str]) -> str:
    """The one of the names that Excel takes for this one; where there is none, or several are, the name itself.

    >>> like("sales", ["Sales", "Costs"]), like("a", ["A", "a"]), like("X", ["A", "a"])
    ('Sales', 'a', 'X')
    """
    alike = [one for one in names if one.casefold() == name.casefold()]
    return alike[0] if len(alike) == 1 else name


def _spoken(name: str) -> str:
    """A sheet's name in a sentence; some file may have put a line break into it."""
    return quoted(" ".join(name.split()))
