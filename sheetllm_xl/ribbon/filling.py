"""Fill Column: a question to each row of the table in front, previewed, then filled as its answers come.

What was answered is kept until all is: a fill that was stopped, or whose server ended, goes on where it was.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from .. import app
from ..answers import Form
from ..answers.queue import to_error
from ..chain.answer import RowAnswer
from ..chain.row_batches import RowLines
from ..display import shown as displayed
from ..errors import ExcelBusy, InputError, SheetLLMError
from ..excel.workbook_names import OpenName, full_name, open_name
from ..grid import CellRange, Ref
from ..literals import Value
from ..record import Record
from ..settings import load
from .asking import selected
from .box import COSTS, EMPTIES_UNDO, QUESTION, shown
from .surroundings import Surroundings, book_in_front, now

if TYPE_CHECKING:
    import xlwings

    from ..answers import Question
    from ..excel.write.journal import Work

_PREVIEWED = 5  # rows
_TRIES = 1_500  # refusals one after the other, five a second: a person edits a cell for no more than some minutes
_LONGEST_HEAD = 60  # characters of the question that stand over the column
_GOES_ON = "Press Fill Column again: it goes on, and pays for no row twice."
_FAULT = f"A fault of ours ended the filling; the log names it. {_GOES_ON}"
_LABELS = "Labels come last, once, parted by bars: Which kind? labels=mail|call. Nothing was asked."
_STOPPED = f"Filling was stopped. {_GOES_ON}"


@dataclass(eq=False)
class Filling:
    """A column on its way. ``come`` is called where answers come, ``write`` on the thread that may speak to Excel."""

    book: OpenName
    place: Ref
    head: str
    question: Question
    rows: int
    is_headed: bool  # a row for it stands above those that are asked
    answered: int = 0
    ended: str = ""
    is_stopping: bool = False
    is_over: bool = False
    is_shown: bool = False  # why it ended
    refused: int = 0
    waiting: deque[tuple[int, Value]] = field(default_factory=deque)
    work: Work | None = None

    def come(self, answers: tuple[RowAnswer, ...]) -> None:
        """Rows have their answers. Raises InputError where nobody wants any more."""
        self.answered += len(answers)
        self.waiting.extend((one.row, one.value) for one in answers if not one.problem and one.value is not None)
        if self.is_stopping or self.ended:
            self.is_shown = bool(self.ended)
            raise InputError(self.ended or _STOPPED)

    def write(self, around: Surroundings) -> None:
        """Write what has come; what a busy Excel refuses, the next time. What cannot be written ends the filling."""
        from ..excel.write.filling import fill

        if not self.waiting or self.ended:
            return
        come = [self.waiting[i] for i in range(len(self.waiting))]  # more may come meanwhile
        words, col, ended = f"column {self.place}", self.place.range.left, _FAULT
        try:
            self.work = fill(self.book, self.place.sheet, col, dict(come), around.journal(), words, self.work)
        except ExcelBusy as error:
            self.refused += 1
            ended = str(error) if self.refused > _TRIES else ""
        except SheetLLMError as error:
            ended = str(error)
        else:
            self.refused, ended = 0, ""
            for _ in come:
                self.waiting.popleft()
        finally:
            self.ended = ended  # what nobody expected would come again with every turn

    @property
    def state(self) -> str:
        """How far it is, in words."""
        return f"{self.answered:,} of {self.rows:,} rows of {self.place.sheet} are answered"


def fill_column(given: str) -> str:
    """Preview, then fill a column; pressed while one fills, stop it."""
    around, book = now(), book_in_front()
    if (running := around.fills.get(open_name(book))) is not None:
        return _running(running, given)
    agreed = given.casefold() == "yes"
    text = around.previewed.pop("FillColumn", "") if agreed else given
    step = around.previewed.pop("FillStep", "") if agreed else ""
    filling, preview = _asked(text, book)
    known = around.answers.remembered(preview)
    app.claude(load()).admit()
    around.previewed["FillColumn"] = text
    if step == filling.question.key and known:
        around.previewed.pop("FillColumn")
        return _begin(filling, around)
    if step == preview.key and not known:
        around.show_later(f"Preview · {filling.head}", lambda: _preview(around.answers.ask(preview)))
        return "Asking the first rows. They open as a page; press Fill Column again with the same question to go on."
    takes = around.answers.plan(filling.question).takes.words(load().price())
    if known is None:
        around.previewed["FillStep"] = preview.key
        return (
            f"{COSTS}{filling.rows:,} rows would take {takes}.\n\nOK asks the first {_PREVIEWED} of them for a "
            "preview, one call; nothing else is sent. Cancel sends nothing."
        )
    around.previewed["FillStep"] = filling.question.key
    offer = f"OK fills {filling.place}, for {takes}. Cancel leaves it at that. {EMPTIES_UNDO}"
    return COSTS + shown("Preview", "\n".join([*_preview(known), "", offer]), offer)


def write_fills() -> None:
    """Write what has come of every column on its way: called again and again on Excel's thread."""
    around = now()
    for book, filling in list(around.fills.items()):
        try:
            filling.write(around)
        finally:
            if filling.is_over and (filling.ended or not filling.waiting):
                around.fills.pop(book, None)
                if filling.ended and not filling.is_shown:
                    around.show_later(filling.head, partial(_why_ended, filling))


def _why_ended(filling: Filling) -> list[str]:
    return [filling.state + ".", filling.ended]


def _running(running: Filling, given: str) -> str:
    if given.casefold() == "yes":
        running.is_stopping = True
        return f"{running.state}. No more are asked."
    return f"{QUESTION}{running.state}. OK stops it; what is answered stays. Cancel lets it go on."


def _begin(filling: Filling, around: Surroundings) -> str:
    """Write the head, and ask; the rest is written as it comes."""
    around.fills[filling.book] = filling
    if filling.is_headed:
        filling.waiting.append((filling.place.range.top, filling.head))
    around.show_later(filling.head, lambda: _filled(filling, around))
    return f"Filling {filling.place}. The rows appear as they are answered; Fill Column stops it."


def _filled(filling: Filling, around: Surroundings) -> list[str]:
    """Ask until all is answered or it is stopped; how it ended."""
    try:
        record = around.answers.ask(filling.question, on_rows=filling.come)
        if not record.failed and not filling.answered:  # remembered: no part of it came
            filling.come(
                tuple(RowAnswer(one.row, one.value, one.problem) for one in record.each if one.value not in (None, ""))
            )
        error = to_error(record)
        return [filling.state + ".", *filter(None, [str(error or ""), record.text]), *record.notes]
    except SheetLLMError as error:
        return [filling.state + ".", str(error)]
    finally:
        filling.is_over = True


def _preview(record: Record) -> list[str]:
    if error := to_error(record):
        raise error
    return [
        f"Row {one.row}: {one.problem or displayed(one.value)}" for one in record.each if one.value not in (None, "")
    ] + list(record.notes)


def _asked(given: str, book: xlwings.Book) -> tuple[Filling, Question]:
    """The column that is asked for, and the question to its first rows. Raises InputError, and HostError where it
    could not be written.
    """
    from ..excel.write.filling import admit, begun

    text, form = parsed(given)
    head = text[:_LONGEST_HEAD] + (" (the model's own words)" if form.free else "")
    sheet, journal, name = selected(), now().journal(), full_name(book)
    if col := begun(book, sheet.name, head, journal):
        sheet = sheet.only(sheet.cols != col)
    rows = list(RowLines.of(sheet, form.header).asked)
    answers, used = now().answers, sheet.used
    assert used is not None  # noqa: S101 - there are rows
    first = max(rows[0] - 1, used.top)
    place = Ref(sheet.name, CellRange(first, col or used.right + 1, rows[-1], col or used.right + 1))
    admit(book, place, journal)
    part = sheet.only(np.isin(sheet.rows, [*range(used.top, rows[0]), *rows[:_PREVIEWED]]))
    header = Form(form.shape, form.options | {f"header={min(rows[0] - used.top, 3)}"}, form.labels)
    whole, first_rows = (answers.question(one, text, header, name) for one in (sheet, part))
    is_headed = first < rows[0] and first in sheet.rows
    return Filling(open_name(book), place, head, whole, len(rows), is_headed), first_rows


def parsed(given: str) -> tuple[str, Form]:
    """The question, and how it is answered, of what a person typed: ``[free:] question [labels=a|b]``.

    Raises InputError where it could be meant in another way, for each row costs.

    >>> parsed("Which kind? labels=mail|call")[1].labels, parsed("free: Translate to German")[1].free
    (('mail', 'call'), True)
    """
    typed = given.strip()
    begun = re.match(r"free\s*:", typed, re.IGNORECASE)
    text, *labels = re.split(r"(?<!\w)labels\s*=", typed[begun.end() if begun else 0 :], flags=re.IGNORECASE)
    if len(labels) > 1 or any("|" not in one for one in labels):
        raise InputError(_LABELS)
    options = ["each=row", *["free"] * bool(begun), *(f"labels={one}" for one in labels)]
    return text.strip(), Form.of("column", "; ".join(options))
