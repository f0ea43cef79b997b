"""Columns: the cells a host has collected, in the order it met them, on their way to a Sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ..grid import MAX_COL
from ..literals import Value
from ..sheet import Kind, Sheet, Style, kinds_of
from .styles_xml import CellFormat

# Rows and columns around the used range in which an empty cell's border or fill can still belong to a table.
_MARGIN = 16


@dataclass(slots=True)
class Columns:
    """Parallel lists: row, column (1-based), index into a list of ``CellFormat``, value; ``formulas`` by (row, col).

    ``kinds``: the values' kinds, from who has them already.
    """

    rows: Sequence[int] | npt.NDArray[np.int32]
    cols: Sequence[int] | npt.NDArray[np.int32]
    xfs: Sequence[int] | npt.NDArray[np.int32]
    values: Sequence[Value | None] | npt.NDArray[np.object_]
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    kinds: npt.NDArray[np.uint8] | None = None

    def sheet(self, name: str, formats: Sequence[CellFormat], **rest: Any) -> Sheet:
        """The sheet, rows in order; the last of two cells at one place wins.

        An empty cell is kept for its border or fill, near the values; an empty cell that shows nothing is no cell.
        ``rest``: further fields of ``Sheet``; its ``hidden_rows`` and ``hidden_cols`` mark the cells.
        """
        rows, cols, xfs = (np.asarray(column, np.int32) for column in (self.rows, self.cols, self.xfs))
        values = np.empty(len(rows), object)
        values[:] = self.values
        places = rows.astype(np.int64) * (MAX_COL + 1) + cols
        with_formula = np.isin(places, [row * (MAX_COL + 1) + col for row, col in self.formulas])
        kinds = kinds_of(values.tolist()) if self.kinds is None else self.kinds
        filled = (kinds != Kind.BLANK) | with_formula
        shown = filled | np.array([look.visible for look in formats], bool)[xfs]
        pick = _picked(places, rows, cols, filled, shown)
        format_strings, format_of = _numbered(look.format for look in formats)
        fill_colors, fill_of = _numbered(look.fill for look in formats)
        styles = np.array([look.style for look in formats], np.int32)[xfs]
        styles[with_formula] |= Style.FORMULA
        hidden = np.isin(rows, list(rest.get("hidden_rows", ()))) | np.isin(cols, list(rest.get("hidden_cols", ())))
        styles[hidden] |= Style.HIDDEN
        return Sheet(
            name,
            rows=rows[pick],
            cols=cols[pick],
            values=values[pick],
            known=kinds[pick],
            formats=format_of[xfs][pick],
            styles=styles[pick],
            fills=fill_of[xfs][pick],
            format_strings=format_strings,
            fill_colors=fill_colors,
            formulas=self.formulas,
            **rest,
        )


def _numbered(texts: Iterable[str]) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:
    """The different texts, "" first, and for each text its place among them."""
    places = {"": 0}
    numbers = np.array([places.setdefault(text, len(places)) for text in texts], np.int32)
    return tuple(places), numbers


def _picked(places: Any, rows: Any, cols: Any, filled: Any, shown: Any) -> Any:
    """Which cells to keep, in row-major order; a slice where all stay as they are."""
    if filled.all() and (places[1:] > places[:-1]).all():
        return slice(None)
    order = np.argsort(places, kind="stable")
    last = np.ones(len(rows), bool)
    last[:-1] = places[order][1:] != places[order][:-1]
    if not filled.any():
        return order[:0]
    near = shown & (rows >= rows[filled].min() - _MARGIN) & (rows <= rows[filled].max() + _MARGIN)
    near &= (cols >= cols[filled].min() - _MARGIN) & (cols <= cols[filled].max() + _MARGIN)
    return order[last & near[order]]
