"""Cells of CSV and of text to paste: none becomes a formula, by whatever mark the reader parts cells."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable

_PARTS = re.compile(
    r"([;,|\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+)"
)  # where a list separator, or a line's end, begins a cell
_BEGINS = ("=", "+", "-", "@", "\t", "\r")
_UNSEEN = ("Cc", "Cf", "Cn", "Mn", "Zl", "Zp", "Zs")
_BLANKS = '"\u115f\u1160\u2800\u3164\uffa0'  # the quote that a reader takes off, and letters that show nothing


def inert(cell: object) -> object:
    r"""A cell that no spreadsheet program calculates: where a formula could begin, an apostrophe stands before it.

    That is where the text begins, and behind every mark by which a program may part cells: a German Excel opens CSV by
    ``;``, a paste by tabs. Numbers stay numbers.

    >>> inert("=1+1"), inert("\u200b ＝1"), inert("a;=1"), inert("a=1"), inert(-2.5)
    ("'=1+1", "'\u200b ＝1", "a;'=1", 'a=1', -2.5)
    """
    if not isinstance(cell, str):
        return cell
    if cell[:1].isascii() and cell[:1].isalnum() and not _PARTS.search(cell):
        return cell  # as nearly all are
    pieces = _PARTS.split(cell)  # text, marks, text, …
    texts = [f"'{text}" if _begins_a_formula(text) else text for text in pieces[::2]]
    safe = texts[0] + "".join(marks + text for marks, text in zip(pieces[1::2], texts[1:], strict=True))
    return f"'{safe}" if _begins_a_formula(cell) and not safe.startswith("'") else safe


def csv_line(cells: Iterable[object]) -> str:
    """A line of CSV (RFC 4180, comma, CRLF), its texts inert."""
    line = io.StringIO()
    csv.writer(line).writerow([inert(cell) for cell in cells])
    return line.getvalue()


def _begins_a_formula(text: str) -> bool:
    """Whether = + - @ in any width, a tab or a carriage return comes first, unseen characters and quotes aside."""
    for char in text:
        if unicodedata.normalize("NFKC", char).startswith(_BEGINS):
            return True
        if unicodedata.category(char) not in _UNSEEN and char not in _BLANKS:
            return False
    return False
