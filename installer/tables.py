"""Tables of a package that wixl cannot write: our actions, files that came later, short names and files' versions."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .tools import run

_EXE, _GO_ON, _IN_SCRIPT = 18, 64, 1024  # a program we lay; its failure ends nothing; run in its turn, as the person
_KIND = _EXE + _GO_ON + _IN_SCRIPT
ACTIONS = {
    # the class is gone by then, the files are not: nothing starts the server again
    "stop": (r'"[INSTALLDIR]Lib\site-packages\sheetllm_xl\setup\stopping.pyc"', 'REMOVE="ALL" OR REINSTALL', 2650),
    "tidy": ("-m sheetllm_xl.setup.tidying", 'NOT (REMOVE="ALL")', 5100),  # after the registry is written
    "forget": ("-m sheetllm_xl.setup.forgetting", 'REMOVE="ALL" AND REMOVEDATA="1" AND NOT UPGRADINGPRODUCTCODE', 2660),
}
"""What is run, when, and its place in the sequence. All as the person, none as an administrator."""


_GONE = "2"  # when the component goes
_SHARED = (("XLSTART", "addin"), ("EXCEL", "addin"), ("PROGRAMS", "classes"))
"""Folders of a profile that others use too, and the component that may have made each: they go where they are empty."""


def mend(msi: Path, stage: Path) -> None:
    """Write them. Raises NotBuilt."""
    with tempfile.TemporaryDirectory() as folder:
        _import(msi, Path(folder) / "RemoveFile.idt", _removals(rows(msi, "RemoveFile")))
        _import(msi, Path(folder) / "File.idt", _files(exported(msi, "File"), rows(msi, "Component"), stage))
    for name, (target, condition, place) in ACTIONS.items():
        action = f"('{name}', {_KIND}, 'pythonw', '{target}')"
        _put(msi, f"INSERT INTO CustomAction (Action, Type, Source, Target) VALUES {action}")
        sequence = f"('{name}', '{condition}', {place})"
        _put(msi, f"INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES {sequence}")


def exported(msi: Path, table: str) -> list[list[str]]:
    """A table with its three lines of head."""
    lines = run("msiinfo", "export", msi, table).replace("\r", "").split("\n")
    return [line.split("\t") for line in lines if line]


def rows(msi: Path, table: str) -> list[list[str]]:
    """The rows of a table."""
    return exported(msi, table)[3:]


def _put(msi: Path, statement: str) -> None:
    run("msibuild", msi, "-q", statement)


def _import(msi: Path, path: Path, lines: list[list[str]]) -> None:
    path.write_bytes("".join("\t".join(line) + "\r\n" for line in lines).encode())
    run("msibuild", msi, "-i", path)


def _removals(folders: list[list[str]]) -> list[list[str]]:
    """Files that came into our folders later go too. Not from the first: a person may have set it to any folder."""
    head = [
        ["RemoveFile", "Component_", "FileName", "DirProperty", "InstallMode"],
        ["s72", "s72", "L255", "s72", "i2"],
        ["RemoveFile", "RemoveFile"],
    ]
    inner = [row for row in folders if row[3] != "INSTALLDIR"]
    every = [["x" + key[1:], part, "*", folder, mode] for key, part, _, folder, mode in inner]
    emptied = [[f"r{folder}", part, "", folder, _GONE] for folder, part in _SHARED]
    return [*head, *every, *([key, part, "", folder, mode] for key, part, _, folder, mode in folders), *emptied]


def _files(table: list[list[str]], components: list[list[str]], stage: Path) -> list[list[str]]:
    """Short names, which some disks ask for, and the versions that the programs bear."""
    versions = {path.name: version_of(path) for path in stage.rglob("*")}
    found: list[list[str]] = []
    short: dict[str, int] = {}
    folder_of = {row[0]: row[2] for row in components}
    for row in table[3:]:
        name, folder = row[2].rpartition("|")[2], folder_of[row[1]]
        short[folder] = short.get(folder, 0) + 1
        ending = "".join(filter(str.isalnum, name.rpartition(".")[2]))[:3].upper() if "." in name else ""
        row[2] = f"F{short[folder]:07d}{'.' if ending else ''}{ending}|{name}"
        row[4] = versions.get(name, "")
        row[5] = "0" if row[4] else ""
        found.append(row)
    return [*table[:3], *found]


def version_of(path: Path) -> str:
    """The version that a program bears, as 3.13.2150.1013; empty for other files."""
    if path.suffix not in (".exe", ".dll", ".pyd"):
        return ""
    content = path.read_bytes()
    at = content.find(b"\xbd\x04\xef\xfe")  # VS_FIXEDFILEINFO
    if at < 0:
        return ""
    high, low = (int.from_bytes(content[at + offset : at + offset + 4], "little") for offset in (8, 12))
    return f"{high >> 16}.{high & 0xFFFF}.{low >> 16}.{low & 0xFFFF}"
