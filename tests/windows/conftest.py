"""One Windows machine for all tests here, and what runs on it: Excel's stand-in, and the server of the Messages API."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from ..installer.product import NEXT, dist, following
from ..loopback import Loopback, serving
from .machine import HERE, REPOSITORY, Machine, NoMachine, build
from .traces import traces

collect_ignore = ["excel.py"]  # Windows alone: it imports pythoncom
FOLDER = os.environ.get("SHEETLLM_WINE")  # a folder where the machine is kept for the next run
MINUTES = float(os.environ.get("SHEETLLM_WINE_MINUTES", "8"))  # what building it may take
WORKBOOK = "Käufe 2026.xlsx"
ROWS = (("Region", "Q1", "Ort"), ("North", 1200, "Köln"), ("South", 600, "서울"), ("East", 450, "Łódź"))


@dataclass(frozen=True)
class Product:
    """Two versions of the installer, and what was on the machine before the first."""

    first: Path
    second: Path
    before: dict[str, str]


@pytest.fixture(scope="session")
def _windows() -> Iterator[Machine]:
    with ExitStack() as stack:
        there = FOLDER or stack.enter_context(tempfile.TemporaryDirectory(prefix="wine-", ignore_cleanup_errors=True))
        begun = time.monotonic()
        try:
            made = build(Path(there), MINUTES * 60, kept=FOLDER is not None)
        except NoMachine as reason:
            pytest.skip(str(reason))
        print(f"Windows came up in {time.monotonic() - begun:.0f} s")
        stack.callback(made.stop)
        yield made


@pytest.fixture(scope="session")
def product(_windows: Machine, tmp_path_factory: pytest.TempPathFactory) -> Product:
    built = dist(tmp_path_factory.mktemp("dist"))
    second = following(built, NEXT, tmp_path_factory.mktemp("next") / f"SheetLLM-{NEXT}.msi")
    return Product(next(built.glob("*.msi")), second, traces(_windows))


@pytest.fixture(scope="session")
def machine(_windows: Machine, product: Product) -> Machine:
    """The product, installed as its page for IT says.

    Windows finds a person's own classes. Wine 8 looks in HKEY_LOCAL_MACHINE alone, so they are copied there.
    """
    _windows.install(product.first)
    copied = _windows.run("-c", COPY_CLASSES)
    assert copied.code == 0, copied.complained
    return _windows


@pytest.fixture(scope="session")
def _wire() -> Iterator[Loopback]:
    with serving() as loopback:
        yield loopback


@pytest.fixture
def api(_wire: Loopback, machine: Machine) -> Loopback:
    """The Messages API, in the settings of the person on the machine, with nothing asked or answered yet."""
    settings = machine.home / "AppData/Local/sheetllm/settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    lines = (
        f'base_url = "{_wire.url}"',
        "max_retries = 0",
        "deadline_seconds = 600",
    )  # the SDK may take a minute to load
    settings.write_text("\n".join(lines), encoding="utf-8")
    _wire.plays.clear()
    _wire.requests.clear()
    return _wire


@pytest.fixture(scope="module")
def excel(machine: Machine) -> Iterator[Machine]:
    """A workbook open in Excel's stand-in: ROWS on the sheet Verkäufe, and cells that ask on the sheet Ask."""
    with opened(machine):
        yield machine


@contextmanager
def opened(machine: Machine) -> Iterator[None]:
    """The workbook open. After it everything on the machine is killed: else Wine forgets no killed COM server."""
    path = machine.home / WORKBOOK
    book = openpyxl.Workbook()
    book.active.title = "Verkäufe"
    for row in ROWS:
        book.active.append(row)
    asking = book.create_sheet("Ask")
    for i in range(1, 20):
        asking.cell(i, 1, f'=ASKSHEET("Summe überall, {i}?",Verkäufe!A1:C4)')
    book.save(path)
    program = [machine.named(file) for file in (HERE / "excel.py", path, REPOSITORY)]
    with machine.begin(*program, python=machine.another_python()) as running:
        try:
            assert running.stdout
            assert running.stdout.readline().strip() == b"ready", running.stdout.read().decode("latin-1")
            yield
        finally:
            machine.stop()


COPY_CLASSES = r"""
import winreg as r

def copy(key):
    with r.OpenKey(r.HKEY_CURRENT_USER, key) as ours, r.CreateKey(r.HKEY_LOCAL_MACHINE, key) as theirs:
        below, values, _ = r.QueryInfoKey(ours)
        for i in range(values):
            name, value, kind = r.EnumValue(ours, i)
            r.SetValueEx(theirs, name, 0, kind, value)
        names = [r.EnumKey(ours, i) for i in range(below)]
    for name in names:
        copy(key + "\\" + name)

copy(r"Software\Classes\SheetLLM.Server")
copy(r"Software\Classes\CLSID\{5D3B1C6E-8A54-4B0B-9C39-6E1F0A7C2D41}")
"""
