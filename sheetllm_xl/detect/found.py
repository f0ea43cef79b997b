"""FoundTable: one table as the detector sees it, with what surrounds it and why it is believed to be one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from ..grid import CellRange
from ..sheet import Sheet

SURE = 0.5
"""The confidence below which a table is shown as not sure: calibrated, it is wrong more often than right."""

Orientation = Literal["vertical", "horizontal", "cross"]
"""Headers above the data (records are rows), at its left (records are columns), or both."""


@dataclass(frozen=True, slots=True)
class FoundTable:
    """``range`` holds header and data, not the title or the notes (the paper's definition, App. L).

    ``header_rows`` and ``header_cols`` count from the range's top and left; ``total_rows`` and ``total_cols`` are row
    and column numbers of the sheet; ``confidence`` is the calibrated chance (0–1) that all four edges are right;
    ``reasons`` are plain words for ``explain``.
    """

    range: CellRange
    header_rows: int = 0
    header_cols: int = 0
    title: CellRange | None = None
    notes: tuple[CellRange, ...] = ()
    total_rows: tuple[int, ...] = ()
    total_cols: tuple[int, ...] = ()
    orientation: Orientation = "vertical"
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether its edges are more likely right than not."""
        return self.confidence >= SURE

    @property
    def certainty(self) -> str:
        """The confidence for a person: "91%", or "not sure (12%)"."""
        return f"{self.confidence:.0%}" if self.is_sure else f"not sure ({self.confidence:.0%})"

    @property
    def header(self) -> CellRange | None:
        """The header rows, at most all but the last; None without any."""
        count = min(self.header_rows, self.range.shape[0] - 1)
        return replace(self.range, bottom=self.range.top + count - 1) if count > 0 else None

    @property
    def body(self) -> CellRange:
        """What lies below the header; a table has at least one such row."""
        return replace(self.range, top=self.header.bottom + 1) if self.header else self.range

    @property
    def data_rows(self) -> tuple[int, ...]:
        """The rows of the body that are no totals."""
        return tuple(row for row in self.body.rows if row not in self.total_rows)

    def title_in(self, sheet: Sheet) -> str:
        """What the title's first cell says on its sheet; empty without a title."""
        value = sheet.value(self.title.top, self.title.left) if self.title else None
        return "" if value is None else str(value)
