"""Openings: the words that a table opens with, by which sheets of one layout are told apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..detect import FoundTable
from ..sheet import Kind, Sheet
from .merged import first_label


def title_of(sheet: Sheet, table: FoundTable, others: Sequence[FoundTable] = ()) -> str:
    """A table's title; without one the first text that stands over it, below the table before; else "".

    Many sheets have several lines over a table, one that is no part of it by its looks, or one that labels its first
    rows alone.
    """
    title = table.title_in(sheet)
    if table.title and title and table.title.top != first_label(sheet, table):
        return title
    above = [other.range.bottom for other in others if other.range.bottom < table.range.top]
    texts = (sheet.kinds == Kind.TEXT) & (sheet.rows < table.range.top) & (sheet.cols <= table.range.right)
    texts &= sheet.rows > max(above, default=0)
    for other in others:
        texts &= ~sheet.inside(other.range)
    return _first(sheet, texts)


def first_entry(sheet: Sheet, table: FoundTable | None) -> str:
    """The first text below a table's header, or of the sheet; "" where there is none."""
    texts = sheet.kinds == Kind.TEXT
    return _first(sheet, texts & sheet.inside(table.body) if table else texts)


def _first(sheet: Sheet, here: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> str:
    return str(sheet.values[int(here.argmax())]) if here.any() else ""
