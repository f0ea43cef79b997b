"""What was written into workbooks and what stood there before, in one small file: the way back."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_data_path

from ... import output
from ...errors import HostError

_KEPT = 100  # pieces of work; older ones are forgotten
_WAIT, _LOOK = 5.0, 0.01  # seconds another process is waited for, and between two looks

Kind = Literal["sheet", "cells", "formula", "format", "borders", "name", "table"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing done: ``at`` is a range, a sheet's or a name's; ``before`` and ``after`` as JSON can hold them."""

    kind: Kind
    sheet: str
    at: str
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True)
class Work:
    """The changes of one press of a button. ``book`` is the workbook's full name, ``words`` what was done.

    ``number`` is 0 until the journal has it. ``program`` had the workbook open, "" where that is not known or of no
    more use; ``made`` is in seconds since 1970.
    """

    number: int
    book: str
    words: str
    changes: tuple[Change, ...] = ()
    program: str = ""
    made: float = 0.0


def default_path() -> Path:
    """Where the journal is kept for this user."""
    return user_data_path("sheetllm", appauthor=False) / "journal.json"


class Journal:
    """The file, which all processes of a person share: one at a time reads or writes it.

    A journal that cannot be read is set aside under another name; ``notice`` says so. Every method raises HostError.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_path()
        self.notice = ""

    def works(self, book: str, program: str = "") -> tuple[Work, ...]:
        """What was done to that workbook and not undone, oldest first; with ``program``, only what was done in that."""
        with self._alone() as works:
            return tuple(work for work in works if work.book == book and program in ("", work.program))

    def works_of(self, program: str) -> tuple[Work, ...]:
        """What was done in that program and not undone, oldest first."""
        with self._alone() as works:
            return tuple(work for work in works if work.program == program)

    def put(self, work: Work) -> Work:
        """Keep the work, in the place of what was kept under its number; a new one gets the next. As it is kept."""
        with self._alone() as works:
            numbered = work if work.number else replace(work, number=max((one.number for one in works), default=0) + 1)
            others = [one for one in works if one.number != numbered.number]
            self._write(sorted([*others, numbered], key=lambda one: one.number)[-_KEPT:])
        return numbered

    def drop(self, number: int) -> None:
        """Forget a work."""
        with self._alone() as works:
            self._write([work for work in works if work.number != number])

    @contextmanager
    def _alone(self) -> Iterator[list[Work]]:
        """What is kept, while no other process or thread reads or writes it."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self.path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise HostError(f"The undo journal cannot be read or written: {error.strerror}.") from None
        try:
            until = time.monotonic() + _WAIT
            while not _locked(lock):
                if time.monotonic() > until:
                    raise HostError("Another process keeps the undo journal locked; try again in a moment.")
                time.sleep(_LOOK)
            yield self._read()
        finally:
            os.close(lock)  # and with it the lock goes

    def _read(self) -> list[Work]:
        try:
            listed = json.loads(self.path.read_text(encoding="utf-8"))
            return [Work(**one | {"changes": tuple(Change(**change) for change in one["changes"])}) for one in listed]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise HostError(f"The undo journal cannot be read: {error.strerror}.") from None
        except (ValueError, TypeError, KeyError):
            self._set_aside()
            return []

    def _set_aside(self) -> None:
        aside = self.path.with_suffix(".damaged.json")
        try:
            os.replace(self.path, aside)
        except OSError as error:
            raise HostError(f"The undo journal is damaged and cannot be set aside: {error.strerror}.") from None
        self.notice = f"The undo journal was damaged; it was set aside as {aside.name}, and a new one begun."

    def _write(self, works: list[Work]) -> None:
        try:
            output.replace(self.path, json.dumps([asdict(work) for work in works]))
        except HostError as error:
            raise HostError(f"Nothing was written, since the undo journal could not be. {error}") from None


if sys.platform == "win32":
    import msvcrt

    def _locked(lock: int) -> bool:
        """Whether the lock is ours now."""
        try:
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(lock: int) -> bool:
        """Whether the lock is ours now."""
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
