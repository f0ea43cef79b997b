"""Jobs: each question once, however many cells and processes ask it, and every cell settled by its deadline.

``submit`` runs on Excel's thread: it reads the ledger, waits for nobody, and returns an outcome or None (pending).
Threads of the caller's run ``run_next`` and ``tick``; time, ledger and the way back to the cells are handed in. A
deadline counts on the monotonic clock of the process that waits, so no clock that is set keeps a cell pending.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable, Collection, Hashable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import BudgetSpent, SheetLLMError
from ..literals import CellError
from .batch import Batch
from .books import Books, Claim, LedgerError
from .breaker import Breaker
from .outcome import FAILURE_LIFE, Outcome, failure
from .words import HELD, HELD_FIX, NOT_KEPT, STOPPED, TOO_LATE, of_error

Ask = Callable[[], Outcome]
Recall = Callable[[Collection[Hashable]], None]
_REFUSAL_LIFE = 5.0  # seconds a refusal is held: enough for the calculation that shows it, for it may soon be over
_POLLED = 100  # claims of other processes looked at in one tick


@dataclass(eq=False, slots=True)
class _Job:
    key: str
    ask: Ask
    deadline: float
    claimed: bool
    cells: set[Hashable] = field(default_factory=set)
    outcome: Outcome | None = None


class Jobs:
    """The queue. ``recall`` is given the cells to calculate again; it must return at once.

    ``deadline`` is in seconds, from the moment a cell asks.
    """

    def __init__(
        self,
        books: Books,
        breaker: Breaker,
        recall: Recall,
        clock: Callable[[], float],
        deadline: float = 90.0,
        batch_calls: Callable[[], int] = lambda: sys.maxsize,
    ) -> None:
        self._books, self._breaker, self._recall, self._clock = books, breaker, recall, clock
        self.deadline = deadline
        self.batch: Batch[Any] = Batch(batch_calls, clock)
        self.ready = threading.Condition()
        self._queue: deque[_Job] = deque()
        self._pending: dict[str, _Job] = {}
        self._theirs: deque[_Job] = deque()
        self._held: dict[str, tuple[Outcome, float]] = {}

    @property
    def waiting(self) -> int:
        """Questions that are pending."""
        return len(self._pending)

    def submit(
        self, key: str, ask: Ask, cell: Hashable | None = None, book: str = "", *, calls: int = 1, sample: Any = None
    ) -> Outcome | None:
        """The outcome of ``key``; None while ``ask`` is on its way. Without a cell nothing is begun.

        A new one of so many ``calls`` that comes with too many others is held, see ``Batch``; ``sample`` is kept there.
        """
        with self.ready:
            if (job := self._pending.get(key)) and self._clock() < job.deadline:
                if job.outcome is None and cell is not None:
                    job.cells.add(cell)
                return job.outcome
        if job:
            return self._overdue(job)
        if held := self.known(key):
            return held
        if cell is None:
            return None
        if refused := self._refused(book):
            return refused
        if self.batch.waits(key, cell):
            return None
        if not self.batch.admits(key, cell, book, calls, sample, idle=not self._pending):
            return failure(HELD.format(self.batch.size()), HELD_FIX, CellError.BLOCKED, kept=False)
        return self._begin(key, ask, cell)

    def known(self, key: str) -> Outcome | None:
        """What is remembered of a key, in the ledger or (where that did not take it) here."""
        if held := self._held.get(key):
            if self._clock() < held[1]:
                return held[0]
            self._held.pop(key, None)
        try:
            return self._books.find(key)
        except LedgerError:
            return None  # whether anything may be asked then is for ``claim`` to say

    def forget_failures(self) -> None:
        """Failures held here are forgotten, so that their cells may ask again."""
        self._held = {key: held for key, held in self._held.items() if not held[0].failed}

    def run_next(self) -> bool:
        """Do the oldest queued job on this thread; False where there is none."""
        with self.ready:
            if not self._queue:
                return False
            job = self._queue.popleft()
            if job.key not in self._pending:
                return True  # settled at its deadline, before its turn
        if self._clock() >= job.deadline:
            self._overdue(job)
        elif not self._breaker.would_admit():
            self._finish(job, failure(self._breaker.sentence(), error=CellError.CONNECT, kept=False))
        elif job.claimed or self._claimed(job):
            self._work(job)
        return True

    def tick(self) -> None:
        """Settle what is overdue and look after questions that other processes answer. Call it a few times a second."""
        now = self._clock()
        with self.ready:
            overdue = [job for job in self._pending.values() if now >= job.deadline]
            theirs = [self._theirs.popleft() for _ in range(min(len(self._theirs), _POLLED))]
        for job in overdue:
            self._overdue(job)
        for job in theirs:
            if job.key in self._pending and self._claimed(job):
                with self.ready:
                    self._queue.append(job)
                    self.ready.notify()
        with suppress(SheetLLMError):  # the settings, read for the size of a batch, may be broken: no turn then
            if turn := self.batch.turn(self.batch.size(), self.deadline, self._came, self._may_spend):
                self._recall(turn)

    def _refused(self, book: str) -> Outcome | None:
        """Why nothing new may be begun."""
        if not self._breaker.would_admit():
            return failure(self._breaker.sentence(), error=CellError.CONNECT)
        try:
            refusal = self._books.refusal(book)
        except LedgerError as error:
            return None if error.passing else of_error(error)
        return of_error(BudgetSpent(refusal)) if refusal else None

    def _may_spend(self, book: str) -> bool:
        return self._refused(book) is None

    def _came(self, key: str) -> bool:
        """Whether an agreed question has its outcome. One that met a cap on its way is to be asked again."""
        if (outcome := self.known(key)) is None:
            return False
        if outcome.error is CellError.BLOCKED:
            self._held.pop(key, None)
            return False
        return True

    def _begin(self, key: str, ask: Ask, cell: Hashable) -> Outcome | None:
        job = _Job(key, ask, self._clock() + self.deadline, False, {cell})
        try:
            claim = self._books.claim(key, self.deadline, patient=False)
        except LedgerError as error:
            if not error.passing:
                return of_error(error)
            return self._enqueue(job)  # the worker claims it, with more patience
        if claim.state == "answered":
            return claim.outcome
        if claim.state == "overdue":
            return self._stopped(key)
        job.claimed = claim.state == "mine"
        if job.claimed:
            job.deadline = self._clock() + min(claim.left, self.deadline)
        return self._enqueue(job, theirs=claim.state == "theirs")

    def _enqueue(self, job: _Job, theirs: bool = False) -> Outcome | None:
        with self.ready:
            if (known := self._pending.get(job.key)) is not None:  # another thread came first
                known.cells |= job.cells
                return known.outcome
            self._pending[job.key] = job
            (self._theirs if theirs else self._queue).append(job)
            self.ready.notify()
        return None

    def _claimed(self, job: _Job) -> bool:
        """Whether the job is ours to do now; settles it, or puts it with the others', where it is not."""
        claim: Claim | None = None
        try:
            claim = self._books.claim(job.key, max(job.deadline - self._clock(), 0.0))
        except LedgerError as error:
            if not error.passing:
                self._finish(job, of_error(error))
                return False
        if claim is None or claim.state == "theirs":
            with self.ready:
                self._theirs.append(job)
            return False
        if claim.state == "mine":
            job.claimed = True
            return True
        self._finish(job, claim.outcome or STOPPED)
        return False

    def _work(self, job: _Job) -> None:
        outcome = failure("A fault of ours: the question was not answered.", "Try again; the log names the fault.")
        try:
            outcome = job.ask()
        except SheetLLMError as error:
            outcome = of_error(error)
        finally:
            self._finish(job, outcome)

    def _stopped(self, key: str) -> Outcome:
        self._keep(key, STOPPED)
        return STOPPED

    def _overdue(self, job: _Job) -> Outcome:
        """Settle a job whose deadline has passed; cells first, ledger after: it may be the ledger that is slow."""
        with self.ready:
            outcome = job.outcome or replace(TOO_LATE, sentence=TOO_LATE.sentence.format(self.deadline))
            if self._pending.get(job.key) is not job:
                return outcome
            job.outcome = outcome
            self._held[job.key] = (outcome, self._clock() + _life(outcome))
            del self._pending[job.key]
        self._recall(tuple(job.cells))
        self._keep(job.key, outcome)
        return outcome

    def _finish(self, job: _Job, outcome: Outcome) -> None:
        """An outcome that comes after the deadline still replaces the failure the cells were settled with."""
        with self.ready:
            job.outcome = outcome
            self._held[job.key] = (outcome, self._clock() + _life(outcome))
        self._keep(job.key, outcome)
        with self.ready:
            if self._pending.get(job.key) is job:
                del self._pending[job.key]
        self._recall(tuple(job.cells))

    def _keep(self, key: str, outcome: Outcome) -> None:
        """In the ledger, or where that fails in memory: failures for a time, answers as long as the process."""
        try:
            if outcome.kept:
                self._books.settle(key, outcome)
                self._held.pop(key, None)
            else:
                self._books.release(key)
        except LedgerError as error:
            life = _life(outcome) if outcome.failed else float("inf")
            told = replace(outcome, notes=(*outcome.notes, NOT_KEPT.format(error)))
            self._held[key] = (told, self._clock() + life)


def _life(outcome: Outcome) -> float:
    return FAILURE_LIFE if outcome.kept else _REFUSAL_LIFE
