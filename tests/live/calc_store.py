"""One open document of LibreOffice Calc, as the engine's store of cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sheetllm_xl.formulas.call import asks
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError

from .calc_names import Names
from .engine import MIXED
from .engine.values import com_value

# com.sun.star.sheet.FormulaResult and Calc's error numbers (helpcontent 02100)
from .uno_bridge import _property, _uno

_ERRORS = {532: CellError.DIV0, 519: CellError.VALUE, 502: CellError.NUM, 503: CellError.NUM, 524: CellError.REF}
_ERRORS |= {525: CellError.NAME, 32767: CellError.NA, 521: CellError.NULL}
_SIDES = {
    "edge_top": "TopBorder",
    "edge_bottom": "BottomBorder",
    "edge_left": "LeftBorder",
    "edge_right": "RightBorder",
}
_LOOKS = {"number_format": "NumberFormat", "color": "CellBackColor", "bold": "CharWeight", "italic": "CharPosture"}


class Store:
    """One open document."""

    xml = False

    def __init__(self, document: Any, path: Path | None) -> None:
        self.document = document
        self._pages: dict[str, Any] = {}
        self._merges: dict[str, list[CellRange]] = {}  # asked of Calc once: it is slow to say
        self.name = path.name if path else "Untitled 1"
        self.path = str(path) if path else self.name
        self.date1904 = document.NullDate.Year == 1904
        self.names: Any = Names(document)
        self.cached = _Ours(self)
        if path is None:
            document.Sheets.getByIndex(0).Name = "Sheet1"

    def sheets(self) -> list[str]:
        return list(self.document.Sheets.ElementNames)

    def add_sheet(self, name: str, at: int) -> None:
        self.document.Sheets.insertNewByName(name, at)

    def rename_sheet(self, name: str, new: str) -> None:
        self.document.Sheets.getByName(name).setName(new)
        self._pages.pop(name, None)

    def delete_sheet(self, name: str) -> None:
        self.document.Sheets.removeByName(name)
        self._pages.pop(name, None)

    def _at(self, sheet: str, box: CellRange) -> Any:
        found = self._pages.get(sheet) or self._pages.setdefault(sheet, self.document.Sheets.getByName(sheet))
        return found.getCellRangeByPosition(box.left - 1, box.top - 1, box.right - 1, box.bottom - 1)

    def used(self, sheet: str) -> CellRange:
        cursor = self.document.Sheets.getByName(sheet).createCursor()
        cursor.gotoEndOfUsedArea(False)
        cursor.gotoStartOfUsedArea(True)
        return _box(cursor.RangeAddress)

    def values(self, sheet: str, box: CellRange) -> list[list[Any]]:
        found = self._at(sheet, box)
        rows = [[None if value == "" else value for value in row] for row in found.getDataArray()]
        errors = found.queryFormulaCells(4)  # FormulaResult.ERROR
        for part in errors.RangeAddresses:
            for row in range(part.StartRow, part.EndRow + 1):
                for col in range(part.StartColumn, part.EndColumn + 1):
                    error = self.document.Sheets.getByName(sheet).getCellByPosition(col, row).getError()
                    rows[row - box.top + 1][col - box.left + 1] = _ERRORS.get(error, CellError.VALUE)
        self._booleans(found, box, rows)
        for row, col in ((r, c) for r in box.rows for c in box.cols) if self.cached else ():
            if (sheet, row, col) in self.cached:
                rows[row - box.top][col - box.left] = self.cached[sheet, row, col]
        return rows

    def _booleans(self, found: Any, box: CellRange, rows: list[list[Any]]) -> None:
        """Calc knows TRUE as the number 1 with a format of its own (com.sun.star.util.NumberFormat.LOGICAL)."""
        formats = self.document.NumberFormats
        for part in found.CellFormatRanges:
            if formats.getByKey(part.NumberFormat).Type & 1024:
                for row in _box(part.RangeAddress).rows:
                    for col in _box(part.RangeAddress).cols:
                        value = rows[row - box.top][col - box.left]
                        if isinstance(value, float):
                            rows[row - box.top][col - box.left] = bool(value)

    def formulas(self, sheet: str, box: CellRange) -> list[list[str]]:
        texts = self._at(sheet, box).getFormulaArray()
        values = self._at(sheet, box).getDataArray()
        return [
            [_as_typed(text, value) for text, value in zip(line, shown, strict=True)]
            for line, shown in zip(texts, values, strict=True)
        ]

    def put(self, sheet: str, row: int, col: int, kind: str, value: Any) -> None:
        self.cached.pop((sheet, row, col), None)
        cell = self.document.Sheets.getByName(sheet).getCellByPosition(col - 1, row - 1)
        if kind == "formula":
            cell.setFormula(_calc(value))
        elif kind == "text":
            cell.setString(value)
        elif value is None:
            cell.setString("")
        else:
            cell.setValue(float(value))

    def look(self, sheet: str, box: CellRange, what: str) -> Any:
        found = self._at(sheet, box)
        name = _LOOKS[what]
        if found.getPropertyState(name).value == "AMBIGUOUS_VALUE":
            return MIXED
        value = found.getPropertyValue(name)
        if what == "number_format":
            found = self.document.NumberFormats.getByKey(value)
            return found.FormatString.lower() if found.Type & 6 else found.FormatString  # a date or a time
        if what == "color":
            return None if value == -1 else (value >> 16 & 255, value >> 8 & 255, value & 255)
        return value > 100 if what == "bold" else value.value != "NONE"

    def set_look(self, sheet: str, box: CellRange, what: str, value: Any) -> None:
        found = self._at(sheet, box)
        if what == "color":
            found.CellBackColor = -1 if value is None else value[0] << 16 | value[1] << 8 | value[2]
        elif what == "bold":
            found.CharWeight = 150.0 if value else 100.0
        elif what == "number_format":
            locale = _uno().createUnoStruct("com.sun.star.lang.Locale")
            formats = self.document.NumberFormats
            key = formats.queryKey(value, locale, False)
            found.NumberFormat = formats.addNew(value, locale) if key == -1 else key

    def border(self, sheet: str, row: int, col: int, side: str) -> tuple[Any, Any, Any]:
        line = getattr(self._at(sheet, CellRange(row, col, row, col)), _SIDES[side])
        if not line.OuterLineWidth:
            return None, None, None
        color = (line.Color >> 16 & 255, line.Color >> 8 & 255, line.Color & 255)
        style = "double" if line.InnerLineWidth else "continuous"
        return style, "medium" if line.OuterLineWidth > 40 else "thin", color

    def set_border(self, sheet: str, box: CellRange, side: str, border: tuple[Any, Any, Any]) -> None:
        style, weight, color = border
        line = _uno().createUnoStruct("com.sun.star.table.BorderLine2")
        if style not in (None, "none"):
            line.OuterLineWidth = line.LineWidth = 53 if weight == "medium" else 26
            line.Color = color[0] << 16 | color[1] << 8 | color[2]
        edge = {
            "edge_top": CellRange(box.top, box.left, box.top, box.right),
            "edge_bottom": CellRange(box.bottom, box.left, box.bottom, box.right),
            "edge_left": CellRange(box.top, box.left, box.bottom, box.left),
            "edge_right": CellRange(box.top, box.right, box.bottom, box.right),
        }[side]
        for row in edge.rows:  # cell by cell: on a range Calc forgets the other sides where they are mixed
            for col in edge.cols:
                setattr(self._at(sheet, CellRange(row, col, row, col)), _SIDES[side], line)

    def hidden(self, sheet: str, line: int, by_rows: bool) -> bool:
        found = self.document.Sheets.getByName(sheet)
        return not (found.Rows if by_rows else found.Columns).getByIndex(line - 1).IsVisible

    def hide(self, sheet: str, line: int, by_rows: bool) -> None:
        found = self.document.Sheets.getByName(sheet)
        (found.Rows if by_rows else found.Columns).getByIndex(line - 1).IsVisible = False

    def turn(self, sheet: str) -> None:
        """From right to left: com.sun.star.text.WritingMode2.RL_TB."""
        self.document.Sheets.getByName(sheet).TableLayout = 1

    def speak(self, language: str, country: str) -> None:
        locale = _uno().createUnoStruct("com.sun.star.lang.Locale")
        locale.Language, locale.Country = language, country
        self.document.CharLocale = locale

    def merges(self, sheet: str) -> list[CellRange]:
        if sheet not in self._merges:
            self._merges[sheet] = self._merges_of(sheet)
        return self._merges[sheet]

    def _merges_of(self, sheet: str) -> list[CellRange]:
        found = []
        page = self.document.Sheets.getByName(sheet)
        for part in self._at(sheet, self.used(sheet)).CellFormatRanges:
            if part.IsMerged:
                first = part.RangeAddress
                cursor = page.createCursorByRange(page.getCellByPosition(first.StartColumn, first.StartRow))
                cursor.collapseToMergedArea()
                found.append(_box(cursor.RangeAddress))
        return found

    def merge(self, sheet: str, box: CellRange) -> None:
        self._at(sheet, box).merge(True)
        self._merges.clear()

    def tables(self, sheet: str) -> dict[str, tuple[CellRange, bool, bool]]:
        ranges = self.document.DatabaseRanges
        index = self.document.Sheets.getByName(sheet).RangeAddress.Sheet
        found = [ranges.getByName(name) for name in ranges.ElementNames]
        return {
            one.Name: (_box(one.DataArea), one.ContainsHeader, one.TotalsRow)
            for one in found
            if one.DataArea.Sheet == index
        }

    def add_table(self, sheet: str, name: str, box: CellRange, headers: bool) -> None:
        self.document.DatabaseRanges.addNewByName(name, self._at(sheet, box).RangeAddress)
        self.document.DatabaseRanges.getByName(name).ContainsHeader = headers

    def delete_table(self, sheet: str, name: str) -> None:
        self.document.DatabaseRanges.removeByName(name)

    def select(self, sheet: str, box: CellRange) -> None:
        controller = self.document.CurrentController
        controller.setActiveSheet(self.document.Sheets.getByName(sheet))
        controller.select(self._at(sheet, box))

    def selected(self) -> str:
        """What Calc itself shows as selected, such as 'Sales 2026'.C7:C11."""
        return str(self.document.CurrentController.getSelection().AbsoluteName).replace("$", "")

    def region(self, sheet: str, box: CellRange) -> CellRange:
        cursor = self.document.Sheets.getByName(sheet).createCursorByRange(self._at(sheet, box))
        cursor.collapseToCurrentRegion()
        return _box(cursor.RangeAddress)

    def calculate(self, sheet: str, box: CellRange) -> None:
        """Calc calculates a formula that is put in again; it has no call for a range."""
        cells = self._at(sheet, box)
        cells.setFormulaArray(cells.getFormulaArray())

    def evaluate(self, sheet: str, expression: str) -> Any:
        """What a formula comes to, in a cell that is empty again afterwards."""
        cell = CellRange.parse("AMJ65536")
        self.put(sheet, cell.top, cell.left, "formula", f"={expression}")
        ((value,),) = self.values(sheet, cell)
        self.put(sheet, cell.top, cell.left, "value", None)
        return com_value(value)

    def save_copy(self, path: str) -> None:
        self.document.storeToURL(Path(path).as_uri(), (_property("FilterName", "Calc MS Excel 2007 XML"),))

    def save_as(self, path: Path) -> None:
        self.document.storeAsURL(path.as_uri(), (_property("FilterName", "Calc MS Excel 2007 XML"),))
        self.name, self.path = path.name, str(path)

    def worksheet_xml(self, sheet: str, box: CellRange) -> str:
        raise NotImplementedError("LibreOffice's SpreadsheetML is not Excel's")


class _Ours(dict[tuple[str, int, int], Any]):
    """What functions of ours show, which Calc does not know: it computes all other formulas itself."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    def __setitem__(self, place: tuple[str, int, int], value: Any) -> None:
        sheet, *cell = place
        if asks(self._store.formulas(sheet, CellRange(*cell, *cell))[0][0]):
            super().__setitem__(place, value)


def _box(address: Any) -> CellRange:
    return CellRange(address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1)


def _calc(formula: str) -> str:
    """Calc separates arguments with semicolons in its programs' language."""
    parts = formula.split('"')
    return '"'.join(part.replace(",", ";") if i % 2 == 0 else part for i, part in enumerate(parts))


def _as_typed(text: str, value: Any) -> str:
    """Calc marks a text that could be taken for something else with an apostrophe; Excel keeps that apart."""
    if isinstance(value, str) and text == "'" + value:
        return value
    return text.replace(";", ",") if text.startswith("=") and text != value else text
