"""Metered: a Model whose every call is booked before it is made, held to the caps, and watched by the breaker."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import ModelError
from ..ports import Completion, Model, Prompt, Usage
from .books import LedgerError, Till
from .breaker import Breaker


class Metered:
    """``book`` is the hash of the workbook that pays. A call the API did not count costs a call and no tokens."""

    def __init__(self, model: Model, till: Till, breaker: Breaker, book: str, count: Callable[[str], int]) -> None:
        self._model, self._till, self._breaker, self._book, self._count = model, till, breaker, book, count

    @property
    def name(self) -> str:
        """The model asked."""
        return self._model.name

    def complete(self, prompt: Prompt) -> Completion:
        """Ask once. Raises BudgetSpent, LedgerError and ModelError; nothing is sent in the first two cases."""
        if not self._breaker.would_admit():
            raise ModelError(self._breaker.sentence())
        ticket = self._till.reserve(self._book, self.name, self._count(prompt.text) + prompt.max_tokens)
        if not self._breaker.admit():
            self._book_quietly(ticket, None, None)
            raise ModelError(self._breaker.sentence())
        try:
            completion = self._model.complete(prompt)
        except ModelError as error:
            self._breaker.failed(str(error))
            self._book_quietly(ticket, None, error.request_id)
            raise
        self._breaker.succeeded()
        self._book_quietly(ticket, completion.usage, completion.request_id)
        return completion

    def _book_quietly(self, ticket: int, usage: Usage | None, request_id: str | None) -> None:
        """What is paid for is not thrown away because it could not be booked: the estimate then stands."""
        try:
            self._till.close(ticket, usage, request_id)
        except LedgerError:
            return
