"""Formulas that move with the cells they name."""

from __future__ import annotations

from ..errors import InputError
from ..grid import CellRange, quoted
from .formula import parse
from .shared import SharedFormula


def moved(formula: str, down: int, right: int, sheet: str, home: str = "") -> str:
    """A formula whose data now stand elsewhere: every reference moved, a sheet named in it spelled as ``sheet``.

    With ``home`` only references to that sheet, and those that name none, move. ``$`` stays; so does a reference that
    would leave the grid, one to another workbook or to several sheets, and all of a text that is no formula.

    >>> moved("=SUM(Old!B2:B4)/$C$9", 1, 2, "New sheet")
    "=SUM('New sheet'!D3:D5)/$E$10"
    """
    try:
        read = parse(formula)
    except InputError:
        return formula
    spans = {reference.span: reference for reference in read.references}
    pieces = []
    for token in read.tokens:
        reference = spans.get((token.start, token.end))
        apart = reference and (reference.workbook or reference.last_sheet)
        if reference is None or apart or not _at_home(reference.sheet, home):
            pieces.append(token.text)
            continue
        pieces.append((f"{quoted(sheet)}!" if token.prefix else "") + moved_cells(token.cells, down, right))
    return ("=" if formula.strip().startswith("=") else "") + "".join(pieces)


def moved_cells(cells: str, down: int, right: int) -> str:
    """A range moved, with its ``$``; one that would leave the grid, or is no range, stays as it is written.

    >>> moved_cells("$B$2:D5", 1, 1), moved_cells("A:C", 3, 1), moved_cells("A1", -1, 0)
    ('$C$3:E6', 'B:D', 'A1')
    """
    try:
        CellRange.parse(cells)
    except InputError:
        return cells
    return SharedFormula(cells.strip(), 1, 1, with_fixed=True).at(1 + down, 1 + right) or cells


def _at_home(sheet: str, home: str) -> bool:
    return not sheet or not home or sheet.casefold() == home.casefold()
