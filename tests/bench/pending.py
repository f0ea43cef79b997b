"""How long a cell that asks holds Excel up: python -m tests.bench.pending [CELLS …], 10,000 and 25,000 without any.

Each cell asks a question of its own about 200 cells, as when a formula is filled down; four workers and the look at
deadlines run meanwhile, as in the server, and a wire that takes a second a question. The ledger is opened before the
first call, as the server does before it serves. Elapsed milliseconds of a call, as VBA would wait for it (COM's own
0.8 ms come on top); the worst is also given as the processor time it took, for other work on the machine lengthens
elapsed times. Then equal questions: so many API calls they cost. Then, with as many new questions, a live range of
100,000 cells in the in-memory engine, its text kept: reading it is part of the calls, and is done again every second.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import types
from pathlib import Path
from typing import Any

import xlwings

from sheetllm_xl import app, drawn
from sheetllm_xl.excel.busy import patiently
from sheetllm_xl.excel.cells import LiveCells
from sheetllm_xl.excel.read.live import read_range
from sheetllm_xl.grid import CellRange
from sheetllm_xl.server import Server
from sheetllm_xl.server.workers import Crew
from sheetllm_xl.sheet import Sheet

from ..answers.workbook import Area, Workbook
from ..live.engine import ComError, Engine
from ..live.test_many_cells import Vast
from ..loopback import Loopback, says, serving

WAITS = "\x012043"
DATA = "\n".join(["Region | Q1", *(f"R{i} | {i}" for i in range(100))])
SUM = {"found": True, "answer": "{result}", "result": "=SUM(B2:B101)", "cells": [{"cell": "B2", "value": "0"}]}


def slowly(exchange: Any) -> None:
    time.sleep(1)
    says(SUM)(exchange)


def measure(cells: int, distinct: bool, api: Loopback, folder: Path) -> tuple[list[float], list[float]]:
    """Elapsed and processor seconds of each call, in the order they were made."""
    book = Workbook({"Data": drawn(DATA, "Data"), "Ask": Sheet("Ask")})
    desk = app.desk(book, lambda waiting: None, folder / f"{cells}-{distinct}.sqlite")
    desk.settle_left_behind()
    server = Server(desk)
    crew = Crew(desk, quiet=server.quiet).start()
    area = Area("Data", CellRange.parse("A1:B101"))
    elapsed, worked = [], []
    try:
        for i in range(cells):
            caller = Area("Ask", CellRange(i + 1, 1, i + 1, 1))
            begun, busy = time.perf_counter(), time.thread_time()
            assert server.CallUDF("ASKSHEET", (f"Total {i * distinct}?", area), caller) in (WAITS, 4950.0)
            elapsed.append(time.perf_counter() - begun)
            worked.append(time.thread_time() - busy)
    finally:
        desk.answers.jobs._queue.clear()
        crew.stop()
    return elapsed, worked


class Kept(Vast):
    """A vast sheet whose text is written once: writing it is Excel's part."""

    rows, texts = 10_000, dict[CellRange, str]()

    def worksheet_xml(self, sheet: str, box: CellRange) -> str:
        if box not in self.texts:
            self.texts[box] = super().worksheet_xml(sheet, box)
        return self.texts[box]


def measure_live(cells: int, folder: Path) -> list[float]:
    """Elapsed seconds of each call of a cell that asks about A:J of the vast sheet."""
    sys.modules["pywintypes"] = types.ModuleType("pywintypes")
    sys.modules["pywintypes"].com_error = ComError  # type: ignore[attr-defined]
    excel = xlwings.App(impl=xlwings.Engine(impl=Engine("memory")).impl.apps.app)
    sheet = xlwings.Book(impl=excel.impl.books.take(Kept())).sheets["Sheet1"]
    desk = app.desk(LiveCells(read_range, patiently), lambda waiting: None, folder / "live.sqlite")
    desk.settle_left_behind()
    server, elapsed = Server(desk), []
    area = sheet.range("A:J")
    area.api.GetValue(11)
    crew = Crew(desk, quiet=server.quiet).start()
    try:
        for i in range(cells):
            begun = time.perf_counter()
            assert server.CallUDF("ASKSHEET", (f"Total {i}?", area), sheet.range((i + 1, 12)), "=1.1") == WAITS
            elapsed.append(time.perf_counter() - begun)
    finally:
        desk.answers.jobs._queue.clear()
        crew.stop()
    return elapsed


def told(name: str, elapsed: list[float]) -> str:
    ranked = sorted(elapsed)
    return (
        f"{len(elapsed):,} {name}: {sum(elapsed):.1f} s in all; median {ranked[len(elapsed) // 2] * 1e3:.2f} ms, 99 % "
        f"{ranked[len(elapsed) * 99 // 100] * 1e3:.2f} ms, worst {ranked[-1] * 1e3:.1f} ms, "
        f"{sum(one > 0.05 for one in elapsed)} over 50 ms"
    )


def main(*counts: str) -> None:
    with tempfile.TemporaryDirectory() as folder, serving() as api:
        os.environ |= {"SHEETLLM_BASE_URL": api.url, "ANTHROPIC_API_KEY": "sk-ant-bench", "NO_PROXY": "*"}
        os.environ |= dict.fromkeys(("SHEETLLM_CALLS_A_MINUTE", "SHEETLLM_BATCH_CALLS"), "1000000")
        for distinct in (True, False):
            for cells in map(int, counts or ("10000", "25000")):
                api.plays[:], api.requests[:] = [slowly], []
                elapsed, worked = measure(cells, distinct, api, Path(folder))
                name, at = "questions" if distinct else "cells with one question", elapsed.index(max(elapsed))
                print(
                    f"{told(name, elapsed)} (the worst call {at + 1:,}, {worked[at] * 1e3:.1f} ms of work; most work "
                    f"{max(worked) * 1e3:.1f} ms); {len(api.bodies)} API calls",
                    flush=True,
                )
        api.plays[:], api.requests[:] = [slowly], []
        for cells in map(int, counts or ("10000",)):
            print(told("questions about 100,000 live cells", measure_live(cells, Path(folder))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
