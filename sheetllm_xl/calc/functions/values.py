"""What a cell holds in plain Python: None, a float, a bool, a str or an ``Error``. A grid is a list of rows of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import NamedTuple

LONGEST_TEXT = 32_767  # characters of a cell


class Error(NamedTuple):
    """One of Excel's errors."""

    code: str


VALUE, DIV0, NA, NUM, REF = map(Error, ("#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#REF!"))

Value = float | bool | str | Error | None
Grid = list[list[Value]]


def flat(grid: Grid) -> list[Value]:
    """The values row by row."""
    return [value for row in grid for value in row]


def single(grid: Grid) -> Value:
    """The one value of an argument that takes one. Raises ValueError where there are several."""
    if len(grid) != 1 or len(grid[0]) != 1:
        raise ValueError("A list of values stands where one is computed here.")
    return grid[0][0]


def given(grid: Grid | None, default: Value) -> Value:
    """The one value of an argument, or its default where there is none."""
    return default if grid is None else single(grid)


def is_number(value: Value) -> bool:
    """Whether the value is a number; TRUE and FALSE are none."""
    return type(value) is float


def folded(value: Value) -> Hashable:
    """The same for values that are equal to a lookup: case does not count, and TRUE is not 1."""
    if type(value) is str:
        return value.lower()
    return (bool, value) if type(value) is bool else value


def over(function: Callable[..., Value], *grids: Grid) -> Grid:
    """The function of each place; a single value, row or column stands in every place, as in Excel. #N/A beyond one."""
    rows, cols = max(map(len, grids)), max(len(grid[0]) for grid in grids)
    return [[_placed(function, grids, i, j) for j in range(cols)] for i in range(rows)]


def _placed(function: Callable[..., Value], grids: tuple[Grid, ...], i: int, j: int) -> Value:
    placed = []
    for grid in grids:
        row, col = 0 if len(grid) == 1 else i, 0 if len(grid[0]) == 1 else j
        if row >= len(grid) or col >= len(grid[0]):
            return NA
        placed.append(grid[row][col])
    return function(*placed)


def first_error(values: list[Value]) -> Error | None:
    """The first error among the values."""
    return next((value for value in values if isinstance(value, Error)), None)


def lines(grid: Grid) -> Iterator[list[Value]]:
    """The columns of a grid."""
    return map(list, zip(*grid, strict=True))
