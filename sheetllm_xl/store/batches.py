"""Batches in the ledger: which requests are on their way in which batch, under which booking."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from .database import Store

_LIFE = 29 * 86_400.0  # seconds for which the API keeps a batch's results


class Sent(NamedTuple):
    """Requests that were sent as one, under their digests. ``batch`` is "" while its id has not come back.

    ``at`` in seconds of the epoch: when they were about to be sent, for one that the ledger gives.
    """

    ticket: int
    batch: str
    digests: tuple[str, ...]
    at: float = 0.0


class Batches:
    """The batches of one ledger. Every method raises LedgerError."""

    _store: Store
    _wall: Callable[[], float]

    def begin_batch(self, ticket: int, digests: Iterable[str]) -> None:
        """Requests are about to be sent, under a booking."""
        now = self._wall()
        with self._store.writing() as db:
            db.execute("DELETE FROM batches WHERE at < ?", (now - _LIFE,))
            db.executemany(
                "INSERT OR REPLACE INTO batches VALUES (?, ?, '', ?)", [(one, ticket, now) for one in digests]
            )

    def name_batch(self, ticket: int, batch: str) -> None:
        """They were sent, as the batch of that id."""
        with self._store.writing() as db:
            db.execute("UPDATE batches SET batch = ? WHERE ticket = ?", (batch, ticket))

    def drop_batch(self, ticket: int) -> None:
        """They were not sent, or nothing is known of them any more."""
        with self._store.writing() as db:
            db.execute("DELETE FROM batches WHERE ticket = ?", (ticket,))

    def sent_in_batches(self, digests: Iterable[str]) -> list[Sent]:
        """What was sent of those requests."""
        wanted = set(digests)
        with self._store.reading() as db:
            rows = db.execute("SELECT ticket, batch, digest, at FROM batches ORDER BY ticket").fetchall()
        tickets = dict.fromkeys((ticket, batch, at) for ticket, batch, digest, at in rows if digest in wanted)
        return [Sent(t, b, tuple(digest for ticket, _, digest, _ in rows if ticket == t), at) for t, b, at in tickets]

    def batch_names(self) -> set[str]:
        """The ids of all batches that are known."""
        with self._store.reading() as db:
            return {name for (name,) in db.execute("SELECT DISTINCT batch FROM batches WHERE batch <> ''")}
