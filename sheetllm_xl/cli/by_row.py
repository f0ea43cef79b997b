"""``sheetllm ask --each-row``: its form, its progress, the file of its answers, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import typer

from ..answers import Form
from ..chain.answer import RowAnswer
from ..errors import InputError
from ..files import answered_rows
from ..record import Record
from .screen import err, line

PARTIAL = 7  # exit code: a part of the rows is answered, and the rest can be asked without paying for it again


def form_of(each_row: bool, labels: list[str], header: int | None, free: bool, to: Path | None) -> Form:
    """How the answer is laid out. Raises InputError for options that do not go together."""
    if not each_row:
        if labels or header is not None or free or to:
            raise InputError("--label, --header, --free and --out are for a question to each row; add --each-row.")
        return Form()
    if labels and free:
        raise InputError("A row has one of your labels, or words of the model's own; take --label or --free.")
    words = {"each=row", *["free"] * free, *([] if header is None else [f"header={header}"])}
    return Form("column", frozenset(words), tuple(labels))


def counting(doing: Callable[[str], None], rows: int) -> Callable[[tuple[RowAnswer, ...]], None]:
    """Says how many of at most so many ``rows`` have their answer."""
    done = 0

    def come(answers: tuple[RowAnswer, ...]) -> None:
        nonlocal done
        done += len(answers)
        if answers:
            doing(f"{done:,} of {rows:,} rows are answered")

    return come


def write(path: Path, record: Record, form: Form, book: Path, *, force: bool) -> None:
    """The answers, as a file. Raises HostError."""
    words = "the model's own" if form.free else "yours, the model chose" if form.labels else "the row's own"
    answered_rows.write(path, record, words, force=force, reads=[book])
    err().print(line(f"The answers are in {path.name}."))


def end(record: Record, *, fresh: bool, force: bool, to: Path | None) -> None:
    """Raise typer.Exit where a part of the rows alone is answered, and say the command that goes on.

    ``fresh`` would pay for them again, and ``to`` is there by now.
    """
    if record.partial:
        changes = " and ".join(["without --fresh"] * fresh + ["with --force"] * (to is not None and not force))
        command = f"the same command{f' {changes}' * bool(changes)} goes on where this one broke off"
        err().print(f"sheetllm: not all rows were asked; {command}.")
        raise typer.Exit(PARTIAL)
