"""Memory: records as this process knows them: what the ledger has, and what it has not taken yet.

A busy ledger holds nobody up who may not wait. What it did not take is known here and tried again by ``write_down``;
one found busy is left alone for a moment, so that ten thousand cells do not each find it so.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import TypeVar

from ...errors import BudgetSpent, ModelError
from ...literals import CellError
from ...models.breaker import Breaker
from ...record import FAILURE_LIFE, AnswerLedger, Claim, LedgerError, Record, failure
from .failures import NOT_KEPT, of_error

_REFUSAL_LIFE = 5.0  # seconds a refusal stands: enough for the calculation that shows it, for it may soon be over
_REST = 1.0  # seconds a busy ledger is left alone

T = TypeVar("T")


class Memory:
    """``clock`` is monotonic. Only ``keep`` and a patient ``claim`` wait for a busy ledger."""

    def __init__(self, ledger: AnswerLedger, clock: Callable[[], float]) -> None:
        self._ledger, self._clock = ledger, clock
        self._lock = Lock()
        self._known: dict[str, tuple[Record, float]] = {}  # and until when
        # and how long the claim is to last of what is settled for now, but worked on
        self._unwritten: dict[str, tuple[Record, float]] = {}
        self._rests: dict[str, float] = {}

    def find(self, key: str) -> Record | None:
        """What is remembered of a key; None also where the ledger cannot say: ``claim`` tells what may be asked."""
        if known := self._known.get(key):
            if self._clock() < known[1]:
                return known[0]
            with self._lock:
                if self._known.get(key) is known:
                    del self._known[key]
        try:
            return self._at_once("read", lambda: self._ledger.find(key))
        except LedgerError:
            return None

    @property
    def is_sure(self) -> bool:
        """Whether the ledger was asked by ``find``: not while it rests."""
        return self._clock() >= self._rests.get("read", 0.0)

    def refused(self, breaker: Breaker, book: str) -> Record | None:
        """Why nothing new may be begun on a workbook: the model is out of reach, a pause, a cap, a broken ledger."""
        if not breaker.would_admit():
            return failure(breaker.sentence(), error=CellError.CONNECT, kind=ModelError.__name__)
        try:
            refusal = self._at_once("read", lambda: self._ledger.refusal(book))
        except LedgerError as error:
            return None if error.passing else of_error(error)
        return of_error(BudgetSpent(refusal)) if refusal else None

    def claim(self, key: str, seconds: float, *, patient: bool = True) -> Claim:
        """Take the key. Raises LedgerError."""
        self.forget(key)  # what was still to be written of it is of an earlier question
        if patient:
            return self._ledger.claim(key, seconds)
        return self._at_once("write", lambda: self._ledger.claim(key, seconds, patient=False))

    def release(self, key: str) -> None:
        """A question that was claimed is not asked after all; a ledger that is busy frees it at its deadline."""
        with suppress(LedgerError):
            self._ledger.release(key, patient=True)

    def renew(self, key: str, seconds: float) -> None:
        """The question is worked on: this process's claim lasts so many seconds from now."""
        with suppress(LedgerError):
            self._ledger.renew(key, seconds)

    def put(self, key: str, record: Record, going_on: float = 0.0) -> None:
        """Know it from now on; ``write_down`` tells the ledger, and that the work is still ``going_on``."""
        life = (FAILURE_LIFE if record.remember else _REFUSAL_LIFE) if record.failed else float("inf")
        with self._lock:
            self._known[key] = record, self._clock() + life
            self._unwritten[key] = record, going_on

    def keep(self, key: str, record: Record) -> None:
        """Know it from now on, and tell the ledger."""
        self.put(key, record)
        self._written(key, record, 0.0, patient=True)

    def write_down(self) -> None:
        """Tell the ledger what it has not taken, up to the first that it does not take now."""
        for key, (record, going_on) in list(self._unwritten.items()):
            if not self._written(key, record, going_on, patient=False):
                return

    def forget(self, key: str) -> None:
        """Forget what is known of a key here."""
        with self._lock:
            for known in (self._known, self._unwritten):
                known.pop(key, None)

    def forget_failures(self) -> None:
        """Forget the failures that are known here."""
        for key, (record, _) in list(self._known.items()):
            if record.failed:
                self.forget(key)

    def _written(self, key: str, record: Record, going_on: float, *, patient: bool) -> bool:
        """Whether the ledger has it now: an answer or a failure; of a refusal, that the question is nobody's."""
        known, until = self._known.get(key, (None, 0.0))
        lapsed = record.failed and self._clock() >= until
        try:
            if record.remember and not lapsed:
                self._ledger.settle(key, record, going_on=going_on, patient=patient)
            elif going_on:
                self._ledger.renew(key, going_on, patient=patient)
            else:
                self._ledger.release(key, patient=patient)
        except LedgerError as error:
            with self._lock:
                if self._unwritten.get(key) == (record, going_on) and known:
                    unsure = record.but(notes=(*record.notes, NOT_KEPT.format(error)))
                    self._known[key] = unsure, until
            return False
        with self._lock:
            if self._unwritten.get(key) == (record, going_on):
                del self._unwritten[key]
                if record.remember:
                    self._known.pop(key, None)
        return True

    def _at_once(self, kind: str, action: Callable[[], T]) -> T:
        if self._clock() < self._rests.get(kind, 0.0):
            raise LedgerError("The ledger is busy.", passing=True)
        try:
            return action()
        except LedgerError as error:
            if error.passing:
                self._rests[kind] = self._clock() + _REST
            raise
