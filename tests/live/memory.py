"""A workbook in memory, over openpyxl: what the engine shows as Excel's."""

from __future__ import annotations

import shutil
from copy import copy
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import random
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, from_excel, to_excel
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table, TableStyleInfo

from sheetllm_xl.grid import CellRange, column_letters
from sheetllm_xl.literals import CellError

from . import as_excel
from .engine import MIXED

_ERRORS = {error.value: error for error in CellError}
_SIDES = {"edge_top": "top", "edge_bottom": "bottom", "edge_left": "left", "edge_right": "right"}
_STYLES = {None: None, "none": None, "continuous": "thin", "double": "double", "dash": "dashed"}


class Store:
    """``path`` None is an unsaved book. ``xml``: whether ranges come as SpreadsheetML, as on Windows."""

    def __init__(self, path: Path | None = None, xml: bool = True) -> None:
        self.source, self.xml = path, xml
        self.book = load_workbook(path) if path else Workbook()
        cached = load_workbook(path, data_only=True) if path else None
        self.cached: dict[tuple[str, int, int], Any] = {}
        self.looked_at: dict[str, set[tuple[int, int]]] = {}
        for sheet in self.book.worksheets if cached else ():
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        value = cached[sheet.title].cell(cell.row, cell.column).value  # type: ignore[index]
                        self.cached[sheet.title, cell.row, cell.column] = value
        if path is None:
            self.book.active.title = "Sheet1"
        self.name = path.name if path else "Book1"
        self.path = str(path) if path else "Book1"
        self.date1904 = self.book.epoch == CALENDAR_MAC_1904
        self.changed = path is None
        self.names = {name: "=" + str(defined.attr_text) for name, defined in self.book.defined_names.items()}

    def sheets(self) -> list[str]:
        return [sheet.title for sheet in self.book.worksheets]

    def add_sheet(self, name: str, at: int) -> None:
        self.book.create_sheet(name, at)
        self.changed = True

    def rename_sheet(self, name: str, new: str) -> None:
        self.book[name].title = new

    def delete_sheet(self, name: str) -> None:
        del self.book[name]

    def used(self, sheet: str) -> CellRange:
        found = self.book[sheet]
        for place in self.looked_at.pop(sheet, ()):  # openpyxl makes the cells that are asked for
            if (cell := found._cells.get(place)) is not None and cell.value is None and not cell.has_style:
                del found._cells[place]
        return CellRange(found.min_row, found.min_column, found.max_row, found.max_column)

    def _rows(self, sheet: str, box: CellRange) -> Any:
        found = self.book[sheet]
        if box.area < 1_000:
            fresh = {(row, col) for row in box.rows for col in box.cols if (row, col) not in found._cells}
            self.looked_at.setdefault(sheet, set()).update(fresh)
        return found.iter_rows(box.top, box.bottom, box.left, box.right)

    def _cells(self, sheet: str, box: CellRange) -> list[Any]:
        return [cell for row in self._rows(sheet, box) for cell in row]

    def value(self, cell: Any) -> Any:
        value = cell.value
        if cell.data_type == "f":
            value = self.cached.get((cell.parent.title, cell.row, cell.column))
        if isinstance(value, str) and value in _ERRORS and cell.data_type in "ef":
            return _ERRORS[value]
        if isinstance(value, date) and not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        return from_excel(value, self.book.epoch) if is_date_format(cell.number_format) else float(value)

    def values(self, sheet: str, box: CellRange) -> list[list[Any]]:
        return [[self._plain(self.value(cell)) for cell in row] for row in self._rows(sheet, box)]

    def _plain(self, value: Any) -> Any:
        if isinstance(value, time):
            return datetime.combine(date(1899, 12, 30), value)
        return to_excel(value) if isinstance(value, timedelta) else value

    def formulas(self, sheet: str, box: CellRange) -> list[list[str]]:
        return [[self.formula(cell) or self._shown(cell) for cell in row] for row in self._rows(sheet, box)]

    def formula(self, cell: Any) -> str:
        if cell.data_type != "f":
            return ""
        return str(cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value)

    def _shown(self, cell: Any) -> str:
        value = self.value(cell)
        if isinstance(value, datetime | time):
            value = to_excel(value)
        return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)

    def put(self, sheet: str, row: int, col: int, kind: str, value: Any) -> None:
        self.changed = True
        cell = self.book[sheet].cell(row, col)
        if isinstance(cell, MergedCell):
            return
        cell.value = value
        self.cached.pop((sheet, row, col), None)
        if kind == "formula" and value.upper().startswith("=HYPERLINK("):
            self.cached[sheet, row, col] = value.rpartition(',"')[2].removesuffix('")').replace('""', '"')
        elif kind == "text":
            cell.data_type = "s"

    def look(self, sheet: str, box: CellRange, what: str) -> Any:
        found = {self._look(self._anchor(cell), what) for cell in self._cells(sheet, box)}
        return found.pop() if len(found) == 1 else MIXED

    def _anchor(self, cell: Any) -> Any:
        """openpyxl forgets the look of a cell under a merge when it loads; Excel keeps it."""
        if not isinstance(cell, MergedCell):
            return cell
        merge = next(m for m in self.merges(cell.parent.title) if (cell.row, cell.column) in m)
        return cell.parent.cell(merge.top, merge.left)

    def _look(self, cell: Cell, what: str) -> Any:
        if what == "color":
            fill = as_excel.fill_of(cell, self.book)
            return tuple(bytes.fromhex(fill)) if fill else None
        if what == "number_format":
            return cell.number_format
        return bool(getattr(cell.font, what))

    def set_look(self, sheet: str, box: CellRange, what: str, value: Any) -> None:
        for cell in self._cells(sheet, box):
            if what == "color":
                color = "{:02X}{:02X}{:02X}".format(*value) if value else None
                cell.fill = PatternFill("solid", fgColor=color) if color else PatternFill()
            elif what == "number_format":
                cell.number_format = value
            else:
                cell.font = Font(
                    name=cell.font.name, sz=cell.font.sz, **{"b": cell.font.b, "i": cell.font.i, what[0]: value}
                )

    def border(self, sheet: str, row: int, col: int, side: str) -> tuple[Any, Any, Any]:
        line = getattr(self.book[sheet].cell(row, col).border, _SIDES[side])
        if line is None or line.style is None:
            return None, None, None
        style, weight = {"double": ("double", "thick"), "medium": ("continuous", "medium")}.get(
            line.style, ("continuous", "thin")
        )
        return style, weight, tuple(bytes.fromhex(line.color.rgb[-6:])) if line.color else (0, 0, 0)

    def set_border(self, sheet: str, box: CellRange, side: str, border: tuple[Any, Any, Any]) -> None:
        """On the outer cells of that side, as Range.Borders(xlEdge…) draws."""
        edge = {
            "edge_top": (box.top, box.left, box.top, box.right),
            "edge_bottom": (box.bottom, box.left, box.bottom, box.right),
            "edge_left": (box.top, box.left, box.bottom, box.left),
            "edge_right": (box.top, box.right, box.bottom, box.right),
        }[side]
        style, weight, color = border
        name = "medium" if weight == "medium" and style == "continuous" else _STYLES[style]
        line = Side(name, color="{:02X}{:02X}{:02X}".format(*color) if name and color else None)
        for cell in self._cells(sheet, CellRange(*edge)):
            old = cell.border
            sides = {"top": old.top, "bottom": old.bottom, "left": old.left, "right": old.right, _SIDES[side]: line}
            cell.border = Border(**sides)
        self.changed = True

    def hidden(self, sheet: str, line: int, by_rows: bool) -> bool:
        found = self.book[sheet]
        if by_rows:
            return bool(line in found.row_dimensions and found.row_dimensions[line].hidden)
        for dimension in found.column_dimensions.values():
            if dimension.hidden and (dimension.min or 0) <= line <= (dimension.max or 0):
                return True
        return bool(
            column_letters(line) in found.column_dimensions and found.column_dimensions[column_letters(line)].hidden
        )

    def hide(self, sheet: str, line: int, by_rows: bool) -> None:
        found = self.book[sheet]
        (found.row_dimensions[line] if by_rows else found.column_dimensions[column_letters(line)]).hidden = True

    def turn(self, sheet: str) -> None:
        """From right to left."""
        self.book[sheet].sheet_view.rightToLeft = True

    def speak(self, language: str, country: str) -> None:
        """The memory engine has Excel's English face only, which is the one that is used."""

    def merges(self, sheet: str) -> list[CellRange]:
        return [CellRange.parse(str(merge)) for merge in self.book[sheet].merged_cells.ranges]

    def merge(self, sheet: str, box: CellRange) -> None:
        """Excel gives covered cells the look of the merge; openpyxl does not."""
        look = self.book[sheet].cell(box.top, box.left)
        self.book[sheet].merge_cells(str(box))
        for cell in self._cells(sheet, box):
            cell.fill, cell.border = copy(look.fill), copy(look.border)

    def tables(self, sheet: str) -> dict[str, tuple[CellRange, bool, bool]]:
        return {
            table.displayName: (CellRange.parse(table.ref), table.headerRowCount != 0, bool(table.totalsRowCount))
            for table in self.book[sheet].tables.values()
        }

    def add_table(self, sheet: str, name: str, box: CellRange, headers: bool) -> None:
        table = Table(displayName=name, ref=str(box), headerRowCount=int(headers))
        table.tableStyleInfo = TableStyleInfo(name=None)
        self.book[sheet].add_table(table)
        self.changed = True

    def delete_table(self, sheet: str, name: str) -> None:
        del self.book[sheet].tables[name]

    def select(self, sheet: str, box: CellRange) -> None:
        """The program remembers it."""

    def region(self, sheet: str, box: CellRange) -> CellRange:
        """Grown over whatever touches it, corners included, until it touches nothing."""
        cells = [cell for cell in self._cells(sheet, self.used(sheet)) if cell.value is not None]
        while True:
            near = CellRange(max(box.top - 1, 1), max(box.left - 1, 1), box.bottom + 1, box.right + 1)
            touching = [(cell.row, cell.column) for cell in cells if (cell.row, cell.column) in near]
            rows, cols = [box.top, box.bottom], [box.left, box.right]
            for row, col in touching:
                rows.append(row)
                cols.append(col)
            grown = CellRange(min(rows), min(cols), max(rows), max(cols))
            if grown == box:
                return box
            box = grown

    def calculate(self, sheet: str, box: CellRange) -> None:
        """Cells that draw lots draw again; nothing else is computed here."""
        for cell in self._cells(sheet, box):
            if cell.data_type == "f" and "RAND" in str(cell.value):
                self.cached[sheet, cell.row, cell.column] = random()

    def save_copy(self, path: str) -> None:
        if self.source and not self.changed:
            shutil.copy(self.source, path)
        else:
            self.book.save(path)

    def save_as(self, path: Path) -> None:
        self.save_copy(str(path))
        self.name, self.path = path.name, str(path)

    def worksheet_xml(self, sheet: str, box: CellRange) -> str:
        return as_excel.text(self, sheet, box)
