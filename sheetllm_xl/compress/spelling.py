"""How the cells of an encoding are written: a grid of addresses and values, or an index of values and their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..grid import column_letters
from ..sheet import Ints, Sheet
from .rectangles import Rectangles, cells_of, rectangles
from .words import Words, literals

_TENS = 10 ** np.arange(1, 8)


@dataclass(frozen=True, eq=False)
class Grid:
    r"""The vanilla encoding (§3.1, eq. 2): ``|A1,value|B1, |…\n``, empty cells as a space; a value never holds ``|``.

    ``rows`` × ``cols`` are the lines as the text names them; the filled ``cells`` stand at the lines that ``down`` and
    ``right`` index, row-major. Nothing is spelled before it is asked for: a sheet with two far-apart cells has a grid
    of billions.
    """

    rows: Ints
    cols: Ints
    cells: Sheet
    down: Ints
    right: Ints

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def area(self) -> int:
        """Cells of the grid, the empty ones too."""
        return len(self.rows) * len(self.cols)

    @cached_property
    def _names(self) -> list[str]:
        return [f"|{column_letters(col)}" for col in self.cols.tolist()]

    @cached_property
    def _least(self) -> int:
        """Characters of the text but for the values."""
        digits = int((1 + np.searchsorted(_TENS, self.rows, side="right")).sum()) * len(self.cols)
        names = sum(map(len, self._names)) * len(self.rows)
        return digits + names + 2 * self.area - len(self) + len(self.rows)

    def text(self) -> str:
        """The grid, written out."""
        values = np.full((len(self.rows), len(self.cols)), " ", object)
        values[self.down, self.right] = literals(self.cells).listed()
        width = len(self.cols)
        parts: list[str] = [""] * (3 * width)
        parts[0::3] = self._names
        lines = []
        for row, found in zip(self.rows.tolist(), values, strict=True):
            parts[1::3] = [f"{row},"] * width
            parts[2::3] = found.tolist()
            lines.append("".join(parts))
        return "".join(f"{line}\n" for line in lines)

    def is_shorter_than(self, characters: int) -> bool:
        """Whether ``text`` would be; the values are spelled only where the addresses leave it open."""
        if self._least >= characters:
            return False
        return self._least + sum(map(len, literals(self.cells).listed())) < characters

    def filled(self, step: int) -> str:
        """Every ``step``-th filled cell as the text has it."""
        at = np.arange(0, len(self), step)
        picked = np.zeros(len(self), bool)
        picked[at] = True
        words = literals(self.cells.only(picked)).listed()
        places = zip(self.right[at].tolist(), self.rows[self.down[at]].tolist(), words, strict=True)
        return "".join(f"{self._names[right]}{row},{word}" for right, row, word in places)

    def blank(self, count: int) -> str:
        """So many cells, evenly spread over the grid, as if they were empty."""
        at = np.linspace(0, self.area - 1, count).astype(np.int64)
        down, right = np.divmod(at, len(self.cols))
        return "".join(
            f"{self._names[col]}{row}, " for col, row in zip(right.tolist(), self.rows[down].tolist(), strict=True)
        )


def parse_grid(text: str) -> Iterator[tuple[str, str]]:
    """(address, literal) of the filled cells of a grid text."""
    for line in text.split("\n"):
        for pair in line.split("|")[1:]:
            address, _, value = pair.partition(",")
            if value != " ":
                yield address, value


def tuples(entries: Iterable[tuple[str, str]], inverted: bool) -> str:
    """The paper's tuples (App. L.2): ``(value|address)``; without module 2, ``(address|value)``."""
    if inverted:
        return ",".join([f"({value}|{places})" for value, places in entries])
    return ",".join([f"({places}|{value})" for value, places in entries])


def index_lines(entries: Iterable[tuple[str, str]]) -> str:
    r"""One entry a line, ``value|A1:B3,C5\n``: cheaper than tuples, and no cell's text can end an entry early."""
    return "".join([f"{value}|{places}\n" for value, places in entries])


def parse_index(lines: Iterable[str]) -> Iterator[tuple[tuple[int, int], str]]:
    """((row, col), literal) of every cell that index lines name."""
    for line in lines:
        value, _, places = line.rpartition("|")
        for place in cells_of(places):
            yield place, value


def index(rows: Ints, cols: Ints, words: Words, once: bool = True) -> Iterable[tuple[str, str]]:
    """Module 2 (§3.3): (word, addresses) of cells given row-major, each word ``once`` with all its exact rectangles.

    Words come in order of first appearance. With ``once`` False every rectangle is an entry of its own.
    """
    return entries(rectangles(rows, cols, words.keys), words.texts, once)


def entries(found: Rectangles, texts: list[str], once: bool = True) -> Iterable[tuple[str, str]]:
    """The index of rectangles whose keys index ``texts``."""
    if not len(found) or not once:
        return zip(Words(found.keys, texts).listed(), found.addresses(), strict=True)
    firsts = np.zeros(len(texts), np.int32)
    firsts[found.keys[::-1]] = np.arange(len(found), dtype=np.int32)[::-1]
    ordered = found.only(np.argsort(firsts[found.keys], kind="stable"))
    starts = np.flatnonzero(np.diff(ordered.keys, prepend=-1))
    named = Words(ordered.keys[starts], texts).listed()
    return zip(named, _joined(ordered.addresses(), starts), strict=True)


def _joined(addresses: Sequence[str], starts: npt.NDArray[np.intp]) -> Iterator[str]:
    """The addresses of each group, which begin at ``starts``."""
    ends = [*starts[1:].tolist(), len(addresses)]
    for first, end in zip(starts.tolist(), ends, strict=True):
        yield addresses[first] if end == first + 1 else ",".join(addresses[first:end])
