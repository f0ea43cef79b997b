"""Splitting: tables as parts that each fit a call, every part with its table's header rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..compress import Count
from ..detect import FoundTable
from ..errors import InputError
from ..sheet import Sheet
from .budget import Budget
from .document import around, cell_lines, row_runs


@dataclass(frozen=True, slots=True)
class Part:
    """``content`` of one call, which is not yet fenced, and the table rows it shows."""

    content: str
    rows: tuple[int, ...]


def parts(sheet: Sheet, tables: Sequence[FoundTable], budget: Budget, count: Count) -> tuple[Part, ...]:
    """The tables in full, in parts of at most ``budget.table`` tokens (Algorithm 2, but by budget, not by three rows).

    Raises InputError where one row with its header does not fit, or where there would be too many parts.
    """
    whole = [_part(sheet, table, cell_lines(sheet, table.range)) for table in tables]
    together = Part("\n".join(part.content for part in whole), tuple(row for part in whole for row in part.rows))
    if count(together.content) <= budget.table:
        return (together,)
    found: list[Part] = []
    for table, part in zip(tables, whole, strict=True):
        fits = count(part.content) <= budget.table
        found += [part] if fits else _split(sheet, table, budget.table, count)
    budget.admit_parts(len(found))
    return tuple(found)


def _split(sheet: Sheet, table: FoundTable, budget: int, count: Count) -> Iterator[Part]:
    """The rows in order, as many a part as fit: guessed line by line, then held against the count of the whole."""
    lines = cell_lines(sheet, table.range)
    header = {row: line for row, line in lines.items() if row < table.range.top + table.header_rows}
    if len(header) == len(lines):
        header = {}
    rows = [row for row in lines if row not in header]
    room = budget - count(_part(sheet, table, header).content)
    while rows:
        fit, left = 0, room
        while fit < len(rows) and (fit == 0 or left > 0):
            left -= count(lines[rows[fit]])
            fit += 1
        while fit and count((part := _shown(sheet, table, header, lines, rows[:fit])).content) > budget:
            fit -= max(1, fit // 50)
        if not fit:
            raise InputError(
                f"Row {rows[0]} of {table.range} takes more, with its header, than the {budget:,} tokens of one call. "
                "Ask about fewer columns, or raise table_tokens in the settings."
            )
        yield part
        rows = rows[fit:]


def _shown(
    sheet: Sheet, table: FoundTable, header: Mapping[int, str], lines: Mapping[int, str], rows: Sequence[int]
) -> Part:
    return _part(sheet, table, {**header, **{row: lines[row] for row in rows}}, tuple(rows))


def _part(sheet: Sheet, table: FoundTable, lines: Mapping[int, str], shown: tuple[int, ...] = ()) -> Part:
    beside = (*((table.title,) if table.title else ()), *table.notes)
    said = [*around(sheet, table.range, beside)]
    if shown:
        said.append(f"|only part of the table|rows {row_runs(shown)} below the header")
    return Part("\n".join((*said, "|cells", *lines.values())), shown or tuple(lines))
