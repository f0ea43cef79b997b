"""Doctor: what stands between a person and their first answer, each thing with what to do about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import SettingError, SheetLLMError
from . import CLASSES, Identity, MemoryRegistry, Registry, office_versions
from .policies import Stop, stops
from .slots import ADD_IN, OFFICE, add_in_entries, is_reached, slot

_REGISTER = "Run `sheetllm register`."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: ``ok``, what was seen, and what to do where it is not as it should be."""

    ok: bool
    seen: str
    fix: str = ""


def examine(
    registry: Registry,
    identity: Identity,
    command: str,
    exists: Callable[[Path], bool],
    *probes: Callable[[], Finding],
    startup: Path | None = None,
    machine: Registry | None = None,
) -> list[Finding]:
    """Everything, in the order in which it is needed; a probe that fails is a finding. ``command``: the server's.

    ``startup``: Excel's folder of that name; an add-in in it needs no entry. ``machine``: HKEY_LOCAL_MACHINE.
    """
    found = [_server(registry, identity, command, exists)]
    trusted = startup is not None and exists(startup / ADD_IN)
    for version in office_versions(registry):
        found += [_add_in(registry, version, exists, startup), *_disabled(registry, version)]
        found += map(_stopped, stops(registry, machine or MemoryRegistry(), version, trusted))
    for probe in probes:
        try:
            found.append(probe())
        except SettingError as error:
            found.append(Finding(False, str(error), f"Mend {error.place}." if error.place else "Mend the settings."))
        except SheetLLMError as error:
            found.append(Finding(False, str(error), "See the sentence before this one."))
    return found


def _server(registry: Registry, identity: Identity, command: str, exists: Callable[[Path], bool]) -> Finding:
    clsid = registry.get(rf"{CLASSES}\{identity.progid}\CLSID")
    there = str(registry.get(rf"{CLASSES}\CLSID\{identity.clsid}\LocalServer32") or "")
    if clsid is None or not there:
        return Finding(False, "The server is not registered, so Excel cannot start it.", _REGISTER)
    if clsid != identity.clsid:
        return Finding(False, f"{identity.progid} is registered as another program.", _REGISTER)
    if not exists(Path(_program(there))):
        return Finding(False, "The server is registered with a Python that is no longer there.", _REGISTER)
    if there.casefold() != command.casefold():
        return Finding(False, f"The server is registered with a command that is not this program's: {there}", _REGISTER)
    return Finding(True, f"The server is registered: {there}")


def _add_in(registry: Registry, version: str, exists: Callable[[Path], bool], startup: Path | None) -> Finding:
    """Whether Excel loads it, and loads one: out of its startup folder, or by an entry."""
    if startup is None or not exists(startup / ADD_IN):
        return _entry(registry, version, exists)
    if add_in_entries(registry, version):
        return Finding(
            False, f"Excel {version} is to load the add-in twice: from {startup}, and by an entry.", _REGISTER
        )
    return Finding(True, f"Excel {version} loads the add-in at its start: {startup / ADD_IN}")


def _entry(registry: Registry, version: str, exists: Callable[[Path], bool]) -> Finding:
    entries = add_in_entries(registry, version)
    if not entries:
        return Finding(False, f"The add-in is not registered to load in Excel {version}.", _REGISTER)
    number, path = next(iter(entries.items()))
    if not is_reached(registry, version, number):
        sentence = f"Excel {version} does not get to the add-in's entry {slot(number)}: a number before it is missing."
        return Finding(False, sentence, _REGISTER)
    if not exists(Path(path)):
        return Finding(False, f"Excel {version} is to load an add-in that is no longer there.", _REGISTER)
    if len(entries) > 1:
        return Finding(False, f"Excel {version} is to load the add-in {len(entries)} times.", _REGISTER)
    return Finding(True, f"The add-in is registered to load in Excel {version}: {path}")


def _disabled(registry: Registry, version: str) -> Iterator[Finding]:
    disabled = rf"{OFFICE}\{version}\Excel\Resiliency\DisabledItems"
    if any(_names_us(registry.get(disabled, name)) for name in registry.names(disabled)):
        yield Finding(
            False,
            f"Excel {version} has disabled the add-in after a crash.",
            "In Excel: File, Options, Add-ins, Manage: Disabled Items, Go, choose SheetLLM, Enable.",
        )


def _stopped(stop: Stop) -> Finding:
    """A setting that stops the add-in, with the value that would not."""
    value = f"the value {stop.rule.name} of {stop.where} is {stop.value}"
    seen = f"{stop.who} lets Excel {stop.rule.limit}: {value}."
    if stop.where.startswith(rf"HKCU\{OFFICE}"):
        return Finding(False, seen, "In Excel: File, Options, Trust Center, Trust Center Settings.")
    return Finding(False, seen, f"Ask IT for {stop.rule.wanted} there, or for a signature that IT trusts.")


def _program(command: str) -> str:
    found = re.match(r'"([^"]+)"|(\S+)', command)
    return (found[1] or found[2]) if found else ""


def _names_us(value: object) -> bool:
    raw = value if isinstance(value, bytes) else str(value).encode("utf-16-le")
    return b"sheetllm" in raw.replace(b"\0", b"").lower()
