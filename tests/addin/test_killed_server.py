"""M5, from the cell: the server is killed at any step while Excel stays open, and every cell settles in time.

The VBA is the add-in's own, in the interpreter; the server is a process, really killed; the wire is the loopback.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter import _values as vba

from ..loopback import Loopback, says
from .scripted_excel import GONE, Cell, Scripted, ScriptedExcel, ScriptedServer

ROOT = Path(__file__).parent.parent.parent
DEADLINE = 60.0
LOOK, SLACK = 2.0, 3.0  # seconds: between two looks (Watch.bas); for a machine that does other things too
STEPS = 36  # more than a job has
WAITS, CONNECT = vba.VBAErrorValue(2043), vba.VBAErrorValue(2046)
SUM = {"found": True, "answer": "{result}", "result": "=SUM(B2:B3)", "cells": [{"cell": "B2", "value": "1200"}]}


class Processes(ScriptedServer):
    """CreateObject starts a process, where one is ``registered``; the first is killed at a step.

    ``again``: whether another can be started after the first.
    """

    def __init__(self, ledger: Path, step: int, again: bool = True) -> None:
        super().__init__()
        self.ledger, self.step, self.again = ledger, step, again
        self.begun: list[subprocess.Popen[str]] = []
        self.starting = 0.0  # seconds that processes took to be there

    def create(self) -> Scripted:
        super().create()
        began = time.monotonic()
        command = [
            sys.executable,
            "-m",
            "tests.addin.served",
            str(self.ledger),
            str(self.step if not self.begun else 0),
        ]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.begun.append(subprocess.Popen(command, cwd=ROOT, text=True, env=os.environ | {"NO_PROXY": "*"}, **pipes))
        one = self.begun[-1]
        assert one.stdout
        one.stdout.readline()
        self.starting += time.monotonic() - began
        self.registered = self.again
        return Scripted("Object", CallUDF=lambda *given: self._called(one, *given), Ping=lambda: self.say(one, []))

    def _called(self, one: subprocess.Popen[str], name: str, given: vba.VBAArray, caller: Any, told: str) -> Any:
        question, area = given.items[:2]
        return self.say(one, [name, question, area.members["where"], caller.members["where"]])

    def say(self, one: subprocess.Popen[str], line: list[str]) -> Any:
        """What it answers; a process that is gone is an error to VBA, as over COM."""
        assert one.stdin
        assert one.stdout
        try:
            one.stdin.write(json.dumps(line) + "\n")
            one.stdin.flush()
            answer = one.stdout.readline()
        except OSError:
            answer = ""
        if not answer:
            raise vba.error(GONE)
        self.come = json.loads(answer) if not line else []
        return "SheetLLM" if not line else json.loads(answer)

    def end(self) -> None:
        for one in self.begun:
            one.kill()
            one.communicate()


class Asking(Cell):
    def __init__(self, excel: ScriptedExcel, at: str) -> None:
        super().__init__(f"[Book1]Ask!{at}")
        self.members["where"], self.excel = f"Ask!{at}", excel
        self.shows: Any = None

    def _calculate(self) -> None:
        data = Scripted("Range", where="Data!A1:B3")
        self.shows = self.excel.formula("ASKSHEET", "Total?", data, cell=self)


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, api: Loopback) -> None:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("SHEETLLM_DEADLINE_SECONDS", str(DEADLINE))


@pytest.fixture
def servers() -> Iterator[list[Processes]]:
    made: list[Processes] = []
    yield made
    for one in made:
        one.end()


def until_settled(excel: ScriptedExcel, server: Processes, cells: list[Asking], longest: float) -> float:
    """Excel's clock runs with ours, and the server has the cells calculated whose answers have come."""
    begun = last = time.monotonic()
    while any(cell.shows == WAITS for cell in cells) and last - begun < longest:
        time.sleep(0.2)
        now = time.monotonic()
        excel.wait(now - last - 1)
        excel.pass_(1)
        last = now
        try:
            server.say(server.begun[-1], [])
        except VBARuntimeError:  # gone: nobody calculates the cells for it
            continue
        come = server.come
        for cell in cells:
            if cell.members["where"].partition("!")[2] in come:
                cell._calculate()
    return time.monotonic() - begun


def settled(servers: list[Processes], ledger: Path, step: int, again: bool = True) -> tuple[set[Any], bool]:
    """What two cells show in the end, and whether the first server was killed."""
    server = Processes(ledger, step, again)
    servers.append(server)
    excel = ScriptedExcel(server)
    cells = [Asking(excel, "B1"), Asking(excel, "B2")]
    for cell in cells:
        cell._calculate()
    excel.interpreter.run("WatchWaiting")  # as after every calculation
    server.starting = 0.0
    took = until_settled(excel, server, cells, 2 * DEADLINE)
    died = server.begun[0].poll() == -signal.SIGKILL
    print(
        f"step {step}: {'killed, ' if died else ''}settled after {took:.1f} s, "
        f"{server.starting:.1f} s of them for the next server to start"
    )
    assert took < DEADLINE + LOOK + SLACK + server.starting
    return {cell.shows for cell in cells}, died


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_a_server_killed_at_any_step_leaves_no_cell_of_an_open_excel_pending(
    api: Loopback, servers: list[Processes], tmp_path: Path, step: int
) -> None:
    api.then(says(SUM))
    shows, died = settled(servers, tmp_path / "ledger.sqlite", step)
    assert shows == {1800.0}
    assert len(api.bodies) <= 2
    assert not (step == STEPS and died), "there are more steps"


def test_where_none_can_be_started_again_the_cells_say_so(
    api: Loopback, servers: list[Processes], tmp_path: Path
) -> None:
    api.then(says(SUM))
    assert settled(servers, tmp_path / "ledger.sqlite", 12, again=False) == ({CONNECT}, True)
