"""Excel's settings as they were on every way out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import xlwings

from .busy import PATIENCE, Patience, patiently

# What a piece of work sets, in this order; it is put back in the opposite one.
_DURING: dict[str, Any] = {
    "screen_updating": False,
    "enable_events": False,
    "display_alerts": False,
    "calculation": "manual",
}


@contextmanager
def undisturbed(book: xlwings.Book, words: str, patience: Patience = PATIENCE) -> Iterator[None]:
    """Calculation, screen, events, alerts, status bar, active sheet and selection as they were, errors included.

    ``words`` stand in the status bar meanwhile. A setting that cannot be put back does not keep the others from it.
    """
    app = book.app
    with ExitStack() as after:
        for name, value in {**_DURING, "status_bar": words}.items():
            before = patiently(lambda name=name: getattr(app, name), patience)  # type: ignore[misc]
            after.callback(_put, app, name, before, patience)
            _put(app, name, value, patience)
        sheet = patiently(lambda: book.sheets.active, patience)
        selected = patiently(lambda: app.selection, patience)
        after.callback(_select, sheet, selected, patience)
        yield


def _put(app: xlwings.App, name: str, value: Any, patience: Patience) -> None:
    patiently(lambda: setattr(app, name, value), patience)


def _select(sheet: xlwings.Sheet, selected: xlwings.Range | None, patience: Patience) -> None:
    """By the engine's own calls: xlwings' would also bring the window to the front."""
    patiently(sheet.impl.activate, patience)
    if selected is not None:
        patiently(selected.impl.select, patience)
