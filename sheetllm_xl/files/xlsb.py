"""A binary workbook of Excel 2007 and later (.xlsb, [MS-XLSB]): values, number formats, looks, merges, hidden lines.

Formulas are kept there as compiled expressions: their values are read, their texts are not.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from openpyxl.styles.colors import COLOR_INDEX

from ..literals import Value
from ..sheet import Sheet, Style
from .binary_cells import (
    HIDDEN,
    UNREAD,
    BinaryCells,
    Font,
    alignment,
    bounded,
    cell_format,
    error_value,
    format_codes,
    rk_number,
)
from .limits import Deadline
from .package import Package
from .sheet_list import SheetList
from .styles_xml import MOST_FORMATS, CellFormat, theme_colors, tinted
from .xml_stream import MAX_TEXT

_ROW, _COLUMN, _MERGE = 0, 60, 176
_BLANK, _RK, _ERROR, _BOOL, _REAL, _TEXT, _SHARED = range(1, 8)
_FORMULAS = {8: _TEXT, 9: _REAL, 10: _BOOL, 11: _ERROR}
_SHORT = {12: _BLANK, 13: _RK, 14: _ERROR, 15: _BOOL, 16: _REAL, 17: _TEXT, 18: _SHARED}  # in the next column
_RICH = 62
_FUTURE, _FUTURE_END = 35, 36  # BrtFRTBegin, BrtFRTEnd: what stands between is for a later Excel
_STRING, _BOOK_PROPERTIES, _BUNDLED_SHEET = 19, 153, 156
_CALCULATION, _SHEET_CALCULATION = 157, 663
_FORMAT, _FONT, _FILL, _BORDER, _XF, _XFS_BEGIN, _XFS_END = 44, 43, 45, 46, 47, 617, 618
_INDEXED, _RGB, _THEME = 1, 2, 3  # kinds of colour ([MS-XLSB] 2.5.7)


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(type, content) of each record: both its type and its length are spelled in 7-bit bytes ([MS-XLSB] 2.1.4)."""
    at, size = 0, len(data)
    while at < size:
        kind = data[at]
        at += 1
        if kind & 0x80 and at < size:
            kind = kind & 0x7F | (data[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while at < size and shift < 28:
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        yield kind, data[at : at + length]
        at += length


def _of_this_excel(records: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    depth = 0
    for kind, data in records:
        depth = max(depth + (kind == _FUTURE) - (kind == _FUTURE_END), 0)
        if not depth:
            yield kind, data


class XlsbBook:
    """One package. Raises ValueError, LookupError or struct.error where it is damaged."""

    unread = UNREAD

    def __init__(self, package: Package, main: str, deadline: Deadline) -> None:
        self._package = package
        links = package.links(main, deadline)
        targets = {kind.rpartition("/")[2]: target for kind, target in links.values()}
        self._theme = theme_colors(package.tree(targets.get("theme", ""), deadline))
        self._strings_part, self._strings = targets.get("sharedStrings", ""), list[str]()
        self._strings_read = False
        self._date1904 = self._doubtful = False
        sheets = SheetList[str]()
        self.parts = sheets.parts
        self.charts: set[str] = set()
        self.lost: list[str] = []
        self.hidden: dict[str, str] = {}
        for kind, data in records(package.content(main)):
            deadline.check()
            if kind == _BOOK_PROPERTIES:
                self._date1904 = bool(data[0] & 1)
            elif kind == _CALCULATION:
                self._doubtful = len(data) > 24 and bool(data[24] & 1)  # fFullCalcOnLoad
            elif kind == _BUNDLED_SHEET:
                link, at = _text(data, 8)
                name = sheets.name(_text(data, at)[0])
                sort, target = links.get(link, ("", ""))
                if not package.has(target):
                    self.lost.append(name)
                elif sort.endswith("/worksheet"):
                    sheets.add(name, target, package.member(target))
                else:
                    self.charts.add(name)
                if state := HIDDEN.get(struct.unpack_from("<I", data)[0]):
                    self.hidden[name] = state
        self._formats = self._cell_formats(targets.get("styles", ""), deadline) or [CellFormat()]

    def read(self, name: str, deadline: Deadline) -> Sheet:
        """One worksheet."""
        if not self._strings_read and self._package.has(self._strings_part):
            items = records(self._package.content(self._strings_part))
            texts = (_text(data, 1)[0] for kind, data in deadline.every(items) if kind == _STRING)
            self._strings = bounded(texts, self._package.spent)
        self._strings_read = True
        cells = BinaryCells(self._formats, self._date1904, self._package.spent, deadline)
        row = col = 0
        doubtful = self._doubtful
        for kind, data in deadline.every(_of_this_excel(records(self._package.content(self.parts[name])))):
            if kind == _ROW:
                row, col = struct.unpack_from("<i", data)[0], -1
                if data[11] & 0x10:
                    cells.hide_row(row)
            elif kind in _SHORT:
                col += 1
                cells.add(row, col, *self._cell(_SHORT[kind], data, 0))
            elif kind <= 11 or kind == _RICH:
                col = struct.unpack_from("<i", data)[0]
                cells.add(row, col, *self._cell(_FORMULAS.get(kind, kind), data, 4), kind in _FORMULAS)
            elif kind == _SHEET_CALCULATION:
                doubtful = doubtful or bool(data[0] & 1)
            elif kind == _MERGE:
                cells.merge(*struct.unpack_from("<4i", data))
            elif kind == _COLUMN:
                first, last, _, _, flags = struct.unpack_from("<iiIIH", data)
                if flags & 1:
                    cells.hide_columns(first, last)
        return cells.sheet(name, doubtful)

    def _cell(self, kind: int, data: bytes, at: int) -> tuple[int, Value | None]:
        """(format, value) of a cell whose format stands at ``at``."""
        xf = int.from_bytes(data[at : at + 3], "little")
        at += 4
        if kind == _RK:
            return xf, rk_number(struct.unpack_from("<i", data, at)[0])
        if kind == _REAL:
            return xf, float(struct.unpack_from("<d", data, at)[0])
        if kind == _SHARED:
            index = struct.unpack_from("<I", data, at)[0]
            return xf, self._strings[index] if index < len(self._strings) else error_value(0x17)
        if kind in (_TEXT, _RICH):
            return xf, _text(data, at + (kind == _RICH))[0]
        if kind == _BOOL:
            return xf, bool(data[at])
        return xf, error_value(data[at]) if kind == _ERROR else None

    def _cell_formats(self, part: str, deadline: Deadline) -> list[CellFormat]:
        codes: dict[int, str] = {}
        fonts: list[Font] = []
        fills: list[str] = []
        borders: list[int] = []
        xfs: list[bytes] = []
        within = False
        for kind, data in deadline.every(records(self._package.content(part)) if self._package.has(part) else ()):
            within = kind == _XFS_BEGIN or (within and kind != _XFS_END)
            if kind == _FORMAT:
                codes[struct.unpack_from("<H", data)[0]] = _text(data, 2)[0]
            elif kind == _FONT:
                height, flags, weight, _, underline = struct.unpack_from("<HHHHB", data)
                fonts.append(Font.of(height, flags, weight, underline))
            elif kind == _FILL:
                fills.append(self._fill(data))
            elif kind == _BORDER:
                sides = (Style.TOP, Style.BOTTOM, Style.LEFT, Style.RIGHT)
                borders.append(sum(side for i, side in enumerate(sides) if data[1 + 10 * i]))
            elif kind == _XF and within and len(xfs) < MOST_FORMATS:
                xfs.append(data)
        known, normal = format_codes(codes), fonts[0] if fonts else Font()
        cell_formats = []
        for xf in deadline.every(xfs):
            _, code, font, fill, border, _, indent, align = struct.unpack_from("<HHHHHBBB", xf)
            style = alignment(align & 7, bool(align & 0x40), indent)
            style |= borders[border] if border < len(borders) else 0
            look = fonts[font] if font < len(fonts) else normal
            cell_formats.append(
                cell_format(known.get(code, ""), look, normal, fills[fill] if fill < len(fills) else "", style)
            )
        return cell_formats

    def _fill(self, data: bytes) -> str:
        pattern, sort, index, tint, red, green, blue = struct.unpack_from("<IBBhBBB", data)
        if not pattern:
            return ""
        color = ""
        if sort >> 1 == _RGB:
            color = f"{red:02X}{green:02X}{blue:02X}"
        elif sort >> 1 == _INDEXED and index < len(COLOR_INDEX):
            color = COLOR_INDEX[index][-6:].upper()
        elif sort >> 1 == _THEME and index < len(self._theme):
            color = self._theme[index].upper()
        color = tinted(color, tint / 32767) if len(color) == 6 else ""
        return "" if color in ("", "FFFFFF") and pattern == 1 else color or "D9D9D9"


def _text(data: bytes, at: int) -> tuple[str, int]:
    """An XLWideString, as much of it as a cell can hold, and where it ends; a length of -1 says that there is none."""
    length = max(struct.unpack_from("<i", data, at)[0], 0)
    letters = data[at + 4 : at + 4 + 2 * min(length, MAX_TEXT)]
    return letters.decode("utf-16-le", "surrogatepass"), at + 4 + 2 * length
