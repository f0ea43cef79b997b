"""``sheetllm receipts`` and ``usage``: what was asked, what it stands on, what it cost; all on this computer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, count
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.table import Table

from .. import app, output
from ..answers.receipts import receipt_fields
from ..answers.usage import export_usage
from ..errors import InputError
from ..record import Record
from ..settings import load
from .screen import FORCE, cli, echo_json, line, out
from .shapes import ReceiptShape, schema_of

receipts = typer.Typer(
    help="What each question read, sent and cost, and what its answer stands on.", no_args_is_help=True
)
cli.add_typer(receipts, name="receipts")

_USAGE = ("input_tokens", "output_tokens", "cache_write_tokens", "cache_read_tokens")
_PLAIN = (
    *("question", "workbook", "cells", "tokens_before", "tokens_sent", "model", "cost_usd", "prices_as_of"),
    *("seconds", "formula", "text", "error"),
)
_LISTED = ("value", "request_ids", "notes", "doubts")
_CSV_HEAD = output.csv_line(("id", "at", "state", *_PLAIN, "read", "digest", *_USAGE, *_LISTED, "citations"))
_JSON_HEAD = re.compile(rb'\{"id": "[0-9a-f]{12}", "at": "[0-9: -]{19}", "state": "')  # as a receipt's JSON begins


@receipts.command("list")
def list_receipts(most: Annotated[int, typer.Option("--most", help="How many; 0 for all.")] = 20) -> None:
    """The newest receipts, a line each."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Receipt", "When", "Verdict", "Read", "Question", "Value", "Cost"):
        table.add_column(name, no_wrap=name in ("Receipt", "When"), min_width=12 if name == "Receipt" else None)
    for record in app.ledger(load()).receipts(most or -1):
        fields = receipt_fields(record)
        refs = ", ".join(one.ref for one in record.read)
        cells = (record.id, record.at.isoformat(" ", "minutes"), record.state, refs, record.question[:60])
        table.add_row(*map(line, (*cells, ", ".join(fields["value"])[:40], _cost(record).partition(" ")[0])))
    out().print(table)


@receipts.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="A receipt, or how it begins; else the newest.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    _schema: Annotated[bool, schema_of(ReceiptShape)] = False,
) -> None:
    """All that is kept of a question."""
    record = app.ledger(load()).receipt(name)
    if as_json:
        echo_json(receipt_fields(record))
        return
    for each in _lines(record):
        out().print(line(each))


@receipts.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Ends in .csv or .jsonl.")], force: FORCE = False
) -> None:
    """Write all receipts into a new file, the oldest first; in CSV, no text of theirs becomes a formula."""
    ways = {".csv": (_csv_lines, output.begins_with(_CSV_HEAD)), ".jsonl": (_json_lines, _is_of_receipts)}
    if (way := ways.get(file.suffix.lower())) is None:
        raise InputError(f"{file.name} is neither .csv nor .jsonl.")
    (lines, ours), counted = way, count()
    records = (one for one, _ in zip(app.ledger(load()).receipts(oldest_first=True), counted, strict=False))
    output.write(file, lines(records), ours, force=force)
    out().print(f"Wrote {next(counted):,} receipts to {file}.")


@receipts.command()
def replay(
    name: Annotated[str, typer.Argument(metavar="ID", help="A receipt, or how it begins.")],
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="The workbook.")],
) -> None:
    """Hold a receipt against a workbook, offline: the same cells, the same value? Exit code 1 where one differs."""
    record, findings = app.replayed(name, book)
    out().print(line(f"Receipt {record.id} of {record.at:%Y-%m-%d %H:%M}, {record.state}: {record.question}"))
    for finding in findings:
        mark, style = ("✓", "green") if finding.same else ("✗", "red")
        out().print(line(f"{mark} {finding.sentence}", style=style))
    if not all(finding.same for finding in findings):
        raise typer.Exit(1)


@cli.command()
def usage(
    to: Annotated[Path | None, typer.Option("--csv", help="Write every call into this file.")] = None,
    force: FORCE = False,
) -> None:
    """Calls, tokens and cost, as the API counted them, of today and in all."""
    ledger = app.ledger(load())
    if to is None:
        out().print(app.usage_words(ledger))
    else:
        out().print(f"Wrote every call to {export_usage(ledger, to, force=force)}.")


def _lines(record: Record) -> Iterable[str]:
    fields = receipt_fields(record)
    yield f"Receipt {record.id} · {record.at:%Y-%m-%d %H:%M:%S} · {record.state}"
    words = (record.question, fields["error"], record.understood, fields["text"])
    yield from (f"  {one}" for one in words if one)
    if record.formula or fields["value"]:
        yield f"  {record.formula} → {', '.join(fields['value']) or 'nothing'}".replace("   →", "  →")
    for cited in record.citations:
        yield f"  {cited.verdict}: {cited.ref}  {cited.problem or ', '.join(cited.shows)}"
    yield from (f"  ! {doubt}" for doubt in record.doubts)
    for one in record.read:
        yield f"Read {record.workbook} {one.ref}, {record.cells:,} filled cells, digest {one.digest}"
    for call in record.calls:
        tokens = ", ".join(f"{getattr(call.usage, kind):,} {kind.removesuffix('_tokens')}" for kind in _USAGE)
        yield (
            f"  {call.stage}: {call.tokens:,} tokens by our count; counted {tokens}; {call.model}, "
            f"request {call.request_id or '(none)'}, {call.seconds:.1f} s"
        )
    before = f"; the whole sheet would be {record.tokens_before:,} tokens" if record.tokens_before else ""
    yield f"Cost {_cost(record) or 'unknown: no price is set'} · {record.seconds:.1f} s{before}"
    yield from (f"  {note}" for note in fields["notes"])


def _cost(record: Record) -> str:
    return "" if record.cost_usd is None else f"${record.cost_usd:.4f} (prices of {record.prices_as_of})"


def _json_lines(records: Iterable[Record]) -> Iterator[str]:
    return (json.dumps(receipt_fields(one), ensure_ascii=False) + "\n" for one in records)


def _is_of_receipts(file: BinaryIO) -> bool:
    """Whether the first line is a receipt's; an empty file, as an export of none is, holds nothing of anybody's."""
    line = file.readline(100)
    return not line or _JSON_HEAD.match(line) is not None


def _csv_lines(records: Iterable[Record]) -> Iterator[str]:
    """A receipt a line; lists joined by line breaks."""
    yield _CSV_HEAD
    for fields in map(receipt_fields, records):
        reads = ("\n".join(read[kind] for read in fields["read"]) for kind in ("ref", "digest"))
        cited = "\n".join(
            f"{c['verdict']} {c['ref']} {c['problem'] or ', '.join(c['shows'])}" for c in fields["citations"]
        )
        cells = chain(
            (fields[name] for name in ("id", "at", "state", *_PLAIN)),
            reads,
            (fields["usage"][kind] for kind in _USAGE),
            ("\n".join(fields[name]) for name in _LISTED),
            (cited,),
        )
        yield output.csv_line(cells)
