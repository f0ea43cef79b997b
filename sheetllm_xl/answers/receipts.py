"""From an answer, or a question that failed, to the receipt that is kept of it: JSON's types, values as literals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ..chain import Answer, Sent, Step
from ..errors import SheetLLMError, fault
from ..grid import CellRange, Ref
from ..literals import Value, literal
from ..ports import Usage
from ..record import content_digest
from ..retrieve import Workbook
from ..settings import Settings
from ..sheet import Sheet
from ..verify.verdict import Citation


def state(answer: Answer) -> str:
    """The verdict in a word."""
    return str(answer.verdict) if answer.found else "not found"


def of_answer(question: str, book: str, asked: Sheet | Workbook, answer: Answer, settings: Settings) -> dict[str, Any]:
    """What is kept of an answer. ``book`` is the workbook's file name."""
    receipt = answer.receipt
    return {
        **_asked(question, book, asked, settings, receipt.home),
        "tables": [str(table) for table in receipt.tables],
        "tokens_before": receipt.tokens_before,
        **_spent(receipt.sent, receipt.usage, settings),
        "seconds": round(receipt.seconds, 3),
        "notes": [*filter(None, [receipt.left_out]), *receipt.notes],
        "formula": answer.formula,
        "value": _literals(answer.value),
        "text": answer.text,
        "citations": [_citation(citation) for citation in answer.citations],
        "doubts": list(answer.doubts),
        "error": "",
    }


def of_failure(
    question: str,
    book: str,
    asked: Sheet | Workbook,
    error: BaseException,
    steps: Sequence[Step],
    seconds: float,
    settings: Settings,
) -> dict[str, Any]:
    """What is kept of a question that got no answer, for whatever reason: what it sent and cost, and a sentence."""
    sent = tuple(call for step in steps if (call := step.sent()))
    return {
        **_asked(question, book, asked, settings),
        "tables": [],
        "tokens_before": 0,
        **_spent(sent, sum((call.usage for call in sent), Usage()), settings),
        "seconds": round(seconds, 3),
        "notes": [step.note for step in steps if step.note],
        "formula": "",
        "value": [],
        "text": "",
        "citations": [],
        "doubts": [],
        "error": _sentence(error),
    }


def _sentence(error: BaseException) -> str:
    """What failed; of a fault of ours its kind and place, since its text may hold what a cell holds."""
    if isinstance(error, SheetLLMError):
        return str(error)
    return "It was cancelled." if isinstance(error, KeyboardInterrupt) else f"A fault of ours ({fault(error)})."


def _asked(question: str, book: str, asked: Sheet | Workbook, settings: Settings, home: str = "") -> dict[str, Any]:
    """What was asked of what. Of a workbook ``home`` comes first: addresses without a sheet's name lie on it."""
    sheets = sorted(asked.sheets, key=lambda sheet: sheet.name != home) if isinstance(asked, Workbook) else [asked]
    return {
        "question": question if settings.receipt_questions else "",
        "workbook": book if settings.receipt_questions else "",
        "read": [
            {"ref": str(Ref(sheet.name, sheet.used or CellRange(1, 1, 1, 1))), "digest": content_digest(sheet)}
            for sheet in sheets
        ],
        "cells": sum(int(sheet.filled.sum()) for sheet in sheets),
    }


def _spent(sent: Sequence[Sent], usage: Usage, settings: Settings) -> dict[str, Any]:
    price = settings.price()
    return {
        "model": sent[-1].model if sent else settings.model,
        "stages": [asdict(call) | {"seconds": round(call.seconds, 3)} for call in sent],
        "tokens_sent": sum(call.tokens for call in sent),
        "request_ids": [call.request_id for call in sent if call.request_id],
        "usage": asdict(usage),
        "cost_usd": None if price is None else price.cost(usage),
        "prices_as_of": None if price is None else price.as_of.isoformat(),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "ref": str(citation.ref),
        "verdict": str(citation.verdict),
        "shows": list(map(literal, citation.shows)),
        "problem": citation.problem,
    }


def _literals(value: Value | tuple[Value, ...] | None) -> list[str]:
    """The values one after the other; none for an answer without one."""
    return [literal(one) for one in (value if isinstance(value, tuple) else (value,)) if one is not None]
