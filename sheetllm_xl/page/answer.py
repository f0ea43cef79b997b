"""A record as the page shows it, JSON's types: the value, what it stands on, what speaks against it, what it took."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from ..display import shown
from ..grid import Ref
from ..literals import parse_literal
from ..record import Cited, Record

_MOST_VALUES = 400  # of a list; the receipt has them all
_LONGEST = 2_000  # characters of a value or a sentence


def answer_fields(record: Record) -> dict[str, Any]:
    """All that is shown of an answer, a receipt or a failure; each doubt with the name of its ground."""
    usage = record.usage
    values = record.shown or [shown(value) for row in record.rows for value in row if value is not None]
    return {
        "receipt": record.id,
        "at": record.at.isoformat(" ", "minutes"),
        "question": record.question,
        "workbook": record.workbook,
        "state": record.state,
        "values": [value[:_LONGEST] for value in values[:_MOST_VALUES]],
        "more": max(len(values) - _MOST_VALUES, 0),
        "text": record.text,
        "reading": record.understood,
        "sentence": record.sentence,
        "fix": record.fix,
        "formula": record.formula,
        "citations": [_cited(one) for one in record.citations],
        "doubts": list(map(list, zip_longest(record.doubts, record.grounds[: len(record.doubts)], fillvalue=""))),
        "notes": list(record.notes),
        "read": [one.ref for one in record.read],
        "tables": list(record.tables),
        "model": record.model,
        "calls": len(record.calls),
        "tokens_in": usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens,
        "tokens_out": usage.output_tokens,
        "cost": record.cost_usd,
        "seconds": round(record.seconds, 1),
    }


def _cited(cited: Cited) -> dict[str, Any]:
    ref = Ref.parse(cited.ref)
    return {
        "ref": cited.ref,
        "sheet": ref.sheet,
        "range": str(ref.range),
        "verdict": str(cited.verdict),
        "shows": ", ".join(shown(parse_literal(text)) for text in cited.shows)[:_LONGEST],
        "problem": cited.problem,
    }
