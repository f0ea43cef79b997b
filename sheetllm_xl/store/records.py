"""Records in the ledger: one table of what was asked and what came of it, found by a cell's key or a receipt's name."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

from ..errors import InputError
from ..record import FAILURE_LIFE, Record
from .database import Store

_INSERT = "INSERT INTO records (id, key, at, created, failed, body) VALUES (?, ?, ?, ?, ?, ?)"
# that the id is not empty is said for SQLite, which else takes no index of such ids and walks through all records
_UPDATE = (
    "UPDATE records SET key = COALESCE(?, key), at = ?, created = ?, failed = ?, body = ? WHERE id = ? AND id <> ''"
)
_FORGET = ("UPDATE records SET key = NULL WHERE id <> '' AND {}", "DELETE FROM records WHERE id = '' AND {}")


def new_id() -> str:
    """A name for a receipt: twelve hexadecimal digits. Its first few do where no other begins with them."""
    return uuid4().hex[:12]


class Records:
    """The records of one ledger; ``wall`` is the time of day. Every method raises LedgerError.

    A record with a key is remembered, one with an id is a receipt, which stays when the key is forgotten.
    """

    _store: Store
    _wall: Callable[[], float]

    def keep(self, record: Record) -> None:
        """Write a receipt; one transaction, so it is there whole or not at all."""
        with self._store.writing() as db:
            self._write(db, record, None)

    def find(self, key: str) -> Record | None:
        """What is remembered of a key; a failure only for as long as failures are."""
        with self._store.reading() as db:
            return self._remembered(db, key)

    def forget(self, key: str | None = None) -> None:
        """Forget one answer, or (without a key) every failure, so that it is asked again. Receipts stay."""
        with self._store.writing() as db:
            self._forget(db, *(("failed AND key IS NOT NULL", ()) if key is None else ("key = ?", (key,))))

    def receipts(self, most: int = -1, *, oldest_first: bool = False) -> Iterator[Record]:
        """The newest first, at most so many; -1 for all. They are read as they are taken."""
        order = "at, number" if oldest_first else "at DESC, number DESC"
        query = f"SELECT body FROM records WHERE id <> '' ORDER BY {order} LIMIT ?"  # noqa: S608 - our own words
        with self._store.reading() as db:
            for (body,) in db.execute(query, (most,)):
                yield Record.from_json(body)

    def receipt(self, name: str = "") -> Record:
        """The receipt whose id begins so; the newest for none. Raises InputError where there is none, or several."""
        begun = name.strip().lower()
        if not re.fullmatch("[0-9a-f]{0,12}", begun):
            raise InputError(f"“{name[:40]}” is no receipt; `sheetllm receipts list` names them.")
        query = "SELECT body FROM records WHERE id <> '' AND id GLOB ? ORDER BY at DESC, number DESC LIMIT 2"
        with self._store.reading() as db:
            rows = db.execute(query, (f"{begun}*",)).fetchall()
        if not rows:
            raise InputError(f"There is no receipt {begun}." if begun else "There is no receipt yet.")
        if begun and len(rows) > 1:
            raise InputError(f"Several receipts begin with {begun}; name more of it.")
        return Record.from_json(rows[0][0])

    def _remember(self, db: sqlite3.Connection, key: str, record: Record) -> None:
        """Put a record under its key, where it replaces what was there. A failure replaces no answer."""
        there = db.execute("SELECT failed FROM records WHERE key = ?", (key,)).fetchone()
        if there and not there[0] and record.failed:
            return
        self._forget(db, "key = ? AND id <> ?", (key, record.id or "-"))
        self._write(db, record, key)

    def _write(self, db: sqlite3.Connection, record: Record, key: str | None) -> None:
        row = (key, record.at.timestamp() if record.id else 0.0, self._wall(), record.failed, record.to_json())
        if record.id and db.execute(_UPDATE, (*row, record.id)).rowcount:
            return
        db.execute(_INSERT, (record.id, *row))

    def _forget(self, db: sqlite3.Connection, which: str, given: tuple[Any, ...]) -> None:
        for statement in _FORGET:
            db.execute(statement.format(which), given)

    def _remembered(self, db: sqlite3.Connection, key: str) -> Record | None:
        row = db.execute("SELECT body, failed, created FROM records WHERE key = ?", (key,)).fetchone()
        if row is None or (row[1] and not 0 <= self._wall() - row[2] < FAILURE_LIFE):
            return None
        try:
            return Record.from_json(row[0])
        except ValueError:
            return None  # of a version that is gone: asked again
