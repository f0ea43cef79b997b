"""``sheetllm instructions``: what a workbook says of itself, shown, and sent with questions once it is confirmed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..app import briefings
from ..chain.briefing import NAME
from ..errors import InputError
from ..text.secret import masked
from .screen import cli, echo, err, line, opened, out


@cli.command()
def instructions(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="A workbook.")],
    confirm: Annotated[bool, typer.Option("--confirm", help="Send this text with questions from now on.")] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Send it no more.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before confirming.")] = False,
) -> None:
    """Show what a workbook says of itself in SheetLLM.Instructions; nothing of it is sent before you confirm it."""
    if confirm and withdraw:
        raise InputError("Either --confirm or --withdraw, not both.")
    with opened(book) as host:
        found = briefings.found(host)
    if found is None:
        raise InputError(f"{book.name} has neither a sheet nor a cell named {NAME} that holds anything.")
    echo(masked(found.briefing.text))
    if found.briefing.left_out:
        err().print(line(f"{found.briefing.left_out} more rows are too long for it and are never sent."))
    if not found.briefing.text:
        raise InputError(f"The first row of {found.where} alone is longer than what may be sent; shorten it.")
    if withdraw:
        briefings.withdraw(found.briefing)
        out().print("It is not sent any more.")
    elif confirm and not found.is_confirmed:
        if not yes:
            if not sys.stdin.isatty():
                raise InputError("Nothing was confirmed; add --yes if you have read it and that is what you want.")
            if not typer.confirm("Send this text, as data, with questions to this workbook?", err=True):
                raise typer.Exit(130)
        briefings.confirm(found.briefing)
        out().print(
            "Confirmed. Where a character of it changes, it is not sent until you confirm it again. In Excel a sheet "
            "of that name goes with questions to all sheets, not with those about a range or a selection."
        )
    else:
        state = "It is sent with questions." if found.is_confirmed else "It is not sent: --confirm lets it pass."
        out().print(line(f"{found.where}. {state}"))
