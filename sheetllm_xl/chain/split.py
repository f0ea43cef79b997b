"""Splitting: tables as parts that each fit a call, every part with its table's header rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..compress import Count
from ..detect import FoundTable
from ..errors import InputError
from ..grid import CellRange
from ..sheet import Sheet
from .budget import Budget
from .document import around, cell_lines, row_runs

_SLACK = 8  # tokens: the rows a part names may take a few more than those of the whole table


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
    lines = cell_lines(sheet, table.range)
    header = {row: line for row, line in lines.items() if row < table.range.top + table.header_rows}
    body = {row: line for row, line in lines.items() if row not in header} or lines
    if body is lines:
        header = {}
    frame = count(_part(sheet, table, header, shown=tuple(body)).content)
    for rows in _packed(
        ((row, count(f"{line}\n")) for row, line in body.items()), budget - frame - _SLACK, table.range
    ):
        yield _part(sheet, table, header | {row: body[row] for row in rows}, shown=rows)


def _packed(costs: Iterable[tuple[int, int]], room: int, area: CellRange) -> Iterator[tuple[int, ...]]:
    rows: list[int] = []
    left = room
    for row, cost in costs:
        if cost > room:
            raise InputError(
                f"Row {row} of {area} with its header is longer than the {room} tokens one call has room for; "
                "ask about fewer columns, or raise table_tokens in the settings."
            )
        if cost > left:
            yield tuple(rows)
            rows, left = [], room
        rows.append(row)
        left -= cost
    if rows:
        yield tuple(rows)


def _part(sheet: Sheet, table: FoundTable, lines: dict[int, str], shown: tuple[int, ...] = ()) -> Part:
    beside = (*((table.title,) if table.title else ()), *table.notes)
    said = [*around(sheet, table.range, beside)]
    if shown:
        said.append(f"|only part of the table|rows {row_runs(shown)} below the header")
    return Part("\n".join((*said, "|cells", *lines.values())), shown or tuple(lines))
