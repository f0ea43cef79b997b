"""How the cells of an encoding are written: a grid of addresses and values, or an index of values and their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from ..grid import column_letters
from ..sheet import Ints
from .rectangles import Rectangle, cells_of, grouped, rectangles


def grid_text(rows: Ints, cols: Ints, cells: Mapping[tuple[int, int], str]) -> str:
    r"""The vanilla encoding (§3.1, eq. 2) of those rows and columns: ``|A1,value|B1, |…\n``, empty cells as a space.

    ``cells`` maps (row, col) to a literal. A value never holds ``|``; the first comma ends the address.
    """
    return "".join(grid_lines(rows, cols, cells))


def grid_lines(rows: Ints, cols: Ints, cells: Mapping[tuple[int, int], str]) -> Iterator[str]:
    """The lines of ``grid_text``."""
    letters = [(col, column_letters(col)) for col in cols.tolist()]
    for row in rows.tolist():
        yield "".join(f"|{name}{row},{cells.get((row, col), ' ')}" for col, name in letters) + "\n"


def grid_length(rows: Ints, cols: Ints, literals: Iterable[str]) -> int:
    """Characters of ``grid_text`` without writing it: a sheet with two far-apart cells has a grid of billions."""
    addresses = sum(len(str(row)) for row in rows.tolist()) * len(cols)
    addresses += sum(len(column_letters(col)) for col in cols.tolist()) * len(rows)
    lengths = [len(text) for text in literals]
    return addresses + 2 * len(rows) * len(cols) + sum(lengths) + len(rows) * len(cols) - len(lengths) + len(rows)


def parse_grid(text: str) -> Iterator[tuple[str, str]]:
    """(address, literal) of the filled cells of a grid text."""
    for line in text.split("\n"):
        for pair in line.split("|")[1:]:
            address, _, value = pair.partition(",")
            if value != " ":
                yield address, value


def tuples(entries: Sequence[tuple[str, str]], inverted: bool) -> str:
    """The paper's tuples (App. L.2): ``(value|address)``; without module 2, ``(address|value)``."""
    if inverted:
        return ",".join(f"({value}|{places})" for value, places in entries)
    return ",".join(f"({places}|{value})" for value, places in entries)


def index_lines(entries: Sequence[tuple[str, str]]) -> str:
    r"""One entry a line, ``value|A1:B3,C5\n``: cheaper than tuples, and no cell's text can end an entry early."""
    return "".join(f"{value}|{places}\n" for value, places in entries)


def parse_index(lines: Iterable[str]) -> Iterator[tuple[tuple[int, int], str]]:
    """((row, col), literal) of every cell that index lines name."""
    for line in lines:
        value, _, places = line.rpartition("|")
        for place in cells_of(places):
            yield place, value


def index(rows: Ints, cols: Ints, words: Sequence[str], once: bool = True) -> list[tuple[str, str]]:
    """Module 2 (§3.3): (word, addresses) of cells given row-major, each word ``once`` with all its exact rectangles.

    With ``once`` False every rectangle is an entry of its own, in reading order.
    """
    numbers: dict[str, int] = {}
    keys = np.fromiter((numbers.setdefault(word, len(numbers)) for word in words), np.int32, len(words))
    spelled = list(numbers)
    found = rectangles(rows, cols, keys)
    if not once:
        return [(spelled[rectangle.key], rectangle.address) for rectangle in found]
    return [(spelled[key], _places(group)) for key, group in grouped(found).items()]


def _places(group: Iterable[Rectangle]) -> str:
    return ",".join(rectangle.address for rectangle in group)
