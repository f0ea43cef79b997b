"""How soon the installed server answers, under Wine: python -m tests.bench.starting FILE.msi [ROUNDS]

Prints what ``msiexec`` takes to install it; then, each time with no process of Windows left, the seconds from asking
for the class until Ping answers and until the first function has its value; then what taking it out takes. The machine
is that of tests/windows, kept in $SHEETLLM_WINE where that is set. On a busy machine the figures say nothing.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from sheetllm_xl.setup import IDENTITY

from ..windows.conftest import COPY_CLASSES
from ..windows.machine import build

_ASK = """
import json, sys, time
import pythoncom, pywintypes, win32com.client.dynamic
begun, found = time.perf_counter(), pywintypes.IID(sys.argv[1])
server = win32com.client.dynamic.Dispatch(
    pythoncom.CoCreateInstance(found, None, pythoncom.CLSCTX_LOCAL_SERVER, pythoncom.IID_IDispatch))
server.Ping()
answered = time.perf_counter() - begun
tables = server.CallUDF("SHEETTABLES", ((("Region", "Q1"), ("North", 1200.0), ("South", 600.5)),), None)
print(json.dumps([answered, time.perf_counter() - begun, str(tables)]))
server.Quit()
"""


def main(msi: str, rounds: str = "5") -> None:
    """Print them."""
    with tempfile.TemporaryDirectory(prefix="wine-", ignore_cleanup_errors=True) as folder:
        kept = os.environ.get("SHEETLLM_WINE")
        machine = build(Path(kept or folder), 480, kept=kept is not None)
        machine.install(Path(msi))
        assert machine.run("-c", COPY_CLASSES).code == 0
        for _ in range(int(rounds)):
            machine.stop()
            machine.run("-c", "")  # Windows itself starts with its first program
            ping, first, tables = machine.told(_ASK, IDENTITY.clsid)
            assert "A1:B3" in tables
            print(f"Ping {ping:.2f} s, first function {first:.2f} s")
        machine.stop()
        machine.uninstall(Path(msi))
        machine.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
