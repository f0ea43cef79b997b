"""Exact rectangles of equal cells: no bounding box that swallows a neighbour, no recursion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np

from ..grid import CellRange, column_letters, column_number
from ..sheet import Ints

_letters = lru_cache(maxsize=None)(column_letters)
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")


class Rectangle(NamedTuple):
    """Cells that share a key; 1-based, inclusive."""

    key: int
    top: int
    left: int
    bottom: int
    right: int

    @property
    def address(self) -> str:
        """A1 spelling."""
        first = f"{_letters(self.left)}{self.top}"
        if self.top == self.bottom and self.left == self.right:
            return first
        return f"{first}:{_letters(self.right)}{self.bottom}"


def rectangles(rows: Ints, cols: Ints, keys: Ints) -> list[Rectangle]:
    """Cover the cells exactly, without overlap: runs along each row, stacked where column span and key agree.

    The three arrays run in parallel, row-major. The result is ordered by top, then left. O(n log n).
    """
    if not len(rows):
        return []
    new = np.ones(len(rows), bool)
    new[1:] = (rows[1:] != rows[:-1]) | (cols[1:] != cols[:-1] + 1) | (keys[1:] != keys[:-1])
    starts = np.flatnonzero(new)
    ends = np.append(starts[1:], len(rows)) - 1
    row, left, right, key = rows[starts], cols[starts], cols[ends], keys[starts]
    order = np.lexsort((row, right, left, key))
    row, left, right, key = row[order], left[order], right[order], key[order]
    new = np.ones(len(row), bool)
    new[1:] = (key[1:] != key[:-1]) | (left[1:] != left[:-1]) | (right[1:] != right[:-1]) | (row[1:] != row[:-1] + 1)
    starts = np.flatnonzero(new)
    ends = np.append(starts[1:], len(row)) - 1
    found = np.stack([key[starts], row[starts], left[starts], row[ends], right[starts]], axis=1)
    return [Rectangle(*line) for line in found[np.lexsort((found[:, 2], found[:, 1]))].tolist()]


def cells_of(addresses: str) -> Iterator[tuple[int, int]]:
    """The (row, col) pairs of a comma-separated list of addresses, in its order."""
    for address in addresses.split(","):
        found = _ADDRESS.fullmatch(address)
        if not found:
            raise ValueError(f"not a list of addresses: {addresses!r}")
        left, top, right, bottom = found.groups()
        area = CellRange(int(top), column_number(left), int(bottom or top), column_number(right or left))
        yield from product(area.rows, area.cols)


def grouped(found: Iterable[Rectangle]) -> dict[int, list[Rectangle]]:
    """Rectangles by key, keys in order of first appearance: each key once, with all of its places."""
    groups: dict[int, list[Rectangle]] = {}
    for rectangle in found:
        groups.setdefault(rectangle.key, []).append(rectangle)
    return groups
