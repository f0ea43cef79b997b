"""A formula that many cells share: as one of them has it, and spelled out for each (ECMA-376 part 1, §18.3.1.40)."""

from __future__ import annotations

import re
from collections.abc import Hashable

from ..grid import MAX_COL, MAX_ROW, column_letters, column_number

# Text, sheet names, structured references, names and numbers are passed over; what is left and looks like one is a
# reference: columns, rows or a cell.
_REFERENCE = re.compile(
    r"""
      "(?:[^"]|"")*" | '(?:[^']|'')*' | \[(?:[^\[\]]|\[[^\[\]]*\])*\]
    | (?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}) (?![\w.$(!\[])
    | (?P<rows>\$?[0-9]{1,7}:\$?[0-9]{1,7}) (?![\w.$(!])
    | (?P<cell>\$?[A-Za-z]{1,3}\$?0*+[1-9][0-9]{0,6}) (?![\w.(!\[])
    | [\w.\\$?]+
    """,
    re.VERBOSE,
)
_PART = re.compile(r"(\$?)([A-Za-z]+|[0-9]+)")


class SharedFormula:
    """The formula of the cell at ``row``, ``col``, ready to be moved; ``with_fixed``: what ``$`` fixes moves too."""

    def __init__(self, text: str, row: int, col: int, with_fixed: bool = False) -> None:
        self.row, self.col = row, col
        self._pieces: list[str] = []  # text, the parts that move left empty
        self._moving: list[tuple[int, bool, int]] = []  # index of the piece, whether a row, its number
        done = 0
        for match in _REFERENCE.finditer(text):
            if match.lastgroup is None:
                continue
            for part in _PART.finditer(text, *match.span()):
                fixed, spelled = part.groups()
                if with_fixed or not fixed:
                    is_row = spelled.isdigit()
                    number = int(spelled) if is_row else column_number(spelled)
                    self._pieces += [text[done : part.end() - len(spelled)], ""]
                    self._moving.append((len(self._pieces) - 1, is_row, number))
                    done = part.end()
        self._pieces.append(text[done:])
        rows = [number for _, is_row, number in self._moving if is_row]
        cols = [number for _, is_row, number in self._moving if not is_row]
        self._top, self._bottom = min(rows, default=MAX_ROW), max(rows, default=1)
        self._left, self._right = min(cols, default=MAX_COL), max(cols, default=1)

    @property
    def work(self) -> int:
        """The cost of spelling it out once, in characters: those of the text, and more for each part that moves."""
        return sum(map(len, self._pieces)) + 16 * len(self._moving)

    @property
    def relative(self) -> Hashable:
        """Equal for formulas that are the same seen from their own cells, as R1C1 notation spells them."""
        return *self._pieces, *(
            (at, number - (self.row if is_row else self.col)) for at, is_row, number in self._moving
        )

    def at(self, row: int, col: int) -> str | None:
        """The formula of that cell; None where a reference would leave the grid.

        >>> SharedFormula('SUM(A1:$B$2)&"A1"', 1, 3).at(5, 4)
        'SUM(B5:$B$2)&"A1"'
        """
        pieces, down, right = self._pieces.copy(), row - self.row, col - self.col
        if self._top + down < 1 or self._bottom + down > MAX_ROW:
            return None
        if self._left + right < 1 or self._right + right > MAX_COL:
            return None
        for index, is_row, number in self._moving:
            number += down if is_row else right
            pieces[index] = str(number) if is_row else column_letters(number)
        return "".join(pieces)
