"""One worksheet part of an .xlsx: cells into columns; merges, hidden lines and table links beside them.

Rows that are spelled plainly are taken apart by numpy; everything else comes as events from expat.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, Any

import numpy as np

from ...errors import InputError
from ...formulas import SharedFormula, unmarked
from ...formulas.tokens import MAX_FORMULA
from ...grid import MAX_COL, MAX_ROW, CellRange, column_number
from ...literals import CellError, Value
from ...sheet import Kind, Sheet, kinds_of
from ..columns import Columns
from ..limits import Deadline, Limits, Spent
from ..styles_xml import CellFormat
from ..uncalculated import MOST_SPILLED, Stored
from ..xml_stream import LONGEST_SPELLED, Bulk, Parser, stream
from .cell_values import CellValues
from .plain_rows import TYPES, PlainCells, plain_cells
from .plain_text import decoded, normal, resolved

_ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_OPENING = re.compile(rb"<sheetData>")
_ATTRIBUTE = re.compile(r'\s([\w:]+)\s*=\s*"([^"]*)"')
_HIDDEN_ROW = re.compile(rb'<row r="([0-9]{1,7})"[^<>]* hidden="(1|true|0|false)"')
_MAYBE_HIDDEN = re.compile(rb"<row[^<>]*\shidden\s*=")
_OF_TEXT = TYPES.index("str")  # a formula's text of length 0 is a value
_FORMULA_CELLS = 3  # what a formula costs, in cells
_SHARED_BYTES = 12  # of memory that a shared formula takes for each character of its ``work``


@dataclass
class WorksheetXml:
    """Collects one worksheet part; ``sheet()`` gives it as a Sheet. ``table_links`` are relationship ids of its tables.

    ``rich``: by ``vm`` what a cell shows instead of what is kept as its value. ``to_calculate``: the file says so.
    Raises HostError beyond the limits.
    """

    formats: list[CellFormat]
    strings: list[str]
    date1904: bool = False
    spent: Spent = field(default_factory=lambda: Spent(Limits()))
    rich: Mapping[int, Value] = field(default_factory=dict)
    to_calculate: bool = False
    table_links: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._cells = CellValues(self.formats, self.strings, self.date1904, self.spent)
        self._visible = np.array([look.visible for look in self.formats], bool)
        self._blocks: list[tuple[Any, Any, Any, Any, Any]] = []  # rows, columns, formats, values, kinds
        self._clear()
        self._formulas: dict[tuple[int, int], str] = {}
        self._shared: dict[str, SharedFormula] = {}
        self._arrays: dict[tuple[int, int], CellRange] = {}
        self._spills: list[tuple[int, int]] = []
        self._merges: list[CellRange] = []
        self._hidden_rows: set[int] = set()
        self._hidden_cols = np.zeros(MAX_COL + 1, bool)
        self._line = self._row = self._col = self._xf = 0
        self._deadline = self.spent.limits.deadline()
        self._type, self._value, self._formula, self._vm, self._cm = "n", "", "", "", ""
        self._formula_attributes: dict[str, str] | None = None
        self._text: list[str] | None = None
        self._length = 0
        self._phonetic = False  # in how a text is read aloud, which is no part of it

    def read(self, part: IO[bytes], deadline: Deadline) -> None:
        """Take in the whole part."""
        self._deadline = deadline
        parser = Parser(self._start, self._end, self._characters)
        stream(part, parser, deadline, Bulk(_OPENING, b"</sheetData>", b"</row>", self._take))
        self._flush()

    def stored(self, name: str, **rest: Any) -> Stored:
        """The part as a Sheet."""
        return Stored(self.sheet(name, **rest), self._arrays, self._spills, self.to_calculate)

    def sheet(self, name: str, **rest: Any) -> Sheet:
        """The sheet, rows in order, with styled empty cells only near its values."""
        rows, cols, xfs, values, kinds = (np.concatenate(column) for column in zip(*self._blocks, strict=True))
        self._blocks = [(rows, cols, xfs, values, kinds)]
        return Columns(rows, cols, xfs, values, self._formulas, kinds).sheet(
            name,
            self.formats,
            merges=tuple(self._merges),
            hidden_rows=frozenset(self._hidden_rows),
            hidden_cols=frozenset(np.flatnonzero(self._hidden_cols).tolist()),
            date1904=self.date1904,
            **rest,
        )

    def _clear(self) -> None:
        self._rows, self._cols, self._xfs = array("i"), array("i"), array("i")
        self._values: list[Value | None] = []

    def _flush(self) -> None:
        """Make one block of the cells that came from expat."""
        values = np.empty(len(self._values), object)
        values[:] = self._values
        rows, cols, xfs = (np.array(column, np.int32) for column in (self._rows, self._cols, self._xfs))
        self._blocks.append((rows, cols, xfs, values, kinds_of(self._values)))
        self._clear()

    # Blocks

    def _take(self, block: bytes) -> bool:
        if (self.rich and b" vm=" in block) or (self.to_calculate and b" cm=" in block):
            return False
        plain = normal(block)
        cells = None if plain is None else plain_cells(plain)
        text = None if plain is None or cells is None else decoded(plain)
        if plain is None or cells is None or text is None:
            return False
        hidden = _HIDDEN_ROW.findall(plain) if b"hidden" in plain else []
        if b"hidden" in plain and len(hidden) != len(_MAYBE_HIDDEN.findall(plain)):
            return False
        numbers = [int(row) for row, flag in hidden if flag in (b"1", b"true")]
        self._hidden_rows.update(row for row in numbers if 0 < row <= MAX_ROW)
        if self._values:
            self._flush()
        self._take_cells(cells, plain, text)
        self._line = self._row = cells.last_row
        return True

    def _take_cells(self, cells: PlainCells, block: bytes, text: str) -> None:
        xfs = np.where(cells.xfs < len(self.formats), cells.xfs, 0)
        values, kinds = self._cells.of(cells, block, text, xfs)
        owners = cells.formulas[0]
        unvalued = owners[(kinds[owners] == Kind.BLANK) & (cells.types[owners] != _OF_TEXT)]
        values[unvalued], kinds[unvalued] = CellError.UNCALCULATED, Kind.ERROR
        keep = (kinds != Kind.BLANK) | self._visible[xfs]
        keep[owners] = True
        keep &= (cells.rows <= MAX_ROW) & (cells.cols <= MAX_COL)
        self.spent.pay_cells(int(keep.sum()))
        rows, cols, shown = (column[keep].astype(np.int32) for column in (cells.rows, cells.cols, xfs))
        self._blocks.append((rows, cols, shown, values[keep], kinds[keep]))
        owners, *places = cells.formulas
        at = (column.tolist() for column in (cells.rows[owners], cells.cols[owners], *places))
        for row, col, name_end, tag_end, text_end in zip(*at, strict=True):
            tag = block[name_end:tag_end]
            attributes = dict(_ATTRIBUTE.findall(tag.decode())) if tag.strip() else {}
            formula = resolved(block[tag_end + 1 : text_end].decode())
            self._place_formula(row, col, formula, attributes)

    # Events

    def _characters(self, piece: str) -> None:
        if self._text is not None and self._length < LONGEST_SPELLED:
            self._text.append(piece)
            self._length += len(piece)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v" or (tag == "t" and not self._phonetic):
            self._text = []
        elif tag == "f":
            self._text, self._formula_attributes = [], attributes
        elif tag == "row":
            self._line = self._row = int(attributes.get("r") or self._line + 1)
            self._col = 0
            if attributes.get("hidden") in ("1", "true") and 0 < self._row <= MAX_ROW:
                self._hidden_rows.add(self._row)
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), min(int(attributes["max"]), MAX_COL)
            self._hidden_cols[max(first, 1) : last + 1] = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "sheetCalcPr":
            self.to_calculate = self.to_calculate or attributes.get("fullCalcOnLoad") in ("1", "true")
        elif tag == "tablePart":
            self.spent.pay_cells(1)
            self.table_links += [value for name, value in attributes.items() if name.endswith("}id")]
        elif tag == "is":  # what a cell's <v> says beside it does not count
            self._value = ""
        elif tag == "rPh":
            self._phonetic = True

    def _start_cell(self, attributes: dict[str, str]) -> None:
        match = _ADDRESS.fullmatch(attributes.get("r", ""))
        if match:
            self._col = column_number(match[1])
            self._row = int(match[2])
        else:
            self._col += 1
        xf = int(attributes.get("s") or 0)
        self._type, self._xf = attributes.get("t", "n"), xf if 0 <= xf < len(self.formats) else 0
        self._vm, self._cm = attributes.get("vm", ""), attributes.get("cm", "")
        self._value, self._formula, self._formula_attributes, self._length = "", "", None, 0

    def _end(self, tag: str) -> None:
        if tag == "v":
            if self._type != "inlineStr" or not self._value:
                self._value = "".join(self._text or ())
            self._text = None
        elif tag == "t" and not self._phonetic:
            self._value, self._text = self._value + "".join(self._text or ()), None
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "f":
            self._formula, self._text, self._length = "".join(self._text or ()), None, 0
        elif tag == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        given = self._value or self._type == "inlineStr"
        value = self._cells.typed(self._type, self._value, self._xf) if given else None
        if self._vm and self._vm.isdecimal() and self.rich:
            value = self.rich.get(int(self._vm[:9]), value)
        if not (0 < self._row <= MAX_ROW and 0 < self._col <= MAX_COL):
            return
        if self._formula_attributes is not None:
            self._place_formula(self._row, self._col, self._formula, self._formula_attributes)
            value = CellError.UNCALCULATED if value is None and self._type != "str" else value
        elif value is None and not self._visible[self._xf]:
            return
        self.spent.pay_cells(1)
        self._rows.append(self._row)
        self._cols.append(self._col)
        self._xfs.append(self._xf)
        self._values.append(value)

    def _merge(self, ref: str) -> None:
        self.spent.pay_cells(_FORMULA_CELLS)
        try:
            self._merges.append(CellRange.parse(ref))
        except InputError:  # Excel ignores a merge it cannot place; so do we
            return

    def _place_formula(self, row: int, col: int, text: str, attributes: dict[str, str]) -> None:
        if not (0 < row <= MAX_ROW and 0 < col <= MAX_COL):
            return
        if attributes.get("t") == "shared":
            group = attributes.get("si", "")
            if text:
                self._shared[group] = SharedFormula(text[:MAX_FORMULA], row, col)
                self.spent.pay_text(_SHARED_BYTES * self._shared[group].work)
            elif group in self._shared:
                self._deadline.check()  # a formula of some kilobytes, for each of many cells
                text = self._shared[group].at(row, col) or "#REF!"
        if attributes.get("t") == "array":
            self._place_array(row, col, attributes.get("ref", ""))
        if text:
            self.spent.pay_cells(_FORMULA_CELLS)
            self.spent.pay_text(len(text))
            self._formulas[row, col] = "=" + unmarked(text)[:MAX_FORMULA]

    def _place_array(self, row: int, col: int, ref: str) -> None:
        with suppress(InputError):
            area = CellRange.parse(ref)
            if area.area == 1 and self._cm:
                self._spills.append((row, col))
            elif 1 < area.area <= MOST_SPILLED and (area.top, area.left) == (row, col):
                self.spent.pay_cells(area.area)
                self._arrays[row, col] = area
