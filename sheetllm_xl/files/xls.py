"""A workbook of Excel 97 to 2003 (BIFF8, [MS-XLS]), or of Excel 5 and 95, by xlrd: values, looks, merges, hidden lines.

Formulas are kept there as compiled expressions: their values are read, their texts are not.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from xlrd.biffh import XL_CELL_BLANK, XL_CELL_BOOLEAN, XL_CELL_ERROR, XLRDError, bofcodes, unpack_string, unpack_unicode
from xlrd.book import Book
from xlrd.formatting import XF
from xlrd.sheet import Sheet as XlrdSheet

from ..literals import CellError
from ..sheet import Sheet, Style
from .binary_cells import HIDDEN, UNREAD, BinaryCells, Font, alignment, bounded, cell_format, error_value, format_codes
from .limits import Deadline, Spent
from .sheet_list import SheetList
from .styles_xml import MAX_CODE, MOST_FORMATS, CellFormat
from .unreadable import Encrypted, TooOld

_GLOBALS, _WORKSHEET, _BIFF5, _BIFF8 = 5, 16, 50, 80  # kinds of stream; versions as xlrd numbers them
_BOF, _EOF, _CONTINUE, _FILEPASS = 0x809, 0x0A, 0x3C, 0x2F
_BOUNDSHEET, _SST, _DATE1904, _CODEPAGE, _FORMAT, _FONT, _XF, _PALETTE = 0x85, 0xFC, 0x22, 0x42, 0x41E, 0x31, 0xE0, 0x92
_BLANK, _NUMBER, _LABEL, _BOOLERR, _RK, _LABELSST, _RSTRING = 0x201, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xD6
_MULRK, _MULBLANK, _FORMULA, _STRING, _MERGES, _ROW, _COLUMN = 0xBD, 0xBE, 0x06, 0x207, 0xE5, 0x208, 0x7D
_RECALCULATED, _UNCALCULATED = 0x1C1, 0x5E
_PASSED = {
    *(_BOF, _EOF, _CONTINUE, _FILEPASS, _BOUNDSHEET, _SST, _DATE1904, _CODEPAGE, _FORMAT, _FONT, _XF, _PALETTE),
    *(_BLANK, _NUMBER, _LABEL, _BOOLERR, _RK, _LABELSST, _MULRK, _MULBLANK, _FORMULA, _STRING),
}
_LONGEST_LOOK = 8 + 2 * MAX_CODE  # bytes of a number format
_WHILE_READ = 8  # times its size that a table of texts counts for while xlrd reads it: with a tuple for each font in it
_WINDOW_COLORS = (64, 65)  # the system's text and paper: no fill anybody sees


class XlsBook:
    """One workbook stream. Raises ValueError, LookupError or struct.error where it is damaged."""

    unread = UNREAD

    def __init__(self, data: bytes, spent: Spent, deadline: Deadline) -> None:
        self._stream = _Stream(data, spent, deadline)
        with _damage():
            self._stream.open()
            self._formats = _cell_formats(self._stream) or [CellFormat()]
        self.parts, self.charts = self._stream.sheets.parts, self._stream.charts
        self.lost, self.hidden = self._stream.lost, self._stream.hidden

    def read(self, name: str, deadline: Deadline) -> Sheet:
        """One worksheet."""
        cells = BinaryCells(self._formats, bool(self._stream.datemode), self._stream.spent, deadline)
        with _damage():
            is_doubtful = self._stream.take(self.parts[name], cells)
        return cells.sheet(name, is_doubtful)


class _Stream(Book):  # type: ignore[misc]
    """xlrd's workbook, which sees the records of what is read here and no others; the rest costs memory, or fails."""

    def __init__(self, data: bytes, spent: Spent, deadline: Deadline) -> None:
        super().__init__()
        self.spent, self._deadline = spent, deadline
        self.sheets = SheetList[int]()  # worksheet -> where its records begin
        self.charts: set[str] = set()
        self.lost: list[str] = []
        self.hidden: dict[str, str] = {}
        self.kind = _BOF  # of the record that xlrd has seen last
        self._calculated = False  # until a program says with which version it did ([MS-XLS] 2.4.215)
        self._uncalculated = False  # the sheet at hand
        self._count, self._looks = 0, dict.fromkeys((_FORMAT, _FONT, _XF), 0)
        self._cells: BinaryCells | None = None
        self._sheet_visibility = [0]  # that of whichever sheet is read: nobody asks
        if struct.unpack_from("<H", data)[0] not in bofcodes:  # no file in a file, and no file of xlrd's own choice
            raise ValueError("no workbook stands there")
        self.biff2_8_load(file_contents=data, logfile=_Nowhere(), formatting_info=True, ragged_rows=True)

    def open(self) -> None:
        """Read what holds for the whole workbook."""
        self.biff_version = self.getbof(_GLOBALS)
        if self.biff_version < _BIFF5:
            raise TooOld("neither BIFF5 nor BIFF8")
        before = self.spent.text
        self.parse_globals()
        self.spent.text = before
        self._rich_text_runlist_map.clear()
        self._sharedstrings: list[str] = _Texts(bounded(self._sharedstrings, self.spent))

    def take(self, begin: int, cells: BinaryCells) -> bool:
        """Read the worksheet that begins there; whether it may be that nobody has calculated its formulas."""
        self._position, self._deadline, self._cells, self._uncalculated = begin, cells.deadline, cells, False
        self.getbof(_WORKSHEET)
        _Worksheet(self, cells).read(self)
        return self._uncalculated or not self._calculated

    def get_record_parts(self) -> tuple[int, int, bytes]:
        """The next record of what is read here: its type, length and content."""
        while True:
            self._count += 1
            if self._count % 1024 == 0:
                self._deadline.check()
            kind, length, content = super().get_record_parts()
            if kind == _RSTRING:  # a LABEL whose fonts come after its text
                kind = _LABEL
            if kind in self._looks:
                self._looks[kind] += 1
                content = content[:_LONGEST_LOOK]
            if kind in _PASSED and self._looks.get(kind, 0) <= MOST_FORMATS:
                self.kind = kind
                return kind, length, content
            self._take_in(kind, content)

    def _take_in(self, kind: int, data: bytes) -> None:
        """Records that xlrd would keep an object for, or knows nothing of."""
        if self._cells is None:
            self._calculated = self._calculated or kind == _RECALCULATED
        elif kind == _UNCALCULATED:
            self._uncalculated = True
        elif kind == _ROW and struct.unpack_from("<H", data, 12)[0] & 0x20:
            self._cells.hide_row(struct.unpack_from("<H", data)[0])
        elif kind == _COLUMN and struct.unpack_from("<H", data, 8)[0] & 1:
            self._cells.hide_columns(*struct.unpack_from("<2H", data))
        elif kind == _MERGES:
            for at in range(2, len(data) - 7, 8):
                self._cells.merge(*struct.unpack_from("<4H", data, at))

    def get_record_parts_conditional(self, reqd_record: int) -> tuple[int | None, int, bytes]:
        """The next record where it is of that type: a table of texts that goes on."""
        kind, length, content = super().get_record_parts_conditional(reqd_record)
        self._deadline.check()
        self.spent.pay_text(_WHILE_READ * length)
        return kind, length, content

    def handle_boundsheet(self, data: bytes) -> None:
        """A sheet of any kind."""
        begin, state, sort = struct.unpack_from("<IBB", data)
        if self.biff_version >= _BIFF8:
            name = self.sheets.name(unpack_unicode(data, 6, lenlen=1))
        else:
            name = self.sheets.name(unpack_string(data, 6, self.derive_encoding(), lenlen=1))
        if sort:
            self.charts.add(name)
        elif begin < len(self.mem):
            self.sheets.add(name, begin, begin)
        else:
            self.lost.append(name)
        if state & 3 in HIDDEN:
            self.hidden[name] = HIDDEN[state & 3]

    def handle_sst(self, data: bytes) -> None:
        """The table of texts. There are programs that count some where no cell has any, and none follows."""
        if len(data) > 8 or any(data[:4]):
            super().handle_sst(data)

    def handle_filepass(self, data: bytes) -> None:
        """The records are encrypted."""
        raise Encrypted("encrypted")


class _Worksheet(XlrdSheet):  # type: ignore[misc]
    """xlrd's worksheet, which gives its cells away as it meets them."""

    def __init__(self, stream: _Stream, cells: BinaryCells) -> None:
        super().__init__(stream, stream._position, "", 0)
        self._cells = cells

    def put_cell_ragged(self, rowx: int, colx: int, ctype: int | None, value: Any, xf_index: int) -> None:
        """A cell, as xlrd has read it."""
        if ctype == XL_CELL_ERROR:
            value = error_value(value)
        elif ctype == XL_CELL_BOOLEAN:
            value = bool(value)
        elif ctype == XL_CELL_BLANK:
            value = None
        # A formula's text of length 0 in a record of its own was calculated, and shows nothing.
        is_formula = self.book.kind == _FORMULA or (self.book.kind in (_STRING, _CONTINUE) and value != "")
        self._cells.add(rowx, colx, xf_index, value, is_formula)


class _Texts(list[str]):
    """The table of texts; where it has none of that number, the cell points nowhere."""

    def __getitem__(self, at: Any) -> Any:
        return super().__getitem__(at) if 0 <= at < len(self) else CellError.REF


class _Nowhere(io.TextIOBase):
    """Where xlrd's remarks go."""

    def write(self, text: str, /) -> int:
        """Take the text, and keep nothing of it."""
        return len(text)


@contextmanager
def _damage() -> Iterator[None]:
    """What xlrd raises for a damaged file, as a ValueError."""
    try:
        yield
    except (XLRDError, AssertionError) as error:
        raise ValueError(str(error)) from None


def _cell_formats(book: Book) -> list[CellFormat]:
    codes = format_codes({one.format_key: one.format_str for one in book.format_list})
    fonts = [Font.of(font.height, 2 * font.italic, font.weight, font.underline_type) for font in book.font_list]
    normal = fonts[0] if fonts else Font()
    found = []
    for xf in book.xf_list:
        font = fonts[xf.font_index] if xf.font_index < len(fonts) else normal
        fill = _fill(xf.background.fill_pattern, xf.background.pattern_colour_index, book.colour_map)
        found.append(cell_format(codes.get(xf.format_key, ""), font, normal, fill, _style(xf)))
    return found


def _style(xf: XF) -> int:
    border = xf.border
    style = alignment(xf.alignment.hor_align, bool(xf.alignment.text_wrapped), xf.alignment.indent_level)
    style |= Style.LEFT * bool(border.left_line_style) | Style.RIGHT * bool(border.right_line_style)
    return int(style | Style.TOP * bool(border.top_line_style) | Style.BOTTOM * bool(border.bottom_line_style))


def _fill(pattern: int, color: int, palette: dict[int, tuple[int, int, int] | None]) -> str:
    if not pattern or color in _WINDOW_COLORS:
        return "D9D9D9" if pattern > 1 else ""
    text = "".join(f"{part:02X}" for part in palette.get(color) or ())
    return "" if text == "FFFFFF" and pattern == 1 else text or "D9D9D9"
