"""A text file of rows (.csv, .tsv, .txt) as a workbook of one sheet. No text in it is a formula."""

from __future__ import annotations

import csv
import re
import sys
from array import array
from collections.abc import Iterator
from datetime import datetime, time
from itertools import islice
from pathlib import Path
from typing import ClassVar, TextIO

from ..errors import BeyondLimits, HostError
from ..grid import MAX_COL, MAX_ROW
from ..literals import CellError, Value, parse_literal
from ..output import named
from ..sheet import Sheet
from .columns import Columns
from .dialect import SAMPLE, Dialect, decimal_of, delimiter_of, encoding_of, is_encoded
from .limits import Deadline, Spent
from .sheet_list import MAX_NAME
from .styles_xml import CellFormat
from .xml_stream import MAX_TEXT, without_halves

SUFFIXES = (".csv", ".tsv", ".tab", ".txt")
_SEP = re.compile(r'sep=([^"\w\r\n])\r?\n?', re.IGNORECASE)  # a first line for Excel: it is no part of the sheet
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_SAMPLE_ROWS = 2_000
_LONGEST_ROW = 1 << 24  # characters; Excel's own bound is 16,384 cells of 32,767
_LOOK = 1 << 20  # characters between two looks at the clock
_PAY = 1 << 14  # cells between two looks at clock and limits
_MOST_KNOWN = 1 << 16  # texts whose values are remembered
_EXACT_DIGITS = 15  # a double keeps so many; Excel turns the others of a longer number into 0
_FORMATS = ("", "0%", "0.00%", "#,##0", "#,##0.00", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss")
_FIRST_YEAR = 1900  # Excel has no date before


class DelimitedBook:
    """One text file. Raises ValueError where it is no text, HostError where its cells cannot be told apart."""

    unread: ClassVar[str] = ""

    def __init__(self, path: Path, spent: Spent, deadline: Deadline) -> None:
        self._path, self._spent = path, spent
        encoding = encoding_of(path, deadline)
        with self._opened(encoding) as file:
            head = file.readline(len("sep=x\r\n"))
            self._skips = bool(declared := _SEP.fullmatch(head))
            sample = "" if declared else head
            sample += file.read(SAMPLE)
        sample = sample[: sample.rfind("\n") + 1] or sample
        delimiter = declared[1] if declared else delimiter_of(sample)
        sampled = _sampled(self._rows(encoding, delimiter, deadline))
        self._dialect = Dialect(encoding, delimiter, *decimal_of(sampled))
        self._notes = [self._dialect.sentence()]
        if encoding != "utf-8" and not is_encoded(path, encoding, deadline):
            self._notes.append(self._dialect.undecoded())
        name = _NOT_IN_NAMES.sub("_", path.stem).strip("'")[:MAX_NAME] or "Sheet1"
        self.parts = {name: path}
        self.charts: set[str] = set()
        self.lost: list[str] = []
        self.hidden: dict[str, str] = {}

    def read(self, name: str, deadline: Deadline) -> Sheet:
        """The one sheet."""
        rows, cols, xfs = array("i"), array("i"), array("i")
        values: list[Value | None] = []
        valued, paid = _Values(self._dialect, self._spent), 0
        for number, row in enumerate(self._rows(self._dialect.encoding, self._dialect.delimiter, deadline), 1):
            for col, text in enumerate(row, 1):
                if text and (found := valued[text]) is not None:
                    rows.append(number)
                    cols.append(col)
                    values.append(found[0])
                    xfs.append(found[1])
            if len(row) > MAX_COL or number > MAX_ROW:
                raise BeyondLimits(
                    f"{named(self._path)} has more rows or columns than a worksheet ({MAX_ROW:,} by {MAX_COL:,}); save "
                    "the part you need in a file of its own."
                )
            if len(values) - paid >= _PAY:
                self._spent.pay_cells(len(values) - paid)
                paid = len(values)
        self._spent.pay_cells(len(values) - paid)
        looks = [CellFormat.of(code, 0, "") for code in _FORMATS]
        return Columns(rows, cols, xfs, values).sheet(name, looks, notes=tuple(self._notes))

    def _opened(self, encoding: str) -> TextIO:
        return self._path.open(encoding=encoding, errors="replace", newline="")

    def _rows(self, encoding: str, delimiter: str, deadline: Deadline) -> Iterator[list[str]]:
        with self._opened(encoding) as file:
            if self._skips:
                file.readline()
            lines = _Lines(file, named(self._path), deadline)
            reader, begun = csv.reader(lines, delimiter=delimiter), 1
            try:
                for row in reader:
                    if lines.is_done:
                        break
                    yield row
                    begun, lines.row = reader.line_num + 1, 0
            except csv.Error:  # a cell longer than the reader takes
                raise HostError(self._too_long(begun, reader.line_num)) from None
        if reader.line_num > begun:
            raise HostError(self._unclosed(begun))

    def _unclosed(self, begun: int, more: str = "") -> str:
        return (
            f"{named(self._path)} has a quotation mark in or after line {begun + self._skips:,} that is never "
            f"closed{more}, so its cells cannot be told apart. Put that right in the program it came from."
        )

    def _too_long(self, begun: int, line: int) -> str:
        cell = f"a cell of more than {csv.field_size_limit():,} characters"
        if line > begun:
            return self._unclosed(begun, f", or {cell}")
        return (
            f"{named(self._path)} has {cell} in line {line + self._skips:,}, and one of a worksheet holds "
            f"{MAX_TEXT:,} at most; shorten it in the program it came from."
        )


class _Lines:
    """The lines of a file, and an empty one behind them, which a quotation mark that is still open takes in.

    Raises BeyondLimits for a ``row`` of too many characters, which whoever takes the lines sets to 0 at its end, and
    once the deadline has passed.
    """

    def __init__(self, file: TextIO, name: str, deadline: Deadline) -> None:
        self._file, self._name, self._deadline = file, name, deadline
        self.row, self.is_done = 0, False

    def __iter__(self) -> Iterator[str]:
        unwatched = _LOOK
        while line := self._file.readline(_LONGEST_ROW + 1):
            self.row += len(line)
            unwatched += len(line)
            if unwatched >= _LOOK:
                self._deadline.check()
                unwatched = 0
            if self.row > _LONGEST_ROW:
                raise BeyondLimits(
                    f"{self._name} has a row of more than {_LONGEST_ROW:,} characters, which is not read; save the "
                    "part you need in a file of its own."
                )
            yield line
        self.is_done = True
        yield "\n"


def _sampled(rows: Iterator[list[str]]) -> Iterator[str]:
    """The cells of the first rows."""
    size = 0
    for row in islice(rows, _SAMPLE_ROWS):
        yield from row
        size += len(row) + sum(map(len, row))
        if size > _LONGEST_ROW:
            break


class _Values(dict[str, tuple[Value, int] | None]):
    """The value of a text and the number of its format; None for one that shows nothing."""

    def __init__(self, dialect: Dialect, spent: Spent) -> None:
        super().__init__()
        self._spent = spent
        self._decimal, mark = dialect.decimal, "." if dialect.decimal == "," else ","
        groups = f"[{re.escape(mark)} \u00a0\u202f']" if dialect.grouped else "[ \u00a0\u202f']"
        point = re.escape(dialect.decimal)
        self._number = re.compile(
            rf"[-+]?(?:\d{{1,3}}(?:{groups}\d{{3}})+|\d++)?(?:{point}\d*+)?(?:[eE][-+]?\d{{1,3}})?( ?%)?"
        )
        self._groups = re.compile(groups)

    def __missing__(self, text: str) -> tuple[Value, int] | None:
        found = self._of(text)
        if len(self) < _MOST_KNOWN:
            self[text] = found
        return found

    def _of(self, text: str) -> tuple[Value, int] | None:
        stripped = text.strip()
        if not stripped:
            return None
        if stripped[0] in "+-.,0123456789":
            if (number := self._numeric(stripped)) or (number := _moment(stripped)):
                return number
        elif stripped.casefold() in ("true", "false"):
            return stripped.casefold() == "true", 0
        elif stripped[0] == "#" and isinstance(error := parse_literal(stripped), CellError):
            return (text if error is CellError.UNCALCULATED else error), 0
        text = without_halves(text[:MAX_TEXT])
        self._spent.pay_text(sys.getsizeof(text))
        return text, 0

    def _numeric(self, text: str) -> tuple[Value, int] | None:
        """A number with its format; None also for one that would lose digits: 00501, or more than a double keeps."""
        if not (match := self._number.fullmatch(text)):
            return None
        plain = self._groups.sub("", text.removesuffix(match[1] or "")).replace(self._decimal, ".")
        digits = plain.lower().partition("e")[0].lstrip("+-")
        if not digits.strip(".") or len(digits.replace(".", "").strip("0")) > _EXACT_DIGITS:
            return None
        if digits[0] == "0" and digits[1:2].isdigit():
            return None
        number, decimals = float(plain), len(digits.partition(".")[2])
        if number - number != 0:
            return None
        if match[1]:
            return number / 100, _FORMATS.index("0.00%" if decimals else "0%")
        if self._groups.search(text):
            return number, _FORMATS.index("#,##0.00" if decimals else "#,##0")
        return number, 0


def _moment(text: str) -> tuple[Value, int] | None:
    """A date or time spelled as ISO 8601 has it; 03/04/2026 is two days, and stays a text."""
    value = parse_literal(text.replace("T", " ", 1) if text[10:11] == "T" else text)
    if isinstance(value, datetime) and value.year >= _FIRST_YEAR:
        return value, _FORMATS.index("yyyy-mm-dd" if len(text) == len("2026-01-31") else "yyyy-mm-dd hh:mm:ss")
    return (value, _FORMATS.index("hh:mm:ss")) if isinstance(value, time) else None
