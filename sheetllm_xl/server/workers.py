"""Crew: the server's threads, which get answers and settle what is late."""

from __future__ import annotations

import gc
import logging
import sys
import threading
import time
from collections.abc import Callable

from ..answers import Desk
from ..errors import fault

_SEARCH = 10.0  # seconds between looks for what a process that died has left
_REST = 1.0  # seconds after a fault, which would else be met, and logged, at full speed
_PAUSE = 3.0  # seconds without a call, after which garbage is collected
_TURN = 0.001  # seconds that a thread may keep the interpreter while Excel's call waits for it; Python's own: 5 ms each
_FEW_OBJECTS, _MOST_OBJECTS = 20_000, 5_000_000  # not worth a collection; collected whoever waits: about 1 GB

_log = logging.getLogger("sheetllm_xl.server")


class Crew:
    """Threads that end with ``stop``, or with the process.

    ``quiet`` tells the seconds since Excel last called. With it the crew also looks after Python's garbage: a full
    collection holds every thread for 50 to 200 ms, which a cell would wait for, so it waits for a pause instead.
    """

    def __init__(
        self, desk: Desk, workers: int = 4, pulse: float = 0.2, quiet: Callable[[], float] | None = None
    ) -> None:
        self._desk, self._pulse, self._quiet = desk, pulse, quiet
        self._stopped = threading.Event()
        self._searched = float("-inf")
        self._threads = [threading.Thread(target=self._loop, args=(self._work,), daemon=True) for _ in range(workers)]
        self._threads.append(threading.Thread(target=self._loop, args=(self._look,), daemon=True))

    def start(self) -> Crew:
        """Begin."""
        if self._quiet:
            self._turn = sys.getswitchinterval()
            sys.setswitchinterval(_TURN)
            gc.collect()
            gc.freeze()
            gc.disable()
        for thread in self._threads:
            thread.start()
        return self

    def stop(self) -> None:
        """End, after the calls that are under way."""
        self._stopped.set()
        with self._desk.answers.jobs.ready:
            self._desk.answers.jobs.ready.notify_all()
        for thread in self._threads:
            thread.join()
        if self._quiet:
            sys.setswitchinterval(self._turn)
            gc.enable()
            gc.unfreeze()

    def _loop(self, step: Callable[[], None]) -> None:
        while not self._stopped.is_set():
            try:
                step()
            except Exception as error:  # noqa: BLE001 - the shell: a thread that ended would leave cells waiting
                _log.error("%s: %s", step.__name__, fault(error))
                self._stopped.wait(_REST)
        self._desk.answers.ledger.store.close()

    def _work(self) -> None:
        jobs = self._desk.answers.jobs
        if not jobs.run_next():
            with jobs.ready:
                if not self._stopped.is_set():
                    jobs.ready.wait(self._pulse)

    def _look(self) -> None:
        self._desk.answers.jobs.tick()
        self._desk.write_down()
        if (now := time.monotonic()) - self._searched > _SEARCH:
            self._searched = now
            if left := self._desk.settle_left_behind():
                _log.info("settled %d that were left behind", left)
        self._tidy()
        self._stopped.wait(self._pulse)

    def _tidy(self) -> None:
        made = gc.get_count()[0]  # objects since the last collection
        if self._quiet and (made > _MOST_OBJECTS or (made > _FEW_OBJECTS and self._quiet() > _PAUSE)):
            gc.collect()
