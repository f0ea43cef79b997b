"""A process that plays Excel and its server: ``python -m tests.answers.process LEDGER CELLS [STEP]``.

It fills CELLS cells with one question and runs until none is pending. With a STEP it kills itself, as the task manager
would, at that step of the job: each step is the begin or the end of a ledger transaction, or of a call over the wire.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sheetllm_xl import app, drawn
from sheetllm_xl.answers.queue import Recalls
from sheetllm_xl.models import claude
from sheetllm_xl.server import Server
from sheetllm_xl.server.workers import Crew
from sheetllm_xl.sheet import Sheet
from sheetllm_xl.store.database import Store

from .workbook import Workbook

FORMULA = '=ASKSHEET("Total?",Data!A1:B3)'
DATA = drawn("Region | Q1\nNorth | 1200\nSouth | 600", "Data")


def opened(ledger: Path) -> Workbook:
    """The workbook, with a server of its own."""
    book = Workbook({"Data": DATA, "Ask": Sheet("Ask")})
    recalls = Recalls(book.calculate, time.monotonic)
    book.server = Server(app.desk(book, recalls.add, ledger))
    book.recalls = recalls  # type: ignore[attr-defined]
    return book


def run(book: Workbook, seconds: float) -> float:
    """Pump until no cell is pending; how long that took, or ``seconds`` where it does not end."""
    begun = time.monotonic()
    crew = Crew(book.server._desk, workers=2, pulse=0.05).start()  # type: ignore[union-attr]
    try:
        while book.pending() and time.monotonic() - begun < seconds:
            book.recalls.run()  # type: ignore[attr-defined]
            time.sleep(0.01)
        return time.monotonic() - begun
    finally:
        crew.stop()


class Steps:
    """Counts what the job does, and calls ``strike`` at one step."""

    def __init__(self, strike: Callable[[], None], at: int) -> None:
        self._strike, self._at = strike, at
        self.passed = 0

    def __call__(self) -> None:
        self.passed += 1
        if self.passed == self._at:
            self._strike()


def stepping(book: Workbook, step: Callable[[], None]) -> None:
    """Call ``step`` before and after every transaction, and before and after every call over the wire."""

    class Stepping(Store):
        @contextmanager
        def writing(self, *, patient: bool = True) -> Iterator[Any]:
            step()
            with super().writing(patient=patient) as db:
                yield db
                step()
            step()

        @contextmanager
        def reading(self) -> Iterator[Any]:
            step()
            with super().reading() as db:
                yield db

    book.server._desk.answers.ledger.store.__class__ = Stepping  # type: ignore[union-attr]
    real = claude.Claude.complete

    def complete(self: claude.Claude, prompt: Any, again: Any) -> Any:
        step()
        done = real(self, prompt, again)
        step()
        return done

    claude.Claude.complete = complete  # type: ignore[method-assign]


def main(ledger: str, cells: str, step: str = "0") -> None:
    book = opened(Path(ledger))
    stepping(book, Steps(lambda: os.kill(os.getpid(), signal.SIGKILL), int(step)))
    for i in range(1, int(cells) + 1):
        book.put(f"B{i}", FORMULA)
    print("asked", flush=True)
    run(book, 60)
    print(*{str(value) for value in book.shown.values()}, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
