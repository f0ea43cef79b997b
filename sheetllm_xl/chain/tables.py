"""Detection through the model: its proposals checked against the cells, and where structure alone may be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..compress import TYPES, Count, Encoding, compress, estimate_tokens
from ..detect import MOST_LEFT, FoundTable, outside, table_of
from ..errors import InputError
from ..grid import CellRange
from ..messages.replies import TablesReply
from ..ports import Model, Prompt
from ..sheet import Sheet
from .answer import Answer
from .budget import BUDGET, Budget, honest
from .calls import Calls, OnProgress, silent
from .choose import NAMED, proposals
from .prompts import detect_prompt

_LISTED = 5


def ask_tables(
    sheet: Sheet,
    model: Model,
    known: Sequence[FoundTable],
    *,
    budget: Budget = BUDGET,
    count: Count = estimate_tokens,
    on_progress: OnProgress = silent,
) -> Answer:
    """The tables of a sheet as the model sees them, a range in each row: on the used range, without empty edges.

    None overlaps another; what was dropped is a note. ``known`` are those detected, by which the sheet is compressed.
    Raises InputError, also for an empty sheet, ModelError and ReplyError.
    """
    count = honest(count)
    encoding, prompt = _asked(sheet, known, budget, count)
    calls = Calls(sheet, model, count, on_progress, encoding.stages[0].tokens)
    calls.compressed(encoding)
    reply = calls.ask(prompt, TablesReply, "detect", encoding.text)
    found = proposals(sheet, encoding, reply.tables)
    calls.note(*found.notes)
    areas: list[CellRange] = []
    for area in found.ranges:
        if other := next((box for box in areas if box & area), None):
            calls.note(f"The model named {area} as a table, which was dropped: it overlaps {other}.")
        else:
            areas.append(area)
    rows = tuple((str(area),) for area in sorted(areas))
    text = f"{len(rows)} table{'s' * (len(rows) != 1)} on {sheet.name}, as the model sees it."
    shown = tuple(area for (area,) in rows)
    return Answer(rows, text, "", (), calls.receipt(tuple(sorted(areas))), found=bool(rows), shown=shown)


def plan_tables(
    sheet: Sheet, known: Sequence[FoundTable], *, budget: Budget = BUDGET, count: Count = estimate_tokens
) -> Prompt:
    """What ``ask_tables`` would send, to the letter. Raises InputError for what could not be asked."""
    return _asked(sheet, known, budget, honest(count))[1]


def named_tables(sheet: Sheet, named: Sequence[CellRange], known: Sequence[FoundTable]) -> tuple[FoundTable, ...]:
    """The tables that a model named: header rows, title and notes as in those ``known``, where the same is one."""
    return tuple(_described(sheet, area, known) for area in named)


def joined(named: Sequence[FoundTable], known: Sequence[FoundTable]) -> tuple[FoundTable, ...]:
    """The tables that a model named with those known ones that are sure and meet none; where it named none, the known.

    >>> a, b, c = (FoundTable(CellRange.parse(area), confidence=0.9) for area in ("A1:B3", "A2:B4", "D1:E4"))
    >>> [str(table.range) for table in joined([b], [a, c])]
    ['D1:E4', 'A2:B4']
    """
    sure = [table for table in known if table.is_sure and not any(table.range & one.range for one in named)]
    return tuple(sorted([*named, *sure], key=lambda table: table.range)) if named else tuple(known)


def why_unsure(sheet: Sheet, tables: Sequence[FoundTable]) -> str:
    """Why structure alone may have missed a table, as a sentence; "" where nothing speaks for that."""
    left, every = outside(sheet, tables).numbers, outside(sheet, ()).numbers
    if not tables and every:
        return f"No table was found on {sheet.name}, which holds {every:,} numbers."
    if left > MOST_LEFT * every:
        return f"{left:,} of {every:,} numbers on {sheet.name} lie outside every table found."
    doubtful = [str(table.range) for table in tables if not table.is_sure]
    return f"The edges of {', '.join(doubtful[:_LISTED])} on {sheet.name} are not sure." if doubtful else ""


def _asked(sheet: Sheet, known: Sequence[FoundTable], budget: Budget, count: Count) -> tuple[Encoding, Prompt]:
    """The compressed sheet, types instead of numbers, and the prompt with it. Raises InputError."""
    if sheet.used is None:
        raise InputError(f"{sheet.name} holds nothing.")
    encoding = compress(sheet, TYPES, known, count)
    budget.admit_sheet(encoding.tokens)
    return encoding, detect_prompt(encoding.text, budget.reply)


def _described(sheet: Sheet, area: CellRange, known: Sequence[FoundTable]) -> FoundTable:
    """What structure says of the table: as it found the same one, else of the range as it was named."""
    for table in known:
        if table.range == area:
            return replace(table, reasons=(NAMED, *table.reasons))
    return table_of(sheet, area, NAMED)
