"""The same objects as pywin32 gives them on Windows, for what xlwings has no call of its own; calculation among it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .formula import REFERENCE, computed, references
from .ranges import Range, address
from .tables import Table, Tables
from .values import ComError

if TYPE_CHECKING:
    from .book import Book, Sheet
    from .program import App


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
        self._app.handed.add(self)

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

    def Evaluate(self, expression: str) -> Any:
        """A defined name, a table, cells: a range. Sums: a number. What it does not know: an error. Elsewhere a real
        program computes it; what a test has planted comes before all.
        """
        self._app.hit("Evaluate")
        if self._app.calculating:
            raise ComError(-2147418111)
        store, here = self._sheet.book.store, self._sheet
        if expression in self._app.planted:
            return self._app.planted[expression]
        if len(expression) > 255:
            return -2146828288 + 2015
        if real := getattr(store, "evaluate", None):
            return real(here._name, expression)
        if target := store.names.get(expression):
            expression = target.removeprefix("=")
        for sheet in here.book.sheets:
            for name, (box, *_) in store.tables(sheet._name).items():
                if expression in (name, f"{name}[#All]"):
                    return ComRange(Range(sheet, box))
        found = list(references(expression))
        if len(found) == 1 and REFERENCE.fullmatch(expression):
            return ComRange(Range(here.book.sheets(found[0][0] or here._name), found[0][1]))
        try:
            return computed(f"={expression}", lambda sheet, box: numbers(store, sheet or here._name, box))
        except (SyntaxError, NameError, TypeError, ValueError):
            return -2146828288 + 2029


def numbers(store: Any, sheet: str, box: Any) -> list[float]:
    return [float(value) for row in store.values(sheet, box) for value in row if isinstance(value, int | float)]


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


class CalcRange:
    """What both programs do with a range beyond xlwings' own calls."""

    def __init__(self, area: Range) -> None:
        self._area = area

    def Calculate(self) -> None:
        self._ask("Calculate")
        if calculation := self._area.app.calculation_of_cells:
            calculation.calculate(self._area)
        else:
            self._area.store.calculate(self._area.at, self._area.box)

    def Dirty(self) -> None:
        self._ask("Dirty")
        if calculation := self._area.app.calculation_of_cells:
            calculation.mark_dirty(self._area)

    def _ask(self, name: str) -> None:
        self._area.app.hit(name)
        if self._area.app.calculating:
            raise ComError(-2147418111)
        self._area.app.copying = 0


class ComRange(CalcRange):
    """Range as pywin32 gives it on Windows."""

    @property
    def Worksheet(self) -> ComSheet:
        self._area.app.hit("Worksheet")
        return ComSheet(self._area.sheet)

    def GetAddress(self, row: bool = True, col: bool = True, style: int = 1, external: bool = False) -> str:
        self._area.app.hit("Address")
        return address(self._area, external)

    @property
    def Value2(self) -> Any:
        self._area.app.hit("Value2")
        return self._area.raw_value

    def GetValue(self, kind: int) -> str:
        assert kind == 11
        self._area.app.hit("Value(11)")
        return self._area.store.worksheet_xml(self._area.at, self._area.box)
