"""Traces: everything that lies on a machine, so that two moments can be compared. Nothing may run meanwhile."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from .machine import Machine

# What these tests put there: classes where Wine 8 finds them, the stand-in for Excel, its workbook, its scripts.
_OURS = (
    r"system\.reg \[Software\\\\Classes\\\\(SheetLLM\.Server|StandIn\.Excel|CLSID\\\\\{(5D3B1C6E-8A54|6F1C1E52-7C0B)-)"
    r"|drive_c/(wine|users/Public|users/[^/]+/(Temp/standin-\w+|Käufe 2026\.xlsx|Käufe & Co [^/]+))(/|$)"
    r"|drive_c/users/[^/]+/Temp/tmp\w+(/(dump\.py|seen))?$"
)
# What Wine writes whatever is installed: at each start, and the libraries of its scripts when the first one runs.
_WINES = (
    r"drive_c/windows/(temp|Logs|Installer/\w+\.tmp)(/|$)"
    r"|system\.reg \[(System\\\\CurrentControlSet\\\\Control\\\\(Class|Video)\\\\|.*\\\\NetworkCards)"
    r"|system\.reg \[Software\\\\Classes\\\\(Wow6432Node\\\\)?(Interface|Typelib)(\\\\|\])"
)
# The places where Windows Installer writes of all products, empty ones too; and where a package was last read from.
_INSTALLERS = (
    r"drive_c/(windows|users/[^/]+/AppData/Roaming/Microsoft)/Installer$"
    r"|.*\\\\Installer(\\\\UserData\\\\[-\w]+)?(\\\\(Components|Features|Products|UpgradeCodes))?\]$"
    r"|.*\\\\CurrentVersion\\\\Uninstall\]$|.*\\\\SourceList"
)
_PASSED_OVER = re.compile(f"{_OURS}|{_WINES}|{_INSTALLERS}")


def traces(machine: Machine) -> dict[str, str]:
    """Each file, folder and value of the registry, with what it holds."""
    machine.stop()  # the registry is written
    prefix = machine.folder / "prefix"
    found = {}
    for path in (prefix / "drive_c").rglob("*"):
        name = path.relative_to(prefix).as_posix()
        if not _PASSED_OVER.match(name) and not path.is_symlink():
            found[name] = "" if path.is_dir() else _digest(path)
    for hive in ("user.reg", "system.reg"):
        found |= {name: value for name, value in _values(prefix / hive) if not _PASSED_OVER.match(name)}
    return found


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The names of what came, went or changed."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _values(hive: Path) -> list[tuple[str, str]]:
    """Keys as ``user.reg [Key]``, values behind them; a value's further lines belong to it."""
    found, key = [], ""
    for line in hive.read_text(encoding="latin-1").replace("\\\n", "").splitlines():
        if line.startswith("["):
            key = f"{hive.name} {line[: line.rindex(']') + 1]}"
            found.append((key, ""))
        elif key and line.startswith(('"', "@")):
            name, _, value = line.partition("=")
            found.append((f"{key} {name}", value))
    return found


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
