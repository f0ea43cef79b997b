"""Calls: the one place where the chain speaks to a model, and what it notes while doing so."""

from __future__ import annotations

import time
from collections.abc import Callable

from ..compress import Count, Encoding
from ..grid import CellRange
from ..messages.document import changes
from ..messages.replies import Form, read_reply
from ..ports import Model, Prompt, Usage
from ..sheet import Sheet
from .answer import EncodedStage, Receipt, Sent, Step

OnProgress = Callable[[Step], None]


def silent(step: Step) -> None:
    """Progress that nobody watches."""


class Calls:
    """What one question asks of a model. A completion is booked before it is judged: a bad reply costs, too."""

    def __init__(self, sheet: Sheet, model: Model, count: Count, on_progress: OnProgress, tokens_before: int) -> None:
        self.sheet, self.model, self.count, self.on_progress = sheet, model, count, on_progress
        self.tokens_before, self.tokens_sent = tokens_before, 0
        self._sent: list[Sent] = []
        self._notes: dict[str, None] = dict.fromkeys(sheet.notes)
        self._left_out = ""
        self._encoding: tuple[EncodedStage, ...] = ()
        self._begun = time.monotonic()

    def ask(self, prompt: Prompt, form: type[Form], stage: str, content: str) -> Form:
        """One prompt, one reply in its form; ``content`` is what its document holds. Raises ModelError, ReplyError."""
        self.note(*changes(content))
        tokens = self.count(prompt.text)
        self.tokens_sent += tokens
        self.on_progress(Step(stage, tokens))
        begun = time.monotonic()
        completion = self.model.complete(prompt)
        step = Step(stage, tokens, completion, seconds=time.monotonic() - begun)
        self._sent += filter(None, [step.sent()])
        self.on_progress(step)
        return read_reply(completion, form)

    def compressed(self, encoding: Encoding) -> None:
        """Put on the receipt what of the sheet was aggregated or left out to find the table."""
        vanilla, last = encoding.stages[0], encoding.stages[-1]
        self._encoding = tuple((one.name, one.rows, one.columns, one.cells) for one in encoding.stages)
        losses = []
        if folded := encoding.folded_cells:
            losses.append(f"{folded:,} were shown by type or number format")
        if dropped := vanilla.cells - last.cells:
            losses.append(f"{dropped:,} were left out")
        if losses:
            self._left_out = f"To find the table, of {vanilla.cells:,} filled cells {' and '.join(losses)}."

    def note(self, *sentences: str) -> None:
        """Put sentences on the receipt, each once, and tell who watches."""
        for sentence in sentences:
            if sentence not in self._notes:
                self._notes[sentence] = None
                self.on_progress(Step("note", note=sentence))

    def receipt(self, tables: tuple[CellRange, ...]) -> Receipt:
        """What was sent and spent until now."""
        return Receipt(
            sheet=self.sheet.name,
            read=self.sheet.used or CellRange(1, 1, 1, 1),
            tables=tables,
            cells=int(self.sheet.filled.sum()),
            tokens_before=self.tokens_before,
            tokens_sent=self.tokens_sent,
            usage=sum((one.usage for one in self._sent), Usage()),
            calls=len(self._sent),
            model=self._sent[-1].model if self._sent else self.model.name,
            request_ids=tuple(one.request_id for one in self._sent if one.request_id),
            seconds=time.monotonic() - self._begun,
            notes=tuple(self._notes),
            left_out=self._left_out,
            encoding=self._encoding,
            sent=tuple(self._sent),
            home=self.sheet.name,
        )
