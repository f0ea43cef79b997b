"""Explained: a sheet, the tables found on it and its encoding, with the questions a picture of it asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property

from ..compress import DEFAULT, Count, Encoding, Profile, compress, estimate_tokens
from ..detect import FoundTable, candidates, detect
from ..literals import Value, number_text
from ..sheet import Sheet

Line = int | tuple[int, int]
"""A kept row or column; or a run of left-out ones, as (first, last)."""


@dataclass(frozen=True)
class Explained:
    """A sheet with its ``tables`` and its ``encoding``."""

    sheet: Sheet
    tables: tuple[FoundTable, ...]
    encoding: Encoding

    @cached_property
    def anchor_rows(self) -> frozenset[int]:
        """Rows on which a candidate box begins or ends."""
        return frozenset(row for box in candidates(self.sheet) for row in (box.top, box.bottom))

    @cached_property
    def anchor_cols(self) -> frozenset[int]:
        """Columns on which a candidate box begins or ends."""
        return frozenset(col for box in candidates(self.sheet) for col in (box.left, box.right))

    def rows(self) -> list[Line]:
        """Kept rows in order, with the runs between them that are left out."""
        skeleton = self.encoding.skeleton
        return list(_with_gaps(skeleton.rows.tolist(), skeleton.used.top, skeleton.used.bottom)) if skeleton else []

    def cols(self) -> list[Line]:
        """Kept columns in order, with the runs between them that are left out."""
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
    found = tuple(detect(sheet) if tables is None else tables)
    return Explained(sheet, found, compress(sheet, profile, found, count))


def shown(value: Value | None, number_format: str = "") -> str:
    """A value as a person reads it; number formats are honoured for percent, grouping and decimals alone."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value, number_format)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d") if value.time() == time() else value.strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)


def _number(value: float, number_format: str) -> str:
    positive = number_format.partition(";")[0]
    decimals = len(positive.partition(".")[2].rstrip("%_) ")) if "." in positive else 0
    if "%" in positive:
        return f"{100 * value:.{min(decimals, 9)}f}%"
    if "#,##" in positive:
        return f"{value:,.{min(decimals, 9)}f}"
    return number_text(float(f"{value:.10g}"))


def _with_gaps(lines: list[int], first: int, last: int) -> Iterator[Line]:
    expected = first
    for line in (*lines, last + 1):
        if line > expected:
            yield expected, line - 1
        if line <= last:
            yield line
        expected = line + 1
