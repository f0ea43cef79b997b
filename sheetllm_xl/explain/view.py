"""Explained: a sheet, the tables found on it and its encoding, with the questions a picture of it asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..compress import DEFAULT, Count, Encoding, Profile, compress, estimate_tokens
from ..detect import FoundTable, scan
from ..grid import CellRange
from ..sheet import Sheet

Line = int | tuple[int, int]
"""A row or column that is shown; or a run of left-out ones, as (first, last)."""


@dataclass(frozen=True)
class Explained:
    """A sheet with its ``tables``, the candidate ``boxes`` whose edges are the anchors, and its ``encoding``."""

    sheet: Sheet
    tables: tuple[FoundTable, ...]
    boxes: tuple[CellRange, ...]
    encoding: Encoding

    @cached_property
    def anchor_rows(self) -> frozenset[int]:
        """Rows on which a candidate box begins or ends."""
        return frozenset(row for box in self.boxes for row in (box.top, box.bottom))

    @cached_property
    def anchor_cols(self) -> frozenset[int]:
        """Columns on which a candidate box begins or ends."""
        return frozenset(col for box in self.boxes for col in (box.left, box.right))

    def rows(self) -> list[Line]:
        """The rows that are shown, in order, with the runs between them that are left out."""
        skeleton = self.encoding.skeleton
        return list(_with_gaps(skeleton.rows.tolist(), skeleton.used.top, skeleton.used.bottom)) if skeleton else []

    def cols(self) -> list[Line]:
        """The columns that are shown, in order, with the runs between them that are left out."""
        skeleton = self.encoding.skeleton
        return list(_with_gaps(skeleton.cols.tolist(), skeleton.used.left, skeleton.used.right)) if skeleton else []

    def table_at(self, row: int, col: int) -> int | None:
        """Which table the cell is in, counted from 0."""
        return next((i for i, table in enumerate(self.tables) if (row, col) in table.range), None)


def explain(
    sheet: Sheet,
    profile: Profile = DEFAULT,
    tables: Sequence[FoundTable] | None = None,
    count: Count = estimate_tokens,
) -> Explained:
    """Find the tables (unless given) and encode."""
    looked = scan(sheet)
    tables_shown = looked.tables() if tables is None else tuple(tables)
    return Explained(sheet, tables_shown, looked.candidates(), compress(sheet, profile, tables_shown, count))


def _with_gaps(lines: list[int], first: int, last: int) -> Iterator[Line]:
    expected = first
    for line in (*lines, last + 1):
        if line > expected:
            yield expected, line - 1
        if line <= last:
            yield line
        expected = line + 1
