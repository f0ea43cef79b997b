"""``sheetllm ask``: a question to a sheet; answer, citations, receipt."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from .. import app
from ..answers.estimate import Estimate
from ..answers.shapes import Form
from ..chain import Answer, Step
from ..chain.answer import RowAnswer
from ..display import shown
from ..errors import BudgetSpent, InputError, ReplyError
from ..grid import CellRange
from ..literals import Value
from ..ports import Usage
from ..record.ledger_port import no_price
from ..retrieve import Workbook
from ..settings import Settings, load
from ..sheet import Sheet
from ..text.secret import masked_in
from ..verify.verdict import Verdict
from .screen import cli, echo, echo_json, err, line, opened, out, say_notes, working
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
    cells: Annotated[
        str | None, typer.Option("--range", help="Only these cells of the sheet, for example A1:H90.")
    ] = None,
    max_cost: Annotated[float | None, typer.Option(min=0, help="US dollars it may cost; else nothing is sent.")] = None,
    count_exactly: Annotated[
        bool, typer.Option("--count-exactly", help="Let the API count first (free; it is sent the text).")
    ] = False,
    each_row: Annotated[bool, typer.Option("--each-row", help="Put the question to each row by itself.")] = False,
    label: Annotated[list[str] | None, typer.Option(help="A label to choose from; once for each.")] = None,
    header: Annotated[
        int | None, typer.Option(min=0, max=3, help="How many rows the header has; else as detected.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before a batch of many calls.")] = False,
) -> None:
    """Ask a question: its sheet compressed, then the table it is about, go to the model you have set.

    Without --sheet, a workbook of several sheets is asked as a whole: its outline, and what the question points to.
    """
    settings, form = load(model=model), _form(each_row, label or [], header)
    read = _read(book, sheet, cells, whole=sheet is None and cells is None and not each_row)
    if dry_run:
        _dry_run(read, question, settings, form, as_json, count_exactly)
        return
    if max_cost is not None or count_exactly or each_row:
        takes = app.estimated(read, question, settings, form, exactly=count_exactly)
        admit(takes, settings, max_cost, yes or not each_row)
        if max_cost is not None or count_exactly:
            err().print(f"Before sending: {takes.words(settings.price())}.")
    answer = _answered(read, question, settings, form, book, max_cost)
    if as_json:
        echo_json(masked_in(answer_json(answer, settings)))
    else:
        show(answer, settings)
    if answer.verdict is Verdict.CONTRADICTED:
        raise ReplyError("The model was asked twice; what it says is not what the sheet holds.")
    if answer.each and not answer.answers_any:
        raise ReplyError("No row was answered; what is wrong with each is said beside it.")


def _read(book: Path, sheet: str | None, cells: str | None, *, whole: bool) -> Sheet | Workbook:
    """The sheet, or the cells of it, that are asked; of a ``whole`` workbook all sheets where it has several."""
    with working(f"Reading {book.name}") as doing, opened(book) as host:
        read = (several(host, book, doing) if whole else None) or app.chosen_sheet(host, sheet)
    return read.crop(CellRange.parse(cells)) if cells is not None and isinstance(read, Sheet) else read


def _answered(
    read: Sheet | Workbook, question: str, settings: Settings, form: Form, book: Path, max_cost: float | None
) -> Answer:
    """The answer, with what is being done on the screen. A reply that cannot be used is said to have cost, too."""
    spent = Usage()
    with working("Reading the sheet") as doing:

        def on_progress(step: Step) -> None:
            nonlocal spent
            spent += step.completion.usage if step.completion else Usage()
            if isinstance(read, Workbook):
                if said := words_of(step, settings):
                    doing(said)
            elif step.tokens and not step.completion:
                words = _STAGES.get(step.stage.partition(" ")[0], step.stage)
                doing(f"{words}: {settings.model}, about {step.tokens:,} tokens")

        try:
            path = str(book.resolve())
            return app.answer(read, question, settings, on_progress, book=path, form=form, limit=max_cost)
        except ReplyError:
            say_spent(spent, settings)
            raise


def admit(takes: Estimate, settings: Settings, max_cost: float | None, agreed: bool) -> None:
    """Let a question pass that keeps to what it may cost, and to which the person agrees where it is a batch.

    Raises BudgetSpent, InputError where nobody can be asked, and typer.Exit where the person does not agree.
    """
    price = settings.price()
    words = takes.words(price)
    if max_cost is not None:
        if (cost := takes.cost(price)) is None:
            raise BudgetSpent(no_price(settings.model))
        if cost[1] > max_cost:
            raise BudgetSpent(f"This could take {words}; --max-cost allows ${max_cost:g}, so nothing was sent.")
    elif not agreed and takes.calls[0] > settings.batch_calls:
        if not sys.stdin.isatty():
            raise InputError(f"This would take {words}. Nothing was sent; add --yes if that is what you want.")
        if not typer.confirm(f"This takes {words}. Send it?", default=False, err=True):
            raise typer.Exit(130)


def _form(each_row: bool, labels: list[str], header: int | None) -> Form:
    if not each_row:
        if labels or header is not None:
            raise InputError("--label and --header are for a question to each row; add --each-row.")
        return Form()
    words = {"each=row"} | ({f"header={header}"} if header is not None else set())
    return Form("column", frozenset(words), tuple(labels))


def say_spent(spent: Usage, settings: Settings) -> None:
    """A reply that cannot be used was paid for all the same: say so, on stderr."""
    cost = settings.cost(spent)
    price = "" if cost is None else f", ${cost:.4f}"
    err().print(f"Spent on it: {_tokens_in(spent):,} tokens in, {spent.output_tokens:,} out{price}.")


def show(answer: Answer, settings: Settings) -> None:
    """Print the answer, what it stands on, what is in doubt, and the receipt."""
    style = _STYLES[answer.verdict] if answer.found else "bold"
    out().print(Text.assemble(line(answer.text, "bold"), (f"  {_said(answer)}", style)))
    if answer.each:
        for one in answer.each:
            if one.value is not None:
                out().print(line(f"  {one.row}  {shown(one.value)}  {one.problem}".rstrip()))
        _show_end(answer, settings)
        return
    if answer.formula:
        out().print(line(f"  {answer.formula} → {_spell(answer.value)}"))
    for citation in answer.citations:
        mark, style = _MARKS[citation.verdict], _STYLES[citation.verdict]
        holds = ", ".join(shown(value) for value in citation.shows)
        out().print(line(f"  {mark} {citation.ref}  {citation.problem or holds}", style=style))
    for doubt in answer.doubts:
        out().print(line(f"  ! {doubt}", style="yellow"))
    _show_end(answer, settings)


def _show_end(answer: Answer, settings: Settings) -> None:
    out().print(line(_receipt_line(answer, settings), style="dim"))
    for note in answer.receipt.notes:
        out().print(line(f"  {note}", style="dim"))


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
        **({"each_row": [_row(one) for one in answer.each if one.value is not None]} if answer.each else {}),
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
            "id": receipt.id,
        },
    }


def _row(one: RowAnswer) -> dict[str, Any]:
    return {"row": one.row, "value": _json(one.value), "problem": one.problem}


def _dry_run(
    read: Sheet | Workbook, question: str, settings: Settings, form: Form, as_json: bool, count_exactly: bool
) -> None:
    for one in read.sheets if isinstance(read, Workbook) else (read,):
        say_notes(one)
    prompts = app.first_prompts(read, question, settings, form)
    count = app.claude(settings).count_tokens if count_exactly else lambda prompt: app.token_counter()(prompt.text)
    tokens = [count(prompt) for prompt in prompts]
    takes = app.estimated(read, question, settings, form)
    cost = takes.cost(settings.price())
    if as_json:
        texts = [{"text": prompt.text, "tokens": n} for prompt, n in zip(prompts, tokens, strict=True)]
        words = {
            "sends": texts,
            "to": settings.base_url,
            "model": settings.model,
            "calls": takes.calls,
            "cost_usd": cost,
        }
        echo_json(words)
        return
    for prompt in prompts:
        echo(prompt.text)
    calls = "1 call" if len(prompts) == 1 else f"{len(prompts)} calls"
    sent = "No question was asked; the API counted the text" if count_exactly else "Nothing was sent"
    err().print(
        f"{sent}. This is what {settings.base_url} would get first: {calls} to {settings.model}, "
        f"{'' if count_exactly else 'about '}{sum(tokens):,} tokens in. In all: {takes.words(settings.price())}.",
    )


def _receipt_line(answer: Answer, settings: Settings) -> str:
    receipt, cost = answer.receipt, settings.cost(answer.receipt.usage)
    price = "" if cost is None else f", ${cost:.4f}"
    calls = "1 call" if receipt.calls == 1 else f"{receipt.calls} calls"
    return (
        f"{receipt.sheet} {', '.join(map(str, receipt.tables)) or receipt.read} · {receipt.model} · {calls}, "
        f"{_tokens_in(receipt.usage):,} tokens in, {receipt.usage.output_tokens:,} out{price} · "
        f"{receipt.seconds:.1f} s · the whole sheet would be {receipt.tokens_before:,} tokens"
        f"{f' · receipt {receipt.id}' if receipt.id else ''}"
    )


def _tokens_in(usage: Usage) -> int:
    return usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens


def _spell(value: Value | tuple[Value, ...] | None) -> str:
    return ", ".join(map(shown, value)) if isinstance(value, tuple) else shown(value)


def _json(value: Value | tuple[Value, ...] | None) -> Any:
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    return value if value is None or isinstance(value, bool | float | str) else str(value)
