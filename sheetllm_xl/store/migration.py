"""Migration: how a ledger of an earlier version becomes one of this: each step whole, or the file is left as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from .earlier import unite

VERSION = 6

_STEPS: tuple[
    tuple[str | Callable[[sqlite3.Connection], None], ...], ...
] = (  # from version 0 to 1, from 1 to 2, and so on: what each adds
    (
        """CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, outcome TEXT NOT NULL, failed INTEGER NOT NULL, created REAL NOT NULL) WITHOUT ROWID""",
        """CREATE TABLE IF NOT EXISTS claims (
    key TEXT PRIMARY KEY, owner TEXT NOT NULL, pid INTEGER NOT NULL,
    until_wall REAL NOT NULL, until_clock REAL NOT NULL) WITHOUT ROWID""",
        """CREATE TABLE IF NOT EXISTS calls (
    id INTEGER PRIMARY KEY, at REAL NOT NULL, book TEXT NOT NULL, model TEXT NOT NULL, state TEXT NOT NULL,
    estimate INTEGER NOT NULL, input INTEGER, output INTEGER, cache_write INTEGER, cache_read INTEGER,
    request_id TEXT)""",
        "CREATE INDEX IF NOT EXISTS calls_at ON calls (at)",
        "CREATE INDEX IF NOT EXISTS calls_book ON calls (book)",
        """CREATE TABLE IF NOT EXISTS cells (
    cell TEXT PRIMARY KEY, key TEXT NOT NULL, outcome TEXT, at REAL NOT NULL) WITHOUT ROWID""",
        "CREATE TABLE IF NOT EXISTS switches (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    ),
    (
        "ALTER TABLE calls ADD COLUMN receipt TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE calls ADD COLUMN unseen INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE calls ADD COLUMN most REAL",  # dollars, at the estimate
        "ALTER TABLE calls ADD COLUMN cost REAL",  # dollars, as counted
        "CREATE TABLE receipts (id TEXT PRIMARY KEY, at REAL NOT NULL, state TEXT NOT NULL, told TEXT NOT NULL)",
        "CREATE INDEX receipts_at ON receipts (at)",
    ),
    ("ALTER TABLE calls ADD COLUMN told REAL",),  # what the clock said, where that was put right since
    (
        """CREATE TABLE records (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, key TEXT, at REAL NOT NULL, created REAL NOT NULL,
    failed INTEGER NOT NULL, body TEXT NOT NULL)""",
        "CREATE UNIQUE INDEX records_id ON records (id) WHERE id <> ''",
        "CREATE UNIQUE INDEX records_key ON records (key) WHERE key IS NOT NULL",
        "CREATE INDEX records_at ON records (at) WHERE id <> ''",
        unite,
        "DROP TABLE answers",
        "DROP TABLE receipts",
        "ALTER TABLE cells RENAME COLUMN outcome TO refusal",
        "ALTER TABLE calls RENAME COLUMN told TO clock_at",
    ),
    ("CREATE TABLE replies (digest TEXT PRIMARY KEY, at REAL NOT NULL, body TEXT NOT NULL) WITHOUT ROWID",),
    (
        "UPDATE OR REPLACE replies SET digest = substr(digest, 1, 32)",  # as long as every other digest
        """CREATE TABLE batches (
    digest TEXT PRIMARY KEY, ticket INTEGER NOT NULL, batch TEXT NOT NULL, at REAL NOT NULL) WITHOUT ROWID""",
    ),
)


def bring_up(connection: sqlite3.Connection) -> None:
    """A file of an earlier version, or a new one, made one of this version."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]  # another process may have come first
        for change in (one for step in _STEPS[version:] for one in step):
            if isinstance(change, str):
                connection.execute(change)
            else:
                change(connection)
        connection.execute(f"PRAGMA user_version = {max(version, VERSION)}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
