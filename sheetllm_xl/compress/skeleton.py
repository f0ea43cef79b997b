"""Skeleton: the rows and columns that are kept, and both address maps. The only owner of re-addressing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..detect import FoundTable
from ..errors import InputError
from ..grid import CellRange
from ..sheet import Ints, Kind, Sheet

_LEAST = 2  # texts of a column that names rows, beside a title and a note


@dataclass(frozen=True, eq=False)
class Skeleton:
    """Kept ``rows`` and ``cols`` (int32, ascending, 1-based sheet numbers) of the ``used`` range."""

    used: CellRange
    rows: Ints
    cols: Ints

    @classmethod
    def whole(cls, used: CellRange) -> Skeleton:
        """Every row and column."""
        return cls(used, _span(used.top, used.bottom), _span(used.left, used.right))

    @property
    def shape(self) -> tuple[int, int]:
        """Kept ``(rows, columns)``."""
        return len(self.rows), len(self.cols)

    def keeps(self, sheet: Sheet) -> npt.NDArray[np.bool_]:
        """True for the sheet's cells that lie on a kept row and a kept column."""
        return _holds(self.rows, sheet.rows) & _holds(self.cols, sheet.cols)

    def touches(self, edges: Ints) -> npt.NDArray[np.bool_]:
        """Of ranges by their ``edges`` (range, 4), those that a kept row and a kept column run through."""
        tops, lefts, bottoms, rights = edges.T
        found: npt.NDArray[np.bool_] = _run_through(self.rows, tops, bottoms) & _run_through(self.cols, lefts, rights)
        return found

    def compressed(self, area: CellRange) -> CellRange | None:
        """The kept part of ``area`` in compressed coordinates (A1: the first kept cell); None if nothing is."""
        top, bottom = np.searchsorted(self.rows, (area.top, area.bottom + 1))
        left, right = np.searchsorted(self.cols, (area.left, area.right + 1))
        return (
            CellRange(int(top) + 1, int(left) + 1, int(bottom), int(right)) if top < bottom and left < right else None
        )

    def original(self, area: CellRange) -> CellRange:
        """Compressed coordinates back to the sheet's own. Raises InputError outside the skeleton."""
        if area.bottom > len(self.rows) or area.right > len(self.cols):
            raise InputError(
                f"{area} lies outside the {len(self.rows)} rows and {len(self.cols)} columns that were sent."
            )
        return CellRange(
            int(self.rows[area.top - 1]),
            int(self.cols[area.left - 1]),
            int(self.rows[area.bottom - 1]),
            int(self.cols[area.right - 1]),
        )

    def left_out(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Rows, and columns, of the used range that are not kept, as runs of (first, last)."""
        used = self.used
        return _gaps(self.rows, used.top, used.bottom), _gaps(self.cols, used.left, used.right)


def anchored(
    sheet: Sheet, used: CellRange, boxes: Sequence[CellRange], k: int, columns: Collection[int] = ()
) -> Skeleton:
    """Module 1 (§3.2): keep what lies within ``k`` of an edge of a candidate box, and some ``columns`` in any case.

    A sheet without a candidate is anchored at its used range. Of a run of empty kept lines the first and last stay
    (the paper's program means to do so, but compares with "" where it wrote " ").
    """
    boxes = boxes or (used,)
    filled = sheet.filled
    rows = _near((edge for box in boxes for edge in (box.top, box.bottom)), used.top, used.bottom, k)
    cols = _near((edge for box in boxes for edge in (box.left, box.right)), used.left, used.right, k)
    cols = np.union1d(cols, np.array(sorted(columns), np.int32))
    return Skeleton(used, _thinned(rows, sheet.rows[filled]), _thinned(cols, sheet.cols[filled]))


def label_columns(sheet: Sheet, tables: Sequence[FoundTable]) -> frozenset[int]:
    """The columns that name the rows: those of each table, and the sheet's first that holds mostly text."""
    found = {col for table in tables for col in range(table.range.left, table.range.left + max(1, table.header_cols))}
    filled, texts = np.bincount(sheet.cols[sheet.filled]), np.bincount(sheet.cols[sheet.kinds == Kind.TEXT])
    texts = np.pad(texts, (0, max(0, len(filled) - len(texts))))[: len(filled)]
    worded = np.flatnonzero((2 * texts >= filled) & (texts > _LEAST))
    return frozenset([*found, *worded[:1].tolist()])


def _near(edges: Iterable[int], first: int, last: int, k: int) -> Ints:
    around = {line for edge in set(edges) for line in range(max(first, edge - k), min(last, edge + k) + 1)}
    return np.array(sorted(around), np.int32)


def _thinned(lines: Ints, occupied: Ints) -> Ints:
    """Without the inner lines of each run of empty ones."""
    blank = ~np.isin(lines, occupied, kind="table")
    inner = blank.copy()
    inner[1:] &= blank[:-1]
    inner[:-1] &= blank[1:]
    if len(lines):
        inner[0] = inner[-1] = False
    return lines[~inner]


def _span(first: int, last: int) -> Ints:
    return np.arange(first, last + 1, dtype=np.int32)


def _gaps(lines: Ints, first: int, last: int) -> list[tuple[int, int]]:
    around = np.concatenate([[first - 1], lines, [last + 1]])
    at = np.flatnonzero(np.diff(around) > 1)
    return list(zip((around[at] + 1).tolist(), (around[at + 1] - 1).tolist(), strict=True))


def _run_through(lines: Ints, firsts: Ints, lasts: Ints) -> npt.NDArray[np.bool_]:
    """Where one of the ``lines`` lies from first to last."""
    found: npt.NDArray[np.bool_] = np.searchsorted(lines, firsts) < np.searchsorted(lines, lasts, "right")
    return found


def _holds(lines: Ints, wanted: Ints) -> npt.NDArray[np.bool_]:
    known = np.zeros(int(max(lines.max(initial=0), wanted.max(initial=0))) + 1, bool)
    known[lines] = True
    return known[wanted]
