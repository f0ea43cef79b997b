"""What `sheetllm register`, `doctor` and `unregister` do to a registry of Windows, and say of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from .machine import Machine

pytestmark = [pytest.mark.windows, pytest.mark.timeout(900)]
OPTIONS = r"Software\Microsoft\Office\16.0\Excel\Options"
DISABLED = r"Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems"
CLSID = r"Software\Classes\CLSID\{5D3B1C6E-8A54-4B0B-9C39-6E1F0A7C2D41}"
FOREIGN = {"OPEN": r'/R "C:\Other\Solver.xlam"', "OPEN1": r'"C:\Übung\Other.xla"', "Font": "Calibri,11"}
_BEGIN = """
import json, sys, winreg
from sheetllm_xl import setup
from sheetllm_xl.app import checkup
checkup.unregister()
registry = setup.WindowsRegistry()
for key in (r"Software\\Microsoft\\Office", r"Software\\Classes\\Acme.App"):
    registry.remove_key(key)
for key, name, value in json.loads(sys.argv[1]):
    registry.set(key, name, value)
"""
_DISABLE = """
import sys, winreg
with winreg.CreateKey(winreg.HKEY_CURRENT_USER, sys.argv[1]) as opened:
    winreg.SetValueEx(opened, "A1", 0, winreg.REG_BINARY, sys.argv[2].encode("utf-16-le"))
"""
_READ = """
import json, sys, winreg
def values(key):
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            found = [winreg.EnumValue(opened, i) for i in range(winreg.QueryInfoKey(opened)[1])]
            return {name: value for name, value, kind in found if kind == 1}
    except FileNotFoundError:
        return None
print(json.dumps({key: values(key) for key in sys.argv[1:]}))
"""


def begin(machine: Machine, *values: tuple[str, str, str]) -> None:
    """A registry without us, and with these values."""
    ran = machine.run("-c", _BEGIN, json.dumps(values))
    assert ran.code == 0, ran.complained


def read(machine: Machine, *keys: str) -> Any:
    return machine.told(_READ, *keys)


@pytest.fixture
def foreign(machine: Machine) -> Iterator[Machine]:
    """Other add-ins and another program's class are registered already."""
    values = [(OPTIONS, name, value) for name, value in FOREIGN.items()]
    begin(machine, *values, (r"Software\Classes\Acme.App", "", "Acme"))
    yield machine
    begin(machine)


def test_register_and_unregister_leave_what_is_not_ours(foreign: Machine) -> None:
    first, again = foreign.sheetllm("register"), foreign.sheetllm("register")
    assert (first.code, first.said.splitlines()) == (
        0,
        ["The server is registered.", "Excel will load SheetLLM.xlam at its next start."],
    )
    assert again.said == "Everything was registered already.\n"
    found = read(foreign, OPTIONS, CLSID, rf"{CLSID}\LocalServer32", r"Software\Classes\SheetLLM.Server\CLSID")
    assert found[OPTIONS] == FOREIGN
    laid = foreign.home / "AppData/Roaming/Microsoft/Excel/XLSTART/SheetLLM.xlam"
    assert laid.exists()
    early = foreign.python.replace("python.exe", r"Lib\site-packages\sheetllm_xl\server\early.pyc")
    assert found[rf"{CLSID}\LocalServer32"] == {
        "": f'"{foreign.python.replace("python.exe", "pythonw.exe")}" -P "{early}"'
    }
    assert found[r"Software\Classes\SheetLLM.Server\CLSID"][""] in CLSID

    gone = foreign.sheetllm("unregister")
    assert gone.said.splitlines() == [
        "Excel no longer loads SheetLLM.xlam.",
        "The server is no longer registered.",
    ]
    assert not laid.exists()
    after = read(foreign, OPTIONS, CLSID, rf"{CLSID}\LocalServer32", r"Software\Classes\SheetLLM.Server")
    assert after.pop(OPTIONS) == FOREIGN
    assert set(after.values()) == {None}
    assert read(foreign, r"Software\Classes\Acme.App") == {r"Software\Classes\Acme.App": {"": "Acme"}}


def test_an_entry_that_moves_keeps_its_kind(foreign: Machine) -> None:
    program = f"""
import winreg
from sheetllm_xl.setup import WindowsRegistry
registry = WindowsRegistry()
with winreg.CreateKey(winreg.HKEY_CURRENT_USER, {OPTIONS!r}) as opened:
    winreg.SetValueEx(opened, "OPEN1", 0, winreg.REG_EXPAND_SZ, "%APPDATA%\\b.xlam")
    registry.copy({OPTIONS!r}, "OPEN1", "OPEN2")
    registry.remove({OPTIONS!r}, "OPEN1")
    print(winreg.QueryValueEx(opened, "OPEN2") == ("%APPDATA%\\b.xlam", winreg.REG_EXPAND_SZ))
"""
    assert foreign.run("-c", program).said == "True\n"


def test_doctor_says_in_words_what_is_wrong(foreign: Machine) -> None:
    before = foreign.sheetllm("doctor")
    assert before.code == 3
    assert "✗ The server is not registered, so Excel cannot start it.\n  Run `sheetllm register`." in before.said
    assert "✗ The add-in is not registered to load in Excel 16.0." in before.said
    assert "The API key comes from " in before.said

    foreign.sheetllm("register")
    assert foreign.run("-c", _DISABLE, DISABLED, r"C:\users\Zoë Müller\SheetLLM.xlam").code == 0
    after = foreign.sheetllm("doctor")
    assert '✓ The server is registered: "C:\\users\\Zoë Müller\\' in after.said
    assert "✓ Excel 16.0 loads the add-in at its start: C:\\users\\Zoë Müller\\" in after.said
    assert "✗ Excel 16.0 has disabled the add-in after a crash." in after.said
    assert "✓ The ledger is in order: C:\\users\\Zoë Müller\\AppData\\Local\\sheetllm\\ledger.sqlite" in after.said
