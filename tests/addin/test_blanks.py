"""M6: nothing that is nothing reaches a cell, which would show it as 0."""

from __future__ import annotations

from typing import Any

import pytest
from pyopenvba.interpreter._values import EMPTY, NULL

from .scripted_excel import ScriptedExcel, ScriptedServer


@pytest.mark.parametrize("nothing", [EMPTY, NULL], ids=["Empty", "Null"])
def test_nothing_is_an_empty_text_also_among_rows(nothing: Any) -> None:
    server = ScriptedServer(answer=lambda name, given: nothing)
    excel = ScriptedExcel(server)
    assert excel.formula("ASKSHEET_WHY", "A1") == ""
    server.answer = lambda name, given: [[nothing, 0.0], ["a", nothing]]
    assert excel.formula("ASKSHEET_SOURCES", "A1") == [["", 0.0], ["a", ""]]
