"""Workbooks that are built to cost as much as can be: each a small file, or one of ordinary size, made anew."""

from . import cells, formats_and_sheets, merges_and_tables, records, texts
from .building import ONE, WORKBOOKS, big, book, numbered, sheet

__all__ = [
    "ONE", "WORKBOOKS", "big", "book", "cells", "formats_and_sheets", "merges_and_tables", "numbered", "records",
    "sheet", "texts",
]  # fmt: skip
