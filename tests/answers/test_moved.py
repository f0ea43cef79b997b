"""Answers that tell of places are not served where their data no longer stand; all others move with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sheetllm_xl import drawn
from sheetllm_xl.sheet import Cell, Sheet

from ..loopback import Loopback, says
from .test_udfs import opened, run, why
from .workbook import Workbook

DATA = drawn("Region | Q1\nNorth | 1200\nSouth | 600", "Data")
WHERE = '=ASKSHEET("Where is North?",Data!{},,"unverified")'
HERE, THERE = WHERE.format("A1:B3"), WHERE.format("A11:B13")


def told(result: str, cell: str) -> dict[str, Any]:
    return {"found": True, "answer": f"See {cell}.", "result": result, "cells": [{"cell": cell, "value": "North"}]}


def moved_and_asked(folder: Path) -> tuple[Workbook, Any]:
    """Asked, the data moved ten rows down, asked again; what the cell shows then."""
    book = opened(folder, Workbook({"Data": DATA, "Ask": Sheet("Ask")}))
    book.put("B2", HERE)
    run(book)
    below = Sheet.of("Data", [Cell(cell.row + 10, cell.col, cell.value) for cell in DATA.cells()])
    book.sheets["Data"] = below
    book.put("B2", THERE)
    run(book)
    return book, book.shown["Ask", "B2"]


@pytest.fixture(autouse=True)
def settings(api: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("SHEETLLM_MAX_RETRIES", "0")


def test_a_row_number_is_asked_anew_once_and_both_are_remembered(api: Loopback, tmp_path: Path) -> None:
    api.then(says(told("=ROW(A2)", "A2")), says(told("=ROW(A12)", "A12")))
    book, shown = moved_and_asked(tmp_path)
    assert (shown, len(api.bodies), "See A12." in why(book)) == (12.0, 2, True)
    book.calculate_all()
    book.sheets["Data"] = DATA
    assert book.put("B2", HERE) == 2.0
    assert len(api.bodies) == 2


def test_a_value_moves_with_its_data_and_the_words_are_said_to_be_old(api: Loopback, tmp_path: Path) -> None:
    api.then(says(told("=A2", "A2")))
    book, shown = moved_and_asked(tmp_path)
    assert (shown, len(api.bodies)) == ("North", 1)
    assert "those of when it was asked: A2." in why(book)
