"""A workbook with its sheets and names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from sheetllm_xl.grid import CellRange

from .ranges import Range
from .store import Store
from .tables import Tables
from .values import DISCONNECTED, DISP_E_EXCEPTION, EXCEL_ERROR, ComError

if TYPE_CHECKING:
    from .program import App


class Book(base_classes.Book):
    def __init__(self, app: App, store: Store) -> None:
        self._app, self.store = app, store
        self.active_sheet = store.sheets()[0]

    app = property(lambda self: self._app)
    name = property(lambda self: self.store.name)
    fullname = property(lambda self: self.store.path)
    sheets = property(lambda self: Sheets(self))
    names = property(lambda self: Names(self))

    def activate(self) -> None:
        self._app.hit("Activate")

    def save(self, path: str, password: str | None = None) -> None:
        """Save As."""
        self._app.writing("SaveAs", "")
        self.store.save_as(Path(path))

    def close(self) -> None:
        self._app.books.open_books.remove(self)

    @property
    def api(self) -> Any:
        from .com import ComBook

        return ComBook(self)


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    api = property(lambda self: self)
    active = property(lambda self: Sheet(self.book, self.book.active_sheet))

    def __call__(self, key: int | str) -> Sheet:
        self.book.app.hit("Sheets")
        names = self.book.store.sheets()
        if isinstance(key, str):
            return Sheet(self.book, {name.lower(): name for name in names}[key.lower()])
        return Sheet(self.book, names[key - 1])

    def __len__(self) -> int:
        self.book.app.hit("Count")
        return len(self.book.store.sheets())

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, name) for name in self.book.store.sheets())

    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> Sheet:
        self.book.app.writing("Sheets.Add", "")
        if self.book.app.read_only or self.book.app.structure_protected:
            raise ComError(DISP_E_EXCEPTION, EXCEL_ERROR)
        at = after.index if after else before.index - 1 if before else 0
        free = next(f"Sheet{n}" for n in range(2, 1000) if f"Sheet{n}" not in self.book.store.sheets())
        self.book.store.add_sheet(free, at)
        self.book.active_sheet = free
        sheet = Sheet(self.book, free)
        if name is not None:  # a call of its own, as in xlwings on Windows
            sheet.name = name
        return sheet


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, name: str) -> None:
        self._book, self._name = book, name
        book.app.handed.add(self)

    book = property(lambda self: self._book)
    cells = property(lambda self: Range(self, CellRange.parse("A:XFD")))
    tables = property(lambda self: Tables(self))

    @property
    def name(self) -> str:
        self._book.app.hit("Name")
        return self._name

    @name.setter
    def name(self, new: str) -> None:
        self._book.app.writing("Name=", "")
        self._book.store.rename_sheet(self._name, new)
        if self._book.active_sheet == self._name:
            self._book.active_sheet = new
        self._name = new

    @property
    def index(self) -> int:
        return self._book.store.sheets().index(self._name) + 1

    visible = True  # none is hidden here

    @property
    def used_range(self) -> Range:
        self._book.app.hit("UsedRange")
        return Range(self, self._book.store.used(self._name))

    def range(self, first: Any, last: Any = None) -> Range:
        self._book.app.hit("Range")
        if isinstance(first, Range):
            first = str(first.box)
        if isinstance(first, tuple):
            end = last.box.edges[2:] if isinstance(last, Range) else last or first
            first = str(CellRange(*first[:2], *end[:2]))
        return Range(self, *(CellRange.parse(part) for part in first.split(",")))

    def activate(self) -> None:
        self._book.app.hit("Activate")
        if self._name not in self._book.store.sheets():
            raise ComError(DISCONNECTED)
        self._book.active_sheet = self._name

    def delete(self) -> None:
        self._book.app.writing("Delete", "")
        self._book.store.delete_sheet(self._name)
        if self._book.active_sheet == self._name:
            self._book.active_sheet = self._book.store.sheets()[0]

    @property
    def api(self) -> Any:
        from .com import ComSheet

        return ComSheet(self)


class Names(base_classes.Names):
    def __init__(self, book: Book) -> None:
        self.book, self.names = book, book.store.names

    api = property(lambda self: self)

    def __call__(self, key: int | str) -> Name:
        return Name(self, list(self.names)[key - 1] if isinstance(key, int) else key)

    def __len__(self) -> int:
        return len(self.names)

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name, Name(self, name)) for name in self.names]

    def contains(self, key: str) -> bool:
        return key in self.names

    def add(self, name: str, refers_to: str) -> Name:
        self.book.app.writing("Names.Add", "")
        self.names[name] = refers_to
        return Name(self, name)


class Name(base_classes.Name):
    def __init__(self, parent: Names, name: str) -> None:
        self._parent, self._name = parent, name

    name = property(lambda self: self._name)
    refers_to = property(lambda self: self._parent.names[self._name])

    def delete(self) -> None:
        self._parent.book.app.writing("Name.Delete", "")
        del self._parent.names[self._name]
