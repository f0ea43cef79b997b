"""Answers: the one road from a question to its record, for cells, buttons, the command line and the library.

A question has a key. What the ledger remembers of it costs nothing; else it is queued, put to the model through the
chain, recorded and remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial

from ..chain import Step
from ..chain.briefing import Briefing
from ..chain.rows import OnRows, unseen_rows
from ..chain.tables import joined, why_unsure
from ..detect import FoundTable, detect
from ..errors import SettingError
from ..ports import Prompt
from ..record import Record, digest
from ..retrieve import Workbook
from ..sheet import Sheet
from ..store import Ledger
from .asking import Asking, silent
from .batched import STAGE
from .briefed import briefed_by
from .question import OnProgress, Plan, Question, of_sheet, of_workbook
from .queue import Jobs, to_error
from .shapes import Form
from .tables import TablesQuestion, of_tables
from .whole import whole_workbook


class Answers:
    """``ledger`` remembers, ``jobs`` is the queue, ``asking`` goes to the model that ``model`` names.

    ``is_confirmed``: whether the person lets what a workbook says of itself pass.
    """

    def __init__(
        self,
        ledger: Ledger,
        jobs: Jobs,
        asking: Asking,
        model: Callable[[], str],
        is_confirmed: Callable[[Briefing], bool] = lambda briefing: False,
    ) -> None:
        self.ledger, self.jobs, self.asking, self._model = ledger, jobs, asking, model
        self._is_confirmed = is_confirmed

    def question(self, sheet: Sheet, text: str, form: Form | None = None, workbook: str = "") -> Question:
        """A question about a sheet or, by its form, each row of it; ``workbook`` is the full name of what pays.

        Raises InputError.
        """
        return of_sheet(sheet, text, self._model(), form, workbook)

    def workbook_question(self, of: Workbook, text: str, workbook: str = "", form: Form | None = None) -> Question:
        """A question about all sheets of a workbook; about the sheet, where one alone holds anything.

        Raises InputError.
        """
        if len(of.sheets) == 1:
            return self.question(of.sheets[0], text, form, workbook)
        return of_workbook(of, text, self._model(), workbook, form)

    def open_question(
        self, sheets: Sequence[Sheet], text: str, workbook: str = "", form: Form | None = None
    ) -> Question:
        """A question about ``sheets`` of an open workbook, with what one of them says of it. Raises InputError."""
        question = self.workbook_question(whole_workbook(sheets), text, workbook, form)
        return briefed_by(question, sheets, self._is_confirmed)

    def tables_question(self, sheet: Sheet, known: tuple[FoundTable, ...], workbook: str = "") -> TablesQuestion:
        """Which tables there are on a sheet, of which those ``known`` were detected."""
        return of_tables(sheet, known, self._model(), workbook)

    def plan(self, question: Question, exactly: Callable[[Prompt], int] | None = None) -> Plan:
        """What would be sent, to the letter, and what it may cost; ``exactly`` counts a prompt as the API does.

        Raises InputError for what could not be asked.
        """
        return self.asking.plan(question, exactly)

    @property
    def withholds(self) -> bool:
        """Whether a cell shows nothing that is in doubt; so it is while the settings cannot be read."""
        try:
            return self.asking.withholds
        except SettingError:
            return True

    def remembered(self, question: Question) -> Record | None:
        """The answer that ``ask`` gives without a call; None where there is none."""
        question = self.as_remembered(question)
        known = self.jobs.known(question.key)
        return None if known is None or known.failed else known.moved(question.name, question.origin)

    def ask(
        self,
        question: Question,
        *,
        fresh: bool = False,
        limit: float | None = None,
        on_progress: OnProgress = silent,
        on_rows: OnRows = unseen_rows,
    ) -> Record:
        """The answer that is remembered, unless it is to be ``fresh``; else a new one, for a caller who waits for it.

        ``limit`` is what it may cost in US dollars. What fails is a record with its error. Raises LedgerError.
        """
        if not fresh and (known := self.remembered(question)):
            return known
        question = self.as_remembered(question)
        known = self.jobs.known(question.key)
        if fresh or (known and known.failed):  # not what another thread has just been answered
            self.forget(question.key)
        self.jobs.batch.let_pass(question.key)
        watched = partial(self._goes_on, question.key, on_progress)
        record = self.jobs.answer(
            question.key,
            lambda: self.asking.ask(question, limit=limit, on_progress=watched, on_rows=on_rows, fresh=fresh),
            digest(question.workbook),
        )
        return record.moved(question.name, question.origin)

    def find_tables(
        self,
        sheet: Sheet,
        *,
        where_unsure: bool = False,
        before: Callable[[str, TablesQuestion], None] = lambda why, question: None,
        on_progress: OnProgress = silent,
    ) -> tuple[FoundTable, ...]:
        """The tables as Claude sees them; with ``where_unsure`` it is asked only where structure leaves doubt.

        ``before`` is called with that doubt before anything is sent. Raises SheetLLMError.
        """
        known = detect(sheet)
        why = why_unsure(sheet, known) if where_unsure else ""
        if sheet.used is None or (where_unsure and not why):
            return known
        question = self.tables_question(sheet, known)
        if (record := self.remembered(question)) is None:
            if where_unsure:
                before(why, question)
            record = self.ask(question, on_progress=on_progress)
        else:
            for note in record.notes:
                on_progress(Step("note", note=note))
        if error := to_error(record):
            raise error
        return joined(question.named(record), known) if where_unsure else question.named(record)

    def submit(self, question: Question, cell: Hashable | None) -> tuple[Question, Record | None]:
        """The answer for a cell, which does not wait: None while it is on its way, and the cell is called back.

        The question comes back as it is remembered by. Raises SettingError where nothing is remembered.
        """
        workbook, calls = digest(question.workbook), partial(self.asking.calls, question)
        work = partial(self.asking.ask, question, on_progress=partial(self._goes_on, question.key, silent))
        record = self.jobs.submit(question.key, work, cell, workbook, calls=calls, sample=question)
        if record and record.bound(question.origin):
            return self.submit(question.placed(), cell)
        return question, record and record.moved(question.name, question.origin)

    def _goes_on(self, key: str, on_progress: OnProgress, step: Step) -> None:
        """Each reply, and each look at a batch, is a sign that the question is worked on, for every process."""
        if step.completion or step.stage == STAGE:
            self.jobs.renew(key)
        on_progress(step)

    def as_remembered(self, question: Question) -> Question:
        """The question with the key that its answer is under: its own where it holds in one place alone."""
        known = self.jobs.known(question.key)
        return question.placed() if known and known.bound(question.origin) else question

    def forget(self, key: str) -> None:
        """Forget an answer, so that it is asked again. Raises LedgerError, with nothing forgotten."""
        self.ledger.forget(key)
        self.jobs.forget(key)

    def forget_failures(self) -> None:
        """Forget failures, so that their cells ask anew when they are calculated. Raises LedgerError."""
        self.ledger.forget()
        self.jobs.forget()
