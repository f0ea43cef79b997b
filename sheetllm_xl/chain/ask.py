"""Chain of Spreadsheet (§3.5): a question, the table it is about, the answer there, and its check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..compress import Count, Encoding, compress, estimate_tokens
from ..detect import FoundTable, detect
from ..errors import InputError
from ..grid import CellRange
from ..ports import Model, Prompt
from ..sheet import Sheet
from .answer import Answer
from .budget import BUDGET, Budget, honest
from .calls import Calls, OnProgress, silent
from .choose import chosen, proposals
from .conclude import conclude, reduced
from .prompts import accepted, answer_prompt, choose_prompt
from .replies import AnswerReply, TablesReply
from .split import Part, fits, parts


@dataclass(frozen=True, slots=True)
class _Start:
    """How a question begins: with an encoding to choose from, or (a small sheet with one table) at stage 2."""

    tables: tuple[FoundTable, ...]
    encoding: Encoding | None
    tokens_before: int


def ask(
    sheet: Sheet,
    question: str,
    model: Model,
    *,
    tables: Sequence[FoundTable] | None = None,
    budget: Budget = BUDGET,
    count: Count = estimate_tokens,
    on_progress: OnProgress = silent,
) -> Answer:
    """Answer a question about a sheet. ``tables`` saves detecting them again; ``on_progress`` sees every step.

    Raises InputError (the question, or a sheet that is empty or too long), ModelError, ReplyError.
    """
    question, count = accepted(question), honest(count)
    start = _start(sheet, tables, budget, count)
    calls = Calls(sheet, model, count, on_progress, start.tokens_before)
    picked = start.tables
    if start.encoding is None:
        calls.note("The sheet is small and holds one table, so no call was spent on finding it.")
    else:
        calls.compressed(start.encoding)
        picked = _choose(calls, start.encoding, start.tables, question, budget)
    if not picked:
        return Answer(None, "No table on this sheet holds the answer.", "", (), calls.receipt(()), found=False)
    pieces = parts(sheet, picked, budget, count)
    replies = [_answer(calls, part, question, budget, i, len(pieces)) for i, part in enumerate(pieces, 1)]
    reply = reduced(calls, picked, pieces, replies, question, budget.reply)
    return conclude(calls, picked, pieces, replies, reply, question)


def plan(
    sheet: Sheet,
    question: str,
    *,
    tables: Sequence[FoundTable] | None = None,
    budget: Budget = BUDGET,
    count: Count = estimate_tokens,
) -> tuple[Prompt, ...]:
    """What ``ask`` would send first, to the letter: stage 1, or all of stage 2 where stage 1 is skipped. Sends nothing.

    What follows stage 1 depends on its reply: at most ``budget.parts`` calls of ``budget.table`` tokens, and one more.
    """
    question, count = accepted(question), honest(count)
    start = _start(sheet, tables, budget, count)
    if start.encoding is not None:
        return (choose_prompt(start.encoding.text, question, budget.reply),)
    pieces = parts(sheet, start.tables, budget, count)
    return tuple(answer_prompt(part.content, question, budget.reply) for part in pieces)


def _start(sheet: Sheet, tables: Sequence[FoundTable] | None, budget: Budget, count: Count) -> _Start:
    if sheet.used is None:
        raise InputError("The sheet is empty, so there is nothing to ask it.")
    known = detect(sheet) if tables is None else tuple(tables)
    encoding = compress(sheet, tables=known, count=count)
    before = encoding.stages[0].tokens
    if len(known) == 1 and fits(sheet, whole := (_with_surroundings(sheet.used, known[0]),), budget, count):
        return _Start(whole, None, before)
    budget.admit_sheet(encoding.tokens)
    return _Start(known, encoding, before)


def _with_surroundings(used: CellRange, table: FoundTable) -> FoundTable:
    """The table with the rest of the sheet as what stands beside it: nothing is left out where nothing was chosen."""
    box = table.range
    strips = (
        (used.top, used.left, box.top - 1, used.right),
        (box.top, used.left, box.bottom, box.left - 1),
        (box.top, box.right + 1, box.bottom, used.right),
        (box.bottom + 1, used.left, used.bottom, used.right),
    )
    beside = tuple(CellRange(*strip) for strip in strips if strip[0] <= strip[2] and strip[1] <= strip[3])
    return replace(table, title=None, notes=beside)


def _choose(
    calls: Calls, encoding: Encoding, tables: tuple[FoundTable, ...], question: str, budget: Budget
) -> tuple[FoundTable, ...]:
    """Stage 1. Empty where the model says that no table holds the answer."""
    reply = calls.ask(choose_prompt(encoding.text, question, budget.reply), TablesReply, "tables", encoding.text)
    if not reply.tables:
        return ()
    found = proposals(calls.sheet, encoding, reply.tables)
    picked, notes = chosen(calls.sheet, found, tables, lambda tables: fits(calls.sheet, tables, budget, calls.count))
    calls.note(*notes)
    return picked


def _answer(calls: Calls, part: Part, question: str, budget: Budget, number: int, of: int) -> AnswerReply:
    """Stage 2, one part."""
    stage = "answer" if of == 1 else f"answer {number} of {of}"
    return calls.ask(answer_prompt(part.content, question, budget.reply), AnswerReply, stage, part.content)
