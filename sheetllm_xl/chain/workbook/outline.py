"""Outline: every sheet of a workbook in a few lines each, small enough to be sent whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ...compress import Count
from ...detect import FoundTable
from ...grid import CellRange, column_letters, quoted
from ...literals import Value, clipped, literal
from ...literals import quoted as in_quotes
from ...retrieve.describe import headed, heads
from ...retrieve.openings import first_entry, titles_of
from ...retrieve.workbook import Workbook
from ...sheet import Kind, Sheet

_WORDS = {kind: kind.plural for kind in Kind} | {Kind.BLANK: "formulas"}
_SHEET_NAME = re.compile(r"(?:(?<!')'((?:[^']++|'')++)'|(?<![\w.\]])([^\W\d][\w.]*))!")


@dataclass(frozen=True, slots=True)
class Grain:
    """How finely a sheet is described: the most tables and names a sheet, columns a table and characters a header.

    ``opening``: characters of the words that a sheet is told from others by.
    """

    tables: int
    columns: int
    header: int
    names: int
    sorts: bool = True
    opening: int = 60


GRAINS = (
    Grain(40, 60, 60, 20),
    Grain(12, 24, 40, 8),
    Grain(6, 12, 28, 4),
    Grain(3, 8, 20, 0, sorts=False, opening=40),
    Grain(1, 4, 16, 0, sorts=False, opening=40),
    Grain(1, 4, 16, 0, sorts=False, opening=20),
    Grain(0, 0, 0, 0, sorts=False, opening=40),
    Grain(0, 0, 0, 0, sorts=False, opening=20),
    Grain(0, 0, 0, 0, sorts=False, opening=0),
)
"""From the finest to the names of the sheets alone. Chosen, not tuned."""


@dataclass(frozen=True, slots=True)
class Outline:
    """``content`` of a document, not yet fenced, and ``notes`` for the receipt on what it leaves out."""

    content: str
    notes: tuple[str, ...] = ()


def outline(workbook: Workbook, tokens: int, count: Count) -> Outline:
    """The workbook in at most ``tokens``: as finely as fits, sheets that are laid out alike once.

    The same bytes for the same workbook. Raises nothing: where even the names are too many, the last are counted.
    """
    cells = sum(int(sheet.filled.sum()) for sheet in workbook.sheets)
    head = f"|workbook|{len(workbook.sheets)} sheets|{cells:,} filled cells"
    described = [_Described(sheet, tables) for sheet, tables in zip(workbook.sheets, workbook.tables, strict=True)]
    for level, grain in enumerate(GRAINS):
        lines, folded = _lines(described, grain)
        content = "\n".join([head, *lines])
        if count(content) <= tokens:
            return Outline(content, _notes(level, folded))
    kept = max(1, len(lines) * tokens // max(count(content), 1) - 2)
    while kept > 1 and count("\n".join([head, *lines[:kept]])) > tokens - 40:
        kept = kept * 4 // 5
    rest = f"|and {len(lines) - kept} more sheets, which can be found by their cells"
    note = f"The outline names {kept} of {len(lines)} sheets; the others can only be found by what their cells hold."
    return Outline("\n".join([head, *lines[:kept], rest]), (note,))


def _notes(level: int, folded: int) -> tuple[str, ...]:
    grain, notes = GRAINS[level], []
    if level:
        notes.append(
            f"To be short, the outline names {grain.tables} tables a sheet, {grain.columns} columns a table at most."
            if grain.tables
            else f"To be short, the outline gives{' words,' * bool(grain.opening)} names and sizes of the sheets alone."
        )
    if folded:
        notes.append(f"{folded} sheets are laid out like others and were told of together with them.")
    return tuple(notes)


def _lines(described: Sequence[_Described], grain: Grain) -> tuple[list[str], int]:
    """The sheets' lines; those of one layout stand under the first of them."""
    families: dict[tuple[str, ...], list[_Described]] = {}
    for sheet in described:
        families.setdefault(sheet.likeness(grain), []).append(sheet)
    lines: list[str] = []
    for family in families.values():
        first, *others = zip(family, _openings(family, grain), strict=True)
        lines += first[0].lines(grain, first[1])
        if others:
            lines.append("|alike|" + "|".join(f"{sheet.short} {words}".rstrip() for sheet, words in others))
    return lines, sum(len(family) - 1 for family in families.values())


def _openings(family: Sequence[_Described], grain: Grain) -> list[str]:
    """For sheets of one layout the words in quotes that tell them apart: their titles, or their first entries.

    The first one's title stands on its table's line; what all open with tells nothing apart.
    """
    titles, entries = [sheet.title for sheet in family], [sheet.entry for sheet in family]
    words = [""] * len(family)
    if not grain.tables:
        words = [title or entry for title, entry in zip(titles, entries, strict=True)]
    elif len(set(titles)) > 1:
        words = ["", *titles[1:]]
    elif len(set(entries)) > 1:
        words = entries
    return [in_quotes(text[: grain.opening]) if text and grain.opening else "" for text in words]


class _Described:
    """One sheet, and what an outline says of it."""

    def __init__(self, sheet: Sheet, tables: Sequence[FoundTable]) -> None:
        self.sheet, self.tables = sheet, tuple(tables)
        self.titles = titles_of(sheet, self.tables, GRAINS[0].tables)
        self.title = self.titles[0] if tables else ""
        self.entry = first_entry(sheet, self.tables[0] if tables else None)
        self.columns = [_columns(sheet, table) for table in tables]
        self.links = _links(sheet)

    @property
    def short(self) -> str:
        return f"{quoted(literal(self.sheet.name))} {', '.join(str(t.range) for t in self.tables) or self.sheet.used}"

    def likeness(self, grain: Grain) -> tuple[str, ...]:
        """What two sheets share that are described together; a sheet without tables is like no other."""
        if not self.tables or not grain.tables:
            return (self.sheet.name,)
        shapes = [f"{table.range.left}|{table.range.top}|{table.header_rows}" for table in self.tables]
        names = [f"{headed(column.heads)}|{column.sort}" for columns in self.columns for column in columns]
        return (*shapes, *names, *(target for target, _ in self.links))

    def lines(self, grain: Grain, opening: str) -> list[str]:
        sheet = self.sheet
        lines = [f"|sheet {quoted(literal(sheet.name))}|{sheet.used}|{int(sheet.filled.sum()):,} cells"]
        lines[0] += f"|{opening}" if opening else ""
        for table, title, columns in list(zip(self.tables, self.titles, self.columns, strict=False))[: grain.tables]:
            lines.append(self._table(table, title, columns, grain))
        if grain.tables and len(self.tables) > grain.tables:
            lines.append(f"|and {len(self.tables) - grain.tables} more tables")
        if grain.names and sheet.names:
            named = [f"{clipped(k, 40)} is {clipped(v, 60)}" for k, v in sorted(sheet.names.items())[: grain.names]]
            lines.append("|names|" + "|".join(named))
        if grain.tables and self.links:
            lines.append("|its formulas read|" + "|".join(f"{quoted(literal(t))} ({n})" for t, n in self.links[:6]))
        return lines

    def _table(self, table: FoundTable, title: str, columns: Sequence[_Column], grain: Grain) -> str:
        declared = next((t.name for t in self.sheet.tables if t.range == table.range), "")
        parts = [
            f"|table {table.range}",
            *([f"named {literal(declared)}"] if declared else []),
            *([_title(title, grain, table.range)] if title else []),
        ]
        for column in columns[: grain.columns]:
            different = f", {column.distinct} different" if column.sort == "texts" else ""
            name = f"{column_letters(column.col)} {headed(column.heads, grain.header)}".rstrip()
            parts.append(f"{name} ({column.sort}{different})" if grain.sorts else name)
        if len(columns) > grain.columns:
            parts.append(f"and {len(columns) - grain.columns} more columns")
        return "|".join(parts)


class _Column(NamedTuple):
    """A column of a table: its number, the values over it, what most of its cells are, how many different texts."""

    col: int
    heads: tuple[Value, ...]
    sort: str
    distinct: int


def _title(title: str, grain: Grain, area: CellRange) -> str:
    """A title as a field of its table's line: in quotes where it would read as another field of that line."""
    text, longest = clipped(title, grain.header * 2), grain.header * 2
    first, _, rest = text.partition(" ")
    column = first in map(column_letters, area.cols) and (rest.endswith(")") or not grain.sorts)
    taken = column or re.match(r"named |and \d+ more columns", text)
    return clipped(title, longest, (title,)) if taken else text


def _columns(sheet: Sheet, table: FoundTable) -> list[_Column]:
    """The columns of a table that hold anything."""
    cells = np.flatnonzero(sheet.inside(table.range) & sheet.filled)
    order = cells[np.argsort(sheet.cols[cells], kind="stable")]
    cols, starts = np.unique(sheet.cols[order], return_index=True)
    found = []
    for col, start, end in zip(cols.tolist(), starts.tolist(), [*starts.tolist(), len(order)][1:], strict=True):
        at = order[start:end]
        body = at[sheet.rows[at] >= table.body.top]
        kinds = np.bincount(sheet.kinds[body], minlength=len(Kind))
        sort = _WORDS[Kind(int(kinds.argmax()))] if len(body) else "empty"
        distinct = len(set(sheet.values[body].tolist())) if sort == "texts" else 0
        found.append(_Column(col, heads(sheet, table, col), sort, distinct))
    return found


def _links(sheet: Sheet) -> list[tuple[str, int]]:
    """The other sheets that a sheet's formulas name, and how many formulas do."""
    found: Counter[str] = Counter()
    for text in sheet.formulas.values():
        if "!" in text:
            names = {(a.replace("''", "'") or b) for a, b in _SHEET_NAME.findall(text)}
            found.update(name for name in names if name.casefold() != sheet.name.casefold())
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))
