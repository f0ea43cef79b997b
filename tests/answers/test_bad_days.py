"""M3, M5: two processes ask once; a server killed, or a ledger that fails, at any step leaves no cell pending."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sheetllm_xl.answers.queue import Recalls
from sheetllm_xl.errors import ModelError
from sheetllm_xl.models import claude
from sheetllm_xl.record import LedgerError
from sheetllm_xl.server import Server
from sheetllm_xl.store.database import Store

from ..loopback import Loopback, says
from . import process
from .test_udfs import SUM, WAITS

ROOT = Path(__file__).parent.parent.parent
DEADLINE = 20.0


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, api: Loopback) -> None:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("SHEETLLM_DEADLINE_SECONDS", str(DEADLINE))


def started(ledger: Path, cells: int, step: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.answers.process", str(ledger), str(cells), str(step)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | {"NO_PROXY": "*"})


def slowly(reply: Any, seconds: float) -> Any:
    def play(exchange: Any) -> None:
        time.sleep(seconds)
        says(reply)(exchange)

    return play


def test_two_processes_with_two_hundred_cells_make_one_call(api: Loopback, tmp_path: Path) -> None:
    all_ask = threading.Event()

    def answers(exchange: Any) -> None:
        all_ask.wait(60)
        says(SUM)(exchange)

    api.then(answers)
    both = [started(tmp_path / "ledger.sqlite", 200) for _ in range(2)]
    assert [one.stdout.readline() for one in both if one.stdout] == ["asked\n", "asked\n"]
    all_ask.set()
    assert [one.communicate(timeout=60)[0] for one in both] == ["1800.0\n", "1800.0\n"]
    assert len(api.bodies) == 1


def killed_and_succeeded(api: Loopback, folder: Path, step: int) -> bool:
    """A server dies at ``step``; the cells it left show #GETTING_DATA; the next server settles them in time."""
    api.then(says(SUM))
    child = started(folder / "ledger.sqlite", 1, step)
    child.communicate(timeout=60)
    assert child.returncode in (-signal.SIGKILL, 0), "the child neither ran nor died"
    book = process.opened(folder / "ledger.sqlite")
    book.formulas["Ask", "B1"] = process.FORMULA
    book.shown["Ask", "B1"] = WAITS
    desk = book.server._desk  # type: ignore[union-attr]
    desk.settle_left_behind()
    book.calculate_all()
    took = process.run(book, DEADLINE + 1)
    print(f"step {step}: settled {took:.2f} s after the successor began, {len(api.bodies)} calls")
    shown = book.shown["Ask", "B1"]
    assert shown == 1800.0, desk.why(area())
    assert len(api.bodies) <= 2
    assert desk.answers.ledger.left_behind() == ()
    return child.returncode != 0


@pytest.mark.parametrize("step", [3, 9, 12])
def test_a_killed_server_leaves_no_cell_pending(api: Loopback, tmp_path: Path, step: int) -> None:
    killed_and_succeeded(api, tmp_path, step)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_server_killed_at_any_step_leaves_no_cell_pending(api: Loopback, tmp_path: Path) -> None:
    step, died = 0, True
    while died:
        step += 1
        folder = tmp_path / str(step)
        folder.mkdir()
        api.plays.clear()
        api.requests.clear()
        died = killed_and_succeeded(api, folder, step)
    assert step >= 18


@pytest.mark.slow
def test_a_successor_that_comes_too_late_settles_with_a_sentence(
    api: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = 15  # a busy machine needs some of them to start a process
    monkeypatch.setenv("SHEETLLM_DEADLINE_SECONDS", str(seconds))
    api.then(slowly(SUM, 60))
    child = started(tmp_path / "ledger.sqlite", 1)
    while not api.requests:
        time.sleep(0.05)
    child.kill()
    child.communicate()
    time.sleep(seconds)
    book = process.opened(tmp_path / "ledger.sqlite")
    desk = book.server._desk  # type: ignore[union-attr]
    assert desk.settle_left_behind() == 1
    assert book.put("B1", process.FORMULA) == "\x012046"
    assert "stopped while this question was on its way" in desk.why(area())


def area() -> Any:
    from sheetllm_xl.grid import CellRange

    from .workbook import Area

    return Area("Ask", CellRange.parse("B1"))


class Clocked:
    """A workbook on a clock of the test's own, with a ledger and a wire that fail at one step."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, at: int, error: Exception, wire: int = 0) -> None:
        self.now = 0.0
        self.book = process.opened(folder / "ledger.sqlite")
        self.desk = self.book.server._desk  # type: ignore[union-attr]
        self.desk.answers.jobs.clock = self.desk.answers.jobs._memory._clock = lambda: self.now
        self.desk.answers.jobs._breaker._clock = lambda: self.now
        self.book.recalls = Recalls(self.book.calculate, lambda: self.now)  # type: ignore[attr-defined]
        self.desk.answers.jobs.recall = self.book.recalls.add  # type: ignore[attr-defined]
        assert isinstance(self.book.server, Server)

        def strike() -> None:
            raise error

        self.steps = step = process.Steps(strike, at)
        self.calls = call = process.Steps(lambda: (_ for _ in ()).throw(ModelError("the wire was cut")), wire)

        class Failing(Store):
            @contextmanager
            def writing(self, *, patient: bool = True) -> Iterator[Any]:
                with super().writing(patient=patient) as db:
                    step()
                    yield db

            @contextmanager
            def reading(self) -> Iterator[Any]:
                step()
                with super().reading() as db:
                    yield db

        self.desk.answers.ledger.store.__class__ = Failing
        real = claude.Claude.complete

        def complete(asked: claude.Claude, prompt: Any, again: Any) -> Any:
            call()
            done = real(asked, prompt, again)
            call()
            return done

        monkeypatch.setattr(claude.Claude, "complete", complete)

    def run(self) -> None:
        while self.desk.answers.jobs.run_next():
            pass
        self.desk.answers.jobs.tick()
        while self.desk.answers.jobs.run_next():
            pass
        self.book.recalls.run()  # type: ignore[attr-defined]
        self.desk.write_down()

    def shown(self) -> Any:
        """What the cell shows when its deadline has passed and the program has been let calculate."""
        self.book.put("B1", process.FORMULA)
        self.run()
        self.now += DEADLINE
        self.run()
        return self.book.shown["Ask", "B1"]


@pytest.mark.parametrize("passing", [True, False], ids=["busy", "failing"])
@pytest.mark.parametrize("at", range(1, 13))
def test_a_ledger_that_fails_at_any_step_leaves_no_cell_pending(
    api: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, passing: bool
) -> None:
    api.then(says(SUM))
    rig = Clocked(tmp_path, monkeypatch, at, LedgerError("The disk is full.", passing=passing))
    shown = rig.shown()
    assert shown == 1800.0 or (isinstance(shown, str) and shown[0] == "\x01" and shown != WAITS)
    rig.now += 601
    assert rig.shown() == 1800.0
    assert len(api.bodies) <= 2


@pytest.mark.parametrize("wire", [1, 2])
def test_a_wire_that_is_cut_leaves_no_cell_pending(
    api: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wire: int
) -> None:
    api.then(says(SUM))
    rig = Clocked(tmp_path, monkeypatch, 0, LedgerError("none"), wire)
    assert rig.shown() == "\x012046"
    assert "the wire was cut" in rig.desk.why(area())


def test_the_steps_of_a_job_are_all_counted(api: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    api.then(says(SUM))
    rig = Clocked(tmp_path, monkeypatch, 0, LedgerError("none"))
    assert rig.shown() == 1800.0
    print(f"{rig.steps.passed} transactions, {rig.calls.passed} steps on the wire")
    assert rig.steps.passed <= 12
    assert rig.calls.passed == 2
