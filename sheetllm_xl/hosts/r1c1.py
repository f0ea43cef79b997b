"""R1C1 formulas in A1: SpreadsheetML writes every reference relative to its cell."""

from __future__ import annotations

import re
from functools import lru_cache

from ..grid import MAX_COL, MAX_ROW, column_letters

Line = tuple[str | None, int]
"""A row or column: its text where it is absolute ("" for none at all), else None and how far from the cell it is."""
Piece = str | tuple[Line, Line]
_NONE: Line = ("", 0)
_letters = lru_cache(maxsize=MAX_COL)(column_letters)
_LINE = r"(?:\[-?\d+\]|\d+)?"
# Text, quoted sheet names and [book] names pass unseen; a reference ends no longer word and is no function.
_TOKEN = re.compile(
    r"(?P<skip>\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|\[[^\[\]]*\](?=[\w.]))"
    rf"|(?<![\w.$])(?:R(?P<r>{_LINE})C(?P<c>{_LINE})"
    rf"|R(?P<r1>{_LINE})(?::R(?P<r2>{_LINE}))?|C(?P<c1>{_LINE})(?::C(?P<c2>{_LINE}))?)(?![\w.(\[!])"
)


def to_a1(formula: str, row: int, col: int) -> str:
    """The formula as the cell at ``row``, ``col`` shows it; a reference that leaves the grid is #REF!.

    >>> to_a1('=SUM(R[-2]C:R[-1]C)*R1C2+Sales!C[1]&"RC"', 5, 3)
    '=SUM(C3:C4)*$B$1+Sales!D:D&"RC"'
    """
    text = ""
    for piece in _pieces(formula):
        text += piece if isinstance(piece, str) else _placed(piece, row, col)
    return text


@lru_cache(maxsize=4096)
def _pieces(formula: str) -> tuple[Piece, ...]:
    """The formula cut at its references; a formula filled down is the same text in every cell."""
    found: list[Piece] = []
    at = 0
    for match in _TOKEN.finditer(formula):
        if match["skip"] is not None:
            continue
        found.append(formula[at : match.start()])
        at = match.end()
        if match["r"] is not None:
            found.append((_row(match["r"]), _column(match["c"])))
        elif match["r1"] is not None:
            first, last = match["r1"], match["r1"] if match["r2"] is None else match["r2"]
            found += [(_row(first), _NONE), ":", (_row(last), _NONE)]
        else:
            first, last = match["c1"], match["c1"] if match["c2"] is None else match["c2"]
            found += [(_NONE, _column(first)), ":", (_NONE, _column(last))]
    return (*found, formula[at:])


def _row(line: str) -> Line:
    return (f"${line}", 0) if line[:1].isdigit() else (None, int(line[1:-1] or 0))


def _column(line: str) -> Line:
    return (f"${column_letters(int(line))}", 0) if line[:1].isdigit() else (None, int(line[1:-1] or 0))


def _placed(piece: tuple[Line, Line], row: int, col: int) -> str:
    (digits, down), (letters, across) = piece
    if letters is None:
        if not 1 <= col + across <= MAX_COL:
            return "#REF!"
        letters = _letters(col + across)
    if digits is None:
        if not 1 <= row + down <= MAX_ROW:
            return "#REF!"
        digits = str(row + down)
    return letters + digits
