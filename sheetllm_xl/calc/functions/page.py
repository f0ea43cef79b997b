"""The cells of one sheet, as a request to the worker brings them."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import Any, BinaryIO

from .values import Error, Grid, Value


def _column(source: BinaryIO, code: str, count: int) -> array[Any]:
    column = array(code)
    column.frombytes(source.read(count * column.itemsize))
    return column


class Page:
    """The cells of one sheet: their values by row, in each column."""

    def __init__(self, sheet: dict[str, Any], source: BinaryIO) -> None:
        self.name = sheet["name"]
        self.columns: dict[int, dict[int, Value]] = defaultdict(dict)
        self.dated: list[tuple[int, int]] = []
        count, at, words = sum(count for *_, count in sheet["runs"]), 0, sheet["words"]
        rows, values = _column(source, "i", count).tolist(), _column(source, "d", count).tolist()
        for kind, col, count in sheet["runs"]:
            run = slice(at, at + count)
            at += count
            if kind == "d":
                self.dated += [(row, col) for row in rows[run]]
            given = [words[int(place)] for place in values[run]] if kind == "t" else values[run]
            self.columns[col].update(zip(rows[run], given, strict=True))
        for row, col, truth in sheet["bools"]:
            self.columns[col][row] = truth
        for row, col, code in sheet["errors"]:
            self.columns[col][row] = Error(code)

    def shift(self, days: float) -> None:
        """Make every date so many days later."""
        for row, col in self.dated:
            self.columns[col][row] += days  # type: ignore[operator]

    def grid(self, left: int, top: int, right: int, bottom: int) -> Grid:
        """The values of a range, row by row; None where there is none."""
        columns = (map(self.columns.get(col, {}).get, range(top, bottom + 1)) for col in range(left, right + 1))
        return list(map(list, zip(*columns, strict=True)))
