"""Excel's settings as they were on every way out; what a busy Excel does not take back then, as soon as it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from ...errors import ExcelBusy, ExcelGone, HostError
from ...text.languages import translated
from ..busy import PATIENCE, Patience, patiently
from ..open_source import xlwings
from ..program import language_of

# What a piece of work sets, in this order; it is put back in the opposite one.
_DURING: dict[str, Any] = {
    "screen_updating": False,
    "enable_events": False,
    "display_alerts": False,
    "calculation": "manual",
}
_AT_ONCE = Patience(seconds=0.0)

Show = Callable[[], object]
"""A call that shows again what was shown."""


@dataclass(frozen=True, slots=True, eq=False)
class _Setting:
    """A setting of one Excel: what a piece of work made it, and what it was before."""

    app: xlwings.App
    pid: int
    name: str
    ours: Any
    before: Any

    def put(self, value: Any, patience: Patience) -> None:
        patiently(lambda: setattr(self.app, self.name, value), patience)

    def put_back_later(self, patience: Patience) -> None:
        """Put the setting back later, unless somebody else has changed it since."""
        if patiently(lambda: getattr(self.app, self.name), patience) == self.ours:
            self.put(self.before, patience)


_left: list[_Setting] = []  # by works that are over; this process is the only one that knows what they were


@contextmanager
def undisturbed(book: xlwings.Book, words: str, patience: Patience = PATIENCE) -> Iterator[list[Show]]:
    """Calculation, screen, events, alerts and status bar as they were, errors included.

    ``words`` stand in the status bar meanwhile. What Excel does not take back within ``patience`` is left to
    ``restore_what_is_left`` and to the next work on that Excel, which begins by putting it back: HostError where it
    cannot. What the person looks at is theirs: only a work that moves it puts into the list how to ``look_back``.
    """
    app = book.app
    pid = patiently(lambda: app.pid, patience)
    _restore(pid, patience)
    settings: list[_Setting] = []
    shown: list[Show] = []
    try:
        for name, value in {**_DURING, "status_bar": translated(words, language_of(app))}.items():
            before = _before(name, patiently(lambda name=name: getattr(app, name), patience))  # type: ignore[misc]
            settings.append(_Setting(app, pid, name, value, before))
            settings[-1].put(value, patience)
        yield shown
    finally:
        _end(settings, shown, patience)


def look_back(book: xlwings.Book, patience: Patience) -> list[Show]:
    """What shows again the sheet and the selection that are shown now, by the engine's own calls: xlwings' would also
    bring the window to the front.
    """
    sheet = patiently(lambda: book.sheets.active, patience)
    selected = patiently(lambda: book.app.selection, patience)
    return [sheet.impl.activate, *([selected.impl.select] if selected is not None else [])]


def restore_what_is_left() -> bool:
    """Put back what a busy Excel did not take before, without waiting; whether anything is still left.

    For a loop that lives on after the work, on the thread that may speak to Excel.
    """
    for pid in {one.pid for one in _left}:
        try:
            _restore(pid, _AT_ONCE)
        except HostError:
            continue  # still busy: its other settings are not asked for
    return bool(_left)


def _restore(pid: int, patience: Patience) -> None:
    """Each setting by itself: without an open workbook, Excel refuses how it calculates and takes the others."""
    refusal: HostError | None = None
    for one in [one for one in _left if one.pid == pid]:
        try:
            one.put_back_later(patience)
        except ExcelBusy:
            raise
        except ExcelGone:
            pass
        except HostError as error:
            refusal = error
            continue
        _left.remove(one)
    if refusal is not None:
        raise refusal


def _before(name: str, value: Any) -> Any:
    """A setting as it can be put back: the status bar that is Excel's own, False, may come as the text of that."""
    return False if name == "status_bar" and str(value).upper() == "FALSE" else value


def _end(settings: Sequence[_Setting], shown: Sequence[Show], patience: Patience) -> None:
    """What was shown, where the work moved it; then the settings.

    From the first refusal on nothing is waited for any more. The selection is not put back later: a person who goes
    on typing by then would type into other cells.
    """
    for show in shown:
        try:
            patiently(show, patience)
        except HostError:
            patience = replace(patience, seconds=0.0)
    for one in reversed(settings):
        try:
            one.put(one.before, patience)
        except HostError as error:
            patience = replace(patience, seconds=0.0)
            if not isinstance(error, ExcelGone):
                _left.append(one)
