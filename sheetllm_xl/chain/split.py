"""Splitting: tables as parts that each fit a call, every part with its table's header rows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..compress import Count
from ..compress.tokens import counted
from ..detect import FoundTable
from ..errors import InputError
from ..messages.document import about, cell_lines, row_runs
from ..sheet import Sheet
from .budget import LONGEST_TOKEN, Budget


@dataclass(frozen=True, slots=True)
class Part:
    """``content`` of one call, which is not yet fenced, and the table rows it shows."""

    content: str
    rows: tuple[int, ...]


def parts(sheet: Sheet, tables: Sequence[FoundTable], budget: Budget, count: Count) -> tuple[Part, ...]:
    """The tables in full, in parts of at most ``budget.table`` tokens (Algorithm 2, but by budget, not by three rows).

    Raises InputError where one row with its header does not fit, or where there would be too many parts.
    """
    if fits(sheet, tables, budget, count):
        return (_together(sheet, tables),)
    found: list[Part] = []
    for table in tables:
        if fits(sheet, [table], budget, count):
            found.append(_together(sheet, [table]))
        else:
            found += _split(sheet, table, budget, count)
        budget.admit_parts(len(found))
    return tuple(found)


def fits(sheet: Sheet, tables: Sequence[FoundTable], budget: Budget, count: Count) -> bool:
    """Whether the tables in full keep to the tokens of one call."""
    if sum(_least_tokens(sheet, table) for table in tables) > budget.table:  # without writing it all out
        return False
    return count(_together(sheet, tables).content) <= budget.table


def _least_tokens(sheet: Sheet, table: FoundTable) -> int:
    """What the table cannot cost less than: a token a cell, and the length of its texts."""
    values = sheet.values[sheet.inside(table.range) & sheet.filled]
    return max(len(values), sum(len(value) for value in values if isinstance(value, str)) // LONGEST_TOKEN)


def _together(sheet: Sheet, tables: Sequence[FoundTable]) -> Part:
    whole = [_Whole.of(sheet, table).part() for table in tables]
    return Part("\n".join(part.content for part in whole), tuple(row for part in whole for row in part.rows))


def _split(sheet: Sheet, table: FoundTable, budget: Budget, count: Count) -> Iterator[Part]:
    """The rows in order, as many a part as fit: guessed by their length, then measured by the count of the whole."""
    budget.admit_parts(math.ceil(_least_tokens(sheet, table) / budget.table))
    whole = _Whole.of(sheet, table)
    text = "\n".join(whole.body.values())
    tokens, _ = counted(text, count)
    budget.admit_parts(math.ceil(tokens / budget.table))  # before the work of splitting
    rows, begin = tuple(whole.body), 0
    room = (budget.table - count(whole.part(()).content)) * len(text) / max(tokens, 1)
    while begin < len(rows):
        end, left = begin, room
        while end < len(rows) and (end == begin or left > 0):
            left -= len(whole.body[rows[end]]) + 1
            end += 1
        while end > begin and count((part := whole.part(rows[begin:end])).content) > budget.table:
            end -= max(1, (end - begin) // 50)
        if end == begin:
            raise InputError(
                f"Row {rows[begin]} of {table.range} takes more, with its header, than the {budget.table:,} tokens of "
                "one call. Ask about fewer columns, or raise table_tokens in the settings."
            )
        yield part
        begin = end


@dataclass(frozen=True, slots=True)
class _Whole:
    """A table as lines: the lines about it, its header rows, and the rows that may be dealt out to parts."""

    about: tuple[str, ...]
    header: Mapping[int, str]
    body: Mapping[int, str]

    @classmethod
    def of(cls, sheet: Sheet, table: FoundTable) -> _Whole:
        lines = cell_lines(sheet, table.range)
        below = {row: line for row, line in lines.items() if row >= table.body.top} or lines
        return cls(about(sheet, table), {row: line for row, line in lines.items() if row not in below}, below)

    def part(self, rows: Sequence[int] | None = None) -> Part:
        """The given rows below the header, or all of them."""
        shown = tuple(self.body) if rows is None else tuple(rows)
        partly = [] if rows is None else [f"|only part of the table|rows {row_runs(shown)} below the header"]
        lines = (*self.about, *partly, "|cells", *self.header.values(), *(self.body[row] for row in shown))
        return Part("\n".join(lines), (*self.header, *shown) if rows is None else shown)
