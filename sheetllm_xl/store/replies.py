"""Replies in the ledger: what a model has answered of a long question, until all of it is answered."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import asdict

from ..ports import Completion, Usage
from .database import Store

_LIFE = 30 * 86_400.0  # seconds after which what nobody went on with is dropped


class Replies:
    """The replies of one ledger, each under the digest of what was sent. Every method raises LedgerError."""

    _store: Store
    _wall: Callable[[], float]

    def reply(self, digest: str) -> Completion | None:
        """The reply to the very same words, at no cost; None also for one that another version kept in its own way."""
        with self._store.reading() as db:
            row = db.execute("SELECT body FROM replies WHERE digest = ?", (digest,)).fetchone()
        with suppress(TypeError, ValueError):
            return Completion(**json.loads(row[0]) | {"usage": Usage()}) if row else None
        return None

    def keep_reply(self, digest: str, completion: Completion) -> None:
        """Keep a reply that is paid for."""
        body, now = json.dumps(asdict(completion)), self._wall()
        with self._store.writing() as db:
            db.execute("INSERT OR REPLACE INTO replies VALUES (?, ?, ?)", (digest, now, body))
            db.execute("DELETE FROM replies WHERE at < ?", (now - _LIFE,))

    def drop_replies(self, digests: Collection[str]) -> None:
        """Forget replies: the record of their question holds what they say."""
        with self._store.writing() as db:
            for table in ("replies", "batches"):
                db.executemany(f"DELETE FROM {table} WHERE digest = ?", [(one,) for one in digests])  # noqa: S608 - ours
