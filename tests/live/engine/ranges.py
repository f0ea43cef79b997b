"""Ranges: their values, formulas and looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from sheetllm_xl.grid import CellRange, quoted

from .store import MIXED, Store
from .values import DISP_E_EXCEPTION, EXCEL_ERROR, ComError, com_value, typed_in

if TYPE_CHECKING:
    from .book import Sheet
    from .program import App


class Range(base_classes.Range):
    def __init__(self, sheet: Sheet, *areas: CellRange) -> None:
        self._sheet, self.areas, self.box = sheet, areas, areas[0]
        self.options: dict[str, Any] = {}
        self.app.handed.add(self)

    sheet = property(lambda self: self._sheet)
    row = property(lambda self: self.box.top)
    column = property(lambda self: self.box.left)
    shape = property(lambda self: self.box.shape)
    font = property(lambda self: Font(self))
    borders = property(lambda self: Borders(self))

    @property
    def api(self) -> Any:
        from .com import CalcRange, ComRange

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
        if calculation := self.app.calculation_of_cells:
            calculation.entered(self)

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
        self.store.select(self.at, self.box)

    def autofit(self, axis: Any = None) -> None:
        self.app.hit("AutoFit")


def address(area: Range, external: bool) -> str:
    cells = ",".join(map(str, area.areas))
    if not external:
        return cells
    book = area.sheet.book.name
    plain = quoted(area.at) == area.at and " " not in book and "'" not in book
    prefix = f"[{book}]{area.at}" if plain else "'" + f"[{book}]{area.at}".replace("'", "''") + "'"
    return f"{prefix}!{cells}"


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
