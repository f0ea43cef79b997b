"""Sums: rows that are totals by their numbers alone, whatever they are called and with no formula to say so.

A row whose numbers are the sums of the rows above it, or below it, may be so by chance. What speaks against chance is
counted in bits: each column that agrees as many as its number needs, and what sets the row apart from its parts some.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ..grid import CellRange
from ..sheet import Kind, Sheet, Style

_MOST_ROWS = 10_000  # of a table; a longer one is left unproven
_MOST_COLS = 40
_LONGEST_PART = 40  # rows that a total sums up where other rows stand before them
_ENOUGH = 12.0  # bits: one in four thousand by chance
_APART = 6.0  # bits that each thing which sets a row apart is worth
_MANY, _LAST = 3, 10.0  # rows, and the bits for a last row that is the sum of all above it, if they are so many
_AMISS = 3.0  # bits that a column is worth whose total is another sum
_SET_APART = ~(Style.FORMULA | Style.HIDDEN | Style.WRAPPED | Style.CENTERED | Style.BOTTOM)
_COARSEST = 50  # of which a sum may be one off for rounding
_DECIMALS = 6

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Found = tuple[frozenset[int], bool]
"""The rows that a total sums up, and whether its looks had to speak for it."""


def summed_rows(sheet: Sheet, body: CellRange, known: frozenset[int]) -> dict[int, frozenset[int]]:
    """Rows whose numbers are sums of at least two rows next to them, each with those rows.

    Args:
        sheet: the sheet.
        body: a table without its header.
        known: rows that are known as totals otherwise; these are there too where their numbers are sums.

    Returns:
        Totals that the numbers prove, and what each sums up.
    """
    grid = _Grid(sheet, body)
    if len(grid.rows) > _MOST_ROWS or not len(grid.cols):
        return {}
    down = grid.rid_of_odd(_walk(grid, known, range(len(grid.rows))), known)
    up = grid.rid_of_odd(_walk(grid, known | down.keys(), range(len(grid.rows) - 1, -1, -1)), known | down.keys())
    return {row: parts for row, (parts, _) in (up | down).items()}


@dataclass
class _Grid:
    """The numbers of a table's body, blanks as 0; what the rows look like and are called."""

    sheet: Sheet
    body: CellRange
    rows: list[int] = field(init=False)
    cols: npt.NDArray[np.int32] = field(init=False)

    def __post_init__(self) -> None:
        inside = self.sheet.inside(self.body)
        numbers = inside & (self.sheet.kinds == Kind.NUMBER)
        cols, counts = np.unique(self.sheet.cols[numbers], return_counts=True)
        self.cols = cols[counts > 2][:_MOST_COLS]
        self.rows = list(self.body.rows)
        numbers &= np.isin(self.sheet.cols, self.cols)
        self.values: Floats = np.zeros((len(self.rows), len(self.cols)))
        at = (self.sheet.rows[numbers] - self.body.top, np.searchsorted(self.cols, self.sheet.cols[numbers]))
        self.values[at] = self.sheet.values[numbers].astype(np.float64)
        others = inside & (self.sheet.kinds == Kind.TEXT)
        self.texts: dict[int, dict[int, str]] = {}
        for i in np.flatnonzero(others).tolist():
            line = self.texts.setdefault(int(self.sheet.rows[i]) - self.body.top, {})
            line[int(self.sheet.cols[i])] = str(self.sheet.values[i]).strip().casefold()

    @cached_property
    def units(self) -> Floats:
        """The step of each column's numbers: 100 where all are hundreds, 0.01 where they have two decimals."""
        return np.array([_step(column[column != 0]) for column in self.values.T])

    def offs(self, row: int, sums: Floats, counts: Any) -> tuple[Floats, Floats, Floats]:
        """How far sums of ``counts`` rows are from a row's; how far exact ones may be, and those of rounded numbers."""
        mine = self.values[row]
        exact = 1e-9 * np.maximum(np.abs(mine), self.sizes)
        return np.abs(sums - mine), exact, np.minimum(self.units * np.sqrt(counts + 1), np.abs(mine) / _COARSEST)

    def agreeing(self, row: int, sums: Floats, filled: Any, counts: Any) -> Any:
        """Which of several sums (one a line, of ``counts`` rows with ``filled`` numbers) most numbers of a row are."""
        counted = (self.values[row] != 0) & (filled > 1)
        off, exact, rounded = self.offs(row, sums, counts[:, None])
        agree = counted & (off <= np.maximum(exact, rounded))
        return agree.any(axis=1) & (2 * agree.sum(axis=1) > counted.sum(axis=1))

    @cached_property
    def loose(self) -> Floats:
        """How far a sum may be from each number at most."""
        loose: Floats = np.abs(self.values) / _COARSEST + 1e-9 * self.sizes
        return loose

    def near(self, step: int) -> Flags:
        """Which rows have a number that is about the sum of those before it; after it where ``step`` is -1."""
        values, loose = self.values[::step], self.loose[::step]
        before = np.zeros((len(values) + 1, values.shape[1]))
        np.cumsum(values, axis=0, out=before[1:])
        found = np.zeros(len(values), bool)
        for count in range(2, min(_LONGEST_PART, len(values) - 1) + 1):
            sums = before[count:-1] - before[: -count - 1]
            slack = loose[count:] + 1e-12 * np.abs(before[count:-1])
            found[count:] |= (np.abs(sums - values[count:]) <= slack).any(axis=1)
        return found[::step]

    @cached_property
    def sizes(self) -> Floats:
        """The largest number of each column, by which sums are exact or not."""
        sizes: Floats = np.abs(self.values).max(axis=0)
        return sizes

    @cached_property
    def looks(self) -> list[int]:
        """What the first filled cell of each row looks like."""
        found = [0] * len(self.rows)
        inside = np.flatnonzero(self.sheet.inside(self.body) & self.sheet.filled)
        for i in inside[::-1].tolist():
            found[int(self.sheet.rows[i]) - self.body.top] = int(self.sheet.styles[i]) & _SET_APART
        return found

    def apart(self, row: int, parts: Sequence[int]) -> tuple[int, bool]:
        """How many things set a row apart from its parts: looks, indents, a label that it lacks, a name they share.

        Whether that name is among them.
        """
        looks = {self.looks[part] for part in parts}
        mine, theirs = self.texts.get(row, {}), [self.texts.get(part, {}) for part in parts]
        shared = [col for col in theirs[0] if all(col in other for other in theirs)]
        names = {theirs[0][col] for col in shared if len({other[col] for other in theirs}) == 1}
        lacks = any(col not in mine for col in shared)
        named = any(name in text and name != text for name in names for text in mine.values())
        deeper = all(look & Style.INDENT > self.looks[row] & Style.INDENT for look in looks)
        return (self.looks[row] not in looks) + deeper + lacks + named, named

    def rid_of_odd(self, found: dict[int, Found], known: Collection[int]) -> dict[int, Found]:
        """Without those that only their looks make totals, where most rows that look so are none."""
        alike: dict[Hashable, list[int]] = {}
        for row in np.flatnonzero(self.values.any(axis=1)).tolist():
            alike.setdefault(self._like(row), []).append(self.rows[row])

        def is_odd(row: int) -> bool:
            others = alike[self._like(row - self.body.top)]
            return 2 * sum(other in found or other in known for other in others) < len(others)

        return {row: one for row, one in found.items() if not (one[1] and is_odd(row))}

    def _like(self, row: int) -> Hashable:
        return self.looks[row], tuple(sorted(self.texts.get(row, ())))


class _Run:
    """Rows that a total may sum up, with their sums; the latest last."""

    def __init__(self, grid: _Grid, near: Flags, rows: Iterable[int] = ()) -> None:
        self.grid, self.near, self.rows = grid, near, list(rows)
        self.sums = grid.values[self.rows].sum(axis=0)
        self.filled = (grid.values[self.rows] != 0).sum(axis=0)

    def add(self, row: int) -> None:
        self.rows.append(row)
        self.sums = self.sums + self.grid.values[row]
        self.filled = self.filled + (self.grid.values[row] != 0)

    def summed_by(self, row: int) -> bool:
        """Whether most of a row's numbers are the sums."""
        if not (np.abs(self.sums - self.grid.values[row]) <= self.grid.loose[row]).any():
            return False
        counts = np.array([len(self.rows)])
        return bool(self.grid.agreeing(row, self.sums[None], self.filled[None], counts).all())

    def ends_summed_by(self, row: int) -> list[int]:
        """How many of the latest rows, but not all, a row may sum up."""
        if not self.near[row]:
            return []
        latest = self.grid.values[self.rows[: -_LONGEST_PART - 1 : -1]]
        counts = np.arange(1, len(latest) + 1)
        filled = (latest != 0).cumsum(axis=0)
        agreeing = self.grid.agreeing(row, latest.cumsum(axis=0), filled, counts)
        return [count for count in (np.flatnonzero(agreeing) + 1).tolist() if count < len(self.rows)]


def _walk(grid: _Grid, known: Collection[int], order: range) -> dict[int, Found]:
    """The totals that come after their parts, in the order of the walk."""
    found: dict[int, Found] = {}
    near = grid.near(order.step)
    run, totals = _Run(grid, near), _Run(grid, near)  # rows since the last total, totals since the last of totals
    plain = _Run(grid, near)  # every row that is no total
    filled = {*np.flatnonzero(grid.values.any(axis=1)).tolist()}
    for row in order:
        if row not in filled:
            run = _Run(grid, near)
            continue
        is_known = grid.rows[row] in known
        parts: list[int] = []
        for parts, tries, bonus in _candidates(row, run, totals, plain):
            proof = _proof(grid, row, parts, tries, bonus + (is_known and tries == 1) * _ENOUGH)
            if proof is not None:
                found[grid.rows[row]] = frozenset(grid.rows[part] for part in parts), proof
                break
        if grid.rows[row] not in found and not is_known:
            run.add(row)
            plain.add(row)
            continue
        totals = _Run(grid, near, [row] if parts == totals.rows else [*totals.rows, row])
        run = _Run(grid, near)
    return found


def _candidates(row: int, run: _Run, totals: _Run, plain: _Run) -> Iterator[tuple[list[int], int, float]]:
    """The rows that a row may sum up, how many such sums are tried, and what speaks for them in bits."""
    if len(totals.rows) > 1 and not run.rows and totals.summed_by(row):
        yield totals.rows, 1, _APART
    is_last = row == len(run.grid.rows) - 1 and len(plain.rows) >= _MANY
    if len(plain.rows) > 1 and plain.summed_by(row):
        yield plain.rows, 1, _LAST if is_last else 0.0
    if 1 < len(run.rows) < len(plain.rows) and run.summed_by(row):
        yield run.rows, 1, 0.0
    for count in run.ends_summed_by(row) if run.rows else ():
        yield run.rows[-count:], len(run.rows), 0.0


def _proof(grid: _Grid, row: int, parts: list[int], tries: int, bonus: float) -> bool | None:
    """Whether a row is proven the sum of others by its looks as well (True), by its numbers alone (False), or not.

    Chance would need too much to make it so: the logarithm of how much, column by column. A ``bonus`` of bits counts
    where every column agrees.
    """
    theirs, mine = grid.values[parts], grid.values[row]
    counted = (mine != 0) & ((theirs != 0).sum(axis=0) > 1)
    off, exact, rounded = grid.offs(row, theirs.sum(axis=0), len(parts))
    agree = counted & (off <= np.maximum(exact, rounded))
    widths = np.where(off <= exact, grid.units, 2 * rounded)
    bits: dict[bytes, float] = {}  # columns in one proportion agree as one
    for col in np.flatnonzero(agree).tolist():
        shares = (theirs[:, col] / mine[col]).round(4).tobytes()
        bits[shares] = max(bits.get(shares, 0.0), math.log2(1 + abs(mine[col]) / widths[col]))
    amiss = int(counted.sum() - agree.sum())
    found = sum(bits.values()) + (0.0 if amiss else bonus) - _AMISS * amiss - math.log2(tries)
    apart, named = grid.apart(row, parts)
    if found + _APART * named - (0.0 if bonus else math.log2(len(grid.rows))) >= _ENOUGH:
        return False
    return True if apart and found + _APART * apart >= _ENOUGH else None


def _step(values: Floats) -> float:
    """The largest step that all numbers are multiples of, a power of ten below 1."""
    if not len(values):
        return 1.0
    for decimals in range(_DECIMALS + 1):
        scaled = np.abs(values) * 10.0**decimals
        whole = np.rint(scaled)
        if scaled.max() >= 2**53 or (np.abs(scaled - whole) < 1e-6).all():
            step = math.gcd(*map(int, whole.tolist()))
            return max(step, 1) / 10.0**decimals
    return 10.0**-_DECIMALS
