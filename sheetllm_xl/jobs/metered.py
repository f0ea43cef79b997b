"""Metered: a Model whose every call is booked before it is made, held to the caps, and watched by the breaker."""

from __future__ import annotations

import json
from collections.abc import Callable

from ..errors import BudgetSpent, ModelError
from ..ports import Completion, Model, Prompt, Usage
from .books import LedgerError, Till
from .breaker import Breaker

Price = Callable[[Usage, str], float | None]
"""US dollars of a usage of a model; None where the model has no price."""

_ANSWERED = (400, 404, 413)  # the server is there and answers; it is this one question that it does not take


def unpriced(usage: Usage, model: str) -> float | None:
    """No model has a price."""
    return None


def no_price(model: str) -> str:
    """What to do where a cost must be known and is not."""
    return (
        f"No price of {model} is set, so what it would cost is not known and nothing was sent. Put it into "
        f'settings.toml: [prices."{model}"] with as_of, input and output (US dollars a million tokens).'
    )


class Metered:
    """``book`` is the hash of the workbook that pays. A call the API did not count costs a call and no tokens.

    ``price`` gives dollars, None where they are not known. ``limit`` is what one question may cost in all: a call that
    could go beyond it is not made. ``receipt`` is the question's, for the books.
    """

    def __init__(
        self,
        model: Model,
        till: Till,
        breaker: Breaker,
        book: str,
        count: Callable[[str], int],
        *,
        price: Price = unpriced,
        limit: float | None = None,
        receipt: str = "",
    ) -> None:
        self._model, self._till, self._breaker, self._book, self._count = model, till, breaker, book, count
        self._price, self._limit, self._receipt, self._spent = price, limit, receipt, 0.0

    @property
    def name(self) -> str:
        """The model asked."""
        return self._model.name

    def complete(self, prompt: Prompt) -> Completion:
        """Ask once. Raises BudgetSpent, LedgerError and ModelError; nothing is sent in the first two cases."""
        if not self._breaker.would_admit():
            raise ModelError(self._breaker.sentence())
        tokens = self._counted(prompt)
        most = self._price(Usage(cache_write_tokens=tokens, output_tokens=prompt.max_tokens), self.name)
        self._admit(most)
        ticket = self._till.reserve(self._book, self.name, tokens + prompt.max_tokens, receipt=self._receipt, most=most)
        if not self._breaker.admit():
            self._book_quietly(ticket, None, None, 0)
            raise ModelError(self._breaker.sentence())
        try:
            completion = self._model.complete(prompt)
        except ModelError as error:
            if error.status in _ANSWERED:
                self._breaker.succeeded()
            else:
                self._breaker.failed(str(error))
            self._spent += (most or 0.0) * error.unseen
            self._book_quietly(ticket, None, error.request_id, error.unseen)
            raise
        except (RuntimeError, MemoryError, OSError) as error:  # no thread to send it in: it must not stay open
            self._breaker.failed(f"The call could not be made ({type(error).__name__}).")
            self._book_quietly(ticket, None, None, 0)
            raise
        self._breaker.succeeded()
        self._spent += (most or 0.0) * completion.unseen + (self._price(completion.usage, self.name) or 0.0)
        self._book_quietly(ticket, completion.usage, completion.request_id, completion.unseen)
        return completion

    def _counted(self, prompt: Prompt) -> int:
        """Tokens of all that is sent: a schema goes beside the words where the model takes one."""
        tokens = self._count(prompt.text)
        if prompt.schema and getattr(self._model, "structured_output", True):
            tokens += self._count(json.dumps(dict(prompt.schema)))
        return tokens

    def _admit(self, most: float | None) -> None:
        if self._limit is None:
            return
        if most is None:
            raise BudgetSpent(no_price(self.name))
        if self._spent + most > self._limit:
            spent = f"${self._spent:.4f} of it is spent, and " if self._spent else ""
            raise BudgetSpent(
                f"${self._limit:g} is what this question may cost; {spent}the next call could cost ${most:.4f}, so it "
                "was not made."
            )

    def _book_quietly(self, ticket: int, usage: Usage | None, request_id: str | None, unseen: int) -> None:
        """What is paid for is not thrown away because it could not be booked: the estimate then stands."""
        cost = None if usage is None else self._price(usage, self.name)
        try:
            self._till.close(ticket, usage, request_id, unseen=unseen, cost=cost)
        except LedgerError:
            return
