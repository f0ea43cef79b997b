"""``sheetllm ask``: a question to a sheet; answer, citations, receipt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from .. import app
from ..chain import Answer, Step, Verdict
from ..chain.evidence import Book
from ..display import shown
from ..errors import ReplyError
from ..literals import Value
from ..ports import Usage
from ..settings import Settings, load
from ..sheet import Sheet
from .screen import cli, err, out, working
from .whole import several
from .whole import words as words_of

_STAGES = {
    "tables": "Finding the table",
    "answer": "Reading the table",
    "reduce": "Putting the parts together",
    "check": "Asking once more",
}
_MARKS = {Verdict.VERIFIED: "✓", Verdict.UNVERIFIED: "?", Verdict.CONTRADICTED: "✗"}
_STYLES = {Verdict.VERIFIED: "green", Verdict.UNVERIFIED: "yellow", Verdict.CONTRADICTED: "red"}


@cli.command()
def ask(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="A workbook.")],
    question: Annotated[str, typer.Argument(help="What you want to know.")],
    sheet: Annotated[str | None, typer.Option(help="The sheet; else all of them.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer, citations and receipt as JSON.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be sent, and send nothing.")] = False,
    model: Annotated[str | None, typer.Option(help="Another model than the settings name.")] = None,
) -> None:
    """Ask a question: its sheet compressed, then the table it is about, go to the model you have set.

    Without --sheet, a workbook of several sheets is asked as a whole: its outline, and what the question points to.
    """
    settings = load(model=model)
    with working(f"Reading {book.name}") as doing, app.open_workbook(book) as host:
        every = several(host, book, doing) if sheet is None else None
        read = every or app.chosen_sheet(host, sheet)
    if dry_run:
        _dry_run(read, question, settings, as_json)
        return
    spent = Usage()
    with working("Reading the sheet") as doing:

        def on_progress(step: Step) -> None:
            nonlocal spent
            spent += step.completion.usage if step.completion else Usage()
            if every is not None:
                if said := words_of(step, settings):
                    doing(said)
            elif step.tokens and not step.completion:
                words = _STAGES.get(step.stage.partition(" ")[0], step.stage)
                doing(f"{words}: {settings.model}, about {step.tokens:,} tokens")

        try:
            if isinstance(read, Book):
                answer = app.answer_book(read, question, settings, on_progress)
            else:
                answer = app.answer(read, question, settings, on_progress)
        except ReplyError:
            say_spent(spent, settings)
            raise
    if as_json:
        typer.echo(json.dumps(answer_json(answer, settings), ensure_ascii=False, indent=2))
    else:
        show(answer, settings)
    if answer.verdict is Verdict.CONTRADICTED:
        raise ReplyError("The model was asked twice; what it says is not what the sheet holds.")


def say_spent(spent: Usage, settings: Settings) -> None:
    """A reply that cannot be used was paid for all the same: say so, on stderr."""
    cost = settings.cost(spent)
    price = "" if cost is None else f", ${cost:.4f}"
    err().print(f"Spent on it: {_tokens_in(spent):,} tokens in, {spent.output_tokens:,} out{price}.", markup=False)


def show(answer: Answer, settings: Settings) -> None:
    """Print the answer, what it stands on, what is in doubt, and the receipt."""
    style = _STYLES[answer.verdict] if answer.found else "bold"
    out().print(Text.assemble((answer.text, "bold"), (f"  {_said(answer)}", style)))
    if answer.formula:
        out().print(Text(f"  {answer.formula} → {_spell(answer.value)}"))
    for citation in answer.citations:
        mark, style = _MARKS[citation.verdict], _STYLES[citation.verdict]
        holds = ", ".join(shown(value) for value in citation.shows)
        out().print(Text(f"  {mark} {citation.ref}  {citation.problem or holds}", style=style))
    for doubt in answer.doubts:
        out().print(Text(f"  ! {doubt}", style="yellow"))
    out().print(Text(_receipt_line(answer, settings), style="dim"))
    for note in answer.receipt.notes:
        out().print(Text(f"  {note}", style="dim"))


def _said(answer: Answer) -> str:
    return f"({answer.verdict})" if answer.found else "(not in the data)"


def answer_json(answer: Answer, settings: Settings) -> dict[str, Any]:
    """The answer as ``--json`` prints it."""
    receipt = answer.receipt
    return {
        "found": answer.found,
        "value": _json(answer.value),
        "text": answer.text,
        "formula": answer.formula,
        "rows": [[_json(value) for value in row] for row in answer.rows],
        "verified": answer.verified,
        "verdict": str(answer.verdict),
        "doubts": list(answer.doubts),
        "citations": [
            {"ref": str(c.ref), "verdict": str(c.verdict), "shows": [_json(v) for v in c.shows], "problem": c.problem}
            for c in answer.citations
        ],
        "receipt": {
            "sheet": receipt.sheet,
            "read": str(receipt.read),
            "tables": [str(table) for table in receipt.tables],
            "cells": receipt.cells,
            "tokens_before": receipt.tokens_before,
            "tokens_sent": receipt.tokens_sent,
            "usage": {name: getattr(receipt.usage, name) for name in Usage.__slots__},
            "cost_usd": settings.cost(receipt.usage),
            "calls": receipt.calls,
            "model": receipt.model,
            "request_ids": list(receipt.request_ids),
            "seconds": round(receipt.seconds, 2),
            "notes": list(receipt.notes),
        },
    }


def _dry_run(read: Sheet | Book, question: str, settings: Settings, as_json: bool) -> None:
    if isinstance(read, Book):
        prompts = app.first_prompts_of_book(read, question, settings)
    else:
        prompts = app.first_prompts(read, question, settings)
    count = app.token_counter()
    tokens = [count(prompt.text) for prompt in prompts]
    cost = settings.cost(Usage(input_tokens=sum(tokens), output_tokens=len(prompts) * settings.reply_tokens))
    if as_json:
        texts = [{"text": prompt.text, "tokens": n} for prompt, n in zip(prompts, tokens, strict=True)]
        words = {"sends": texts, "to": settings.base_url, "model": settings.model, "cost_usd_at_most": cost}
        typer.echo(json.dumps(words, ensure_ascii=False, indent=2))
        return
    for prompt in prompts:
        typer.echo(prompt.text)
    price = "no price is set" if cost is None else f"at most ${cost:.4f}"
    calls = "1 call" if len(prompts) == 1 else f"{len(prompts)} calls"
    err().print(
        f"Nothing was sent. This is what {settings.base_url} would get first: {calls} to {settings.model}, "
        f"about {sum(tokens):,} tokens in, {price}.",
        markup=False,
    )


def _receipt_line(answer: Answer, settings: Settings) -> str:
    receipt, cost = answer.receipt, settings.cost(answer.receipt.usage)
    price = "" if cost is None else f", ${cost:.4f}"
    calls = "1 call" if receipt.calls == 1 else f"{receipt.calls} calls"
    return (
        f"{receipt.sheet} {', '.join(map(str, receipt.tables)) or receipt.read} · {receipt.model} · {calls}, "
        f"{_tokens_in(receipt.usage):,} tokens in, {receipt.usage.output_tokens:,} out{price} · "
        f"{receipt.seconds:.1f} s · the whole sheet would be {receipt.tokens_before:,} tokens"
    )


def _tokens_in(usage: Usage) -> int:
    return usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens


def _spell(value: Value | tuple[Value, ...] | None) -> str:
    return ", ".join(map(shown, value)) if isinstance(value, tuple) else shown(value)


def _json(value: Value | tuple[Value, ...] | None) -> Any:
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    return value if value is None or isinstance(value, bool | float | str) else str(value)
