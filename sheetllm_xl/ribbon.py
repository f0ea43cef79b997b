"""What the ribbon's buttons do. Each takes what an input box asked for ("" for none) and returns the text to show.

A button does its work on the workbook in front. Anything longer than a message box holds opens as a page of its own.
A text that begins with "?" is a question: on OK the button is pressed again with "yes". So finding tables shows what
was found, and writes once the person agrees, if the sheet is still as it was shown.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from . import app, credentials
from .detect import detect
from .display import shown
from .errors import HostError, InputError, SheetLLMError
from .explain import listed, text_page
from .settings import load
from .sheet import Sheet
from .surroundings import Surroundings, now, surrounded

if TYPE_CHECKING:
    import xlwings

    from .desk import Desk
    from .ledger import Ledger

__all__ = ["Surroundings", "surrounded"]

_BOX = 900  # characters; MsgBox cuts off at about 1,024
_NO_BOOK = (
    "No workbook is open for editing. If the one in front is in Protected View, press Enable Editing, then try again."
)


def at_desk(desk: Desk) -> AbstractContextManager[None]:
    """The buttons know what the server's cells asked meanwhile."""
    return surrounded(replace(now(), desk=desk))


def ask_selection(given: str) -> str:
    """Ask about the selected cells, or about the sheet where one cell is selected. The answer opens as a page."""
    sheet, settings, around = _selected(), load(), now()
    app.claude(settings).admit()  # no key is said at once, not in a page
    title, book = f"{given.strip()[:80]} · {sheet.name}", _book().fullname

    def work() -> None:
        try:
            if around.desk:  # its calls are booked, and held to the caps
                answer = around.desk.ask(sheet, given, book)
            else:
                answer = app.answer(sheet, given, settings, lambda step: None, book=book)
            lines = [
                answer.text,
                *(f"{c.ref}  {', '.join(map(shown, c.shows))} {c.problem}" for c in answer.citations),
            ]
            lines += [f"! {doubt}" for doubt in answer.doubts]
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

    return _shown("Clear", undo_all(_book(), now().journal()))


def undo_tables(given: str) -> str:
    """Take back what was written last."""
    from .hosts.undoing import undo_last

    return _shown("Undo", undo_last(_book(), now().journal()))


def what_is_sent(given: str) -> str:
    """The exact text that a question about the selection would send first. Sends nothing."""
    settings, question = load(), given.strip() or "(your question stands here)"
    sheet = _selected()
    prompts = app.first_prompts(sheet, question, settings)
    tokens = sum(app.token_counter()(prompt.text) for prompt in prompts)
    _open(f"What would be sent of {sheet.name}", "\n\n".join(prompt.text for prompt in prompts), now())
    return (
        f"Nothing was sent. A question about {sheet.name} {sheet.used} would send {settings.base_url} "
        f"about {tokens:,} tokens first; the page that opened shows them to the letter."
    )


def refresh_answers(given: str) -> str:
    """Ask the selected cell's question anew; what failed elsewhere is asked again when it is calculated."""
    desk = _desk()
    if desk.ask_again(desk.cells.selected()):
        return ""
    return "What failed will be asked again. The selected cell holds no question that can be asked again."


def show_why(given: str) -> str:
    """Why the selected cell shows what it shows."""
    desk = _desk()
    return _shown("Why", desk.why(desk.cells.selected()))


def show_usage(given: str) -> str:
    """Calls, tokens and cost so far."""
    return _shown("Usage", app.usage_words(_books()))


def pause_spending(given: str) -> str:
    """Stop new calls ("1"), or let them go on ("0"); without either, "paused" or "" for how it is."""
    books = _books()
    if not given:
        return "paused" if books.paused else ""
    books.pause(given == "1")
    if given == "1":
        return "Spending is paused: new questions are refused, remembered answers still work. Press again to go on."
    return "Spending goes on."


def set_key(given: str) -> str:
    """Put the API key in the vault; where none is given, ask in a window that hides it ("*" where there is none)."""
    if given:
        return _key_kept(given)
    around, boxes = now(), now().boxes()
    if boxes is None:
        return "*"
    owner = _window()

    def work() -> None:
        typed = boxes.ask_hidden("SheetLLM", "Paste your API key. It is kept in the vault of this computer.", owner)
        if typed:
            try:
                said = _key_kept(typed)
            except SheetLLMError as error:
                said = str(error)
            boxes.tell("SheetLLM", said, owner)

    around.later(work)
    return ""


def _key_kept(key: str) -> str:
    return f"The key {credentials.set_key(key)} is kept in {credentials.where_from()}."


def _window() -> int:
    """Of the Excel in front, for a window that is to stand before it; 0 where there is none."""
    try:
        return int(now().excel().hwnd or 0)
    except HostError:
        return 0


def choose_model(given: str) -> str:
    """Set the model for questions to come."""
    return f"Questions from now on go to {app.choose_model(given)}."


def check_setup(given: str) -> str:
    """What is set up and what is missing, in words."""
    return _shown("Setup", "\n".join([*app.setup_words(), _excel_words()]))


def open_help(given: str) -> str:
    """The functions and buttons, as a page."""
    _open("SheetLLM for Excel", app.help_words(), now())
    return ""


def _desk() -> Desk:
    desk = now().desk
    if desk is None:
        raise HostError("This button works in Excel only, where the server knows the cells that asked.")
    return desk


def _books() -> Ledger:
    desk = now().desk
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
    book, around = _book(), now()
    sheet = app.open_live(book).read(patiently(lambda: book.sheets.active.name))
    found = [(sheet, table) for table in detect(sheet)]
    if not found:
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
        return _shown("Tables found", f"{error}\n\nTo copy:\n{writeback.copyable(_rows(found))}")


def _rows(found: list[Any]) -> list[list[Any]]:
    return [[str(table.range), sheet.name, table.title_in(sheet)] for sheet, table in found]


def _book() -> xlwings.Book:
    from .hosts.busy import patiently

    excel = now().excel()
    if not patiently(lambda: len(excel.books)):
        raise HostError(_NO_BOOK)
    return patiently(lambda: excel.books.active)


def _selected() -> Sheet:
    """The selected cells; the whole sheet where only one is selected. Raises InputError for nothing to read."""
    from .hosts.busy import patiently

    book = _book()
    area = patiently(lambda: now().excel().selection)
    if area is None:
        raise InputError("Select the cells you want to ask about; a chart or a picture is selected.")
    single = patiently(lambda: tuple(area.shape) == (1, 1))
    sheet = app.open_live(book).read(patiently(lambda: area.sheet.name)) if single else app.read_live(area)
    if sheet.used is None:
        raise InputError("The selected cells are empty, so there is nothing to ask.")
    return sheet


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
    _open(title, text, now())
    return f"{text[: _BOX - 60].rpartition(chr(10))[0]}\n…\nThe page that opened shows all of it."


def _open(title: str, text: str, around: Surroundings) -> None:
    """A self-contained page in a folder only this user can read."""
    page = Path(mkdtemp(prefix="sheetllm-")) / "page.html"
    page.write_text(text_page(title, text), encoding="utf-8")
    around.open_page(page.as_uri())
