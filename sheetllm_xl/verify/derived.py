"""Derived: cells that follow from others, which a changed copy works out anew instead of changing them apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, permutations
from typing import Any

import numpy as np
import numpy.typing as npt

from ..detect import totals_of
from ..errors import InputError, NotComputed
from ..literals import Value, literal
from ..sheet import Sheet
from .arithmetic import expression, valued
from .reading import Reading
from .totals import parts_of_totals

Place = tuple[int, int]
"""The row and column of a cell."""

_MOST_FORMULAS = 500  # of the sheet's own, computed anew in each copy
_MOST_COLUMNS, _FEWEST = 12, 3  # columns of amounts that are tried, each with numbers in so many rows
_NEAR = 2e-3  # how far a printed total may lie from the sum of its parts, as a share
_EXACT = 1e-9
_OF_ALL: tuple[Callable[..., Any], ...] = (lambda *each: sum(each), lambda *each: sum(each) / len(each))
_OF_TWO: tuple[Callable[..., Any], ...] = (
    lambda a, b: a - b,
    lambda a, b: a * b,
    lambda a, b: a / b,
    lambda a, b: a / b - 1,
)


@dataclass(frozen=True)
class Derived:
    """A cell that follows from others: what it comes to, whatever those hold, and the parts that it adds up."""

    anew: Callable[[Mapping[Place, Value]], float | None]
    parts: tuple[Place, ...] = ()


def follows(sheet: Sheet, known: Mapping[Place, Value], reading: Reading) -> Iterator[tuple[Place, Derived]]:
    """Cells that follow from others: totals, columns of arithmetic, and what the sheet's own formulas calculate."""
    for table in reading.on(sheet):
        totals = parts_of_totals(sheet, table)
        body = [row for row in table.body.rows if row not in totals]
        across = totals_of(sheet, table.range, table.header_rows).cols
        yield from _columns(body, [col for col in table.range.cols[table.header_cols :] if col not in across], known)
        for row, rows in totals.items():
            for col in table.range.cols:
                yield from _total((row, col), [(part, col) for part in rows], known)
        for col, cols in across.items():
            for row in table.body.rows:
                yield from _total((row, col), [(row, part) for part in cols], known)
    calculated = ((place, text) for place, text in sheet.formulas.items() if place in known)
    for place, text in islice(calculated, _MOST_FORMULAS):
        yield from _formula(place, text, known)


def _total(place: Place, parts: Sequence[Place], known: Mapping[Place, Value]) -> Iterator[tuple[Place, Derived]]:
    value, numbers = known.get(place), _numbers(parts, known)
    if type(value) is not float or not numbers:
        return
    for share in (1, len(numbers)):
        if math.isclose(value, sum(numbers) / share, rel_tol=_NEAR, abs_tol=1e-9):
            yield place, Derived(partial(_added, parts, share), tuple(parts) if share == 1 else ())
            return


def _columns(rows: Sequence[int], cols: Sequence[int], known: Mapping[Place, Value]) -> Iterator[tuple[Place, Derived]]:
    """The columns that hold in every row what arithmetic makes of two others, or of all before them.

    A change typed beside what was and is follows from both, though no formula says so; one that holds in some rows
    alone does not. Of columns that give each other the last one follows.
    """
    columns: dict[int, npt.NDArray[np.float64]] = {}
    for col in cols:
        cells = [known.get((row, col)) for row in rows]
        values = np.array([value if type(value) is float else np.nan for value in cells])
        if len(columns) < _MOST_COLUMNS and np.isfinite(values).sum() >= _FEWEST:
            columns[col] = values
    used: set[int] = set()
    for col in reversed(columns):
        made = None if col in used else next((one for one in _ways(col, [*columns]) if _holds(one, col, columns)), None)
        if made:
            way, others = made
            used.update(others)
            for row in np.array(rows)[np.isfinite(columns[col])].tolist():
                yield (row, col), Derived(partial(_in_row, way, [(row, other) for other in others]))


_Way = tuple[Callable[..., Any], tuple[int, ...]]  # an arithmetic, and the columns that it takes


def _ways(col: int, cols: Sequence[int]) -> Iterator[_Way]:
    before = tuple(each for each in cols if each < col)
    if len(before) > 1:
        yield from ((way, before) for way in _OF_ALL)
    for two in permutations([each for each in cols if each != col], 2):
        yield from ((way, two) for way in _OF_TWO)


def _holds(made: _Way, col: int, columns: Mapping[int, npt.NDArray[np.float64]]) -> bool:
    way, others = made
    own = np.isfinite(columns[col])
    values = columns[col][own]
    with np.errstate(all="ignore"):
        apart = np.abs(way(*(columns[other][own] for other in others)) - values)
    if not bool(np.all(apart <= 0.51 + _EXACT * np.abs(values))):  # before decimals are counted
        return False
    near = np.array([_half_unit(value) for value in values.tolist()])
    return bool(np.all(apart <= near + _EXACT * np.abs(values)))


def _in_row(way: Callable[..., Any], places: Sequence[Place], cells: Mapping[Place, Value]) -> float | None:
    try:
        value = way(*map(cells.get, places))
    except (TypeError, ZeroDivisionError):
        return None
    return float(value) if math.isfinite(value) else None


def _half_unit(value: float) -> float:
    """How far a printed number may lie from what it was rounded from; a whole one is exact."""
    decimals = len(literal(value).partition(".")[2]) if math.isfinite(value) else 0
    return 0.5001 * 10.0**-decimals if decimals else 0.0


def _added(parts: Sequence[Place], share: int, cells: Mapping[Place, Value]) -> float:
    return sum(_numbers(parts, cells)) / share


def _numbers(parts: Iterable[Place], cells: Mapping[Place, Value]) -> list[float]:
    return [value for value in map(cells.get, parts) if type(value) is float]


def _formula(place: Place, text: str, known: Mapping[Place, Value]) -> Iterator[tuple[Place, Derived]]:
    try:
        node = expression(text.removeprefix("="))
        value = valued(node, lambda box: known.get((box.top, box.left)))
    except (InputError, NotComputed):
        return
    own = known[place]
    if type(value) is not float or type(own) is not float or not math.isclose(value, own, rel_tol=1e-9, abs_tol=1e-9):
        return  # it reads another sheet, or more than single cells

    def anew(cells: Mapping[Place, Value]) -> float | None:
        try:
            value = valued(node, lambda box: cells.get((box.top, box.left)))
        except NotComputed:
            return None
        return value if type(value) is float else None

    yield place, Derived(anew)
