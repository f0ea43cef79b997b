"""Exact rectangles of equal cells: no bounding box that swallows a neighbour, no recursion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from operator import add

import numpy as np
import numpy.typing as npt

from ..grid import MAX_COL, CellRange, column_letters, column_number
from ..sheet import Ints

_letters = lru_cache(maxsize=None)(column_letters)
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")


@dataclass(frozen=True, eq=False)
class Rectangles:
    """Parallel int arrays, ordered by top, then left; 1-based, inclusive. Cells of a rectangle share its key."""

    keys: Ints
    tops: Ints
    lefts: Ints
    bottoms: Ints
    rights: Ints

    def __len__(self) -> int:
        return len(self.keys)

    def only(self, at: npt.NDArray[np.intp]) -> Rectangles:
        """Those at the given places, in that order."""
        return Rectangles(*(column[at] for column in self._columns()))

    @property
    def areas(self) -> npt.NDArray[np.int64]:
        """Cells of each."""
        return (self.bottoms - self.tops + 1).astype(np.int64) * (self.rights - self.lefts + 1)

    def _columns(self) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        return self.keys, self.tops, self.lefts, self.bottoms, self.rights

    def addresses(self) -> list[str]:
        """The A1 spelling of each."""
        found = _corners(self.tops, self.lefts)
        wide = np.flatnonzero((self.tops != self.bottoms) | (self.lefts != self.rights))
        for i, last in zip(wide.tolist(), _corners(self.bottoms[wide], self.rights[wide]), strict=True):
            found[i] = f"{found[i]}:{last}"
        return found


def rectangles(rows: Ints, cols: Ints, keys: Ints) -> Rectangles:
    """Cover the cells exactly, without overlap: runs along each row, stacked where column span and key agree.

    The three arrays run in parallel, row-major. O(n log n).
    """
    new = np.ones(len(rows), bool)
    new[1:] = (rows[1:] != rows[:-1]) | (cols[1:] != cols[:-1] + 1) | (keys[1:] != keys[:-1])
    starts = np.flatnonzero(new)
    ends = np.append(starts, len(rows))[1:] - 1
    tops, lefts, rights, found = rows[starts], cols[starts], cols[ends], keys[starts]
    above = _above(tops, lefts, rights, found)
    first = np.flatnonzero(above < 0)
    bottoms = np.zeros(len(tops), np.int32)
    np.maximum.at(bottoms, _origin(above), tops)
    return Rectangles(found[first], tops[first], lefts[first], bottoms[first], rights[first])


def _above(tops: Ints, lefts: Ints, rights: Ints, keys: Ints) -> npt.NDArray[np.intp]:
    """For each run the one in the row above with its span and key, -1 where there is none."""
    places = tops.astype(np.int64) * (MAX_COL + 1) + lefts
    at = np.searchsorted(places, places - (MAX_COL + 1))
    same = (places[at] == places - (MAX_COL + 1)) & (rights[at] == rights) & (keys[at] == keys)
    return np.where(same, at, -1)


def _origin(above: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """The topmost run each is stacked on, by doubling steps: a column of 2^n runs takes n."""
    origin = np.where(above < 0, np.arange(len(above)), above)
    open_ = np.flatnonzero(above >= 0)
    while len(open_):
        further = origin[origin[open_]]
        moved = further != origin[open_]
        origin[open_] = further
        open_ = open_[moved]
    return origin


def _corners(rows: Ints, cols: Ints) -> list[str]:
    return list(map(add, map(_letters, cols.tolist()), map(str, rows.tolist())))


def cells_of(addresses: str) -> Iterator[tuple[int, int]]:
    """The (row, col) pairs of a comma-separated list of addresses, in its order."""
    for address in addresses.split(","):
        found = _ADDRESS.fullmatch(address)
        if not found:
            raise ValueError(f"not a list of addresses: {addresses!r}")
        left, top, right, bottom = found.groups()
        area = CellRange(int(top), column_number(left), int(bottom or top), column_number(right or left))
        yield from product(area.rows, area.cols)
