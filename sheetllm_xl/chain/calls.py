"""Calls: the one place where the chain speaks to a model, and the books it keeps while doing so."""

from __future__ import annotations

import time
from collections.abc import Callable

from ..compress import Count
from ..grid import CellRange
from ..ports import Model, Prompt, Usage
from ..sheet import Sheet
from .answer import Receipt, Step
from .document import changes
from .replies import Form, read_reply

OnProgress = Callable[[Step], None]


def silent(step: Step) -> None:
    """Progress that nobody watches."""


class Calls:
    """What one question asks of a model. A completion is booked before it is judged: a bad reply costs, too."""

    def __init__(self, sheet: Sheet, model: Model, count: Count, on_progress: OnProgress, tokens_before: int) -> None:
        self.sheet, self.model, self.count, self.on_progress = sheet, model, count, on_progress
        self.tokens_before, self.tokens_sent = tokens_before, 0
        self._usage = Usage()
        self._request_ids: list[str] = []
        self._models: list[str] = []
        self._notes: dict[str, None] = {}
        self._begun = time.monotonic()

    def ask(self, prompt: Prompt, form: type[Form], stage: str, content: str) -> Form:
        """One prompt, one reply in its form; ``content`` is what its document holds. Raises ModelError, ReplyError."""
        self.note(*changes(content))
        tokens = self.count(prompt.text)
        self.tokens_sent += tokens
        self.on_progress(Step(stage, tokens))
        completion = self.model.complete(prompt)
        self._usage += completion.usage
        self._models.append(completion.model)
        self._request_ids += [completion.request_id] if completion.request_id else []
        self.on_progress(Step(stage, tokens, completion))
        return read_reply(completion, form)

    def note(self, *sentences: str) -> None:
        """Put sentences on the receipt, each once, and tell who watches."""
        for sentence in sentences:
            if sentence not in self._notes:
                self._notes[sentence] = None
                self.on_progress(Step("note", note=sentence))

    def receipt(self, tables: tuple[CellRange, ...]) -> Receipt:
        """The books as they stand."""
        return Receipt(
            sheet=self.sheet.name,
            read=self.sheet.used or CellRange(1, 1, 1, 1),
            tables=tables,
            cells=int(self.sheet.filled.sum()),
            tokens_before=self.tokens_before,
            tokens_sent=self.tokens_sent,
            usage=self._usage,
            calls=len(self._models),
            model=self._models[-1] if self._models else self.model.name,
            request_ids=tuple(self._request_ids),
            seconds=time.monotonic() - self._begun,
            notes=tuple(self._notes),
        )
