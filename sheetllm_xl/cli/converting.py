"""``sheetllm convert``: the cells of a workbook that call COPILOT, listed, then as ASKSHEET in a new file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from .. import output
from ..errors import InputError
from ..files.conversion import Conversion, admit, conversion, write
from ..formulas import unmarked
from .screen import FORCE, cli, echo_json, err, line, opened, out, working
from .shapes import ConversionShape, schema_of


@cli.command()
def convert(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="A workbook, .xlsx or .xlsm.")],
    to: Annotated[Path | None, typer.Option("--out", help="The new file; else BOOK-asksheet beside it.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List the cells, and write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before the new file is written.")] = False,
    force: FORCE = False,
    as_json: Annotated[bool, typer.Option("--json", help="The cells, before and after, as JSON.")] = False,
    _schema: Annotated[bool, schema_of(ConversionShape)] = False,
) -> None:
    """List the cells that call Excel's COPILOT, and write a new file in which they call ASKSHEET.

    A cell that cannot be converted stays as it is, and says why. BOOK is never changed.
    """
    new = to or book.with_name(f"{book.stem}-asksheet{book.suffix}")
    if not dry_run:
        admit(book, new, force=force)
    with opened(book) as host:
        with working(f"Reading {book.name}"):
            found = conversion(host)
        if not as_json:
            _show(found)
        is_written = bool(found.converts) and not dry_run and _agreed(found, new, yes)
        if is_written:
            write(host, found, new, force=force)
    if as_json:
        echo_json(_shape(book, found, new if is_written else None))
    elif is_written:
        err().print(line(f"Wrote {output.named(new)}. Opened with the add-in, its cells ask, within your caps."))


def _show(found: Conversion) -> None:
    for cell in found.cells:
        for words in cell.lines():
            out().print(line(words))
    several = f"{len(found.cells):,} cells call COPILOT, {found.converts:,} of them can be converted."
    out().print(several if found.cells else "No cell calls COPILOT.")


def _agreed(found: Conversion, new: Path, yes: bool) -> bool:
    """Raises InputError where nobody can be asked."""
    words = f"{found.converts:,} cells would ask again, in {output.named(new)}."
    if not yes and not sys.stdin.isatty():
        raise InputError(f"{words} Nothing was written; add --yes if that is what you want.")
    return yes or typer.confirm(f"{words} Write it?", default=False, err=True)


def _shape(book: Path, found: Conversion, written: Path | None) -> ConversionShape:
    return {
        "workbook": str(book),
        "cells": [
            {
                "cell": str(cell.place),
                "before": unmarked(cell.before),
                "after": unmarked(cell.after),
                "remark": cell.remark,
            }
            for cell in found.cells
        ],
        "written": str(written) if written else None,
    }
