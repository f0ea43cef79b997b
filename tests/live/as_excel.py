"""What Range.Value(11) gives, written as Excel writes it: styles once each, gaps by ss:Index, formulas in R1C1.

Written from the SpreadsheetML 2003 reference: no text that Excel itself wrote was at hand. Of the product it uses the
resolving of theme colours only.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring
from xml.sax.saxutils import escape, quoteattr

from openpyxl.formula import Tokenizer
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from sheetllm_xl.files.styles_xml import _color, theme_colors
from sheetllm_xl.grid import CellRange, column_number
from sheetllm_xl.literals import CellError

if TYPE_CHECKING:
    from .memory import Store

_HEAD = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:html="http://www.w3.org/TR/REC-html40">
"""
_NAMES = {
    "0.00": "Fixed",
    "#,##0.00": "Standard",
    "0.00%": "Percent",
    "0.00E+00": "Scientific",
    "mm-dd-yy": "Short Date",
    "d-mmm-yy": "Medium Date",
    "h:mm AM/PM": "Medium Time",
    "h:mm:ss AM/PM": "Long Time",
    "h:mm": "Short Time",
    "m/d/yy h:mm": "General Date",
    "General": "",
}
_CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")
_COLUMN = re.compile(r"(\$?)([A-Z]{1,3})")
_ROW = re.compile(r"(\$?)(\d+)")
_HORIZONTAL = {"center": "Center", "centerContinuous": "CenterAcrossSelection", "left": "Left", "right": "Right"}
_LINES = {"thin": ("Continuous", 1), "medium": ("Continuous", 2), "double": ("Double", 3), "dashed": ("Dash", 1)}


def r1c1(formula: str, row: int, col: int) -> str:
    """An A1 formula relative to a cell."""
    parts = []
    for token in Tokenizer(formula).items:
        if token.type == "OPERAND" and token.subtype == "RANGE":
            sheet, bang, cells = token.value.rpartition("!")
            parts.append(sheet + bang + ":".join(_reference(part, row, col) for part in cells.split(":")))
        else:
            parts.append(token.value)
    return "=" + "".join(parts)


def _reference(text: str, row: int, col: int) -> str:
    def line(letter: str, fixed: str, number: int, here: int) -> str:
        return f"{letter}{number}" if fixed else letter if number == here else f"{letter}[{number - here}]"

    if found := _CELL.fullmatch(text):
        return line("R", found[3], int(found[4]), row) + line("C", found[1], column_number(found[2]), col)
    if found := _COLUMN.fullmatch(text):
        return line("C", found[1], column_number(found[2]), col)
    if found := _ROW.fullmatch(text):
        return line("R", found[1], int(found[2]), row)
    return text


def fill_of(cell: Any, book: Any) -> str:
    """RRGGBB of a solid fill, resolved as Excel does; "" for none."""
    if cell.fill.fill_type != "solid":
        return ""
    return _resolved(cell.fill.fgColor, book)


def _resolved(color: Any, book: Any) -> str:
    theme = theme_colors(fromstring(book.loaded_theme)) if book.loaded_theme else ()
    return _color(fromstring(_as_element(color)), lambda: theme)


def _as_element(color: Any) -> str:
    return f'<c {color.type}="{color.value}" tint="{color.tint}"/>'


class _Styles:
    def __init__(self, book: Any) -> None:
        self.book, self.known = book, dict[str, str]()
        normal = book._fonts[0]
        self.default = self._font(normal)
        self.known[self.default] = "Default"

    def of(self, cell: Any) -> str:
        text = self._font(cell.font) + self._alignment(cell) + self._borders(cell) + self._interior(cell)
        code = cell.number_format
        if code != "General":
            text += f"<NumberFormat ss:Format={quoteattr(_NAMES.get(code, code))}/>"
        return self.known.setdefault(text, f"s{len(self.known) + 61}")

    def _font(self, font: Any) -> str:
        parts = f'<Font ss:FontName={quoteattr(font.name or "Calibri")} x:Family="Swiss" ss:Size="{font.sz or 11:g}"'
        parts += ' ss:Bold="1"' * bool(font.b) + ' ss:Italic="1"' * bool(font.i)
        return parts + (' ss:Underline="Single"' if font.u and font.u != "none" else "") + "/>"

    def _alignment(self, cell: Any) -> str:
        horizontal = _HORIZONTAL.get(cell.alignment.horizontal or "")
        parts = f' ss:Horizontal="{horizontal}"' * bool(horizontal)
        parts += f' ss:Indent="{int(cell.alignment.indent)}"' * bool(cell.alignment.indent)
        parts += ' ss:WrapText="1"' * bool(cell.alignment.wrap_text)
        return f'<Alignment{parts} ss:Vertical="Bottom"/>' if parts else ""

    def _borders(self, cell: Any) -> str:
        found = ""
        for side in ("bottom", "left", "right", "top"):
            line = getattr(cell.border, side)
            if line is not None and line.style:
                style, weight = _LINES.get(line.style, ("Continuous", 1))
                found += f'<Border ss:Position="{side.title()}" ss:LineStyle="{style}" ss:Weight="{weight}"/>'
        return f"<Borders>{found}</Borders>" if found else ""

    def _interior(self, cell: Any) -> str:
        kind = cell.fill.fill_type
        if kind is None:
            return ""
        if kind == "solid":
            color = _resolved(cell.fill.fgColor, self.book)
            return f'<Interior ss:Color="#{color}" ss:Pattern="Solid"/>'
        return f'<Interior ss:Pattern="Gray125" ss:PatternColor="#{_resolved(cell.fill.fgColor, self.book)}"/>'

    def text(self) -> str:
        found = []
        for parts, style in self.known.items():
            name = ' ss:Name="Normal"' if style == "Default" else ""
            found.append(f'  <Style ss:ID="{style}"{name}>\n   {parts}\n  </Style>\n')
        return " <Styles>\n" + "".join(found) + " </Styles>\n"


def text(store: Store, sheet: str, box: CellRange) -> str:
    """The text of one rectangle."""
    styles = _Styles(store.book)
    merges = {(m.top, m.left): m for m in store.merges(sheet)}
    covered = {(r, c) for m in merges.values() for r in m.rows for c in m.cols} - set(merges)
    rows, last_row = [], box.top - 1
    for line in store.book[sheet].iter_rows(box.top, box.bottom, box.left, box.right):
        cells, last = [], box.left - 1
        row = line[0].row
        for cell in line:
            if (row, cell.column) in covered or (cell.value is None and not cell.has_style):
                continue
            index = f' ss:Index="{cell.column - box.left + 1}"' if cell.column != last + 1 else ""
            merge = merges.get((row, cell.column))
            cells.append(_cell(store, cell, index, styles.of(cell), merge))
            last = cell.column + (merge.shape[1] - 1 if merge else 0)
        hidden = store.hidden(sheet, row, True)
        if cells or hidden:
            index = f' ss:Index="{row - box.top + 1}"' if row != last_row + 1 else ""
            index += ' ss:Hidden="1"' * hidden
            rows.append(f"   <Row{index}>\n{''.join(cells)}   </Row>\n")
            last_row = row
    names = _names(store)
    return (
        f"{_HEAD}{styles.text()}{names} <Worksheet ss:Name={quoteattr(sheet)}>\n"
        f'  <Table ss:ExpandedColumnCount="{box.shape[1]}" ss:ExpandedRowCount="{box.shape[0]}">\n'
        f"{_columns(store, sheet, box)}{''.join(rows)}  </Table>\n{_options(store, sheet)} </Worksheet>\n</Workbook>\n"
    )


def _options(store: Store, sheet: str) -> str:
    if not store.book[sheet].sheet_view.rightToLeft:
        return ""
    space = "urn:schemas-microsoft-com:office:excel"
    return f'  <WorksheetOptions xmlns="{space}">\n   <DisplayRightToLeft/>\n  </WorksheetOptions>\n'


def _columns(store: Store, sheet: str, box: CellRange) -> str:
    hidden = [col for col in box.cols if store.hidden(sheet, col, False)]
    return "".join(f'   <Column ss:Index="{col - box.left + 1}" ss:Hidden="1" ss:Width="0"/>\n' for col in hidden)


def _names(store: Store) -> str:
    listed = "".join(
        f"  <NamedRange ss:Name={quoteattr(name)} ss:RefersTo={quoteattr(r1c1(target, 1, 1))}/>\n"
        for name, target in store.names.items()
    )
    return f" <Names>\n{listed} </Names>\n" if listed else ""


def _cell(store: Store, cell: Any, index: str, style: str, merge: CellRange | None) -> str:
    attributes = index + (f' ss:StyleID="{style}"' if style != "Default" else "")
    if merge:
        across, down = merge.shape[1] - 1, merge.shape[0] - 1
        attributes += f' ss:MergeAcross="{across}"' * bool(across) + f' ss:MergeDown="{down}"' * bool(down)
    if formula := store.formula(cell):
        attributes += f" ss:Formula={quoteattr(r1c1(formula, cell.row, cell.column))}"
        if cell.data_type == "f" and not isinstance(cell.value, str):
            attributes += ' ss:ArrayRange="RC"'
    value = store.value(cell)
    if value is None:
        return f"    <Cell{attributes}/>\n"
    kind, words = _datum(value, store.date1904)
    return f'    <Cell{attributes}><Data ss:Type="{kind}">{words}</Data></Cell>\n'


def _datum(value: Any, date1904: bool) -> tuple[str, str]:
    if isinstance(value, bool):
        return "Boolean", str(int(value))
    if isinstance(value, CellError):
        return "Error", str(value)
    if isinstance(value, timedelta):
        epoch = CALENDAR_MAC_1904 if date1904 else CALENDAR_WINDOWS_1900
        value = from_excel(value / timedelta(days=1), epoch)
    if isinstance(value, time):
        day = "1904-01-01" if date1904 else "1899-12-31"
        return "DateTime", f"{day}T{value.strftime('%H:%M:%S')}.{value.microsecond // 1000:03d}"
    if isinstance(value, datetime):
        return "DateTime", value.isoformat(timespec="milliseconds")
    if isinstance(value, float):
        return "Number", repr(value).removesuffix(".0")
    return "String", escape(str(value)).replace("\n", "&#10;")
