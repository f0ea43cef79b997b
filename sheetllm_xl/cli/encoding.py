"""``sheetllm encode``: a sheet as a model would read it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .. import app
from ..app import beside
from ..compress import PROFILES, compress
from ..sheet import Sheet
from ..text.secret import masked_in
from .place import others
from .screen import cli, echo, echo_json, err, line, opened, say_notes, working
from .shapes import EncodingShape, schema_of

if TYPE_CHECKING:
    from ..files.file import FileHost

ProfileName = StrEnum("ProfileName", {name.replace("-", "_"): name for name in PROFILES})  # type: ignore[misc]
DEFAULT_PROFILE = ProfileName("default")


@cli.command()
def encode(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="A workbook.")],
    sheet: Annotated[str | None, typer.Option(help="The sheet; else the first that holds anything.")] = None,
    profile: Annotated[ProfileName, typer.Option(help="Which modules run.")] = DEFAULT_PROFILE,
    budget: Annotated[
        int | None, typer.Option(min=1, metavar="TOKENS", help="Keep as much as fits; what was given up is said.")
    ] = None,
    remarks: Annotated[
        bool, typer.Option("--remarks", help="After it: notes, link targets, lists to choose from, pivots, colours.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Text, tokens after each module, cells.")] = False,
    _schema: Annotated[bool, schema_of(EncodingShape)] = False,
) -> None:
    """Compress a sheet and print the text; nothing leaves this machine."""
    with working(f"Encoding {book.name}"), opened(book) as host:
        read = app.chosen_sheet(host, sheet)
        say_notes(read)
        if sheet is None and (further := others(host, read)):
            err().print(further)
        encoding = compress(read, PROFILES[profile.value], count=app.token_counter(), budget=budget)
        lines = [*beside.lines(host, read)] if remarks and not as_json else []
        kinds = _kinds(host, read) if remarks and as_json else {}
    if not as_json:
        echo(encoding.text, nl=False)
        for remark in lines:
            echo(remark)
        first, last = encoding.stages[0].tokens, encoding.tokens
        err().print(line(f"{read.name}: {first} tokens → {last} ({profile.value})", "dim"))
        for sentence in encoding.given_up:
            err().print(sentence, style="dim")
        return
    answer: EncodingShape = {
        "sheet": read.name,
        "profile": profile.value,
        "tokens": {stage.name: stage.tokens for stage in encoding.stages},
        "cells": encoding.stages[-1].cells,
        "text": encoding.text,
    }
    if budget is not None:
        answer |= {"budget": budget, "given_up": list(encoding.given_up)}
    answer |= masked_in(kinds)
    echo_json(answer, None)


def _kinds(host: FileHost, sheet: Sheet) -> dict[str, dict[str, str]]:
    """What stands beside the cells, as ``--json`` names it."""
    remarks = host.remarks(sheet.name)
    kinds = {name: dict(getattr(remarks, name)) for name in ("notes", "links", "lists", "pivots")}
    return kinds | {"fills": {places: legend.removeprefix("|") for places, legend in beside.fills(host, sheet).items()}}
