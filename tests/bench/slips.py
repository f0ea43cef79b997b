"""Right formulas with one slip in each: an edge one off, a neighbouring column or row, a function or sign turned round.

Recorded replies are nearly all right, so what the checks catch is measured on these: a slip counts where the formula
comes to something else on the sheet. The sentence and the names that are cited stay as they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sheetllm_xl import app
from sheetllm_xl.chain import Answer
from sheetllm_xl.chain.calls import read_reply
from sheetllm_xl.detect import FoundTable, detect
from sheetllm_xl.errors import SheetLLMError
from sheetllm_xl.formulas import Reference, parse
from sheetllm_xl.grid import CellRange
from sheetllm_xl.messages.replies import AnswerReply
from sheetllm_xl.ports import Completion, Usage
from sheetllm_xl.sheet import Sheet
from sheetllm_xl.text.numbers import written_number
from sheetllm_xl.verify.judge import Judgement, judge
from sheetllm_xl.verify.reading import Reading

from .qa import Line

_TURNED = (("MAX", "MIN"), ("MIN", "MAX"), ("LARGE", "SMALL"), ("AVERAGE", "SUM"), ("SUM", "AVERAGE"))
_SIGNS = ((">=", ">"), ("<=", "<"), (">", ">="), ("<", "<="), (">", "<"), ("<", ">"))
_EACH = 6  # slips of a reply that are judged, evenly drawn


def slipped(line: Line, answer: Answer, folder: Path) -> Iterator[Judgement]:
    """The judgements of a right reply's slips."""
    text = [reply["text"] for reply in line["replies"] if reply["stage"] != "tables"][-1]
    reply = read_reply(Completion(text, "end_turn", Usage(), ""), AnswerReply)
    with app.open_workbook(folder / line["workbook"]) as host:
        sheet = host.read(line["sheet"])
    reading, calculator = Reading.of(sheet, _tables(sheet, answer.receipt.tables)), app.calculator()
    found = [(i, text) for i, formula in enumerate(reply.formulas) for text in dict.fromkeys(_slips(formula))]
    step = max(1, len(found) // _EACH)
    for i, formula in found[::step][:_EACH]:
        formulas = (*reply.formulas[:i], formula, *reply.formulas[i + 1 :])
        names = tuple(cell for cell in reply.cells if written_number(cell.value) is None)
        slip = reply.model_copy(update={"formulas": formulas, "cells": names})
        judgement = judge(slip, (), reading, line["question"], calculator)
        if judgement.result is not None and judgement.result.rows != answer.rows:
            yield judgement


def _tables(sheet: Sheet, ranges: Sequence[CellRange]) -> tuple[FoundTable, ...]:
    known = {table.range: table for table in detect(sheet)}
    return tuple(known.get(area) or FoundTable(area) for area in ranges)


def _slips(formula: str) -> Iterator[str]:
    try:
        parsed = parse(formula)
    except SheetLLMError:
        return
    for reference in parsed.references:
        for area in _neighbours(reference.range):
            yield _with(parsed.text, reference, area)
    for old, new in _TURNED:
        yield from (parsed.text[: m.start()] + new + parsed.text[m.end() :] for m in _whole(old, parsed.text))
    for old, new in _SIGNS:
        yield from (parsed.text[: m.start()] + new + parsed.text[m.end() :] for m in _sign(old, parsed.text))


def _neighbours(area: CellRange) -> Iterator[CellRange]:
    """The range with one edge one off, or all of it one row or column aside."""
    rows, cols = area.shape
    if rows > 1:
        yield replace(area, bottom=area.bottom - 1)
        yield replace(area, bottom=area.bottom + 1)
        yield replace(area, top=area.top + 1)
    else:
        yield replace(area, top=area.top + 1, bottom=area.bottom + 1)
        if area.top > 1:
            yield replace(area, top=area.top - 1, bottom=area.bottom - 1)
    yield replace(area, left=area.left + 1, right=area.right + 1)
    if area.left > 1:
        yield replace(area, left=area.left - 1, right=area.right - 1)
    if cols > 1:
        yield replace(area, right=area.right - 1)


def _with(text: str, reference: Reference, area: CellRange) -> str:
    begin, end = reference.span
    sheet, bang, _ = text[begin:end].rpartition("!")
    return f"{text[:begin]}{sheet}{bang}{area}{text[end:]}"


def _whole(name: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"\b{name}(?=\()", text)


def _sign(sign: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<![<>=]){re.escape(sign)}(?![<>=])", text)
