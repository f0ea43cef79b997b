"""R1C1 formulas in A1: SpreadsheetML writes every reference relative to its cell."""

from __future__ import annotations

import re
from functools import lru_cache

from ...grid import MAX_COL, MAX_ROW, column_letters

Line = tuple[str | None, int]
"""A row or column: its text where it is absolute ("" for none at all), else None and how far from the cell it is."""
Piece = str | tuple[Line, Line]
_NONE: Line = ("", 0)
_letters = lru_cache(maxsize=MAX_COL)(column_letters)
_LINE = r"(?:\[-?\d+\]|\d+)?"
_INNER = r"\[(?:[^\[\]']|'.)*\]"
# A table's name and its columns, an apostrophe before each bracket in their names. No table is called R, C or R1C.
_IN_TABLE = rf"(?<![\w.$])(?!(?:R\d*)?C?\[)[^\W\d][\w.]*\[(?:[^\[\]']|'.|{_INNER})*\]"
# Text, quoted sheet names, [book] names and columns of tables pass unseen; a reference ends no longer word and is no
# function.
_TOKEN = re.compile(
    rf"(?P<skip>\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|\[[^\[\]]*\](?=[\w.])|{_IN_TABLE})"
    rf"|(?<![\w.$])(?:R(?P<r>{_LINE})C(?P<c>{_LINE})"
    rf"|R(?P<r1>{_LINE})(?::R(?P<r2>{_LINE}))?|C(?P<c1>{_LINE})(?::C(?P<c2>{_LINE}))?)(?![\w.(\[!])"
)


def to_a1(formula: str, row: int, col: int) -> str:
    """The formula as the cell at ``row``, ``col`` shows it; a reference that leaves the grid is #REF!.

    >>> to_a1('=SUM(R[-2]C:R[-1]C)*R1C2+Sales!C[1]&"RC"', 5, 3)
    '=SUM(C3:C4)*$B$1+Sales!D:D&"RC"'
    """
    text, downs, least, most = _in_column(formula, col)
    if not downs:
        return text
    if least <= row <= most:
        return text % tuple([row + down for down in downs])
    return "".join(piece if isinstance(piece, str) else _placed(piece, row, col) for piece in _pieces(formula))


@lru_cache(maxsize=65_536)
def _in_column(formula: str, col: int) -> tuple[str, tuple[int, ...], int, int]:
    """What cells of one column with the same text have in common, since a formula filled down is the same text.

    A template with a %d for each row that counts from the cell, how far each is, and the rows in which all are on the
    grid; without any such row, the text itself.
    """
    pieces = _pieces(formula)
    downs = tuple(
        p[0][1] for p in pieces if not isinstance(p, str) and p[0][0] is None and _letters_of(p, col) is not None
    )
    if not downs:
        return "".join(p if isinstance(p, str) else _placed(p, 1, col) for p in pieces), (), 1, MAX_ROW
    text = "".join(p.replace("%", "%%") if isinstance(p, str) else _row_left_open(p, col) for p in pieces)
    return text, downs, 1 - min(downs), MAX_ROW - max(downs)


@lru_cache(maxsize=4096)
def _pieces(formula: str) -> tuple[Piece, ...]:
    """The formula cut at its references; a formula filled down is the same text in every cell."""
    pieces: list[Piece] = []
    at = 0
    for match in _TOKEN.finditer(formula):
        if match["skip"] is not None:
            continue
        pieces.append(formula[at : match.start()])
        at = match.end()
        if match["r"] is not None:
            pieces.append((_row(match["r"]), _column(match["c"])))
        elif match["r1"] is not None:
            first, last = match["r1"], match["r1"] if match["r2"] is None else match["r2"]
            pieces += [(_row(first), _NONE), ":", (_row(last), _NONE)]
        else:
            first, last = match["c1"], match["c1"] if match["c2"] is None else match["c2"]
            pieces += [(_NONE, _column(first)), ":", (_NONE, _column(last))]
    return (*pieces, formula[at:])


def _row(line: str) -> Line:
    return (f"${line}", 0) if line[:1].isdigit() else (None, int(line[1:-1] or 0))


def _column(line: str) -> Line:
    return (f"${column_letters(int(line))}", 0) if line[:1].isdigit() else (None, int(line[1:-1] or 0))


def _letters_of(piece: tuple[Line, Line], col: int) -> str | None:
    """The column of a reference, "" for whole rows; None where it is not on the grid."""
    letters, across = piece[1]
    if letters is not None:
        return letters
    return _letters(col + across) if 1 <= col + across <= MAX_COL else None


def _row_left_open(piece: tuple[Line, Line], col: int) -> str:
    letters, digits = _letters_of(piece, col), piece[0][0]
    return "#REF!" if letters is None else letters + ("%d" if digits is None else digits)


def _placed(piece: tuple[Line, Line], row: int, col: int) -> str:
    letters, (digits, down) = _letters_of(piece, col), piece[0]
    if letters is None:
        return "#REF!"
    if digits is None:
        return f"{letters}{row + down}" if 1 <= row + down <= MAX_ROW else "#REF!"
    return letters + digits
