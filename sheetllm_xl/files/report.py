"""A new workbook that lists the tables found in others: one row a table, with a link to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from ..detect import FoundTable
from ..grid import Ref
from ..output import created
from .authored import is_ours, legible, packed

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


def write_report(path: Path, rows: Iterable[Row], *, force: bool = False, reads: Collection[Path] = ()) -> None:
    """Write the list as a new file, with ``force`` over an earlier report; never over what is in ``reads``.

    Raises HostError.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Tables found")
    sheet.freeze_panes = "A2"
    for i, (_, width) in enumerate(_COLUMNS):
        sheet.column_dimensions[chr(65 + i)].width = width
    sheet.append([_styled(sheet, name, bold=True) for name, _ in _COLUMNS])
    for row in rows:
        sheet.append(_cells(sheet, *row))
    with created(path, is_ours, force=force, reads=reads) as file:
        file.write(packed(book))


def _cells(sheet: object, workbook: str, name: str, table: FoundTable, title: str) -> list[object]:
    rows, columns = table.range.shape
    link = _styled(sheet, str(table.range))
    link.hyperlink = Path(workbook).resolve().as_uri()
    link.hyperlink.location = legible(str(Ref(name, table.range)))
    link.style = "Hyperlink"
    sure = _styled(sheet, table.confidence)
    sure.number_format = "0%"
    totals = ", ".join(map(str, table.total_rows))
    counts = (rows, columns, table.header_rows, table.header_cols, totals)
    words = [_styled(sheet, text) for text in (workbook, name)]
    return [*words, link, _styled(sheet, title), *counts, sure, _styled(sheet, "; ".join(table.reasons))]


def _styled(sheet: object, value: object, bold: bool = False) -> WriteOnlyCell:
    """A cell; text stays text, even where it begins like a formula."""
    cell = WriteOnlyCell(sheet, value=legible(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="D9E1F2")
    cell.alignment = Alignment(vertical="top")
    return cell
