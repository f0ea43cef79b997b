"""What the ribbon's buttons do. Each takes what an input box asked for ("" for none) and returns the text to show.

A button does its work on the workbook in front. Anything longer than a message box holds opens as a page of its own.
A text that begins with "?" is a question: on OK the button is pressed again with "yes". So finding tables shows what
was found, and writes once the person agrees, if the sheet is still as it was shown.
"""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from . import app, credentials
from .desk.answers import spoken
from .desk.usage import export_usage as write_usage
from .detect import detect
from .errors import HostError, SheetLLMError
from .explain import listed, text_page
from .settings import load
from .sheet import Sheet

if TYPE_CHECKING:
    import xlwings

    from .desk import Desk
    from .hosts.journal import Journal
    from .ledger import Ledger

COSTS = "$"  # before a text that names a cost: a question whose answer is Cancel unless the person says otherwise
_BOX = 900  # characters; MsgBox cuts off at about 1,024


def _active_excel() -> xlwings.App:
    import xlwings

    found = xlwings.apps.active
    if found is None:
        raise HostError("Excel is not running, or has no workbook open.")
    return found


def _in_background(work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True).start()


@dataclass(frozen=True)
class Surroundings:
    """The Excel in front, the undo journal, how a page is opened, and how work goes on after a button has returned."""

    excel: Callable[[], xlwings.App] = _active_excel
    journal: Callable[[], Journal] = app.journal
    open_page: Callable[[str], object] = webbrowser.open
    later: Callable[[Callable[[], None]], None] = _in_background
    previewed: dict[str, str] = field(default_factory=dict)  # what was shown and not written yet: button -> digest
    desk: Desk | None = None  # the server's, with what its cells asked; None outside it


_around: ContextVar[Surroundings] = ContextVar("surroundings")
_DEFAULT = Surroundings()


@contextmanager
def surrounded(by: Surroundings) -> Iterator[None]:
    """The buttons work on other surroundings meanwhile."""
    token = _around.set(by)
    try:
        yield
    finally:
        _around.reset(token)


def at_desk(desk: Desk) -> AbstractContextManager[None]:
    """The buttons know what the server's cells asked meanwhile."""
    return surrounded(replace(_now(), desk=desk))


def ask_selection(given: str) -> str:
    """Ask about the selected cells, or about the sheet where one cell is selected. The answer opens as a page."""
    sheet, settings, around = _selected(), load(), _now()
    app.claude(settings).admit()  # no key is said at once, not in a page
    shown_before = around.previewed.pop("AskSelection", "")
    question = (agreed := shown_before if given.casefold() == "yes" else "") or given
    if not agreed and question.strip():
        takes = app.estimated(sheet, question, settings)
        if takes.calls[1] > settings.batch_calls:
            around.previewed["AskSelection"] = question
            return (
                f"{COSTS}It would take {takes.words(settings.price())}.\n\nNothing was sent. OK asks; Cancel does not."
            )
    title, book = f"{question.strip()[:80]} · {sheet.name}", _book().fullname

    def work() -> None:
        try:
            if around.desk:
                answer = around.desk.ask(sheet, question, book)
            else:
                answer = app.answer(sheet, question, settings, lambda step: None, book=book)
            lines = spoken(answer)
        except SheetLLMError as error:
            lines = [str(error)]
        except Exception as error:  # noqa: BLE001 - the shell: a thread's failure would be seen by nobody
            lines = [f"A fault of ours ({type(error).__name__}); nothing was written."]
        _open(title, "\n".join(lines), around)

    around.later(work)
    return f"Asking about {sheet.name} {sheet.used}. The answer opens as a page."


def detect_list(given: str) -> str:
    """List the tables of the sheet in front on a sheet of their own."""
    return _detect("DetectList", given)


def detect_outline(given: str) -> str:
    """Outline the tables of the sheet in front."""
    return _detect("DetectOutline", given)


def detect_names(given: str) -> str:
    """Name the tables of the sheet in front."""
    return _detect("DetectNames", given)


def detect_tables(given: str) -> str:
    """Make Excel tables of the tables of the sheet in front."""
    return _detect("DetectTables", given)


def clear_tables(given: str) -> str:
    """Take back everything that was written into this workbook."""
    from .hosts.undoing import undo_all

    return _shown("Clear", undo_all(_book(), _now().journal()))


def undo_tables(given: str) -> str:
    """Take back what was written last."""
    from .hosts.undoing import undo_last

    return _shown("Undo", undo_last(_book(), _now().journal()))


def what_is_sent(given: str) -> str:
    """The exact text that a question about the selection would send first. Sends nothing."""
    settings, question = load(), given.strip() or "(your question stands here)"
    sheet = _selected()
    prompts = app.first_prompts(sheet, question, settings)
    tokens = sum(app.token_counter()(prompt.text) for prompt in prompts)
    _open(f"What would be sent of {sheet.name}", "\n\n".join(prompt.text for prompt in prompts), _now())
    return (
        f"Nothing was sent. A question about {sheet.name} {sheet.used} would send {settings.base_url} "
        f"about {tokens:,} tokens first; the page that opened shows them to the letter."
    )


def refresh_answers(given: str) -> str:
    """Ask the selected cell's question anew, or those that wait for consent; what failed is asked when calculated."""
    desk, around = _desk(), _now()
    if given.casefold() == "yes" and (agreed := around.previewed.pop("RefreshAnswers", "")):
        desk.jobs.batch.agree(int(agreed))
        return ""
    if desk.waits_for_consent(desk.cells.selected()):
        around.previewed["RefreshAnswers"] = str(len(desk.jobs.batch))
        return COSTS + desk.batch_words()
    again = desk.ask_again(desk.cells.selected())
    return (
        "" if again else "What failed will be asked again. The selected cell holds no question that can be asked again."
    )


def show_why(given: str) -> str:
    """Why the selected cell shows what it shows."""
    desk = _desk()
    return _shown("Why", desk.why(desk.cells.selected()))


def show_usage(given: str) -> str:
    """Calls, tokens and cost so far."""
    return _shown("Usage", app.usage_words(_books()))


def export_usage(given: str) -> str:
    """Write every call as CSV among the person's documents."""
    return f"Every call is in {write_usage(_books())}."


def pause_spending(given: str) -> str:
    """Stop new calls, or let them go on."""
    books = _books()
    books.pause(not books.paused)
    if books.paused:
        return "Spending is paused: new questions are refused, remembered answers still work. Press again to go on."
    return "Spending goes on."


def set_key(given: str) -> str:
    """Put the API key in the vault."""
    return f"The key {credentials.set_key(given)} is kept in {credentials.where_from()}."


def choose_model(given: str) -> str:
    """Set the model for questions to come."""
    return f"Questions from now on go to {app.choose_model(given)}."


def check_setup(given: str) -> str:
    """What is set up and what is missing, in words."""
    return _shown("Setup", "\n".join([*app.setup_words(), _excel_words()]))


def open_help(given: str) -> str:
    """The functions and buttons, as a page."""
    _open("SheetLLM for Excel", app.help_words(), _now())
    return ""


def _desk() -> Desk:
    desk = _now().desk
    if desk is None:
        raise HostError("This button works in Excel only, where the server knows the cells that asked.")
    return desk


def _books() -> Ledger:
    desk = _now().desk
    return desk.ledger if desk else app.ledger(load())


def _detect(button: str, given: str) -> str:
    from .hosts import writeback
    from .hosts.busy import patiently

    ways = {
        "DetectList": (writeback.write_list, "list them on a sheet of their own"),
        "DetectOutline": (writeback.write_outlines, "outline them"),
        "DetectNames": (writeback.write_names, "define a name for each"),
        "DetectTables": (writeback.write_tables, "make Excel tables of them"),
    }
    write, words = ways[button]
    book, around = _book(), _now()
    sheet = app.open_live(book).read(patiently(lambda: book.sheets.active.name))
    if not (found := [(sheet, table) for table in detect(sheet)]):
        return f"No table was found on {sheet.name}."
    agreed, shown_digest = given.casefold() == "yes", around.previewed.pop(button, "")
    if not agreed or shown_digest != sheet.digest:
        around.previewed[button] = sheet.digest
        changed = "The sheet has changed since it was shown.\n\n" if agreed and shown_digest else ""
        words_found = listed(sheet, [table for _, table in found])
        return "?" + _shown("Tables found", f"{changed}{words_found}\n\nNothing is written yet. Press OK to {words}.")
    try:
        return _shown("Tables found", write(book, found, around.journal()))
    except HostError as error:
        rows = [[str(table.range), sheet.name, table.title_in(sheet)] for sheet, table in found]
        return _shown("Tables found", f"{error}\n\nTo copy:\n{writeback.copyable(rows)}")


def _now() -> Surroundings:
    return _around.get(_DEFAULT)


def _book() -> xlwings.Book:
    from .hosts.front import book_in_front

    return book_in_front(_now().excel())


def _selected() -> Sheet:
    from .hosts.front import selected_cells

    return selected_cells(_now().excel())


def _excel_words() -> str:
    try:
        book = _book()
        return f"Excel answers; the workbook in front has {len(book.sheets)} sheets."
    except SheetLLMError as error:
        return str(error)


def _shown(title: str, text: str) -> str:
    """The text where a message box holds it; else its beginning, and a page with all of it."""
    if len(text) <= _BOX:
        return text
    _open(title, text, _now())
    return f"{text[: _BOX - 60].rpartition(chr(10))[0]}\n…\nThe page that opened shows all of it."


def _open(title: str, text: str, around: Surroundings) -> None:
    """A self-contained page in a folder only this user can read."""
    page = Path(mkdtemp(prefix="sheetllm-")) / "page.html"
    page.write_text(text_page(title, text), encoding="utf-8")
    around.open_page(page.as_uri())
