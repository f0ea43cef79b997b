"""An xlwings engine that behaves as Excel does over a store of cells: the live suite runs on it without Excel.

It counts calls, says that it is busy on demand, takes no write while it calculates or on a protected sheet, reads what
is typed into a cell as Excel would ("'=x" is text, "=x" a formula, "007" a number), and answers None for what is mixed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import xlwings
from xlwings import base_classes

from sheetllm_xl.excel.error_codes import CODES
from sheetllm_xl.grid import CellRange, Ref, quoted
from sheetllm_xl.literals import CellError

BASE = -2146828288
DISP_E_EXCEPTION, EXCEL_ERROR = -2147352567, -2146827284
DISCONNECTED = -2147417848  # RPC_E_DISCONNECTED: what was closed or deleted
MIXED = object()
_NUMBER = re.compile(r"\s*[-+]?\d[\d,]*\.?\d*(?:[eE][-+]?\d+)?%?\s*")


class ComError(Exception):
    """pywin32's com_error, as far as anybody looks at it."""

    def __init__(self, hresult: int, scode: int | None = None) -> None:
        super().__init__(hresult, "", None, None)
        self.hresult = hresult
        self.excepinfo = (0, "Excel", "private words about 'C:\\secret.xlsx'", "", 0, scode) if scode else None


class Store(Protocol):
    """One workbook's cells: memory.Store and office.Store. Ranges are CellRange; values are what Range.Value gives."""

    name: str
    path: str
    date1904: bool
    xml: bool
    names: dict[str, str]

    def sheets(self) -> list[str]: ...
    def add_sheet(self, name: str, at: int) -> None: ...
    def rename_sheet(self, name: str, new: str) -> None: ...
    def delete_sheet(self, name: str) -> None: ...
    def save_as(self, path: Path) -> None: ...
    def used(self, sheet: str) -> CellRange: ...
    def values(self, sheet: str, box: CellRange) -> list[list[Any]]: ...
    def formulas(self, sheet: str, box: CellRange) -> list[list[str]]: ...
    def put(self, sheet: str, row: int, col: int, kind: str, value: Any) -> None: ...
    def look(self, sheet: str, box: CellRange, what: str) -> Any: ...
    def set_look(self, sheet: str, box: CellRange, what: str, value: Any) -> None: ...
    def border(self, sheet: str, row: int, col: int, side: str) -> tuple[Any, Any, Any]: ...
    def set_border(self, sheet: str, box: CellRange, side: str, border: tuple[Any, Any, Any]) -> None: ...
    def hidden(self, sheet: str, line: int, by_rows: bool) -> bool: ...
    def hide(self, sheet: str, line: int, by_rows: bool) -> None: ...
    def merges(self, sheet: str) -> list[CellRange]: ...
    def merge(self, sheet: str, box: CellRange) -> None: ...
    def tables(self, sheet: str) -> dict[str, tuple[CellRange, bool, bool]]: ...
    def add_table(self, sheet: str, name: str, box: CellRange, headers: bool) -> None: ...
    def delete_table(self, sheet: str, name: str) -> None: ...
    def region(self, sheet: str, box: CellRange) -> CellRange: ...
    def calculate(self, sheet: str, box: CellRange) -> None: ...
    def save_copy(self, path: str) -> None: ...
    def worksheet_xml(self, sheet: str, box: CellRange) -> str: ...


class App(base_classes.App):
    """The program: settings that must come back as they were, and the switches of the rig."""

    _started = count(1)

    def __init__(self, engine: Engine) -> None:
        self._engine, self.process = engine, next(self._started)
        self.calls: Counter[str] = Counter()
        self.busy = 0  # so many calls more are rejected
        self.busy_at = 0  # the call of that number is rejected, counted from here
        self.calculating = False
        self.protected: set[str] = set()
        self.read_only = self.structure_protected = False
        self._books = Books(self)
        self._selection: Range | None = None
        self._settings: dict[str, Any] = {
            "calculation": "automatic",
            "screen_updating": True,
            "enable_events": True,
            "display_alerts": True,
            "status_bar": False,
        }

    engine = property(lambda self: self._engine)
    api = property(lambda self: self)
    pid = property(lambda self: self.process)
    hwnd = property(lambda self: 42)
    books = property(lambda self: self._books)

    def hit(self, name: str) -> None:
        self.calls[name] += 1
        self.busy_at -= 1
        if self.busy or self.busy_at == 0:
            self.busy = max(self.busy - 1, 0)
            raise ComError(-2147418111)

    def writing(self, name: str, sheet: str) -> None:
        self.hit(name)
        if self.calculating or sheet in self.protected:
            raise ComError(DISP_E_EXCEPTION, EXCEL_ERROR)

    def setting(name: str) -> property:  # type: ignore[misc]
        def read(self: App) -> Any:
            self.hit(name)
            return self._settings[name]

        def write(self: App, value: Any) -> None:
            self.hit(f"{name}=")
            self._settings[name] = value

        return property(read, write)

    calculation = setting("calculation")  # type: ignore[arg-type]
    screen_updating = setting("screen_updating")  # type: ignore[arg-type]
    enable_events = setting("enable_events")  # type: ignore[arg-type]
    display_alerts = setting("display_alerts")  # type: ignore[arg-type]
    status_bar = setting("status_bar")  # type: ignore[arg-type]

    @property
    def selection(self) -> Range | None:
        self.hit("Selection")
        return self._selection

    def quit(self) -> None:
        pass


class Engine:
    """What ``xlwings.Engine`` wraps."""

    type = "desktop"

    def __init__(self, name: str) -> None:
        self.name = name
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        return "" if value is None else value

    @staticmethod
    def clean_value_data(data: Any, dates: Any, empty: Any, numbers: Any, errors: Any) -> Any:
        return [[empty if value in ("", None) else value for value in row] for row in data]


class Apps(base_classes.Apps):
    def __init__(self, engine: Engine) -> None:
        self.app = App(engine)

    def __iter__(self) -> Iterator[App]:
        return iter((self.app,))

    def __len__(self) -> int:
        return 1

    def keys(self) -> list[int]:
        return [self.app.pid]

    def __getitem__(self, pid: int) -> App:
        return self.app


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app, self.open_books = app, list[Book]()

    active = property(lambda self: self.open_books[-1])

    def take(self, store: Store) -> Book:
        self.open_books.append(Book(self.app, store))
        return self.open_books[-1]

    def __call__(self, key: int | str) -> Book:
        return next(b for i, b in enumerate(self.open_books, 1) if key in (i, b.name))

    def __iter__(self) -> Iterator[Book]:
        self.app.hit("Books")
        return iter(self.open_books)

    def __len__(self) -> int:
        return len(self.open_books)


class Book(base_classes.Book):
    def __init__(self, app: App, store: Store) -> None:
        self._app, self.store = app, store
        self.active_sheet = store.sheets()[0]

    app = property(lambda self: self._app)
    api = property(lambda self: ComBook(self))
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

    book = property(lambda self: self._book)
    api = property(lambda self: ComSheet(self))
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


def typed_in(value: Any) -> tuple[str, Any]:
    """What Excel makes of a value written to a cell: ``text``, ``formula`` or ``value``."""
    if not isinstance(value, str):
        return "value", None if value == "" else value
    if value.startswith("'"):
        return "text", value[1:]
    if value[:1] in ("=", "+", "-", "@") and len(value) > 1 and not _NUMBER.fullmatch(value):
        return "formula", "=" + value.lstrip("=")
    if _NUMBER.fullmatch(value):
        return "value", float(value.strip().rstrip("%").replace(",", ""))
    if value.upper() in ("TRUE", "FALSE"):
        return "value", value.upper() == "TRUE"
    return ("text", value) if value else ("value", None)


class Range(base_classes.Range):
    def __init__(self, sheet: Sheet, *areas: CellRange) -> None:
        self._sheet, self.areas, self.box = sheet, areas, areas[0]
        self.options: dict[str, Any] = {}

    sheet = property(lambda self: self._sheet)
    row = property(lambda self: self.box.top)
    column = property(lambda self: self.box.left)
    shape = property(lambda self: self.box.shape)
    font = property(lambda self: Font(self))
    borders = property(lambda self: Borders(self))

    @property
    def api(self) -> Any:
        return ComRange(self) if self.store.xml else CalcRange(self)

    @property
    def app(self) -> App:
        return self._sheet.book.app  # type: ignore[no-any-return]

    @property
    def store(self) -> Store:
        return self._sheet.book.store  # type: ignore[no-any-return]

    @property
    def at(self) -> str:
        return self._sheet._name

    def __len__(self) -> int:
        return self.box.area

    def __call__(self, row: int, col: int | None = None) -> Range:
        if col is None:
            row, col = (row - 1) // self.box.shape[1] + 1, (row - 1) % self.box.shape[1] + 1
        place = (self.box.top + row - 1, self.box.left + col - 1)
        return Range(self._sheet, CellRange(*place, *place))

    @property
    def current_region(self) -> Range:
        self.app.hit("CurrentRegion")
        return Range(self._sheet, self.store.region(self.at, self.box))

    def _grid(self, rows: list[list[Any]]) -> Any:
        return rows[0][0] if self.box.area == 1 else tuple(map(tuple, rows))

    @property
    def raw_value(self) -> Any:
        self.app.hit("Value")
        return self._grid([[com_value(v) for v in row] for row in self.store.values(self.at, self.box)])

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self.app.writing("Value=", self.at)
        rows = data if isinstance(data, list | tuple) else [[data] * self.box.shape[1]] * self.box.shape[0]
        for i, line in enumerate(rows):
            for j, value in enumerate(line if isinstance(line, list | tuple) else [line]):
                self.store.put(self.at, self.box.top + i, self.box.left + j, *typed_in(value))

    @property
    def formula(self) -> Any:
        self.app.hit("Formula")
        return self._grid(self.store.formulas(self.at, self.box))

    @formula.setter
    def formula(self, data: Any) -> None:
        self.raw_value = data

    formula2 = formula

    def look(self, what: str) -> Any:
        self.app.hit(what)
        found = self.store.look(self.at, self.box, what)
        return None if found is MIXED else found

    def set_look(self, what: str, value: Any) -> None:
        self.app.writing(f"{what}=", self.at)
        self.store.set_look(self.at, self.box, what, value)

    number_format = property(lambda self: self.look("number_format"), lambda self, v: self.set_look("number_format", v))

    @property
    def color(self) -> Any:
        self.app.hit("color")
        found = self.store.look(self.at, self.box, "color")
        return (0, 0, 0) if found is MIXED else found

    @color.setter
    def color(self, value: Any) -> None:
        self.set_look("color", value)

    def _hidden(self, by_rows: bool) -> bool | None:
        self.app.hit("Hidden")
        lines = self.box.rows if by_rows else self.box.cols
        found = {self.store.hidden(self.at, line, by_rows) for line in lines}
        return found.pop() if len(found) == 1 else None

    row_hidden = property(lambda self: self._hidden(True))
    column_hidden = property(lambda self: self._hidden(False))

    @property
    def merge_cells(self) -> bool | None:
        self.app.hit("MergeCells")
        parts = [part for merge in self.store.merges(self.at) if (part := merge & self.box)]
        area = sum(part.area for part in parts)
        return False if not area else True if area == self.box.area else None

    @property
    def merge_area(self) -> Range:
        self.app.hit("MergeArea")
        found = (merge for merge in self.store.merges(self.at) if self.box in merge)
        return Range(self._sheet, next(found, self.box))

    def merge(self, across: bool = False) -> None:
        self.store.merge(self.at, self.box)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        self.app.hit("Address")
        return address(self, external)

    address = property(lambda self: self.get_address(True, True, False))

    def clear_contents(self) -> None:
        self.raw_value = None

    def select(self) -> None:
        self.app.hit("Select")
        if self._sheet.book.active_sheet != self.at:
            raise ComError(DISP_E_EXCEPTION, EXCEL_ERROR)
        self.app._selection = self

    def autofit(self, axis: Any = None) -> None:
        self.app.hit("AutoFit")


def com_value(value: Any) -> Any:
    """An error cell comes as an integer."""
    return BASE + CODES[value] if isinstance(value, CellError) else value


def address(area: Range, external: bool) -> str:
    cells = ",".join(map(str, area.areas))
    if not external:
        return cells
    book = area.sheet.book.name
    plain = quoted(area.at) == area.at and " " not in book and "'" not in book
    prefix = f"[{book}]{area.at}" if plain else "'" + f"[{book}]{area.at}".replace("'", "''") + "'"
    return f"{prefix}!{cells}"


def vba_tells(sheet: xlwings.Sheet) -> str:
    """What addin/vba/Told.bas says of a sheet; tests/addin holds the two against each other."""
    own = sheet.impl
    lines = [address(Range(own, CellRange(1, 1, 1, 1)), True).removesuffix("!A1")]
    for name, (box, headers, totals) in own.book.store.tables(own._name).items():
        lines.append(f"\t{name}\t{box}\t{int(headers)}\t{int(totals)}")
    return "".join(f"{line}\n" for line in lines)


class Font(base_classes.Font):
    def __init__(self, area: Range) -> None:
        self._area = area

    bold = property(lambda self: self._area.look("bold"), lambda self, value: self._area.set_look("bold", value))
    italic = property(lambda self: self._area.look("italic"), lambda self, value: self._area.set_look("italic", value))


class Borders(base_classes.Borders):
    def __init__(self, area: Range) -> None:
        self.parent = area

    def __getitem__(self, side: str) -> Border:
        return Border(self.parent, side)

    def set(self, which: Any = "all", *, line_style: Any = "", weight: Any = "", color: Any = "") -> None:
        for side in (which,) if isinstance(which, str) else which:
            self.parent.app.writing("Borders=", self.parent.at)
            one = self.parent.box
            old = self.parent.store.border(self.parent.at, one.top, one.left, side)
            unset = base_classes._UNSET
            new = tuple(o if n is unset else n for o, n in zip(old, (line_style, weight, color), strict=True))
            self.parent.store.set_border(self.parent.at, one, side, new)  # type: ignore[arg-type]


class Border(base_classes.Border):
    def __init__(self, area: Range, side: str) -> None:
        self._area, self._side = area, side

    def _part(self, which: int) -> Any:
        self._area.app.hit("Border")
        box = self._area.box
        return self._area.store.border(self._area.at, box.top, box.left, self._side)[which]

    line_style = property(lambda self: self._part(0) or "none")
    weight = property(lambda self: self._part(1))
    color = property(lambda self: self._part(2))


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


class Tables(base_classes.Tables):
    def __init__(self, sheet: Sheet) -> None:
        self._sheet, self.app = sheet, sheet.book.app

    parent = property(lambda self: self._sheet)
    api = property(lambda self: self)

    def _all(self) -> dict[str, tuple[CellRange, bool, bool]]:
        return self._sheet.book.store.tables(self._sheet._name)  # type: ignore[no-any-return]

    def __iter__(self) -> Iterator[Table]:
        return (Table(self._sheet, name) for name in self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __call__(self, key: int | str) -> Table:
        return Table(self._sheet, list(self._all())[key - 1] if isinstance(key, int) else key)

    def __contains__(self, key: str) -> bool:
        return key in self._all()

    def add(self, source: Any, has_headers: bool, name: str | None = None, **_: Any) -> Table:
        self.app.writing("ListObjects.Add", self._sheet._name)
        if any(box & source.impl.box for box, *_ in self._sheet.book.store.tables(self._sheet._name).values()):
            raise ComError(DISP_E_EXCEPTION, EXCEL_ERROR)  # a table may not overlap another
        own = f"Table{len(self) + 1}"
        self._sheet.book.store.add_table(self._sheet._name, own, source.impl.box, has_headers)
        table = Table(self._sheet, own)
        if name is not None:  # a call of its own, as in xlwings on Windows
            table.name = name
        return table


class Table(base_classes.Table):
    def __init__(self, sheet: Sheet, name: str) -> None:
        self._sheet, self._name = sheet, name

    api = property(lambda self: ComTable(self))

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, new: str) -> None:
        self._sheet.book.app.writing("ListObject.Name=", self._sheet._name)
        store, sheet = self._sheet.book.store, self._sheet._name
        box, headers, *_ = store.tables(sheet)[self._name]
        store.delete_table(sheet, self._name)
        store.add_table(sheet, new, box, headers)
        self._name = new

    def _part(self, which: int) -> Any:
        self._sheet.book.app.hit("ListObject")
        return self._sheet.book.store.tables(self._sheet._name)[self._name][which]

    range = property(lambda self: Range(self._sheet, self._part(0)))
    show_headers = property(lambda self: self._part(1))
    show_totals = property(lambda self: self._part(2))


class ComTable:
    def __init__(self, table: Table) -> None:
        self._table = table
        self._app = table._sheet.book.app

    def _hit(self, name: str) -> None:
        self._app.hit(name)

    @property
    def Name(self) -> str:
        self._hit("ListObject.Name")
        return self._table._name

    @property
    def Range(self) -> ComRange:
        self._hit("ListObject.Range")
        return ComRange(Range(self._table._sheet, self._table._part(0)))

    @property
    def ShowHeaders(self) -> bool:
        return bool(self._table._part(1))

    @property
    def ShowTotals(self) -> bool:
        return bool(self._table._part(2))

    def Unlist(self) -> None:
        self._app.writing("Unlist", self._table._sheet._name)
        self._table._sheet.book.store.delete_table(self._table._sheet._name, self._table._name)


class ComTables:
    def __init__(self, tables: Tables, app: App) -> None:
        self._tables, self._app = tables, app

    @property
    def Count(self) -> int:
        self._app.hit("ListObjects.Count")
        return len(self._tables)

    def Item(self, number: int) -> ComTable:
        self._app.hit("ListObjects.Item")
        return ComTable(self._tables(number))


class ComBook:
    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def FullName(self) -> str:
        self._book.app.hit("FullName")
        return self._book.store.path

    @property
    def Date1904(self) -> bool:
        self._book.app.hit("Date1904")
        return self._book.store.date1904

    @property
    def ReadOnly(self) -> bool:
        self._book.app.hit("ReadOnly")
        return self._book.app.read_only  # type: ignore[no-any-return]

    @property
    def ProtectStructure(self) -> bool:
        self._book.app.hit("ProtectStructure")
        return self._book.app.structure_protected  # type: ignore[no-any-return]

    def SaveCopyAs(self, path: str) -> None:
        self._book.app.writing("SaveCopyAs", "")
        self._book.store.save_copy(path)


class ComSheet:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet, self._app = sheet, sheet.book.app

    def __getattr__(self, name: str) -> Any:
        self._app.hit(name)
        if name == "ProtectContents":
            return self._sheet._name in self._app.protected
        if name == "Parent":
            return ComBook(self._sheet.book)
        if name == "UsedRange":
            return ComRange(Range(self._sheet, self._sheet.book.store.used(self._sheet._name)))
        if name == "ListObjects":
            return ComTables(Tables(self._sheet), self._app)
        raise AttributeError(name)

    def Range(self, cells: str) -> ComRange:
        return ComRange(self._sheet.range(cells))


class CalcRange:
    """What both programs do with a range beyond xlwings' own calls."""

    def __init__(self, area: Range) -> None:
        self._area = area

    def Calculate(self) -> None:
        self._area.app.hit("Calculate")
        if self._area.app.calculating:
            raise ComError(-2147418111)
        self._area.store.calculate(self._area.at, self._area.box)


class ComRange(CalcRange):
    """Range as pywin32 gives it on Windows."""

    @property
    def Worksheet(self) -> ComSheet:
        self._area.app.hit("Worksheet")
        return ComSheet(self._area.sheet)

    def GetAddress(self, row: bool = True, col: bool = True, style: int = 1, external: bool = False) -> str:
        self._area.app.hit("Address")
        return address(self._area, external)

    def GetValue(self, kind: int) -> str:
        assert kind == 11
        self._area.app.hit("Value(11)")
        return self._area.store.worksheet_xml(self._area.at, self._area.box)


__all__ = ["MIXED", "App", "ComError", "Engine", "Ref", "Store", "datetime"]
