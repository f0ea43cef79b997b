"""Named: a table whose range somebody has named, with what structure says of it: headers, totals, title and notes."""

from __future__ import annotations

from ..grid import CellRange
from ..sheet import Sheet
from .canvas import canvas
from .found import FoundTable
from .headers import as_boxes, header_cols, header_rows, notes, orientation, title
from .totals import totals_of


def table_of(sheet: Sheet, area: CellRange, *reasons: str) -> FoundTable:
    """The table of a range that holds something; its confidence is 0, for structure did not propose it."""
    grid = canvas(sheet)
    box = grid.box(area)
    if box[0] > box[2] or box[1] > box[3]:  # between the lines that a very long sheet is skimmed by
        return FoundTable(area, reasons=reasons)
    head = header_rows(grid, box)
    side = header_cols(grid, box, head)
    header = int(grid.rows[box[0] + head]) - area.top if head else 0
    found = totals_of(sheet, area, header)
    return FoundTable(
        area,
        header_rows=header,
        header_cols=side,
        title=title(grid, box, as_boxes([box])),
        notes=notes(grid, box, as_boxes([box])),
        total_rows=tuple(sorted(found.rows)),
        total_cols=tuple(sorted(found.cols)),
        orientation=orientation(grid, box, head, side),
        reasons=reasons,
    )
