"""Registration: the few registry entries by which Windows finds the server and Excel loads the add-in.

All of them are the person's own (HKEY_CURRENT_USER), so no administrator is needed. Excel loads the add-in out of its
``startup`` folder, with no entry at all; one that lies where IT says has an entry in ``slots``, beside those of others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ..errors import HostError
from .registry import MemoryRegistry, Registry, WindowsRegistry
from .slots import ADD_IN, OFFICE, add_in_entries, load, unload

__all__ = [
    "ADD_IN",
    "Identity",
    "MemoryRegistry",
    "Registry",
    "WindowsRegistry",
    "add_in_entries",
    "office_versions",
    "register",
    "register_server",
    "server_command",
    "unload_everywhere",
    "unregister",
]

CLASSES = r"Software\Classes"
_NAME = "SheetLLM for Excel"
_LATEST = "16.0"  # Excel 2016, 2019, 2021, 2024 and Microsoft 365 all call themselves this


@dataclass(frozen=True, slots=True)
class Identity:
    """The server's names in COM."""

    progid: str
    clsid: str


IDENTITY = Identity("SheetLLM.Server", "{5D3B1C6E-8A54-4B0B-9C39-6E1F0A7C2D41}")
"""What this product's server goes by, for good: a workbook's formulas lead to it."""


def server_command(python: Path, program: Path) -> str:
    """What Windows starts: this Python without a window. ``python`` is ``sys.executable``, ``program`` server/early."""
    name = "pythonw.exe" if python.name.lower() in ("python.exe", "pythonw.exe") else python.name
    return f'"{python.with_name(name)}" -P "{program}"'


def office_versions(registry: Registry) -> tuple[str, ...]:
    """The versions of Excel this person has used; the present one where there is none yet."""
    found = (v for v in registry.subkeys(OFFICE) if re.fullmatch(r"\d+\.0", v) and float(v) >= 14)
    used = tuple(v for v in found if "excel" in map(str.lower, registry.subkeys(rf"{OFFICE}\{v}")))
    return used or (_LATEST,)


def register(registry: Registry, identity: Identity, command: str, add_in: Path) -> tuple[str, ...]:
    """Write the server's entries and one that loads this add-in; doing it again changes nothing. Raises HostError.

    Returns what was done, in sentences.
    """
    if any(character in str(add_in) for character in '"\n'):
        raise HostError("The add-in's path holds a character that the registry entry cannot hold.")
    sentences = [*register_server(registry, identity, command)]
    for version in office_versions(registry):
        if load(registry, version, f'/R "{add_in}"'):
            sentences.append(f"Excel {version} will load {add_in.name} at its next start.")
    return tuple(sentences) or ("Everything was registered already.",)


def register_server(registry: Registry, identity: Identity, command: str) -> tuple[str, ...]:
    """Write the entries by which Windows finds the server. What was done, in sentences. Raises HostError."""
    klass = rf"{CLASSES}\CLSID\{identity.clsid}"
    done = [
        _put(registry, rf"{CLASSES}\{identity.progid}", _NAME),
        _put(registry, rf"{CLASSES}\{identity.progid}\CLSID", identity.clsid),
        _put(registry, klass, _NAME),
        _put(registry, rf"{klass}\ProgID", identity.progid),
        _put(registry, rf"{klass}\LocalServer32", command),
    ]
    return ("The server is registered.",) if any(done) else ()


def unload_everywhere(registry: Registry) -> tuple[str, ...]:
    """No entry loads an add-in of ours. What was done, in sentences. Raises HostError."""
    versions = office_versions(registry)
    return tuple(f"Excel {version} no longer loads {ADD_IN}." for version in versions if unload(registry, version))


def unregister(registry: Registry, identity: Identity) -> tuple[str, ...]:
    """Take the entries out again, and nothing else. What was done, in sentences. Raises HostError."""
    sentences = [*unload_everywhere(registry)]
    key = rf"{CLASSES}\{identity.progid}"
    if registry.get(rf"{key}\CLSID") == identity.clsid:
        registry.remove_key(key)
        sentences.append("The server is no longer registered.")
    registry.remove_key(rf"{CLASSES}\CLSID\{identity.clsid}")
    return tuple(sentences)


def _put(registry: Registry, key: str, value: str, name: str = "") -> bool:
    """Write a value unless it is there; whether it was written."""
    if registry.get(key, name) == value:
        return False
    registry.set(key, name, value)
    return True
