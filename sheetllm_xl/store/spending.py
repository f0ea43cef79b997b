"""Spending: calls booked before they are made, caps that hold across processes, the pause switch, the export."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ..errors import BudgetSpent
from ..output import csv_line
from ..ports import Usage
from ..record.ledger_port import no_price
from .database import Store

_TOKENS = "input + output + cache_write + cache_read"
_SPENT = f"CASE state WHEN 'open' THEN estimate WHEN 'done' THEN {_TOKENS} ELSE 0 END + unseen * estimate"
_PAID = "COALESCE(CASE state WHEN 'open' THEN most WHEN 'done' THEN cost ELSE 0 END + unseen * most, 0)"
_TOTALS = """COUNT(*), COALESCE(SUM(input), 0), COALESCE(SUM(output), 0), COALESCE(SUM(cache_write), 0),
    COALESCE(SUM(cache_read), 0), SUM(cost), COALESCE(SUM(state = 'done' AND cost IS NULL), 0),
    COALESCE(SUM(unseen), 0), COALESCE(SUM(state = 'open'), 0)"""
_BOOKED = ("at", "workbook", "model", "state", *Usage.__slots__)
CSV_HEAD = csv_line((*_BOOKED, "unseen_requests", "cost_usd", "request_id", "receipt"))
_AHEAD = 60.0  # seconds: a call booked later than so long from now was booked by a clock that has been set back
_PAUSED = "Spending is paused, so nothing new is asked. Pause spending, in the SheetLLM tab, ends the pause."


@dataclass(frozen=True, slots=True)
class Caps:
    """Hard caps; None is no cap. A day is the computer's local day. Tokens are all that the API counts, in and out.

    Where a cap in dollars is set, a model without a price is not asked.
    """

    calls_a_minute: int | None = 60
    tokens_a_day: int | None = None
    tokens_a_workbook: int | None = None
    dollars_a_day: float | None = None
    dollars_a_workbook: float | None = None


class Call(NamedTuple):
    """One call as it is booked: ``state`` is open (not back, or its process ended), done, or failed.

    ``usage`` is what the API counted in the reply that came back. ``unseen`` of its requests were sent and broke off:
    the API may have counted them, and only its own console knows. ``cost`` is in US dollars, None without a price.
    """

    at: datetime
    book: str
    model: str
    state: str
    usage: Usage
    request_id: str
    receipt: str
    unseen: int
    cost: float | None


class Totals(NamedTuple):
    """Calls added up: ``cost`` is of those that have one (None: no call has), ``unpriced`` came back and have none.

    ``unseen`` requests broke off, ``open`` calls are not back.
    """

    calls: int
    usage: Usage
    cost: float | None
    unpriced: int
    unseen: int
    open: int


class Spending:
    """The books of one ledger. ``wall`` is the time of day.

    A call is booked at its estimate in the same transaction that compares it with the caps, so two processes cannot
    both pass under one. A clock that is set back lifts no cap: what was booked ahead of it counts from now on.
    """

    def __init__(self, store: Store, caps: Caps, wall: Callable[[], float]) -> None:
        self._store, self.caps, self._wall = store, caps, wall
        self._late: deque[tuple[object, ...]] = deque()

    def refusal(self, book: str) -> str:
        """Why nothing may be spent on this workbook now; empty where it may. Raises LedgerError."""
        with self._store.reading() as db:
            refusal = self._refusal(db, book, 0, 0.0)
        return str(refusal or "")

    def reserve(self, book: str, model: str, tokens: int, *, receipt: str = "", most: float | None = None) -> int:
        """Book a call at its estimate, in tokens and dollars. Raises BudgetSpent, LedgerError."""
        if most is None and (self.caps.dollars_a_day, self.caps.dollars_a_workbook) != (None, None):
            raise BudgetSpent(no_price(model))
        with self._store.writing() as db:
            self._set_right(db)
            if refusal := self._refusal(db, book, tokens, most or 0.0):
                raise refusal
            added = db.execute(
                "INSERT INTO calls (at, book, model, state, estimate, receipt, most) VALUES (?, ?, ?, 'open', ?, ?, ?)",
                (self._wall(), book, model, tokens, receipt, most),
            )
            return int(added.lastrowid or 0)

    def close(
        self, ticket: int, usage: Usage | None, request_id: str | None, *, unseen: int = 0, cost: float | None = None
    ) -> None:
        """Put the API's count in place of the estimate; None: no count came back.

        Raises LedgerError; ``close_late`` then does it.
        """
        counted = usage or Usage()
        state = "failed" if usage is None else "done"
        tokens = (counted.input_tokens, counted.output_tokens, counted.cache_write_tokens, counted.cache_read_tokens)
        self._late.append((state, *tokens, request_id, unseen, cost, ticket))
        self.close_late(patient=True)

    def close_late(self, *, patient: bool = False) -> None:
        """Book the counts that a busy ledger did not take when they came. Raises LedgerError."""
        if not (rows := list(self._late)):
            return
        with self._store.writing(patient=patient) as db:
            db.executemany(
                "UPDATE calls SET state = ?, input = ?, output = ?, cache_write = ?, cache_read = ?, request_id = ?, "
                "unseen = ?, cost = ? WHERE id = ?",
                rows,
            )
        for row in rows:
            with suppress(ValueError):  # another thread came first
                self._late.remove(row)

    def set_right(self) -> None:
        """Calls that a clock set back has left in the future count from now on, not only then. Raises LedgerError."""
        with self._store.reading() as db:
            ahead = db.execute("SELECT 1 FROM calls WHERE at > ? LIMIT 1", (self._wall() + _AHEAD,)).fetchone()
        if ahead:
            with self._store.writing() as db:
                self._set_right(db)

    def pause(self, paused: bool) -> None:
        """Stop or allow all spending of this person. Raises LedgerError."""
        with self._store.writing() as db:
            db.execute("INSERT OR REPLACE INTO switches VALUES ('paused', ?)", ("1" if paused else "",))

    @property
    def paused(self) -> bool:
        """Whether spending is stopped. Raises LedgerError."""
        with self._store.reading() as db:
            return _paused(db)

    def calls(self, since: float = 0.0) -> Iterator[Call]:
        """Every call from ``since`` (seconds of the epoch) on, oldest first. Raises LedgerError."""
        query = (
            "SELECT COALESCE(clock_at, at), book, model, state, request_id, receipt, unseen, cost, input, output, "
            "cache_write, cache_read FROM calls WHERE at >= ? ORDER BY id"
        )
        with self._store.reading() as db:
            for at, book, model, state, request_id, receipt, unseen, cost, *tokens in db.execute(query, (since,)):
                used = Usage(*(n or 0 for n in tokens))
                when = datetime.fromtimestamp(at)
                yield Call(when, book, model, state, used, request_id or "", receipt, unseen, cost)

    def totals(self, since: float = 0.0, book: str | None = None) -> Totals:
        """The calls from ``since`` on, of one workbook or of all, added up by the ledger. Raises LedgerError."""
        query = f"SELECT {_TOTALS} FROM calls WHERE at >= ? AND (? IS NULL OR book = ?)"  # noqa: S608 - our own words
        with self._store.reading() as db:
            calls, *tokens, cost, unpriced, unseen, still_open = db.execute(query, (since, book, book)).fetchone()
        return Totals(calls, Usage(*tokens), cost, unpriced, unseen, still_open)

    def usage(self, since: float = 0.0) -> Usage:
        """All tokens the API counted. Raises LedgerError."""
        return self.totals(since).usage

    def export(self) -> Iterator[str]:
        """Every call as a line of CSV (RFC 4180) below CSV_HEAD, tokens as the API counted them. Raises LedgerError."""
        yield CSV_HEAD
        for call in self.calls():
            tokens = (getattr(call.usage, name) for name in Usage.__slots__)
            cost = "" if call.cost is None else f"{call.cost:.6f}"
            booked = (call.at.isoformat(" ", "seconds"), call.book, call.model, call.state, *tokens)
            yield csv_line((*booked, call.unseen, cost, call.request_id, call.receipt))

    def _set_right(self, db: sqlite3.Connection) -> None:
        now = self._wall()
        db.execute("UPDATE calls SET clock_at = COALESCE(clock_at, at), at = ? WHERE at > ?", (now, now + _AHEAD))

    def _refusal(self, db: sqlite3.Connection, book: str, tokens: int, most: float) -> BudgetSpent | None:
        if _paused(db):
            return BudgetSpent(_PAUSED)
        now, caps = self._wall(), self.caps
        minute = "SELECT COUNT(*) FROM calls WHERE at > ? AND at <= ?"
        if caps.calls_a_minute is not None:
            made = db.execute(minute, (now - 60, now + 60)).fetchone()[0]
            if made >= caps.calls_a_minute:
                sentence = f"The cap of {caps.calls_a_minute:,} calls a minute is reached; nothing was sent."
                return BudgetSpent(sentence, passing=caps.calls_a_minute > 0)
        midnight = datetime.fromtimestamp(now).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
        for tokens_cap, dollars_cap, words, where, given in (
            (caps.tokens_a_day, caps.dollars_a_day, "a day", "at >= ?", midnight),
            (caps.tokens_a_workbook, caps.dollars_a_workbook, "a workbook", "book = ?", book),
        ):
            if tokens_cap is None and dollars_cap is None:
                continue
            query = f"SELECT COALESCE(SUM({_SPENT}), 0), COALESCE(SUM({_PAID}), 0) FROM calls WHERE {where}"  # noqa: S608 - our own words
            spent, paid = db.execute(query, (given,)).fetchone()
            if tokens_cap is not None and (spent + tokens > tokens_cap or spent >= tokens_cap):
                return BudgetSpent(
                    f"The cap of {tokens_cap:,} tokens {words} is reached ({spent:,} are spent); nothing was sent."
                )
            if dollars_cap is not None and (paid + most > dollars_cap or paid >= dollars_cap):
                return BudgetSpent(
                    f"The cap of ${dollars_cap:,g} {words} is reached (${paid:,.4f} is spent); nothing was sent."
                )
        return None


def _paused(db: sqlite3.Connection) -> bool:
    row = db.execute("SELECT value FROM switches WHERE name = 'paused'").fetchone()
    return bool(row and row[0])
