"""Totals: the one answer to which rows and columns of a table sum up others, and which those are.

A total is what adds up: by a formula that adds over rows of the body (for a column: over columns), or by its numbers.
A word for it never makes one; it is a hint that lowers how much arithmetic must speak for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..errors import InputError
from ..grid import CellRange
from ..sheet import Sheet
from .figures import Figures, Numbers, figures_of_columns, figures_of_rows
from .means import averaging
from .sums import summing

_WORD = re.compile(
    r"\b(?:(?:sub)?totals?|sums?|all|overall|both|combined|ensemble|gesamt\w*|summen?|\w+summe|insgesamt|zusammen"
    r"|suma|totale|totaal|itogo|razem|toplam|tutti|tous|todos)\b|합계|총계|소계|총합|전체|합|계|合计|总计|小计|合計|小計|総計|計|计|итого|всего",
    re.IGNORECASE,
)
_LONGEST_LABEL = 200  # characters; a longer text is prose
_CELLS = r"[A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?"
_CALL = rf"(?:SUM|SUBTOTAL|AGGREGATE|AVERAGE|MEDIAN)\((?:\d{{1,2}},){{0,2}}{_CELLS}(?:,{_CELLS})*\)"
_ADDS = re.compile(
    rf"=\+?(?:ROUND\()?(?:{_CALL}|{_CELLS})(?:\+(?:{_CALL}|{_CELLS}))*(?:,-?\d\))?", re.IGNORECASE
)  # a formula without blanks and dollar signs
_ONE = re.compile(_CELLS, re.IGNORECASE)

Parts = Mapping[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Totals:
    """Row and column numbers of the sheet, each with the rows or columns that it sums up."""

    rows: Parts
    cols: Parts


def totals_of(sheet: Sheet, area: CellRange, header_rows: int) -> Totals:
    """The totals of a table; ``area`` is all of it, with its header rows. Worked out once a sheet."""
    key = (totals_of, area, header_rows)
    if key not in sheet.remembered:
        body = CellRange(area.top + min(header_rows, area.shape[0] - 1), area.left, area.bottom, area.right)
        numbers = Numbers.of(sheet, body)
        sheet.remembered[key] = Totals(_rows(numbers), _cols(numbers, area))
    known: Totals = sheet.remembered[key]
    return known


def with_totals(copy: Sheet, sheet: Sheet) -> Sheet:
    """A changed copy of a sheet, or a part of it, whose totals are those found in the sheet."""
    for key, known in sheet.remembered.copy().items():  # another thread may add to it
        if isinstance(key, tuple) and key[0] is totals_of:
            copy.remembered[key] = known
    return copy


def is_called_total(text: str) -> bool:
    """Whether a label has a word for a total in it."""
    return len(text) <= _LONGEST_LABEL and _WORD.search(text) is not None


def _rows(numbers: Numbers) -> Parts:
    made = _adding_down(numbers.sheet, numbers.body)
    figures = figures_of_rows(numbers)
    line_of = {row: line for line, row in enumerate(figures.numbers)} if made else {}
    known = {line_of[row]: _lines(parts, line_of) for row, parts in made.items() if row in line_of}
    proven = summing(figures, known, lambda line: any(map(is_called_total, figures.texts(line).values())))
    proven |= averaging(figures, {*known, *proven})
    return made | _numbered(figures, proven)


def _cols(numbers: Numbers, area: CellRange) -> Parts:
    made = _adding_across(numbers.sheet, numbers.body)
    figures = figures_of_columns(numbers)
    heads = _heads(numbers.sheet, area, numbers.body)
    line_of = {col: line for line, col in enumerate(figures.numbers)} if made else {}
    known = {line_of[col]: _lines(parts, line_of) for col, parts in made.items() if col in line_of}
    proven = summing(figures, known, lambda line: is_called_total(heads.get(figures.numbers[line], "")))
    return made | _numbered(figures, proven)


def _numbered(figures: Figures, proven: Parts) -> dict[int, frozenset[int]]:
    """Lines and their parts by their numbers on the sheet."""
    numbers = figures.numbers
    return {numbers[line]: frozenset(numbers[part] for part in parts) for line, parts in proven.items()}


def _lines(numbers: frozenset[int], line_of: Mapping[int, int]) -> frozenset[int]:
    return frozenset(line_of[number] for number in numbers if number in line_of)


def _heads(sheet: Sheet, area: CellRange, body: CellRange) -> dict[int, str]:
    """The lowest text above each column of a body."""
    found = {}
    if area.top < body.top:
        inside = sheet.inside(CellRange(area.top, area.left, body.top - 1, area.right)).nonzero()[0]
        for i in inside.tolist():
            if isinstance(sheet.values[i], str):
                found[int(sheet.cols[i])] = sheet.values[i]
    return found


def _adding_down(sheet: Sheet, body: CellRange) -> dict[int, frozenset[int]]:
    """Rows with a formula that adds up its own column over other rows of the body, with those rows."""
    found: dict[int, set[tuple[int, int]]] = {}
    for (row, col), areas in _added(sheet).items():
        if (row, col) in body and all(area.left == area.right == col and row not in area.rows for area in areas):
            found.setdefault(row, set()).update((area.top, area.bottom) for area in areas)
    return {row: parts for row, spans in found.items() if len(parts := _between(spans, body.rows)) > 1}


def _adding_across(sheet: Sheet, body: CellRange) -> dict[int, frozenset[int]]:
    """Columns with a formula that adds up its own row over other columns of the body, in most rows."""
    counts: Counter[tuple[int, tuple[tuple[int, int], ...]]] = Counter()
    for (row, col), areas in _added(sheet).items():
        if (row, col) in body and all(area.top == area.bottom == row and col not in area.cols for area in areas):
            counts[col, tuple((area.left, area.right) for area in areas)] += 1
    most = {col: spans for (col, spans), count in counts.items() if 2 * count > body.shape[0]}
    return {col: parts for col, spans in most.items() if len(parts := _between(spans, body.cols)) > 1}


def _between(spans: Iterable[tuple[int, int]], lines: range) -> frozenset[int]:
    return frozenset(
        line for first, last in spans for line in range(max(first, lines.start), min(last + 1, lines.stop))
    )


def _added(sheet: Sheet) -> Mapping[tuple[int, int], tuple[CellRange, ...]]:
    """The formulas of a sheet that do nothing but add up cells of it, or take their mean, with those cells."""
    if _added not in sheet.remembered:
        found = {}
        for place, text in sheet.formulas.items():
            bare = text.replace(" ", "").replace("$", "")
            if _ADDS.fullmatch(bare):
                try:
                    found[place] = tuple(map(CellRange.parse, _ONE.findall(bare)))
                except InputError:  # no cell of Excel's: XYZ1
                    continue
        sheet.remembered[_added] = found
    known: Mapping[tuple[int, int], tuple[CellRange, ...]] = sheet.remembered[_added]
    return known
