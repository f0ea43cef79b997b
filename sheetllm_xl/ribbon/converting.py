"""Convert COPILOT Cells: the old AI cells of the workbook in front, listed, then as ASKSHEET once that is agreed to."""

from __future__ import annotations

from ..errors import HostError
from ..record import digest
from .box import EMPTIES_UNDO, QUESTION, shown
from .surroundings import book_in_front, now

_NONE = "No cell of this workbook calls COPILOT."
_TITLE = "COPILOT cells"


def convert_copilot(given: str) -> str:
    """List the cells that call COPILOT, and give them ASKSHEET on OK, if they are still as shown."""
    from ..excel.write.converting import convert, old_cells

    book, around = book_in_front(), now()
    cells = old_cells(book)
    listed = "\n".join(line for cell in cells for line in cell.lines())
    if not (count := sum(bool(cell.after) for cell in cells)):
        return shown(_TITLE, f"None of them can be converted.\n\n{listed}" if cells else _NONE)
    agreed, before = given.casefold() == "yes", around.previewed.pop("ConvertCopilot", "")
    if not agreed or before != digest(listed):
        around.previewed["ConvertCopilot"] = digest(listed)
        changed = "The cells have changed since they were shown.\n\n" * bool(agreed and before)
        offer = (
            f"Nothing is written yet. Press OK to convert {count:,}; each then asks, within your caps. {EMPTIES_UNDO}"
        )
        return QUESTION + shown(_TITLE, f"{changed}{listed}\n\n{offer}", offer)
    try:
        return shown(_TITLE, convert(book, cells, around.journal()))
    except HostError as error:
        return shown(_TITLE, f"{error}\n\nTo copy:\n{listed}")
