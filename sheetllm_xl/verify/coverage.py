"""Coverage: whether the ranges of a formula are the rows and columns of a table that they are meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from ..detect import FoundTable
from ..display import currency, shown
from ..errors import NotComputed
from ..formulas import Part
from ..formulas.operands import Operand, operands
from ..grid import MAX_ROW, CellRange, column_letters, runs
from ..ports import Calculator
from ..sheet import Kind, Sheet
from .compute import ReadArea, Result, Term
from .grounds import Ground, Objection
from .mentions import Labels, header_path
from .totals import are_identifiers, data_rows, parts_of_totals, total_cols, total_rows
from .verdict import Rows

_TOGETHER = frozenset(["SUM", "AVERAGE", "MEDIAN", "MAX", "MIN", "ABS", "ROUND", "ROUNDUP", "ROUNDDOWN", "INT"])
_ADDING = frozenset(["SUM", "AVERAGE", "SUMIF", "SUMIFS", "AVERAGEIF", "AVERAGEIFS", "SUMPRODUCT"])


def coverage_doubts(result: Result, labels: Labels, question: str, calculator: Calculator) -> list[Objection]:
    """What is doubtful about the rows and columns that the result's formulas cover."""
    doubts: list[Objection] = []
    for term in result.terms:
        doubts += _out_of_line(term, labels)
        doubts += _mixed_money(term)
        uses = [use for use in operands(term.formula) if use.token.part is Part.REFERENCE]
        for place, use in zip(term.places, uses, strict=True):
            table = labels.reading.table_at(place.sheet, place.area)
            if table is not None and place.area.area > 1:
                doubts += _Use(term, place, use, table, labels, question, calculator).doubts()
    return doubts


def _mixed_money(term: Term) -> list[Objection]:
    """Amounts in several currencies put together; a rate between two of them is none."""
    if term.copied or not {*term.formula.functions} <= _TOGETHER or any(t.text in "*/^" for t in term.formula.tokens):
        return []
    currencies: set[str] = set()
    for place in term.places:
        sheet = place.sheet
        used = np.unique(sheet.formats[sheet.inside(place.area) & (sheet.kinds == Kind.NUMBER)])
        currencies |= {currency(sheet.format_strings[i]) for i in used.tolist()} - {""}
    if len(currencies) < 2:
        return []
    sentence = f"{term.formula.text} puts amounts in several currencies together: {', '.join(sorted(currencies))}."
    return [Ground.MIXED_MONEY.says(sentence)]


def _out_of_line(term: Term, labels: Labels) -> list[Objection]:
    """Ranges of one table that begin in different rows: their rows do not belong together."""
    tall: dict[tuple[str, CellRange], list[CellRange]] = {}
    for place in term.places:
        table = labels.reading.table_at(place.sheet, place.area)
        if table is not None and place.area.shape[0] > 1 and place.reference.range.bottom < MAX_ROW:
            tall.setdefault((place.sheet.name, table.range), []).append(place.area)
    return [
        Ground.OUT_OF_LINE.says(f"{areas[0]} and {other} do not begin in the same row.")
        for areas in tall.values()
        for other in areas[1:2]
        if any(_askew(area, other) for area in areas for other in areas)
    ]


def _askew(area: CellRange, other: CellRange) -> bool:
    """Whether two ranges begin in different rows, and are not one column's blocks one below the other."""
    blocks = area.cols == other.cols and not area & other
    return area.top != other.top and not blocks


class _Use:
    """One range in one formula, beside the table it lies in."""

    def __init__(
        self,
        term: Term,
        place: ReadArea,
        use: Operand,
        table: FoundTable,
        labels: Labels,
        question: str,
        calculator: Calculator,
    ) -> None:
        self.term, self.use, self.table, self.labels = term, use, table, labels
        self.question, self.calculator = question, calculator
        self.sheet, self.area = place.sheet, place.area
        self.whole = place.reference.range.bottom == MAX_ROW and place.reference.range.top == 1
        self.totals = total_rows(self.sheet, table)
        self.body = sorted(data_rows(self.sheet, table, self.area.cols))
        self.covered = [row for row in self.body if row in self.area.rows]

    def doubts(self) -> list[Objection]:
        reasons: list[Objection] = []
        if self.area.shape[0] > 1 and self.covered:
            reasons += [] if self.term.copied else self._foreign_rows()
            reasons += [*self._missing_rows(), *self._unread_rows()]
        if self.area.shape[1] > 1 and not self.term.copied:
            reasons += self._columns()
        if not self.term.copied and self.use.function in _ADDING:
            reasons += self._years()
        return reasons

    def _foreign_rows(self) -> list[Objection]:
        """Header and total rows in the range, and rows beyond the table, where they change the result."""
        first = self.table.body.top
        head = [row for row in self._rows_with(self.area) if row < first]
        beyond = [row for row in self._rows_with(self.area) if row > self.table.range.bottom]
        totals = [row for row in self._rows_with(self.area) if row in self.totals]
        if not (head or beyond or totals):
            return []
        if head and not self.whole and not self.use.looked_up:
            sentence = f"{self.area} includes the header (row {_lines(head)}) of the table {self.table.range}."
            return [Ground.HEADER_COUNTED.says(sentence)]
        if self.use.looked_up or not self._differs((*head, *beyond, *totals)):
            return []
        if totals and self._takes_parts(totals):
            sentence = f"{self.area} counts {_lines(totals, 'total row')} together with the rows it sums up."
            return [Ground.TOTALS_COUNTED.says(sentence)]
        if not head and not beyond:
            return []
        sentence = f"{self.area} includes {_lines((*head, *beyond), 'row')}, outside the data of {self.table.range}."
        return [Ground.BEYOND_COUNTED.says(sentence)]

    def _takes_parts(self, totals: list[int]) -> bool:
        """Whether the rows that the totals sum up are counted too: a condition may choose the totals alone."""
        parts = parts_of_totals(self.sheet, self.table)
        if any(row not in parts for row in totals):
            return True
        summed = frozenset[int]().union(*(parts[row] for row in totals))
        without, with_neither = self._lacking(totals), self._lacking(summed.union(totals))
        return without is None or with_neither is None or not _same(without, with_neither)

    def _missing_rows(self) -> list[Objection]:
        """Data rows that the range leaves out, though the question does not name where it begins and ends."""
        missing = [row for row in self.body if row not in self.area.rows]
        if not missing or self.use.function in ("ROW", "ROWS", "COLUMNS"):
            return []
        named = distinguishing(self.labels.rows(self.question, self.sheet, self.table), len(self.body))
        first, last = self.covered[0], self.covered[-1]
        beside = {first - 1, last + 1} & named.keys() - set(missing)
        group = {first - 1, last + 1} & named.keys() & (self.totals | set(self._headings()))
        if (first in named and last in named) or beside or group or self._is_same_when_whole():
            return []
        sentence = f"{self.area} leaves out {_lines(missing, 'row')} of the table {self.table.range}."
        return [Ground.LEFT_OUT.says(sentence)]

    def _unread_rows(self) -> list[Objection]:
        """Numbers right below the range that are in no table that was read, where they would change the result."""
        sheet, below = self.sheet, self.area.bottom + 1
        line = CellRange(below, self.area.left, below, self.area.right)
        numbers = sheet.inside(line) & (sheet.kinds == Kind.NUMBER)
        if below <= self.table.range.bottom or not numbers.any() or self.labels.reading.table_at(sheet, line):
            return []
        if self._is_same_over(self.area.top, below, sheet):
            return []
        return [Ground.CUT_OFF.says(f"{self.area} ends where row {below} goes on, in no table that was read.")]

    def _is_same_when_whole(self) -> bool:
        """Whether the formula comes to the same over all data rows of the table: what it leaves out does not matter.

        ``INDEX(B2:B5,MATCH("May",A2:A5,0))`` finds May in A2:A9 as well; ``SUM(B2:B5)`` is another sum over B2:B9.
        """
        lean = self.sheet.only(~np.isin(self.sheet.rows, list(self.totals - {*self.area.rows})))
        return self._is_same_over(min(self.body[0], self.area.top), max(self.body[-1], self.area.bottom), lean)

    def _is_same_over(self, first: int, last: int, sheet: Sheet) -> bool:
        """Whether the formula comes to the same where all its ranges of these rows reach from one row to another."""
        tall = [place for place in self.term.places if place.area.shape[0] > 1]
        if self.term.copied or any((p.sheet, p.area.rows) != (self.sheet, self.area.rows) for p in tall):
            return False
        text = self.term.formula.text
        for place in sorted(tall, key=lambda place: -place.reference.span[0]):
            begin, end = place.reference.span
            name, bang, _ = text[begin:end].rpartition("!")
            text = f"{text[:begin]}{name}{bang}{replace(place.area, top=first, bottom=last)}{text[end:]}"
        sheets = tuple(sheet if each is self.sheet else each for each in self.labels.reading.sheets)
        try:
            return _same(self.calculator.evaluate(text, sheets).rows, self.term.rows)
        except NotComputed:
            return False

    def _columns(self) -> list[Objection]:
        """Columns that do not go together: a total beside its parts, or different sorts of numbers added up."""
        cols = [col for col in self.area.cols if self._numbers(col)]
        if unnamed := self._unnamed_columns(cols):
            sentence = f"{self.area} counts column {_columns(unnamed)} in, which the question does not name."
            return [Ground.COLUMN_UNNAMED.says(sentence)]
        sums = [col for col in cols if col in total_cols(self.sheet, self.table)]
        if sums and len(sums) < len(cols) and not self.use.looked_up and self._differs((), sums):
            sentence = f"{self.area} counts total column {_columns(sums)} together with the columns it sums up."
            return [Ground.TOTAL_COLUMN.says(sentence)]
        if self.use.function in ("SUM", "AVERAGE") and len({self._format(col) for col in cols}) > 1:
            return [Ground.COLUMN_SORTS.says(f"{self.area} adds up columns of different sorts ({_columns(cols)}).")]
        return self._missing_columns(cols) if self.use.function in ("SUM", "AVERAGE") else []

    def _unnamed_columns(self, cols: list[int]) -> list[int]:
        """Columns added up with others, though the question names those others alone."""
        named = distinguishing(self.labels.columns(self.question, self.sheet, self.table), self.table.range.shape[1])
        inside = [col for col in cols if col in named]
        adds = self.use.function in ("SUM", "AVERAGE", "COUNT", "MAX", "MIN", "MEDIAN")
        if not adds or not inside or (cols[0] in named and cols[-1] in named):
            return []
        return [col for col in cols if col not in named]

    def _missing_columns(self, cols: list[int]) -> list[Objection]:
        """A next column whose header differs from the last one's by a number alone, such as Q4 after Q3."""
        named = self.labels.columns(self.question, self.sheet, self.table)
        if not cols or (cols[0] in named and cols[-1] in named):
            return []
        patterns = {col: _pattern(header_path(self.sheet, self.table, col)) for col in self.table.range.cols}
        wanted = patterns.get(cols[-1], "")
        left_out = [col for col, pattern in patterns.items() if wanted and pattern == wanted and col not in cols]
        sentence = f"{self.area} leaves out column {_columns(left_out)} of {self.table.range}."
        return [Ground.COLUMN_LEFT_OUT.says(sentence)] if left_out else []

    def _years(self) -> list[Objection]:
        """Years are labels, though they be numbers."""
        for col in self.area.cols if not self.use.argument or self.use.function in ("SUM", "AVERAGE") else ():
            values = self._numbers(col)
            years = len(values) > 1 and all(1900 <= value <= 2100 and value == int(value) for value in values)
            if years and self._format(col) in ("", "0") and col in (self.table.range.left, *self._year_columns()):
                sentence = f"{self.use.function} is taken over years (column {column_letters(col)})."
                return [Ground.OVER_NAMES.says(sentence)]
            if are_identifiers(self.sheet, self.table, col):
                sentence = f"{self.use.function} is taken over numbers that are names (column {column_letters(col)})."
                return [Ground.OVER_NAMES.says(sentence)]
        return []

    def _year_columns(self) -> list[int]:
        heads = ((col, " ".join(header_path(self.sheet, self.table, col)).casefold()) for col in self.table.range.cols)
        return [col for col, head in heads if any(word in head for word in ("year", "jahr", "년", "年"))]

    def _differs(self, rows: Iterable[int], cols: Iterable[int] = ()) -> bool:
        """Whether the formula comes to something else where the range's cells in these rows or columns are empty."""
        lacking = self._lacking(rows, cols)
        return lacking is None or not _same(lacking, self.term.rows)

    def _lacking(self, rows: Iterable[int], cols: Iterable[int] = ()) -> Rows | None:
        """What the formula comes to without them; None where that is not computed."""
        sheet = self.sheet
        gone = sheet.inside(self.area) & (np.isin(sheet.rows, list(rows)) | np.isin(sheet.cols, list(cols)))
        lean = sheet.only(~gone)
        sheets = tuple(lean if each is sheet else each for each in self.labels.reading.sheets)
        try:
            return self.calculator.evaluate(self.term.formula.text, sheets).rows
        except NotComputed:
            return None

    def _rows_with(self, area: CellRange) -> list[int]:
        return sorted(set(self.sheet.rows[self.sheet.inside(area) & self.sheet.filled].tolist()))

    def _headings(self) -> list[int]:
        rows = self.table.body.rows
        return sorted({*rows} - {*self.body})

    def _numbers(self, col: int) -> list[float]:
        numbers = self.sheet.inside(self.area) & (self.sheet.cols == col) & (self.sheet.kinds == Kind.NUMBER)
        wanted = numbers & (self.sheet.rows >= self.table.body.top) & ~np.isin(self.sheet.rows, list(self.totals))
        return list(self.sheet.values[wanted])

    def _format(self, col: int) -> str:
        column = self.sheet.inside(CellRange(self.area.top, col, self.area.bottom, col))
        formats = self.sheet.formats[column & (self.sheet.kinds == Kind.NUMBER)].tolist()
        return self.sheet.format_strings[max(set(formats), key=formats.count)] if formats else ""


def distinguishing(named: dict[int, frozenset[str]], rows: int) -> dict[int, frozenset[str]]:
    """Rows by what is named of them alone: a word that stands in most rows sets none apart."""
    every = [word for words in named.values() for word in words]
    common = {word for word in every if rows > 2 and every.count(word) > rows / 2}
    return {row: words - common for row, words in named.items() if words - common}


def _same(rows: Rows, others: Rows) -> bool:
    return [[shown(value) for value in row] for row in rows] == [[shown(value) for value in row] for row in others]


def _pattern(path: tuple[str, ...]) -> str:
    """The last header with its digits as one sign; "" where it has none."""
    last = path[-1] if path else ""
    return "".join("#" if letter.isdigit() else letter for letter in last) if any(map(str.isdigit, last)) else ""


def _lines(rows: Iterable[int], word: str = "") -> str:
    numbers = ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in runs(rows))
    return f"{word}{'s' if word and ('to' in numbers or ',' in numbers) else ''} {numbers}".strip()


def _columns(cols: Iterable[int]) -> str:
    return ", ".join(column_letters(col) for col in cols)
