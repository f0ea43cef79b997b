"""A spreadsheet program in a few lines: sheets, cells that ask, a recalculation that calls the server as VBA does."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sheetllm_xl.errors import HostError, InputError
from sheetllm_xl.formulas.call import arguments, text_of
from sheetllm_xl.grid import CellRange, Ref
from sheetllm_xl.literals import CellError, parse_literal
from sheetllm_xl.record import Place
from sheetllm_xl.server import Server
from sheetllm_xl.sheet import Cell, Sheet


@dataclass(frozen=True)
class Area:
    sheet: str
    range: CellRange


@dataclass
class Workbook:
    """``formulas`` are the cells that ask, ``shown`` what they show; other cells are in ``sheets``."""

    sheets: dict[str, Sheet]
    name: str = "Book1.xlsx"
    formulas: dict[tuple[str, str], str] = field(default_factory=dict)
    shown: dict[tuple[str, str], Any] = field(default_factory=dict)
    server: Server | None = None
    busy: bool = False
    spoken: str = "en"
    calls: int = 0
    reads: int = 0
    listings: int = 0
    calculations: int = 0
    spills: dict[tuple[str, str], tuple[tuple[Any, ...], ...]] = field(default_factory=dict)

    # what the desk asks of a program

    def is_area(self, argument: object) -> bool:
        return isinstance(argument, Area)

    def place(self, area: Area) -> Place:
        return Place(
            self.name, area.sheet, str(CellRange(area.range.top, area.range.left, area.range.top, area.range.left))
        )

    def language(self, area: Area, book: str) -> str:
        return self.spoken

    def calculation(self) -> int:
        return self.calculations

    def where(self, area: Area) -> Area:
        return area

    def spilled(self, area: Area, row: int, col: int) -> CellRange | None:
        rows = self.spills.get((area.sheet, str(CellRange(row, col, row, col))))
        return CellRange(row, col, row + len(rows) - 1, col + len(rows[0]) - 1) if rows else None

    def read(self, area: Area) -> Sheet:
        self.reads += 1
        sheet = self.sheets.get(area.sheet)
        if sheet is None:
            raise HostError("The sheet is gone.")
        asking = [
            Cell(at.top, at.left, self._value(self.shown.get((name, cell))), formula=formula)
            for (name, cell), formula in self.formulas.items()
            if name == area.sheet and (at := CellRange.parse(cell))
        ]
        for (name, cell), rows in self.spills.items():  # values but for the first, as Excel gives them
            at = CellRange.parse(cell)
            places = [(r, c) for r in range(len(rows)) for c in range(len(rows[0])) if (r, c) != (0, 0)]
            asking += [Cell(at.top + r, at.left + c, rows[r][c]) for r, c in places if name == area.sheet]
        if not asking:
            return sheet.crop(area.range)
        return Sheet.of(sheet.name, [*sheet.cells(), *asking], merges=sheet.merges).crop(area.range)

    def around(self, area: Area) -> tuple[Area, Area]:
        used = self.read(Area(area.sheet, CellRange.parse("A1:XFD1048576"))).used
        assert used
        return Area(area.sheet, area.range), Area(area.sheet, used)

    def worksheets(self, area: Area) -> dict[str, Area]:
        self.listings += 1
        return {name: Area(name, CellRange.parse("A1:XFD1048576")) for name in self.sheets}

    def together(self, areas: Sequence[Area]) -> tuple[Area, ...]:
        return tuple(areas)

    def selected(self) -> Area:
        return Area("Ask", CellRange.parse("B2"))

    def formula(self, area: Area) -> str:
        return self.formulas.get((area.sheet, self.place(area).cell), "")

    def evaluate(self, area: Area, expression: str) -> Any:
        for parse in (lambda text: Ref(area.sheet, CellRange.parse(text)), Ref.parse):
            try:
                ref = parse(expression)
            except InputError:
                continue
            return Area(ref.sheet, ref.range)
        value = parse_literal(expression)
        return None if isinstance(value, str) else value

    # what a person and Excel do

    def put(self, cell: str, formula: str, sheet: str = "Ask") -> Any:
        self.formulas[sheet, cell] = formula
        self.calculations += 1
        return self.calculate_cell(sheet, cell)

    def call(self, name: str, *given: Any, at: str | None = "Z1", sheet: str = "Ask") -> Any:
        assert self.server
        self.calls += 1
        value = self.server.CallUDF(name, given, Area(sheet, CellRange.parse(at)) if at else None)
        assert not isinstance(value, tuple)  # pywin32 would hand back its first item alone
        return tuple(map(tuple, value)) if isinstance(value, list) else value

    def calculate_cell(self, sheet: str, cell: str) -> Any:
        here = Area(sheet, CellRange.parse(cell))
        parts = arguments(self.formulas[sheet, cell])
        assert parts is not None
        given = [None if not part else text_of(part) or self.evaluate(here, part) for part in parts]
        self.shown[sheet, cell] = self.call("ASKSHEET", *given, at=cell, sheet=sheet)
        return self.shown[sheet, cell]

    def calculate_all(self) -> None:
        self.calculations += 1
        for sheet, cell in list(self.formulas):
            self.calculate_cell(sheet, cell)

    def calculate(self, cells: Collection[Hashable]) -> None:
        """As ``LiveCells.calculate``: cells that have moved are looked for by what they hold."""
        if self.busy:
            raise HostError("Excel is busy.")
        self.calculations += 1
        if all((place.sheet, place.cell) in self.formulas for place in cells):  # type: ignore[attr-defined]
            for place in cells:
                self.calculate_cell(place.sheet, place.cell)  # type: ignore[attr-defined]
        else:
            self.calculate_all()

    def pending(self) -> list[tuple[str, str]]:
        return [cell for cell, value in self.shown.items() if value == "\x012043"]

    def _value(self, shown: Any) -> Any:
        if isinstance(shown, str) and shown.startswith("\x01"):
            return CellError.GETTING_DATA if shown == "\x012043" else CellError.NA
        return shown if isinstance(shown, str | float | bool) else None
