"""Metered: a Model whose every call is booked under the caps before it is made, and watched by the breaker."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from ..errors import BudgetSpent, ModelError
from ..ports import Completion, Model, Prompt, Usage, always
from ..record import LedgerError, SpendingLedger
from ..record.ledger_port import no_price
from .breaker import Breaker

Price = Callable[[Usage, str], float | None]
"""US dollars of a usage of a model; None where the model has no price."""


def unpriced(usage: Usage, model: str) -> float | None:
    """No model has a price."""
    return None


@dataclass(slots=True)
class _Ticket:
    """A call as it is booked before it is made: at ``most`` so many dollars."""

    tokens: int
    most: float | None
    number: int = 0


class Metered:
    """``book`` is the hash of the workbook that pays. A call the API did not count costs a call and no tokens.

    ``price`` gives dollars, None where they are not known. ``limit`` is what one question may cost in all: a call that
    could go beyond it is not made, nor is one repeated. ``receipt`` is the question's, for the books. ``wait`` waits a
    moment and says whether there is time for another: a question that has begun waits for room under the cap of a
    minute, since what was paid for it would else be lost.
    """

    def __init__(
        self,
        model: Model,
        ledger: SpendingLedger,
        breaker: Breaker,
        book: str,
        count: Callable[[str], int],
        *,
        price: Price = unpriced,
        limit: float | None = None,
        receipt: str = "",
        wait: Callable[[], bool] = lambda: False,
    ) -> None:
        self._model, self._ledger, self._breaker, self._book, self._count = model, ledger, breaker, book, count
        self._price, self._limit, self._receipt, self._wait = price, limit, receipt, wait
        self._spent, self._begun = 0.0, False

    @property
    def name(self) -> str:
        """The model asked."""
        return self._model.name

    def complete(self, prompt: Prompt, again: Callable[[int], bool] = always) -> Completion:
        """Ask once. Raises BudgetSpent, LedgerError and ModelError; nothing is sent in the first two cases."""
        if not self._breaker.would_admit():
            raise ModelError(self._breaker.sentence())
        ticket = self._ticket(prompt)
        self._admit(ticket.most)
        self._wait_for(ticket)
        if not self._breaker.admit():
            self._book_quietly(ticket, None, None, 0)
            raise ModelError(self._breaker.sentence())
        try:
            completion = self._model.complete(prompt, lambda unseen: self._repeats(ticket, unseen) and again(unseen))
        except ModelError as error:
            self._breaker.ended_in(error)
            self._book_quietly(ticket, None, error.request_id, error.unseen)
            raise
        except (RuntimeError, MemoryError, OSError) as error:  # no thread to send it in: it must not stay open
            self._breaker.failed(f"The call could not be made ({type(error).__name__}).")
            self._book_quietly(ticket, None, None, 0)
            raise
        self._breaker.succeeded()
        self._begun = True
        self._book_quietly(ticket, completion.usage, completion.request_id, completion.unseen)
        return completion

    def _wait_for(self, ticket: _Ticket) -> None:
        """Reserve, and where the question has begun wait for it."""
        while True:
            try:
                self._reserve(ticket)
            except (BudgetSpent, LedgerError) as error:
                if not (self._begun and error.passing and self._wait()):
                    raise
            else:
                return

    def _reserve(self, ticket: _Ticket) -> None:
        most = ticket.most
        ticket.number = self._ledger.reserve(self._book, self.name, ticket.tokens, receipt=self._receipt, most=most)

    def _repeats(self, ticket: _Ticket, unseen: int) -> bool:
        """Whether a request may be sent again. One that may have been counted is booked, and the next one by itself."""
        if not unseen:
            return True
        lost = replace(ticket)
        try:
            self._admit(ticket.most, lost=ticket.most or 0.0)
            self._reserve(ticket)
        except (BudgetSpent, LedgerError):
            return False
        self._book_quietly(lost, None, None, unseen)
        return True

    def _ticket(self, prompt: Prompt) -> _Ticket:
        tokens = self._counted(prompt)
        most = self._price(Usage(cache_write_tokens=tokens, output_tokens=prompt.max_tokens), self.name)
        return _Ticket(tokens + prompt.max_tokens, most)

    def _counted(self, prompt: Prompt) -> int:
        """Tokens of all that is sent: a schema goes beside the words where the model takes one."""
        tokens = self._count(prompt.text)
        if prompt.schema and getattr(self._model, "structured_output", True):
            tokens += self._count(json.dumps(dict(prompt.schema)))
        return tokens

    def _admit(self, most: float | None, lost: float = 0.0) -> None:
        if self._limit is None:
            return
        if most is None:
            raise BudgetSpent(no_price(self.name))
        if (spent_by_now := self._spent + lost) + most > self._limit:
            spent = f"${spent_by_now:.4f} of it is spent, and " if spent_by_now else ""
            raise BudgetSpent(
                f"${self._limit:g} is what this question may cost; {spent}the next call could cost ${most:.4f}, so it "
                "was not made."
            )

    def _book_quietly(self, ticket: _Ticket, usage: Usage | None, request_id: str | None, unseen: int) -> None:
        """What is paid for is not thrown away because it could not be booked: the estimate stands until it can."""
        cost = None if usage is None else self._price(usage, self.name)
        self._spent += (ticket.most or 0.0) * unseen + (cost or 0.0)
        with suppress(LedgerError):
            self._ledger.close(ticket.number, usage, request_id, unseen=unseen, cost=cost)
