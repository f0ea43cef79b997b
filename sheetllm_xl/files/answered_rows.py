"""The answers of a question to each row as a file of ours: .csv, or a new workbook."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from .. import output
from ..errors import InputError
from ..literals import CellError, Value, literal
from ..output import Ours, csv_line
from ..record import Record
from .authored import is_ours, legible, packed

HEAD = ("Row", "Answer", "Whose words", "Problem")
_OURS: dict[str, Ours] = {".csv": output.begins_with(csv_line(HEAD)), ".xlsx": is_ours}


def admit(path: Path, *, force: bool, reads: Collection[Path]) -> None:
    """Look whether the answers may be written there. Raises InputError for another kind of file, HostError."""
    if path.suffix.lower() not in _OURS:
        raise InputError(f"{output.named(path)} is neither .csv nor .xlsx; name one of the two.")
    output.admit(path, _OURS[path.suffix.lower()], force=force, reads=reads)


def write(path: Path, record: Record, words: str, *, force: bool, reads: Collection[Path]) -> None:
    """A line for each row that was asked; ``words`` says whose the answers are. Raises InputError, HostError."""
    admit(path, force=force, reads=reads)
    asked = [one for one in record.each if one.value is not None]
    lines = [(one.row, one.value, words * (not one.problem), one.problem) for one in asked]
    ours = _OURS[path.suffix.lower()]
    if path.suffix.lower() == ".csv":
        texts = (csv_line((row, _plain(value), *rest)) for row, value, *rest in lines)
        output.write(path, (csv_line(HEAD), *texts), ours, force=force, reads=reads)
        return
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Answers")
    sheet.freeze_panes = "A2"
    sheet.append(HEAD)
    for line in lines:
        sheet.append([_cell(sheet, value) for value in line])
    content = packed(book)
    with output.created(path, ours, force=force, reads=reads) as file:
        file.write(content)


def _plain(value: Value | None) -> object:
    """A value as CSV holds it: a text as it is, and the rest as it is spelled."""
    return value if isinstance(value, str) else literal(value) if value is not None else ""


def _cell(sheet: object, value: Value | int | None) -> WriteOnlyCell:
    """A cell of that value; text stays text, also where it begins like a formula."""
    text = str(value) if isinstance(value, str | CellError) else None
    cell = WriteOnlyCell(sheet, value=value if text is None else legible(text))
    if text is not None:
        cell.data_type = "s"
    return cell
