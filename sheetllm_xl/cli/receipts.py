"""``sheetllm receipts`` and ``usage``: what was asked, what it stands on, what it cost; all on this computer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, count
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer
from rich.table import Table

from .. import app, output
from ..answers.usage import export_usage
from ..errors import InputError
from ..settings import load
from ..store import Kept
from .screen import FORCE, cli, echo_json, line, out

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
    for kept in app.ledger(load()).receipts(most or -1):
        told = kept.told
        refs = ", ".join(one["ref"] for one in told["read"])
        cells = (kept.id, kept.at.isoformat(" ", "minutes"), kept.state, refs, told["question"][:60])
        table.add_row(*map(line, (*cells, ", ".join(told["value"])[:40], _cost(told).partition(" ")[0])))
    out().print(table)


@receipts.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="A receipt, or how it begins; else the newest.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """All that is kept of a question."""
    kept = app.ledger(load()).receipt(name)
    if as_json:
        echo_json(kept.to_json())
        return
    for each in _lines(kept):
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
    kept = (one for one, _ in zip(app.ledger(load()).receipts(oldest_first=True), counted, strict=False))  # not a list
    output.write(file, lines(kept), ours, force=force)
    out().print(f"Wrote {next(counted):,} receipts to {file}.")


@receipts.command()
def replay(
    name: Annotated[str, typer.Argument(metavar="ID", help="A receipt, or how it begins.")],
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="The workbook.")],
) -> None:
    """Hold a receipt against a workbook, offline: the same cells, the same value? Exit code 1 where one differs."""
    kept, findings = app.replayed(name, book)
    out().print(line(f"Receipt {kept.id} of {kept.at:%Y-%m-%d %H:%M}, {kept.state}: {kept.told['question']}"))
    for finding in findings:
        mark, style = ("✓", "green") if finding.same else ("✗", "red")
        out().print(line(f"{mark} {finding.said}", style=style))
    if not all(finding.same for finding in findings):
        raise typer.Exit(1)


@cli.command()
def usage(
    to: Annotated[Path | None, typer.Option("--csv", help="Write every call into this file.")] = None,
    force: FORCE = False,
) -> None:
    """Calls, tokens and cost, as the API counted them, of today and in all."""
    books = app.ledger(load())
    if to is None:
        out().print(app.usage_words(books))
    else:
        out().print(f"Wrote every call to {export_usage(books, to, force=force)}.")


def _lines(kept: Kept) -> Iterable[str]:
    told = kept.told
    yield f"Receipt {kept.id} · {kept.at:%Y-%m-%d %H:%M:%S} · {kept.state}"
    yield from (f"  {said}" for said in (told["question"], told["error"], told["text"]) if said)
    if told["formula"] or told["value"]:
        yield f"  {told['formula']} → {', '.join(told['value']) or 'nothing'}".replace("   →", "  →")
    for cited in told["citations"]:
        yield f"  {cited['verdict']}: {cited['ref']}  {cited['problem'] or ', '.join(cited['shows'])}"
    yield from (f"  ! {doubt}" for doubt in told["doubts"])
    for one in told["read"]:
        yield f"Read {told['workbook']} {one['ref']}, {told['cells']:,} filled cells, digest {one['digest']}"
    for call in told["stages"]:
        tokens = ", ".join(f"{call['usage'][kind]:,} {kind.removesuffix('_tokens')}" for kind in _USAGE)
        yield (
            f"  {call['stage']}: {call['tokens']:,} tokens by our count; counted {tokens}; {call['model']}, "
            f"request {call['request_id'] or '(none)'}, {call['seconds']:.1f} s"
        )
    before = f"; the whole sheet would be {told['tokens_before']:,} tokens" if told["tokens_before"] else ""
    yield f"Cost {_cost(told) or 'unknown: no price is set'} · {told['seconds']:.1f} s{before}"
    yield from (f"  {note}" for note in told["notes"])


def _cost(told: Any) -> str:
    return "" if told["cost_usd"] is None else f"${told['cost_usd']:.4f} (prices of {told['prices_as_of']})"


def _json_lines(kept: Iterable[Kept]) -> Iterator[str]:
    return (json.dumps(one.to_json(), ensure_ascii=False) + "\n" for one in kept)


def _is_of_receipts(file: BinaryIO) -> bool:
    """Whether the first line is a receipt's; an empty file, as an export of none is, holds nothing of anybody's."""
    line = file.readline(100)
    return not line or _JSON_HEAD.match(line) is not None


def _csv_lines(kept: Iterable[Kept]) -> Iterator[str]:
    """A receipt a line; lists joined by line breaks."""
    yield _CSV_HEAD
    for one in kept:
        told = one.told
        reads = ("\n".join(read[kind] for read in told["read"]) for kind in ("ref", "digest"))
        cited = "\n".join(
            f"{c['verdict']} {c['ref']} {c['problem'] or ', '.join(c['shows'])}" for c in told["citations"]
        )
        cells = chain(
            (one.id, one.at.isoformat(" ", "seconds"), one.state),
            (told[name] for name in _PLAIN),
            reads,
            (told["usage"][kind] for kind in _USAGE),
            ("\n".join(told[name]) for name in _LISTED),
            (cited,),
        )
        yield output.csv_line(cells)
