"""``sheetllm ask``: a question to a sheet; answer, citations, receipt."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer

from .. import app
from ..answers import Answers, Form, Question
from ..answers.batched import STAGE
from ..answers.briefed import briefed
from ..answers.estimate import Estimate
from ..answers.queue import to_error
from ..app import briefings
from ..chain import Step
from ..chain.briefing import Briefing
from ..errors import BudgetSpent, InputError, ReplyError
from ..files import answered_rows
from ..ports import Usage
from ..record import Record, no_price
from ..settings import Settings, load
from ..text.secret import masked_in
from . import by_row
from .place import chosen
from .screen import FORCE, cli, echo, echo_json, err, line, opened, say_notes, working
from .shapes import AnswerShape, PlanShape, schema_of
from .showing import answer_json, show, tokens_in
from .whole import several
from .whole import words as words_of

if TYPE_CHECKING:
    from ..files.file import FileHost

_STAGES = {
    "tables": "Finding the table",
    "answer": "Reading the table",
    "reduce": "Putting the parts together",
    "check": "Asking once more",
}


@cli.command()
def ask(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="A workbook.")],
    question: Annotated[str, typer.Argument(help="What you want to know.")],
    sheet: Annotated[str | None, typer.Option(help="The sheet; else all of them.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer, citations and receipt as JSON.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be sent, and send nothing.")] = False,
    model: Annotated[str | None, typer.Option(help="Another model than the settings name.")] = None,
    cells: Annotated[
        str | None, typer.Option("--range", help="Only these cells, for example A1:H90 or 'Sales 2026'!A1:H90.")
    ] = None,
    max_cost: Annotated[float | None, typer.Option(min=0, help="US dollars it may cost; else nothing is sent.")] = None,
    count_exactly: Annotated[
        bool, typer.Option("--count-exactly", help="Let the API count first (free; it is sent the text).")
    ] = False,
    each_row: Annotated[bool, typer.Option("--each-row", help="Put the question to each row by itself.")] = False,
    label: Annotated[list[str] | None, typer.Option(help="A label to choose from; once for each.")] = None,
    free: Annotated[bool, typer.Option("--free", help="Each row in the model's own words: translate, sum up.")] = False,
    header: Annotated[
        int | None, typer.Option(min=0, max=3, help="How many rows the header has; else as detected.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--out", help="Write the answers of --each-row into this .csv or .xlsx.")
    ] = None,
    force: FORCE = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before a batch of many calls.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ask anew what was answered before.")] = False,
    _schema: Annotated[bool, schema_of(AnswerShape | PlanShape)] = False,
) -> None:
    """Ask a question: its sheet compressed, then the table it is about, go to the model you have set.

    Without --sheet, a workbook of several sheets is asked as a whole: its outline, and what the question points to.
    The same question about the same cells is answered from the ledger, and costs nothing.
    """
    settings, form = load(model=model), by_row.form_of(each_row, label or [], header, free, to)
    if to:
        answered_rows.admit(to, force=force, reads=[book])
    answers = app.answers(lambda: settings)
    whole = sheet is None and cells is None and not each_row
    asked = _question(answers, book, question, sheet, cells, form, whole=whole)
    if dry_run:
        _dry_run(answers, asked, settings, as_json, count_exactly)
        return
    record = None if fresh else answers.remembered(asked)
    if is_new := record is None:
        if max_cost is not None or count_exactly or each_row:
            _admitted(answers, asked, settings, max_cost, count_exactly, yes)
        record = _answered(answers, asked, settings, max_cost, fresh)
    if error := to_error(record):
        if isinstance(error, ReplyError):  # a reply that cannot be used was paid for all the same
            say_spent(record.usage, settings)
        raise error
    if to:
        by_row.write(to, record, form, book, force=force)
    if as_json:
        echo_json(masked_in(answer_json(record, is_new=is_new)))
    else:
        show(record, is_new=is_new)
    if record.state == "contradicted":
        raise ReplyError("The model was asked twice; what it says is not what the sheet holds.")
    if record.each and not record.answers_any:
        raise ReplyError("No row was answered; what is wrong with each is said beside it.")
    by_row.end(record, fresh=fresh, force=force, to=to)


def _question(
    answers: Answers, book: Path, text: str, sheet: str | None, cells: str | None, form: Form, *, whole: bool
) -> Question:
    """The question about the sheet, or the cells of it; about a ``whole`` workbook where it has several sheets."""
    path = str(book.resolve())
    with working(f"Reading {book.name}") as doing, opened(book) as host:
        sheets = several(host, book, doing) if whole else None
        if sheets and len(sheets.sheets) > 1:
            return briefed(answers.workbook_question(sheets, text, path), _briefing(host, book))
        read = sheets.sheets[0] if sheets and sheets.sheets else chosen(host, sheet, cells)
        return briefed(answers.question(read, text, form, path), _briefing(host, book))


def _briefing(host: FileHost, book: Path) -> Briefing | None:
    """What the workbook says of itself and the person has confirmed; what is not confirmed is named and not sent."""
    if (found := briefings.found(host)) and not found.is_confirmed:
        words = f"What {found.where} says of the workbook is not sent; see `sheetllm instructions {book.name}`."
        err().print(line(words, "dim"))
    return found.sent if found else None


def _admitted(
    answers: Answers, asked: Question, settings: Settings, max_cost: float | None, count_exactly: bool, yes: bool
) -> None:
    """Let a question pass that keeps to what it may cost, and say that before it is sent. Raises as ``admit`` does."""
    takes = answers.plan(asked, app.counted_by_api(settings) if count_exactly else None).takes
    admit(takes, settings, max_cost, yes or not asked.form.each_row)
    if max_cost is not None or count_exactly:
        err().print(f"Before sending: {takes.words(settings.price())}.")


def _answered(answers: Answers, question: Question, settings: Settings, max_cost: float | None, fresh: bool) -> Record:
    """The record of a question that is asked now, with what is being done on the screen."""
    words = words_of if not question.name else _words
    with working("Reading the sheet") as doing:

        def on_progress(step: Step) -> None:
            if line := words(step, settings):
                doing(line)

        rows = sum(np.unique(one.rows[one.filled]).size for one in question.sheets) if question.form.each_row else 0
        come = by_row.counting(doing, rows)
        return answers.ask(question, fresh=fresh, limit=max_cost, on_progress=on_progress, on_rows=come)


def _words(step: Step, settings: Settings) -> str:
    """What is being done of a question to a sheet; "" where there is nothing new."""
    if not step.tokens or step.completion:
        return step.note if step.stage == STAGE else ""
    stage = _STAGES.get(step.stage.partition(" ")[0], step.stage)
    return f"{stage}: {settings.model}, about {step.tokens:,} tokens"


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


def say_spent(spent: Usage, settings: Settings) -> None:
    """A reply that cannot be used was paid for all the same: say so, on stderr."""
    cost = settings.cost(spent)
    price = "" if cost is None else f", ${cost:.4f}"
    err().print(f"Spent on it: {tokens_in(spent):,} tokens in, {spent.output_tokens:,} out{price}.")


def _dry_run(answers: Answers, asked: Question, settings: Settings, as_json: bool, count_exactly: bool) -> None:
    for one in asked.sheets:
        say_notes(one)
    plan = answers.plan(asked)
    prompts, takes = plan.prompts, plan.takes
    count = app.counted_by_api(settings) if count_exactly else lambda prompt: app.token_counter()(prompt.text)
    tokens = [count(prompt) for prompt in prompts]
    cost = takes.cost(settings.price())
    if as_json:
        words: PlanShape = {
            "sends": [{"text": prompt.text, "tokens": n} for prompt, n in zip(prompts, tokens, strict=True)],
            "to": settings.address,
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
        f"{sent}. This is what {settings.address} would get first: {calls} to {settings.model}, "
        f"{'' if count_exactly else 'about '}{sum(tokens):,} tokens in. In all: {takes.words(settings.price())}.",
    )
