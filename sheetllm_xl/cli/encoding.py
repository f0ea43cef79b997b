"""``sheetllm encode``: a sheet as a model would read it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .. import app
from ..compress import PROFILES, compress
from ..retrieve import Workbook
from ..text.secret import masked, masked_in
from ..text.unseen import on_one_line
from .place import others
from .screen import cli, echo, echo_json, err, line, opened, say_notes, working
from .shapes import EncodingShape, schema_of

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
        if sheet is None and (beside_it := others(host, read)):
            err().print(beside_it)
        encoding = compress(read, PROFILES[profile.value], count=app.token_counter(), budget=budget)
        beside = host.remarks(read.name) if remarks else None
        fills = dict(Workbook.of([read], check=host.check).fills[0]) if remarks and read.used else {}
    if not as_json:
        echo(encoding.text, nl=False)
        coloured = (f"{places} coloured{legend.replace('|', ': ', 1)}" for places, legend in fills.items())
        for remark in (*beside.lines(), *coloured) if beside else ():
            echo(on_one_line(masked(remark)))
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
    if beside:
        named = {name: dict(getattr(beside, name)) for name in ("notes", "links", "lists", "pivots")}
        answer |= masked_in(named | {"fills": {places: legend.removeprefix("|") for places, legend in fills.items()}})
    echo_json(answer, None)
