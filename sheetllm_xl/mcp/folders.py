"""Folders: what an agent may read, and nothing beside it, whatever it calls a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import HostError
from ..ports import SUFFIXES
from ..text.unseen import on_one_line

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
                if self._real(path) and not path.name.startswith(("~$", ".")):
                    yield path

    def name(self, path: Path) -> str:
        """A workbook as an agent names it: from its folder on, or in full where there are several folders."""
        root = self.roots[0]
        return path.relative_to(root).as_posix() if len(self.roots) == 1 and root in path.parents else str(path)

    def path(self, name: str) -> Path:
        """The workbook of that name, by its real place, so that a link that is changed afterwards leads nowhere else.

        Raises HostError, in the same words whether it lies outside or nowhere.
        """
        for root in self.roots:
            if real := self._real(root / name):
                return real
        raise HostError(f"{on_one_line(name)[:80]}: {_NOT_THERE}")

    def _real(self, path: Path) -> Path | None:
        """The real place of a workbook in one of the folders; None for anything else."""
        try:
            real = path.resolve(strict=True)
        except (OSError, RuntimeError, ValueError):  # not there, links in a circle, or no name that a file can have
            return None
        admits = real.is_file() and real.suffix.lower() in SUFFIXES and any(root in real.parents for root in self.roots)
        return real if admits else None
