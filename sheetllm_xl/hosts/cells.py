"""Live cells: what the desk asks of Excel, through xlwings. A few COM calls each, on the thread Excel called."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable
from functools import partial
from typing import Any, TypeVar

import xlwings

from ..errors import HostError, InputError
from ..grid import CellRange, Ref, runs
from ..jobs import Place
from ..literals import CellError, parse_literal
from ..sheet import Sheet
from .books import full_name
from .calling import current

T = TypeVar("T")
_ASKS = re.compile(r"(?<![\w.])ASKSHEET\w*\s*\(", re.IGNORECASE)


class LiveCells:
    """``read`` gives a range's Sheet; ``politely`` runs a call on Excel and raises HostError where it fails."""

    def __init__(self, read: Callable[[xlwings.Range], Sheet], politely: Callable[[Callable[[], Any]], Any]) -> None:
        self._read, self._politely = read, politely

    def is_area(self, argument: object) -> bool:
        """Whether an argument is a range."""
        return isinstance(argument, xlwings.Range)

    def place(self, area: xlwings.Range) -> Place:
        """Where the range's first cell is."""

        def told() -> Place:
            sheet = area.sheet
            address = area.address.partition(":")[0].replace("$", "")
            return Place(full_name(sheet.book), sheet.name, address)

        return self._do(told)

    def where(self, area: xlwings.Range) -> tuple[str, str, str]:
        """What range it is."""
        return self._do(lambda: (full_name(area.sheet.book), area.sheet.name, area.address))

    def spilled(self, area: xlwings.Range, row: int, col: int) -> CellRange | None:
        """What a dynamic array, or one entered as such, fills."""

        def told() -> str:
            cell = area.sheet.range((row, col)).api
            if getattr(cell, "HasSpill", False) is True:
                return str(cell.SpillingToRange.Address)
            return str(cell.CurrentArray.Address) if getattr(cell, "HasArray", False) is True else ""

        address = self._do(told)
        return CellRange.parse(address.replace("$", "")) if address else None

    def read(self, area: xlwings.Range) -> Sheet:
        """The range as a Sheet."""
        return self._read(area)

    def around(self, area: xlwings.Range) -> tuple[xlwings.Range, xlwings.Range]:
        """The current region, and the used range of the sheet."""
        return self._do(lambda: (area.current_region, area.sheet.used_range))

    def selected(self) -> xlwings.Range:
        """The selection in the workbook in front."""
        app = current().excel or xlwings.apps.active
        selection = self._do(lambda: app.selection) if app else None
        if not isinstance(selection, xlwings.Range):
            raise HostError("Select a cell first.")
        return selection

    def formula(self, area: xlwings.Range) -> str:
        """The formula of the first cell."""
        told = self._do(lambda: area[0, 0].formula)
        return told if isinstance(told, str) and told.startswith("=") else ""

    def evaluate(self, area: xlwings.Range, expression: str) -> Any:
        """A reference as a range, a constant as a value; what is computed, by Excel where it offers that, else None."""
        try:
            CellRange.parse(expression)
            return self._do(lambda: area.sheet.range(expression))
        except InputError:
            pass
        try:
            ref = Ref.parse(expression)
            return self._do(lambda: _referred(area.sheet.book, ref))
        except InputError:
            pass
        value = parse_literal(expression)
        if isinstance(value, float | bool | CellError):
            return value
        evaluated = getattr(area.sheet.api, "Evaluate", None)
        found = self._do(lambda: evaluated(expression)) if evaluated else None
        return found if isinstance(found, str | float | bool) else None

    def calculate(self, cells: Collection[Hashable]) -> None:
        """Calculate cells again; where they have moved, every cell of the sheet that asks. Raises HostError."""
        wanted: dict[tuple[str, str], list[CellRange]] = defaultdict(list)
        for cell in cells:
            if isinstance(cell, Place):
                wanted[cell.book, cell.sheet].append(CellRange.parse(cell.cell))
        for (book, name), places in wanted.items():
            for sheet in self._do(partial(_sheets, book, name)):
                for area in blocks(places):
                    self._do(partial(_calculate, sheet, area))

    def _do(self, action: Callable[[], T]) -> T:
        done: T = self._politely(action)
        return done


def blocks(places: Iterable[CellRange]) -> list[CellRange]:
    """Single cells as few rectangles of one column each, so that a column filled down is one call.

    >>> [str(area) for area in blocks(CellRange.parse(a) for a in ("A1", "A2", "C7", "A3"))]
    ['A1:A3', 'C7']
    """
    columns: dict[int, list[int]] = defaultdict(list)
    for place in places:
        columns[place.left].append(place.top)
    return [CellRange(top, col, bottom, col) for col in sorted(columns) for top, bottom in runs(set(columns[col]))]


def _referred(home: xlwings.Book, ref: Ref) -> xlwings.Range | None:
    """The range a formula of the workbook ``home`` refers to; None where it is of a workbook that is not open."""
    path, _, name = ref.sheet.rpartition("]")
    if not path:
        return home.sheets[name].range(str(ref.range))
    other = path.rpartition("[")[2].lower()
    found = (book.sheets[name].range(str(ref.range)) for book in home.app.books if book.name.lower() == other)
    return next(found, None)


def _sheets(book: str, name: str) -> list[xlwings.Sheet]:
    """The sheet; none where it, or its workbook, is closed or has another name by now.

    More than one where two Excels have a workbook of that name open that was never saved.
    """
    opened = [opened for app in xlwings.apps for opened in app.books if full_name(opened) == book]
    return [sheet for one in opened for sheet in one.sheets if sheet.name == name]


def _calculate(sheet: xlwings.Sheet, area: CellRange) -> None:
    target = sheet.range(str(area))
    if all(_ASKS.search(formula) for formula in _flat(target.formula)):
        target.api.Calculate()
    else:  # rows were inserted or cells moved since they asked
        _sweep(sheet)


def _sweep(sheet: xlwings.Sheet) -> None:
    used = sheet.used_range
    top, left = used.row, used.column
    width = used.columns.count
    asking = [i for i, formula in enumerate(_flat(used.formula)) if _ASKS.search(formula)]
    for area in blocks(
        CellRange(top + i // width, left + i % width, top + i // width, left + i % width) for i in asking
    ):
        sheet.range(str(area)).api.Calculate()


def _flat(formulas: Any) -> list[str]:
    if isinstance(formulas, tuple | list):
        return [text for row in formulas for text in (row if isinstance(row, tuple | list) else (row,))]
    return [formulas or ""]
