"""Figures: the numbers of a table's body line by line (its rows, or its columns), with what sets lines apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ..grid import MAX_COL, CellRange
from ..sheet import Kind, Sheet, Style

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

_MOST_CELLS = 200_000  # numbers that are tried: of a long table its most telling columns
_MOST_ACROSS, _LEAST_ACROSS = 40, 3
_LARGEST = 1e15  # from here on a number has no digits left to compare
_DECIMALS = 6
_LABELS = 50  # lines whose labels are compared
_SPREAD = np.random.default_rng(5).integers(1, 1 << 40, MAX_COL) << 20  # for each column, above the bits of looks
_SET_APART = ~(Style.FORMULA | Style.HIDDEN | Style.WRAPPED | Style.CENTERED | Style.BOTTOM)


@dataclass(frozen=True, eq=False)
class Figures:
    """``values``: (line, number), 0 where there is none; ``numbers`` are the sheet's of the lines that have any.

    ``after_gap``: whether a line without numbers stands before each; ``looks`` and ``indents`` are those of its label,
    ``worded`` is equal for lines with text in the same columns and 0 for those without, ``texts`` gives a line's texts
    by column. Columns, which
    have their header, have no looks and no texts.
    """

    numbers: list[int]
    values: Floats
    after_gap: Flags
    looks: Places
    indents: Places
    worded: npt.NDArray[np.int64]
    texts: Callable[[int], Mapping[int, str]]

    @cached_property
    def units(self) -> Floats:
        """The step of the numbers of each column: 100 where all are hundreds, 0.01 where they have two decimals."""
        return _steps(self.values)

    @cached_property
    def bits(self) -> Floats:
        """What each number says where it is a sum: (line, number)."""
        found: Floats = np.log2(1 + np.abs(self.values) / self.units)
        return found

    @cached_property
    def kinds(self) -> Places:
        """A number for what a line looks like and where it has text."""
        found = self.looks + self.worded
        return np.zeros(len(found), np.intp) if _is_one(found) else np.unique(found, return_inverse=True)[1]

    @cached_property
    def alike(self) -> Places:
        """How many lines are of each line's kind."""
        return np.bincount(self.kinds)[self.kinds]

    @cached_property
    def most_apart(self) -> int:
        """How many things can set a line of these apart at most."""
        differing = sum(not _is_one(each) for each in (self.looks, self.worded, self.indents))
        return differing + bool(self.worded.any())

    def apart(self, line: int, parts: Sequence[int]) -> tuple[int, bool]:
        """How many things set a line apart from its parts: looks, indents, a label that it lacks, a name they share.

        Whether that name is among them.
        """
        if not self.most_apart:
            return 0, False
        parts = parts[:_LABELS]
        looks = {int(self.looks[part]) for part in parts}
        mine, theirs = self.texts(line), list(map(self.texts, parts))
        shared = [col for col in theirs[0] if all(col in other for other in theirs)]
        names = {theirs[0][col] for col in shared if len({other[col] for other in theirs}) == 1}
        lacks = any(col not in mine for col in shared)
        named = any(name in text and name != text for name in names for text in mine.values())
        deeper = bool(self.indents[list(parts)].min() > self.indents[line])
        return (int(self.looks[line]) not in looks) + deeper + lacks + named, named


class _Texts:
    """The texts of a line by column, folded, looked up when they are asked for."""

    def __init__(self, sheet: Sheet, at: Places, line_of: Places, count: int) -> None:
        self._sheet, self._at, self._known = sheet, at, dict[int, dict[int, str]]()
        self._ends = np.searchsorted(line_of, np.arange(count + 1))

    def __call__(self, line: int) -> Mapping[int, str]:
        if line not in self._known:
            at = self._at[self._ends[line] : self._ends[line + 1]]
            cols, values = self._sheet.cols[at].tolist(), self._sheet.values[at].tolist()
            self._known[line] = {col: value.strip().casefold() for col, value in zip(cols, values, strict=True)}
        return self._known[line]


@dataclass(frozen=True, eq=False)
class Numbers:
    """Where a body's numbers stand among the sheet's cells, and in which of its rows and columns, counted from 0."""

    sheet: Sheet
    body: CellRange
    at: Places
    rows: npt.NDArray[np.int32]
    cols: npt.NDArray[np.int32]

    @classmethod
    def of(cls, sheet: Sheet, body: CellRange) -> Numbers:
        """The numbers of a body: a table without its header."""
        at = _places(sheet, body, Kind.NUMBER)
        return cls(sheet, body, at, sheet.rows[at] - body.top, sheet.cols[at] - body.left)

    @cached_property
    def counts(self) -> Places:
        """How many there are in each column."""
        return np.bincount(self.cols, minlength=self.body.shape[1])

    @cached_property
    def begins(self) -> Places:
        """Where among them each row begins."""
        return _begins(self.rows)


def figures_of_rows(numbers: Numbers) -> Figures:
    """The rows of a body that hold numbers."""
    sheet, body = numbers.sheet, numbers.body
    rows, values = _matrix(numbers)
    count = len(rows)
    indents, worded = np.zeros(count, np.intp), np.zeros(count, np.int64)
    looks = (sheet.styles[_first_filled(sheet, body, rows)] & _SET_APART).astype(np.intp)
    line_at = np.full(body.shape[0], -1)
    line_at[rows - body.top] = np.arange(count)
    at = _places(sheet, body, Kind.TEXT)
    line_of = line_at[sheet.rows[at] - body.top]
    at, line_of = at[line_of >= 0], line_of[line_of >= 0]
    first = _begins(line_of)
    if len(first):
        texts = sheet.values[at[first]].tolist()
        worded[line_of[first]] = np.add.reduceat(_SPREAD[sheet.cols[at] - body.left], first)
        indents[line_of[first]] = np.array([*map(len, texts)]) - [*map(len, map(str.lstrip, texts))]
    indents += (looks & Style.INDENT) // Style.indent(1) * 2
    gaps = np.diff(rows, prepend=body.top - 1) > 1
    return Figures(rows.tolist(), values, gaps, looks, indents, worded, _Texts(sheet, at, line_of, count))


def figures_of_columns(numbers: Numbers) -> Figures:
    """The columns of a body that hold numbers, over some of its rows."""
    cols, values = _columns(numbers)
    none = np.zeros(len(cols), np.intp)
    return Figures(cols.tolist(), values, none != 0, none, none, np.ones(len(cols), np.int64), lambda _: {})


def _places(sheet: Sheet, body: CellRange, kind: Kind) -> Places:
    """Where the body's values of a kind stand among the sheet's cells."""
    first, end = np.searchsorted(sheet.rows, (body.top, body.bottom + 1)).tolist()
    cols = sheet.cols[first:end]
    at = np.flatnonzero((sheet.kinds[first:end] == kind) & (cols >= body.left) & (cols <= body.right))
    found: Places = at + first
    return found


def _first_filled(sheet: Sheet, body: CellRange, rows: Places) -> Places:
    """Where the first filled cell of each of some rows stands, of which each has one in the body."""
    first, end = np.searchsorted(sheet.rows, (body.top, body.bottom + 1)).tolist()
    at = np.flatnonzero(sheet.filled[first:end] & (sheet.cols[first:end] >= body.left)) + first
    found: Places = at[np.searchsorted(sheet.rows[at], rows.astype(np.int32))]
    return found


def _matrix(numbers: Numbers) -> tuple[Places, Floats]:
    """Rows and their numbers; of many columns those with most numbers."""
    counts, height = numbers.counts, len(numbers.begins)
    most = min(_MOST_ACROSS, max(_LEAST_ACROSS, _MOST_CELLS // max(height, 1)))
    fullest = np.argsort(-counts, kind="stable")[:most]
    wanted = np.sort(fullest[counts[fullest] > 2])
    kept = np.zeros(len(counts), bool)
    kept[wanted] = True
    picked = np.flatnonzero(kept[numbers.cols])
    lines, across = numbers.rows[picked], numbers.cols[picked]
    return _dense(lines, across, numbers.sheet.values[numbers.at[picked]], wanted, numbers.body.top)


def _columns(numbers: Numbers) -> tuple[Places, Floats]:
    """Columns that are filled in half of the rows, and their numbers in some rows, evenly spread."""
    begins = numbers.begins
    few = np.linspace(0, len(begins) - 1, min(len(begins), _MOST_ACROSS)).astype(int)
    ends = np.append(begins[1:], len(numbers.rows))
    picked = np.concatenate([np.arange(0), *map(np.arange, begins[few], ends[few])])
    picked = picked[(2 * numbers.counts >= len(begins))[numbers.cols[picked]]]
    lines, across = numbers.cols[picked], numbers.rows[picked]
    values = numbers.sheet.values[numbers.at[picked]]
    return _dense(lines, across, values, numbers.rows[begins[few]], numbers.body.left)


def _dense(
    lines: npt.NDArray[np.int32],
    across: npt.NDArray[np.int32],
    values: npt.NDArray[np.object_],
    wanted: npt.NDArray[Any],
    first: int,
) -> tuple[Places, Floats]:
    """The lines with numbers, counted from ``first``, and the numbers as a matrix; ``wanted``: what they lie across."""
    figures = values.astype(np.float64)
    if not (fine := np.abs(figures) < _LARGEST).all():
        lines, across, figures = lines[fine], across[fine], figures[fine]
    if not len(lines):
        return np.zeros(0, np.intp), np.zeros((0, 0))
    place = np.zeros(int(max(across.max(), wanted.max())) + 1, np.intp)
    place[wanted] = np.arange(len(wanted))
    found = np.flatnonzero(np.bincount(lines))
    line_at = np.zeros(int(found[-1]) + 1, np.intp)
    line_at[found] = np.arange(len(found))
    matrix = np.zeros((len(found), len(wanted)))
    matrix[line_at[lines], place[across]] = figures
    return found + first, matrix


def _begins(lines: npt.NDArray[np.signedinteger[Any]]) -> Places:
    """Where among lines in order each of them begins."""
    new = np.ones(len(lines), bool)
    np.not_equal(lines[1:], lines[:-1], out=new[1:])
    return np.flatnonzero(new)


def _is_one(values: npt.NDArray[np.signedinteger[Any]]) -> bool:
    return not len(values) or bool((values == values[0]).all())


def _steps(values: Floats) -> Floats:
    """Of each column the largest step that all its numbers are multiples of, a power of ten below 1."""
    found = np.full(values.shape[1], 10.0**-_DECIMALS)
    left = np.arange(values.shape[1])
    for decimals in range(_DECIMALS + 1):
        scaled = np.abs(values[:, left]) * 10.0**decimals
        whole = np.rint(scaled)
        fits = (np.abs(scaled - whole) < 1e-6).all(axis=0) & (scaled.max(axis=0, initial=0) < _LARGEST)
        steps = np.gcd.reduce(whole[:, fits].astype(np.int64), axis=0)
        found[left[fits]] = np.maximum(steps, 1) / 10.0**decimals
        left = left[~fits]
        if not len(left):
            break
    return found
