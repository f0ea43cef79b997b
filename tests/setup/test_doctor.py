"""The doctor says what keeps the add-in from working, and claims no more than it has seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetllm_xl.app import checkup
from sheetllm_xl.setup import (
    MemoryRegistry,
    register,
)
from sheetllm_xl.setup.doctor import Finding, examine

from .test_registration import ADD_IN, COMMAND, ENTRY, OPTIONS, US


def words(registry: MemoryRegistry, *gone: str) -> str:
    def exists(path: Path) -> bool:
        return not any(name in str(path) for name in gone)

    findings = examine(registry, US, COMMAND, exists)
    assert all(finding.fix for finding in findings if not finding.ok)
    return " ".join(finding.seen for finding in findings if not finding.ok)


def test_the_doctor_says_what_is_wrong() -> None:
    registry = MemoryRegistry()
    assert "not registered" in words(registry)
    assert "not registered to load" in words(registry)
    register(registry, US, COMMAND, ADD_IN)
    assert words(registry) == ""
    assert "Python that is no longer there" in words(registry, "pythonw.exe")
    assert "add-in that is no longer there" in words(registry, ".xlam")
    registry.set(OPTIONS, "OPEN7", ENTRY)
    assert "2 times" in words(registry)
    registry.set(r"Software\Classes\SheetLLM.Server\CLSID", "", "{OTHER}")
    assert "another program" in words(registry)


def test_the_doctor_sees_what_excel_and_it_have_switched_off() -> None:
    registry = MemoryRegistry(
        {
            r"Software\Microsoft\Office\16.0\Excel\Resiliency\DisabledItems": {
                "A1": b"\1\0" + r"C:\py\SheetLLM.xlam".encode("utf-16-le")
            },
            r"Software\Policies\Microsoft\Office\16.0\Common": {"VBAOff": 1},
            r"Software\Policies\Microsoft\Office\16.0\Excel\Security": {"VBAWarnings": 4},
        }
    )
    register(registry, US, COMMAND, ADD_IN)
    said = words(registry)
    for part in ("disabled the add-in after a crash", "switched VBA off", "signed macros alone"):
        assert part in said


def test_the_doctor_reads_the_whole_command_of_the_server() -> None:
    registry = MemoryRegistry()
    register(registry, US, COMMAND, ADD_IN)
    key = rf"Software\Classes\CLSID\{US.clsid}\LocalServer32"
    for other in (
        r'"C:\Windows\notepad.exe"',
        r'"C:\py\pythonw.exe" -m another',
        r'"C:\py2\pythonw.exe" -m sheetllm_xl.server',
    ):
        registry.set(key, "", other)
        assert f"a command that is not this program's: {other}" in words(registry)
    registry.set(key, "", COMMAND.upper())  # Windows' paths know no case
    assert words(registry) == ""


def test_the_doctor_sees_that_excel_does_not_get_to_the_entry() -> None:
    registry = MemoryRegistry()
    register(registry, US, COMMAND, ADD_IN)
    registry.keys[OPTIONS] = {"OPEN": "a.xlam", "OPEN3": ENTRY}
    assert "does not get to the add-in's entry OPEN3" in words(registry)
    register(registry, US, COMMAND, ADD_IN)
    assert words(registry) == ""


def test_the_doctor_claims_no_more_than_it_has_seen() -> None:
    registry = MemoryRegistry()
    register(registry, US, COMMAND, ADD_IN)
    said = [finding.seen for finding in examine(registry, US, COMMAND, lambda path: True)]
    assert said[1] == f"The add-in is registered to load in Excel 16.0: {ADD_IN}"


@pytest.mark.parametrize(
    ("folder", "who"), [("Policies\\Microsoft", "IT lets"), ("Microsoft", "The Trust Center lets")]
)
@pytest.mark.parametrize(
    ("name", "value", "limit"),
    [
        ("VBAWarnings", 4, "signed macros alone, or none"),
        ("RequireAddinSig", 1, "add-ins of trusted publishers alone"),
        ("DisableAllAddins", 1, "no add-in at all"),
    ],
)
def test_the_doctor_sees_what_it_or_the_person_has_switched_off(
    folder: str, who: str, name: str, value: int, limit: str
) -> None:
    key = rf"Software\{folder}\Office\16.0\Excel\Security"
    registry = MemoryRegistry({key: {name: value}})
    register(registry, US, COMMAND, ADD_IN)
    assert who in words(registry)
    assert limit in words(registry)
    registry.keys[key][name] = 0
    assert words(registry) == ""


def test_a_damaged_setting_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETLLM_MAX_RETRIES", "many")
    assert [f.ok for f in checkup.findings()] == [False] * 4
    assert isinstance(checkup.findings()[1], Finding)
