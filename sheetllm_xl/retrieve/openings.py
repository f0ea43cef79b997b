"""Openings: the words that a table opens with, by which sheets of one layout are told apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..detect import FoundTable
from ..sheet import Kind, Sheet
from .merged import first_label


def titles_of(sheet: Sheet, tables: Sequence[FoundTable], most: int) -> list[str]:
    """The titles of the first tables; without one the first text that stands over a table, below the one before.

    Many sheets have several lines over a table, one that is no part of it by its looks, or one that labels its first
    rows alone. What has neither is "".
    """
    own = [_title(sheet, table) for table in tables[:most]]
    if all(own):
        return own
    outside = sheet.kinds == Kind.TEXT
    for table in tables:
        outside &= ~sheet.inside(table.range)
    texts = np.flatnonzero(outside)
    rows, cols = sheet.rows[texts], sheet.cols[texts]
    found = []
    for table, title in zip(tables[:most], own, strict=True):
        top, right = table.range.top, table.range.right
        before = max((one.range.bottom for one in tables if one.range.bottom < top), default=0)
        over = texts[(rows > before) & (rows < top) & (cols <= right)]
        found.append(title or (str(sheet.values[int(over[0])]) if len(over) else ""))
    return found


def _title(sheet: Sheet, table: FoundTable) -> str:
    title = table.title_in(sheet)
    return title if table.title and title and table.title.top != first_label(sheet, table) else ""


def first_entry(sheet: Sheet, table: FoundTable | None) -> str:
    """The first text below a table's header, or of the sheet; "" where there is none."""
    texts = sheet.kinds == Kind.TEXT
    here = texts & sheet.inside(table.body) if table else texts
    return str(sheet.values[int(here.argmax())]) if here.any() else ""
