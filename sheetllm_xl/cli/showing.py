"""What ``sheetllm ask`` shows of a record: for a person, and as JSON."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from ..display import shown
from ..literals import Value, parse_literal
from ..ports import Usage
from ..record import Record, RowRecord
from ..verify.verdict import Verdict
from .screen import line, out
from .shapes import AnswerShape, RowShape

_MARKS = {Verdict.VERIFIED: "✓", Verdict.UNVERIFIED: "?", Verdict.CONTRADICTED: "✗"}
_STYLES = {Verdict.VERIFIED: "green", Verdict.UNVERIFIED: "yellow", Verdict.CONTRADICTED: "red"}
_REMEMBERED = "Answered on {:%Y-%m-%d %H:%M} over the same cells, so nothing was sent; --fresh asks anew."


def show(record: Record, *, is_new: bool = True) -> None:
    """Print the answer, what it stands on, what is in doubt, and the receipt."""
    style = "bold" if record.state == "not found" else _STYLES[Verdict(record.state)]
    state = "not in the data" if record.state == "not found" else record.state
    out().print(Text.assemble(line(record.text or record.sentence, "bold"), (f"  ({state})", style)))
    for one in record.each:
        if one.value is not None:
            out().print(line(f"  {one.row}  {shown(one.value)}  {one.problem}".rstrip()))
    if not record.each:
        _show_grounds(record)
    out().print(line(_receipt_line(record), style="dim"))
    for note in (*record.notes, *([] if is_new else [_REMEMBERED.format(record.at)])):
        out().print(line(f"  {note}", style="dim"))


def _show_grounds(record: Record) -> None:
    """What the answer stands on, and what speaks against it."""
    if record.understood:
        out().print(line(f"  {record.understood}"))
    if record.formula:
        out().print(line(f"  {record.formula} → {_spell(record.value)}"))
    for cited in record.citations:
        holds = ", ".join(shown(value) for text in cited.shows if (value := parse_literal(text)) is not None)
        mark, style = _MARKS[cited.verdict], _STYLES[cited.verdict]
        out().print(line(f"  {mark} {cited.ref}  {cited.problem or holds}", style=style))
    for doubt in record.doubts:
        out().print(line(f"  ! {doubt}", style="yellow"))


def answer_json(record: Record, *, is_new: bool = True) -> AnswerShape:
    """The answer as ``--json`` prints it; ``remembered`` where nothing was sent for it now."""
    answer: AnswerShape = {
        "found": record.state != "not found",
        "value": _json(record.value),
        "text": record.text or record.sentence,
        "reading": record.understood,
        "formula": record.formula,
        "rows": [[_json(value) for value in row] for row in record.rows],
        "verified": record.state == "verified",
        "verdict": str(record.verdict),
        "doubts": list(record.doubts),
        "citations": [
            {
                "ref": cited.ref,
                "verdict": str(cited.verdict),
                "shows": [_json(parse_literal(text)) for text in cited.shows],
                "problem": cited.problem,
            }
            for cited in record.citations
        ],
        "receipt": {
            "sheet": record.where,
            "read": record.area,
            "tables": list(record.tables),
            "cells": record.cells,
            "tokens_before": record.tokens_before,
            "tokens_sent": record.tokens_sent,
            "usage": {
                "input_tokens": record.usage.input_tokens,
                "output_tokens": record.usage.output_tokens,
                "cache_write_tokens": record.usage.cache_write_tokens,
                "cache_read_tokens": record.usage.cache_read_tokens,
            },
            "cost_usd": record.cost_usd,
            "calls": len(record.calls),
            "model": record.model,
            "request_ids": list(record.request_ids),
            "seconds": round(record.seconds, 2),
            "notes": list(record.notes),
            "id": record.id,
        },
        "remembered": not is_new,
    }
    if record.each:
        answer["each_row"] = [_row(one) for one in record.each if one.value is not None]
    return answer


def _row(one: RowRecord) -> RowShape:
    return {"row": one.row, "value": _json(one.value), "problem": one.problem}


def _receipt_line(record: Record) -> str:
    price = "" if record.cost_usd is None else f", ${record.cost_usd:.4f}"
    calls = "1 call" if len(record.calls) == 1 else f"{len(record.calls)} calls"
    return (
        f"{record.where} {', '.join(record.tables) or record.area} · {record.model} · {calls}, "
        f"{tokens_in(record.usage):,} tokens in, {record.usage.output_tokens:,} out{price} · "
        f"{record.seconds:.1f} s · the whole sheet would be {record.tokens_before:,} tokens"
        f"{f' · receipt {record.id}' if record.id else ''}"
    )


def tokens_in(usage: Usage) -> int:
    """All that were read, from the API's cache as well."""
    return usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens


def _spell(value: Value | tuple[Value, ...] | None) -> str:
    return ", ".join(map(shown, value)) if isinstance(value, tuple) else shown(value)


def _json(value: Value | tuple[Value, ...] | None) -> Any:
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    return value if value is None or isinstance(value, bool | float | str) else str(value)
