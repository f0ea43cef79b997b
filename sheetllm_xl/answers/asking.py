"""Asking: every question to a model goes through here: its calls are booked under the caps, and it leaves a record,
also one that failed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from math import inf

from ..chain import Step
from ..chain.rows import OnRows, unseen_rows
from ..compress import Count
from ..errors import InputError, SheetLLMError
from ..models.batches import BatchClaude
from ..models.breaker import Breaker
from ..models.metered import Metered
from ..ports import Calculator, Model, Prompt, Usage
from ..record import LedgerError, Record, digest
from ..settings import Settings
from ..store import Ledger
from ..store.records import new_id
from ..text import secret
from .batched import Batched, Booking, bounds, is_batched
from .estimate import Estimate
from .going_on import GoingOn
from .question import OnProgress, Plan, Question, Terms
from .records import Witness, no_witness, of_answer, of_failure, witnessed

_MOMENT = 1.0  # seconds between looks for room under the cap of a minute
_WAITS = "The cap of calls a minute is reached: what has begun waits for its turn."
_UNWRITTEN = "The receipt could not be written. {}"


def silent(step: Step) -> None:
    """Nobody watches."""


class _Course:
    """A question under way: its steps, whether anything of it was sent, and how long it may wait under a cap."""

    def __init__(self, question: Question, deadline: float, on_progress: OnProgress) -> None:
        self.steps: list[Step] = []
        self._each_row, self._deadline, self._on_progress = question.form.each_row, deadline, on_progress
        self._begun = self._since = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self._begun

    @property
    def is_sent(self) -> bool:
        """Whether a call of it was made, or was about to be."""
        return any(step.tokens for step in self.steps)

    def step(self, step: Step) -> None:
        """Take a step down, and hand it on."""
        self.steps.append(step)
        if self._each_row and step.completion:  # of thousands of rows, each call has its time
            self._since = time.monotonic()
        self._on_progress(step)

    def waits(self) -> bool:
        """Wait a moment for room; False where there is no time left for it."""
        if time.monotonic() - self._since + _MOMENT > self._deadline:
            return False
        if not any(step.note == _WAITS for step in self.steps):
            self.step(Step("cap", note=_WAITS))
        time.sleep(_MOMENT)
        return True


class Asking:
    """``settings`` are read for each question; ``model`` makes the model they name, and may refuse to.

    ``tell`` hears of each record that is written; ``witness`` computes an answer's formula in another way.
    """

    def __init__(
        self,
        ledger: Ledger,
        breaker: Breaker,
        settings: Callable[[], Settings],
        model: Callable[[Settings], Model],
        count: Callable[[], Count],
        calculator: Calculator,
        tell: Callable[[Record], None] = lambda record: None,
        witness: Witness = no_witness,
    ) -> None:
        self.ledger, self._breaker, self._settings, self._model, self._count = ledger, breaker, settings, model, count
        self._calculator, self._tell, self._witness = calculator, tell, witness

    def calls(self, question: Question) -> int:
        """How many calls a question begins with, as far as it matters whether a batch has room. Raises SettingError."""
        settings = self._settings()
        with suppress(InputError):  # it will fail before anything is sent
            return question.calls(bounds(settings), self._count(), settings.batch_calls)
        return 1

    @property
    def withholds(self) -> bool:
        """Whether whatever is in doubt is withheld. Raises SettingError."""
        return self._settings().withhold

    def plan(self, question: Question, exactly: Callable[[Prompt], int] | None = None) -> Plan:
        """What a question would send and take. Raises InputError for what could not be asked."""
        settings = self._settings()
        plan = question.plan(bounds(settings), self._count(), exactly)
        return replace(plan, takes=replace(plan.takes, half=is_batched(question, settings, self._count())))

    def estimated(self, samples: Iterable[Question], count: int) -> Estimate:
        """What so many questions would take, by ``samples`` of them."""
        takes = list[Estimate]()
        for sample in samples:
            with suppress(InputError):  # it will fail before anything is sent
                takes.append(self.plan(sample).takes)
        return sum(takes, Estimate()).scaled(count / max(len(takes), 1))

    def batch_words(self, waiting: int, samples: Sequence[Question]) -> str:
        """What so many questions that wait for consent would take, by ``samples`` of them."""
        settings, takes = self._settings(), self.estimated(samples, waiting)
        return (
            f"{waiting:,} new questions wait for you. They would take {takes.words(settings.price())}.\n\n"
            f"Nothing of them was sent. OK asks them, at most {settings.batch_calls:,} at once; Cancel leaves them."
        )

    def metered(
        self, workbook: str, receipt: str = "", limit: float | None = None, wait: Callable[[], bool] = lambda: False
    ) -> Metered:
        """The model, every call of it booked on the workbook of that full name; ``limit`` in US dollars."""
        settings = self._settings()
        model, count, cost = self._model(settings), self._count(), settings.cost
        booked = self.ledger, self._breaker, digest(workbook), count
        return Metered(model, *booked, price=cost, limit=limit, receipt=receipt, wait=wait)

    def ask(
        self,
        question: Question,
        *,
        limit: float | None = None,
        on_progress: OnProgress = silent,
        on_rows: OnRows = unseen_rows,
        fresh: bool = False,
        patient: bool = True,
    ) -> Record:
        """The record of the answer, or of what ended a question that had begun; it is a receipt in the ledger.

        A question to each row that broke off goes on where it was, unless it is to be ``fresh``.
        For a batch, who is not ``patient`` waits no longer than the deadline of a call.

        Raises SheetLLMError where nothing was begun.
        """
        settings, name = self._settings(), new_id()
        course = _Course(question, settings.deadline_seconds, on_progress)
        half = is_batched(question, settings, self._count())

        def ended(error: BaseException) -> Record:
            failure = of_failure(question, error, course.steps, course.seconds, settings, name, half=half)
            return self._written(failure)

        def is_paid_for(kind: object, error: BaseException | None, trace: object) -> None:
            if error is not None and not isinstance(error, SheetLLMError) and course.is_sent:
                ended(error)

        if half:
            patience = inf if patient else settings.deadline_seconds
            calls: Model = self._batched(question, settings, (name, limit, fresh), course.step, on_rows, patience)
        else:
            calls = self.metered(question.workbook, name, limit, course.waits)
        going_on = GoingOn(calls, self.ledger, fresh=fresh)
        model: Model = going_on if question.form.each_row else going_on.model
        terms = Terms(bounds(settings), self._count(), self._calculator, on_rows)
        with ExitStack() as stack:
            stack.push(is_paid_for)  # a fault of ours, or a person who cancels, leaves its receipt and goes on
            try:
                answer = question.ask(model, terms, course.step)
            except SheetLLMError as error:
                if isinstance(error, InputError) and not course.is_sent:
                    raise
                return ended(error)
            if going_on.again:
                again = f"{going_on.again} replies were there from an earlier time that broke off, and cost nothing."
                answer = replace(answer, receipt=replace(answer.receipt, notes=(*answer.receipt.notes, again)))
            record = witnessed(of_answer(question, answer, settings, name, half=half), question, answer, self._witness)
        written = self._written(record)
        if written.id and not record.partial:
            going_on.done()
        return written

    def _batched(
        self,
        question: Question,
        settings: Settings,
        booked: tuple[str, float | None, bool],
        watched: OnProgress,
        on_rows: OnRows,
        patience: float,
    ) -> Batched:
        """The model of a question whose requests go in batches; ``booked``: receipt, limit, whether it is fresh."""
        model, count, (receipt, limit, fresh) = self._model(settings), self._count(), booked
        if not isinstance(model, BatchClaude):
            raise InputError("This model takes no batches; set batches to false.")

        def cost(usage: Usage, name: str) -> float | None:
            price = settings.price(name)
            return None if price is None else price.half().cost(usage)

        return Batched(
            model,
            self.ledger,
            self._breaker,
            Booking(digest(question.workbook), receipt, limit, cost, count),
            question.plan(bounds(settings), count).prompts,
            lambda name: not fresh and self.ledger.reply(name) is not None,
            lambda: on_rows(()),
            watched,
            fresh,
            patience,
        )

    def _written(self, record: Record) -> Record:
        """The record, without a key out of a cell, once it is in the ledger.

        An answer that is paid for is not lost because its receipt cannot be written: its notes say why not.
        """
        fields = json.loads(record.to_json())
        if (masked := secret.masked_in(fields)) != fields:
            record = Record.from_json(json.dumps(masked))
        try:
            self.ledger.keep(record)
            self.ledger.close_late()
            self._tell(record)
        except LedgerError as error:
            return record.but(id="", notes=(*record.notes, _UNWRITTEN.format(error)))
        return record
