"""Jobs: each question once, however many cells and processes ask it, and every cell settled by its deadline.

``submit`` runs on Excel's thread: it reads the ledger, waits for nobody, and returns a record or None (pending).
``answer`` is for a caller who waits: a button's thread, the command line.
Threads of the caller's run ``run_next`` and ``tick``; time, ledger and the way back to the cells are handed in. A
deadline counts on the monotonic clock of the process that waits, so no clock that is set keeps a cell pending.
A cell's question begins when the cell has been quiet for a while: Excel calls a function again when its arguments have
changed, and what the cell asked before is then nobody's question, and not sent.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable, Collection, Hashable
from contextlib import suppress
from typing import Any

from ...errors import SheetLLMError
from ...literals import CellError
from ...models.breaker import Breaker
from ...record import AnswerLedger, Claim, LedgerError, Record, failure
from .batch import Batch
from .failures import CANCELLED, STOPPED, TOO_LATE, of_error, waits
from .job import Ask, Calls, Job, one
from .memory import Memory

Recall = Callable[[Collection[Hashable]], None]
_LONGEST = 3_600.0  # seconds a caller who waits has between replies; where its process dies, its claim ends with it
_LOOK = 0.2  # seconds between looks for what another process answers
_POLLED = 100  # claims of other processes looked at in one tick


class Jobs:
    """The queue. ``recall`` is given the cells to calculate again; it must return at once.

    ``deadline`` is in seconds, from the moment a cell asks; so is ``quiet``, until its question begins.
    """

    def __init__(
        self,
        ledger: AnswerLedger,
        breaker: Breaker,
        recall: Recall,
        clock: Callable[[], float],
        deadline: float = 90.0,
        batch_calls: Callable[[], int] = lambda: sys.maxsize,
        quiet: float = 0.0,
    ) -> None:
        self._memory, self._breaker, self.recall, self.clock = Memory(ledger, clock), breaker, recall, clock
        self.deadline, self.quiet = deadline, quiet
        self.batch: Batch[Any] = Batch(batch_calls, clock)
        lock = threading.RLock()
        self.ready, self._settled = threading.Condition(lock), threading.Condition(lock)
        self._queue: deque[Job] = deque()
        self._pending: dict[str, Job] = {}
        self._theirs: deque[Job] = deque()
        self._working: dict[str, Job] = {}
        self._wanted: dict[Hashable, str] = {}  # what each cell waits for

    @property
    def waiting(self) -> int:
        """Questions that are pending."""
        return len(self._pending)

    def submit(
        self, key: str, ask: Ask, cell: Hashable | None = None, book: str = "", calls: Calls = one, sample: Any = None
    ) -> Record | None:
        """The record of ``key``; None while ``ask`` is on its way. Without a cell nothing is begun.

        A new one of so many ``calls`` that comes with too many others waits, see ``Batch``, with ``sample``.
        """
        record = self._submit(key, ask, cell, book, calls, sample)
        self._wanted.pop(cell, None)
        if cell is not None and record is None:
            self._wanted[cell] = key
        return record

    def leave(self, cell: Hashable, key: str = "") -> None:
        """The cell waits for nothing any more but ``key``. What no other cell waits for either is not begun."""
        if (left := self._wanted.get(cell)) is None or left == key:
            return
        with self.ready:
            self._wanted.pop(cell, None)
            self.batch.leave(left, cell)
            if (job := self._pending.get(left)) and left not in self._working:
                job.cells.discard(cell)
                if not job.is_wanted:
                    self.batch.give_back(job.calls)
                    job.calls = 0

    def _submit(self, key: str, ask: Ask, cell: Hashable | None, book: str, calls: Calls, sample: Any) -> Record | None:
        self.leave(cell, key)
        with self.ready:
            if (job := self._pending.get(key)) and self.clock() < job.deadline:
                if job.record is None and cell is not None:
                    if not job.is_wanted:
                        job.not_before = self.clock() + self.quiet
                    job.cells.add(cell)
                return job.record
        if job:
            return self._overdue(job)
        if known := self.known(key):
            return known
        if cell is None or (job := self._joined(key, cell)):
            return job.record if job else None
        if refused := self._refused(book):
            return refused
        if self.batch.waits(key, cell):
            return None
        many = 0 if self.batch.holds(key) or self.batch.agreed(key) else calls()
        if self._memory.is_sure and not self.batch.admits(key, cell, book, many, sample, idle=not self._pending):
            return waits(self.batch.size())
        now = self.clock()
        return self._enqueue(Job(key, ask, now + self.deadline, cells={cell}, not_before=now + self.quiet, calls=many))

    def answer(self, key: str, ask: Ask, book: str = "") -> Record:
        """The record of ``key`` for a caller who waits: ``ask`` runs on this thread, unless another is at it already.

        What is remembered counts, a failure too; who wants it asked again calls ``forget`` first.
        """
        if known := self.known(key) or self._refused(book):
            return known
        with self.ready:
            job = self.job(key)
            ours = job is None
            if job is None:
                job = self._pending[key] = Job(key, ask, self.clock() + _LONGEST)
            job.awaits, job.not_before = True, self.clock()
        while job.record is None:
            if self.clock() >= job.deadline:
                return self._overdue(job)
            if ours and self._claimed(job):
                self._work(job)
            else:
                with self._settled:
                    self._settled.wait_for(lambda: job.record is not None, _LOOK)
        return job.record

    def known(self, key: str) -> Record | None:
        """What is remembered of a key, in the ledger or (where that did not take it) here."""
        return self._memory.find(key)

    def job(self, key: str) -> Job | None:
        """The question where it is on its way, with the cells that wait for it."""
        return self._pending.get(key) or self._working.get(key)

    def renew(self, key: str) -> None:
        """The question that is worked on here has come on: no other process takes it, and who waits goes on waiting."""
        with self.ready:
            if (job := self._working.get(key)) and job.awaits:
                job.deadline = self.clock() + _LONGEST
        self._memory.renew(key, _LONGEST)

    def forget(self, key: str = "") -> None:
        """Forget what is known of a key here, or every failure, so that it may be asked again."""
        self._memory.forget(key) if key else self._memory.forget_failures()

    def run_next(self) -> bool:
        """Do the oldest queued job whose cells are quiet, on this thread; False where there is none."""
        with self.ready:
            now = self.clock()
            job = next((one for one in self._queue if one.not_before <= now), None)
            if job is None:
                return False
            self._queue.remove(job)
            if self._pending.get(job.key) is not job:
                return True  # settled at its deadline, before its turn
            if not job.is_wanted:
                del self._pending[job.key]
        if not job.is_wanted:
            if job.claimed:
                self._memory.release(job.key)
        elif self.clock() >= job.deadline:
            self._overdue(job)
        elif not self._breaker.would_admit():
            self._finish(job, failure(self._breaker.sentence(), error=CellError.CONNECT, remember=False))
        elif job.claimed or self._claimed(job):
            self._work(job)
        else:
            self._leave_to_others(job)
        return True

    def tick(self) -> None:
        """Settle what is overdue, tell the ledger, look after what others answer. Call it a few times a second."""
        now = self.clock()
        with self.ready:
            overdue = [job for job in self._pending.values() if now >= job.deadline]
            theirs = [self._theirs.popleft() for _ in range(min(len(self._theirs), _POLLED))]
        for job in overdue:
            self._overdue(job)
        self._memory.write_down()
        for job in theirs:
            if self._pending.get(job.key) is job and self._claimed(job, patient=False):
                with self.ready:
                    self._queue.append(job)
                    self.ready.notify()
            else:
                self._leave_to_others(job)
        with suppress(SheetLLMError):  # the settings, read for the size of a batch, may be broken: no turn then
            if turn := self.batch.turn(self.batch.size(), self.deadline, self._came, lambda b: not self._refused(b)):
                self.recall(turn)

    def _refused(self, book: str) -> Record | None:
        """Why nothing new may be begun."""
        return self._memory.refused(self._breaker, book)

    def _came(self, key: str) -> bool:
        """Whether an agreed question has its record. One that met a cap on its way is to be asked again."""
        if (record := self.known(key)) is None:
            return False
        if record.error is CellError.BLOCKED:
            self.forget(key)
            return False
        return True

    def _joined(self, key: str, cell: Hashable) -> Job | None:
        """The job that still works on a question whose cells were settled at its deadline; it is not asked twice."""
        with self.ready:
            if (job := self._working.get(key)) is None:
                return None
            job.cells.add(cell)
            if not job.done:
                job.record, job.deadline = None, self.clock() + self.deadline
                self._pending[key] = job
            return job

    def _enqueue(self, job: Job) -> Record | None:
        with self.ready:
            known = self._pending.setdefault(job.key, job)
            if known is not job:  # another thread came first
                known.cells |= job.cells
                return known.record
            self._queue.append(job)
            self.ready.notify()
        return None

    def _claimed(self, job: Job, *, patient: bool = True) -> bool:
        """Whether the job is ours to do now. One that is answered, or that nobody may do, is settled."""
        claim: Claim | None = None
        try:
            claim = self._memory.claim(job.key, max(job.deadline - self.clock(), 0.0), patient=patient)
        except LedgerError as error:
            if not error.passing:
                self._finish(job, of_error(error))
        if claim is None or claim.state == "theirs":
            return False
        if claim.state == "mine":
            job.claimed, job.deadline = True, min(job.deadline, self.clock() + claim.left)
            return True
        self._finish(job, claim.record or STOPPED)
        return False

    def _leave_to_others(self, job: Job) -> None:
        """Look later whether another process has answered it, or died."""
        with self.ready:
            self._theirs.extend(() if job.record else [job])

    def _work(self, job: Job) -> None:
        record = failure("A fault of ours: the question was not answered.", "Try again; the log names the fault.")
        with self.ready:
            self._working[job.key] = job
        try:
            record = job.ask()
        except SheetLLMError as error:
            record = of_error(error)
        except KeyboardInterrupt:
            record = CANCELLED
            raise
        finally:
            self._finish(job, record)

    def _overdue(self, job: Job) -> Record:
        """Settle a job whose deadline has passed, on whichever thread finds it so; the ledger has it later."""
        with self.ready:
            record = job.record or TOO_LATE.but(sentence=TOO_LATE.sentence.format(self.deadline))
            if self._pending.get(job.key) is not job:
                return record
            job.record = record
            self._memory.put(job.key, record, _LONGEST if self._working.get(job.key) is job else 0.0)
            del self._pending[job.key]
            self._settled.notify_all()
        self.recall(tuple(job.cells))
        return record

    def _finish(self, job: Job, record: Record) -> None:
        """A record that comes after the deadline still replaces the failure the cells were settled with."""
        with self.ready:
            job.record, job.done = record, True
        self._memory.keep(job.key, record)
        with self.ready:
            for jobs in (self._working, self._pending):
                if jobs.get(job.key) is job:
                    del jobs[job.key]
            cells = tuple(job.cells)
            self._settled.notify_all()
        self.recall(cells)
