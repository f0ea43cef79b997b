"""DSUM and its kin: rows of a table that meet the criteria under its own headers."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable

from .criteria import TALLIES, criterion
from .values import DIV0, NUM, VALUE, Error, Grid, Value, first_error, single


def _chosen(table: Grid, wanted: Grid) -> list[list[Value]]:
    """The table's rows that meet one of the criteria's rows; a cell that is blank asks for nothing."""
    headers = [_folded(cell) for cell in table[0]]
    places = []
    for cell in wanted[0]:
        if cell is not None and _folded(cell) not in headers:
            raise ValueError(f"The criteria's header “{str(cell)[:40]}” is none of the table's.")
        places.append(headers.index(_folded(cell)) if cell is not None else -1)
    tests = []
    for row in wanted[1:]:
        if any(cell is not None and at < 0 for at, cell in zip(places, row, strict=True)):
            raise ValueError("A criterion stands below no header.")
        tests.append([(at, criterion(cell, True)) for at, cell in zip(places, row, strict=True) if cell is not None])
    return [row for row in table[1:] if any(all(test(row[at]) for at, test in line) for line in tests)]


def _folded(cell: Value) -> Value:
    return cell.strip().lower() if isinstance(cell, str) else cell


def _column(table: Grid, field: Value) -> int | None:
    if isinstance(field, str):
        headers = [_folded(cell) for cell in table[0]]
        return headers.index(_folded(field)) if _folded(field) in headers else None
    at = int(field) - 1 if isinstance(field, float) else -1
    return at if 0 <= at < len(table[0]) else None


def _numbers(values: list[Value]) -> list[float]:
    return [value for value in values if type(value) is float]


def _spread(function: Callable[[list[float]], float], least: int) -> Callable[[list[Value]], Value]:
    def spread(values: list[Value]) -> Value:
        numbers = _numbers(values)
        return function(numbers) if len(numbers) >= least else DIV0

    return spread


def _product(values: list[Value]) -> Value:
    numbers = _numbers(values)
    return math.prod(numbers) if numbers else 0.0


_TALLIES: dict[str, Callable[[list[Value]], Value]] = {
    **{f"D{name}": tally for name, tally in TALLIES.items()},
    "DCOUNT": lambda values: float(len(_numbers(values))),
    "DCOUNTA": lambda values: float(sum(value is not None for value in values)),
    "DGET": lambda values: values[0] if len(values) == 1 else NUM if values else VALUE,
    "DPRODUCT": _product,
    "DSTDEV": _spread(statistics.stdev, 2),
    "DSTDEVP": _spread(statistics.pstdev, 1),
    "DVAR": _spread(statistics.variance, 2),
    "DVARP": _spread(statistics.pvariance, 1),
}


def database(name: str) -> Callable[[Grid, Grid, Grid], Grid]:
    """The function of that name."""

    def function(table: Grid, field: Grid, wanted: Grid) -> Grid:
        column = single(field)
        if isinstance(column, Error):
            return [[column]]
        rows = _chosen(table, wanted)
        if column is None and name in ("DCOUNT", "DCOUNTA"):  # the field left out: rows are counted
            return [[float(len(rows))]]
        at = _column(table, column)
        if at is None:
            return [[VALUE]]
        values = [row[at] for row in rows]
        counts = name in ("DCOUNT", "DCOUNTA")
        return [[(None if counts else first_error(values)) or _TALLIES[name](values)]]

    return function


DATABASES = {name: database(name) for name in _TALLIES}
