"""Cells: what the desk needs of a spreadsheet program."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any, Protocol

from ..grid import CellRange
from ..record import Place
from ..sheet import Sheet

Area = Any
"""A range as the spreadsheet program has it (an xlwings Range); only ``Cells`` looks inside."""


class Cells(Protocol):
    """A spreadsheet program's cells. Methods raise HostError; they run on the thread that was called."""

    def is_area(self, argument: object) -> bool:
        """Whether an argument of a worksheet function is a range."""
        ...

    def place(self, area: Area) -> Place:
        """Where the first cell of the range is."""
        ...

    def language(self, area: Area, book: str) -> str:
        """The language of the program that the range, of the workbook of that full name, is open in: en, de or ko."""
        ...

    def where(self, area: Area) -> Hashable:
        """What range it is: the workbook, the sheet, the address."""
        ...

    def calculation(self) -> Hashable | None:
        """What is the same for all calls of one calculation of Excel's; None where that is not known."""
        ...

    def spilled(self, area: Area, row: int, col: int) -> CellRange | None:
        """The cells that the array formula in one cell of the range's sheet fills; None for a single one."""
        ...

    def read(self, area: Area) -> Sheet:
        """The range's cells at their own addresses; of whole columns and rows the used part."""
        ...

    def around(self, area: Area) -> tuple[Area, Area]:
        """The current region of a cell, and its sheet's used range."""
        ...

    def worksheets(self, area: Area) -> Mapping[str, Area]:
        """The worksheets of a range's workbook in tab order, hidden ones included: the used range of each."""
        ...

    def together(self, areas: Sequence[Area]) -> tuple[Area, ...]:
        """The ranges, those of one sheet as one. Raises InputError where they are of several workbooks."""
        ...

    def selected(self) -> Area:
        """What the person has selected. Raises HostError where that is no range."""
        ...

    def calculate(self, cells: Collection[Hashable]) -> None:
        """Calculate cells (``Place``) again."""
        ...

    def formula(self, area: Area) -> str:
        """The formula of a range's first cell in Excel's English spelling; empty for none."""
        ...

    def evaluate(self, area: Area, expression: str) -> Any:
        """An expression as its cell would see it: a range, a value, or None where it cannot be evaluated."""
        ...
