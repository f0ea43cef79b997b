"""A1 references as values: ranges and cells, 1-based and inclusive, and their spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .errors import InputError

MAX_ROW = 1_048_576  # Excel's grid since 2007
MAX_COL = 16_384
_MOST_NAMES = 12  # in a sentence

_CELL = r"\$?(?P<{c}>[A-Za-z]{{1,3}})?\$?(?P<{r}>[0-9]{{1,7}})?"
_RANGE = re.compile(_CELL.format(c="c1", r="r1") + r"(?P<colon>:)?" + _CELL.format(c="c2", r="r2"))
_PLAIN_SHEET = re.compile(r"[^\W\d][\w.]*")
_LIKE_A_CELL = re.compile(
    r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*+(?:[Cc][0-9]*)?|[Cc][0-9]*|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]"
)


def column_letters(col: int) -> str:
    """The letters of a 1-based column number.

    >>> column_letters(1), column_letters(27), column_letters(16384)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The 1-based column number of its letters.

    >>> column_number("xfd")
    16384
    """
    col = 0
    for letter in letters.upper():
        col = col * 26 + ord(letter) - 64
    return col


@dataclass(frozen=True, slots=True, order=True)
class CellRange:
    """A rectangle of cells: 1-based, inclusive, always valid. A cell is a 1×1 range.

    ``str`` and ``parse`` are inverses; ``&`` is the common part (None where there is none), ``|`` the smallest range
    that holds both, ``in`` takes a range or a ``(row, col)`` pair.

    >>> CellRange.parse("$B$2:D5")
    CellRange(top=2, left=2, bottom=5, right=4)
    >>> str(CellRange.parse("A:C")), str(CellRange(7, 1, 7, 1))
    ('A:C', 'A7')
    """

    top: int
    left: int
    bottom: int
    right: int

    def __post_init__(self) -> None:
        if not (1 <= self.top <= self.bottom <= MAX_ROW and 1 <= self.left <= self.right <= MAX_COL):
            raise InputError(
                f"Rows {self.top} to {self.bottom}, columns {self.left} to {self.right}: no range of Excel's grid."
            )

    @classmethod
    def parse(cls, text: str) -> CellRange:
        """Read ``B2``, ``B2:D5``, ``A:C`` or ``3:5``, with or without ``$``; corners in any order."""
        match = _RANGE.fullmatch(text.strip())
        parts = match.groupdict() if match else {}
        (c1, r1), (c2, r2) = (parts.get("c1"), parts.get("r1")), (parts.get("c2"), parts.get("r2"))
        if match and not parts["colon"]:
            c2, r2 = c1, r1
            match = match if c1 and r1 else None
        if not match or bool(c1) != bool(c2) or bool(r1) != bool(r2) or not (c1 or r1):
            raise InputError(f"“{text}” is not a range such as B2:D5.")
        rows = sorted((int(r1), int(r2))) if r1 and r2 else [1, MAX_ROW]
        cols = sorted((column_number(c1), column_number(c2))) if c1 and c2 else [1, MAX_COL]
        try:
            return cls(rows[0], cols[0], rows[1], cols[1])
        except InputError:
            raise InputError(f"“{text}” lies outside Excel's grid (A1:XFD1048576).") from None

    def __str__(self) -> str:
        if self.top == 1 and self.bottom == MAX_ROW:
            return f"{column_letters(self.left)}:{column_letters(self.right)}"
        if self.left == 1 and self.right == MAX_COL:
            return f"{self.top}:{self.bottom}"
        first = f"{column_letters(self.left)}{self.top}"
        return first if self.area == 1 else f"{first}:{column_letters(self.right)}{self.bottom}"

    def __and__(self, other: CellRange) -> CellRange | None:
        top, left = max(self.top, other.top), max(self.left, other.left)
        bottom, right = min(self.bottom, other.bottom), min(self.right, other.right)
        return CellRange(top, left, bottom, right) if top <= bottom and left <= right else None

    def __or__(self, other: CellRange) -> CellRange:
        return CellRange(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )

    def __contains__(self, item: CellRange | tuple[int, int]) -> bool:
        top, left, bottom, right = (*item, *item) if isinstance(item, tuple) else item.edges
        return self.top <= top and self.left <= left and self.bottom >= bottom and self.right >= right

    @property
    def edges(self) -> tuple[int, int, int, int]:
        """``(top, left, bottom, right)``."""
        return self.top, self.left, self.bottom, self.right

    @property
    def shape(self) -> tuple[int, int]:
        """``(rows, columns)``."""
        return self.bottom - self.top + 1, self.right - self.left + 1

    @property
    def area(self) -> int:
        """Number of cells."""
        rows, cols = self.shape
        return rows * cols

    @property
    def rows(self) -> range:
        """Its row numbers."""
        return range(self.top, self.bottom + 1)

    @property
    def cols(self) -> range:
        """Its column numbers."""
        return range(self.left, self.right + 1)


def runs(lines: Iterable[int]) -> list[tuple[int, int]]:
    """Row or column numbers as runs of (first, last).

    >>> runs([3, 4, 5, 9])
    [(3, 5), (9, 9)]
    """
    spans: list[tuple[int, int]] = []
    for line in sorted(lines):
        if spans and line == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], line)
        else:
            spans.append((line, line))
    return spans


def edges_of(ranges: Iterable[CellRange]) -> npt.NDArray[np.int32]:
    """Top, left, bottom and right of each: (range, 4)."""
    return np.array([area.edges for area in ranges], np.int32).reshape(-1, 4)


def touching(edges: npt.NDArray[np.int32], area: CellRange) -> npt.NDArray[np.bool_]:
    """Which of the ranges with these edges share a cell with ``area``."""
    tops, lefts, bottoms, rights = edges.T
    rows, cols = (tops <= area.bottom) & (bottoms >= area.top), (lefts <= area.right) & (rights >= area.left)
    mask: npt.NDArray[np.bool_] = rows & cols
    return mask


def first_over(firsts: npt.NDArray[Any], lasts: npt.NDArray[Any]) -> dict[int, int]:
    """For each number that lies in a run, first to last, the first of the runs it lies in.

    A run counts as two that overlap, each as long as a power of two; each of these then as its two halves. So many
    runs over the same long stretch take no longer than as many short ones.

    >>> first_over(np.array([2, 3]), np.array([3, 5]))
    {2: 0, 3: 0, 4: 1, 5: 1}
    """
    if not len(firsts):
        return {}
    low, none = int(firsts.min()), len(firsts)
    level = np.floor(np.log2(lasts - firsts + 1)).astype(np.intp)
    least = np.full((int(level.max()) + 1, int(lasts.max()) - low + 1), none)
    for begins in (firsts, lasts - (1 << level) + 1):
        np.minimum.at(least, (level, begins - low), np.arange(none))
    for power in range(len(least) - 1, 0, -1):
        half = 1 << (power - 1)
        np.minimum(least[power - 1], least[power], out=least[power - 1])
        np.minimum(least[power - 1, half:], least[power, :-half], out=least[power - 1, half:])
    return {low + at: int(run) for at, run in enumerate(least[0].tolist()) if run < none}


def quoted(sheet: str) -> str:
    """A sheet's name as Excel writes it in a formula.

    >>> quoted("Sales"), quoted("Q1 '26"), quoted("A1")
    ('Sales', "'Q1 ''26'", "'A1'")
    """
    if _PLAIN_SHEET.fullmatch(sheet) and not _LIKE_A_CELL.fullmatch(sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Ref:
    """A range on a named sheet. ``str`` and ``parse`` are inverses.

    >>> str(Ref("Q1 sales", CellRange.parse("B2:D5")))
    "'Q1 sales'!B2:D5"
    """

    sheet: str
    range: CellRange

    @classmethod
    def parse(cls, text: str) -> Ref:
        """Read ``Sales!B2`` or ``'Q1 ''26'!B2:D5``."""
        name, bang, cells = text.strip().rpartition("!")
        if name.startswith("'") and name.endswith("'") and len(name) > 2:
            name = name[1:-1].replace("''", "'")
        if not bang or not name:
            raise InputError(f"“{text}” names no sheet; write it as Sheet1!B2:D5.")
        return cls(name, CellRange.parse(cells))

    def __str__(self) -> str:
        return f"{quoted(self.sheet)}!{self.range}"


def placed(
    cells: str, shown: Sequence[str], workbook: str, spelled: Callable[[str, CellRange], str]
) -> tuple[str | None, CellRange]:
    """Which sheet and which of its cells a person means; None for the only sheet, where ``cells`` name none.

    ``shown`` are the sheets it could be; ``spelled`` is how one would name one of them and its cells. Raises InputError
    where it could lie on several sheets.

    >>> placed("'Q1 sales'!B2", ["Sales", "Q1 sales"], "b.xlsx", "{}!{}".format)
    ('Q1 sales', CellRange(top=2, left=2, bottom=2, right=2))
    """
    if "!" in cells:
        ref = Ref.parse(cells)
        return ref.sheet, ref.range
    area = CellRange.parse(cells)
    if len(shown) > 1:
        example = spelled(shown[0], area)
        raise InputError(f"{workbook} has several sheets: {sheets_listed(shown)}. Say which one: {example}.")
    return None, area


def sheets_listed(names: Sequence[str]) -> str:
    """The names of sheets as a sentence lists them, the first 12."""
    more = f" and {len(names) - _MOST_NAMES:,} more" if len(names) > _MOST_NAMES else ""
    return f"{', '.join(names[:_MOST_NAMES])}{more}"
