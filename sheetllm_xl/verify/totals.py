"""Totals: the rows of a table that sum up others, and what is added up together with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from ..detect import FoundTable, totals_of
from ..display import shown
from ..errors import NotComputed
from ..formulas import Part
from ..formulas.operands import operands
from ..ports import Calculator
from ..sheet import Sheet
from .compute import ReadArea, Result, Term
from .grounds import Ground, Objection
from .reading import Reading
from .verdict import Rows

_ADDING = frozenset(["SUM", "AVERAGE", "SUMIF", "SUMIFS", "AVERAGEIF", "AVERAGEIFS", "SUMPRODUCT"])


def total_rows(sheet: Sheet, table: FoundTable) -> frozenset[int]:
    """Rows that sum up other rows: those the table came with, and those that add up."""
    return frozenset(table.total_rows) | parts_of_totals(sheet, table).keys()


def parts_of_totals(sheet: Sheet, table: FoundTable) -> Mapping[int, frozenset[int]]:
    """The rows that are totals by formulas or numbers, each with the rows that it sums up."""
    return totals_of(sheet, table.range, table.header_rows).rows


def total_doubts(result: Result, reading: Reading, calculator: Calculator) -> Iterator[Objection]:
    """Totals that a formula adds to the rows that they sum up, where that changes what it comes to."""
    for term in result.terms:
        uses = [use for use in operands(term.formula) if use.token.part is Part.REFERENCE]
        for place, use in zip(term.places, uses, strict=True):
            table = reading.table_at(place.sheet, place.area)
            if table is None or place.area.shape[0] == 1 or use.function not in _ADDING:
                continue
            parts = {row: below for row, below in parts_of_totals(place.sheet, table).items() if row in place.area.rows}
            summed = frozenset[int]().union(*parts.values())
            without = parts and _without(parts, term, place, reading, calculator)
            # a condition may choose the totals alone: then without the parts nothing changes
            if (
                without
                and without != _text(term.rows)
                and without != _without({*parts, *summed}, term, place, reading, calculator)
            ):
                rows = ", ".join(map(str, sorted(parts)[:5]))
                text = f"{place.area} counts the totals of row {rows} together with the rows that they sum up."
                yield Ground.TOTALS_COUNTED.says(text)


def _without(
    rows: Iterable[int], term: Term, place: ReadArea, reading: Reading, calculator: Calculator
) -> list[list[str]]:
    """What a formula comes to where these rows of a range are empty; nothing where that is not computed."""
    sheet = place.sheet
    lean = sheet.only(~(sheet.inside(place.area) & np.isin(sheet.rows, list(rows))))
    sheets = tuple(lean if each is sheet else each for each in reading.sheets)
    try:
        return _text(calculator.evaluate(term.formula.text, sheets).rows)
    except NotComputed:
        return []


def _text(rows: Rows) -> list[list[str]]:
    return [[shown(value) for value in row] for row in rows]
