"""The server's small face, its idle exit, its log (M27), and that ten thousand calls hold nobody up (M4)."""

from __future__ import annotations

import gc
import logging
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sheetllm_xl import drawn, ribbon, server
from sheetllm_xl.errors import HostError
from sheetllm_xl.grid import CellRange
from sheetllm_xl.server import BUTTONS, IDLE, Server, early, snake_case
from sheetllm_xl.server.log import begin_log
from sheetllm_xl.server.workers import Crew

from ..loopback import Loopback, says
from ..work import first_and_last
from . import process
from .test_udfs import SUM, WAITS, Workbook, asked, book, run
from .workbook import Area

__all__ = ["book"]


def test_a_button_that_fails_says_a_sentence(book: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(given: str) -> str:
        raise HostError("The sheet is protected.")

    def broken(given: str) -> str:
        raise ZeroDivisionError("secret cell text")

    monkeypatch.setattr(ribbon, "detect_list", refused)
    monkeypatch.setattr(ribbon, "detect_names", broken)
    assert book.server
    assert book.server.RunButton("DetectList") == "The sheet is protected."
    assert "ZeroDivisionError" in book.server.RunButton("DetectNames")
    assert "secret" not in book.server.RunButton("DetectNames")
    assert book.server.RunButton("__import__") == "There is no button __import__."


def test_only_five_names_are_public_and_buttons_are_functions() -> None:
    assert Server._public_methods_ == ("CallUDF", "RunButton", "Ping", "Version", "Quit")
    assert snake_case("ChooseModel") == "choose_model"
    assert len({*BUTTONS}) == 22


def test_it_ends_when_nobody_calls_and_nothing_is_under_way(book: Workbook) -> None:
    now = [0.0]
    assert book.server
    quiet = Server(book.server._desk, clock=lambda: now[0])
    now[0] = IDLE + 1
    assert quiet.idle()
    assert quiet.Ping() == "SheetLLM"
    assert not quiet.idle()
    now[0] += IDLE + 1
    book.put("B2", process.FORMULA)
    assert not quiet.idle()


def test_dates_cross_com_unshifted(book: Workbook) -> None:
    assert server.sent(datetime(2025, 7, 1, 12)) == datetime(2025, 7, 1, 12, tzinfo=UTC)
    assert book.server
    assert book.server._received(datetime(2025, 7, 1, 12, tzinfo=UTC)) == datetime(2025, 7, 1, 12)


def test_the_log_holds_no_question_no_cell_and_no_path(book: Workbook, api: Loopback, tmp_path: Path) -> None:
    begin_log(tmp_path / "logs" / "server.log")
    try:
        logging.getLogger("sheetllm_xl.server").info("begun")
        api.then(says(SUM))
        asked(book, None, '=ASKSHEET("Secret total?",Data!A1:D4)')
        book.call("ASKSHEET", "Secret", object())
        book.call("ASKSHEET", *["Secret"] * 9)
        assert book.server
        book.server.RunButton("SetKey", "sk-ant-secret-secret")
        text = (tmp_path / "logs" / "server.log").read_text()
    finally:
        for line in logging.getLogger("sheetllm_xl").handlers[:]:
            logging.getLogger("sheetllm_xl").removeHandler(line)
            line.close()
    assert "begun" in text
    assert "ASKSHEET" in text
    for secret in ("ecret", "North", "1200", str(tmp_path), "Book1"):
        assert secret not in text


@pytest.mark.parametrize("distinct", [True, False], ids=["10,000 questions", "one question"])
def test_ten_thousand_cells_hold_nobody_up(book: Workbook, api: Loopback, distinct: bool) -> None:
    book.sheets["Data"] = drawn("\n".join(["Region | Q1", *(f"R{i} | {i}" for i in range(100))]), "Data")
    area = Area("Data", CellRange.parse("A1:B101"))
    book.server._desk.answers.jobs.batch.size = lambda: 10_000  # type: ignore[union-attr]
    shown = []

    def ask(i: int) -> None:
        shown.append(book.call("ASKSHEET", f"Total {i * distinct}?", area, at=f"A{i + 1}"))

    crew = Crew(book.server._desk, workers=0, quiet=lambda: 0.0).start()  # type: ignore[union-attr]
    try:
        first, last = first_and_last(ask, 10_000)
    finally:
        crew.stop()
    assert last <= first
    assert shown == [WAITS] * 10_000
    if not distinct:
        api.then(says(SUM | {"result": "=SUM(B2:B101)", "cells": []}))
        book.calculate = lambda cells: None  # type: ignore[method-assign]
        run(book)
        assert book.call("ASKSHEET", "Total 0?", area) == 4950.0
        assert len(api.bodies) == 1


def test_a_fault_that_stays_is_met_once_a_second(book: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, met = book.server._desk, []  # type: ignore[union-attr]

    def broken() -> None:
        met.append(1)
        raise ValueError

    monkeypatch.setattr(desk.answers.jobs, "tick", broken)
    crew = Crew(desk, workers=0).start()
    time.sleep(0.3)
    crew.stop()
    assert len(met) == 1


@pytest.mark.parametrize(("made", "quiet", "collected"), [(10, 9.0, 0), (30_000, 0.0, 0), (30_000, 9.0, 1)])
def test_garbage_is_collected_in_a_pause(book: Workbook, made: int, quiet: float, collected: int) -> None:
    crew = Crew(book.server._desk, workers=0, quiet=lambda: quiet)  # type: ignore[union-attr]
    passes: list[str] = []
    gc.collect()
    gc.disable()
    gc.callbacks.append(noted := lambda phase, told: passes.append(phase))
    try:
        kept = [[] for _ in range(made)]
        crew._tidy()
    finally:
        gc.callbacks.remove(noted)
        gc.enable()
    assert (len(passes) // 2, len(kept)) == (collected, made)


def test_a_call_of_excel_waits_a_millisecond_for_the_turn_of_a_worker(book: Workbook) -> None:
    before = sys.getswitchinterval()
    for quiet, turn in ((lambda: 9.0, 0.001), (None, before)):  # without Excel's calls Python keeps its own
        crew = Crew(book.server._desk, workers=0, quiet=quiet).start()  # type: ignore[union-attr]
        assert sys.getswitchinterval() == pytest.approx(turn)
        crew.stop()
        assert sys.getswitchinterval() == pytest.approx(before)


def test_off_windows_the_program_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early.sys, "platform", "linux")
    with pytest.raises(SystemExit, match="on Windows alone"):
        early.main()
