"""The end of the chain: parts put together, the reply judged, asked for once more where it cannot stand, and told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..detect import FoundTable
from ..display import shown
from ..errors import InputError, NotComputed
from ..formulas import Part as TokenPart
from ..grid import CellRange
from ..literals import Value, literal
from ..ports import Calculator, Prompt
from ..secret import masked
from .answer import Answer, Rows, Verdict
from .calls import Calls
from .document import cell_lines, row_runs
from .judging import SLOT, Judgement, Question, Result, Term, computed, judge, number_format, operands
from .prompts import again_prompt, reduce_prompt
from .reading import Reading
from .replies import AnswerReply
from .split import Part

_LONGEST_SENTENCE = 32_767  # characters that results take in a sentence: those of a cell
_LONGEST_FINDING = 8_000  # characters of what a part's formulas come to
# Functions whose result is of the same sort as the cells they take, and where those stand among their arguments
_SAME_SORT_TEXT = """
    ABS AVERAGE AVERAGEIF AVERAGEIFS CHOOSE FILTER HLOOKUP IF IFERROR IFNA INDEX LARGE LOOKUP MATCH MAX MAXIFS MEDIAN
    MIN MINIFS ROUND ROUNDDOWN ROUNDUP SMALL SORT SORTBY SUM SUMIF SUMIFS TAKE UNIQUE VLOOKUP XLOOKUP XMATCH
"""
_SAME_SORT = frozenset(_SAME_SORT_TEXT.split())
_TAKES = {
    "AVERAGEIFS": (0,),
    "MATCH": (),
    "MAXIFS": (0,),
    "MINIFS": (0,),
    "SUMIFS": (0,),
    "XMATCH": (),
    "XLOOKUP": (2,),
}


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
        told = "; ".join(judgement.problems)
        calls.note(f"The first reply was not taken: {told}")
        again = calls.ask(again_prompt(prompt, reply, judgement.problems), AnswerReply, "check", "")
        judgement = judge(again, (), reading, question, calculator)
    calls.note(*judgement.notes, *_ambiguity(judgement.reply, reading))
    return _answer(calls, judgement, tuple(table.range for _, table in reading.tables), Question(question))


def _answer(calls: Calls, judgement: Judgement, areas: tuple[CellRange, ...], question: Question) -> Answer:
    reply, result = judgement.reply, judgement.result
    doubts = tuple(each.text for each in judgement.objections)
    if not reply.found:
        text = reply.answer.replace(SLOT, "").strip() or question.not_found
        receipt = calls.receipt(areas)
        return Answer((), text, "", judgement.citations, receipt, False, doubts, judgement.verdict)
    if judgement.verdict is Verdict.CONTRADICTED:
        text = f"The sheet contradicts the model's answer: {' '.join(judgement.problems)}"
        return Answer((), text, "", judgement.citations, calls.receipt(areas), True, doubts, judgement.verdict)
    return Answer(
        rows=_masked(result.rows) if result else (),
        text=_sentence(reply.answer, result),
        formula=result.formula if result else "",
        citations=judgement.citations,
        receipt=calls.receipt(areas),
        doubts=doubts,
        verdict=judgement.verdict,
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


def _sentence(answer: str, result: Result | None) -> str:
    """The model's sentence with the result in its place, as its cells show it."""
    if result is None:
        return answer.replace(SLOT, "(not computed)").strip()
    written = masked(", ".join(_written(term) for term in result.terms))
    written = _cut(written, _LONGEST_SENTENCE // max(answer.count(SLOT), 1))
    if written.endswith("%"):
        answer = re.sub(re.escape(SLOT) + r"\s?%", lambda _: SLOT, answer)
    if written[:1] in tuple("$€£¥"):
        answer = answer.replace(written[0] + SLOT, SLOT)
    return answer.replace(SLOT, written).strip() or written


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]} …"


def _written(term: Term) -> str:
    text = result_format(term)
    values = [value for row in term.rows for value in row if value is not None]
    if term.copied and len(values) > 1:
        sheet, area = term.places[0].sheet, term.places[0].area
        texts = {col: number_format(sheet, CellRange(area.top, col, area.bottom, col)) for col in area.cols}
        pairs = [(v, texts[col]) for row in term.rows for v, col in zip(row, area.cols, strict=True) if v is not None]
        return ", ".join(shown(value, each) for value, each in pairs)
    return ", ".join(shown(value, text) for value in values)


def result_format(term: Term) -> str:
    """The number format of a result that is of the same sort as the cells it was made of; else ""."""
    if not {*term.formula.functions} <= _SAME_SORT or any(t.text in ("*", "/", "^", "&") for t in term.formula.tokens):
        return ""
    uses = [use for use in operands(term.formula) if use.token.part is TokenPart.REFERENCE]
    giving = [
        number_format(place.sheet, place.area)
        for place, use in zip(term.places, uses, strict=True)
        if use.argument in _TAKES.get(use.function, (use.argument,))
    ]
    formats = {text for text in giving if text}
    return formats.pop() if len(formats) == 1 else ""


def _header(table: FoundTable) -> CellRange:
    area = table.range
    return CellRange(area.top, area.left, min(area.bottom, area.top + max(table.header_rows, 1) - 1), area.right)


def _finding(reading: Reading, part: Part, reply: AnswerReply, calculator: Calculator) -> tuple[Value | None, ...]:
    rows, cells = f"rows {row_runs(part.rows)}", "; ".join(f"{claim.cell} {claim.value}" for claim in reply.cells)
    if not reply.found:
        return rows, "not found", reply.answer or None
    try:
        values = computed(reply.formulas, reading, calculator).values
        comes_to: Value = values[0] if len(values) == 1 else _cut(", ".join(map(literal, values)), _LONGEST_FINDING)
    except NotComputed:
        comes_to = "(not computed)"
    return rows, "found", reply.answer or None, ", ".join(reply.formulas) or None, comes_to, cells or None
