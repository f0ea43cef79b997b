"""Owners: which process holds a claim, and whether it still lives."""

from __future__ import annotations

import os
import sys
from typing import Any
from uuid import uuid4

_SYNCHRONIZE, _STILL_RUNNING, _DENIED = 0x00100000, 0x102, 5  # access right; WAIT_TIMEOUT; ERROR_ACCESS_DENIED


def this_process() -> tuple[str, int]:
    """A name for this process that no other ever has (ids of processes are used again), and its id."""
    return f"{os.getpid()}-{uuid4().hex}", os.getpid()


def alive(pid: int) -> bool:
    """Whether a process of that id runs. On Windows ``os.kill(pid, 0)`` would end it, so it is asked for otherwise."""
    if sys.platform == "win32":
        return _alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    """A process that has ended and whose parent has not looked: its claims are as dead as it is."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False


def _alive_on_windows(pid: int) -> bool:
    import ctypes

    kernel: Any = getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009 - not there for a checker on another system
    kernel.OpenProcess.restype, kernel.WaitForSingleObject.argtypes = ctypes.c_void_p, (ctypes.c_void_p, ctypes.c_uint)
    kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
    process = kernel.OpenProcess(_SYNCHRONIZE, False, pid)
    if not process:  # there, but of another account or run as administrator
        return bool(getattr(ctypes, "get_last_error")() == _DENIED)  # noqa: B009
    try:
        return bool(kernel.WaitForSingleObject(process, 0) == _STILL_RUNNING)
    finally:
        kernel.CloseHandle(process)
