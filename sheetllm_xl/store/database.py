"""Store: one SQLite file that every process of a person shares, its errors as sentences, a damaged file set aside."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from ..record import LedgerError
from .migration import VERSION, bring_up

READ_MS, WRITE_MS = 20, 2_000  # how long a busy file is waited for: on Excel's thread, and elsewhere
_CHECKPOINT_PAGES = 1_000  # SQLite's own choice; a checkpoint waits for the disk, so Excel's thread makes none

_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SENTENCES = {
    sqlite3.SQLITE_FULL: "The disk is full, so the ledger cannot be written; free some space.",
    sqlite3.SQLITE_READONLY: "The ledger is read-only; make its folder writable.",
    sqlite3.SQLITE_CANTOPEN: "The ledger cannot be opened; check that its folder exists and is yours.",
    sqlite3.SQLITE_PERM: "The ledger cannot be opened; check that its folder exists and is yours.",
    sqlite3.SQLITE_IOERR: "The disk failed while the ledger was read or written.",
}
_TAILS = ("-wal", "-shm")
_BUSY = "Another process keeps the ledger locked; try again in a moment."


_making = threading.Lock()  # closing a file takes the locks of SQLite's own handles on it, of all threads


def _make_private(path: Path) -> None:
    """A new ledger is its owner's alone from its first byte, one of an earlier version from now on.

    SQLite gives the files it puts beside it (-wal, -shm) the mode of the ledger.
    """
    with _making:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    if os.name == "posix":
        for one in (path, *(Path(f"{path}{tail}") for tail in _TAILS)):
            with suppress(OSError):  # another's, or gone meanwhile
                if one.stat().st_mode & 0o077:
                    one.chmod(0o600)


class _Connection(sqlite3.Connection):
    """Closed with the thread it belongs to, which need not say goodbye."""

    def __del__(self) -> None:
        self.close()


class Store:
    """The file, with one connection a thread. ``notice`` says what had to be done to it, for a person."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notice = ""
        self._local = threading.local()
        self._mending = threading.Lock()
        self._generation = 0

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to read with. Raises LedgerError."""
        with self._translated():
            connection = self._connection()
            connection.execute(f"PRAGMA busy_timeout = {READ_MS}")
            yield connection

    @contextmanager
    def writing(self, *, patient: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction, begun as a writer's; rolled back on any error. Raises LedgerError."""
        with self._translated():
            connection = self._connection()
            connection.execute(f"PRAGMA busy_timeout = {WRITE_MS if patient else READ_MS}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES if patient else 0}")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close this thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
        self._local.connection = None

    def set_aside(self) -> tuple[Path, ...]:
        """Damaged ledgers that were put out of the way, oldest first."""
        return tuple(sorted(self.path.parent.glob(f"{self.path.stem}-damaged-*{self.path.suffix}")))

    def _connection(self) -> sqlite3.Connection:
        if getattr(self._local, "generation", -1) != self._generation:
            self.close()
        if getattr(self._local, "connection", None) is None:
            self._local.connection = self._opened()
            self._local.generation = self._generation
        connection: sqlite3.Connection = self._local.connection
        return connection

    def _opened(self) -> sqlite3.Connection:
        try:
            _make_private(self.path)
        except OSError as error:
            code = sqlite3.SQLITE_FULL if error.errno == errno.ENOSPC else sqlite3.SQLITE_CANTOPEN
            raise LedgerError(_SENTENCES[code]) from None
        connection = sqlite3.connect(
            self.path,
            timeout=WRITE_MS / 1000,
            isolation_level=None,
            check_same_thread=False,  # it is closed by whichever thread drops it last
            factory=_Connection,
        )
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise LedgerError("A later version of SheetLLM wrote the ledger; this one leaves it as it is. Update it.")
        if version < VERSION:
            connection.execute("PRAGMA journal_mode = WAL")
            bring_up(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            code = _code(error)
            if code in _LOCKED:
                raise LedgerError(_BUSY, passing=True) from None
            self.close()
            if code in _DAMAGED:
                self._mend()
                raise LedgerError(self.notice, passing=True) from None
            raise LedgerError(_SENTENCES.get(code, f"The ledger failed ({type(error).__name__}, {code}).")) from None

    def _mend(self) -> None:
        """Put a damaged file out of the way, unless another thread or process already has."""
        with self._mending:
            if self._sound():
                self.notice = self.notice or "The ledger was damaged and has been made anew."
                self._generation += 1
                return
            stem = f"{self.path.stem}-damaged-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
            aside = self.path.with_name(stem + self.path.suffix)
            try:
                self.path.replace(aside)
                for tail in _TAILS:
                    if (beside := Path(f"{self.path}{tail}")).exists():
                        beside.replace(f"{aside}{tail}")
            except OSError:
                raise LedgerError(
                    "The ledger is damaged and cannot be set aside; close all workbooks, then try again."
                ) from None
            self._generation += 1
            self.notice = f"The ledger was damaged. It was set aside as {aside.name}, and a new one begun."

    def _sound(self) -> bool:
        """Whether the file is as it should be. Raises LedgerError where it is only busy."""
        if not self.path.exists():
            return True
        try:
            with closing(sqlite3.connect(self.path, timeout=WRITE_MS / 1000)) as connection:
                return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
        except sqlite3.Error as error:
            if _code(error) in _LOCKED:
                raise LedgerError(_BUSY, passing=True) from None
            return False


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
