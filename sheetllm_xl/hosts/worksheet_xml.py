"""One worksheet part of an .xlsx, streamed: cells into columns; merges, hidden lines and table links beside them.

Streamed because a sheet of a million cells takes openpyxl 17 s, and a tree of them gigabytes.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from typing import IO, Any

import numpy as np
from openpyxl.formula.translate import Translator, TranslatorError

from ..errors import InputError
from ..grid import MAX_COL, MAX_ROW, CellRange, column_letters, column_number
from ..literals import CellError, Value
from ..sheet import Sheet
from .columns import Columns
from .dates import dated
from .styles_xml import CellFormat
from .xml_stream import MAX_TEXT, stream, unescaped

_ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_PREFIX = re.compile(r"_xl(?:fn|ws|udf|pm)\.")
_ERRORS = {error.value: error for error in CellError}


@dataclass
class WorksheetXml:
    """Collects one worksheet part; ``sheet()`` is what it held. ``table_links`` are relationship ids of its tables."""

    formats: list[CellFormat]
    strings: list[str]
    date1904: bool = False
    table_links: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rows, self._cols, self._xfs = array("i"), array("i"), array("i")
        self._values: list[Value | None] = []
        self._formulas: dict[tuple[int, int], str] = {}
        self._shared: dict[str, Translator] = {}
        self._merges: list[CellRange] = []
        self._hidden_rows: set[int] = set()
        self._hidden_cols: set[int] = set()
        self._row = self._col = self._xf = 0
        self._type, self._value, self._formula = "n", "", ""
        self._formula_attributes: dict[str, str] | None = None
        self._text: list[str] | None = None

    def read(self, part: IO[bytes], deadline: float) -> None:
        """Take in the whole part."""
        stream(part, self._start, self._end, self._characters, deadline)

    def _characters(self, piece: str) -> None:
        if self._text is not None:
            self._text.append(piece)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "t"):
            self._text = []
        elif tag == "f":
            self._text, self._formula_attributes = [], attributes
        elif tag == "row":
            self._row, self._col = int(attributes.get("r") or self._row + 1), 0
            if attributes.get("hidden") in ("1", "true"):
                self._hidden_rows.add(self._row)
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), min(int(attributes["max"]), MAX_COL)
            self._hidden_cols.update(range(first, last + 1))
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "tablePart":
            self.table_links += [value for name, value in attributes.items() if name.endswith("}id")]
        elif tag == "rPh":
            self._text = None

    def _start_cell(self, attributes: dict[str, str]) -> None:
        found = _ADDRESS.fullmatch(attributes.get("r", ""))
        if found:
            self._col = column_number(found[1])
            self._row = int(found[2])
        else:
            self._col += 1
        self._type, self._xf = attributes.get("t", "n"), int(attributes.get("s") or 0)
        self._value, self._formula, self._formula_attributes = "", "", None

    def _end(self, tag: str) -> None:
        if tag == "v":
            self._value, self._text = "".join(self._text or ()), None
        elif tag == "t":
            self._value, self._text = self._value + "".join(self._text or ()), None
        elif tag == "f":
            self._formula, self._text = "".join(self._text or ()), None
        elif tag == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        look = self.formats[self._xf] if self._xf < len(self.formats) else self.formats[0]
        value = self._typed(look.is_date) if self._value or self._type == "inlineStr" else None
        place = (self._row, self._col)
        if not (0 < self._row <= MAX_ROW and 0 < self._col <= MAX_COL):
            return
        if self._formula_attributes is not None and (formula := self._whole_formula(*place)):
            self._formulas[place] = "=" + _PREFIX.sub("", formula)
        elif value is None and not look.visible:
            return
        self._rows.append(self._row)
        self._cols.append(self._col)
        self._xfs.append(self._xf if self._xf < len(self.formats) else 0)
        self._values.append(value)

    def _typed(self, is_date: bool) -> Value | None:
        text, kind = self._value, self._type
        if kind == "s":
            at = int(text) if text.strip().isdigit() else -1
            return (self.strings[at] or None) if 0 <= at < len(self.strings) else CellError.REF
        if kind in ("str", "inlineStr"):
            return unescaped(text)[:MAX_TEXT] or None
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "e":
            return _ERRORS.get(text.strip(), CellError.UNKNOWN)
        if kind == "d":
            return self._iso(text)
        try:
            number = float(text)
        except ValueError:
            return text
        if number - number != 0:  # neither infinity nor NaN is a value of Excel's
            return CellError.NUM
        return dated(number, self.date1904) if is_date else number

    def _iso(self, text: str) -> Value:
        try:
            moment = np.datetime64(text.rstrip("Z"), "us").item()
        except ValueError:
            return text
        return moment if moment is not None else text

    def _whole_formula(self, row: int, col: int) -> str:
        attributes = self._formula_attributes or {}
        group = attributes.get("si", "")
        if attributes.get("t") != "shared":
            return self._formula
        here = f"{column_letters(col)}{row}"
        if self._formula:
            self._shared[group] = Translator("=" + self._formula, here)
            return self._formula
        origin = self._shared.get(group)
        if origin is None:
            return ""
        try:
            return str(origin.translate_formula(here))[1:]
        except TranslatorError:  # a relative reference that would leave the grid
            return "#REF!"

    def _merge(self, ref: str) -> None:
        try:
            self._merges.append(CellRange.parse(ref))
        except InputError:  # Excel ignores a merge it cannot place; so do we
            return

    def sheet(self, name: str, **rest: Any) -> Sheet:
        """The sheet, rows in order, with styled empty cells only near its values."""
        columns = Columns(self._rows, self._cols, self._xfs, self._values, self._formulas)
        return columns.sheet(
            name,
            self.formats,
            merges=tuple(self._merges),
            hidden_rows=frozenset(self._hidden_rows),
            hidden_cols=frozenset(self._hidden_cols),
            date1904=self.date1904,
            **rest,
        )
