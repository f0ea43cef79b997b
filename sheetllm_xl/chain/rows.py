"""A question put to each row of a range: in batches, one answer a row, in order, a failure each row's own.

With labels a row gets one of them. Without, its answer is text that stands in the row's own cells; what does not stand
there is no answer, unless words of the model's own are asked for, which nothing proves.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress

from ..compress import Count, estimate_tokens
from ..errors import BudgetSpent, InputError, ModelError, ReplyError, SheetLLMError, Unanswered
from ..grid import CellRange, Ref
from ..literals import CellError, Value, literal, quoted
from ..messages.document import row_runs
from ..ports import Model, Prompt
from ..sheet import Sheet
from ..text.unseen import normalized
from ..text.words import plain
from ..verify.verdict import Citation, Verdict
from .answer import Answer, RowAnswer
from .budget import BUDGET, Budget, honest
from .calls import Calls, OnProgress, silent
from .prompts import accepted
from .row_batches import REPLY_A_ROW, VERSION, RowLines, RowsReply, allowed, batches, prompt, unsent

__all__ = ["VERSION", "ask_rows", "calls_needed", "copied", "plan_rows"]

OnRows = Callable[[tuple[RowAnswer, ...]], None]

_FREE = "The words are the model's own; nothing in the sheet proves them."
_LISTED = 40  # failures listed one by one
MORE = 12  # halving a batch of forty down to its one bad row


def unseen_rows(rows: tuple[RowAnswer, ...]) -> None:
    """Nobody waits for a part."""


def ask_rows(
    sheet: Sheet,
    question: str,
    model: Model,
    *,
    labels: Sequence[str] = (),
    header: int | None = None,
    free: bool = False,
    budget: Budget = BUDGET,
    count: Count = estimate_tokens,
    on_progress: OnProgress = silent,
    on_rows: OnRows = unseen_rows,
) -> Answer:
    """Put the question to each row below the header. ``header``: how many rows it has; None: as detected.

    ``free``: in the model's own words. ``on_rows`` hears of each batch's answers as they come.

    ``rows`` and ``each`` of the answer have one entry for each row of the used range, header and blank rows included,
    so that it stands beside them. A reply that cannot be used is asked again in two halves, with at most MORE calls
    besides those of the batches. Raises InputError, and ModelError, ReplyError, BudgetSpent where no row at all was
    answered.
    """
    question, labels, count = accepted(question), allowed(labels), honest(count)
    rows = RowLines.of(sheet, header)
    waiting = batches(rows, budget, count, free=free)
    most, made = len(waiting) + MORE, 0
    calls = Calls(sheet, model, count, on_progress, 0)
    sent = {row for batch in waiting for row in batch}
    answered = {row: RowAnswer(row, CellError.VALUE, unsent(budget)) for row in rows.asked if row not in sent}
    ended: SheetLLMError | None = None
    broke_off = ""
    while waiting:
        batch = waiting.pop(0)
        if isinstance(ended, ModelError | BudgetSpent) and not isinstance(ended, Unanswered):  # the next would fail too
            answered |= {row: _failed(row, ended) for row in batch}
            continue
        made += 1
        try:
            content = rows.content(batch)
            asked = prompt(content, question, labels, budget.reply, free=free)
            reply = calls.ask(asked, RowsReply, "rows", content)
        except ReplyError as error:
            ended = error
            if len(batch) > 1 and made + len(waiting) + 2 <= most:
                waiting[:0] = [batch[: len(batch) // 2], batch[len(batch) // 2 :]]
            else:
                answered |= {row: _failed(row, error) for row in batch}
        except (ModelError, BudgetSpent) as error:
            ended, broke_off = error, str(error)
            answered |= {row: _failed(row, error) for row in batch}
        else:
            come = {row: _answer(row, reply, sheet, labels, free) for row in batch}
            answered |= come
            on_rows(tuple(come.values()))
    if ended and all(answered[row].problem == str(ended) for row in sent):
        raise ended
    calls.note(*[_FREE] * free)
    return _concluded(calls, rows, answered, labels, broke_off, proven=not (labels or free))


def plan_rows(
    sheet: Sheet,
    question: str,
    *,
    labels: Sequence[str] = (),
    header: int | None = None,
    free: bool = False,
    budget: Budget = BUDGET,
    count: Count = estimate_tokens,
) -> tuple[Prompt, ...]:
    """What ``ask_rows`` would send, to the letter, if every reply can be used. Sends nothing."""
    question, labels = accepted(question), allowed(labels)
    rows = RowLines.of(sheet, header)
    dealt = batches(rows, budget, honest(count), free=free)
    return tuple(prompt(rows.content(batch), question, labels, budget.reply, free=free) for batch in dealt)


def calls_needed(
    sheet: Sheet,
    *,
    header: int | None = None,
    free: bool = False,
    budget: Budget = BUDGET,
    count: Count = estimate_tokens,
    most: int = sys.maxsize,
) -> int:
    """How many calls ``ask_rows`` begins with, as far as ``most`` and one more.

    Nothing is detected for it, so a header of several rows may make it a call too many. Raises InputError.
    """
    used = sheet.used
    if used is None:
        return 0
    above = min(1, used.shape[0] - 1, used.shape[1] - 1) if header is None else header
    rows = above + (most + 1) * max(1, budget.reply // REPLY_A_ROW)
    while rows < used.shape[0]:  # blank rows and rows that are not sent make no call
        with suppress(InputError):
            lines = RowLines.of(sheet.only(sheet.rows < used.top + rows), above)
            if (calls := len(batches(lines, budget, honest(count), free=free, most=most))) > most:
                return calls
        rows *= 2
    return len(batches(RowLines.of(sheet, above), budget, honest(count), free=free, most=most))


def _answer(row: int, reply: RowsReply, sheet: Sheet, labels: Sequence[str], free: bool) -> RowAnswer:
    values = {one.value.strip() for one in reply.rows if one.row == row}
    if len(values) != 1:
        problem = "The reply answers it twice, and not the same." if values else "The reply leaves it out."
        return RowAnswer(row, CellError.VALUE, problem)
    (value,) = values
    if labels:
        label = next((label for label in labels if plain(label) == plain(value)), None)
        if label is not None:
            return RowAnswer(row, label)
        problem = f"“{value[:60]}” is none of the labels." if value else "No label fits."
        return RowAnswer(row, CellError.VALUE if value else CellError.NA, problem)
    if not value:
        return RowAnswer(row, CellError.NA, "The row does not hold the answer.")
    if free:
        return RowAnswer(row, value)
    cell = copied(value, (cell.value for cell in sheet.crop(_line(sheet, row)).cells()))
    if cell is None:
        return RowAnswer(row, CellError.VALUE, f"“{value[:60]}” does not stand in the row's cells.")
    return RowAnswer(row, cell)


def copied(claim: str, values: Iterable[Value | None]) -> Value | None:
    """The value a claim copies: a cell's own where it is all of it, else the part of a cell's text; None for neither.

    A part begins and ends where a word or a number does.

    >>> copied("4711", ["Invoice 4711 of 2024"]), copied("471", ["Invoice 4711"]), copied("12", [12.0])
    ('4711', None, 12.0)
    """
    if not plain(claim):  # nothing that is seen
        return None
    known = [value for value in values if value is not None]
    for value in known:
        if plain(claim) in (
            plain(literal(value)),
            *(map(plain, (value, quoted(value))) if isinstance(value, str) else ()),
        ):
            return value
    for value in known:
        if isinstance(value, str) and (part := _part(claim, value)):
            return part
    return None


def _part(claim: str, text: str) -> str | None:
    if plain(claim) not in plain(text):  # as most are; the search below may look at a long claim from many places
        return None
    words = map(re.escape, normalized("NFC", claim).split())
    whole = normalized("NFC", text)
    for found in re.finditer(r"\s+".join(words), whole, re.IGNORECASE):
        before, after = whole[: found.start()][-2:], whole[found.end() :][:2]
        if not (_joined(before[-1:], found[0][0], before) or _joined(after[:1], found[0][-1], after[::-1])):
            return found[0]
    return None


def _joined(beside: str, edge: str, beyond: str) -> bool:
    """Whether a character belongs to the same word or number as the one beside it; scripts without spaces do not."""
    if edge.isdigit() and beside in tuple(".,") and beyond[:1].isdigit() and len(beyond) == 2:
        return True
    return bool(beside) and beside.isalnum() and edge.isalnum() and max(beside, edge) < "\u0e00"


def _concluded(
    calls: Calls,
    rows: RowLines,
    answered: Mapping[int, RowAnswer],
    labels: Sequence[str],
    broke_off: str,
    *,
    proven: bool,
) -> Answer:
    sheet, used = calls.sheet, calls.sheet.used
    assert used is not None  # noqa: S101 - there are rows
    problems: dict[str, list[int]] = {}
    for row, one in answered.items():
        if one.problem:
            problems.setdefault(one.problem, []).append(row)
    if rows.header:
        calls.note(f"{len(rows.header)} rows were taken for the header, and not asked.")
    if labels:
        calls.note("Which label fits is the model's judgement; only that it is one of yours was checked.")
    failures = [f"Rows {row_runs(found)}: {problem}" for problem, found in problems.items()]
    rest = sum(map(len, list(problems.values())[_LISTED:]))
    calls.note(*failures[:_LISTED], *([f"{rest:,} more rows failed."] if rest else []))
    good = [row for row, one in answered.items() if not one.problem]
    every = tuple(answered.get(row, RowAnswer(row, None)) for row in used.rows)
    verdict = Verdict.VERIFIED if proven else Verdict.UNVERIFIED
    return Answer(
        rows=tuple(("" if one.value is None else one.value,) for one in every),
        text=f"{len(good):,} of {len(answered):,} rows are answered.",
        formula="",
        citations=tuple(Citation(Ref(sheet.name, _line(sheet, row)), verdict) for row in good),
        receipt=calls.receipt((used,)),
        verdict=verdict,
        each=every,
        broke_off=broke_off,
    )


def _failed(row: int, error: SheetLLMError) -> RowAnswer:
    shown = {BudgetSpent: CellError.BLOCKED, ModelError: CellError.CONNECT}
    return RowAnswer(
        row, next((e for kind, e in shown.items() if isinstance(error, kind)), CellError.VALUE), str(error)
    )


def _line(sheet: Sheet, row: int) -> CellRange:
    used = sheet.used or CellRange(row, 1, row, 1)
    return CellRange(row, used.left, row, used.right)
