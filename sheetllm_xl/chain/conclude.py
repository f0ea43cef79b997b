"""The end of the chain: parts put together, the reply judged, asked for once more where it cannot stand, and told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from ..detect import FoundTable
from ..errors import InputError, NotComputed
from ..grid import CellRange
from ..literals import Value, literal
from ..messages.document import cell_lines, row_runs
from ..messages.replies import AnswerReply
from ..ports import Calculator, Prompt
from ..text.secret import masked
from ..verify import SLOT, Judgement, Question, Result, Sentence, computed, judge, without_places, worded
from ..verify.reading import Reading
from ..verify.verdict import Rows, Verdict
from .answer import Answer
from .budget import LONGEST_FINDING
from .calls import Calls
from .prompts import again_prompt, reduce_prompt
from .split import Part

_LONGEST_SENTENCE = 32_767  # characters that results take in a sentence: those of a cell


def reduced(
    calls: Calls,
    reading: Reading,
    pieces: Sequence[Part],
    prompts: Sequence[Prompt],
    replies: Sequence[AnswerReply],
    question: str,
    reply_tokens: int,
    calculator: Calculator,
) -> tuple[AnswerReply, Prompt]:
    """One reply from those of the parts, and the prompt it came from: by a call where several parts found something."""
    if len(replies) == 1:
        return replies[0], prompts[0]
    useful = [i for i, reply in enumerate(replies) if reply.found]
    calls.note(f"The table was read in {len(replies)} parts; {len(useful)} held something of use.")
    if len(useful) < 2:
        only = useful[0] if useful else 0
        return replies[only], prompts[only]
    tables = [table for _, table in reading.tables]
    header = [line for table in tables for line in cell_lines(calls.sheet, _header(table)).values()]
    findings = [_finding(reading, part, reply, calculator) for part, reply in zip(pieces, replies, strict=True)]
    prompt = reduce_prompt(header, findings, question, reply_tokens)
    return calls.ask(prompt, AnswerReply, "reduce", prompt.document), prompt


def conclude(
    calls: Calls,
    reading: Reading,
    prompt: Prompt,
    replies: Sequence[AnswerReply],
    reply: AnswerReply,
    question: str,
    calculator: Calculator,
) -> Answer:
    """The answer that ``reply``, which came to ``prompt``, can stand for; ``replies``: those of the parts before it.

    A reply that the sheet contradicts, or whose formula is not computed, is asked for once more with what is wrong.
    """
    judgement = judge(reply, replies, reading, question, calculator)
    if judgement.problems:
        problems = "; ".join(judgement.problems)
        calls.note(f"The first reply was not taken: {problems}")
        again = calls.ask(again_prompt(prompt, reply, judgement.problems), AnswerReply, "check", "")
        judgement = judge(again, (), reading, question, calculator)
    calls.note(*judgement.notes, *_ambiguity(judgement.reply, reading))
    asks, reply = Question(question), judgement.reply
    answer = _answer(calls, judgement, tuple(table.range for _, table in reading.tables), asks)
    return replace(answer, reading=worded(reply.reading, reply.table, reading, asks.language))


def _answer(calls: Calls, judgement: Judgement, areas: tuple[CellRange, ...], question: Question) -> Answer:
    reply, result = judgement.reply, judgement.result
    doubts = tuple(each.text for each in judgement.objections)
    if not reply.found:
        text = without_places(reply.answer).strip() or question.not_found
        receipt = calls.receipt(areas)
        answer = Answer((), text, "", judgement.citations, receipt, False, doubts, judgement.verdict)
        return replace(answer, objections=judgement.objections)
    if judgement.verdict is Verdict.CONTRADICTED:
        text = f"The sheet contradicts the model's answer: {' '.join(judgement.problems)}"
        answer = Answer((), text, "", judgement.citations, calls.receipt(areas), True, doubts, judgement.verdict)
        return replace(answer, objections=judgement.objections)
    return Answer(
        rows=_masked(result.rows) if result else (),
        text=_sentence(judgement.words, result),
        formula=result.formula if result else "",
        citations=judgement.citations,
        receipt=calls.receipt(areas),
        doubts=doubts,
        verdict=judgement.verdict,
        shown=tuple(map(masked, result.shown)) if result else (),
        objections=judgement.objections,
        likely=judgement.likely,
    )


def _ambiguity(reply: AnswerReply, reading: Reading) -> tuple[str, ...]:
    """Which table was taken where the reply names another that would fit."""
    try:
        other = CellRange.parse(reply.other.rpartition("!")[2][:40])
    except InputError:
        return ()
    taken = [str(table.range) for _, table in reading.tables if table.range != other]
    if not reply.found or not taken or reading.home.used is None or other not in reading.home.used:
        return ()
    named = reply.table.rpartition("!")[2][:40]
    return (f"The answer was taken from {named if named in taken else ', '.join(taken)}; {other} would fit as well.",)


def _masked(rows: Rows) -> Rows:
    return tuple(tuple(masked(value) if isinstance(value, str) else value for value in row) for row in rows)


def _sentence(sentence: Sentence, result: Result | None) -> str:
    """The model's sentence with results and figures in their places, as their cells show them."""
    if result is None:
        return sentence.text.replace(SLOT, "(not computed)").strip()
    pieces, places = sentence.text.split(SLOT), sentence.places
    each = [_cut(masked(place.written), _LONGEST_SENTENCE // len(places)) for place in places]
    for i, (place, written) in enumerate(zip(places, each, strict=True)):
        if not any(isinstance(value, str) for term in place.terms for row in term.rows for value in row):
            pieces[i : i + 2] = _without_units(SLOT.join(pieces[i : i + 2]), written).split(SLOT)
    filled = (text for pair in zip_longest(pieces, each, fillvalue="") for text in pair)
    return "".join(filled).strip() or _cut(masked(", ".join(result.shown)), _LONGEST_SENTENCE)


def _without_units(answer: str, written: str) -> str:
    """The sentence without the units beside its slot that the result is written with: "${result}" for $1,200."""
    digits = [i for i, letter in enumerate(written) if letter.isdigit()]
    if not digits:
        return answer
    units = {written[: digits[0]].strip(" -−("), written[digits[-1] + 1 :].strip(" -.)")}
    slot = re.escape(SLOT)
    for unit in units - {""}:
        before = r"(?<![^\W\d_])" if unit[0].isalpha() else ""
        after = r"(?![^\W\d_])" if unit[-1].isalpha() else ""
        beside = rf"{before}{re.escape(unit)}\s?{slot}|{slot}\s?{re.escape(unit)}{after}"
        answer = re.sub(beside, lambda _: SLOT, answer)
    return answer


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _header(table: FoundTable) -> CellRange:
    return table.header or replace(table.range, bottom=table.range.top)


def _finding(reading: Reading, part: Part, reply: AnswerReply, calculator: Calculator) -> tuple[Value | None, ...]:
    rows, cells = f"rows {row_runs(part.rows)}", "; ".join(f"{claim.cell} {claim.value}" for claim in reply.cells)
    if not reply.found:
        return rows, "not found", _brief(reply.answer)
    try:
        values = computed(reply.formulas, reading, calculator).values
        comes_to: Value | None = values[0] if len(values) == 1 else ", ".join(map(literal, values))
    except NotComputed:
        comes_to = "(not computed)"
    pieces = (reply.answer, ", ".join(reply.formulas), comes_to, cells)
    return rows, "found", *(_brief(each) if isinstance(each, str) else each for each in pieces)


def _brief(text: str) -> str | None:
    return _cut(text, LONGEST_FINDING) or None
