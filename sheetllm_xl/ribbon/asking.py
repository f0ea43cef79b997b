"""The buttons that ask: about the selected cells, and about the whole workbook in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import app
from ..answers.reading import Reader
from ..answers.shapes import spoken
from ..answers.whole import whole_workbook
from ..errors import InputError
from ..excel.workbook_names import full_name
from ..record import Record, digest
from ..settings import load
from ..sheet import Sheet
from .box import COSTS, EMPTIES_UNDO, QUESTION, shown
from .surroundings import book_in_front, now

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..answers import Answers, Cells, Question

_CELLS = "Asked again about the same cells, it costs nothing, and can be written into cells."
_SHEETS = "Asked again about the same sheets, it costs nothing."


def ask_selection(given: str) -> str:
    """Ask about the selected cells; the answer opens as a page, and is offered for cells when it is asked again."""
    sheet, book = selected(), full_name(book_in_front())
    answers = now().answers
    place = f"{sheet.name} {sheet.used}"
    return _asked("AskSelection", given, place, _CELLS, lambda text: answers.question(sheet, text, workbook=book))


def ask_workbook(given: str) -> str:
    """Ask about all sheets, without what our own functions show on them, as ``scope=workbook`` does in a cell."""
    book, answers = book_in_front(), now().answers
    name, cells = full_name(book), _cells()
    sheets = Reader(cells, answers).all_sheets(book.sheets[0].range("A1"), cells.read)
    if not (filled := len(whole_workbook(sheets).sheets)):
        raise InputError("No sheet of this workbook holds anything, so there is nothing to ask it.")
    place = f"{book.name}, {filled} sheets"
    return _asked("AskWorkbook", given, place, _SHEETS, lambda text: answers.open_question(sheets, text, name))


def selected() -> Sheet:
    """The selected cells; the whole sheet where only one is selected. Raises InputError for nothing to read."""
    from ..excel.read.front import selected_cells

    return selected_cells(now().excel())


def _cells() -> Cells:
    """The desk's, so that what it has read is known; else those of the Excel in front."""
    from ..excel.busy import patiently
    from ..excel.cells import LiveCells
    from ..excel.read.live import read_range

    desk = now().desk
    return desk.cells if desk else LiveCells(read_range, patiently)


def _asked(button: str, given: str, place: str, again: str, of: Callable[[str], Question]) -> str:
    """Ask what the person typed of ``place``, after consent to what many calls would cost."""
    settings, around = load(), now()
    agreed = around.previewed.pop(button, "") if given.casefold() == "yes" else ""
    answers, question = around.answers, of(agreed or given)
    if known := answers.remembered(question):
        return _remembered(button, question, known, agreed)
    app.claude(settings).admit()  # that there is no key is said at once, not on a page
    if not agreed:
        takes = answers.plan(question).takes
        if takes.calls[1] > settings.batch_calls:
            around.previewed[button] = question.text
            return (
                f"{COSTS}It would take {takes.words(settings.price())}.\n\nNothing was sent. OK asks; Cancel does not."
            )
    title = f"{question.text.strip()[:80]} · {place.partition(',')[0]}"
    around.show_later(title, lambda: _page(answers, question, again))
    return f"Asking about {place}. The answer opens as a page."


def _page(answers: Answers, question: Question, again: str) -> list[str]:
    return [*spoken(answers.ask(question)), "", again]


def _remembered(button: str, question: Question, known: Record, agreed: str) -> str:
    """An answer that is remembered; one about a sheet that holds is written into cells on OK, if still as shown."""
    from ..excel.write.writeback import free_beside, write_answer

    text, around = "\n".join([*spoken(known), "", "This was asked before, so nothing was sent."]), now()
    rows = question.form.laid_out(known)
    if not rows or known.doubts or known.error or len(question.sheets) > 1:
        return shown("Answer", text)
    (sheet,) = question.sheets
    try:
        target, place = free_beside(book_in_front(), sheet, rows)
    except InputError as error:  # no room: it is shown all the same
        return shown("Answer", f"{text} {error}")
    as_shown = digest(f"{place}{known.to_json()}")
    if agreed and around.previewed.pop("WriteAnswer", "") == as_shown:
        return shown("Answer", write_answer(target, rows, around.journal()))
    around.previewed.update({button: question.text, "WriteAnswer": as_shown})
    offer = f"OK writes the answer into {place}, which is empty; Cancel leaves it at that. {EMPTIES_UNDO}"
    return QUESTION + shown("Answer", f"{text} {offer}", offer)
