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
_WRITE = """
import json, sys, winreg
for key, name, kind, value in json.loads(sys.argv[1]):
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
        winreg.SetValueEx(opened, name, 0, kind, value if kind == 1 else value.encode("utf-16-le"))
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
_CLEAR = """
from sheetllm_xl import registration
registry = registration.WindowsRegistry()
for key in (r"Software\\Microsoft\\Office", r"Software\\Classes\\Acme.App"):
    registry.remove_key(key)
"""


def write(machine: Machine, *values: tuple[str, str, int, str]) -> None:
    assert machine.run("-c", _WRITE, json.dumps(values)).code == 0


def read(machine: Machine, *keys: str) -> Any:
    return machine.told(_READ, *keys)


@pytest.fixture
def foreign(machine: Machine) -> Iterator[Machine]:
    """Other add-ins and another program's class are registered already."""
    write(machine, *((OPTIONS, name, 1, value) for name, value in FOREIGN.items()))
    write(machine, (r"Software\Classes\Acme.App", "", 1, "Acme"))
    yield machine
    machine.sheetllm("unregister")
    assert machine.run("-c", _CLEAR).code == 0


def test_register_and_unregister_leave_what_is_not_ours(foreign: Machine) -> None:
    first, again = foreign.sheetllm("register"), foreign.sheetllm("register")
    assert (first.code, first.said.splitlines()) == (
        0,
        ["The server is registered.", "Excel 16.0 will load SheetLLM.xlam at its next start."],
    )
    assert again.said == "Everything was registered already.\n"
    found = read(foreign, OPTIONS, CLSID, rf"{CLSID}\LocalServer32", r"Software\Classes\SheetLLM.Server\CLSID")
    opened = found[OPTIONS].pop("OPEN2")
    assert found[OPTIONS] == FOREIGN
    assert opened.startswith('/R "C:\\users\\Zoë Müller\\AppData\\Local\\Programs\\Python 3.13\\Lib\\site-packages\\')
    assert opened.endswith('\\SheetLLM.xlam"')
    assert found[rf"{CLSID}\LocalServer32"] == {
        "": f'"{foreign.python.replace("python.exe", "pythonw.exe")}" -m sheetllm_xl.server'
    }
    assert found[r"Software\Classes\SheetLLM.Server\CLSID"][""] in CLSID

    gone = foreign.sheetllm("unregister")
    assert gone.said.splitlines() == [
        "Excel 16.0 no longer loads SheetLLM.xlam.",
        "The server is no longer registered.",
    ]
    after = read(foreign, OPTIONS, CLSID, rf"{CLSID}\LocalServer32", r"Software\Classes\SheetLLM.Server")
    assert after.pop(OPTIONS) == FOREIGN
    assert set(after.values()) == {None}
    assert read(foreign, r"Software\Classes\Acme.App") == {r"Software\Classes\Acme.App": {"": "Acme"}}


def test_doctor_says_in_words_what_is_wrong(foreign: Machine) -> None:
    before = foreign.sheetllm("doctor")
    assert before.code == 3
    assert "✗ The server is not registered, so Excel cannot start it.\n  Run `sheetllm register`." in before.said
    assert "✗ Excel 16.0 does not load the add-in." in before.said
    assert "There is no API key." in before.said

    foreign.sheetllm("register")
    write(foreign, (DISABLED, "A1", 3, r"C:\users\Zoë Müller\SheetLLM.xlam"))
    after = foreign.sheetllm("doctor")
    assert '✓ The server is registered: "C:\\users\\Zoë Müller\\' in after.said
    assert "✓ Excel 16.0 loads C:\\users\\Zoë Müller\\" in after.said
    assert "✗ Excel 16.0 has disabled the add-in after a crash." in after.said
    assert "✓ The ledger is in order: C:\\users\\Zoë Müller\\AppData\\Local\\sheetllm\\ledger.sqlite" in after.said
