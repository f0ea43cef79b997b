"""What was written into workbooks and what stood there before, in one small file: the way back."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_data_path

from ..errors import HostError

_KEPT = 100  # pieces of work; older ones are forgotten

Kind = Literal["sheet", "cells", "format", "borders", "name", "table"]


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

    ``program`` had the workbook open, "" where that is not known or of no more use; ``made`` is in seconds since 1970.
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
    """The file. A journal that cannot be read is set aside under another name; ``notice`` says so."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_path()
        self.notice = ""

    def works(self, book: str, program: str = "") -> tuple[Work, ...]:
        """What was done to that workbook and not undone, oldest first; with ``program``, only what was done in that."""
        return tuple(work for work in self._read() if work.book == book and program in ("", work.program))

    def works_of(self, program: str) -> tuple[Work, ...]:
        """What was done in that program and not undone, oldest first."""
        return tuple(work for work in self._read() if work.program == program)

    def next_number(self) -> int:
        """A number no work has."""
        return max((work.number for work in self._read()), default=0) + 1

    def put(self, work: Work) -> None:
        """Keep the work, in the place of what was kept under its number."""
        others = [one for one in self._read() if one.number != work.number]
        self._write(sorted([*others, work], key=lambda one: one.number)[-_KEPT:])

    def drop(self, number: int) -> None:
        """Forget a work."""
        self._write([work for work in self._read() if work.number != number])

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
        """All of it or nothing: a file beside it takes its place."""
        beside = self.path.with_suffix(f".{os.getpid()}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps([asdict(work) for work in works]), encoding="utf-8")  # ASCII: holds any text
            os.replace(beside, self.path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise HostError(
                f"Nothing was written, since the undo journal could not be: {error.strerror} ({self.path.parent})."
            ) from None
