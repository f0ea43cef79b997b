"""The server, started by COM and called as VBA calls it, over ranges that COM says are Excel's."""

from __future__ import annotations

import time

import pytest

from ..answers.test_udfs import SUM
from ..installer.product import VERSION
from ..loopback import Loopback, fails, says
from .machine import Machine
from .vbscript import literal, said

pytestmark = [pytest.mark.windows, pytest.mark.timeout(900)]
BEGIN = f"""
Dim data, asks
Set data = excel.Cells({literal("Verkäufe")}, "A1:C4")
"""
TOTAL = SUM | {"answer": "합계, alle Größen: {result}.", "result": "=SUM(B2:B4)"}


def asking(number: int, then: str = "") -> str:
    """Wait for the answer in a cell of the sheet Ask; ``then`` says more."""
    question = literal(f"Summe überall, {number}?")
    return f"""{BEGIN}
Set asks = excel.Cells("Ask", "A{number}")
Say Answer("ASKSHEET", Array({question}, data), asks)
{then}
"""


def test_com_starts_it_and_it_says_who_it_is(excel: Machine) -> None:
    assert said(
        excel,
        "Say server.Ping\nSay server.Version\n"
        'Say server.CallUDF("NOSUCH", Array(1), Nothing)\nSay server.CallUDF("SHEETTABLES", Array(1, 2), Nothing)\n'
        'Say server.RunButton("NoSuch", "")\n',
    ) == ["SheetLLM", VERSION, "\x012029", "\x012015", "There is no button NoSuch."]


def test_tables_come_as_rows_that_are_whole(excel: Machine) -> None:
    whole, array = said(
        excel,
        f"""{BEGIN}
Say server.CallUDF("SHEETTABLES", Array(data), Nothing)
Dim given(2, 1)
given(0, 0) = "Region"
given(0, 1) = "Q1"
given(1, 0) = "North"
given(1, 1) = 1200
given(2, 0) = "South"
given(2, 1) = 600.5
Say server.CallUDF("SHEETTABLES", Array(given), Nothing)
""",
    )
    for found, expected in ((whole, ["A1:C4", 4.0, 3.0, 1.0]), (array, ["A1:B3", 3.0, 2.0, 1.0])):
        assert found[0] == ["Range", "Rows", "Columns", "Header rows", "Confidence"]
        assert found[1][:4] == expected
        assert len(found) == 2


def test_tokens_are_counted_by_the_tokenizer(excel: Machine) -> None:
    ((vanilla, compressed),) = said(excel, f'{BEGIN}Say server.CallUDF("SHEETTOKENS", Array(data), Nothing)')[0]
    counted = excel.told(
        "import json; from sheetllm_xl import app; from ctok import token_count; "
        "print(json.dumps(app.token_counter() is token_count))"
    )
    assert counted
    assert 0 < compressed <= vanilla < 200


def test_a_question_waits_then_shows_its_answer_and_costs_once(excel: Machine, api: Loopback) -> None:
    api.then(says(TOTAL))
    first, answer, again, why, formula, sources = said(
        excel,
        f"""{BEGIN}
Set asks = excel.Cells("Ask", "A1")
Say server.CallUDF("ASKSHEET", Array({literal("Summe überall, 1?")}, data), asks)
Say Answer("ASKSHEET", Array({literal("Summe überall, 1?")}, data), asks)
Say Answer("ASKSHEET", Array({literal("Summe überall, 1?")}, data), excel.Cells("Ask", "B1"))
Say server.CallUDF("ASKSHEET_WHY", Array(asks), excel.Cells("Ask", "C1"))
Say server.CallUDF("ASKSHEET_FORMULA", Array(asks), excel.Cells("Ask", "C1"))
Say server.CallUDF("ASKSHEET_SOURCES", Array(asks), excel.Cells("Ask", "C1"))
""",
    )
    assert first == "\x012043"
    assert answer == again == 2250.0
    assert "합계, alle Größen" in why
    assert formula.endswith("SUM(B2:B4)")
    assert [row[0] for row in sources] == ["Verkäufe!B2", "Verkäufe!B2:B4"]
    assert len(api.bodies) == 1
    assert "Łódź" in str(api.bodies[0])
    assert "Summe überall, 1?" in str(api.bodies[0])


def test_text_that_looks_like_a_formula_stays_text(excel: Machine, api: Loopback) -> None:
    cited = [{"cell": "C3", "value": "서울"}]
    api.then(says({"found": True, "answer": "=서울", "result": "=C3", "cells": cited}))
    assert said(excel, asking(2)) == ["서울"]


def test_refusals_are_error_values_with_a_sentence(excel: Machine, api: Loopback) -> None:
    api.then(fails(401, "bad key"))
    why = 'Say server.CallUDF("ASKSHEET_WHY", Array(asks), excel.Cells("Ask", "C3"))'
    value, sentence, nobody, empty = said(
        excel,
        asking(3, why)
        + f"""
Say server.CallUDF("ASKSHEET", Array({literal("Ohne Zelle?")}, data), Nothing)
Say server.CallUDF("ASKSHEET", Array("", data), asks)
""",
    )
    assert value in ("\x012046", "\x012047")
    assert "key was refused" in sentence
    assert nobody == "\x012042"
    assert empty == "\x012015"


def test_the_log_is_in_its_place_and_names_no_cell(excel: Machine) -> None:
    log = excel.home / "AppData/Local/sheetllm/Logs/server.log"
    text = log.read_text(encoding="utf-8")
    assert f"serving, version {VERSION}" in text
    for secret in ("Köln", "Summe", "North", "Verkäufe", "Käufe", "Müller", "sk-ant"):
        assert secret not in text


def test_it_ends_when_nobody_calls(machine: Machine) -> None:
    begun = time.monotonic()
    ran = machine.run(
        "-c", "from sheetllm_xl import server; from sheetllm_xl.server import early; server.IDLE = 3; early.main()"
    )
    assert ran.code == 0, ran.complained
    assert 3 < time.monotonic() - begun < 60
    log = (machine.home / "AppData/Local/sheetllm/Logs/server.log").read_text(encoding="utf-8")
    assert log.rstrip().endswith("ended")
