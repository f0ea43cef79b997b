"""A workbook of Excel 97 to 2003 (BIFF8, [MS-XLS]), or of Excel 5 and 95: values, formats, merges, hidden lines.

Formulas are kept there as compiled expressions: their values are read, their texts are not.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from openpyxl.styles.colors import COLOR_INDEX

from ..literals import Value
from ..sheet import Sheet, Style
from .binary_cells import (
    HIDDEN,
    BinaryCells,
    Font,
    alignment,
    bounded,
    cell_format,
    error_value,
    format_codes,
    rk_number,
)
from .limits import Deadline, Spent
from .sheet_list import SheetList
from .styles_xml import MOST_FORMATS, CellFormat
from .unreadable import Encrypted, TooOld
from .xls_texts import Texts, string_table

_BOF, _EOF, _CONTINUE, _FILEPASS = 0x809, 0x0A, 0x3C, 0x2F
_BOUNDSHEET, _SST, _DATE1904, _FORMAT, _FONT, _XF, _PALETTE = 0x85, 0xFC, 0x22, 0x41E, 0x31, 0xE0, 0x92
_BLANK, _NUMBER, _LABEL, _BOOLERR, _RK, _LABELSST, _RSTRING = 0x201, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xD6
_MULRK, _MULBLANK, _FORMULA, _STRING, _MERGES, _ROW, _COLUMN = 0xBD, 0xBE, 0x06, 0x207, 0xE5, 0x208, 0x7D
_CODEPAGE, _RECALCULATED, _UNCALCULATED = 0x42, 0x1C1, 0x5E
_BIFF5, _BIFF8, _WORKSHEET = 0x0500, 0x0600, 0
_TEXT_RECORDS = 1024  # a cell's longest text fills nine
_WINDOW_COLORS = (64, 65)  # the system's text and paper: no fill anybody sees


def records(data: bytes, at: int = 0) -> Iterator[tuple[int, bytes]]:
    """(type, content) of each record from there on; what continues a record stands as one of its own."""
    size = len(data)
    while at + 4 <= size:
        kind, length = struct.unpack_from("<HH", data, at)
        yield kind, data[at + 4 : at + 4 + length]
        at += 4 + length


class XlsBook:
    """One workbook stream. Raises ValueError, IndexError or struct.error where it is damaged."""

    def __init__(self, data: bytes, spent: Spent, deadline: Deadline) -> None:
        self._data, self._spent = data, spent
        self._sheets = SheetList[int]()
        self.parts = self._sheets.parts  # worksheet -> where its records begin
        self.charts: set[str] = set()
        self.lost: list[str] = []
        self.hidden: dict[str, str] = {}
        self._fonts: list[Font] = []
        self._codes: dict[int, str] = {}
        self._xfs: list[bytes] = []
        self._palette = [color[-6:] for color in COLOR_INDEX]
        self._strings: list[str] = []
        self._texts = Texts()
        self._date1904 = False
        self._doubtful = True  # until a program says with which version it calculated ([MS-XLS] 2.4.215)
        self._globals(deadline)
        self._formats = self._cell_formats() or [CellFormat()]

    def read(self, name: str, deadline: Deadline) -> Sheet:
        """One worksheet."""
        cells = BinaryCells(self._formats, self._date1904, self._spent, deadline)
        reading, depth, waiting, doubtful = _Records(cells, self._strings, self._texts), 0, None, self._doubtful
        for kind, data in deadline.every(records(self._data, self.parts[name])):
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    reading.end_text(waiting)
                    break
            elif depth == 1:
                waiting = reading.take(kind, data, waiting)
                doubtful = doubtful or kind == _UNCALCULATED
            elif not depth:
                raise ValueError("no sheet stands there")
        else:
            raise ValueError("the sheet is cut off")
        return cells.sheet(name, doubtful)

    def _globals(self, deadline: Deadline) -> None:
        pending: list[bytes] = []  # the string table and what continues it
        for count, (kind, data) in enumerate(records(self._data)):
            if count % 1024 == 0:
                deadline.check()
            if kind == _BOF:
                self._begin(struct.unpack_from("<H", data)[0])
            if kind == _FILEPASS:
                raise Encrypted("encrypted")
            if kind == _SST or (kind == _CONTINUE and pending):
                pending.append(data)
            elif pending:
                self._strings, pending = bounded(string_table(pending, deadline), self._spent), []
            if kind == _EOF:
                break
            self._global(kind, data)
        else:
            raise ValueError("the workbook is cut off")

    def _begin(self, version: int) -> None:
        if version not in (_BIFF5, _BIFF8):
            raise TooOld("neither BIFF5 nor BIFF8")
        self._texts = Texts("" if version == _BIFF8 else "cp1252")

    def _global(self, kind: int, data: bytes) -> None:
        if kind == _BOUNDSHEET:
            begin, state, sort = struct.unpack_from("<IBB", data)
            name = self._sheets.name(self._texts.at(data, 7, data[6]))
            if sort != _WORKSHEET:
                self.charts.add(name)
            elif begin < len(self._data):
                self._sheets.add(name, begin, begin)
            else:
                self.lost.append(name)
            if state & 3 in HIDDEN:
                self.hidden[name] = HIDDEN[state & 3]
        elif kind == _DATE1904:
            self._date1904 = struct.unpack_from("<H", data)[0] == 1
        elif kind == _RECALCULATED:
            self._doubtful = False
        elif kind == _FORMAT:
            wide = not self._texts.codec
            index, length = struct.unpack_from("<HH" if wide else "<HB", data)
            self._codes[index] = self._texts.at(data, 4 if wide else 3, length)
        elif kind == _CODEPAGE and self._texts.codec:
            self._texts = Texts.of_page(struct.unpack_from("<H", data)[0])
        elif kind == _FONT:
            height, flags, _, weight, _, underline = struct.unpack_from("<HHHHHB", data)
            self._fonts.append(Font.of(height, flags, weight, underline))
        elif kind == _XF and len(self._xfs) < MOST_FORMATS:
            self._xfs.append(data)
        elif kind == _PALETTE:
            for i in range(min(struct.unpack_from("<H", data)[0], 56)):
                self._palette[8 + i] = data[2 + 4 * i : 5 + 4 * i].hex().upper()

    def _cell_formats(self) -> list[CellFormat]:
        codes, normal = format_codes(self._codes), self._fonts[0] if self._fonts else Font()
        found = []
        for xf in self._xfs if not self._texts.codec else map(_as_biff8, self._xfs):
            font, code, _, align, _, indent, _, sides, _, _, high, colors = struct.unpack_from("<HHHBBBBHHHHH", xf)
            font -= font > 4  # there is no font 4 ([MS-XLS] 2.5.129)
            style = alignment(align & 7, bool(align & 8), indent & 15)
            for shift, side in ((0, Style.LEFT), (4, Style.RIGHT), (8, Style.TOP), (12, Style.BOTTOM)):
                style |= side if sides >> shift & 15 else 0
            fill = self._fill(high >> 10, colors & 127)
            known = self._fonts[font] if 0 <= font < len(self._fonts) else normal
            found.append(cell_format(codes.get(code, ""), known, normal, fill, int(style)))
        return found

    def _fill(self, pattern: int, color: int) -> str:
        if not pattern or color in _WINDOW_COLORS:
            return "D9D9D9" if pattern > 1 else ""
        text = self._palette[color].upper() if color < len(self._palette) else ""
        return "" if text == "FFFFFF" and pattern == 1 else text or "D9D9D9"


class _Records:
    """A worksheet's records on their way to its cells."""

    def __init__(self, cells: BinaryCells, strings: list[str], texts: Texts) -> None:
        self._cells, self._strings, self._texts = cells, strings, texts
        self._pieces: list[bytes] = []  # a formula's text, so far
        self._takers: dict[int, Callable[[bytes], None]] = {
            _MULRK: self._many_numbers,
            _MULBLANK: self._many_blanks,
            _MERGES: self._merges,
        }

    def take(self, kind: int, data: bytes, waiting: tuple[int, int, int] | None) -> tuple[int, int, int] | None:
        """Take in a record. A formula's text comes in records of its own: its (row, column, format) come back."""
        if (kind == _CONTINUE and self._pieces) or (kind == _STRING and waiting):
            if len(self._pieces) < _TEXT_RECORDS:
                self._pieces.append(data)
            return waiting
        waiting = self.end_text(waiting)
        if kind in self._takers:
            self._takers[kind](data)
        elif kind == _ROW:
            if struct.unpack_from("<H", data, 12)[0] & 0x20:
                self._cells.hide_row(struct.unpack_from("<H", data)[0])
        elif kind == _COLUMN:
            first, last, _, _, flags = struct.unpack_from("<5H", data)
            if flags & 1:
                self._cells.hide_columns(first, last)
        elif kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 0:
            row, col, xf = struct.unpack_from("<3H", data)
            return row, col, xf
        elif kind in (_BLANK, _NUMBER, _RK, _LABELSST, _LABEL, _RSTRING, _BOOLERR, _FORMULA):
            row, col, xf = struct.unpack_from("<3H", data)
            self._cells.add(row, col, xf, self._value(kind, data), kind == _FORMULA)
        else:
            return waiting  # an array's or table's record may stand between a formula and its text
        return None

    def end_text(self, waiting: tuple[int, int, int] | None) -> tuple[int, int, int] | None:
        """Give the text that was gathered to the cell that waits for it; the cell, where there is no text yet."""
        if not self._pieces or not waiting:
            return waiting
        pieces, self._pieces = self._pieces, []
        text = self._texts.across(pieces)
        self._cells.add(*waiting, text, formula=bool(text))  # one of length 0 was calculated, too: its record is there
        return None

    def _value(self, kind: int, data: bytes) -> Value | None:
        if kind == _NUMBER:
            return float(struct.unpack_from("<d", data, 6)[0])
        if kind == _RK:
            return rk_number(struct.unpack_from("<i", data, 6)[0])
        if kind == _LABELSST:
            at = struct.unpack_from("<I", data, 6)[0]
            return self._strings[at] if at < len(self._strings) else error_value(0x17)
        if kind in (_LABEL, _RSTRING):
            return self._texts.at(data, 8, struct.unpack_from("<H", data, 6)[0])
        if kind == _BOOLERR:
            return error_value(data[6]) if data[7] else bool(data[6])
        if kind == _FORMULA:
            return _result(data)
        return None

    def _many_numbers(self, data: bytes) -> None:
        row, col = struct.unpack_from("<HH", data)
        for at in range(4, len(data) - 7, 6):
            xf, rk = struct.unpack_from("<Hi", data, at)
            self._cells.add(row, col, xf, rk_number(rk))
            col += 1

    def _many_blanks(self, data: bytes) -> None:
        row, col = struct.unpack_from("<HH", data)
        for at in range(4, len(data) - 3, 2):
            self._cells.add(row, col, struct.unpack_from("<H", data, at)[0], None)
            col += 1

    def _merges(self, data: bytes) -> None:
        for at in range(2, len(data) - 7, 8):
            self._cells.merge(*struct.unpack_from("<4H", data, at))


def _result(formula: bytes) -> Value | None:
    """The cached value of a FORMULA record, where it is no text ([MS-XLS] 2.5.133)."""
    if formula[12:14] != b"\xff\xff":
        return float(struct.unpack_from("<d", formula, 6)[0])
    kind, value = formula[6], formula[8]
    if kind == 1:
        return bool(value)
    return error_value(value) if kind == 2 else None


def _as_biff8(xf: bytes) -> bytes:
    """A cell format of Excel 5 or 95 with its alignment, borders and fill where Excel 97 has them."""
    font, code, flags, align, _, colors, sides = struct.unpack_from("<HHHBBIH", xf.ljust(14, b"\0"))
    left, right, bottom = sides >> 3 & 7, sides >> 6 & 7, colors >> 22 & 7
    borders = left | right << 4 | (sides & 7) << 8 | bottom << 12
    pattern = (colors >> 16 & 63) << 26
    return struct.pack("<HHHBBBBHHIH", font, code, flags, align, 0, 0, 0, borders, 0, pattern, colors & 0x3FFF)
