"""Errands: work that other threads have for an open Excel, done on the thread that may speak to it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
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
        """Do what is due by now; how much that was. What comes meanwhile waits: cells want the thread, too."""
        self._home, done = threading.get_ident(), 0
        for _ in range(self._due.qsize()):
            future, work = self._due.get_nowait()
            done += 1
            if future.set_running_or_notify_cancel():
                _settle(future, work)
        return done


def _settle(future: Future[T], work: Callable[[], T]) -> None:
    """Whatever comes of it, who waits hears of it; what is to end this thread ends it all the same."""
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
        if not isinstance(error, Exception):
            raise
