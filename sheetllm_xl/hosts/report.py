"""A new workbook that lists the tables found in others: one row a table, with a link to it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import IllegalCharacterError

from ..detect import FoundTable
from ..errors import HostError
from ..grid import Ref

Row = tuple[str, str, FoundTable, str]
"""Workbook path, sheet name, table, title text."""

_COLUMNS = (
    ("Workbook", 36),
    ("Sheet", 22),
    ("Table", 14),
    ("Title", 48),
    ("Rows", 8),
    ("Columns", 9),
    ("Header rows", 12),
    ("Header columns", 15),
    ("Total rows", 12),
    ("Sure", 8),
    ("Why", 60),
)


def write_report(path: Path, rows: Iterable[Row]) -> None:
    """Write the list to a path where no file is yet. Raises HostError when there is one, or it cannot be written."""
    if path.exists():
        raise HostError(f"{path.name} is there already; a report is written to a new file only.")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Tables found")
    sheet.freeze_panes = "A2"
    for i, (_, width) in enumerate(_COLUMNS):
        sheet.column_dimensions[chr(65 + i)].width = width
    sheet.append([_styled(sheet, name, bold=True) for name, _ in _COLUMNS])
    for row in rows:
        sheet.append(_cells(sheet, *row))
    try:
        with path.open("xb") as file:
            book.save(file)
    except OSError as error:
        raise HostError(f"{path} cannot be written: {error.strerror}.") from None


def _cells(sheet: object, workbook: str, name: str, table: FoundTable, title: str) -> list[object]:
    rows, columns = table.range.shape
    link = _styled(sheet, str(table.range))
    link.hyperlink = Path(workbook).resolve().as_uri()
    link.hyperlink.location = str(Ref(name, table.range))
    link.style = "Hyperlink"
    sure = _styled(sheet, table.confidence)
    sure.number_format = "0%"
    totals = ", ".join(map(str, table.total_rows))
    counts = (rows, columns, table.header_rows, table.header_cols, totals)
    words = [_styled(sheet, text) for text in (workbook, name)]
    return [*words, link, _styled(sheet, title), *counts, sure, _styled(sheet, "; ".join(table.reasons))]


def _styled(sheet: object, value: object, bold: bool = False) -> WriteOnlyCell:
    """A cell; text stays text, even where it begins like a formula."""
    try:
        cell = WriteOnlyCell(sheet, value=value)
    except IllegalCharacterError:
        cell = WriteOnlyCell(sheet, value="".join(c for c in str(value) if c >= " "))
    if isinstance(value, str):
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="D9E1F2")
    cell.alignment = Alignment(vertical="top")
    return cell
