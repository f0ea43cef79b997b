"""The cells of an open workbook that call COPILOT, and their formulas as ASKSHEET: one piece of work to undo."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ...formulas.copilot import OldCell, calls_copilot, old_cell
from ...grid import CellRange, Ref
from ..busy import PATIENCE, Patience, patiently
from ..open_source import xlwings
from ..read.live import LiveHost
from .journal import Journal
from .spilling import formula_of
from .writing import Writing

_ARRAY = "It is an array entered over {}; Excel changes no part of one. Enter it anew as one cell."


def old_cells(book: xlwings.Book, patience: Patience = PATIENCE) -> tuple[OldCell, ...]:
    """Every cell that calls COPILOT, in the order of the sheets. Raises HostError."""
    host, found = LiveHost(book, patience), list[OldCell]()
    for name in host.sheet_names():
        formulas = host.read(name).formulas
        for row, col in (place for place, formula in formulas.items() if calls_copilot(formula)):
            found.append(patiently(lambda name=name, row=row, col=col: _old_cell(book, name, row, col), patience))  # type: ignore[misc]
    return tuple(found)


def convert(book: xlwings.Book, cells: Sequence[OldCell], journal: Journal, patience: Patience = PATIENCE) -> str:
    """Give those that can be converted their new formulas; what was done, in words. Raises HostError, all undone."""
    new = [cell for cell in cells if cell.after]
    cells_words = f"{len(new):,} cell{'s' * (len(new) != 1)}"
    with Writing(book, journal, f"ASKSHEET in {cells_words}", patience) as work:
        for sheet, those in groupby(new, lambda cell: cell.place.sheet):
            work.reformulate(sheet, [(cell.place.range, cell.before, cell.after) for cell in those])
    return f"{cells_words} now ask with ASKSHEET. Undo gives them COPILOT back."


def _old_cell(book: xlwings.Book, sheet: str, row: int, col: int) -> OldCell:
    area, place = book.sheets[sheet].range((row, col)), CellRange(row, col, row, col)
    formula, filled = formula_of(area), place
    if getattr(area.api, "HasSpill", False) is True:
        filled = CellRange.parse(str(area.api.SpillingToRange.Address).replace("$", ""))
    elif getattr(area.api, "HasArray", False) is True:
        entered = CellRange.parse(str(area.api.CurrentArray.Address).replace("$", ""))
        if entered.area > 1:
            return OldCell(Ref(sheet, place), formula, "", _ARRAY.format(entered))
    return old_cell(Ref(sheet, place), formula, filled)
