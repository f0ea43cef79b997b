"""What a process does to the world while it is watched: files changed, connections, programs started."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_ACTS = (
    *("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "os.system", "os.exec", "os.spawn"),
    *("os.posix_spawn", "os.fork", "os.startfile", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link"),
    *("os.symlink", "os.truncate", "os.chmod", "os.putenv", "shutil.rmtree", "shutil.move", "shutil.copyfile"),
    *("webbrowser.open", "urllib.Request", "ftplib.connect", "smtplib.connect", "pty.spawn", "sqlite3.connect"),
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_seen: list[list[str]] = []
_hooked: list[bool] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _seen:
        return
    if event in _ACTS:
        _seen[-1].append(f"{event} {arguments!r:.120}")
    elif event == "subprocess.Popen" and not str(arguments[1]).endswith("worker.py']"):
        _seen[-1].append(f"{event} {arguments[1]!r:.120}")  # the calculator's own worker may start anew
    elif event == "open":
        path, mode, flags = str(arguments[0]), arguments[1], arguments[2]
        writes = set(mode or "") & set("wax+") or (flags or 0) & _WRITES
        if writes and path != os.devnull and "__pycache__" not in path and not isinstance(arguments[0], int):
            _seen[-1].append(f"open {path[:80]} {mode} {flags}")


@contextmanager
def watched() -> Iterator[list[str]]:
    """What is done while the block runs, in the order it is done. A hook of Python's own; it cannot be taken off."""
    if not _hooked:
        sys.addaudithook(_hook)
        _hooked.append(True)
    _seen.append([])
    try:
        yield _seen[-1]
    finally:
        _seen.pop()
