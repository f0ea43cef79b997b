"""Totals: the rows and columns of a table that sum up others, by their words, their formulas and their numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import numpy as np

from ..detect import FoundTable
from ..sheet import Kind, Sheet
from .mentions import header_path
from .reading import once
from .sums import summed_rows

_WORD = re.compile(
    r"(?:grand |sub[- ]?)?totals?:?|all|overall|sum:?|average:?|mean:?|median:?|gesamt(?:summe)?:?|zwischensumme:?"
    r"|summe:?|insgesamt:?|durchschnitt:?|mittelwert:?|합계|총계|소계|총합|계|평균|合计|总计|小计|平均|合計|小計|総計|计|計",
    re.IGNORECASE,
)
_SUMS = re.compile(r"(?:SUM|SUBTOTAL|AGGREGATE|AVERAGE|MEDIAN)\(", re.IGNORECASE)
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)", re.IGNORECASE)
_ADDED = re.compile(r"=\$?[A-Z]{1,3}\$?\d+(?:[+-]\$?[A-Z]{1,3}\$?\d+)+", re.IGNORECASE)
_LEAST = 3  # numbers that a column of names has


@once
def total_rows(sheet: Sheet, table: FoundTable) -> frozenset[int]:
    """Rows that sum up other rows: those the detector named, those labelled so, those whose numbers prove it."""
    return _named_totals(sheet, table) | parts_of_totals(sheet, table).keys()


@once
def parts_of_totals(sheet: Sheet, table: FoundTable) -> dict[int, frozenset[int]]:
    """The totals whose numbers are sums, each with the rows that it sums up."""
    return summed_rows(sheet, table.body, _named_totals(sheet, table))


@once
def _named_totals(sheet: Sheet, table: FoundTable) -> frozenset[int]:
    body = table.body
    texts = sheet.inside(body) & (sheet.kinds == Kind.TEXT)
    labels: dict[int, str] = {}
    for row, value in zip(sheet.rows[texts].tolist(), sheet.values[texts], strict=True):
        labels.setdefault(row, value)
    sums = {label for label in set(labels.values()) if _WORD.fullmatch(label.strip())}
    named = {row for row, label in labels.items() if label in sums}
    made = {row for (row, col), text in sheet.formulas.items() if (row, col) in body and _sums_a_column(text)}
    return frozenset({*table.total_rows, *named, *made})


@once
def data_rows(sheet: Sheet, table: FoundTable, cols: range) -> frozenset[int]:
    """Body rows with something in ``cols`` that are no totals; where some hold numbers or dates, those alone."""
    inside, totals = sheet.inside(table.body), total_rows(sheet, table)
    figures = inside & np.isin(sheet.kinds, [Kind.NUMBER, Kind.DATE, Kind.TIME])
    held = inside & sheet.filled & (sheet.cols >= cols.start) & (sheet.cols < cols.stop)
    rows = set(sheet.rows[held].tolist()) - totals
    told = rows & set(sheet.rows[figures].tolist())
    return frozenset(told or rows)


@once
def total_cols(sheet: Sheet, table: FoundTable) -> frozenset[int]:
    """Columns that sum up other columns, by their header or by their formulas."""
    made = Counter(
        col for (row, col), text in sheet.formulas.items() if (row, col) in table.range and _sums_a_row(text)
    )
    rows = table.body.shape[0]
    heads = {col: header_path(sheet, table, col) for col in table.range.cols}
    named = {col for col, path in heads.items() if path and _WORD.fullmatch(path[-1].strip())}
    return frozenset(named | {col for col, count in made.items() if count > rows / 2})


@once
def are_identifiers(sheet: Sheet, table: FoundTable, col: int) -> bool:
    """Whether a column's numbers are names such as invoice numbers: whole, each once, close to each other."""
    body = replace(table.body, left=col, right=col)
    held = sheet.inside(body) & sheet.filled
    values = sheet.values[held].tolist()
    if len(values) < _LEAST or any(type(value) is not float or value != int(value) for value in values):
        return False
    return len({*values}) == len(values) and min(values) > 99 and max(values) - min(values) < 2 * len(values)


def _sums_a_column(text: str) -> bool:
    if _ADDED.fullmatch(text) and len({re.sub(r"[\d$]", "", cell) for cell in re.split(r"[+-]", text[1:])}) == 1:
        return True
    return bool(_SUMS.match(text, 1)) and any(m[1] == m[3] and m[2] != m[4] for m in _RANGE.finditer(text))


def _sums_a_row(text: str) -> bool:
    return bool(_SUMS.match(text, 1)) and any(m[2] == m[4] and m[1] != m[3] for m in _RANGE.finditer(text))
