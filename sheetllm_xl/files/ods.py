"""An OpenDocument spreadsheet (.ods, OASIS ODF 1.3 part 3): values, formulas, number formats, looks, merges."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import TreeBuilder

from ..errors import HostError
from ..grid import MAX_COL, MAX_ROW, CellRange
from ..literals import CellError, Value
from ..sheet import Sheet
from .columns import Columns
from .limits import Deadline, Spent
from .ods_formula import excel_formula
from .ods_remarks import ods_remarks
from .ods_styles import OdsStyles
from .ods_values import CALCEXT, Words, value_of
from .package import Package
from .sheet_list import SheetList
from .unreadable import Encrypted
from .xlsx.remarks import Remarks
from .xml_stream import Parser, stream

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"  # has names that office: has too
_MERGE_CELLS = 3  # what a merge costs, in cells
_MOST_EMPTY = 64  # how often an empty cell that shows a border or a fill is repeated at most
_CELLS = ("table-cell", "covered-table-cell")
_SHAPES = (  # of ODF 1.3 part 3, §10; their titles and descriptions stand inside them
    *("caption", "circle", "connector", "control", "custom-shape", "ellipse", "frame", "g", "line", "measure"),
    *("page-thumbnail", "path", "polygon", "polyline", "rect", "regular-polygon", "scene"),
)
# What is no cell's text.
_APART = {"annotation", "shapes", "tracked-changes", "dde-links", "ruby-text", "scenario", *_SHAPES}


class OdsBook:
    """One package, whose sheets all stand in one part: they are read when it is opened."""

    unread = "an OpenDocument workbook, these are not read: database ranges and named ranges"

    def __init__(self, package: Package, deadline: Deadline) -> None:
        manifest = package.tree(_MANIFEST, deadline)
        if manifest is not None and any(one.tag.endswith("encryption-data") for one in manifest.iter()):
            raise Encrypted("encrypted")
        styles = OdsStyles(deadline)
        if (common := package.tree(_STYLES, deadline)) is not None:
            styles.add(common)
        content = _Content(styles, package.spent)
        with package.open(_CONTENT) as part:
            stream(part, Parser(content.start, content.end, content.text), deadline)
        if not content.is_spreadsheet:
            raise HostError(f"{package.path.name} is an OpenDocument file, but no spreadsheet.")
        self._package, self._styles, self._spent = package, styles, package.spent
        self._remarks: Mapping[str, Remarks] | None = None
        self.parts = content.sheets.parts
        self.charts: set[str] = set()
        self.lost: list[str] = []
        self.hidden = content.hidden

    def read(self, name: str, deadline: Deadline) -> Sheet:
        """One worksheet."""
        return self.parts[name].sheet(name, self._styles, self._spent)

    def remarks(self, name: str, deadline: Deadline) -> Remarks:
        """What stands beside a worksheet's cells."""
        if self._remarks is None:
            self._remarks = ods_remarks(self._package, _CONTENT, deadline)
        return self._remarks[name]

    def comments(self, name: str, deadline: Deadline) -> Mapping[str, str]:
        """The notes at a worksheet's cells, by address."""
        return self.remarks(name, deadline).notes


@dataclass
class Page:
    """The cells of one sheet, as they are met; rows and columns are 1-based."""

    rows: array[int] = field(default_factory=lambda: array("i"))
    cols: array[int] = field(default_factory=lambda: array("i"))
    xfs: array[int] = field(default_factory=lambda: array("i"))
    values: list[Value | None] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[CellRange] = field(default_factory=list)
    hidden_rows: list[range] = field(default_factory=list)
    hidden_cols: list[range] = field(default_factory=list)

    def sheet(self, name: str, styles: OdsStyles, spent: Spent) -> Sheet:
        """The sheet of what was collected; of its hidden lines those that are not beyond its last value."""
        columns = Columns(self.rows, self.cols, self.xfs, self.values, self.formulas)
        lines = {
            "hidden_rows": _lines(self.hidden_rows, self.rows, self.values),
            "hidden_cols": _lines(self.hidden_cols, self.cols, self.values),
        }
        spent.pay_cells(sum(map(len, lines.values())))
        return columns.sheet(name, styles.formats, merges=tuple(self.merges), **lines)


class _Run(NamedTuple):
    """Cells beside each other that are alike: their columns, format, value and formula."""

    first: int
    last: int
    xf: int
    value: Value | None
    formula: str

    @property
    def width(self) -> int:
        """How many."""
        return self.last - self.first + 1


class _Content:
    """Takes in the events of content.xml. Raises BeyondLimits for more cells than are read."""

    def __init__(self, styles: OdsStyles, spent: Spent) -> None:
        self.sheets, self.hidden, self.is_spreadsheet = SheetList[Page](), dict[str, str](), False
        self._styles, self._spent = styles, spent
        self._page: Page | None = None
        self._tree: TreeBuilder | None = None
        self._apart = self._depth = 0  # how deep in what is no cell's text, and in tables
        self._row = self._col = 0
        self._line: list[_Run] = []  # of the row at hand
        self._row_repeat = self._row_xf = 0
        self._column_xfs: list[tuple[int, int]] = []  # last column, format
        self._cell: dict[str, str] | None = None
        self._words = Words()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        attributes = {name.replace(_CALCEXT, CALCEXT).rpartition("}")[2]: value for name, value in attributes.items()}
        if self._tree is not None or tag == "automatic-styles":
            self._spent.pay_cells(1)
            self._tree = self._tree or TreeBuilder()
            self._tree.start(tag, attributes)
        elif self._apart or tag in _APART:
            self._apart += 1
        elif tag == "spreadsheet":
            self.is_spreadsheet = True
        elif tag == "table":
            self._open(attributes)
        elif self._page is None or self._depth != 1:
            return
        elif tag == "table-column":
            self._columns(self._page, attributes)
        elif tag == "table-row":
            self._row_repeat = min(_count(attributes, "number-rows-repeated"), MAX_ROW - self._row)
            self._row_xf = self._styles.index(attributes.get("default-cell-style-name", ""))
            if attributes.get("visibility") in ("collapse", "filter") and self._row < MAX_ROW:
                self._spent.pay_cells(1)
                self._page.hidden_rows.append(range(self._row + 1, self._row + self._row_repeat + 1))
            self._line, self._col = [], 0
        elif tag in _CELLS:
            self._cell, self._words = attributes, Words()
        elif self._cell is not None:
            self._words.start(tag, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._tree is not None:
            self._tree.end(tag)
            if tag == "automatic-styles":
                self._styles.add(self._tree.close())
                self._tree = None
        elif self._apart:
            self._apart -= 1
        elif tag == "table":
            self._depth -= 1
            if not self._depth:
                self._page = None
        elif self._page is None or self._depth != 1:
            return
        elif tag in _CELLS and self._cell is not None:
            self._take(self._page, self._cell)
            self._cell = None
        elif tag == "table-row":
            self._end_row(self._page)
        elif self._cell is not None:
            self._words.end(tag)

    def text(self, text: str) -> None:
        """Characters."""
        if self._tree is not None:
            self._tree.data(text)
        elif self._cell is not None and not self._apart:
            self._words.add(text)

    def _open(self, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > 1:  # a table in a cell
            return
        name = self.sheets.name(attributes.get("name", ""))
        self._page = Page()
        self.sheets.add(name, self._page, name)
        if attributes.get("style-name", "") in self._styles.hidden_tables:
            self.hidden[name] = "hidden"
        self._row, self._col, self._column_xfs = 0, 0, []

    def _columns(self, page: Page, attributes: dict[str, str]) -> None:
        last = min(self._col + _count(attributes, "number-columns-repeated"), MAX_COL)
        if last > self._col:
            if attributes.get("visibility") in ("collapse", "filter"):
                page.hidden_cols.append(range(self._col + 1, last + 1))
            self._column_xfs.append((last, self._styles.index(attributes.get("default-cell-style-name", ""))))
        self._col = last

    def _take(self, page: Page, cell: dict[str, str]) -> None:
        """The cell that ended; a run of empty ones that show nothing only moves on."""
        repeat = min(_count(cell, "number-columns-repeated"), MAX_COL - self._col)
        first, self._col = self._col + 1, self._col + repeat
        if repeat < 1:
            return
        xf = self._styles.index(cell["style-name"]) if "style-name" in cell else self._row_xf or self._of_column(first)
        value, code = value_of(cell, self._words.text)
        formula = excel_formula(cell.get("formula", ""))
        is_empty = value is None and cell.get("value-type") != "string" and not self._words.is_there
        if is_empty and cell.get("formula"):  # also one that Excel has no like for
            value = CellError.UNCALCULATED  # by a program that does not calculate
        xf = self._styles.with_code(xf, code) if code else xf
        if isinstance(value, str):
            self._spent.pay_text(64 + len(value))
        if formula:
            self._spent.pay_text(64 + len(formula))
        look = self._styles.formats[xf]
        wide, high = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
        if (wide > 1 or high > 1) and self._row < MAX_ROW:
            self._spent.pay_cells(_MERGE_CELLS)
            bottom, right = min(self._row + high, MAX_ROW), min(first + wide - 1, MAX_COL)
            page.merges.append(CellRange(self._row + 1, first, bottom, right))
        if value is None and not formula and not look.visible:
            return
        last = self._col if value is not None or formula else min(self._col, first + _MOST_EMPTY - 1)
        self._line.append(_Run(first, last, xf, value, formula))

    def _of_column(self, col: int) -> int:
        place = bisect_left(self._column_xfs, (col, 0))
        return self._column_xfs[place][1] if place < len(self._column_xfs) else 0

    def _end_row(self, page: Page) -> None:
        repeat = max(self._row_repeat, 0)
        has_value = any(one.value is not None or one.formula for one in self._line)
        lines = repeat if has_value else min(repeat, _MOST_EMPTY)
        self._spent.pay_cells(lines * sum(one.width * (1 + bool(one.formula)) for one in self._line))
        for row in range(self._row + 1, self._row + 1 + lines if self._line else 0):
            for one in self._line:
                page.rows.extend([row] * one.width)
                page.cols.extend(range(one.first, one.last + 1))
                page.xfs.extend([one.xf] * one.width)
                page.values.extend([one.value] * one.width)
                if one.formula:
                    page.formulas.update(((row, col), one.formula) for col in range(one.first, one.last + 1))
        self._row += repeat


def _lines(hidden: list[range], places: array[int], values: list[Value | None]) -> frozenset[int]:
    """The hidden lines up to the last one with a value."""
    last = max((place for place, value in zip(places, values, strict=True) if value is not None), default=0)
    return frozenset(line for lines in hidden for line in lines[: max(last + 1 - lines.start, 0)])


def _count(attributes: dict[str, str], name: str) -> int:
    """How often an element is repeated or how far it spans: 1 where it does not say, or says no number."""
    text = attributes.get(name, "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1
