"""Batched: rows asked through the Message Batches API, at half price: sent at once, looked for until they are there.

What is sent stands in the ledger before it is waited for, so a process that is killed is gone on with, and nothing is
paid twice. A batch is one call in the books.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf

from ..chain import Budget, Step
from ..compress import Count
from ..errors import BudgetSpent, InputError, ModelError, ReplyError, SettingError, Unanswered
from ..models.batches import BatchClaude, Result
from ..models.breaker import Breaker
from ..models.wire import Lost
from ..ports import Completion, Prompt, Usage, always
from ..record import LedgerError, no_price
from ..settings import Settings
from ..store import Ledger
from ..store.batches import Sent
from .going_on import reply_digest
from .question import OnProgress, Question

STAGE = "batch"  # of the progress that says that a batch is looked for
_ROUNDS = 2  # times that what expired, failed or was cancelled is sent
_FIRST_LOOK, _LONGEST_LOOK = 1.0, 60.0  # seconds between two looks at a batch
_MOST_MISSED = 60  # looks that fail, an hour or more
_MOMENT = 1.0  # seconds until a person who stops it is heard
_MOST_BYTES = 16_000_000  # of the results of one batch, each reply as long as it may be: what is read has an end
_TOKEN_BYTES = 8
_MOST_SENT = 100_000_000  # bytes; the API takes 256 MB
_ON_ITS_WAY = "Batch {} is on its way with {:,} requests, at half price; it may take up to 24 hours."
_LATER = (
    "Batch {} is on its way and may take up to 24 hours; asked again later, it has what came and costs nothing more."
)
_AGAIN = "It was sent again and still not answered; ask once more to go on."
_MAY_BE = "A batch may just have been sent; ask again in a few minutes."
_DAY = 86_400.0  # seconds by which this computer's clock may be ahead
_ROAD = "The setting batches goes with the road direct alone; set road to direct, or batches to false."


def is_batched(question: Question, settings: Settings, count: Count) -> bool:
    """Whether a question goes through batches: rows that are no single call, which is answered at once instead.

    Raises SettingError on a road that has none, InputError for what could not be asked.
    """
    if not (settings.batches and question.form.each_row):
        return False
    if settings.road != "direct":
        raise SettingError(_ROAD)
    return question.calls(bounds(settings), count, 1) > 1


def bounds(settings: Settings) -> Budget:
    """The bounds on one question."""
    return Budget(settings.sheet_tokens, settings.table_tokens, settings.max_parts, settings.reply_tokens)


@dataclass(frozen=True)
class Booking:
    """Where a question's batches are booked: on the workbook of the digest ``book``, under its ``receipt``.

    ``limit`` in US dollars, ``cost`` of a usage of a model, ``count`` of a text's tokens.
    """

    book: str
    receipt: str
    limit: float | None
    cost: Callable[[Usage, str], float | None]
    count: Callable[[str], int]


@dataclass(eq=False)
class Batched:
    """A Model for the prompts of one question. Those ``planned`` are sent at once with the first that is asked.

    ``is_known`` says of a digest that its reply is there already. ``check`` raises InputError where nobody wants the
    answers any more: the batch is cancelled then, and what of it is answered is there when it is asked again. So it is
    after so many seconds of ``patience``, when the batch goes on by itself.
    """

    model: BatchClaude
    ledger: Ledger
    breaker: Breaker
    booking: Booking
    planned: Sequence[Prompt]
    is_known: Callable[[str], bool]
    check: Callable[[], None]
    on_progress: OnProgress
    fresh: bool = False
    patience: float = inf
    sleep: Callable[[float], None] = time.sleep
    _results: dict[str, Result] = field(default_factory=dict)
    _spent: float = 0.0
    _missed: int = 0  # looks, one after the other
    _guessed: set[tuple[int, str]] = field(default_factory=set)  # by ticket, batches that may be what was sent

    @property
    def name(self) -> str:
        """The model asked."""
        return self.model.name

    def complete(self, prompt: Prompt, again: Callable[[int], bool] = always) -> Completion:
        """The prompt's result. Raises ModelError, ReplyError, BudgetSpent, LedgerError, and what ``check`` does."""
        digest = reply_digest(self.name, prompt)
        if digest not in self._results:
            planned = {reply_digest(self.name, one): one for one in self.planned}
            self.planned = ()
            self._gather({name: one for name, one in planned.items() if not self.is_known(name)} | {digest: prompt})
        result = self._results.pop(digest)
        if isinstance(result, Completion):
            return result
        raise result

    def _gather(self, wanted: Mapping[str, Prompt]) -> None:
        """Get the results of all: from batches that are on their way, then from new ones."""
        left = dict(wanted)
        under_way = [] if self.fresh else list(self._gone_on(left))
        for sends in (*[True] * _ROUNDS, False):
            self._take_all(under_way, left)
            if not left or not sends:
                break
            under_way = [self._send(part) for part in self._parts(left)]
        self._results = dict.fromkeys(left, Unanswered(_AGAIN)) | self._results

    def _gone_on(self, wanted: Mapping[str, Prompt]) -> Iterator[Sent]:
        """What an earlier process sent of it. One that ended before it knew its batch's id is looked for."""
        for sent in self.ledger.sent_in_batches(wanted):
            if found := sent if sent.batch else self._found(sent):
                yield found

    def _found(self, sent: Sent) -> Sent | None:
        """What was sent, as a batch that it may be: only its results say whose it is. What is none is let go.

        Raises ModelError where it may still begin.
        """
        known = self.ledger.batch_names()
        for name, many in self.model.recent(sent.at - _DAY):
            if many == len(sent.digests) and name not in known and (sent.ticket, name) not in self._guessed:
                self._guessed.add((sent.ticket, name))
                return sent._replace(batch=name)
        if 0 <= time.time() - sent.at < 2 * self.model.deadline:
            raise ModelError(_MAY_BE)
        self._let_go(sent)
        return None

    def _take_all(self, under_way: list[Sent], left: dict[str, Prompt]) -> None:
        """Take one batch after the other. Who stops it cancels those that are left, but none that may be another's."""
        try:
            while under_way:
                self._take(under_way[0], left)
                del under_way[0]
        except (InputError, KeyboardInterrupt):
            for sent in under_way:
                if (sent.ticket, sent.batch) not in self._guessed:
                    with suppress(ModelError):
                        self.model.cancel(sent.batch)
            raise

    def _take(self, sent: Sent, left: dict[str, Prompt]) -> None:
        """Wait for a batch, book it, and take what is answered out of what is ``left``."""
        try:
            results = self._waited_for(sent)
        except ModelError as error:
            if error.status != 404:
                raise
            results = {}
        is_guess = (sent.ticket, sent.batch) in self._guessed
        if results.keys().isdisjoint(sent.digests):  # the server forgot it, or it is another's
            if not is_guess:
                self._let_go(sent)
            elif other := self._found(sent):
                self._take(other, left)
            return
        if is_guess:
            self.ledger.name_batch(sent.ticket, sent.batch)
        back = [one for one in results.values() if isinstance(one, Completion)]
        usage = sum((one.usage for one in back), Usage())
        cost = self.booking.cost(usage, self.name)
        self._spent += cost or 0.0
        with suppress(LedgerError):
            unseen = int(any(one.unseen for one in results.values() if not isinstance(one, ReplyError)))
            self.ledger.close(sent.ticket, usage, sent.batch, unseen=unseen, cost=cost)
        for digest, result in results.items():
            if digest in left:
                self._results[digest] = result
                if not isinstance(result, ModelError):
                    del left[digest]

    def _waited_for(self, sent: Sent) -> dict[str, Result]:
        """The results, once they are all there."""
        wait, waited = _FIRST_LOOK, 0.0
        while not self._has_ended(sent):
            self.on_progress(Step(STAGE, note=_ON_ITS_WAY.format(sent.batch, len(sent.digests))))
            if (waited := waited + wait) > self.patience:
                raise ModelError(_LATER.format(sent.batch))
            end = wait
            while end > 0:
                self.check()
                self.sleep(min(end, _MOMENT))
                end -= _MOMENT
            wait = min(1.5 * wait, _LONGEST_LOOK)
        return self.model.results(sent.batch)

    def _has_ended(self, sent: Sent) -> bool:
        """Whether the batch has; what may pass, such as a network that is away for a while, says nothing of it."""
        try:
            has_ended = self.model.ended(sent.batch)
        except ModelError as error:
            self._missed += 1
            if self._missed > _MOST_MISSED or not (isinstance(error, Lost) or error.unseen):
                raise
            return False
        self._missed = 0
        return has_ended

    def _send(self, prompts: Mapping[str, Prompt]) -> Sent:
        """Book a batch, and send it. Nothing is sent where that raises BudgetSpent or LedgerError."""
        if not self.breaker.would_admit():
            raise ModelError(self.breaker.sentence())
        sent = Sent(self._reserve(prompts), "", tuple(prompts))
        try:
            self.ledger.begin_batch(sent.ticket, prompts)
        except LedgerError:
            self._close(sent)
            raise
        if not self.breaker.admit():
            self._let_go(sent)
            raise ModelError(self.breaker.sentence())
        sent = sent._replace(batch=self._created(sent, prompts))
        self.ledger.name_batch(sent.ticket, sent.batch)
        return sent

    def _created(self, sent: Sent, prompts: Mapping[str, Prompt]) -> str:
        """The id of the batch that is sent. One that may have begun is looked for when it is asked again."""
        try:
            batch = self.model.create(prompts)
        except ModelError as error:
            self.breaker.ended_in(error)
            if not error.unseen:
                self._let_go(sent)
            raise
        except (RuntimeError, MemoryError, OSError) as error:  # no thread to send it in
            self.breaker.failed(f"The batch could not be sent ({type(error).__name__}).")
            self._let_go(sent)
            raise
        self.breaker.succeeded()
        return batch

    def _reserve(self, prompts: Mapping[str, Prompt]) -> int:
        tokens = sum(self._tokens(prompt) for prompt in prompts.values())
        written = sum(prompt.max_tokens for prompt in prompts.values())
        most = self.booking.cost(Usage(cache_write_tokens=tokens, output_tokens=written), self.name)
        if (limit := self.booking.limit) is not None:
            if most is None:
                raise BudgetSpent(no_price(self.name))
            if self._spent + most > limit:
                raise BudgetSpent(
                    f"${limit:g} is what this question may cost; its next batch could cost ${most:.4f}, so it was "
                    "not sent."
                )
        booked = self.booking
        return self.ledger.reserve(booked.book, self.name, tokens + written, receipt=booked.receipt, most=most)

    def _tokens(self, prompt: Prompt) -> int:
        schema = json.dumps(dict(prompt.schema)) if self.model.structured_output else ""
        return self.booking.count(prompt.text) + self.booking.count(schema)

    def _let_go(self, sent: Sent) -> None:
        """Nothing of it was sent, or nothing is known of it any more."""
        self._close(sent)
        self.ledger.drop_batch(sent.ticket)

    def _close(self, sent: Sent) -> None:
        with suppress(LedgerError):
            self.ledger.close(sent.ticket, None, sent.batch or None)

    def _parts(self, prompts: Mapping[str, Prompt]) -> Iterator[dict[str, Prompt]]:
        """As many a batch as may be sent and read back at once."""
        part, sent, read = dict[str, Prompt](), 0, 0
        for digest, prompt in prompts.items():
            size, back = 4 * len(prompt.text), _TOKEN_BYTES * prompt.max_tokens
            if part and (sent + size > _MOST_SENT or read + back > _MOST_BYTES):
                yield part
                part, sent, read = {}, 0, 0
            part[digest] = prompt
            sent, read = sent + size, read + back
        yield part
