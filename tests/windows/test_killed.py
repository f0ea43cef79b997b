"""The server killed in the middle of a question: the next one settles the cell."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from ..loopback import Loopback, message, says
from .conftest import opened
from .machine import Machine
from .test_cells import BEGIN, TOTAL, asking
from .vbscript import literal, said

pytestmark = [pytest.mark.windows, pytest.mark.timeout(900)]


def test_a_killed_server_has_a_successor_that_settles(registered: Machine, api: Loopback) -> None:
    heard, killed = threading.Event(), threading.Event()

    def never(exchange: Any) -> None:
        heard.set()
        killed.wait(300)
        exchange.send(200, message(TOTAL))

    api.then(never, says(TOTAL))
    ask = f'server.CallUDF("ASKSHEET", Array({literal("Summe überall, 9?")}, data), excel.Cells("Ask", "A9"))'
    with opened(registered):
        # a button waits until the server is made; a cell would be recalled, which the stand-in for Excel does not do
        assert said(registered, f'{BEGIN}server.RunButton "None", ""\nSay {ask}\n') == ["\x012043"]
        assert heard.wait(300)
        assert registered.program("taskkill", "/f", "/im", "pythonw.exe").code == 0
    killed.set()
    with opened(registered):
        assert said(registered, asking(9)) == [2250.0]
    assert len(api.bodies) == 2
