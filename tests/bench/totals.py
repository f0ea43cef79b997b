"""Totals over real sheets: what is called a total and does not add up, and what adds up and is found.

    python -m tests.bench.totals [--show]

Whether a row adds up is tried here by brute force, apart from how the product does it: every run of rows above or
below it, with and without the totals found so far in between, and its children by indent.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from sheetllm_xl.detect import FoundTable, detect
from sheetllm_xl.sheet import Kind, Sheet, Style

from .corpus import sheets

_FOLDERS = ("general", "qa")  # ours/ labels sheets of these
_TOO_MANY = 0.3
_LEAST_ROWS = 4  # of a body whose share of totals means something
_SURE = 20.0  # bits of the numbers that agree: one in a million by chance
_LITTLE = 3.0  # bits of those of a row that adds anything up
_ADDENDS = 3
_LONGEST = 400  # rows of a run
_MOST_ROWS = 600  # of a table that is tried by brute force

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """The numbers of a body: rows of the sheet, their values with NaN where there is none, indents, column units."""

    rows: list[int]
    values: Floats
    indents: list[int]
    units: Floats

    @classmethod
    def of(cls, sheet: Sheet, table: FoundTable) -> Rows | None:
        """None where the table is too short or too long to be tried."""
        box = table.range
        inside = sheet.inside(box) & (sheet.rows >= box.top + table.header_rows)
        numbers = inside & (sheet.kinds == Kind.NUMBER)
        rows = np.unique(sheet.rows[numbers])
        cols, counts = np.unique(sheet.cols[numbers], return_counts=True)
        cols = cols[counts > _ADDENDS]
        numbers &= np.isin(sheet.cols, cols)
        if not _LEAST_ROWS <= len(rows) <= _MOST_ROWS or not len(cols):
            return None
        values = np.full((len(rows), len(cols)), np.nan)
        at = np.searchsorted(rows, sheet.rows[numbers]), np.searchsorted(cols, sheet.cols[numbers])
        values[at] = sheet.values[numbers].astype(np.float64)
        indents = dict.fromkeys(rows.tolist(), 0)
        for i in np.flatnonzero(inside & (sheet.kinds == Kind.TEXT))[::-1].tolist():
            text, row = str(sheet.values[i]), int(sheet.rows[i])
            indents[row] = (int(sheet.styles[i]) & Style.INDENT) // Style.indent(1) * 2 + len(text) - len(text.lstrip())
        units = np.array([_unit(column[~np.isnan(column)]) for column in values.T])
        return cls(rows.tolist(), values, [indents[row] for row in rows.tolist()], units)

    def agreeing(self, row: int, parts: list[int]) -> tuple[int, int, float]:
        """Of a row's numbers, how many are the sums of its parts' and how many could be; the bits of those that are."""
        theirs, mine = self.values[parts], self.values[row]
        filled = (~np.isnan(theirs) & (theirs != 0)).sum(axis=0)
        off = np.abs(np.nansum(theirs, axis=0) - mine)
        counted = ~np.isnan(mine) & (mine != 0) & (filled > 1)
        agree = counted & (off <= np.maximum(self.units * (filled + 1) / 2, 1e-9 * np.abs(mine)))
        agree &= (off < np.abs(mine) * 0.02) | (off < 1e-9)
        shares = {theirs[:, col].tobytes(): abs(mine[col]) / self.units[col] for col in np.flatnonzero(agree)}
        return int(agree.sum()), int(counted.sum()), float(sum(np.log2(1 + share) for share in shares.values()))


def _unit(values: Floats) -> float:
    """The place of the last digit that any of the numbers has, from 1 down."""
    for decimals in range(6):
        if (np.abs(values * 10**decimals - np.rint(values * 10**decimals)) < 1e-6).all():
            return float(10.0**-decimals)
    return 1e-6


def _children(table: Rows, row: int) -> list[int]:
    deeper = []
    for other in range(row + 1, len(table.rows)):
        if table.indents[other] <= table.indents[row]:
            break
        deeper.append(other)
    level = min((table.indents[other] for other in deeper), default=0)
    return [other for other in deeper if table.indents[other] == level]


def adding(table: Rows) -> set[int]:
    """The rows that surely add up three rows or more."""
    sure: set[int] = set()
    for _ in range(2):  # once more with the totals of the first turn left out, or alone
        known = set(sure)
        orders = _orders(table, known)
        for row in {*range(len(table.rows))} - known:
            runs = (parts for among in orders for parts in _near(table, row, among))
            if any(_is_sure(table, row, parts) for parts in chain(runs, [_children(table, row)])):
                sure.add(row)
    return sure


def _orders(table: Rows, totals: set[int]) -> list[list[int]]:
    every = list(range(len(table.rows)))
    return [every, [row for row in every if row not in totals], sorted(totals)]


def _near(table: Rows, row: int, among: list[int]) -> Iterator[list[int]]:
    """The runs whose sum is near one of the row's numbers."""
    mine = table.values[row]
    for side in ([o for o in among if o < row][::-1][:_LONGEST], [o for o in among if o > row][:_LONGEST]):
        if len(side) < 2:
            continue
        sums = np.nancumsum(table.values[side], axis=0)
        slack = np.maximum(table.units * (np.arange(1, len(side) + 1)[:, None] + 1) / 2, 1e-9 * np.abs(sums))
        near = ((np.abs(sums - mine) <= slack) & (np.abs(mine) > 0)).any(axis=1)
        yield from (side[: i + 1] for i in np.flatnonzero(near).tolist() if i > 0)


def _is_sure(table: Rows, row: int, parts: list[int]) -> bool:
    if len(parts) < _ADDENDS:
        return False
    agree, counted, bits = table.agreeing(row, parts)
    return 2 * agree > counted and bits >= _SURE


def adds_at_all(table: Rows, row: int, totals: set[int]) -> bool:
    """Whether a run beside the row, or its children, come to some of its numbers; ``totals``: rows called so."""
    runs = (parts for among in _orders(table, totals) for parts in _near(table, row, among))
    return any(
        table.agreeing(row, parts)[2] >= _LITTLE for parts in chain(runs, [_children(table, row)]) if len(parts) > 1
    )


_DOWN = re.compile(
    r"=\s*(?:SUM|SUBTOTAL|AVERAGE|AGGREGATE)\([^()]*?\$?([A-Z]{1,3})\$?(\d+):\$?\1\$?(?!\2\b)\d+|=[^(]*[A-Z]\d+\+", re.I
)


def made(sheet: Sheet, table: FoundTable) -> set[int]:
    """Rows with a formula that adds down."""
    return {row for (row, col), text in sheet.formulas.items() if (row, col) in table.range and _DOWN.match(text)}


def main(show: bool) -> None:
    """Print the counts; with ``show`` the rows as well."""
    tables = missed = adding_rows = called_rows = not_adding = over = 0
    for path, sheet in sheets(*_FOLDERS):
        for table in detect(sheet):
            body = Rows.of(sheet, table)
            if body is None:
                continue
            tables += 1
            called = set(table.total_rows)
            sure = {body.rows[row] for row in adding(body)}
            at = {body.rows.index(row) for row in called & {*body.rows}}
            doubtful = at - {body.rows.index(row) for row in (sure | made(sheet, table)) & {*body.rows}}
            bad = sorted(body.rows[row] for row in doubtful if not adds_at_all(body, row, at))
            called_rows += len(called)
            not_adding += len(bad)
            adding_rows += len(sure)
            lost = sorted(sure - called)
            missed += len(lost)
            is_over = len(bad) > _TOO_MANY * len(body.rows)
            over += is_over
            if show and (lost or bad):
                mark = "!" if is_over else " "
                print(f"{mark}{path.name} {sheet.name} {table.range}: missed {lost}, called and not adding {bad}")
    found = 1 - missed / max(adding_rows, 1)
    print(f"{tables} tables of {_LEAST_ROWS} to {_MOST_ROWS} rows of numbers; {called_rows} rows called totals")
    print(f"tables with more than {_TOO_MANY:.0%} of rows called totals that do not add up: {over}")
    print(f"called totals that do not add up: {not_adding}")
    print(f"rows that add up (>= {_ADDENDS} addends): {adding_rows}, found {found:.1%}")


if __name__ == "__main__":
    main("--show" in sys.argv)
