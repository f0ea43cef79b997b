"""Pages: the page of a workbook that is open in Excel, served by the process whose buttons are pressed."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

from .. import app
from ..app import briefings, checkup, choosing
from ..excel.workbook_names import full_name, program_of
from ..settings import InForce

if TYPE_CHECKING:
    import xlwings

    from .surroundings import Surroundings


def serve(book: xlwings.Book, around: Surroundings) -> str:
    """Serve a workbook's page until this process ends; its address. Raises HostError."""
    from ..page import Fittings, LiveBook, listening_again, site

    live = LiveBook(full_name(book), program_of(book), around.errands.do, around.journal, briefings.is_confirmed)
    fittings = Fittings(app.calculator(), checkup.findings, checkup.connection, choosing.choose, choosing.fixed)
    page = site(live, around.answers, InForce(), fittings)
    stack = ExitStack()
    running = stack.enter_context(listening_again(page, live.full_name))

    def run() -> None:
        with stack:
            running.run()

    threading.Thread(target=run, daemon=True).start()
    return running.address
