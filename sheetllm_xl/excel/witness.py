"""Witness: what Excel itself computes for the formula of an answer, in the open workbook that its cells were read from.

``Evaluate`` writes nothing. It is given only formulas that our own calculator admits: functions of values, over cells
that the text names, nothing outside the workbook.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from datetime import time as time_of_day
from functools import partial
from typing import Any

from ..display.codes import Unshowable
from ..display.moments import serial
from ..errors import HostError, InputError, NotComputed
from ..formulas import Formula, admit, separate
from ..grid import CellRange
from ..literals import CellError, Value, literal
from ..record import Rows, content_digest, origin
from ..sheet import Sheet
from .busy import Patience, patiently
from .errands import Errands
from .error_codes import from_scode
from .open_source import xlwings
from .read.live import read_range
from .recalculating import is_calculating, is_copying_in
from .workbook_names import full_name

LONGEST = 255  # characters that Evaluate takes (learn.microsoft.com, Application.Evaluate)
_MOST_CELLS, _MOST_RANGES = 20_000, 8  # of a formula, that are read again, to know that they are as they were
_TURN = 1.0  # seconds until Excel's thread is free, or the answer goes without
_SHARE = 0.05  # of Excel's time, at most, when one answer comes after the other
_AT_ONCE = Patience(seconds=0.0)
_NO_WITNESS = (CellError.NAME, CellError.VALUE, CellError.GETTING_DATA)  # also: no such function, or not by Evaluate
_CLOSE = 1e-9


class Witness:
    """``errands`` reach Excel's thread; ``turn`` is how long an answer waits for it, in seconds."""

    def __init__(self, errands: Errands, turn: float = _TURN, clock: Callable[[], float] = time.monotonic) -> None:
        self._errands, self._turn, self._clock = errands, turn, clock
        self._asking, self._free_at = threading.Lock(), -math.inf

    def doubt(self, workbook: str, sheets: Sequence[Sheet], formula: str, rows: Rows) -> str:
        """Why an answer is in doubt; empty where Excel computes the same, or cannot be asked now.

        ``workbook`` is its full name, ``sheets[0]`` the one that the formula means where it names none, ``rows`` what
        our calculator makes of the formula.
        """
        if self._clock() < self._free_at or (read := evaluable(formula, sheets)) is None:
            return ""
        if not self._asking.acquire(blocking=False):
            return ""
        try:
            with suppress(HostError, InputError):
                computed = self._errands.do(partial(self._computed, workbook, sheets, read), self._turn)
                return difference(formula, computed, rows)
        finally:
            self._asking.release()
        return ""

    def _computed(self, workbook: str, sheets: Sequence[Sheet], formula: Formula) -> Rows:
        """What Excel makes of it, on its thread; nothing where it cannot be said. Raises HostError, InputError."""
        begun = self._clock()
        try:
            return patiently(lambda: _evaluated(workbook, sheets, formula), _AT_ONCE)
        finally:
            self._free_at = self._clock() + (self._clock() - begun) / _SHARE


def evaluable(formula: str, sheets: Sequence[Sheet]) -> Formula | None:
    """The formula, where Evaluate may be given it and can take it."""
    try:
        read = admit(formula)
    except NotComputed:
        return None
    is_one = len(separate(formula)) == 1 and len(read.text.removeprefix("=")) <= LONGEST
    return read if is_one and sheets and 0 < len(read.references) <= _MOST_RANGES else None


def _evaluated(workbook: str, sheets: Sequence[Sheet], formula: Formula) -> Rows:
    books = [book for app in xlwings.apps for book in app.books if full_name(book) == workbook]
    if len(books) != 1 or is_calculating(books[0].app) or is_copying_in(books[0].app):
        return ()  # two Excels may each have a Book1
    (book,) = books
    there = {sheet.name for sheet in book.sheets}
    named = {sheet.name.casefold(): sheet for sheet in sheets}
    left = _MOST_CELLS
    for reference in formula.references:
        sheet = named.get(reference.sheet.casefold()) if reference.sheet else sheets[0]
        if sheet is None or sheet.name not in there:
            return ()
        was = sheet.crop(reference.range)
        left -= was.used.area if was.used else 0
        if left < 0 or not _is_as_read(book, was, reference.range):
            return ()
    evaluate = getattr(book.sheets[sheets[0].name].api, "Evaluate", None)
    return () if evaluate is None else _typed(evaluate(formula.text.removeprefix("=")))


def _is_as_read(book: xlwings.Book, was: Sheet, box: CellRange) -> bool:
    """Whether the cells hold what they held when they were read. Raises InputError for too many."""
    there = read_range(book.sheets[was.name].range(str(box)), _AT_ONCE, lambda: _MOST_CELLS)
    return (content_digest(there), origin(there)) == (content_digest(was), origin(was))


def _typed(result: Any) -> Rows:
    """A result as COM gives it, by rows; a reference is a range there."""
    if hasattr(result, "GetAddress"):
        result = result.Value2
    if not isinstance(result, tuple):
        result = (result,)
    lines = result if result and isinstance(result[0], tuple) else (result,)
    return tuple(tuple(map(_value, line)) for line in lines)


def _value(value: Any) -> Value | None:
    try:
        if type(value) is int:
            return from_scode(value) or float(value)
        if isinstance(value, datetime):
            return next(_days(datetime(*value.timetuple()[:6])), None)
        return value if value is None or isinstance(value, str | bool | float) else float(value)
    except (TypeError, ValueError, OverflowError):
        raise HostError("Excel gave no value.") from None


def difference(formula: str, computed: Rows, rows: Rows) -> str:
    """The first value that Excel computes otherwise, as a sentence; what is of another shape tells nothing."""
    if [len(line) for line in computed] != [len(line) for line in rows]:
        return ""
    pairs = [pair for lines in zip(computed, rows, strict=True) for pair in zip(*lines, strict=True)]
    if any(theirs in _NO_WITNESS and ours is not theirs for theirs, ours in pairs):
        return ""
    differing = [pair for pair in pairs if not _is_same(*pair)]
    if not differing:
        return ""
    theirs, ours = (literal(value) or "an empty cell" for value in differing[0])
    more = f", and {len(differing) - 1} more values differ" if differing[1:] else ""
    return f"Excel itself computes {theirs} where this answer has {ours}{more}: {formula}."


def _is_same(theirs: Value | None, ours: Value | None) -> bool:
    if isinstance(theirs, float) and isinstance(ours, datetime | time_of_day):
        return any(math.isclose(theirs, days, abs_tol=1e-6) for days in _days(ours))
    if isinstance(theirs, float) and isinstance(ours, float):
        return math.isclose(theirs, ours, rel_tol=_CLOSE, abs_tol=_CLOSE)
    return (theirs or "") == (ours or "") if None in (theirs, ours) else theirs == ours and type(theirs) is type(ours)


def _days(moment: datetime | time_of_day) -> Iterator[float]:
    """Its serial number in either date system that has it."""
    for date1904 in (False, True):
        with suppress(Unshowable):
            yield float(serial(moment, date1904))
