"""In front: the workbook a person looks at, and what is selected in it."""

from __future__ import annotations

from ...errors import HostError, InputError
from ...sheet import Sheet
from ..busy import PATIENCE, Patience, patiently
from ..open_source import xlwings
from ..workbook_names import full_name

_NO_BOOK = (
    "No workbook is open for editing. If the one in front is in Protected View, press Enable Editing, then try again."
)


def book_in_front(excel: xlwings.App) -> xlwings.Book:
    """The active workbook. Raises HostError where there is none that can be edited."""
    if not patiently(lambda: len(excel.books)):
        raise HostError(_NO_BOOK)
    return patiently(lambda: excel.books.active)


def open_book(name: str, program: str = "", patience: Patience = PATIENCE) -> xlwings.Book | None:
    """The open workbook of that full name, in that Excel (its process, "" for any); None where there is none.

    It is looked for each time: who keeps one keeps its Excel from ending.
    """

    def found() -> xlwings.Book | None:
        excels = (app for app in xlwings.apps if program in ("", str(app.pid or "")))  # another one may be busy
        return next((book for app in excels for book in app.books if full_name(book) == name), None)

    return patiently(found, patience)


def selected_cells(excel: xlwings.App) -> Sheet:
    """The selected cells; the whole sheet where only one is selected. Raises InputError for nothing to read."""
    from .live import LiveHost, read_range

    book = book_in_front(excel)
    area = patiently(lambda: excel.selection)
    if area is None:
        raise InputError("Select the cells you want to ask about; a chart or a picture is selected.")
    single = patiently(lambda: tuple(area.shape) == (1, 1) and "," not in area.address)  # a shape is the first area's
    sheet = LiveHost(book).read(patiently(lambda: area.sheet.name)) if single else read_range(area)
    if sheet.used is None:
        raise InputError("The selected cells are empty, so there is nothing to ask.")
    return sheet
