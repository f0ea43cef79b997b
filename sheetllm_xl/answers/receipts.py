"""Receipts: a record as the fields that ``sheetllm receipts`` shows and exports, JSON's types."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..literals import literal
from ..record import Record


def receipt_fields(record: Record) -> dict[str, Any]:
    """All of a receipt, in the order in which it is exported. Values are literals."""
    values = [value for row in record.rows for value in row if value is not None]
    return {
        "id": record.id,
        "at": record.at.isoformat(" ", "seconds"),
        "state": record.state,
        "question": record.question,
        "workbook": record.workbook,
        "read": [one.model_dump() for one in record.read],
        "cells": record.cells,
        "tables": list(record.tables),
        "tokens_before": record.tokens_before,
        "model": record.model,
        "stages": [{**one.model_dump(), "usage": asdict(one.usage)} for one in record.calls],
        "tokens_sent": record.tokens_sent,
        "request_ids": list(record.request_ids),
        "usage": asdict(record.usage),
        "cost_usd": record.cost_usd,
        "prices_as_of": record.prices_as_of,
        "seconds": record.seconds,
        "notes": [*filter(None, [record.left_out]), *record.notes],
        **({"reading": record.understood} if record.reading else {}),
        "formula": record.formula,
        "value": list(map(literal, values)),
        "text": record.sentence if record.state == "contradicted" else record.text,
        "citations": [
            {**one.model_dump(), "verdict": str(one.verdict), "shows": list(one.shows)} for one in record.citations
        ],
        "doubts": list(record.doubts),
        "error": record.sentence if record.state == "failed" else "",
    }
