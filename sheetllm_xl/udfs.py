"""The worksheet functions. Names, parameters and docstrings are what the function wizard shows; the Desk does the work.

What a function returns is a value: a text that begins with an equals sign stays a text. Blanks come back as empty
texts, for Excel would show nothing as 0. A function cannot set its cell's number format: a date comes back as a date, a
length of time and a time of day as the part of a day that Excel keeps, money as its number. Off Windows the decorators
do nothing, and these are plain functions.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from .answers import Area, Desk, found_tables
from .answers.queue import of_error
from .app import token_counter
from .compress import compress
from .errors import SheetLLMError, fault
from .excel.open_source import xlwings
from .literals import CellError, Value
from .record import Record

Rows = tuple[tuple[Value | None, ...], ...]

_log = logging.getLogger(__name__)
_desk: ContextVar[Desk] = ContextVar("desk")
_caller: ContextVar[Area | None] = ContextVar("caller", default=None)


@contextmanager
def called_from(desk: Desk, caller: Area | None) -> Iterator[None]:
    """The functions called in this block belong to ``caller``, the cell they stand in, and ask ``desk``."""
    tokens = _desk.set(desk), _caller.set(caller)
    try:
        yield
    finally:
        _desk.reset(tokens[0])
        _caller.reset(tokens[1])


@xlwings.func(category="SheetLLM")
@xlwings.arg(
    "question", doc="What you want to know, in quotation marks, or a cell that holds it. Up to 8,000 characters."
)
@xlwings.arg(
    "range",
    doc="The cells it is about, for example Sales!A:H, or (Jan!A:H,Feb!A:H). Left out: the cells around this one.",
)
@xlwings.arg("shape", doc="cell, row, column or table: how the answer is laid out. Left out: cell.")
@xlwings.arg(
    "options",
    doc="sentence: the answer in words. unverified: show what could not be checked. "
    "scope=workbook: reads all sheets. "
    "each=row: an answer for each row, as a column, with labels=a|b|c to choose from.",
)
def ASKSHEET(question: Any, range: Any = None, shape: Any = None, options: Any = None) -> Any:
    """Answers a question about a range. The value is computed from the cells, and stays until they change."""
    return _guarded(lambda desk: desk.answer((question, range, shape, options), _caller.get()))


@xlwings.func(category="SheetLLM")
@xlwings.arg("cell", doc="A cell that holds ASKSHEET.")
def ASKSHEET_WHY(cell: Any) -> Any:
    """Says what the answer in a cell stands on, or why there is none and what to do."""
    return _guarded(lambda desk: ((desk.why(cell),),), cell)


@xlwings.func(category="SheetLLM")
@xlwings.arg("cell", doc="A cell that holds ASKSHEET.")
def ASKSHEET_FORMULA(cell: Any) -> Any:
    """Shows the formula that the answer in a cell was computed with, as a text."""

    def shown(desk: Desk) -> Rows:
        record = desk.record(cell)
        return ((record.formula or record.error or CellError.NA,),)

    return _guarded(shown, cell)


@xlwings.func(category="SheetLLM")
@xlwings.arg("cell", doc="A cell that holds ASKSHEET.")
def ASKSHEET_SOURCES(cell: Any) -> Any:
    """Lists the cells that the answer in a cell stands on, what they hold, and whether that was checked."""
    return _guarded(lambda desk: _sources(desk.record(cell)), cell)


@xlwings.func(category="SheetLLM")
@xlwings.arg("range", doc="The cells to look at. Left out: the cells around this one.")
def SHEETTABLES(range: Any = None) -> Any:
    """Lists the tables in a range: where each begins and ends, its size, and its header rows. Sends nothing."""
    return _guarded(lambda desk: found_tables(desk.sheet(range, _caller.get())), range)


@xlwings.func(category="SheetLLM")
@xlwings.arg("range", doc="The cells to count. Left out: the cells around this one.")
def SHEETTOKENS(range: Any = None) -> Any:
    """Counts the tokens of a range: written out in full, and compressed, side by side. Sends nothing."""

    def counted(desk: Desk) -> Rows:
        encoding = compress(desk.sheet(range, _caller.get()), count=token_counter())
        return ((float(encoding.stages[0].tokens), float(encoding.tokens)),)

    return _guarded(counted, range)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (ASKSHEET, ASKSHEET_WHY, ASKSHEET_FORMULA, ASKSHEET_SOURCES, SHEETTABLES, SHEETTOKENS)
}


def _sources(record: Record) -> Rows:
    if not record.citations:
        return ((record.error or CellError.NA,),)
    return tuple(
        (cited.ref, ", ".join(cited.shows) or cited.problem, "checked" if cited.checked else "not checked")
        for cited in record.citations
    )


def _guarded(work: Callable[[Desk], Rows], *given: Any) -> Any:
    """What ``work`` gives: one value, or rows. Every failure is an error value; an error that is given comes back."""
    for argument in given:
        if isinstance(argument, CellError):
            return argument
    try:
        rows = work(_desk.get())
    except SheetLLMError as error:
        return of_error(error).error
    except Exception as error:  # noqa: BLE001 - the shell: a cell never shows a traceback
        _log.error("a fault of ours: %s", fault(error))
        return CellError.VALUE
    filled = tuple(tuple("" if value is None else value for value in row) for row in rows)
    return filled[0][0] if (len(filled), len(filled[0])) == (1, 1) else filled
