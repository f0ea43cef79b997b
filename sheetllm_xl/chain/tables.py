"""Detection through the model: its proposals held against structure, and what was dropped said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..compress import TYPES, Count, compress, estimate_tokens
from ..detect import FoundTable, detect
from ..grid import CellRange
from ..messages.replies import TablesReply
from ..ports import Model
from ..sheet import Sheet
from .budget import BUDGET, Budget, honest
from .calls import Calls, OnProgress, silent
from .choose import proposals
from .prompts import detect_prompt


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
    encoding = compress(sheet, TYPES, known, count)
    budget.admit_sheet(encoding.tokens)
    calls = Calls(sheet, model, count, on_progress, encoding.stages[0].tokens)
    reply = calls.ask(detect_prompt(encoding.text, budget.reply), TablesReply, "detect", encoding.text)
    found = proposals(sheet, encoding, reply.tables)
    calls.note(*found.notes)
    kept: list[CellRange] = []
    for area in found.ranges:
        if other := next((box for box in kept if box & area), None):
            calls.note(f"The model named {area} as a table, which was dropped: it overlaps {other}.")
        else:
            kept.append(area)
    return tuple(_told(area, known) for area in sorted(kept))


def _told(area: CellRange, known: Sequence[FoundTable]) -> FoundTable:
    """What structure says of the table, where it found the same one."""
    for table in known:
        if table.range == area:
            return replace(table, reasons=("named by the model", *table.reasons))
    return FoundTable(area, header_rows=min(1, area.shape[0] - 1), reasons=("named by the model",))
