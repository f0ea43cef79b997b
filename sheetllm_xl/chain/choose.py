"""Stage 1: which table a question is about. What the model names is compared with the sheet before it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..compress import Encoding
from ..detect import FoundTable, table_of
from ..errors import InputError, ReplyError
from ..grid import CellRange
from ..sheet import Sheet

Fits = Callable[[Sequence[FoundTable]], bool]
"""Whether tables can be read in one call."""

NAMED = "named by the model"
_SAME = 0.5  # shared cells over united cells, from which a proposal is taken for a detected table


@dataclass(frozen=True, slots=True)
class Proposals:
    """Ranges the model named, at the sheet's own addresses and trimmed; ``notes`` tell what became of the others."""

    ranges: tuple[CellRange, ...]
    notes: tuple[str, ...]


def proposals(sheet: Sheet, encoding: Encoding, named: Iterable[str]) -> Proposals:
    """Named ranges mapped back, cut to the used range, without empty edges; those that hold nothing are dropped."""
    ranges: list[CellRange] = []
    notes: list[str] = []
    for text in named:
        try:
            area = encoding.original(CellRange.parse(text[:40].rpartition("!")[2]))
        except InputError as error:
            notes.append(f"The model named “{text[:40]}” as a table, which was dropped: {error}")
            continue
        filled = sheet.crop(area).used
        if filled is None:
            notes.append(f"The model named {area} as a table, which was dropped: no cell of it is filled.")
        elif filled not in ranges:
            ranges.append(filled)
    return Proposals(tuple(ranges), tuple(notes))


def snapped(area: CellRange, tables: Sequence[FoundTable]) -> FoundTable | None:
    """The detected table that a proposal means: one it lies in, or one that shares half of their united area."""
    best = max(tables, key=lambda table: _common(area, table.range), default=None)
    if best and (area in best.range or _common(area, best.range) >= _SAME):
        return best
    return None


def meant(sheet: Sheet, area: CellRange, tables: Sequence[FoundTable]) -> FoundTable:
    """The table that a named range means: the detected one that holds it, else the range itself, with those it meets.

    Nothing of what was named is cut off, and nothing of a detected table that it names in part.
    """
    if (near := snapped(area, tables)) and area in near.range:
        return near
    for table in tables:
        shared = area & table.range
        if shared and (table is near or 2 * shared.area >= table.range.area):
            area |= table.range
    same = next((table for table in tables if table.range == area), None)
    return replace(same, reasons=(NAMED, *same.reasons)) if same else table_of(sheet, area, NAMED)


def chosen(
    sheet: Sheet, found: Proposals, tables: Sequence[FoundTable], fits: Fits
) -> tuple[tuple[FoundTable, ...], tuple[str, ...]]:
    """The tables to read, and notes on how they came about. Raises ReplyError where nothing named is on the sheet."""
    notes = list(found.notes)
    picked: dict[CellRange, FoundTable] = {}
    for area in found.ranges:
        table = meant(sheet, area, tables)
        notes += _read(area, table.range, tables)
        picked[table.range] = table
    if not picked:
        picked, note = _fallback(sheet, tables, fits)
        notes.append(note)
    return tuple(picked.values()), tuple(notes)


def _read(named: CellRange, area: CellRange, tables: Sequence[FoundTable]) -> Iterator[str]:
    """What is read where it is not the detected table that was named."""
    if named == area and any(area == table.range for table in tables):
        return
    if named == area:
        met = next((table.range for table in tables if area & table.range), None)
        but = f" ({met} was)" if met else ""
        yield f"No table was detected at {area}, which the model named{but}; it is read as named."
    elif named in area and any(area == table.range for table in tables):
        yield f"The model named {named}; the detected table {area}, which holds it, is read."
    else:
        yield f"The model named {named}; together with what was detected there, {area} is read."


def _fallback(sheet: Sheet, tables: Sequence[FoundTable], fits: Fits) -> tuple[dict[CellRange, FoundTable], str]:
    if len(tables) == 1:
        table = tables[0]
        return {
            table.range: table
        }, f"The model named no table that exists; {table.range}, the only one, is read instead."
    whole = FoundTable(sheet.used) if sheet.used else None
    if whole and fits([whole]):
        return {whole.range: whole}, "The model named no table that exists; the whole sheet is read instead."
    raise ReplyError(
        "The model named no table that exists, and the sheet is too long to read whole; ask about a range of it."
    )


def _common(a: CellRange, b: CellRange) -> float:
    shared = a & b
    return shared.area / (a.area + b.area - shared.area) if shared else 0.0
