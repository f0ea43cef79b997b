"""From an answer, or an error that ended a question, to the record that is kept of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from .. import verify
from ..chain import Answer, Sent, Step, prompts
from ..errors import SheetLLMError, fault
from ..grid import CellRange, Ref
from ..literals import CellError, literal
from ..ports import Usage
from ..record import Cited, ReadCells, Record, RowRecord, Rows, SentCall, content_digest, failure
from ..settings import Settings
from ..sheet import Sheet
from ..verify.grounds import Ground
from ..verify.verdict import Verdict
from .question import Question
from .queue import of_error

Witness = Callable[[str, Sequence[Sheet], str, Rows], str]
"""Why an answer is in doubt, by the workbook's full name, its sheets (the formula's own first), the formula and what
our calculator makes of it; empty where nothing speaks against it."""

_ASK_OTHERWISE = "Ask again, or ask more exactly: for a row, a column or a sum by its name."


def of_answer(question: Question, answer: Answer, settings: Settings, name: str, *, half: bool = False) -> Record:
    """The record of an answer, under a receipt's ``name``; one that the sheet contradicts is a failure.

    ``half``: what was sent cost half, as in a batch.
    """
    receipt, contradicted = answer.receipt, answer.verdict is Verdict.CONTRADICTED
    return Record(
        **_asked_of(question, settings, name, receipt.home),
        **_sent(receipt.sent, receipt.usage, settings, half),
        area=str(receipt.read),
        where=receipt.sheet,
        tables=tuple(map(str, receipt.tables)),
        tokens_before=receipt.tokens_before,
        seconds=round(receipt.seconds, 3),
        left_out=receipt.left_out,
        encoding=receipt.encoding,
        rows=answer.rows if answer.found else (),
        shown=answer.shown,
        reading=answer.reading,
        each=tuple(RowRecord(**asdict(one)) for one in answer.each),
        text="" if contradicted else answer.text,
        formula=answer.formula,
        citations=tuple(
            Cited(ref=str(c.ref), verdict=c.verdict, shows=tuple(map(literal, c.shows)), problem=c.problem)
            for c in answer.citations
        ),
        doubts=answer.doubts,
        grounds=tuple(one.ground.name for one in answer.objections),
        look=_has_a_look(answer),
        notes=receipt.notes,
        verdict=answer.verdict,
        state=str(answer.verdict) if answer.found else "not found",
        error=CellError.VALUE if contradicted else None if answer.found else CellError.NA,
        sentence=answer.text if contradicted else "" if answer.found else "The data does not hold the answer.",
        fix=_ASK_OTHERWISE if contradicted else "",
        partial=bool(answer.broke_off),
    )


def no_witness(workbook: str, sheets: Sequence[Sheet], formula: str, rows: Rows) -> str:
    """Nobody else computes it."""
    return ""


def witnessed(record: Record, question: Question, answer: Answer, witness: Witness) -> Record:
    """The record, in doubt where the witness computes something else."""
    if not record.rows or not record.formula:
        return record
    sheets = _home_first(question, answer.receipt.home)
    doubt = witness(question.workbook, sheets, record.formula, record.rows)
    state = {"verdict": Verdict.UNVERIFIED, "state": str(Verdict.UNVERIFIED), "look": False}
    return record.but(doubts=(*record.doubts, doubt), **state) if doubt else record


def _home_first(question: Question, home: str) -> list[Sheet]:
    """The sheets that are read; addresses without a sheet's name lie on the first."""
    return sorted(question.sheets, key=lambda sheet: sheet.name != home)


def _has_a_look(answer: Answer) -> bool:
    """Whether an answer in doubt is shown all the same; words alone only where nothing else speaks against them."""
    known = {one.ground for one in answer.objections}
    return bool(answer.rows or known == {Ground.NO_READING}) and bool(answer.doubts) and verify.worth_a_look(known)


def of_failure(
    question: Question,
    error: BaseException,
    steps: Sequence[Step],
    seconds: float,
    settings: Settings,
    name: str,
    *,
    half: bool = False,
) -> Record:
    """The record of a question that got no answer, for whatever reason: what it sent and cost, and a sentence."""
    sent = tuple(call for step in steps if (call := step.sent()))
    ended = of_error(error) if isinstance(error, SheetLLMError) else failure(_fault(error))
    return ended.but(
        **_asked_of(question, settings, name),
        **_sent(sent, sum((call.usage for call in sent), Usage()), settings, half, ended.request_ids),
        seconds=round(seconds, 3),
        notes=tuple(dict.fromkeys(step.note for step in steps if step.note)),
    )


def _fault(error: BaseException) -> str:
    """What failed; of a fault of ours its kind and place, since its text may hold what a cell holds."""
    return "It was cancelled." if isinstance(error, KeyboardInterrupt) else f"A fault of ours ({fault(error)})."


def _asked_of(question: Question, settings: Settings, name: str, home: str = "") -> dict[str, Any]:
    """What was asked of what."""
    sheets = _home_first(question, home)
    named = settings.receipt_questions
    return {
        "id": name,
        "at": datetime.now(),
        "question": question.text if named else "",
        "workbook": question.file_name if named else "",
        "read": tuple(map(_read, sheets)),
        "cells": sum(int(sheet.filled.sum()) for sheet in sheets),
        "sheet": question.name,
        "origin": question.origin,
        "prompts": prompts.VERSION,
        "judge": verify.VERSION,
    }


def _read(sheet: Sheet) -> ReadCells:
    ref = Ref(sheet.name, sheet.used or CellRange(1, 1, 1, 1))
    return ReadCells(ref=str(ref), digest=content_digest(sheet))


def _sent(
    sent: Sequence[Sent], usage: Usage, settings: Settings, half: bool, request_ids: tuple[str, ...] = ()
) -> dict[str, Any]:
    price = settings.price()
    price = price.half() if price and half else price
    ids = tuple(call.request_id for call in sent if call.request_id)
    calls = tuple(SentCall(**{**asdict(call), "usage": call.usage, "seconds": round(call.seconds, 3)}) for call in sent)
    return {
        "model": sent[-1].model if sent else settings.model,
        "calls": calls,
        "request_ids": (*ids, *(one for one in request_ids if one not in ids)),
        "usage": usage,
        "cost_usd": None if price is None else price.cost(usage),
        "prices_as_of": None if price is None else price.as_of.isoformat(),
    }
