"""Stopping: a server that runs is asked to end, and waited for, so that its files can be replaced or removed.

    pythonw sheetllm_xl/setup/stopping.py

A server holds a named event as long as it lives; setting it ends the server after the call that is under way. What it
had not finished, the next one settles.
"""

from __future__ import annotations

import ctypes
import sys
import time

EVENT = r"Local\SheetLLM.Server.Stop"
_SECONDS = 5.0
_SYNCHRONIZE, _MODIFY = 0x100000, 0x2


def stop_server() -> bool:
    """Ask, and wait at most five seconds; whether none runs afterwards. Off Windows there is none."""
    if sys.platform != "win32":
        return True
    kernel = ctypes.windll.kernel32  # pragma: no cover - Windows alone; run under Wine by tests/windows
    end = time.monotonic() + _SECONDS
    while event := kernel.OpenEventW(_SYNCHRONIZE | _MODIFY, False, EVENT):
        kernel.SetEvent(event)
        kernel.CloseHandle(event)
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


if __name__ == "__main__":
    stop_server()
