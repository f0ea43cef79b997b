"""Going on: a long question that broke off goes on where it was, and pays for no row twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress

from ..chain.row_batches import RowsReply
from ..errors import ReplyError
from ..messages.replies import read_reply
from ..ports import Completion, Model, Prompt, always
from ..record import LedgerError, digest
from ..store import Ledger


class GoingOn:
    """A Model that keeps each reply of a question to rows, and gives it again where the same words are sent.

    ``fresh``: what was kept before is not given. A reply that cannot be used is not kept.
    """

    def __init__(self, model: Model, ledger: Ledger, *, fresh: bool = False) -> None:
        self.model, self._ledger, self._fresh = model, ledger, fresh
        self._requests: dict[str, None] = {}
        self.again = 0  # replies that were given again

    @property
    def name(self) -> str:
        """The model asked."""
        return self.model.name

    def complete(self, prompt: Prompt, again: Callable[[int], bool] = always) -> Completion:
        """What was kept, or what the model says. Raises ModelError, BudgetSpent."""
        request = reply_digest(self.name, prompt)
        self._requests[request] = None
        with suppress(LedgerError):
            if not self._fresh and (known := self._ledger.reply(request)):
                self.again += 1
                return known
        completion = self.model.complete(prompt, again)
        with suppress(LedgerError, ReplyError):
            read_reply(completion, RowsReply)
            self._ledger.keep_reply(request, completion)
        return completion

    def done(self) -> None:
        """The question is answered whole: its record holds all that was kept."""
        if self._requests:
            with suppress(LedgerError):
                self._ledger.drop_replies(self._requests)


def reply_digest(model: str, prompt: Prompt) -> str:
    """What stands for a request: the model and every word that is sent."""
    words = json.dumps([model, prompt.text, dict(prompt.schema), prompt.max_tokens], sort_keys=True)
    return digest(words)
