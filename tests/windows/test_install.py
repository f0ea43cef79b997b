"""The installer at work: upgraded under a server that asks, repaired, taken out with and without the person's data."""

from __future__ import annotations

import re
import shutil
import threading
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from ..installer.product import NEXT, VERSION
from ..loopback import Loopback, message, says
from .conftest import Product, opened
from .machine import PERSON, PRODUCT, Machine
from .test_cells import BEGIN, TOTAL, asking
from .traces import changed, traces
from .vbscript import literal, said

pytestmark = [pytest.mark.windows, pytest.mark.timeout(900)]
KEY = "sk-ant-api03-" + "Ab3_" * 20 + "wxyz"
_HOME = f"drive_c/users/{PERSON}"
_DATA = f"{_HOME}/AppData/Local/sheetllm"
_VAULT = r"user.reg [Software\\Wine\\Credential Manager"
# Folders of a profile that were not there before: Windows takes empty ones, Wine 8 only those that hold files of ours.
_EMPTY = {f"{_HOME}/AppData/Local/Programs", f"{_HOME}/AppData/Roaming/Microsoft/Excel"}
_VERSION = "import json; from importlib.metadata import version; print(json.dumps(version('sheetllm-xl')))"
_WRITTEN = re.compile(  # what IT.md names, then what Windows Installer writes of each product
    rf"{_HOME}/AppData/Local/Programs(/SheetLLM(/|$)|$)|{_HOME}/AppData/Roaming/Microsoft/Excel(/XLSTART(/SheetLLM.xlam)?)?$"
    r"|user\.reg \[Software\\\\Classes\\\\(SheetLLM\.Server|CLSID\\\\\{5D3B1C6E-8A54-4B0B-9C39-6E1F0A7C2D41\})[\\\]]"
    rf"|{_HOME}/AppData/Roaming/Microsoft/Installer(/|$)|drive_c/windows/Installer(/|$)"
    r"|(user|system)\.reg \[Software\\\\Microsoft\\\\(Windows\\\\CurrentVersion\\\\)?(Installer|Uninstall)\\\\"
)
_OPTIONS = r"Software\Microsoft\Office\16.0\Excel\Options"
_ENTRIES = """
import sys, winreg
with winreg.CreateKey(winreg.HKEY_CURRENT_USER, sys.argv[1]) as opened:
    for name, value in zip(("OPEN", "OPEN1"), sys.argv[2:]):
        winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)
    print([winreg.EnumValue(opened, i)[:2] for i in range(winreg.QueryInfoKey(opened)[1])])
    if not sys.argv[2:]:
        winreg.DeleteKey(winreg.HKEY_CURRENT_USER, sys.argv[1])
"""


@pytest.fixture(scope="module", autouse=True)
def _first_again(machine: Machine, product: Product) -> Iterator[None]:
    """Whatever happens here, the first version is there for the tests that follow."""
    yield
    for version in (product.second, product.first):
        machine.program("msiexec", "/x", machine.named(version), "/qn")
    machine.install(product.first)


def test_a_repair_brings_back_what_is_damaged_missing_or_unregistered(machine: Machine, product: Product) -> None:
    before = traces(machine)
    machine.sheetllm("unregister")
    (machine.home / PRODUCT / "Lib/site-packages/sheetllm_xl/server/early.pyc").write_bytes(b"no code")
    (machine.home / PRODUCT / "Lib/pure.zip").unlink()
    shutil.rmtree(machine.home / PRODUCT / "Lib/site-packages/ctok")
    assert len(changed(before, traces(machine))) > 10
    machine.install(product.first, "REINSTALL=ALL")
    assert changed(before, traces(machine)) == set()


def test_removed_it_leaves_the_persons_data_alone_and_on_wish_nothing(
    machine: Machine, product: Product, api: Loopback
) -> None:
    with opened(machine):
        (kept,) = said(machine, f'Say server.RunButton("SetKey", "{KEY}")\n')
        assert "is kept in the vault" in kept
        machine.uninstall(product.first)  # under the server
    left = changed(product.before, traces(machine))
    assert {name for name in left - _EMPTY if not name.startswith((_DATA, _VAULT))} == set()
    assert {f"{_DATA}/{name}" for name in ("ledger.sqlite", "settings.toml", "Logs/server.log")} <= left
    assert any(name.startswith(_VAULT) for name in left)

    machine.install(product.first)
    come = changed(product.before, traces(machine)) - left
    assert {name for name in come if not _WRITTEN.match(name)} == set()

    machine.uninstall(product.first, "REMOVEDATA=1")
    left = changed(product.before, traces(machine))
    assert left - _EMPTY <= {f"{_VAULT}]", f"{_VAULT}] @", f'{_VAULT}] "EncryptionKey"'}  # Wine's vault, empty
    machine.install(product.first)


def test_an_upgrade_under_a_server_that_asks(machine: Machine, product: Product, api: Loopback) -> None:
    """It leaves, its files are replaced, its successor settles the cell; an entry of an earlier version is gone.

    After it the older version is refused.
    """
    heard, let = threading.Event(), threading.Event()

    def never(exchange: Any) -> None:
        heard.set()
        let.wait(300)
        exchange.send(200, message(TOTAL))

    api.then(never, says(TOTAL))
    machine.run("-c", _ENTRIES, _OPTIONS, r'/R "C:\Python\Lib\site-packages\sheetllm_xl\SheetLLM.xlam"', "Solver.xlam")
    ask = f'server.CallUDF("ASKSHEET", Array({literal("Summe überall, 9?")}, data), excel.Cells("Ask", "A9"))'
    with opened(machine):
        # a button waits until the server is made; a cell would be recalled, which the stand-in for Excel does not do
        assert said(machine, f'{BEGIN}server.RunButton "None", ""\nSay {ask}\n') == ["\x012043"]
        assert heard.wait(300)
        machine.install(product.second)
        let.set()
        assert said(machine, f"Say server.Version\n{asking(9)}") == [NEXT, 2250.0]
    assert len(api.bodies) == 2
    assert machine.run("-c", _ENTRIES, _OPTIONS).said == "[('OPEN', 'Solver.xlam')]\n"
    with zipfile.ZipFile(next(product.first.parent.glob("*.zip"))) as packed:
        wanted = {name.replace(f"-{VERSION}.dist", f"-{NEXT}.dist") for name in packed.namelist()}
    there = (path for path in (machine.home / PRODUCT).rglob("*") if path.is_file() and path.name != "wine.pth")
    assert {f"SheetLLM/{path.relative_to(machine.home / PRODUCT).as_posix()}" for path in there} == wanted

    assert machine.program("msiexec", "/i", machine.named(product.first), "/qn").code != 0
    assert machine.told(_VERSION) == NEXT
