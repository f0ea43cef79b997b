"""The server in a process of its own, spoken to in JSON lines: ``python -m tests.addin.served LEDGER [STEP]``.

Each line is a call ``[name, question, range, cell]``, or ``[]`` for the cells whose answers have come. With a STEP it
kills itself at that step of a job, as tests/answers/process.py does.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import anthropic  # noqa: F401 - not while a cell waits, on a busy machine

from sheetllm_xl.grid import CellRange
from sheetllm_xl.server.workers import Crew

from ..answers import process
from ..answers.workbook import Area


def main(ledger: str, step: str = "0") -> None:
    book = process.opened(Path(ledger))
    server = book.server
    assert server
    process.stepping(book, process.Steps(lambda: os.kill(os.getpid(), signal.SIGKILL), int(step)))
    come: list[str] = []
    server._desk.answers.jobs.recall = lambda cells: come.extend(place.cell for place in cells)  # type: ignore[attr-defined]
    server._desk.settle_left_behind()
    Crew(server._desk, workers=2, pulse=0.05).start()
    print("serving", flush=True)
    for line in sys.stdin:
        told: object = None
        if asked := json.loads(line):
            name, question, cells, at = asked
            area, caller = (Area(*place.split("!")) for place in (cells, at))  # type: ignore[arg-type]
            told = server.CallUDF(name, (question, located(area)), located(caller))
        else:
            told, come[:] = come[:], []
        print(json.dumps(told), flush=True)


def located(area: Area) -> Area:
    return Area(area.sheet, CellRange.parse(str(area.range)))


if __name__ == "__main__":
    main(*sys.argv[1:])
