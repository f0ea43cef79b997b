"""Chain of Spreadsheet (§3.5): a question, the table it is about, the answer there, and its check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..compress import DEFAULT, Count, Encoding, estimate_tokens
from ..compress.encoding import encoded
from ..detect import FoundTable, scan
from ..errors import InputError
from ..messages.replies import AnswerReply, ChoiceReply
from ..ports import Calculator, Model, Prompt
from ..sheet import Sheet
from ..verify import Question
from ..verify.reading import Reading
from .answer import Answer
from .beside import beside, with_surroundings
from .bounded import Bounded
from .budget import BUDGET, Budget, honest
from .calls import Calls, OnProgress, silent
from .choose import chosen, proposals
from .conclude import conclude, reduced
from .long_tables import telling, telling_prompt
from .near import with_near
from .prompts import accepted, answer_prompt, choose_prompt
from .split import fits, parts

_TELLING = 0.5  # of the tokens of a call, for what is picked from tables that do not fit one
_NEAR = 8  # tokens of a call for each character that may be sent of what is near a table


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
    calculator: Calculator,
    *,
    tables: Sequence[FoundTable] | None = None,
    budget: Budget = BUDGET,
    count: Count = estimate_tokens,
    on_progress: OnProgress = silent,
) -> Answer:
    """Answer a question about a sheet. ``tables`` saves detecting them again; ``on_progress`` sees every step.

    What the model says is computed and checked; what the sheet contradicts is asked for once more.

    Raises InputError (the question, or a sheet that is empty or too long), ModelError, ReplyError.
    """
    question, count, calculator = accepted(question), honest(count), Bounded(calculator)
    start = _start(sheet, tables, budget, count)
    calls = Calls(sheet, model, count, on_progress, start.tokens_before)
    picked, words = start.tables, ""
    if start.encoding is None:
        calls.note("The sheet is small and holds one table, so no call was spent on finding it.")
    else:
        calls.compressed(start.encoding)
        picked, words = _choose(calls, start.encoding, start.tables, question, budget)
    if not picked:
        return _none(calls, words, Question(question))
    reading = Reading.of(sheet, picked)
    if not fits(sheet, picked, budget, count):
        found = telling(sheet, picked, question, int(budget.table * _TELLING), count)
        prompt = telling_prompt(found, question, budget.reply)
        reply = calls.ask(prompt, AnswerReply, "answer", found.content) if found.content else None
        if reply is not None and reply.found:
            calls.note(*found.notes)
            return conclude(calls, reading, prompt, (), reply, question, calculator)
        if reply is not None:
            calls.note("What the question's words point to did not tell the answer, so the table was read in parts.")
    pieces = parts(sheet, picked, budget, count)
    prompts = [answer_prompt(part.content, question, budget.reply) for part in pieces]
    replies = [
        calls.ask(prompt, AnswerReply, _stage(i, len(pieces)), part.content)
        for i, (prompt, part) in enumerate(zip(prompts, pieces, strict=True), 1)
    ]
    reply, prompt = reduced(calls, reading, pieces, prompts, replies, question, budget.reply, calculator)
    if not reply.found and (further := _beside(calls, picked, start.tables, question, budget)):
        reply, prompt, read = further
        replies, reading = [], Reading.of(sheet, read)
    return conclude(calls, reading, prompt, replies, reply, question, calculator)


def plan(
    sheet: Sheet,
    question: str,
    *,
    tables: Sequence[FoundTable] | None = None,
    budget: Budget = BUDGET,
    count: Count = estimate_tokens,
) -> tuple[Prompt, ...]:
    """What ``ask`` would send first, to the letter: stage 1, or all of stage 2 where stage 1 is skipped. Sends nothing.

    What follows stage 1 depends on its reply: at most ``budget.parts`` calls of ``budget.table`` tokens, and four more
    (what the question points to, the parts put together, what lies beside, what did not hold once more).
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
    looked = scan(sheet) if tables is None else None
    known = looked.tables() if looked else tuple(tables or ())
    encoding = encoded(sheet, DEFAULT, known, count, looked)
    before = encoding.stages[0].tokens
    if len(known) == 1 and fits(sheet, whole := (with_surroundings(sheet.used, known[0]),), budget, count):
        return _Start(whole, None, before)
    budget.admit_sheet(encoding.tokens)
    return _Start(known, encoding, before)


def _choose(
    calls: Calls, encoding: Encoding, tables: tuple[FoundTable, ...], question: str, budget: Budget
) -> tuple[tuple[FoundTable, ...], str]:
    """Stage 1. No table, and the model's words, where it says that none holds the answer."""
    reply = calls.ask(choose_prompt(encoding.text, question, budget.reply), ChoiceReply, "tables", encoding.text)
    if not reply.tables:
        return (), reply.answer
    found = proposals(calls.sheet, encoding, reply.tables)
    picked, notes = chosen(calls.sheet, found, tables, lambda tables: fits(calls.sheet, tables, budget, calls.count))
    calls.note(*notes)
    picked = tuple(with_near(calls.sheet, table, tables, budget.table // _NEAR) for table in picked)
    taken = {table.range for table in picked}
    others = [area for area in proposals(calls.sheet, encoding, reply.other).ranges if area not in taken]
    if others:
        named = ", ".join(map(str, others))
        calls.note(f"{_named(picked)} was read; {named} would fit the question as well.")
    return picked, ""


def _beside(
    calls: Calls, read: tuple[FoundTable, ...], tables: tuple[FoundTable, ...], question: str, budget: Budget
) -> tuple[AnswerReply, Prompt, tuple[FoundTable, ...]] | None:
    """The reply that one call about what lies beside gives, and all that was read by then; None where nothing does."""
    more = beside(calls.sheet, read, tables, lambda some: fits(calls.sheet, some, budget, calls.count))
    if not more:
        return None
    calls.note(f"{_named(read)} did not hold the answer, so what lies beside was read as well, once.")
    (part,) = parts(calls.sheet, more, budget, calls.count)
    prompt = answer_prompt(part.content, question, budget.reply)
    reply = calls.ask(prompt, AnswerReply, "beside", part.content)
    again = {table.range for table in more}
    return reply, prompt, (*(table for table in read if table.range not in again), *more)


def _none(calls: Calls, words: str, question: Question) -> Answer:
    """The answer where no table holds one."""
    return Answer((), words or question.not_found, "", (), calls.receipt(()), False)


def _named(tables: Sequence[FoundTable]) -> str:
    return ", ".join(str(table.range) for table in tables)


def _stage(number: int, of: int) -> str:
    """Stage 2, one part."""
    return "answer" if of == 1 else f"answer {number} of {of}"
