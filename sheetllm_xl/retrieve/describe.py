"""What a column holds, counted by code: sorts of values, how many and how many different, the least and the largest."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from ..detect import FoundTable
from ..grid import CellRange, column_letters
from ..literals import Value, clipped, literal, number_text
from ..sheet import Kind, Sheet
from .merged import first_label, header_lines, merge_at

_SORTS = {kind: kind.plural for kind in Kind} | {Kind.BLANK: "not calculated"}
_LISTED = 8  # different values of a column that are few enough to be listed
_COUNTED = re.compile(r" \(\d+\), ")  # how a listed value ends before the next
_LONGEST = 40  # characters of a listed value
_LEAST = 8  # characters that a value is cut to


@dataclass(frozen=True, slots=True)
class Column:
    """``range`` without the header; ``sorts`` counts its values by sort; ``blanks`` are its rows without a value.

    ``least`` and ``largest`` are (value, row) over the numbers, or over the dates where there are more of them.
    ``total`` is the sum of the numbers, where a number can be it; ``listed`` the different values, most frequent first,
    where they are few.
    """

    range: CellRange
    name: str
    sorts: tuple[tuple[str, int], ...]
    distinct: int
    blanks: int
    least: tuple[Value, int] | None = None
    largest: tuple[Value, int] | None = None
    total: float | None = None
    listed: tuple[tuple[Value, int], ...] = ()

    @property
    def line(self) -> str:
        """As a line of a document."""
        sorts = ", ".join(f"{count} {sort}" for sort, count in self.sorts) or "nothing"
        parts = [f"|column {column_letters(self.range.left)}", self.name, sorts, f"{self.distinct} different"]
        parts += [f"{self.blanks} blank"] if self.blanks else []
        for word, end in (("least", self.least), ("largest", self.largest)):
            if end is not None:
                parts.append(f"{word} {literal(end[0])} in row {end[1]}")
        parts += [f"sum {number_text(self.total)}"] if self.total is not None else []
        parts += [", ".join(f"{_item(value)} ({count})" for value, count in self.listed)] if self.listed else []
        return "|".join(parts)


def _item(value: Value) -> str:
    """A listed value; in quotes where it would read as two."""
    text = clipped(value, _LONGEST)
    return clipped(value, _LONGEST, (text, str(value))) if _COUNTED.search(text) else text


def describe(sheet: Sheet, area: CellRange, name: str = "") -> Column:
    """A column's cells in ``area``, which is one column wide and holds no header."""
    mask = sheet.inside(area) & sheet.filled
    kinds, values, rows = sheet.kinds[mask], sheet.values[mask], sheet.rows[mask]
    order = sorted(set(kinds.tolist()), key=lambda kind: -int((kinds == kind).sum()))
    sorts = tuple((_SORTS[Kind(kind)], int((kinds == kind).sum())) for kind in order)
    counts: dict[tuple[type, Value | None], int] = {}
    for value in values:
        counts[type(value), value] = counts.get((type(value), value), 0) + 1
    listed: tuple[tuple[Value, int], ...] = ()
    if len(counts) <= _LISTED < len(values):
        ranked = sorted(counts.items(), key=lambda item: -item[1])
        listed = tuple((value, count) for (_, value), count in ranked if value is not None)
    least = largest = total = None
    ordered = next((kind for kind in order if kind in (Kind.NUMBER, Kind.DATE)), None)
    if ordered is not None and (at := np.flatnonzero(kinds == ordered)).size:
        low = min(at.tolist(), key=lambda i: values[i])
        high = max(at.tolist(), key=lambda i: values[i])
        least, largest = (values[low], int(rows[low])), (values[high], int(rows[high]))
        if ordered == Kind.NUMBER:
            with np.errstate(over="ignore"):
                total = float(f"{float(np.sum(values[at].astype(np.float64))):.15g}")
            total = total if math.isfinite(total) else None
    blanks = area.shape[0] - int(mask.sum())
    return Column(area, name, sorts, len(counts), blanks, least, largest, total, listed)


def columns(
    sheet: Sheet, table: FoundTable, only: Iterable[int] | None = None, most: int | None = None
) -> tuple[Column, ...]:
    """The columns of a table below its header, or ``only`` some, the first ``most``; empty ones are left out."""
    body = table.body
    cols = np.unique(sheet.cols[sheet.inside(body) & sheet.filled]).tolist()
    wanted = cols if only is None else sorted(set(cols) & set(only))
    return tuple(
        describe(sheet, replace(body, left=col, right=col), column_name(sheet, table, col)) for col in wanted[:most]
    )


def column_name(sheet: Sheet, table: FoundTable, col: int) -> str:
    """The header texts over a column from the top down, those of merged cells included, as one field of a line."""
    return headed(heads(sheet, table, col))


def heads(sheet: Sheet, table: FoundTable, col: int) -> tuple[Value, ...]:
    """What stands in the header over a column, from the top down, the value of merged cells once.

    A label of the first rows alone is over no column of all of them.
    """
    values: dict[str, Value] = {}
    label = first_label(sheet, table)
    for row in header_lines(sheet, table):
        if row == label:
            continue
        merge = merge_at(sheet, row, col)
        value = sheet.value(merge.top, merge.left) if merge else sheet.value(row, col)
        if value is not None:
            values.setdefault(clipped(value, _LONGEST), value)
    return tuple(values.values())


def headed(values: Iterable[Value], longest: int | None = None) -> str:
    """Header values as one text, cut at ``longest`` characters; a value in quotes is cut so that it stays one."""
    names = " / ".join(clipped(value, _LONGEST) for value in values)
    if longest is None or len(names) <= longest:
        return names
    if '"' not in (cut := names[:longest]):
        return cut
    parts, room = list[str](), longest
    for value in values:
        if room < _LEAST:
            break
        parts.append(clipped(value, min(room, _LONGEST)))
        room -= len(parts[-1]) + len(" / ")
    return " / ".join(parts)
