"""Joining: columns that stand beside a chosen box, in its very rows, and in no table of their own."""

from __future__ import annotations

from collections.abc import Sequence

from .blocks import Box
from .canvas import INDEX, Canvas
from .choose import apart

_LEAST = 3  # rows: fewer than that stand beside each other by chance


def joined(grid: Canvas, box: Box, others: Sequence[Box]) -> Box:
    """The box, widened by the columns one empty column away that are filled in each of its rows and only there.

    A narrow column left blank inside a table parts its labels from its numbers, and what is left over is no table by
    itself. ``others`` are the boxes that have been chosen beside it; none of their cells is taken.
    """
    top, left, bottom, right = box
    if bottom - top + 1 < _LEAST:
        return box
    while (col := left - 2) >= 0 and _stands_beside(grid, (top, col, bottom, col), left - 1, others):
        left = col
        while left > 0 and _stands_beside(grid, (top, left - 1, bottom, left - 1), None, others):
            left -= 1
    last = grid.shape[1] - 1
    while (col := right + 2) <= last and _stands_beside(grid, (top, col, bottom, col), right + 1, others):
        right = col
        while right < last and _stands_beside(grid, (top, right + 1, bottom, right + 1), None, others):
            right += 1
    return top, left, bottom, right


def _stands_beside(grid: Canvas, line: Box, gap: int | None, others: Sequence[Box]) -> bool:
    """Whether a column is filled in every row of ``line``, empty above and below it, and ``gap`` is empty there."""
    top, col, bottom, _ = line
    filled = grid.planes[INDEX["filled"]] != 0
    if not filled[top : bottom + 1, col].all() or not apart(line, others):
        return False
    ends_there = not (top > 0 and filled[top - 1, col]) and not (bottom + 1 < grid.shape[0] and filled[bottom + 1, col])
    return ends_there and (gap is None or not filled[top : bottom + 1, gap].any())
