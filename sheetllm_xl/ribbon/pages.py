"""Pages: the page of a workbook that is open in Excel, served by the process whose buttons are pressed."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

from .. import app
from ..app import checkup
from ..settings import InForce

if TYPE_CHECKING:
    import xlwings

    from ..page import LiveBook
    from .surroundings import Surroundings


class OpenPage(NamedTuple):
    """A page that is served, and the workbook behind it."""

    book: LiveBook
    address: str


def serve(book: xlwings.Book, around: Surroundings) -> OpenPage:
    """Serve a workbook's page until this process ends. Raises HostError."""
    from ..page import Fittings, LiveBook, listening, site

    live = LiveBook(book, around.errands.do, around.journal)
    fittings = Fittings(app.calculator(), checkup.findings, checkup.connection, app.choose_model)
    page = site(live, around.answers, InForce(), fittings)
    stack = ExitStack()
    running = stack.enter_context(listening(page))

    def run() -> None:
        with stack:
            running.run()

    threading.Thread(target=run, daemon=True).start()
    return OpenPage(live, running.address)
