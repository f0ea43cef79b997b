"""Which sheet, and which of its cells, the words of a command mean; and what else there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from .. import app
from ..errors import InputError
from ..grid import CellRange, placed, quoted, sheets_listed
from ..sheet import Sheet
from .screen import line

if TYPE_CHECKING:
    from ..files.file import FileHost


def chosen(host: FileHost, sheet: str | None, cells: str | None) -> Sheet:
    """The sheet, or the cells of it that ``--range`` names, as in ``'Sales 2026'!B5:J12``.

    Raises InputError where a range could lie on several sheets.
    """
    if cells is None:
        return app.chosen_sheet(host, sheet)
    shown = [one for one in host.sheet_names() if one not in host.hidden]
    name, area = placed(cells, shown if sheet is None else (), host.path.name, _spelled)
    if sheet is not None and name is not None and sheet.casefold() != name.casefold():
        raise InputError(f"--range names the sheet {quoted(name)}, and --sheet another one: {quoted(sheet)}.")
    return app.chosen_sheet(host, sheet if name is None else name).crop(area)


def _spelled(sheet: str, area: CellRange) -> str:
    """As it may be typed anywhere: an exclamation mark means something to a shell, even between quotes."""
    return f'--sheet "{sheet}" --range {area}'


def others(host: FileHost, taken: Sheet) -> Text | None:
    """Which sheet was taken, and which others there are; None for a workbook of one."""
    names = [one for one in host.sheet_names() if one != taken.name]
    if not names:
        return None
    listed = sheets_listed([f"{one} ({host.hidden[one]})" if one in host.hidden else one for one in names])
    return line(f"Sheet {quoted(taken.name)}. The others: {listed}.", "dim")
