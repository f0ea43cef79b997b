"""Memory: outcomes as this process knows them: what the ledger has, and what it has not taken yet.

A busy ledger holds nobody up who may not wait. What it did not take is known here and tried again by ``write_down``;
one found busy is left alone for a moment, so that ten thousand cells do not each find it so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import TypeVar

from ...record import FAILURE_LIFE, Books, Claim, LedgerError, Outcome
from .failures import NOT_KEPT

_REFUSAL_LIFE = 5.0  # seconds a refusal is held: enough for the calculation that shows it, for it may soon be over
_REST = 1.0  # seconds a busy ledger is left alone

T = TypeVar("T")


class Memory:
    """``clock`` is monotonic. Only ``keep`` and a patient ``claim`` wait for a busy ledger."""

    def __init__(self, books: Books, clock: Callable[[], float]) -> None:
        self._books, self._clock = books, clock
        self._lock = Lock()
        self._known: dict[str, tuple[Outcome, float]] = {}  # and until when
        self._unwritten: dict[str, Outcome] = {}
        self._rests: dict[str, float] = {}

    def find(self, key: str) -> Outcome | None:
        """What is remembered of a key; None also where the ledger cannot say: ``claim`` tells what may be asked."""
        if known := self._known.get(key):
            if self._clock() < known[1]:
                return known[0]
            with self._lock:
                if self._known.get(key) is known:
                    del self._known[key]
        try:
            return self._at_once("read", lambda: self._books.find(key))
        except LedgerError:
            return None

    @property
    def is_sure(self) -> bool:
        """Whether the ledger was asked by ``find``: not while it rests."""
        return self._clock() >= self._rests.get("read", 0.0)

    def refusal(self, book: str) -> str:
        """Why nothing more may be spent on a workbook. Raises LedgerError."""
        return self._at_once("read", lambda: self._books.refusal(book))

    def claim(self, key: str, seconds: float, *, patient: bool = True) -> Claim:
        """Take the key. Raises LedgerError."""
        self.forget(key)  # what was still to be written of it is of an earlier question
        if patient:
            return self._books.claim(key, seconds)
        return self._at_once("write", lambda: self._books.claim(key, seconds, patient=False))

    def hold(self, key: str, outcome: Outcome) -> None:
        """Know it from now on; the ledger is told by ``write_down``."""
        life = (FAILURE_LIFE if outcome.kept else _REFUSAL_LIFE) if outcome.failed else float("inf")
        with self._lock:
            self._known[key] = outcome, self._clock() + life
            self._unwritten[key] = outcome

    def keep(self, key: str, outcome: Outcome) -> None:
        """Know it from now on, and tell the ledger."""
        self.hold(key, outcome)
        self._written(key, outcome, patient=True)

    def write_down(self) -> None:
        """Tell the ledger what it has not taken, up to the first that it does not take now."""
        for key, outcome in list(self._unwritten.items()):
            if not self._written(key, outcome, patient=False):
                return

    def forget(self, key: str) -> None:
        """Forget what is known of a key here."""
        with self._lock:
            self._known.pop(key, None)
            self._unwritten.pop(key, None)

    def forget_failures(self) -> None:
        """Forget the failures that are known here."""
        for key, (outcome, _) in list(self._known.items()):
            if outcome.failed:
                self.forget(key)

    def _written(self, key: str, outcome: Outcome, *, patient: bool) -> bool:
        """Whether the ledger has it now: an answer or a failure; of a refusal, that the question is nobody's."""
        known, until = self._known.get(key, (None, 0.0))
        lapsed = outcome.failed and self._clock() >= until
        try:
            if outcome.kept and not lapsed:
                self._books.settle(key, outcome, patient=patient)
            else:
                self._books.release(key, patient=patient)
        except LedgerError as error:
            with self._lock:
                if self._unwritten.get(key) is outcome and known:
                    told = replace(outcome, notes=(*outcome.notes, NOT_KEPT.format(error)))
                    self._known[key] = told, until
            return False
        with self._lock:
            if self._unwritten.get(key) is outcome:
                del self._unwritten[key]
                if outcome.kept:
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
