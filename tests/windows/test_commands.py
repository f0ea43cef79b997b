"""The command line in Windows' Python: every dependency loads, files are read, pages written, whatever their names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..answers.test_udfs import SUM
from ..loopback import Loopback, says
from .machine import Machine

pytestmark = [pytest.mark.windows, pytest.mark.timeout(900)]
_APART = {"dask", "distributed", "mcp", "pandas", "polars", "pyarrow"}  # packages of optional extras
_LOADS = """
import importlib, json, pkgutil, sheetllm_xl
missing = set()
for one in pkgutil.walk_packages(sheetllm_xl.__path__, "sheetllm_xl.", missing.add):
    if not one.name.endswith("__main__"):
        try:
            importlib.import_module(one.name)
        except ModuleNotFoundError as error:
            missing.add(error.name)
for name in ("anthropic", "charset_normalizer", "ctok", "ironcalc", "keyring", "msoffcrypto", "win32gui", "xlwings"):
    importlib.import_module(name)
print(json.dumps(sorted(missing)))
"""


@pytest.fixture
def folder(machine: Machine) -> Path:
    found = machine.home / "Käufe & Co 2026"
    found.mkdir(exist_ok=True)
    return found


@pytest.fixture
def book(machine: Machine, folder: Path) -> Path:
    """The demo's workbook, under a name that is not ASCII."""
    path = folder / "Übersicht 매출.xlsx"
    if not path.exists():
        ran = machine.sheetllm("demo", "--folder", ".", folder=folder)
        assert ran.code == 0, ran.complained
        assert "B17:H137" in ran.said
        assert (folder / "sheetllm-demo.html").exists()
        (folder / "sheetllm-demo.xlsx").rename(path)
    return path


def test_everything_loads_that_the_product_is_made_of(machine: Machine) -> None:
    assert set(machine.told(_LOADS)) <= _APART


def test_tables_are_found_in_a_file(machine: Machine, book: Path) -> None:
    ran = machine.sheetllm("detect", book.name, "--jsonl", folder=book.parent)
    assert ran.code == 0, ran.complained
    line = json.loads(ran.said)
    assert line["workbook"].endswith(book.name)
    assert line["tables"] == ["B5:J12", "L5:N8", "B17:H137"]


def test_a_sheet_is_encoded_as_elsewhere(machine: Machine, book: Path) -> None:
    from sheetllm_xl import app, compress

    ran = machine.sheetllm("encode", book.name, folder=book.parent)
    assert ran.code == 0, ran.complained
    with app.open_workbook(book) as host:
        assert ran.said == compress(app.chosen_sheet(host, None)).text


def test_an_answer_over_the_wire_is_computed(machine: Machine, book: Path, api: Loopback) -> None:
    cited = [{"cell": "B7", "value": "North"}]
    chosen = {"found": True, "tables": ["B5:J12"]}
    api.then(says(chosen), says(SUM | {"answer": "In allem {result} Stück.", "result": "=SUM(C7:C11)", "cells": cited}))
    ran = machine.sheetllm("ask", book.name, "Wie viele Stück in Q1?", "--json", folder=book.parent)
    assert ran.code == 0, ran.complained + ran.said
    assert json.loads(ran.said)["value"] == 3562


def test_what_is_no_workbook_is_named(machine: Machine, folder: Path) -> None:
    ran = machine.sheetllm("detect", "fehlt ü.xlsx", folder=folder)
    assert ran.code == 3
    assert "fehlt ü.xlsx" in ran.complained
