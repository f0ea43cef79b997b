"""The formula of a cell that may fill several: as it is read and written, also in an Excel from before those."""

from __future__ import annotations

from ..open_source import xlwings


def formula_of(area: xlwings.Range) -> str:
    """A cell's formula without the ``@`` that Range.Formula may put into it."""
    try:
        return str(area.formula2)
    except AttributeError:  # as in ``put_formula``
        return str(area.formula)


def put_formula(area: xlwings.Range, text: str) -> None:
    """Write a formula as one that may fill several cells; an Excel from before those takes it as any other."""
    for _ in range(2):
        try:
            area.formula2 = text
        except AttributeError:  # there is no such property, or Excel is busy: then it refuses the next call too
            _ = area.formula
        else:
            return
    area.formula = text
