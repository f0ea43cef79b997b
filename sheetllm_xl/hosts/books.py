"""What an open workbook is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings


def full_name(book: xlwings.Book) -> str:
    """Path and name as Excel has them, or the address of a workbook in OneDrive or SharePoint.

    Not ``Book.fullname`` where Excel is to be had: that one looks for a local file behind such an address, with the
    settings in a sheet of the workbook's own, and raises an error where it finds none.
    """
    return str(getattr(book.api, "FullName", None) or book.fullname)
