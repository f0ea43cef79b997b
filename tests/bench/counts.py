"""How many requests edits cost: python -m tests.bench.counts [CELLS], 10,000 without any, in memory and in LibreOffice.

So many cells are filled down, each with a question of its own, and all questions are changed at once before any has
been quiet for a second. The cells are calculated in Excel's order (tests/live/engine/calculation.py), a server that
plays the Messages API counts: each final question once, and no other.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import tempfile
import time
import types
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import xlwings

from ..live import memory, office
from ..live.engine import ComError, Engine
from ..live.test_quiet import asking
from ..loopback import Loopback, says, serving

NOT_THERE = {"found": False, "answer": "The data does not say.", "result": "", "cells": []}


def counted(store: Any, cells: int, api: Loopback, folder: Path) -> str:
    """The requests that a loopback server saw, and the questions in them."""
    engine = xlwings.Engine(impl=Engine("counted"))
    xlwings.engines.active = engine
    api.requests.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHEETLLM_QUIET_SECONDS", "1")
        excel = asking(
            xlwings.Book(impl=engine.impl.apps.app.books.take(store)), engine.impl.apps.app, api, folder, patch
        )
        api.plays[:] = [says(NOT_THERE)]
        begun = time.monotonic()
        excel.sheet.range(f"B1:B{cells}").raw_value = [[f"Old {row}?"] for row in range(cells)]
        excel.sheet.range(f"C1:C{cells}").raw_value = [[f"=ASKSHEET(B{row},A1:A5)"] for row in range(1, cells + 1)]
        excel.sheet.range(f"B1:B{cells}").raw_value = [[f"New {row}?"] for row in range(cells)]
        excel.pass_(0.5)
        early = len(api.bodies)
        excel.pass_(1.0)
        asked = [str(body) for body in api.bodies]
        finals = Counter(question for one in asked for question in re.findall(r"New \d+\?", one))
        return (
            f"{cells:,} cells: {early} requests before they were quiet, {len(asked):,} in all, for {len(finals):,} "
            f"final questions, each {sorted(set(finals.values()))} times; "
            f"{sum('Old ' in one for one in asked)} outdated; {time.monotonic() - begun:.0f} s"
        )


def main(cells: str = "10000") -> None:
    logging.disable()
    sys.modules["pywintypes"] = types.ModuleType("pywintypes")
    sys.modules["pywintypes"].com_error = ComError  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder, serving() as api, ExitStack() as done:
        os.environ |= {"ANTHROPIC_API_KEY": "sk-ant-bench", "NO_PROXY": "*"}
        engines: dict[str, Callable[[], Any]] = {"in memory": memory.Store}
        if not office.why_not():
            program = office.Office(Path(folder) / "profile")
            engines["LibreOffice"] = program.open
            done.callback(program.quit)
        for name, opened in engines.items():
            (Path(folder) / name).mkdir()
            print(name, counted(opened(), int(cells), api, Path(folder) / name), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
