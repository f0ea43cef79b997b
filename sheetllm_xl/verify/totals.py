"""Totals, as checks need them: the rows and columns of a table that sum up others, and the rows that are data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ..detect import FoundTable, totals_of
from ..sheet import Kind, Sheet
from .reading import once

_LEAST = 3  # numbers that a column of names has


def total_rows(sheet: Sheet, table: FoundTable) -> frozenset[int]:
    """Rows that sum up other rows: those the table came with, and those that add up."""
    return frozenset(table.total_rows) | parts_of_totals(sheet, table).keys()


def parts_of_totals(sheet: Sheet, table: FoundTable) -> Mapping[int, frozenset[int]]:
    """The rows that are totals by formulas or numbers, each with the rows that it sums up."""
    return totals_of(sheet, table.range, table.header_rows).rows


@once
def data_rows(sheet: Sheet, table: FoundTable, cols: range) -> frozenset[int]:
    """Body rows with something in ``cols`` that are no totals; where some hold numbers or dates, those alone."""
    inside, totals = sheet.inside(table.body), total_rows(sheet, table)
    figures = inside & np.isin(sheet.kinds, [Kind.NUMBER, Kind.DATE, Kind.TIME])
    filled_cells = inside & sheet.filled & (sheet.cols >= cols.start) & (sheet.cols < cols.stop)
    rows = set(sheet.rows[filled_cells].tolist()) - totals
    with_figures = rows & set(sheet.rows[figures].tolist())
    return frozenset(with_figures or rows)


def total_cols(sheet: Sheet, table: FoundTable) -> frozenset[int]:
    """Columns that sum up other columns."""
    return frozenset(table.total_cols) | totals_of(sheet, table.range, table.header_rows).cols.keys()


@once
def are_identifiers(sheet: Sheet, table: FoundTable, col: int) -> bool:
    """Whether a column's numbers are names such as invoice numbers: whole, each once, close to each other."""
    body = replace(table.body, left=col, right=col)
    filled_cells = sheet.inside(body) & sheet.filled
    values = sheet.values[filled_cells].tolist()
    if len(values) < _LEAST or any(type(value) is not float or value != int(value) for value in values):
        return False
    return len({*values}) == len(values) and min(values) > 99 and max(values) - min(values) < 2 * len(values)
