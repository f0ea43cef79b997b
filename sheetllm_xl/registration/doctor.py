"""Doctor: what stands between a person and their first answer, each thing with what to do about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import SettingError, SheetLLMError
from . import CLASSES, OFFICE, Identity, Registry, add_in_entries, office_versions

_REGISTER = "Run `sheetllm register`."
_POLICY = r"Software\Policies\Microsoft\Office"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: ``ok``, what was seen, and what to do where it is not as it should be."""

    ok: bool
    seen: str
    fix: str = ""


def examine(
    registry: Registry, identity: Identity, exists: Callable[[Path], bool], *probes: Callable[[], Finding]
) -> list[Finding]:
    """Everything, in the order in which it is needed. A probe that fails is a finding."""
    found = [*_server(registry, identity, exists)]
    for version in office_versions(registry):
        found += _excel(registry, version, exists)
    for probe in probes:
        try:
            found.append(probe())
        except SettingError as error:
            found.append(Finding(False, str(error), f"Mend {error.place}." if error.place else "Mend the settings."))
        except SheetLLMError as error:
            found.append(Finding(False, str(error), "See the sentence before this one."))
    return found


def _server(registry: Registry, identity: Identity, exists: Callable[[Path], bool]) -> Iterator[Finding]:
    clsid = registry.get(rf"{CLASSES}\{identity.progid}\CLSID")
    command = str(registry.get(rf"{CLASSES}\CLSID\{identity.clsid}\LocalServer32") or "")
    if clsid is None or not command:
        yield Finding(False, "The server is not registered, so Excel cannot start it.", _REGISTER)
    elif clsid != identity.clsid:
        yield Finding(False, f"{identity.progid} is registered as another program.", _REGISTER)
    elif not exists(Path(_program(command))):
        yield Finding(False, "The server is registered with a Python that is no longer there.", _REGISTER)
    else:
        yield Finding(True, f"The server is registered: {command}")


def _excel(registry: Registry, version: str, exists: Callable[[Path], bool]) -> Iterator[Finding]:
    entries = add_in_entries(registry, version)
    if not entries:
        yield Finding(False, f"Excel {version} does not load the add-in.", _REGISTER)
    elif not exists(Path(entries[0][1])):
        yield Finding(False, f"Excel {version} is to load an add-in that is no longer there.", _REGISTER)
    elif len(entries) > 1:
        yield Finding(False, f"Excel {version} is to load the add-in {len(entries)} times.", _REGISTER)
    else:
        yield Finding(True, f"Excel {version} loads {entries[0][1]}")
    disabled = rf"{OFFICE}\{version}\Excel\Resiliency\DisabledItems"
    if any(_names_us(registry.get(disabled, name)) for name in registry.names(disabled)):
        yield Finding(
            False,
            f"Excel {version} has disabled the add-in after a crash.",
            "In Excel: File, Options, Add-ins, Manage: Disabled Items, Go, choose SheetLLM, Enable.",
        )
    policy = rf"{_POLICY}\{version}"
    if registry.get(rf"{policy}\Common", "VBAOff") == 1:
        yield Finding(False, f"IT has switched VBA off in Office {version}; the add-in needs it.", "Ask IT.")
    if registry.get(rf"{policy}\Excel\Security", "VBAWarnings") in (3, 4):
        yield Finding(
            False,
            f"IT lets Excel {version} run signed macros alone, or none.",
            "Ask IT to trust the folder of the add-in, or its publisher.",
        )


def _program(command: str) -> str:
    found = re.match(r'"([^"]+)"|(\S+)', command)
    return (found[1] or found[2]) if found else ""


def _names_us(value: object) -> bool:
    raw = value if isinstance(value, bytes) else str(value).encode("utf-16-le")
    return b"sheetllm" in raw.replace(b"\0", b"").lower()
