"""The buttons of the Tables group: find them, let Claude look, and write down what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import app
from ..answers.queue import to_error
from ..chain.tables import joined, why_unsure
from ..detect import FoundTable, detect
from ..errors import HostError
from ..excel.workbook_names import full_name
from ..explain import listed
from ..record import digest
from ..settings import load
from ..sheet import Sheet
from .box import COSTS, EMPTIES_UNDO, QUESTION, shown
from .surroundings import book_in_front, now

if TYPE_CHECKING:
    import xlwings

_LOOK = "Let Claude Look, in the menu of Detect Tables, has that checked."
_LOOKED = "So Claude sees it. Detect Tables works on these as long as the sheet is as it is now."


def detect_and(button: str, given: str) -> str:
    """Find the tables of the sheet in front, show them, and do with them what the button says, once agreed."""
    from ..excel.write import writeback

    ways = {
        "DetectList": ("list", "list them on a sheet of their own"),
        "DetectOutline": ("outlines", "outline them"),
        "DetectNames": ("names", "define a name for each"),
        "DetectTables": ("tables", "make Excel tables of them"),
    }
    way, words = ways[button]
    book, around = book_in_front(), now()
    sheet = _in_front(book)
    tables = _tables(sheet, full_name(book))
    if not (found := [(sheet, table) for table in tables]):
        return f"No table was found on {sheet.name}."
    agreed, before = given.casefold() == "yes", around.previewed.pop(button, "")
    as_shown = digest(f"{sheet.digest}{[str(table.range) for table in tables]}")
    if not agreed or before != as_shown:
        around.previewed[button] = as_shown
        text = "The sheet has changed since it was shown.\n\n" if agreed and before else ""
        unsure = why_unsure(sheet, tables)
        text += "\n".join([listed(sheet, tables), *([f"{unsure} {_LOOK}"] if unsure else [])])
        return QUESTION + shown(
            "Tables found", f"{text}\n\nNothing is written yet. Press OK to {words}. {EMPTIES_UNDO}"
        )
    try:
        return shown("Tables found", writeback.WAYS[way](book, found, around.journal()))
    except HostError as error:
        rows = [[str(table.range), sheet.name, table.title_in(sheet)] for sheet, table in found]
        return shown("Tables found", f"{error}\n\nTo copy:\n{writeback.copyable(rows)}")


def look(given: str) -> str:
    """Ask Claude where the tables of the sheet in front are, after saying why and what it costs.

    What it names opens as a page; the other buttons work on it from then on, as long as the sheet is as it was.
    """
    book, around, settings = book_in_front(), now(), load()
    sheet, answers = _in_front(book), around.answers
    question = answers.tables_question(sheet, detect(sheet), full_name(book))

    def lines() -> list[str]:
        record = answers.ask(question)
        if error := to_error(record):
            raise error
        return [listed(sheet, joined(question.named(record), question.known)), "", _LOOKED]

    if answers.remembered(question):
        return shown("Tables found", "\n".join(lines()))
    app.claude(settings).admit()
    agreed = given.casefold() == "yes" and around.previewed.pop("LookByClaude", "") == question.key
    if not agreed:
        around.previewed["LookByClaude"] = question.key
        why = why_unsure(sheet, question.known) or f"The tables found on {sheet.name} are sure."
        takes = answers.plan(question).takes.words(settings.price())
        return (
            f"{COSTS}{why}\n\nClaude can look where the tables are, at types instead of numbers. It would take "
            f"{takes}.\n\nNothing was sent. OK asks; Cancel does not."
        )
    around.show_later(f"Tables on {sheet.name}", lines)
    return f"Asking where the tables of {sheet.name} are. What Claude names opens as a page."


def _in_front(book: xlwings.Book) -> Sheet:
    from ..excel.busy import patiently

    return app.open_live(book).read(patiently(lambda: book.sheets.active.name))


def _tables(sheet: Sheet, workbook: str) -> tuple[FoundTable, ...]:
    """As Claude named them, where it looked at the sheet as it is; else as detected here."""
    question = now().answers.tables_question(sheet, detect(sheet), workbook)
    looked = now().answers.remembered(question)
    return joined(question.named(looked), question.known) if looked else question.known
