"""Splitting: tables as parts that each fit a call, every part with its table's header rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..detect import FoundTable
from ..errors import InputError
from ..grid import CellRange
from ..sheet import Sheet
from .document import around, cell_lines, runs

Count = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Part:
    """``content`` of one call, which is not yet fenced, and the table rows it shows."""

    content: str
    rows: tuple[int, ...]


def parts(sheet: Sheet, tables: Sequence[FoundTable], budget: int, count: Count) -> tuple[Part, ...]:
    """The tables in full, in as few parts as keep to ``budget`` tokens each (§5, Algorithm 2, mended: by budget, not by 3 rows).

    Raises InputError where one row with its header does not fit.
    """
    whole = [_part(sheet, table, cell_lines(sheet, table.range)) for table in tables]
    together = Part("\n".join(part.content for part in whole), tuple(row for part in whole for row in part.rows))
    if count(together.content) <= budget:
        return (together,)
    found: list[Part] = []
    for table, part in zip(tables, whole, strict=True):
        fits = count(part.content) <= budget
        found += [part] if fits else _split(sheet, table, budget, count)
    return tuple(found)


def _split(sheet: Sheet, table: FoundTable, budget: int, count: Count) -> Iterator[Part]:
    lines = cell_lines(sheet, table.range)
    header = {row: line for row, line in lines.items() if row < table.range.top + table.header_rows}
    body = {row: line for row, line in lines.items() if row not in header} or lines
    if body is lines:
        header = {}
    frame = count(_part(sheet, table, header, shown=tuple(body)).content)
    for rows in _packed(((row, count(f"{line}\n")) for row, line in body.items()), budget - frame, table.range):
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
        said.append(f"|only part of the table|rows {runs(shown)} below the header|")
    return Part("\n".join((*said, "|cells|", *lines.values())), shown or tuple(lines))
