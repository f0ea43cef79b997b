"""Layout: a sheet as it can be read in parts: its blocks, their header lines, and what stands over each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..detect import FoundTable
from ..grid import CellRange
from ..literals import spelled
from ..sheet import Kind, Sheet, Style
from .merged import first_label

Ints = npt.NDArray[np.int64]

_MOST_HEADER_ROWS = 8
_MOST_LABEL_COLS = 3
_LEFT_OVER = 0.15  # the share of a sheet's cells outside every table from which the tables are not believed to be all


@dataclass(frozen=True, eq=False)
class Layout:
    """A sheet's filled cells (``sheet``) and its ``blocks``: tables, or the used range where they miss much of it."""

    sheet: Sheet
    blocks: tuple[FoundTable, ...]

    @classmethod
    def of(cls, sheet: Sheet, tables: Sequence[FoundTable]) -> Layout:
        """The layout of a sheet with the tables that were found on it."""
        filled = sheet.only(sheet.filled)
        if filled.used is None:
            return cls(filled, ())
        outside = np.ones(len(filled), bool)
        for table in tables:
            for area in (table.range, *((table.title,) if table.title else ()), *table.notes):
                outside &= ~filled.inside(area)
        if not tables or outside.mean() > _LEFT_OVER:
            return cls(filled, (_whole(filled, filled.used, tables),))
        return cls(filled, tuple(tables))

    @cached_property
    def lengths(self) -> npt.NDArray[np.float64]:
        """Characters of each cell's literal."""
        texts = spelled(self.sheet.values)
        return np.fromiter(map(len, texts), np.float64, len(texts))

    @cached_property
    def headers(self) -> npt.NDArray[np.bool_]:
        """True for cells in a block's header rows."""
        mask = np.zeros(len(self.sheet), bool)
        for block in self.blocks:
            if block.header:
                mask |= self.sheet.inside(block.header)
        return mask

    @cached_property
    def titles(self) -> npt.NDArray[np.bool_]:
        """True for cells of the lines over and under the blocks."""
        mask = np.zeros(len(self.sheet), bool)
        for block in self.blocks:
            for area in (*((block.title,) if block.title else ()), *block.notes):
                mask |= self.sheet.inside(area)
        return mask

    @cached_property
    def labels(self) -> npt.NDArray[np.bool_]:
        """True for cells in the columns that name the rows of a block, below its header."""
        mask = np.zeros(len(self.sheet), bool)
        for block in self.blocks:
            mask |= self.sheet.inside(block.range) & np.isin(self.sheet.cols, label_columns(self.sheet, block))
        return mask & ~self.headers

    @cached_property
    def over(self) -> dict[int, int]:
        """For a row the row over it: the nearest above with a smaller indent, or a label that is alone in its row."""
        by_column: dict[int, int] = {}
        for block in self.blocks:
            by_column.update(_over(self.sheet, block))
        return by_column

    def heading(self, block: FoundTable, row: int) -> list[int]:
        """The rows that head a row of a block: title, header and the labels over it, but none of another block's."""
        labels: list[int] = []
        above = row
        while (above := self.over.get(above, 0)) and above not in labels:
            labels.append(above)
        title, header = (list(area.rows) if area else [] for area in (block.title, block.header))
        label = first_label(self.sheet, block) if labels else None
        own = [under for under in (self._next(one) for one in labels[:1]) if under < row and self._is_header(under)]
        return sorted({top for top in (*title, *(own or header), *labels) if top != label and top < row})

    def _next(self, row: int) -> int:
        """The next row that holds anything; 0 below the last."""
        at = int(np.searchsorted(self.sheet.rows, row, "right"))
        return int(self.sheet.rows[at]) if at < len(self.sheet) else 0

    def _is_header(self, row: int) -> bool:
        """Whether a row has words or years alone over one that has other numbers, as the header of a block has."""
        return row > 0 and not _has_amounts(self.sheet, row) and _has_amounts(self.sheet, self._next(row))


def label_columns(sheet: Sheet, block: FoundTable) -> list[int]:
    """The columns that name the rows: as the detector has it, else leading columns of words up to the first number."""
    area = block.range
    if block.header_cols:
        return list(range(area.left, area.left + block.header_cols))
    body = sheet.inside(block.body)
    cols, kinds = sheet.cols[body], sheet.kinds[body]
    columns: list[int] = []
    for col in np.unique(cols).tolist():
        if len(columns) == _MOST_LABEL_COLS or (kinds[cols == col] == Kind.TEXT).mean() < 0.5:
            break
        columns.append(col)
    return columns or [area.left]


def _whole(sheet: Sheet, used: CellRange, tables: Sequence[FoundTable]) -> FoundTable:
    """The used range as one block; its header ends above the first row that is mostly numbers, the first cell apart."""
    rows = np.unique(sheet.rows)[: _MOST_HEADER_ROWS + 1].tolist()
    last = rows[0] - 1
    for row in rows[:_MOST_HEADER_ROWS]:
        kinds = sheet.kinds[(sheet.rows == row) & (sheet.cols > used.left)]
        if len(kinds) and (kinds == Kind.NUMBER).mean() >= 0.5 and not _years(sheet, row):
            break
        last = row
    else:
        last = rows[0]
    totals = tuple(row for table in tables for row in table.total_rows)
    return FoundTable(used, header_rows=last - used.top + 1, total_rows=totals)


def _has_amounts(sheet: Sheet, row: int) -> bool:
    return bool((sheet.kinds[sheet.rows == row] == Kind.NUMBER).any()) and not _years(sheet, row)


def _years(sheet: Sheet, row: int) -> bool:
    numbers = sheet.values[(sheet.rows == row) & (sheet.kinds == Kind.NUMBER)]
    return all(1900 <= number <= 2100 and float(number).is_integer() for number in numbers)


def _over(sheet: Sheet, block: FoundTable) -> dict[int, int]:
    """Indents are the cell's own, or the spaces its label begins with. A label alone ends what the last stood over."""
    area = block.range
    body = sheet.inside(block.body)
    rows, firsts, counts = np.unique(sheet.rows[body], return_index=True, return_counts=True)
    places = np.flatnonzero(body)[firsts]
    open_: list[tuple[int, int]] = []  # (indent, row), outermost first
    section = 0
    over: dict[int, int] = {}
    for row, at, count in zip(rows.tolist(), places.tolist(), counts.tolist(), strict=True):
        value = sheet.values[at]
        text = value if isinstance(value, str) else ""
        indent = (
            (int(sheet.styles[at]) & Style.INDENT) // Style.indent(1) + len(text) - len(text.lstrip(" \u00a0\u3000"))
        )
        alone = bool(count == 1 and text and sheet.cols[at] == area.left)
        while open_ and open_[-1][0] >= indent:
            open_.pop()
        if open_:
            over[row] = open_[-1][1]
        elif section and not alone:
            over[row] = section
        if alone and not open_:
            section = row
        open_.append((indent, row))
    return over
