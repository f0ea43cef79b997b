"""Tables on a sheet, by structure alone: no model, no network."""

from __future__ import annotations

from ..grid import CellRange
from ..sheet import Sheet
from .choose import MOST_LEFT
from .found import FoundTable, Orientation
from .named import table_of
from .outside import Outside, outside
from .scan import Scan, scan
from .totals import Totals, totals_of, with_totals

__all__ = [
    "MOST_LEFT",
    "FoundTable",
    "Orientation",
    "Outside",
    "Scan",
    "Totals",
    "candidates",
    "detect",
    "outside",
    "scan",
    "table_of",
    "totals_of",
    "with_totals",
]


def detect(sheet: Sheet) -> tuple[FoundTable, ...]:
    """The tables of a sheet, top to bottom, then left to right; none overlap. Empty for a sheet without one.

    ListObjects stand as they are; around them tables are found by structure.
    """
    return scan(sheet).tables()


def candidates(sheet: Sheet) -> tuple[CellRange, ...]:
    """Boxes that may be tables: ``detect`` chooses among them, and their edges are the structural anchors."""
    return scan(sheet).candidates()
