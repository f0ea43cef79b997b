"""The engine: the worker process, started when it is first needed, ended when it takes too long."""

from __future__ import annotations

import atexit
import json
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..children import start
from ..errors import NotComputed

_WORKER = Path(__file__).with_stem("worker")  # byte code in the installed product, as this file
_START = 60.0  # seconds for a worker to come up, which a scanner that reads every new program can draw out


class Engine:
    """One worker at a time, for all threads of this process. A worker ends with its parent: its input ends."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    def compute(self, request: Mapping[str, Any], cells: bytes, deadline: float) -> dict[str, Any]:
        """The worker's answer. Raises NotComputed when there is none within ``deadline`` seconds.

        A formula of another thread is waited for no longer than that either.
        """
        if not self._lock.acquire(timeout=_START + deadline):
            raise NotComputed("The program that computes formulas is busy with another one; ask again.")
        try:
            line, late = _reply_line(self._running(), json.dumps(request).encode() + b"\n" + cells, deadline)
            if not line:
                self._discard()
                reason = f"takes longer than {deadline:g} seconds" if late else "asks for more than can be computed"
                raise NotComputed(f"The formula {reason}.")
        finally:
            self._lock.release()
        answer: dict[str, Any] = json.loads(line)
        if wrong := answer.get("wrong"):
            raise NotComputed(wrong)
        return answer

    def close(self) -> None:
        """End the worker; the next formula starts another."""
        with self._lock:
            self._discard()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._discard()
            self._process = start(str(_WORKER), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            if not _reply_line(self._process, b"", _START)[0]:
                self._discard()
                raise NotComputed("The program that computes formulas does not start on this computer.")
        return self._process

    def _discard(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                if pipe:
                    pipe.close()
            except OSError:  # what was still to be written to a worker that has ended
                continue
        self._process.wait()
        self._process = None


def _reply_line(process: subprocess.Popen[bytes], request: bytes, seconds: float) -> tuple[bytes, bool]:
    """The line a worker says to a request (to none: that it is ready), and whether it was ended for taking too long."""
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        return _exchange(process, request), late.is_set()
    finally:
        timer.cancel()


def _exchange(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    assert process.stdin is not None  # noqa: S101
    assert process.stdout is not None  # noqa: S101
    try:
        process.stdin.write(request)
        process.stdin.flush()
        line = process.stdout.readline()
    except OSError:
        return b""
    return line if line.endswith(b"\n") else b""
