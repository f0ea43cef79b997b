"""What the ribbon's buttons do. Each takes what an input box asked for ("" for none) and returns the text to show.

A button does its work on the workbook in front. Anything longer than a message box holds opens as a page of its own.
A text may begin with a mark, a control character that no text to read begins with (addin/vba/Ribbon.bas knows the same
ones). QUESTION: on OK the button is pressed again with "yes". So finding tables shows what was found, and writes once
the person agrees, if the sheet is still as it was shown. COSTS is a question that names a cost: Cancel is its default.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from .. import app, credentials
from ..answers import usage
from ..answers.refresh import Refresh
from ..errors import HostError, SheetLLMError
from ..excel.workbook_names import open_name
from ..settings import load
from ..text.languages import translated
from . import asking, converting, filling, tables
from .asking import selected
from .box import COSTS, NOT_HIDDEN, PAUSED, QUESTION, shown
from .surroundings import Surroundings, book_in_front, now, surrounded

if TYPE_CHECKING:
    from ..answers import Desk

_PASTE = "Paste your API key. It is kept in the vault of this computer."

__all__ = ["COSTS", "NOT_HIDDEN", "PAUSED", "QUESTION", "Surroundings", "now", "surrounded"]


def at_desk(desk: Desk) -> AbstractContextManager[None]:
    """The buttons know what the server's cells asked meanwhile."""
    return surrounded(replace(now(), desk=desk))


def ask_selection(given: str) -> str:
    """Ask about the selected cells, or about the sheet where one cell is selected. The answer opens as a page.

    What was asked before is shown at once, and written into empty cells beside them once the person agrees.
    """
    return asking.ask_selection(given)


def ask_workbook(given: str) -> str:
    """Ask about all sheets of the workbook in front. The answer opens as a page; asked again it is shown at once."""
    return asking.ask_workbook(given)


def fill_column(given: str) -> str:
    """Ask each row of the table in front, after a preview, and fill a column as the answers come."""
    return filling.fill_column(given)


def detect_list(given: str) -> str:
    """List the tables of the sheet in front on a sheet of their own."""
    return tables.detect_and("DetectList", given)


def detect_outline(given: str) -> str:
    """Outline the tables of the sheet in front."""
    return tables.detect_and("DetectOutline", given)


def detect_names(given: str) -> str:
    """Name the tables of the sheet in front."""
    return tables.detect_and("DetectNames", given)


def detect_tables(given: str) -> str:
    """Make Excel tables of the tables of the sheet in front."""
    return tables.detect_and("DetectTables", given)


def look_by_claude(given: str) -> str:
    """Ask Claude where the tables of the sheet in front are, after saying why and what it costs."""
    return tables.look(given)


def convert_copilot(given: str) -> str:
    """Show the cells that call Excel's COPILOT, and give them ASKSHEET once the person agrees."""
    return converting.convert_copilot(given)


def clear_tables(given: str) -> str:
    """Take back everything that was written into this workbook."""
    from ..excel.write.undoing import undo_all

    return shown("Clear", undo_all(book_in_front(), now().journal()))


def undo_tables(given: str) -> str:
    """Take back what was written last."""
    from ..excel.write.undoing import undo_last

    return shown("Undo", undo_last(book_in_front(), now().journal()))


def what_is_sent(given: str) -> str:
    """The exact text that a question about the selection would send first. Sends nothing."""
    settings, question = load(), given.strip() or "(your question stands here)"
    sheet = selected()
    answers = now().answers
    prompts = answers.plan(answers.question(sheet, question)).prompts
    tokens = sum(app.token_counter()(prompt.text) for prompt in prompts)
    now().show(f"What would be sent of {sheet.name}", "\n\n".join(prompt.text for prompt in prompts))
    return (
        f"Nothing was sent. A question about {sheet.name} {sheet.used} would send {settings.address} "
        f"about {tokens:,} tokens first; the page that opened shows them to the letter."
    )


def open_page(given: str) -> str:
    """Open the page of the workbook in front, beside Excel: to ask, to follow up, to go to the cells of an answer."""
    from . import pages

    around, book = now(), book_in_front()
    name = open_name(book)
    if name not in around.pages:
        around.pages[name] = pages.serve(book, around)
    box = around.place(around.window)
    around.open_window(around.pages[name] + (box.fragment if box else ""), box)
    return ""


def refresh_answers(given: str) -> str:
    """Ask the selected cells' questions anew, or those that wait for consent; what failed is asked when calculated."""
    text, costs = Refresh(_desk(), load, now().previewed).press(given.casefold() == "yes")
    return COSTS * costs + text


def show_why(given: str) -> str:
    """Why the selected cell shows what it shows."""
    desk = _desk()
    return shown("Why", desk.why(desk.cells.selected()))


def show_usage(given: str) -> str:
    """Calls, tokens and cost so far, and what is left of the caps."""
    desk, book = now().desk, ""
    with suppress(HostError):  # without a cell in front nothing is shown of its workbook
        book = desk.cells.place(desk.cells.selected()).book if desk else ""
    return shown("Usage", usage.usage_words(now().answers.ledger, load(), book))


def export_usage(given: str) -> str:
    """Write every call as CSV among the person's documents."""
    return f"Every call is in {usage.export_usage(now().answers.ledger)}."


def pause_spending(given: str) -> str:
    """Stop new calls ("1"), or let them go on ("0"); without either, PAUSED or "" for how it is."""
    ledger = now().answers.ledger
    if not given:
        return PAUSED if ledger.paused else ""
    ledger.pause(given == "1")
    if given == "1":
        return "Spending is paused: new questions are refused, remembered answers still work. Press again to go on."
    return "Spending goes on."


def set_key(given: str) -> str:
    """Put the API key in the vault; where none is given, ask in a window that hides it (NOT_HIDDEN: there is none)."""
    if given:
        return _key_stored(given)
    around, boxes = now(), now().boxes()
    if boxes is None:
        return NOT_HIDDEN
    owner, language = around.window, around.language

    def work() -> None:
        typed = boxes.ask_hidden("SheetLLM", translated(_PASTE, language), owner)
        if typed:
            try:
                text = _key_stored(typed)
            except SheetLLMError as error:
                text = str(error)
            boxes.tell("SheetLLM", translated(text, language), owner)

    around.later(work)
    return ""


def _key_stored(key: str) -> str:
    host = credentials.host_of(load().address)
    return f"The key {credentials.set_key(key, host)} is kept in {credentials.where_from(host)}."


def choose_model(given: str) -> str:
    """Set the model for questions to come."""
    return f"Questions from now on go to {app.choose_model(given)}."


def check_setup(given: str) -> str:
    """What is set up and what is missing, as a page, and a first question about the sample workbook once agreed to."""
    from . import setting_up

    return setting_up.check_setup(given)


def open_help(given: str) -> str:
    """The functions and buttons, as a page."""
    now().show("SheetLLM for Excel", app.help_words())
    return ""


def _desk() -> Desk:
    desk = now().desk
    if desk is None:
        raise HostError("This button works in Excel only, where the server knows the cells that asked.")
    return desk
