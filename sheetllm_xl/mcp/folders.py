"""Folders: what an agent may read, and nothing beside it, whatever it calls a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import HostError
from ..text.unseen import on_one_line

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods", ".csv", ".tsv")
_NOT_THERE = "There is no workbook of that name in the folders that are open to you; `workbooks` lists them."


class Folders:
    """The folders by their real place. Raises HostError for one that is not there."""

    def __init__(self, folders: Sequence[Path]) -> None:
        for folder in folders:
            if not folder.is_dir():
                raise HostError(f"{folder} is not a folder.")
        self.roots = tuple(dict.fromkeys(folder.resolve() for folder in folders))

    def __iter__(self) -> Iterator[Path]:
        """Their workbooks, by name; links that lead out of them are left out."""
        for root in self.roots:
            for path in sorted(root.rglob("*")):
                if self._admits(path) and not path.name.startswith(("~$", ".")):
                    yield path

    def name(self, path: Path) -> str:
        """A workbook as an agent names it: from its folder on, or in full where there are several folders."""
        root = self.roots[0]
        return path.relative_to(root).as_posix() if len(self.roots) == 1 and root in path.parents else str(path)

    def path(self, name: str) -> Path:
        """The workbook of that name. Raises HostError, in the same words whether it lies outside or nowhere."""
        if "\0" not in name:
            for root in self.roots:
                if self._admits(path := root / name):
                    return path
        raise HostError(f"{on_one_line(name)[:80]}: {_NOT_THERE}")

    def _admits(self, path: Path) -> bool:
        try:
            real = path.resolve(strict=True)
        except (OSError, RuntimeError):  # not there, or links in a circle
            return False
        return real.is_file() and real.suffix.lower() in SUFFIXES and any(root in real.parents for root in self.roots)
