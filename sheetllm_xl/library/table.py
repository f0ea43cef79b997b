"""SheetTable: a table found on a sheet, with the ways to take it away as a frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from ..detect import FoundTable
from ..grid import CellRange, column_letters
from ..literals import CellError, Value
from ..sheet import Sheet
from .columns import Column, body_of, column_names, lies

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Rows = Literal["data", "totals", "all"]


@dataclass(frozen=True)
class SheetTable:
    """``found`` says where the table's parts are, ``sheet`` holds them."""

    sheet: Sheet
    found: FoundTable

    @property
    def range(self) -> CellRange:
        """Header and data, at the sheet's own addresses."""
        return self.found.range

    @property
    def title(self) -> str:
        """What stands over the table as its title; empty without one."""
        return self.found.title_in(self.sheet)

    @property
    def columns(self) -> tuple[str, ...]:
        """A name for each column, its header's levels joined; no two alike. One without a header has its letter."""
        return _apart([" ".join(dict.fromkeys(filter(None, names))) for names in self._levels], self._letters)

    @cached_property
    def _levels(self) -> list[tuple[str, ...]]:
        return column_names(self.sheet, self.found)

    @property
    def _letters(self) -> list[str]:
        area = self.found.range
        if lies(self.found):
            return [str(row) for row in area.rows]
        return [column_letters(col) for col in area.cols]

    def values(self, rows: Rows = "data") -> list[list[Value | None]]:
        """The rows below the header, without those that are empty: the data, the totals, or all of them.

        A value that is merged over several cells stands in each of them.
        """
        return body_of(self.sheet, self.found, rows)

    @property
    def errors(self) -> dict[str, CellError]:
        """The cells of the table that hold an error of Excel's; in a frame they are missing."""
        inside = self.sheet.crop(self.found.range).cells()
        at = ((CellRange(cell.row, cell.col, cell.row, cell.col), cell.value) for cell in inside)
        return {str(place): value for place, value in at if isinstance(value, CellError)}

    def to_pandas(self, *, rows: Rows = "data", header: Literal["joined", "levels"] = "joined") -> pd.DataFrame:
        """The table as a DataFrame; totals are left out unless ``rows`` asks for them.

        ``header="levels"`` gives a MultiIndex. Whole numbers are integers, dates timestamps; texts that look like
        numbers stay texts; what is empty or an error is missing. ``attrs`` names range, title and errors.

        Raises ImportError where pandas is not installed (extra ``pandas``).
        """
        from .frames import pandas_frame

        names: Sequence[str] | Sequence[tuple[str, ...]] = self.columns if header == "joined" else self._levels
        frame = pandas_frame(self._columns(rows), names)
        errors = {place: str(error) for place, error in self.errors.items()}
        frame.attrs |= {"range": str(self.range), "title": self.title, "errors": errors}
        return frame

    def to_polars(self, *, rows: Rows = "data") -> pl.DataFrame:
        """The table as a polars DataFrame; as ``to_pandas``. Raises ImportError (extra ``polars``)."""
        from .frames import polars_frame

        return polars_frame(self._columns(rows), self.columns)

    def _columns(self, rows: Rows) -> list[Column]:
        values = self.values(rows)
        return [[row[i] for row in values] for i in range(len(self._levels))]

    def __repr__(self) -> str:
        return f"<SheetTable {self.range} of {self.sheet.name!r}, {self.found.certainty}>"


def _apart(names: Sequence[str], letters: Sequence[str]) -> tuple[str, ...]:
    """Names of which no two are alike: the second of one is "Units (2)", or what is free after it.

    What stands in a header is changed only where it stands there twice.
    """
    own = [name or letter for name, letter in zip(names, letters, strict=True)]
    headers, counted, apart = set(own), dict[str, int](), list[str]()
    for name in own:
        one, number = name, counted.get(name, 0) + 1
        while number > 1 and (one := f"{name} ({number})") in headers:
            number += 1
        counted[name] = number
        apart.append(one)
    return tuple(apart)
