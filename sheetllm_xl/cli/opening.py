"""``sheetllm open``: the page over a workbook file, in the browser, until Ctrl-C."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from .. import app
from ..app import briefings, checkup, choosing
from ..children import open_page
from ..settings import InForce
from .screen import cli, out


@cli.command("open")
def open_book(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="A workbook.")],
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port on 127.0.0.1; else the last, or a free one.")
    ] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address, and open no browser.")] = False,
) -> None:
    """Ask and look at a workbook on a page of its own, which only this computer can open. Ctrl-C ends it."""
    from ..page import FileBook, Fittings, listening_again, site

    shown, settings = FileBook(book, app.open_workbook, app.whole_workbook, briefings.sent), InForce()
    shown.names()  # what cannot be read is said here, before a browser opens
    fittings = Fittings(app.calculator(), checkup.findings, checkup.connection, choosing.choose, choosing.fixed)
    page = site(shown, app.answers(settings), settings, fittings)
    with listening_again(page, shown.full_name, port) as served, suppress(KeyboardInterrupt):
        out().print(f"{book.name} is at {served.address} until you press Ctrl-C.")
        if not no_browser:
            open_page(served.address)
        served.run()
