"""The doctor says what keeps the add-in from working, and claims no more than it has seen."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sheetllm_xl.app import checkup
from sheetllm_xl.cli.screen import cli
from sheetllm_xl.setup import MemoryRegistry, blockers, register, register_server
from sheetllm_xl.setup.doctor import Finding, examine
from sheetllm_xl.setup.policies import RULES, Rule, stops

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
    for part in ("disabled the add-in after a crash", "run no VBA", "signed macros alone"):
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


PLACES = {
    ("person", r"Software\Policies\Microsoft\Office"): "IT lets",
    ("machine", r"Software\Policies\Microsoft\Office"): "IT, for this machine, lets",
    ("person", r"Software\Policies\Microsoft\Cloud\Office"): "IT, by a cloud policy, lets",
    ("person", r"Software\Microsoft\Office"): "The Trust Center lets",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_setting_that_stops_the_add_in_is_named_with_its_place(place: tuple[str, str], rule: Rule) -> None:
    key = rf"{place[1]}\16.0\{rule.key}"
    person, machine = MemoryRegistry(), MemoryRegistry()
    register(person, US, COMMAND, ADD_IN)
    where = person if place[0] == "person" else machine

    def wrong() -> list[Finding]:
        found = examine(person, US, COMMAND, lambda path: True, machine=machine)
        return [finding for finding in found if not finding.ok]

    for value in rule.stops:
        where.keys[key] = {rule.name: value}
        (finding,) = wrong()
        assert finding.seen.startswith(f"{PLACES[place]} Excel {rule.limit}:")
        assert f"{'HKCU' if place[0] == 'person' else 'HKLM'}\\{key} is {value}." in finding.seen
        assert finding.fix
    where.keys[key] = {rule.name: int(rule.wanted[0])}
    assert wrong() == []


def test_macro_settings_count_only_where_no_folder_is_trusted() -> None:
    """XLSTART is a trusted location; switched off, it is none."""
    key = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
    registry = MemoryRegistry({key: {"VBAWarnings": 4}})
    register_server(registry, US, COMMAND)

    def limits() -> str:
        found = examine(registry, US, COMMAND, lambda path: True, startup=Path("XLSTART"))
        return " ".join(finding.seen for finding in found if not finding.ok)

    assert limits() == ""
    registry.keys[rf"{key}\Trusted Locations"] = {"AllLocationsDisabled": 1}
    assert "trust no folder" in limits()
    assert "signed macros alone" in limits()


def test_a_file_from_the_internet_is_seen_by_its_mark(tmp_path: Path) -> None:
    add_in, mark = tmp_path / "SheetLLM.xlam", tmp_path / "SheetLLM.xlam:Zone.Identifier"
    add_in.touch()
    assert blockers.marked(add_in) is None
    mark.write_bytes(b"[ZoneTransfer]\r\nZoneId=1\r\n")  # the company's own network
    assert blockers.marked(add_in) is None
    mark.write_bytes(b"[ZoneTransfer]\r\nZoneId=3\r\n")
    found = blockers.marked(add_in)
    assert found
    assert "come from the internet" in found.seen
    assert "Unblock" in found.fix


def test_another_version_beside_this_one_is_named() -> None:
    registry = MemoryRegistry()
    assert blockers.another_version(registry, US, "0.1.0") is None  # no installer was here
    registry.set(rf"Software\Classes\CLSID\{US.clsid}\Version", "", "0.1.0")
    assert blockers.another_version(registry, US, "0.1.0") is None
    other = blockers.another_version(registry, US, "0.2.0")
    assert other
    assert other.seen == "SheetLLM 0.1.0 is installed besides this one, 0.2.0."


def test_administrators_without_account_control_are_told_that_the_class_is_ignored() -> None:
    key = r"Software\Microsoft\Windows\CurrentVersion\Policies\System"
    off, on = MemoryRegistry({key: {"EnableLUA": 0}}), MemoryRegistry({key: {"EnableLUA": 1}})
    assert blockers.ignored_class(off, US, administrator=True)
    assert blockers.ignored_class(off, US, administrator=False) is None
    assert blockers.ignored_class(on, US, administrator=True) is None
    register_server(off, US, COMMAND)  # for all accounts
    assert blockers.ignored_class(off, US, administrator=True) is None


def test_the_way_out_is_named_without_a_password(tmp_path: Path) -> None:
    proxies = (
        "http://me:word@proxy.example:8080",
        "me:word@proxy.example:8080/",
        "http://me:wo[/#word@proxy.example:8080",
    )
    for proxy in proxies:
        found = blockers.way_out({"https": proxy}, {})
        assert (found.ok, "through the proxy proxy.example:8080;" in found.seen, "word" in found.seen) == (
            True,
            True,
            False,
        )
    authorities = tmp_path / "ca.pem"
    wrong = blockers.way_out({}, {"SSL_CERT_FILE": str(authorities)})
    assert (wrong.ok, str(authorities) in wrong.seen) == (False, True)
    authorities.touch()
    assert blockers.way_out({}, {"SSL_CERT_FILE": str(authorities)}).ok


def test_the_doctor_speaks_json_with_the_same_exit_code() -> None:
    plain, listed = CliRunner().invoke(cli, ["doctor"]), CliRunner().invoke(cli, ["doctor", "--json"])
    assert plain.exit_code == listed.exit_code == 3  # no key, and off Windows no Excel
    found = json.loads(listed.stdout)
    assert (found["ok"], found["version"]) == (False, version("sheetllm-xl"))
    shown = "".join(plain.stdout.split())  # lines wrap
    assert all("".join(one["seen"].split()) in shown for one in found["findings"])
    assert {tuple(one) for one in found["findings"]} == {("ok", "seen", "fix")}


def test_a_damaged_setting_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETLLM_MAX_RETRIES", "many")
    assert [f.ok for f in checkup.findings()] == [False] * 4 + [True]  # no setting is needed to see the way out
    assert isinstance(checkup.findings()[1], Finding)


def test_what_a_policy_sets_overrides_what_the_person_has_set() -> None:
    policies = MemoryRegistry({r"Software\Policies\Microsoft\Office\16.0\Excel\Security": {"VBAWarnings": 1}})
    own = MemoryRegistry({r"Software\Microsoft\Office\16.0\Excel\Security": {"VBAWarnings": 4}})
    assert [stop.rule.name for stop in stops(own, MemoryRegistry(), "16.0", trusted=False)] == ["VBAWarnings"]
    assert list(stops(own, policies, "16.0", trusted=False)) == []
