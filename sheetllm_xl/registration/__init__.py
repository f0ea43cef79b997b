"""Registration: the few registry entries by which Windows finds the server and Excel loads the add-in.

All of them are the person's own (HKEY_CURRENT_USER), so no administrator is needed. Excel loads the add-ins named in
the values OPEN, OPEN1, OPEN2, … of its Options key, up to the first number that is missing: an entry of ours fills the
first gap, and where one is taken out the later ones move up. Entries of others keep their text and their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from ..errors import HostError
from .registry import MemoryRegistry, Registry, WindowsRegistry

__all__ = [
    "ADD_IN",
    "Identity",
    "MemoryRegistry",
    "Registry",
    "WindowsRegistry",
    "add_in_entries",
    "office_versions",
    "register",
    "server_command",
    "unregister",
]

ADD_IN = "SheetLLM.xlam"
CLASSES, OFFICE = r"Software\Classes", r"Software\Microsoft\Office"
_NAME = "SheetLLM for Excel"
_OPEN = re.compile(r"OPEN(\d*)", re.IGNORECASE)
_LATEST = "16.0"  # Excel 2016, 2019, 2021, 2024 and Microsoft 365 all call themselves this


@dataclass(frozen=True, slots=True)
class Identity:
    """The server's names in COM."""

    progid: str
    clsid: str


IDENTITY = Identity("SheetLLM.Server", "{5D3B1C6E-8A54-4B0B-9C39-6E1F0A7C2D41}")
"""What this product's server goes by, for good: a workbook's formulas lead to it."""


def server_command(python: Path) -> str:
    """What Windows starts: this Python without a window. ``python`` is ``sys.executable``."""
    name = "pythonw.exe" if python.name.lower() in ("python.exe", "pythonw.exe") else python.name
    return f'"{python.with_name(name)}" -m sheetllm_xl.server'


def office_versions(registry: Registry) -> tuple[str, ...]:
    """The versions of Excel this person has used; the present one where there is none yet."""
    found = (v for v in registry.subkeys(OFFICE) if re.fullmatch(r"\d+\.0", v) and float(v) >= 14)
    used = tuple(v for v in found if "excel" in map(str.lower, registry.subkeys(rf"{OFFICE}\{v}")))
    return used or (_LATEST,)


def register(registry: Registry, identity: Identity, command: str, add_in: Path) -> tuple[str, ...]:
    """Write the entries; doing it again changes nothing. What was done, in sentences. Raises HostError."""
    if any(character in str(add_in) for character in '"\n'):
        raise HostError("The add-in's path holds a character that the registry entry cannot hold.")
    klass = rf"{CLASSES}\CLSID\{identity.clsid}"
    done = [
        _put(registry, rf"{CLASSES}\{identity.progid}", _NAME),
        _put(registry, rf"{CLASSES}\{identity.progid}\CLSID", identity.clsid),
        _put(registry, klass, _NAME),
        _put(registry, rf"{klass}\ProgID", identity.progid),
        _put(registry, rf"{klass}\LocalServer32", command),
    ]
    said = ["The server is registered."] if any(done) else []
    for version in office_versions(registry):
        if _load(registry, version, f'/R "{add_in}"'):
            said.append(f"Excel {version} will load {add_in.name} at its next start.")
    return tuple(said) or ("Everything was registered already.",)


def unregister(registry: Registry, identity: Identity) -> tuple[str, ...]:
    """Take the entries out again, and nothing else. What was done, in sentences. Raises HostError."""
    said = []
    for version in office_versions(registry):
        ours = add_in_entries(registry, version)
        if ours:
            _close_up(registry, version, {name for name, _ in ours})
            said.append(f"Excel {version} no longer loads {ADD_IN}.")
    key = rf"{CLASSES}\{identity.progid}"
    if registry.get(rf"{key}\CLSID") == identity.clsid:
        registry.remove_key(key)
        said.append("The server is no longer registered.")
    registry.remove_key(rf"{CLASSES}\CLSID\{identity.clsid}")
    return tuple(said) or ("Nothing was registered.",)


def add_in_entries(registry: Registry, version: str) -> list[tuple[str, str]]:
    """The OPEN values of an Excel that load our add-in, wherever it lies: (name, path)."""
    return [(name, path) for name, text in _opens(registry, version) if (path := _ours(text))]


def _opens(registry: Registry, version: str) -> Iterator[tuple[str, str]]:
    """The OPEN values in Excel's order."""
    key = _options(version)
    numbered = [(int(found[1] or 0), name) for name in registry.names(key) if (found := _OPEN.fullmatch(name))]
    for _, name in sorted(numbered):
        yield name, str(registry.get(key, name) or "")


def _ours(text: str) -> str:
    """The path of our add-in, where the entry names it."""
    path = text.strip()
    if path[:2].upper() == "/R":
        path = path[2:].strip()
    path = path.strip('"')
    return path if PureWindowsPath(path).name.lower() == ADD_IN.lower() or path.endswith(f"/{ADD_IN}") else ""


def _load(registry: Registry, version: str, entry: str) -> bool:
    """One entry of ours, in its old slot or the first free one; False where it was there."""
    ours = add_in_entries(registry, version)
    key = _options(version)
    if ours:
        _close_up(registry, version, {name for name, _ in ours[1:]})
        name = ours[0][0]
    else:
        taken = {name.upper() for name, _ in _opens(registry, version)}
        name = next(slot for i in range(len(taken) + 1) if (slot := _slot(i)) not in taken)
    return _put(registry, key, entry, name)


def _close_up(registry: Registry, version: str, gone: set[str]) -> None:
    """Remove entries, and move later ones up, so that no gap hides them from Excel."""
    if not gone:
        return
    key = _options(version)
    entries = list(_opens(registry, version))
    kept = [text for name, text in entries if name not in gone]
    for name, _ in entries:
        registry.remove(key, name)
    for i, text in enumerate(kept):
        registry.set(key, _slot(i), text)


def _slot(number: int) -> str:
    return f"OPEN{number or ''}"


def _options(version: str) -> str:
    return rf"{OFFICE}\{version}\Excel\Options"


def _put(registry: Registry, key: str, value: str, name: str = "") -> bool:
    """Write a value unless it is there; whether it was written."""
    if registry.get(key, name) == value:
        return False
    registry.set(key, name, value)
    return True
