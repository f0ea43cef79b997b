"""Workbook and WorkbookSheet: a workbook file as a Python program takes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..compress import DEFAULT, Encoding, Profile, compress
from ..detect import detect
from ..errors import InputError
from ..sheet import Sheet
from .table import SheetTable

if TYPE_CHECKING:
    from ..files.file import FileHost
    from ..files.xlsx.remarks import Remarks


def open(path: str | Path) -> Workbook:
    """A workbook file, opened to be read: .xlsx, .xlsm, .xlsb, .xls, .ods, .csv, .tsv. It is never written.

    Raises HostError with a sentence for anything that is not a readable workbook.
    """
    from .. import app

    return Workbook(app.open_workbook(Path(path)))


class Workbook:
    """Its sheets by name (as Excel takes names, whatever the case) or by number; a ``with`` block closes the file."""

    def __init__(self, host: FileHost) -> None:
        self._host = host
        self._sheets: dict[str, WorkbookSheet] = {}

    @property
    def path(self) -> Path:
        """The file."""
        return self._host.path

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The worksheets, in tab order, hidden ones included."""
        return self._host.sheet_names()

    @property
    def hidden(self) -> Mapping[str, str]:
        """The sheets that Excel does not show: each "hidden" or "very hidden"."""
        return self._host.hidden

    @property
    def notes(self) -> tuple[str, ...]:
        """What the file holds that is not read, as sentences; mostly none."""
        return self._host.notes

    def __getitem__(self, key: str | int) -> WorkbookSheet:
        """The sheet of that name or number, from 0. Raises InputError where there is none, HostError for damage."""
        if isinstance(key, int):
            if not -len(self) <= key < len(self):
                raise InputError(f"{self.path.name} has {len(self)} sheets; there is no number {key}.")
            key = self.sheet_names[key]
        if key not in self._sheets:
            self._sheets[key] = WorkbookSheet(self, self._host.read(key))
        return self._sheets[key]

    def __iter__(self) -> Iterator[WorkbookSheet]:
        return (self[name] for name in self.sheet_names)

    def __len__(self) -> int:
        return len(self.sheet_names)

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; sheets that were read stay."""
        self._host.close()

    def remarks(self, name: str) -> Remarks:
        """Notes, link targets, lists to choose from and pivots beside a sheet's cells."""
        return self._host.remarks(name)

    def __repr__(self) -> str:
        return f"<Workbook {self.path.name!r}, {len(self)} sheets>"


class WorkbookSheet:
    """A sheet of a workbook: ``sheet`` is the value that all functions of this package take."""

    def __init__(self, workbook: Workbook, sheet: Sheet) -> None:
        self.workbook, self.sheet = workbook, sheet

    @property
    def name(self) -> str:
        """As the workbook spells it."""
        return self.sheet.name

    @cached_property
    def tables(self) -> tuple[SheetTable, ...]:
        """The tables on it, top to bottom, then left to right."""
        return tuple(SheetTable(self.sheet, found) for found in detect(self.sheet))

    @property
    def remarks(self) -> Remarks:
        """Notes, link targets, lists to choose from and pivots beside its cells; read when they are asked for."""
        return self.workbook.remarks(self.name)

    def compress(self, profile: Profile = DEFAULT, *, budget: int | None = None) -> Encoding:
        """The sheet as a model reads it; at most ``budget`` tokens long where one is given."""
        from .. import app

        return compress(self.sheet, profile, count=app.token_counter(), budget=budget)

    def __repr__(self) -> str:
        return f"<WorkbookSheet {self.name!r} {self.sheet.used or 'empty'}>"
