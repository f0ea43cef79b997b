"""FILTER and UNIQUE: rows or columns that are chosen; a blank stays one, and becomes 0 where it is shown."""

from __future__ import annotations

from collections.abc import Hashable

from .values import VALUE, Error, Grid, Value, first_error, flat, folded, given, lines, over

_CALC = Error("#CALC!")


def filtered(grid: Grid, include: Grid, otherwise: Grid | None = None) -> Grid:
    """FILTER by a column or a row of truths."""
    truths = flat(include)
    if error := first_error(truths):
        return [[error]]
    down = len(include[0]) == 1 and len(include) == len(grid)
    across = len(include) == 1 and len(include[0]) == len(grid[0])
    if not (down or across) or any(isinstance(truth, str) for truth in truths):
        return [[VALUE]]
    rows = grid if down else list(lines(grid))
    chosen = [row for row, truth in zip(rows, truths, strict=True) if truth]
    if not chosen:
        return otherwise or [[_CALC]]
    return chosen if down else list(lines(chosen))


def unique(grid: Grid, by_column: Grid | None = None, once: Grid | None = None) -> Grid:
    """UNIQUE rows or columns, case aside; those that come once alone where ``once`` is true."""
    turned, alone = given(by_column, False), given(once, False)
    if error := first_error([turned, alone]):
        return [[error]]
    rows: dict[tuple[Hashable, ...], list[list[Value]]] = {}
    for row in lines(grid) if turned else grid:
        rows.setdefault(tuple(map(folded, row)), []).append(row)
    chosen = [same[0] for same in rows.values() if len(same) == 1 or not alone]
    if not chosen:
        return [[_CALC]]
    return list(lines(chosen)) if turned else chosen


def zeros(grid: Grid) -> Grid:
    """The grid with 0 for blanks, which COUNTA counts where a function hands them on."""
    return over(lambda value: 0.0 if value is None else value, grid)


def without_blanks(grid: Grid) -> Grid:
    """The grid as it is. Raises ValueError for a blank, which Excel counts as 0 here and as nothing there."""
    if None in flat(grid):
        raise ValueError(
            "Whether empty cells that a function hands on count as 0 is not computed here; "
            'leave them out, as by FILTER with <>"".'
        )
    return grid
