"""Asking: every question to a model, from a cell, a button or the command line, goes through here.

Its calls are booked and held to the caps, and each question leaves a receipt, also one that failed.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from ..chain import Answer, Budget, Step
from ..chain.rows import calls_needed
from ..chain.workbook import ask_workbook
from ..compress import Count
from ..errors import InputError, SheetLLMError
from ..models.breaker import Breaker
from ..models.metered import Metered
from ..ports import Calculator, Model
from ..record import LedgerError, digest
from ..retrieve import Workbook
from ..settings import Settings
from ..sheet import Sheet
from ..store import Kept, Ledger
from ..store.receipts import new_id
from ..text.secret import masked_in
from .estimate import Estimate, estimate, of_a_book
from .receipts import of_answer, of_failure, state
from .shapes import Form

_MOMENT = 1.0  # seconds between looks for room under the cap of a minute
_WAITS = "The cap of calls a minute is reached: what has begun waits for its turn."
_UNWRITTEN = "The receipt could not be written. {}"


class Asking:
    """``settings`` are asked for at each question; ``model`` makes the model they name; ``books`` is the ledger."""

    def __init__(
        self,
        books: Ledger,
        breaker: Breaker,
        settings: Callable[[], Settings],
        model: Callable[[Settings], Model],
        count: Callable[[], Count],
        calculator: Calculator,
    ) -> None:
        self.books, self._breaker, self._settings, self._model, self._count = books, breaker, settings, model, count
        self._calculator = calculator

    def calls(self, sheet: Sheet, form: Form) -> int:
        """How many calls a question begins with, told at once."""
        return max(1, calls_needed(sheet, bounds(self._settings()))) if form.each_row else 1

    def estimate(self, sheet: Sheet, question: str, form: Form) -> Estimate:
        """What a question would take. Raises InputError for what could not be asked."""
        return estimate(sheet, question, form, bounds(self._settings()), self._count())

    def estimated(self, samples: Iterable[tuple[Sheet, str, Form]], count: int) -> Estimate:
        """What so many questions would take, told from ``samples`` of them."""
        told = list[Estimate]()
        for sample in samples:
            with suppress(InputError):  # it will fail before anything is sent
                told.append(self.estimate(*sample))
        return sum(told, Estimate()).scaled(count / max(len(told), 1))

    def batch_words(self, waiting: int, samples: Sequence[tuple[Sheet, str, Form]]) -> str:
        """What so many questions would take, told from ``samples`` of them."""
        settings, takes = self._settings(), self.estimated(samples, waiting)
        return (
            f"{waiting:,} new questions wait for you. They would take {takes.words(settings.price())}.\n\n"
            f"Nothing of them was sent. OK asks them, at most {settings.batch_calls:,} at once; Cancel leaves them."
        )

    def metered(
        self, book: str, receipt: str = "", limit: float | None = None, wait: Callable[[], bool] = lambda: False
    ) -> Metered:
        """The model, every call of it booked on the workbook of that full name; ``limit`` in US dollars."""
        settings = self._settings()
        model, count, cost = self._model(settings), self._count(), settings.cost
        booked = self.books, self._breaker, digest(book), count
        return Metered(model, *booked, price=cost, limit=limit, receipt=receipt, wait=wait)

    def ask(
        self,
        asked: Sheet | Workbook,
        question: str,
        book: str,
        form: Form,
        *,
        limit: float | None = None,
        on_progress: Callable[[Step], None] = lambda step: None,
    ) -> Answer:
        """The answer in its form, with a receipt in the ledger. ``book`` is the workbook's full name.

        Raises SheetLLMError.
        """
        settings, steps, begun = self._settings(), list[Step](), time.monotonic()
        name, short = new_id(), re.split(r"[/\\]", book)[-1]

        def watched(step: Step) -> None:
            steps.append(step)
            on_progress(step)

        def wait() -> bool:
            if time.monotonic() - begun + _MOMENT > settings.deadline_seconds:
                return False
            if not any(step.note == _WAITS for step in steps):
                watched(Step("cap", note=_WAITS))
            time.sleep(_MOMENT)
            return True

        def failed(kind: object, error: BaseException | None, trace: object) -> None:
            begins = isinstance(error, SheetLLMError) and not isinstance(error, InputError)
            if error is not None and (begins or any(step.tokens for step in steps)):  # nothing was begun else
                seconds = time.monotonic() - begun
                self._keep(name, "failed", of_failure(question, short, asked, error, steps, seconds, settings))

        model = self.metered(book, name, limit, wait)
        with ExitStack() as stack:
            stack.push(failed)  # whatever fails, a fault of ours or a person who cancels included: it may be paid for
            answer = self._answered(asked, question, form, model, bounds(settings), watched)
            receipt = of_answer(question, short, asked, answer, settings)
        unwritten = self._keep(name, state(answer), receipt)
        notes = (*answer.receipt.notes, unwritten) if unwritten else answer.receipt.notes
        return replace(answer, receipt=replace(answer.receipt, id="" if unwritten else name, notes=notes))

    def _answered(
        self,
        asked: Sheet | Workbook,
        question: str,
        form: Form,
        model: Model,
        budget: Budget,
        on_progress: Callable[[Step], None],
    ) -> Answer:
        count, calculator = self._count(), self._calculator
        if isinstance(asked, Workbook):
            limits = of_a_book(budget)
            return ask_workbook(asked, question, model, calculator, limits=limits, count=count, on_progress=on_progress)
        way, words = form.way(calculator), form.question(question)
        return way(asked, words, model, budget=budget, count=count, on_progress=on_progress)

    def _keep(self, name: str, verdict: str, told: dict[str, Any]) -> str:
        """Write the receipt. An answer that is paid for is not lost because its receipt cannot be written: why not."""
        try:
            self.books.keep(Kept(name, datetime.now(), verdict, masked_in(told)))
            self.books.close_late()
        except LedgerError as error:
            return _UNWRITTEN.format(error)
        return ""


def bounds(settings: Settings) -> Budget:
    """The bounds on one question."""
    return Budget(settings.sheet_tokens, settings.table_tokens, settings.max_parts, settings.reply_tokens)
