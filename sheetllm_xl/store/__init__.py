"""Ledger: answers, claims, receipts, spending, which cell asked what: one SQLite file for all processes of a person.

Of cells it keeps digests of their places, of answers one record each. That is the person's own, on their own machine;
it holds the question and the workbook's name too, unless the setting ``receipt_questions`` is false.

Clocks: a claim ends when either clock says so, the time of day or the monotonic one (which runs on through a clock that
is set, and is common to the processes of one start of the computer). Whichever is wrong, it ends too early (a question
may then be asked twice), never too late. A failure counts for FAILURE_LIFE, and not at all when it lies in the future.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from ..record import FAILURE_LIFE, Claim, Record
from .batches import Batches
from .database import Store
from .owners import alive, this_process
from .records import Records
from .replies import Replies
from .spending import Call, Caps, Spending, Totals

__all__ = ["Call", "Caps", "Ledger", "Totals", "ledger_file"]

_GRACE = 5.0  # seconds a claim of a process that lives outlasts its end: so that it can say that it goes on
_STOPPED_LIFE = FAILURE_LIFE  # a claim left behind longer ago than this is no longer anybody's


def ledger_file() -> Path:
    """Where the ledger of this person is."""
    return user_data_path("sheetllm", appauthor=False) / "ledger.sqlite"


class Ledger(Spending, Records, Replies, Batches):
    """The ledger as one process sees it. Every method raises LedgerError where the file does not serve.

    ``wall`` is the time of day, ``clock`` the monotonic one, ``is_alive`` tells whether a process id runs.
    """

    def __init__(
        self,
        path: Path | None = None,
        caps: Caps | None = None,
        *,
        wall: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
        is_alive: Callable[[int], bool] = alive,
    ) -> None:
        self.store = Store(path or ledger_file())
        super().__init__(self.store, caps or Caps(), wall)
        self._clock, self._is_alive = clock, is_alive
        self.owner, self._pid = this_process()

    def claim(self, key: str, seconds: float, *, patient: bool = True) -> Claim:
        """Take the key, unless it is answered or a process that lives has it; a dead one leaves what time it had."""
        now, clock = self._wall(), self._clock()
        with self.store.writing(patient=patient) as db:
            if known := self._remembered(db, key):
                return Claim("answered", 0.0, known)
            claim = db.execute(
                "SELECT owner, pid, until_wall, until_clock FROM claims WHERE key = ?", (key,)
            ).fetchone()
            left = seconds
            if claim:
                owner, pid, until_wall, until_clock = claim
                rest = min(until_wall - now, until_clock - clock)
                lives = owner != self.owner and pid != self._pid and self._is_alive(pid)
                if lives and rest > -_GRACE:
                    return Claim("theirs", max(rest, 0.0))
                if rest > 0:
                    left = seconds if owner == self.owner else min(rest, seconds)
                elif owner != self.owner and not lives and now - until_wall < _STOPPED_LIFE:
                    db.execute("DELETE FROM claims WHERE key = ?", (key,))
                    return Claim("overdue")
            taken = (key, self.owner, self._pid, now + left, clock + left)
            db.execute("INSERT OR REPLACE INTO claims VALUES (?, ?, ?, ?, ?)", taken)
        return Claim("mine", left)

    def renew(self, key: str, seconds: float, *, patient: bool = True) -> None:
        """Let this process's claim last so many seconds from now."""
        with self.store.writing(patient=patient) as db:
            self._prolong(db, key, seconds)

    def settle(self, key: str, record: Record, *, going_on: float = 0.0, patient: bool = True) -> None:
        """Keep the record and end the claim. A failure replaces no answer, and ends no claim of another process.

        Where the work is still ``going_on``, this process's claim lasts so many seconds more.
        """
        with self.store.writing(patient=patient) as db:
            self._remember(db, key, record)
            if going_on:
                self._prolong(db, key, going_on)
            else:
                mine = (key, self.owner, not record.failed)
                db.execute("DELETE FROM claims WHERE key = ? AND (owner = ? OR ?)", mine)

    def release(self, key: str, *, patient: bool = True) -> None:
        """End this process's claim."""
        with self.store.writing(patient=patient) as db:
            db.execute("DELETE FROM claims WHERE key = ? AND owner = ?", (key, self.owner))

    def left_behind(self) -> tuple[str, ...]:
        """Keys claimed by processes that are dead and whose deadline has passed; claims long past are dropped."""
        now, clock = self._wall(), self._clock()
        with self.store.reading() as db:
            rows = db.execute("SELECT key, owner, pid, until_wall, until_clock FROM claims").fetchall()
        if any(until_wall < now - _STOPPED_LIFE for *_, until_wall, _ in rows):
            with self.store.writing() as db:
                db.execute("DELETE FROM claims WHERE until_wall < ?", (now - _STOPPED_LIFE,))
        return tuple(key for key, *claim in rows if self._left(claim, now, clock))

    def abandon(self, key: str, record: Record) -> None:
        """Settle what a dead process left, with a failure; not where another has taken or settled it since."""
        query = "SELECT owner, pid, until_wall, until_clock FROM claims WHERE key = ?"
        with self.store.writing() as db:
            claim = db.execute(query, (key,)).fetchone()
            if claim is None or not self._left(claim, self._wall(), self._clock()):
                return
            db.execute("DELETE FROM claims WHERE key = ?", (key,))
        self.settle(key, record)

    def note_cells(self, cells: Mapping[str, tuple[str, Record | None]]) -> None:
        """Remember which key each cell (a digest of its place) asked last, and a refusal that belongs to no key."""
        now = self._wall()
        rows = [(cell, key, refusal and refusal.to_json(), now) for cell, (key, refusal) in cells.items()]
        with self.store.writing(patient=False) as db:
            db.executemany("INSERT OR REPLACE INTO cells VALUES (?, ?, ?, ?)", rows)

    def cell(self, cell: str) -> tuple[str, Record | None] | None:
        """The key a cell asked last, and the refusal it got."""
        with self.store.reading() as db:
            row = db.execute("SELECT key, refusal FROM cells WHERE cell = ?", (cell,)).fetchone()
        return (row[0], Record.from_json(row[1]) if row[1] else None) if row else None

    def _prolong(self, db: sqlite3.Connection, key: str, seconds: float) -> None:
        """Let this process's claim last so many seconds from now."""
        until = self._wall() + seconds, self._clock() + seconds
        query = "UPDATE claims SET until_wall = ?, until_clock = ? WHERE key = ? AND owner = ?"
        db.execute(query, (*until, key, self.owner))

    def _left(self, claim: Sequence[Any], now: float, clock: float) -> bool:
        """Whether a claim is one that a dead process left, past its deadline and not long past."""
        owner, pid, until_wall, until_clock = claim
        dead = owner != self.owner and (pid == self._pid or not self._is_alive(pid))
        return dead and min(until_wall - now, until_clock - clock) <= 0 and until_wall >= now - _STOPPED_LIFE
