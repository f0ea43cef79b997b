"""What the two binary formats of Excel share: how they pack numbers, errors and looks, and where their cells go."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from openpyxl.styles.numbers import BUILTIN_FORMATS

from ..grid import MAX_COL, MAX_ROW, CellRange
from ..literals import CellError, Value
from ..sheet import Sheet, Style
from .columns import Columns
from .dates import dated
from .formula_values import is_nothing, uncalculated
from .limits import Deadline, Spent
from .styles_xml import EAST_ASIAN, MAX_CODE, CellFormat
from .xml_stream import MAX_TEXT, without_halves

_ERRORS = {
    0x00: CellError.NULL,
    0x07: CellError.DIV0,
    0x0F: CellError.VALUE,
    0x17: CellError.REF,
    0x1D: CellError.NAME,
    0x24: CellError.NUM,
    0x2A: CellError.NA,
    0x2B: CellError.GETTING_DATA,
}  # [MS-XLS] 2.5.10 BErr
HIDDEN = {1: "hidden", 2: "very hidden"}
"""hsState of a sheet ([MS-XLS] 2.4.28, [MS-XLSB] 2.4.307), in Excel's words."""
UNREAD = "a binary workbook, these are not read: formulas (their values are read), Excel tables and defined names"
"""What the binary formats hold that is not read."""
_CLOCK = 1 << 12  # cells between two looks at the clock
_MERGE_CELLS = 3  # what a merge costs, in cells
_CENTERED = (2, 6, 7)  # alc: centre, centre across selection, distributed


def error_value(code: int) -> CellError:
    """The error of a BErr code; one of the future is still an error."""
    return _ERRORS.get(code, CellError.UNKNOWN)


def rk_number(rk: int) -> float:
    """The number of an RkNumber ([MS-XLS] 2.5.217), given as a signed 32-bit number.

    >>> rk_number(0x3FF00001), rk_number((1234 << 2) | 3), rk_number((-7 << 2) | 2)
    (0.01, 12.34, -7.0)
    """
    if rk & 2:
        number = float(rk >> 2)
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (rk & 0xFFFFFFFC) << 32))
    return number / 100 if rk & 1 else number


@dataclass(frozen=True, slots=True)
class Font:
    """``height`` in twentieths of a point, ``bits`` of ``Style``."""

    height: int = 220
    bits: int = 0

    @classmethod
    def of(cls, height: int, flags: int, weight: int, underline: int) -> Font:
        """From the fields both formats give: a flag for italic, a weight from 100 to 1000."""
        bits = Style.ITALIC * bool(flags & 2) | Style.BOLD * (weight >= 600) | Style.UNDERLINE * bool(underline)
        return cls(height, int(bits))


def cell_format(code: str, font: Font, normal: Font, fill: str, style: int) -> CellFormat:
    """The meaning of a cell format; ``style`` are the bits of borders and alignment."""
    large = Style.LARGE if font.height > 1.15 * normal.height else 0
    style |= font.bits | large | (Style.FILL if fill else 0)
    return CellFormat.of(code, int(style), fill)


def alignment(horizontal: int, wrap: bool, indent: int) -> int:
    """``Style`` bits of a cell format's alignment."""
    return int(Style.CENTERED * (horizontal in _CENTERED) | Style.WRAPPED * wrap | Style.indent(indent))


def format_codes(own: Mapping[int, str]) -> dict[int, str]:
    """Number format strings by their index, the built-in ones among them."""
    return {**BUILTIN_FORMATS, **EAST_ASIAN, **{index: code[:MAX_CODE] for index, code in own.items()}}


@dataclass
class BinaryCells:
    """Collects the cells of one sheet, within the limits."""

    formats: list[CellFormat]
    date1904: bool
    spent: Spent
    deadline: Deadline
    merges: list[CellRange] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._hidden_cols = np.zeros(MAX_COL + 1, bool)
        self._rows, self._cols, self._xfs = array("i"), array("i"), array("i")
        self._values: list[Value | None] = []
        self._formulas: list[int] = []  # where formulas' values stand among the others
        self._seen = self._paid = 0

    def add(self, row: int, col: int, xf: int, value: Value | None, formula: bool = False) -> None:
        """A cell at the 0-based row and column; a number with a date's format becomes the date."""
        look = self.formats[xf] if xf < len(self.formats) else self.formats[0]
        self._look()
        if not (0 <= row < MAX_ROW and 0 <= col < MAX_COL) or (value is None and not look.visible and not formula):
            return
        if formula:
            self._formulas.append(len(self._values))
        if type(value) is float and value - value != 0:  # infinite, or no number
            value = CellError.NUM
        elif type(value) is float and look.dates(value):
            value = dated(value, self.date1904)
        elif type(value) is str:
            value = without_halves(value[:MAX_TEXT]) or None
        self._rows.append(row + 1)
        self._cols.append(col + 1)
        self._xfs.append(xf if xf < len(self.formats) else 0)
        self._values.append(value)

    def _look(self) -> None:
        """One cell, merge or hidden line more; a look at the clock and the limits every few thousand."""
        self._seen += 1
        if self._seen % _CLOCK == 0:
            self._settle()

    def _settle(self) -> None:
        self.deadline.check()
        count = len(self._values) + _MERGE_CELLS * len(self.merges)
        self.spent.pay_cells(count - self._paid)
        self._paid = count

    def merge(self, top: int, bottom: int, left: int, right: int) -> None:
        """A merge, by 0-based edges; one that lies outside the grid is left out."""
        self._look()
        if 0 <= top <= bottom < MAX_ROW and 0 <= left <= right < MAX_COL:
            self.merges.append(CellRange(top + 1, left + 1, bottom + 1, right + 1))

    def hide_columns(self, first: int, last: int) -> None:
        """Hidden columns, 0-based and inclusive."""
        self._look()
        self._hidden_cols[max(first, 0) + 1 : max(min(last, MAX_COL - 1) + 2, 0)] = True

    def hide_row(self, row: int) -> None:
        """A hidden row, 0-based."""
        if 0 <= row < MAX_ROW:
            self.hidden_rows.add(row + 1)

    def sheet(self, name: str, doubtful: bool = False, **rest: Any) -> Sheet:
        """What was collected. Where the file says that its values are ``doubtful``, or not that it has calculated them,
        and every formula comes to 0 or nothing, none is calculated: their texts are not read, so none is here either.
        """
        self._settle()
        values = self._values
        if doubtful and self._formulas and all(is_nothing(values[at]) for at in self._formulas):
            for at in self._formulas:
                values[at] = CellError.UNCALCULATED
            rest["notes"] = (uncalculated(name, [(self._rows[at], self._cols[at]) for at in self._formulas]),)
        columns = Columns(self._rows, self._cols, self._xfs, self._values)
        hidden_cols = frozenset(np.flatnonzero(self._hidden_cols).tolist())
        lines = {"hidden_rows": frozenset(self.hidden_rows), "hidden_cols": hidden_cols}
        return columns.sheet(name, self.formats, merges=tuple(self.merges), date1904=self.date1904, **lines, **rest)


def bounded(texts: Iterable[str], spent: Spent) -> list[str]:
    """The texts as a list, up to the limit on text."""
    records = []
    for text in texts:
        spent.pay_text(64 + 2 * len(text))
        records.append(text)
    return records
