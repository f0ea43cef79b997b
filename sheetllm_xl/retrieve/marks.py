"""Marks: what a search finds that is no cell's value, the colours of cells and the notes at them."""

from __future__ import annotations

from collections.abc import Iterator

from ..grid import quoted
from ..literals import clipped, literal
from ..text.words import words
from .workbook import Workbook

FILL, NOTE = "fill", "note"
"""What is sought to see every colour, and every note."""

_LONGEST = 200  # characters of a note


def mark_lines(workbook: Workbook, sought: str, sheet: str = "") -> Iterator[str]:
    """``|fill|Sales|rows 4:4,9:10|legend F3,Overdue`` and ``|note|Sales!B3|as agreed``, of one sheet or of all.

    A colour is found by its legend's words, a note by its own.
    """
    wanted = set(words(sought))
    for number, one in enumerate(workbook.sheets):
        if sheet and one.name != sheet:
            continue
        name = quoted(literal(one.name))
        for places, legend in workbook.fills[number]:
            if sought == FILL or (legend and wanted and wanted <= set(words(legend.partition(",")[2]))):
                yield f"|{FILL}|{name}|{places}{legend}"
        for address, text in workbook.notes.get(one.name, {}).items():
            if sought == NOTE or (wanted and wanted <= set(words(text))):
                yield f"|{NOTE}|{name}!{literal(address)}|{clipped(text, _LONGEST)}"
