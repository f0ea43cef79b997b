"""Registering the add-in: what is written, that others' entries stay, and what the doctor says."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from itertools import takewhile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from sheetllm_xl.app import checkup
from sheetllm_xl.cli import cli
from sheetllm_xl.errors import HostError
from sheetllm_xl.setup import (
    Identity,
    MemoryRegistry,
    WindowsRegistry,
    add_in_entries,
    office_versions,
    register,
    server_command,
    unregister,
)
from sheetllm_xl.setup.slots import unload

US = Identity("SheetLLM.Server", "{5D3B1C6E-8A54-4B0B-9C39-6E1F0A7C2D41}")


OPTIONS = r"Software\Microsoft\Office\16.0\Excel\Options"


COMMAND = r'"C:\py\pythonw.exe" -m sheetllm_xl.server'


ADD_IN = Path("C:/py/SheetLLM.xlam")


ENTRY = f'/R "{ADD_IN}"'


OTHERS = {"OPEN": '"C:\\tools\\solver.xlam"', "Font": "Calibri,11", "OPEN1": '/R "C:\\x\\bloomberg.xla"'}


def opens(registry: MemoryRegistry) -> dict[str, object]:
    return {name: value for name, value in registry.keys[OPTIONS].items() if name.startswith("OPEN")}


def test_windows_finds_the_server_by_its_name() -> None:
    registry = MemoryRegistry()
    register(registry, US, COMMAND, ADD_IN)
    clsid = registry.get(r"Software\Classes\SheetLLM.Server\CLSID")
    assert clsid == US.clsid
    assert registry.get(rf"Software\Classes\CLSID\{clsid}\LocalServer32") == COMMAND
    assert opens(registry) == {"OPEN": ENTRY}


def test_registering_twice_changes_nothing_and_says_so() -> None:
    registry = MemoryRegistry({OPTIONS: OTHERS})
    assert len(register(registry, US, COMMAND, ADD_IN)) == 2
    before = {key: dict(values) for key, values in registry.keys.items()}
    assert register(registry, US, COMMAND, ADD_IN) == ("Everything was registered already.",)
    assert registry.keys == before
    assert opens(registry) == {"OPEN": OTHERS["OPEN"], "OPEN1": OTHERS["OPEN1"], "OPEN2": ENTRY}


def test_a_gap_is_filled_and_what_lay_behind_it_stays_behind_one() -> None:
    registry = MemoryRegistry({OPTIONS: {"OPEN": "a.xlam", "OPEN2": "b.xlam", "OPEN3": "c.xlam", "OPEN5": "d.xlam"}})
    register(registry, US, COMMAND, ADD_IN)
    behind = {"OPEN3": "b.xlam", "OPEN4": "c.xlam", "OPEN5": "d.xlam"}
    assert opens(registry) == {"OPEN": "a.xlam", "OPEN1": ENTRY} | behind
    unregister(registry, US)
    assert opens(registry) == {"OPEN": "a.xlam"} | behind


def test_an_entry_of_ours_that_excel_does_not_reach_is_not_registered() -> None:
    registry = MemoryRegistry({OPTIONS: {"OPEN": "a.xlam", "OPEN3": ENTRY, "OPEN4": "b.xlam"}})
    register(registry, US, COMMAND, ADD_IN)
    registry.keys[OPTIONS] = {"OPEN": "a.xlam", "OPEN3": ENTRY, "OPEN4": "b.xlam"}
    assert register(registry, US, COMMAND, ADD_IN) == ("Excel 16.0 will load SheetLLM.xlam at its next start.",)
    assert opens(registry) == {"OPEN": "a.xlam", "OPEN1": ENTRY, "OPEN4": "b.xlam"}


def test_names_that_excel_does_not_read_are_left_alone() -> None:
    before = {"open": "a.xlam", "OPEN01": "b.xlam", "OPEN0": "d.xlam"}
    registry = MemoryRegistry({OPTIONS: before})
    register(registry, US, COMMAND, ADD_IN)
    assert registry.keys[OPTIONS] == before | {"OPEN1": ENTRY}
    unregister(registry, US)
    assert registry.keys[OPTIONS] == before


class Refusing(MemoryRegistry):
    """Windows refuses every change after so many."""

    def __init__(self, keys: dict[str, dict[str, Any]], allowed: int) -> None:
        super().__init__(keys)
        self.allowed = allowed

    def _changing(self) -> None:
        if not self.allowed:
            raise HostError("Windows does not let this account write its own registry; ask IT.")
        self.allowed -= 1

    def set(self, key: str, name: str, value: str) -> None:
        self._changing()
        super().set(key, name, value)

    def copy(self, key: str, name: str, to: str) -> None:
        self._changing()
        super().copy(key, name, to)

    def remove(self, key: str, name: str) -> None:
        self._changing()
        super().remove(key, name)

    def remove_key(self, key: str) -> None:
        self._changing()
        super().remove_key(key)


@pytest.mark.parametrize("act", [lambda r: register(r, US, COMMAND, ADD_IN), lambda r: unregister(r, US)])
@pytest.mark.parametrize(
    "slots",
    [
        {"OPEN": "/R C:\\old\\SheetLLM.xlam", "OPEN1": "b", "OPEN2": "/R SheetLLM.xlam", "OPEN3": "c", "OPEN4": "d"},
        {"OPEN": "a", "OPEN2": "b", "OPEN3": "c", "OPEN6": "SheetLLM.xlam", "OPEN7": "d"},
        {"OPEN1": "a", "OPEN2": "b"},
    ],
)
def test_a_refusal_at_any_step_loses_no_add_in_of_others(
    slots: dict[str, str], act: Callable[[MemoryRegistry], object]
) -> None:
    others = {text for text in slots.values() if "SheetLLM" not in text}
    loaded_before = set(loaded(slots)) & others
    for allowed in range(99):
        registry = Refusing({OPTIONS: slots}, allowed)
        try:
            act(registry)
        except HostError:
            assert {text for text in opens(registry).values() if "SheetLLM" not in str(text)} == others
            assert set(loaded(opens(registry))) & others == loaded_before
        else:
            break
    assert 0 < allowed < 98


def loaded(slots: Mapping[str, object]) -> list[object]:
    """What Excel loads: the slots up to the first number that is missing."""
    names = takewhile(slots.__contains__, (f"OPEN{i or ''}" for i in range(99)))
    return [slots[name] for name in names]


class Winreg(SimpleNamespace):
    """As much of Windows' module as a key's values need."""

    REG_SZ, REG_EXPAND_SZ, KEY_READ, KEY_SET_VALUE, HKEY_CURRENT_USER = 1, 2, 4, 8, 16

    def __init__(self, values: dict[str, tuple[str, int]]) -> None:
        self.values = values

    def OpenKey(self, *_: object) -> AbstractContextManager[object]:
        return nullcontext(self)

    CreateKey = OpenKey

    def QueryInfoKey(self, _: object) -> tuple[int, int, int]:
        return 0, len(self.values), 0

    def EnumValue(self, _: object, i: int) -> tuple[str, str]:
        return list(self.values)[i], ""

    def QueryValueEx(self, _: object, name: str) -> tuple[str, int]:
        if name not in self.values:
            raise FileNotFoundError
        return self.values[name]

    def SetValueEx(self, _: object, name: str, reserved: int, kind: int, value: str) -> None:
        self.values[name] = value, kind

    def DeleteValue(self, _: object, name: str) -> None:
        del self.values[name]


def test_an_entry_that_moves_keeps_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = (ENTRY, Winreg.REG_SZ), ("%APPDATA%\\b.xlam", Winreg.REG_EXPAND_SZ)
    windows = Winreg({"OPEN": ours, "OPEN1": theirs, "OPEN2": ("c.xlam", Winreg.REG_SZ)})
    monkeypatch.setitem(sys.modules, "winreg", windows)  # type: ignore[arg-type]
    monkeypatch.setattr("sheetllm_xl.setup.registry.sys", SimpleNamespace(platform="win32"))
    assert unload(WindowsRegistry(), "16.0")
    assert windows.values == {"OPEN": theirs, "OPEN1": ("c.xlam", Winreg.REG_SZ)}


def test_an_older_place_of_ours_is_replaced_where_it_stands_and_doubles_go() -> None:
    old = '"C:\\old\\sheetllm.XLAM"'
    registry = MemoryRegistry({OPTIONS: {"OPEN": old, "OPEN1": "b.xlam", "OPEN2": old, "OPEN3": "c.xlam"}})
    register(registry, US, COMMAND, ADD_IN)
    assert opens(registry) == {"OPEN": ENTRY, "OPEN1": "b.xlam", "OPEN2": "c.xlam"}


def test_an_add_in_of_a_like_name_is_not_ours() -> None:
    registry = MemoryRegistry({OPTIONS: {"OPEN": '"C:\\MySheetLLM.xlam"', "OPEN1": '"C:\\SheetLLM.xlam.bak"'}})
    register(registry, US, COMMAND, ADD_IN)
    unregister(registry, US)
    assert opens(registry) == {"OPEN": '"C:\\MySheetLLM.xlam"', "OPEN1": '"C:\\SheetLLM.xlam.bak"'}


def test_every_excel_of_this_person_loads_it() -> None:
    office = r"Software\Microsoft\Office"
    registry = MemoryRegistry(
        {rf"{office}\{v}\Excel\Options": {} for v in ("15.0", "16.0")}
        | {
            rf"{office}\11.0\Excel": {},
            rf"{office}\16.0\Word": {},
            rf"{office}\ClickToRun": {},
            rf"{office}\17.0\Word": {},
        }
    )
    assert office_versions(registry) == ("15.0", "16.0")
    register(registry, US, COMMAND, ADD_IN)
    assert [len(add_in_entries(registry, v)) for v in ("15.0", "16.0")] == [1, 1]
    assert office_versions(MemoryRegistry()) == ("16.0",)


def test_unregistering_leaves_what_was_there_and_closes_the_gap() -> None:
    registry = MemoryRegistry({OPTIONS: {"OPEN": "a.xlam"}})
    register(registry, US, COMMAND, ADD_IN)
    registry.set(OPTIONS, "OPEN2", "later.xlam")
    assert len(unregister(registry, US)) == 2
    assert opens(registry) == {"OPEN": "a.xlam", "OPEN1": "later.xlam"}
    assert not [key for key in registry.keys if "Classes" in key and registry.keys[key]]
    assert unregister(registry, US) == ()


def test_a_server_of_that_name_that_is_not_ours_stays() -> None:
    key = r"Software\Classes\SheetLLM.Server\CLSID"
    registry = MemoryRegistry({key: {"": "{OTHER}"}})
    unregister(registry, US)
    assert registry.get(key) == "{OTHER}"


@given(st.dictionaries(st.integers(0, 9), st.sampled_from(["a.xlam", '"b.xlam"', "/R c", ""]), max_size=8))
def test_others_keep_their_text_and_order(slots: dict[int, str]) -> None:
    before = {f"OPEN{i or ''}": text for i, text in slots.items()}
    registry = MemoryRegistry({OPTIONS: before})
    register(registry, US, COMMAND, ADD_IN)
    assert loaded(opens(registry)) == [*loaded(before), ENTRY]
    unregister(registry, US)
    assert loaded(opens(registry)) == loaded(before)
    there = sorted(opens(registry).items(), key=lambda one: (len(one[0]), one[0]))
    assert [text for _, text in there] == [slots[i] for i in sorted(slots)]


def test_the_server_is_started_without_a_window() -> None:
    program = Path("/py/early.py")
    assert server_command(Path("/py/python.exe"), program) == '"/py/pythonw.exe" -P "/py/early.py"'
    assert server_command(Path("/usr/bin/python3"), program) == '"/usr/bin/python3" -P "/py/early.py"'
    assert Path(checkup.server_command().split('"')[-2]).is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="what is said off Windows")
def test_off_windows_the_commands_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "SheetLLM.xlam").touch()
    run = CliRunner().invoke
    for command in (["register", "--add-in", str(tmp_path / "SheetLLM.xlam")], ["unregister"]):
        done = run(cli, command)
        assert (done.exit_code, "needs Excel on Windows" in done.output) == (3, True)
    assert "no add-in at" in run(cli, ["register", "--add-in", str(tmp_path / "none.xlam")]).output
    said = run(cli, ["doctor"])
    assert said.exit_code == 3
    for part in ("✗ There is no Excel add-in on this system", "✗ The API key comes from nowhere", "✓ The ledger is in"):
        assert part in said.output


def test_on_windows_register_unregister_and_doctor_work_on_the_registry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-0123456789abcdef")
    registry = MemoryRegistry({OPTIONS: OTHERS})
    monkeypatch.setattr(checkup, "registry", lambda: registry)
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    run, add_in = CliRunner().invoke, tmp_path / "SheetLLM.xlam"
    add_in.touch()
    assert "will load SheetLLM.xlam" in run(cli, ["register", "--add-in", str(add_in)]).output
    said = run(cli, ["doctor"])
    assert "✗" not in said.output
    assert said.exit_code == 0
    assert "no longer loads" in run(cli, ["unregister"]).output
    assert opens(registry) == {k: v for k, v in OTHERS.items() if k.startswith("OPEN")}
    assert run(cli, ["doctor"]).exit_code == 3
