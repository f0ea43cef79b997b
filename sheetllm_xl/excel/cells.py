"""Live cells: what a question needs of Excel, through xlwings. A few COM calls each, on the thread Excel called."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from ..errors import HostError, InputError
from ..grid import CellRange, Ref
from ..literals import CellError, parse_literal
from ..record import Place
from ..sheet import Sheet
from .calling import current
from .open_source import xlwings
from .program import spoken_by
from .read.live import range_of
from .recalculating import recalculate
from .workbook_names import full_name

T = TypeVar("T")


class LiveCells:
    """``read`` gives a range's Sheet; ``politely`` runs a call on Excel and raises HostError where it fails."""

    def __init__(self, read: Callable[[xlwings.Range], Sheet], politely: Callable[[Callable[[], Any]], Any]) -> None:
        self._read, self._politely = read, politely
        self._calculations = 0
        self._languages: dict[str, str] = {}  # by workbook: which Excel it is in costs as much as what it speaks
        self._came: set[Place] | None = None  # of a calculation that we began: whose functions were called

    def is_area(self, argument: object) -> bool:
        """Whether an argument is a range."""
        return isinstance(argument, xlwings.Range)

    def place(self, area: xlwings.Range) -> Place:
        """Where the range's first cell is."""

        def located() -> Place:
            sheet = area.sheet
            address = area.address.partition(":")[0].replace("$", "")
            return Place(full_name(sheet.book), sheet.name, address)

        place = self._do(located)
        if self._came is not None:
            self._came.add(place)
        return place

    def where(self, area: xlwings.Range) -> tuple[str, str, str]:
        """The range's workbook, sheet and address."""
        return self._do(lambda: (full_name(area.sheet.book), area.sheet.name, area.address))

    def language(self, area: xlwings.Range, book: str) -> str:
        """The language of the Excel that has the workbook; asked once for each, English as long as it does not say."""
        if book not in self._languages:
            with suppress(HostError):
                self._languages[book] = self._do(lambda: spoken_by(area.sheet.book.app))
        return self._languages.get(book, "en")

    def calculation(self) -> tuple[str, int] | None:
        """Which calculation calls us, by what VBA sends; one that we began is another."""
        number = current().calculation
        return (number, self._calculations) if number else None

    def spilled(self, area: xlwings.Range, row: int, col: int) -> CellRange | None:
        """What a dynamic array, or one entered as such, fills."""

        def filled() -> str:
            cell = area.sheet.range((row, col)).api
            if getattr(cell, "HasSpill", False) is True:
                return str(cell.SpillingToRange.Address)
            return str(cell.CurrentArray.Address) if getattr(cell, "HasArray", False) is True else ""

        address = self._do(filled)
        return CellRange.parse(address.replace("$", "")) if address else None

    def read(self, area: xlwings.Range) -> Sheet:
        """The range as a Sheet."""
        return self._read(area)

    def around(self, area: xlwings.Range) -> tuple[xlwings.Range, xlwings.Range]:
        """The current region, and the used range of the sheet."""
        return self._do(lambda: (area.current_region, area.sheet.used_range))

    def worksheets(self, area: xlwings.Range) -> dict[str, xlwings.Range]:
        """The used range of each worksheet. Three calls a sheet."""
        return self._do(lambda: {sheet.name: sheet.used_range for sheet in area.sheet.book.sheets})

    def together(self, areas: Sequence[xlwings.Range]) -> tuple[xlwings.Range, ...]:
        """By their sheets, in the order they were named in."""
        places = [(*self.where(area)[:2], area) for area in areas]
        if len({book for book, _, _ in places}) > 1:
            raise InputError("The ranges are of several workbooks; name ranges of one.")
        of_sheet: dict[str, list[xlwings.Range]] = {}
        for _, sheet, area in places:
            of_sheet.setdefault(sheet, []).append(area)
        return tuple(those[0] if len(those) == 1 else self._joined(those) for those in of_sheet.values())

    def _joined(self, areas: Sequence[xlwings.Range]) -> xlwings.Range:
        return self._do(lambda: areas[0].sheet.range(",".join(area.address for area in areas)))

    def selected(self) -> xlwings.Range:
        """The selection in the workbook in front."""
        app = current().excel or self._do(lambda: xlwings.apps.active)
        selection = self._do(lambda: app.selection) if app else None
        if not isinstance(selection, xlwings.Range):
            raise HostError("Select a cell first.")
        return selection

    def formula(self, area: xlwings.Range) -> str:
        """The formula of the first cell."""
        text = self._do(lambda: area[0, 0].formula)
        return text if isinstance(text, str) and text.startswith("=") else ""

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

        def computed() -> Any:
            evaluate = getattr(area.sheet.api, "Evaluate", None)
            return evaluate(expression) if evaluate else None

        result = self._do(computed)
        if hasattr(result, "GetAddress"):  # a defined name, Table1[#All]
            return self._do(lambda: range_of(area.sheet.book.app, result))
        return result if isinstance(result, str | float | bool) else None

    def calculate(self, cells: Collection[Hashable]) -> None:
        """Calculate cells again. Raises HostError, as ``recalculate``."""
        self._came = set()
        try:
            recalculate(cells, self._counted, self._came)
        finally:
            self._came = None

    def _counted(self, action: Callable[[], T]) -> T:
        self._calculations += 1
        try:
            return self._do(action)
        finally:
            self._calculations += 1

    def _do(self, action: Callable[[], T]) -> T:
        done: T = self._politely(action)
        return done


def _referred(home: xlwings.Book, ref: Ref) -> xlwings.Range | None:
    """The range a formula of the workbook ``home`` refers to; None where it is of a workbook that is not open."""
    path, _, name = ref.sheet.rpartition("]")
    if not path:
        return home.sheets[name].range(str(ref.range))
    other = path.rpartition("[")[2].lower()
    ranges = (book.sheets[name].range(str(ref.range)) for book in home.app.books if book.name.lower() == other)
    return next(ranges, None)
