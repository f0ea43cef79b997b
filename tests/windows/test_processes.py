"""Two processes of one person share a ledger: a question is asked once, whoever asks it, and whoever dies."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from ..answers.test_udfs import SUM
from ..loopback import Loopback, message
from .machine import REPOSITORY, Machine

pytestmark = [pytest.mark.windows, pytest.mark.timeout(900)]
_PLAY = (
    "import anthropic, sys; sys.path.append(sys.argv[1]); from tests.answers.process import main; main(*sys.argv[2:])"
)


def slowly(seconds: float) -> Any:
    def play(exchange: Any) -> None:
        time.sleep(seconds)
        exchange.send(200, message(SUM))

    return play


def playing(machine: Machine, ledger: str, cells: int) -> Any:
    return machine.begin("-c", _PLAY, machine.named(REPOSITORY), ledger, str(cells))


@pytest.fixture
def ledger(machine: Machine, tmp_path: Path) -> str:
    """A path with a blank and letters out of ASCII, with nothing there, on a machine that was kept either."""
    folder = machine.home / f"Käufe & Co {tmp_path.name}"
    shutil.rmtree(folder, ignore_errors=True)
    return machine.named(folder / "ledger.sqlite")


def test_two_processes_ask_once(machine: Machine, api: Loopback, ledger: str) -> None:
    api.then(slowly(4))
    both = [playing(machine, ledger, 3), playing(machine, ledger, 2)]
    said = [process.communicate(timeout=300)[0].decode().split() for process in both]
    assert said == [["asked", "1800.0"], ["asked", "1800.0"]]
    assert len(api.bodies) == 1


def test_one_that_is_killed_is_succeeded(machine: Machine, api: Loopback, ledger: str) -> None:
    api.then(slowly(30), slowly(0))
    first = playing(machine, ledger, 1)
    assert first.stdout
    assert first.stdout.readline().strip() == b"asked"
    end = time.monotonic() + 200
    while not api.bodies and time.monotonic() < end:
        time.sleep(0.1)
    assert machine.program("taskkill", "/f", "/im", "python.exe").code == 0
    first.wait(30)
    first.stdout.close()
    second = playing(machine, ledger, 2)
    assert second.communicate(timeout=300)[0].decode().split() == ["asked", "1800.0"]
    assert len(api.bodies) == 2
