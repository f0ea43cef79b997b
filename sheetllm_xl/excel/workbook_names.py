"""What an open workbook is called, and where it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings

OpenName = tuple[str, str]
"""A workbook among all that are open: its program, as of ``program_of``, and its full name."""

_COARSE = 2.0  # seconds; some file systems keep no finer time


def full_name(book: xlwings.Book) -> str:
    """Path and name as Excel has them, or the address of a workbook in OneDrive or SharePoint.

    Not ``Book.fullname`` where Excel is to be had: that one looks for a local file behind such an address, with the
    settings in a sheet of the workbook's own, and raises an error where it finds none.
    """
    return str(getattr(book.api, "FullName", None) or book.fullname)


def has_path(name: str) -> bool:
    r"""Whether a full name says where the workbook is. Of one that was never saved it does not.

    >>> has_path("C:\\Q1.xlsx"), has_path("https://contoso.sharepoint.com/Q1.xlsx"), has_path("Book1")
    (True, True, False)
    """
    return "/" in name or "\\" in name


def program_of(book: xlwings.Book) -> str:
    """Which Excel has the workbook open: its process, "" in an engine that knows of none.

    The system gives the number of one that has ended to another some day. That does no harm to a workbook, since
    only what stands as it was written is ever taken back.
    """
    return str(book.app.pid or "")


def saved_since(name: str, moment: float) -> bool:
    """Whether the file was written after that moment (seconds since 1970), as far as that can be seen from here."""
    try:
        return Path(name).stat().st_mtime > moment - _COARSE
    except OSError:  # an address in OneDrive or SharePoint
        return True


def open_name(book: xlwings.Book) -> OpenName:
    """What tells the workbook from every other that is open: two Excels may each have a Book1."""
    return program_of(book), full_name(book)
