"""Errands: work that other threads have for an open Excel, done on the thread that may speak to it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from ..errors import ExcelBusy

T = TypeVar("T")
_PATIENCE = 30.0  # seconds until what has not begun is given up


class Errands:
    """``run`` is called again and again on Excel's thread; ``do`` waits, on any other, until its work has been done."""

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._due: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()
        self._home, self._patience = threading.get_ident(), patience

    def do(self, work: Callable[[], T], patience: float | None = None) -> T:
        """What ``work`` gives, or raises. Raises ExcelBusy where its turn does not come; then it never comes."""
        if threading.get_ident() == self._home:
            return work()
        future: Future[T] = Future()
        self._due.put((future, work))
        try:
            return future.result(self._patience if patience is None else patience)
        except TimeoutError:
            if future.cancel():
                raise ExcelBusy from None
            return future.result()  # it has begun

    def run(self) -> int:
        """Do what is due; how much that was."""
        self._home, done = threading.get_ident(), 0
        while True:
            try:
                future, work = self._due.get_nowait()
            except Empty:
                return done
            done += 1
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(work())
            except Exception as error:  # noqa: BLE001 - the shell: it is raised where it was asked for
                future.set_exception(error)
