"""``ask``: a question of a Python program to a sheet or a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..sheet import Sheet
from .workbook import Workbook, WorkbookSheet

if TYPE_CHECKING:
    from ..answers.question import Question
    from ..ports import Model
    from ..record import Record
    from ..settings import Settings


def ask(of: Sheet | WorkbookSheet | Workbook, question: str, *, model: Model | str | None = None) -> Record:
    """The answer to a question, with the cells it stands on, its doubts, and what it cost.

    ``model`` is the name of one at the address in the settings, by default the one that is set: such an answer is
    booked under the caps and remembered, as a cell's is. A model of your own is asked as it is, and nothing is kept.
    The record's ``state`` says whether the answer is verified, unverified, contradicted by the sheet or not found.

    Raises InputError (the question, or nothing to ask about), HostError (a workbook's sheets), ModelError, ReplyError,
    BudgetSpent.
    """
    from .. import app
    from ..answers.queue import to_error
    from ..settings import load

    if model is not None and not isinstance(model, str):
        return _by(model, _question(of, question, model.name), load())
    settings = load(model=model)
    record = app.answers(lambda: settings).ask(_question(of, question, settings.model))
    if error := to_error(record):
        raise error
    return record


def _question(of: Sheet | WorkbookSheet | Workbook, text: str, model: str) -> Question:
    from .. import app
    from ..answers.briefed import briefed
    from ..answers.question import of_sheet, of_workbook
    from ..app import briefings

    if isinstance(of, Sheet):
        return of_sheet(of, text, model)
    host = (of.workbook if isinstance(of, WorkbookSheet) else of)._host
    briefing = briefings.sent(host)
    if isinstance(of, WorkbookSheet):
        return briefed(of_sheet(of.sheet, text, model, workbook=str(of.workbook.path.resolve())), briefing)
    whole = app.whole_workbook(host, (one.sheet for one in of), host.limits.deadline().check)  # it may be open for long
    if len(whole.sheets) == 1:
        return briefed(of_sheet(whole.sheets[0], text, model, workbook=str(of.path.resolve())), briefing)
    return briefed(of_workbook(whole, text, model, str(of.path.resolve())), briefing)


def _by(model: Model, question: Question, settings: Settings) -> Record:
    """The record of an answer by a model of the caller's own: neither booked nor remembered."""
    from .. import app
    from ..answers.asking import silent
    from ..answers.batched import bounds
    from ..answers.question import Terms
    from ..answers.records import of_answer

    terms = Terms(bounds(settings), app.token_counter(), app.calculator())
    return of_answer(question, question.ask(model, terms, silent), settings, "")
