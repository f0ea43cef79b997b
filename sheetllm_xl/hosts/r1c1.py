"""R1C1 formulas in A1: SpreadsheetML writes every reference relative to its cell."""

from __future__ import annotations

import re
from functools import lru_cache

from ..grid import MAX_COL, MAX_ROW, column_letters

Piece = str | tuple[str, str]
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
    return "".join(piece if isinstance(piece, str) else _placed(piece, row, col) for piece in _pieces(formula))


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
            found.append((match["r"], match["c"]))
        else:
            kind = "r" if match["r1"] is not None else "c"
            first = match[f"{kind}1"]
            second = first if match[f"{kind}2"] is None else match[f"{kind}2"]
            found += [(kind, first), ":", (kind, second)]
    return (*found, formula[at:])


def _placed(piece: tuple[str, str], row: int, col: int) -> str:
    first, second = piece
    if first in ("r", "c"):
        return (_row(second, row) if first == "r" else _col(second, col)) or "#REF!"
    letters, digits = _col(second, col), _row(first, row)
    return letters + digits if letters and digits else "#REF!"


def _row(line: str, row: int) -> str:
    number = _number(line, row)
    return ("$" if line[:1].isdigit() else "") + str(number) if 1 <= number <= MAX_ROW else ""


def _col(line: str, col: int) -> str:
    number = _number(line, col)
    return ("$" if line[:1].isdigit() else "") + column_letters(number) if 1 <= number <= MAX_COL else ""


def _number(line: str, here: int) -> int:
    if not line:
        return here
    return here + int(line[1:-1]) if line[0] == "[" else int(line)
