"""Steps: what a model may look up in a workbook before it answers. Each only reads, and is bounded in what it gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from ...compress import Count
from ...detect import FoundTable
from ...errors import InputError, NotComputed
from ...grid import CellRange, Ref, quoted
from ...literals import literal
from ...messages.document import cell_lines
from ...messages.replies import Reply
from ...ports import Calculator
from ...retrieve.describe import columns
from ...retrieve.index import NOT_DONE
from ...retrieve.layout import Layout
from ...retrieve.marks import mark_lines
from ...retrieve.select import hit_line
from ...retrieve.workbook import Workbook
from ...sheet import Sheet

Do = Literal["find", "read", "describe", "compute"]
_EMPTY = "(empty)"
_VALUES = 60  # values of a computed formula that are shown
_FOUND = 12  # different texts that a search gives
_MARKS = 12  # colours and notes that a search gives
_COLUMNS = 12  # columns that one step describes


class AskedStep(Reply):
    """One step as a reply names it: ``what`` is a text to find, a range, or a formula."""

    do: Do
    sheet: str
    what: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What a step gave: ``content`` of a document, not yet fenced, and the blocks of cells it was about."""

    step: AskedStep
    content: str
    read: tuple[tuple[str, FoundTable], ...] = ()
    note: str = ""


def look(workbook: Workbook, step: AskedStep, calculator: Calculator, tokens: int, count: Count) -> Looked:
    """Take one step. The content says what cannot be done; nothing is raised."""
    try:
        found = _TAKEN[step.do](workbook, step, calculator, tokens, count)
    except InputError as error:
        found = Looked(step, f"|{NOT_DONE}|{literal(str(error))}")
    except NotComputed as error:
        found = Looked(step, f"|not computed|{literal(str(error))}")
    return Looked(
        step, f"|step {step.do}|{literal(step.sheet)}|{literal(step.what)}\n{found.content}", found.read, found.note
    )


def _find(workbook: Workbook, step: AskedStep, _: Calculator, tokens: int, count: Count) -> Looked:
    sheet = workbook.sheets[workbook.number(step.sheet)].name if step.sheet else ""
    if not step.what:
        raise InputError("There is no text to find.")
    hits = workbook.index.find(step.what[:200], sheet, _FOUND)
    found = [*map(hit_line, hits), *islice(mark_lines(workbook, step.what.strip(), sheet), _MARKS)]
    lines = _fitting(found, tokens, count)
    return Looked(step, "\n".join(lines) or "|nothing like it was found")


def _read(workbook: Workbook, step: AskedStep, _: Calculator, tokens: int, count: Count) -> Looked:
    number, area = _area(workbook, step)
    sheet = workbook.sheets[number]
    filled = sheet.used & area if sheet.used else None
    if filled is None or not (sheet.inside(filled) & sheet.filled).any():
        return Looked(step, f"|{area} is empty")
    table = table_at(workbook, number, filled)
    above = _heading_lines(sheet, workbook.layouts[number], table, filled)
    rows = cell_lines(sheet, _cut(filled))
    lines = [f"|sheet {literal(sheet.name)}|cells {filled}", *above, *rows.values()]
    kept = _fitting(lines, tokens, count)
    last = max((row for row, line in rows.items() if line in kept[len(above) + 1 :]), default=filled.top - 1)
    if len(kept) == len(lines) and last >= max(rows) and _cut(filled) == filled:
        return Looked(step, "\n".join(kept), ((sheet.name, table),))
    cut = f"|only part of it|up to row {last}; read or compute over the rest by its range"
    note = f"Of {Ref(sheet.name, filled)}, which the model asked to read, rows {filled.top} to {last} were sent."
    return Looked(step, "\n".join([*kept, cut]), ((sheet.name, table),), note)


def _cut(area: CellRange) -> CellRange:
    """As much of a range as could at most be shown: lines beyond it are not even written."""
    return CellRange(area.top, area.left, min(area.bottom, area.top + 2_000), min(area.right, area.left + 200))


def _describe(workbook: Workbook, step: AskedStep, _: Calculator, tokens: int, count: Count) -> Looked:
    number, area = _area(workbook, step)
    sheet = workbook.sheets[number]
    table = table_at(workbook, number, area)
    wanted = range(area.left, area.right + 1)
    whole = area.shape[0] == 1 or area.top <= table.range.top
    part = (
        table.range
        if whole
        else CellRange(
            max(area.top, table.range.top), table.range.left, min(area.bottom, table.range.bottom), table.range.right
        )
    )
    described = FoundTable(part, table.header_rows if whole else 0)
    found = [column.line for column in columns(sheet, described, wanted, _COLUMNS)]
    head = f"|sheet {literal(sheet.name)}|table {table.range}|rows {part.top} to {part.bottom}"
    if not found:
        return Looked(step, f"{head}\n|{area} holds no value below its header")
    return Looked(step, "\n".join(_fitting([head, *found], tokens, count)), ((sheet.name, table),))


def _compute(workbook: Workbook, step: AskedStep, calculator: Calculator, tokens: int, count: Count) -> Looked:
    home = workbook.number(step.sheet) if step.sheet else 0
    sheets = (workbook.sheets[home], *(sheet for i, sheet in enumerate(workbook.sheets) if i != home))
    done = calculator.evaluate(step.what, sheets)
    values = [value for row in done.rows for value in row]
    texts = [_EMPTY if value is None else literal(value, (_EMPTY,)) for value in values[:_VALUES]]
    more = [f"|and {len(values) - _VALUES} more values"] if len(values) > _VALUES else []
    lines = [f"|comes to|{'|'.join(texts)}", *more, *(f"|note|{literal(note)}" for note in done.notes)]
    read = tuple((ref.sheet, table_at(workbook, workbook.number(ref.sheet), ref.range)) for ref in done.read)
    return Looked(step, "\n".join(_fitting(lines, tokens, count)), read)


_TAKEN = {"find": _find, "read": _read, "describe": _describe, "compute": _compute}


def _area(workbook: Workbook, step: AskedStep) -> tuple[int, CellRange]:
    """The sheet's number and the range a step names: the range may bring its own sheet, as in ``Sales!B2:C9``."""
    name, bang, cells = step.what.rpartition("!")
    sheet = name if bang else step.sheet
    if not sheet and len(workbook.sheets) > 1:
        raise InputError(
            f"The step names no sheet. There is: {', '.join(quoted(s.name) for s in workbook.sheets[:12])}."
        )
    cells = f"{cells}:{cells}" if cells.strip().isalpha() else cells
    return workbook.number(sheet) if sheet else 0, CellRange.parse(cells[:40])


def table_at(workbook: Workbook, number: int, area: CellRange) -> FoundTable:
    """The table that holds most of the range, else the block of the layout, else the range alone."""
    every = (*workbook.tables[number], *workbook.layouts[number].blocks)
    shared = [(common.area, -i) for i, table in enumerate(every) if (common := table.range & area)]
    return every[-max(shared)[1]] if shared else FoundTable(area)


def _heading_lines(sheet: Sheet, layout: Layout, table: FoundTable, area: CellRange) -> list[str]:
    """What heads a range's first row, over the columns of the range; a label of rows stands in the table's first."""
    if not table.range & area:
        return []
    lines: list[str] = []
    for row in layout.heading(table, area.top):
        across = replace(area, top=row, bottom=row)
        lines += (cell_lines(sheet, across) or cell_lines(sheet, replace(across, left=table.range.left))).values()
    return lines


def _fitting(lines: Iterable[str], tokens: int, count: Count) -> list[str]:
    """The first lines, as many as keep to the tokens."""
    kept = list(lines)
    while kept and (used := count("\n".join(kept))) > tokens:
        kept = kept[: min(len(kept) - 1, int(len(kept) * tokens / used))]
    return kept
