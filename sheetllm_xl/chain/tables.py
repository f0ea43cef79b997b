"""Detection through the model, always or where structure is unsure: its proposals checked against the cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ..compress import TYPES, Count, Encoding, compress, estimate_tokens
from ..detect import FoundTable, detect, table_of
from ..grid import CellRange
from ..messages.replies import TablesReply
from ..ports import Model, Prompt
from ..sheet import Kind, Sheet
from .answer import Step
from .budget import BUDGET, Budget, honest
from .calls import Calls, OnProgress, silent
from .choose import NAMED, proposals
from .prompts import detect_prompt

_OUTSIDE = 0.1  # of a sheet's numbers that may lie outside all tables: notes and years in titles are some
_LISTED = 5


def detect_by_model(
    sheet: Sheet,
    model: Model,
    *,
    tables: Sequence[FoundTable] | None = None,
    budget: Budget = BUDGET,
    count: Count = estimate_tokens,
    on_progress: OnProgress = silent,
) -> tuple[FoundTable, ...]:
    """The tables of a sheet as the model sees them: on the used range, without empty edges, none overlapping another.

    Header rows, title and notes come from the structural detector's ``tables`` where it found the same table; what was
    dropped reaches ``on_progress`` as notes. Raises InputError, ModelError, ReplyError. An empty sheet costs no call.
    """
    if sheet.used is None:
        return ()
    count = honest(count)
    known = detect(sheet) if tables is None else tuple(tables)
    encoding, prompt = _asked(sheet, known, budget, count)
    calls = Calls(sheet, model, count, on_progress, encoding.stages[0].tokens)
    reply = calls.ask(prompt, TablesReply, "detect", encoding.text)
    found = proposals(sheet, encoding, reply.tables)
    calls.note(*found.notes)
    kept: list[CellRange] = []
    for area in found.ranges:
        if other := next((box for box in kept if box & area), None):
            calls.note(f"The model named {area} as a table, which was dropped: it overlaps {other}.")
        else:
            kept.append(area)
    return tuple(_described(sheet, area, known) for area in sorted(kept))


def detect_where_unsure(
    sheet: Sheet,
    model: Callable[[], Model],
    cost: Callable[[Prompt], str],
    *,
    budget: Budget = BUDGET,
    count: Count = estimate_tokens,
    on_progress: OnProgress = silent,
) -> tuple[FoundTable, ...]:
    """The tables by structure, and where that is unsure of itself by one call of the model, whose word then counts.

    Detected tables that it is sure of and that meet none the model named stand as well. Before the call
    ``on_progress`` hears why it is made and what it takes, as ``cost`` says it of the prompt; ``model`` is not called
    before. Raises what ``detect_by_model`` raises.
    """
    known, count = detect(sheet), honest(count)
    if not (why := why_unsure(sheet, known)):
        return known
    _, prompt = _asked(sheet, known, budget, count)
    on_progress(Step("note", note=f"{why} So Claude is asked where the tables are: {cost(prompt)}."))
    named = detect_by_model(sheet, model(), tables=known, budget=budget, count=count, on_progress=on_progress)
    sure = [table for table in known if table.is_sure and not any(table.range & n.range for n in named)]
    return tuple(sorted([*named, *sure], key=lambda table: table.range)) if named else known


def why_unsure(sheet: Sheet, tables: Sequence[FoundTable]) -> str:
    """Why structure alone may have missed a table, as a sentence; "" where nothing speaks for that."""
    outside = numbers = sheet.kinds == Kind.NUMBER
    for table in tables:
        outside = outside & ~sheet.inside(table.range)
    if not tables and numbers.any():
        return f"No table was found on {sheet.name}, which holds {int(numbers.sum()):,} numbers."
    if outside.sum() > _OUTSIDE * numbers.sum():
        return (
            f"{int(outside.sum()):,} of {int(numbers.sum()):,} numbers on {sheet.name} lie outside every table found."
        )
    doubtful = [str(table.range) for table in tables if not table.is_sure]
    return f"The edges of {', '.join(doubtful[:_LISTED])} on {sheet.name} are not sure." if doubtful else ""


def _asked(sheet: Sheet, known: Sequence[FoundTable], budget: Budget, count: Count) -> tuple[Encoding, Prompt]:
    """The compressed sheet, types instead of numbers, and the prompt with it. Raises InputError over the bound."""
    encoding = compress(sheet, TYPES, known, count)
    budget.admit_sheet(encoding.tokens)
    return encoding, detect_prompt(encoding.text, budget.reply)


def _described(sheet: Sheet, area: CellRange, known: Sequence[FoundTable]) -> FoundTable:
    """What structure says of the table: as it found the same one, else of the range as it was named."""
    for table in known:
        if table.range == area:
            return replace(table, reasons=(NAMED, *table.reasons))
    return table_of(sheet, area, NAMED)
