"""Reading: what an answer may stand on, which is the sheets at hand and the tables of them that were read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..detect import FoundTable
from ..errors import InputError
from ..formulas import Reference
from ..grid import CellRange, Ref
from ..sheet import Sheet

_MOST_BLANK = 10_000  # empty cells that a formula may name by themselves


@dataclass(frozen=True, slots=True)
class Reading:
    """``sheets``, the home sheet first; ``tables``: the tables that were read, each with its sheet's name."""

    sheets: tuple[Sheet, ...]
    tables: tuple[tuple[str, FoundTable], ...]

    @classmethod
    def of(cls, sheet: Sheet, tables: tuple[FoundTable, ...]) -> Reading:
        """One sheet, and tables of it."""
        return cls((sheet,), tuple((sheet.name, table) for table in tables))

    @property
    def home(self) -> Sheet:
        """The sheet that an address without a sheet's name lies on."""
        return self.sheets[0]

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, as Excel compares names; "" is the home sheet."""
        return next((each for each in self.sheets if not name or each.name.casefold() == name.casefold()), None)

    def on(self, sheet: Sheet) -> tuple[FoundTable, ...]:
        """The tables of a sheet that were read."""
        return tuple(table for name, table in self.tables if name == sheet.name)

    def table_at(self, sheet: Sheet, area: CellRange) -> FoundTable | None:
        """The table that holds most of ``area``; None where none holds any of it."""
        shared = [(common.area, i) for i, table in enumerate(self.on(sheet)) if (common := area & table.range)]
        return self.on(sheet)[max(shared)[1]] if shared else None

    def was_read(self, sheet: Sheet) -> npt.NDArray[np.bool_]:
        """True where a cell of the sheet lies in a table that was read, in its title or in its notes."""
        seen = np.zeros(len(sheet), np.bool_)
        for table in self.on(sheet):
            for area in (table.range, *((table.title,) if table.title else ()), *table.notes):
                seen |= sheet.inside(area)
        return seen

    def located(self, reference: Reference, blank: bool = False) -> tuple[Sheet, CellRange]:
        """The sheet and the part in use of what a formula names. Raises InputError where there is no such thing.

        ``blank``: a few cells may all be empty, as ROW(A9) names one.
        """
        sheet = self.sheet(reference.sheet)
        if sheet is None:
            raise InputError(f"{reference.sheet[:40]} is another sheet than the one that was read.")
        mask = sheet.inside(reference.range) & sheet.filled
        used = sheet.used & reference.range if sheet.used else None
        if blank and not mask.any() and reference.range.area <= _MOST_BLANK:
            return sheet, reference.range
        if used is None or not mask.any():
            raise InputError(f"{reference.range} is empty.")
        return sheet, used

    def unread(self, sheet: Sheet, area: CellRange) -> bool:
        """Whether a range holds cells that no table that was read has."""
        return bool((sheet.inside(area) & sheet.filled & ~self.was_read(sheet)).any())

    def texts(self) -> Iterator[str]:
        """Every text in the cells that were read."""
        for sheet in self.sheets:
            yield from (value for value in sheet.values[self.was_read(sheet)] if isinstance(value, str))


def ref(sheet: Sheet, area: CellRange) -> Ref:
    """A range with its sheet's name."""
    return Ref(sheet.name, area)
