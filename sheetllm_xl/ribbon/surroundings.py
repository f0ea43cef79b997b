"""What is around a button: the Excel it was pressed in, the undo journal, pages, boxes, and work that goes on later."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from platformdirs import user_data_path

from .. import app, output
from ..children import open_page, open_window
from ..errors import HostError, SheetLLMError, fault
from ..excel.errands import Errands
from ..excel.program import language_of
from ..explain import text_page
from .placing import Box, place
from .windows import Boxes, boxes

if TYPE_CHECKING:
    import xlwings

    from ..answers import Answers, Desk
    from ..excel.workbook_names import OpenName
    from ..excel.write.journal import Journal
    from .filling import Filling


_PAGE_LIFE = 3600.0  # seconds a page is kept for a browser that shows it
_log = logging.getLogger(__name__)


def pages_folder() -> Path:
    """Where the buttons' pages are. They hold what cells hold: only this person can read them, and they do not stay."""
    return user_data_path("sheetllm", appauthor=False) / "pages"


def sweep_pages(now: float | None = None) -> None:
    """Take away the pages that have been there for more than an hour."""
    before = (time.time() if now is None else now) - _PAGE_LIFE
    for page in pages_folder().glob("page-*.html"):
        with suppress(OSError):  # a browser holds it, or another sweep came first: next time
            if page.lstat().st_mtime < before:
                page.unlink()


def _excel_in_front() -> xlwings.App:
    """The one the button was pressed in; where that is not known, the one xlwings takes for active."""
    from ..excel.calling import current
    from ..excel.open_source import xlwings

    with suppress(xlwings.XlwingsError):  # there is no Excel on this system
        if excel := current().excel or xlwings.apps.active:
            return excel
    raise HostError("Excel is not running, or has no workbook open.")


def _in_background(work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True).start()


@dataclass(frozen=True)
class Surroundings:
    """``later`` goes on with work after a button has returned; ``open_page`` opens a page by its address."""

    excel: Callable[[], xlwings.App] = _excel_in_front
    journal: Callable[[], Journal] = app.journal
    open_page: Callable[[str], object] = open_page
    open_window: Callable[[str, Box | None], object] = open_window
    place: Callable[[int], Box | None] = place  # of a page, beside that window of Excel's
    errands: Errands = field(default_factory=Errands)  # of pages, for the thread that Excel calls
    pages: dict[OpenName, str] = field(default_factory=dict)  # the addresses of those that are served
    later: Callable[[Callable[[], None]], None] = _in_background
    previews: dict[int, dict[str, str]] = field(default_factory=dict)  # by the window of the Excel they were shown in
    fills: dict[OpenName, Filling] = field(default_factory=dict)  # columns on their way
    desk: Desk | None = None  # the server's, which knows what its cells asked; None outside it
    own_answers: Callable[[], Answers] = app.answers  # where there is no desk
    boxes: Callable[[], Boxes | None] = boxes  # windows of our own, where the system has them

    @property
    def window(self) -> int:
        """Of the Excel in front; 0 where there is none."""
        try:
            return int(self.excel().hwnd or 0)
        except HostError:
            return 0

    @property
    def language(self) -> str:
        """Of the words of the Excel in front; English where there is none."""
        try:
            return language_of(self.excel())
        except HostError:
            return "en"

    @property
    def previewed(self) -> dict[str, str]:
        """What was shown in this Excel and not agreed to yet: button -> digest. A "yes" in another takes none of it."""
        return self.previews.setdefault(self.window, {})

    @property
    def answers(self) -> Answers:
        """The road to answers: the desk's, so that buttons and cells remember the same."""
        return self.desk.answers if self.desk else self.own_answers()

    def show(self, title: str, text: str) -> None:
        """Open a self-contained page of the text. Raises HostError where it cannot be written."""
        sweep_pages()
        page = pages_folder() / f"page-{uuid4().hex[:12]}.html"
        output.write(page, [text_page(title, text)])
        self.open_page(page.as_uri())

    def show_later(self, title: str, lines: Callable[[], list[str]]) -> None:
        """A page of what takes a while to find out; Excel does not wait for it."""

        def work() -> None:
            try:
                text = "\n".join(lines())
            except SheetLLMError as error:
                text = str(error)
            except Exception as error:  # noqa: BLE001 - the shell: a thread's failure would be seen by nobody
                text = f"A fault of ours ({fault(error)}); nothing was written."
            try:
                self.show(title, text)
            except SheetLLMError as error:
                _log.error("a page was not shown: %s", error)
                if boxes := self.boxes():
                    boxes.tell("SheetLLM", str(error))

        self.later(work)


_around: ContextVar[Surroundings] = ContextVar("surroundings")
_DEFAULT = Surroundings()


def now() -> Surroundings:
    """What is around the button that is pressed."""
    return _around.get(_DEFAULT)


@contextmanager
def surrounded(by: Surroundings) -> Iterator[None]:
    """The buttons work on other surroundings meanwhile."""
    token = _around.set(by)
    try:
        yield
    finally:
        _around.reset(token)


def book_in_front() -> xlwings.Book:
    """The workbook that the buttons work on. Raises HostError with a sentence where there is none."""
    from ..excel.read.front import book_in_front as front

    return front(now().excel())
