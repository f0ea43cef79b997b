"""SpreadsheetML 2003, as Range.Value(11) gives it: values, formulas, formats, merges, hidden lines, names in one text.

Rows and columns count from the range's first cell; formulas are R1C1; styles are shared, and inherited by cell, row
and column.
A cell under a merge is left out of the text: it is given back with the look of the merge, as a file keeps it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any
from xml.parsers import expat

import numpy as np

from ...errors import HostError, InputError
from ...files.columns import Columns
from ...formulas import unmarked
from ...grid import CellRange, quoted
from ...literals import CellError, Value
from ...sheet import Sheet
from .r1c1 import to_a1
from .spreadsheetml_styles import Looks

_ERRORS = {error.value: error for error in CellError}
# Names Excel keeps for itself; a file writes them with a prefix (ECMA-376 part 1, §18.2.5).
_BUILT_IN = ("Print_Area", "Print_Titles", "_FilterDatabase", "Criteria", "Extract", "Database", "Consolidate_Area")
_UNREADABLE = "Excel gave this range in a form that cannot be read; try a smaller range."
_MOST_COVERED = 1_000_000  # cells under merges that are put in for their look; one merge may cover the whole sheet
# References to what XML 1.0 knows no character for (all below a space but tab and line ends), as some cells hold it.
_NO_CHARACTER = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));")
Attributes = dict[str, str]


class SpreadsheetXml:
    """Collects texts of Value(11), each of a rectangle of one sheet, and makes a Sheet of them."""

    def __init__(self, date1904: bool = False) -> None:
        self.date1904 = date1904
        self._looks = Looks()
        self._begun: list[tuple[int, int]] = []  # a row, and how many cells were collected before it
        self._cols, self._xfs = array("i"), array("i")
        self._values: list[Value | None] = []
        self._formulas: dict[tuple[int, int], str] = {}
        self._merges: list[CellRange] = []
        self._covered = 0
        self._names: list[tuple[str, str, bool]] = []  # name, target, whether it is the sheet's own
        self._in_sheet = False
        self._hidden_rows: set[int] = set()
        self._hidden_cols: set[int] = set()

    def read(self, text: str, at: CellRange) -> None:
        """Take in one text; ``at`` is the rectangle it was asked of. Raises HostError for what is not SpreadsheetML."""
        self._looks.fresh()
        self._xf_of: dict[str, int] = {}
        self._top, self._left = at.top - 1, at.left - 1
        self._in_sheet = False
        self._row, self._col = self._top, self._left
        self._row_style, self._column_styles = "", dict[int, str]()
        pieces: list[str] = []
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._events(pieces)
        parser.CharacterDataHandler = pieces.append
        parser.StartDoctypeDeclHandler = _refuse
        try:
            parser.Parse(_NO_CHARACTER.sub("", text) if "&#" in text else text, True)
        except (expat.ExpatError, InputError, ValueError, TypeError, LookupError, ArithmeticError):
            raise HostError(_UNREADABLE) from None
        if self._cols and (not self._begun or self._begun[0][1]):  # a cell that stands in no row
            raise HostError(_UNREADABLE)

    def sheet(self, name: str, **rest: Any) -> Sheet:
        """The cells of the texts, as the sheet ``name``; ``rest``: further fields of ``Sheet``."""
        columns = Columns(self._rows(), self._cols, self._xfs, self._values, self._formulas)
        return columns.sheet(
            name,
            self._looks.formats,
            merges=tuple(self._merges),
            hidden_rows=frozenset(self._hidden_rows),
            hidden_cols=frozenset(self._hidden_cols),
            date1904=self.date1904,
            **{"names": self._names_of(name)} | rest,
        )

    def _events(self, pieces: list[str]) -> tuple[Callable[[str, Attributes], None], Callable[[str], None]]:
        """The two element handlers. They run four times a cell: closures that do the common case in place."""
        xf_of, values, styles, formulas = self._xf_of, self._values, self._looks.start, self._formulas
        add_col, add_xf, add_value = self._cols.append, self._xfs.append, values.append
        kind, depth = "", 0  # depth: 1 in the Data of a cell, more in what is none of its value
        row, col = self._row, self._col
        rare = {"Column": self._column, "Row": self._row_start, "NamedRange": self._named, "Worksheet": self._worksheet}

        def start(tag: str, attributes: Attributes) -> None:
            nonlocal kind, depth, row, col
            if tag == "Cell":
                style, left = "", len(attributes)
                if left:
                    if "ss:StyleID" in attributes:
                        style, left = attributes["ss:StyleID"], left - 1
                    if "ss:Formula" in attributes:
                        left -= 1
                if left or style not in xf_of:
                    self._col = col
                    style, col, last = self._cell(attributes)
                else:
                    last = col = col + 1
                add_col(col)
                add_xf(xf_of[style])
                add_value(None)
                if "ss:Formula" in attributes:
                    values[-1] = CellError.UNCALCULATED  # until its Data comes, which one that waits has not
                    text = to_a1(attributes["ss:Formula"], row, col)
                    formulas[row, col] = unmarked(text)
                col = last
            elif tag == "Data" or tag == "ss:Data":
                if not depth:
                    kind = attributes["ss:Type"]
                    pieces.clear()
                depth += 1
            elif tag in rare:
                self._col = col
                rare[tag](attributes)
                row, col = self._row, self._col
            elif tag == "Comment" or tag == "PhoneticText":
                depth += 2
            elif not depth:
                styles(tag, attributes)

        def end(tag: str) -> None:
            nonlocal depth
            if tag == "Data" or tag == "ss:Data":
                depth -= 1
                if not depth:
                    text = pieces[0] if len(pieces) == 1 else "".join(pieces)
                    if kind == "Number":
                        values[-1] = float(text)
                    elif kind == "String":
                        values[-1] = text or None
                    else:
                        values[-1] = self._typed(kind, text)
            elif tag == "Comment" or tag == "PhoneticText":
                depth -= 2

        return start, end

    def _typed(self, kind: str, text: str) -> Value | None:
        if kind == "DateTime":
            return _moment(text, self._looks.formats[self._xfs[-1]].is_date, self.date1904)
        return text == "1" if kind == "Boolean" else _ERRORS.get(text, CellError.UNKNOWN)

    def _cell(self, attributes: Attributes) -> tuple[str, int, int]:
        """A cell that is not just the next one with a style of its own: style, column, last column of its merge."""
        index = attributes.get("ss:Index")
        col = self._left + int(index) if index else self._col + 1
        style = attributes.get("ss:StyleID") or self._row_style or self._column_styles.get(col, "Default")
        xf = self._xf(style)
        across, down = int(attributes.get("ss:MergeAcross", 0)), int(attributes.get("ss:MergeDown", 0))
        if across or down:
            self._merge(CellRange(self._row, col, self._row + down, col + across), xf)
        return style, col, col + across

    def _xf(self, style: str) -> int:
        if style not in self._xf_of:
            self._xf_of[style] = self._looks.index(style)
        return self._xf_of[style]

    def _merge(self, merge: CellRange, xf: int) -> None:
        """Note the merge and put its covered cells in, before the cell itself, since its Data is still to come."""
        self._merges.append(merge)
        self._covered += merge.area if self._looks.formats[xf].visible else 0
        for row in merge.rows if self._looks.formats[xf].visible and self._covered <= _MOST_COVERED else ():
            self._begin(row)
            for col in merge.cols:
                if (row, col) != (merge.top, merge.left):
                    self._cols.append(col)
                    self._xfs.append(xf)
                    self._values.append(None)
        self._begin(self._row)

    def _begin(self, row: int) -> None:
        """The cells that follow are of this row."""
        self._begun.append((row, len(self._cols)))

    def _rows(self) -> Any:
        rows, starts = np.array(self._begun or [(0, 0)], np.int32).T
        return np.repeat(rows, np.diff(starts, append=len(self._cols)))

    def _row_start(self, attributes: Attributes) -> None:
        index = attributes.get("ss:Index")
        first = self._top + int(index) if index else self._row + 1
        self._row = first + int(attributes.get("ss:Span", 0))  # equal rows without cells are written once
        self._begin(self._row)
        if attributes.get("ss:Hidden") == "1":
            self._hidden_rows.update(range(first, self._row + 1))
        self._row_style = attributes.get("ss:StyleID", "")
        self._col = self._left
        self._xf_of.pop("", None)
        if not self._column_styles:  # then a cell without a style of its own has the row's
            self._xf_of[""] = self._xf(self._row_style or "Default")

    def _column(self, attributes: Attributes) -> None:
        index = attributes.get("ss:Index")
        first = self._left + int(index) if index else self._col + 1
        self._col = first + int(attributes.get("ss:Span", 0))
        if attributes.get("ss:Hidden") == "1":
            self._hidden_cols.update(range(first, self._col + 1))
        if style := attributes.get("ss:StyleID"):
            self._column_styles.update(dict.fromkeys(range(first, self._col + 1), style))

    def _named(self, attributes: Attributes) -> None:
        name = attributes.get("ss:Name", "")
        target = to_a1(attributes.get("ss:RefersTo", ""), 1, 1).removeprefix("=")
        self._names.append(("_xlnm." + name if name in _BUILT_IN else name, target, self._in_sheet))

    def _names_of(self, sheet: str) -> dict[str, str]:
        """Names that belong to the sheet or point to it."""
        marks = (f"{quoted(sheet)}!", f"'{sheet}'!")
        return {name: target for name, target, own in self._names if own or target.startswith(marks)}

    def _worksheet(self, _: Attributes) -> None:
        self._in_sheet = True


@lru_cache(maxsize=4096)
def _moment(text: str, is_date: bool, date1904: bool) -> Value:
    """A DateTime: a datetime, a time (a serial below 1), or the serial itself where the format shows no date.

    29 February 1900, which Excel has and the calendar has not, stays the number 60.
    """
    if text.startswith("1900-02-29"):
        clock = time.fromisoformat(text[11:])
        return 60 + (clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6) / 86400
    when = datetime.fromisoformat(text)
    zero = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 31)
    since = when - zero
    if not is_date:
        return (since + timedelta(days=not date1904 and when >= datetime(1900, 3, 1))) / timedelta(days=1)
    return when.time() if since.days == 0 else when


def _refuse(*_: object) -> None:
    raise HostError("Excel's text of this range holds a document type declaration; it was not read.")
