"""The end of the chain: parts put together, the result computed, the citations checked, the doubts named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..detect import FoundTable
from ..display import shown
from ..errors import InputError, NotComputed
from ..grid import CellRange
from ..literals import Value, literal
from ..sheet import Sheet
from .answer import Answer, Citation
from .arithmetic import Result, evaluate
from .calls import Calls
from .document import cell_lines, row_runs
from .prompts import reduce_prompt
from .replies import AnswerReply, CitedCell
from .split import Part
from .verify import cited, read, typed_numbers

_SLOT = "{result}"


def reduced(
    calls: Calls,
    tables: Sequence[FoundTable],
    pieces: Sequence[Part],
    replies: Sequence[AnswerReply],
    question: str,
    reply_tokens: int,
) -> AnswerReply:
    """One reply from those of the parts: by a call of its own where several parts found something, else by choosing."""
    if len(replies) == 1:
        return replies[0]
    useful = [reply for reply in replies if reply.found]
    calls.note(f"The table was read in {len(replies)} parts; {len(useful)} held something of use.")
    if len(useful) < 2:
        return useful[0] if useful else replies[0]
    header = [line for table in tables for line in cell_lines(calls.sheet, _header(table)).values()]
    findings = [_finding(calls.sheet, part, reply) for part, reply in zip(pieces, replies, strict=True)]
    prompt = reduce_prompt(header, findings, question, reply_tokens)
    return calls.ask(prompt, AnswerReply, "reduce", prompt.document)


def conclude(
    calls: Calls,
    tables: Sequence[FoundTable],
    pieces: Sequence[Part],
    replies: Sequence[AnswerReply],
    reply: AnswerReply,
    question: str,
) -> Answer:
    """The answer: its value computed over the sheet, every citation checked, whatever is doubtful said."""
    sheet = calls.sheet
    areas = tuple(table.range for table in tables)
    claims = dict.fromkeys(claim for each in (*replies, reply) if each.found for claim in each.cells)
    citations, doubts = _cited(claims, sheet)
    if not reply.found:
        text = reply.answer.replace(_SLOT, "").strip() or "The sheet does not hold the answer."
        return Answer(None, text, "", tuple(citations), calls.receipt(areas), found=False)
    result: Result | None = None
    try:
        result = evaluate(reply.result, sheet)
        calls.note(*result.notes)
        known = {citation.ref.range for citation in citations if citation.checked}
        citations += [read(area, sheet) for area in dict.fromkeys(result.ranges) if area not in known]
    except NotComputed as error:
        doubts.append(f"Not computed: {error}")
    sentence, written = _sentence(reply.answer, result, sheet)
    if typed := typed_numbers(reply.answer.replace(_SLOT, ""), f"{question}\n{written}\n{_without_addresses(pieces)}"):
        doubts.append(f"The model typed numbers that are not in the cells: {', '.join(typed[:5])}.")
    doubts += [citation.problem for citation in citations if not citation.checked]
    if not any(citation.checked for citation in citations):
        doubts.append("No cell was cited that could be checked.")
    return Answer(
        value=result.value if result else None,
        text=sentence,
        formula=f"={reply.result.strip().removeprefix('=').strip()}" if result else "",
        citations=tuple(citations),
        receipt=calls.receipt(areas),
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _cited(claims: Iterable[CitedCell], sheet: Sheet) -> tuple[list[Citation], list[str]]:
    """The citations, and why some of them are none."""
    citations, doubts = [], []
    for claim in claims:
        try:
            citations.append(cited(claim, sheet))
        except InputError as error:
            doubts.append(f"The reply cites a cell that is not there: {error}")
    return citations, doubts


def _sentence(answer: str, result: Result | None, sheet: Sheet) -> tuple[str, str]:
    """The model's sentence with the result in its place, and the result as it is written there."""
    if result is None:
        return answer.replace(_SLOT, "(not computed)").strip(), ""
    values = result.value if isinstance(result.value, tuple) else (result.value,)
    formats = {_format(sheet, area) for area in result.ranges}
    number_format = formats.pop() if len(formats) == 1 else ""
    written = ", ".join(shown(value, number_format) for value in values)
    return (answer.replace(_SLOT, written).strip() or written), written


def _format(sheet: Sheet, area: CellRange) -> str:
    places = sheet.inside(area) & sheet.filled
    numbers = [i for i, value in zip(sheet.formats[places], sheet.values[places], strict=True) if type(value) is float]
    return sheet.format_strings[numbers[0]] if len(set(numbers)) == 1 else ""


def _header(table: FoundTable) -> CellRange:
    area = table.range
    return CellRange(area.top, area.left, min(area.bottom, area.top + max(table.header_rows, 1) - 1), area.right)


def _finding(sheet: Sheet, part: Part, reply: AnswerReply) -> tuple[Value | None, ...]:
    rows, cells = f"rows {row_runs(part.rows)}", "; ".join(f"{claim.cell} {claim.value}" for claim in reply.cells)
    if not reply.found:
        return rows, "not found", reply.answer or None
    try:
        value = evaluate(reply.result, sheet).value
        comes_to = ", ".join(map(literal, value)) if isinstance(value, tuple) else value
    except NotComputed:
        comes_to = "(not computed)"
    return rows, "found", reply.answer or None, reply.result or None, comes_to, cells or None


def _without_addresses(pieces: Sequence[Part]) -> str:
    return "\n".join(re.sub(r"\|[A-Z]{1,3}\d{1,7},", "\n", part.content) for part in pieces)
