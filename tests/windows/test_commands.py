"""The command line in Windows' Python: every dependency loads, files are read, pages written, whatever their names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..answers.test_udfs import SUM
from ..loopback import Loopback, says
from .machine import Machine

pytestmark = [pytest.mark.windows, pytest.mark.timeout(900)]
_LOADS = """
import importlib, json, re
from importlib import metadata
def plain(name):
    return name.lower().replace("_", "-")
names = [re.match(r"[\\w.-]+", line)[0] for line in metadata.requires("sheetllm-xl") if "extra" not in line]
held = metadata.packages_distributions().items()
tops = {plain(one): top for top, distributions in held for one in distributions if top[0] != "_"}
print(json.dumps({name: importlib.import_module(tops[plain(name)]).__name__ for name in names}))
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


def test_every_dependency_loads(machine: Machine) -> None:
    loaded = machine.told(_LOADS)
    assert {"ctok", "ironcalc", "keyring", "numpy", "rapidfuzz", "xlwings"} <= set(loaded)


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
