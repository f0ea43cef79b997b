"""How a box's rows fit its columns, what comes next outside it, and what of the sheet's numbers it holds."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .canvas import INDEX, Canvas, Ints

Floats = npt.NDArray[np.float32]

_REACH = 6  # lines looked at outside a box for the next that holds anything
_LINES = ("top", "top+1", "top+2", "bottom", "above", "below")
FITTING = (
    *(f"{line}: fits columns" for line in _LINES),
    *(f"{line}: heads columns" for line in ("top", "top+1", "top+2", "above")),
    "gap above", "gap below", "gap left", "gap right",
    "numbers of sheet", "numbers of columns", "numbers of rows", "first label repeated across",
)  # fmt: skip


def fitting(grid: Canvas, boxes: Ints) -> Floats:
    """(box, FITTING). ``boxes``: (box, 4) of top, left, bottom, right, ends included."""
    if not len(boxes):
        return np.zeros((0, len(FITTING)), np.float32)
    top, left, bottom, right = boxes.T
    filled = grid.sums[INDEX["filled"]]
    above, gap_above = _next(filled, boxes, -1)
    below, gap_below = _next(filled, boxes, 1)
    gap_left, gap_right = (_next(filled.T, boxes[:, [1, 0, 3, 2]], step)[1] for step in (-1, 1))
    columns = _Columns(grid, boxes)
    rows = (top, np.minimum(top + 1, bottom), np.minimum(top + 2, bottom), bottom, above, below)
    lines = [columns.line(row) for row in rows]
    parts: list[npt.NDArray[Any]] = [*(fits for fits, _ in lines), *(lines[i][1] for i in (0, 1, 2, 4))]
    parts += [gap_above, gap_below, gap_left, gap_right]
    values = [INDEX["number"], INDEX["date"], INDEX["datum"]]
    height, width = grid.shape
    zero = np.zeros_like(top)
    inside = grid.counts(top, left, bottom + 1, right + 1, values).sum(axis=0)
    for whole in (
        (zero, zero, zero + height, zero + width),
        (zero, left, zero + height, right + 1),
        (top, zero, bottom + 1, zero + width),
    ):
        parts.append(inside / np.maximum(grid.counts(*whole, values).sum(axis=0), 1))
    parts.append(_repeated_across(grid, boxes))
    return np.stack(parts, axis=1).astype(np.float32)


class _Columns:
    """What the columns of each box hold for the most part, below its first rows: (box, column of the grid)."""

    def __init__(self, grid: Canvas, boxes: Ints) -> None:
        top, left, bottom, right = boxes.T
        planes = grid.planes
        value = (planes[INDEX["number"]] | planes[INDEX["date"]] | planes[INDEX["datum"]]) != 0
        self.label, self.filled = grid.labels, planes[INDEX["filled"]] != 0
        self.value = value & ~self.label
        at = np.arange(grid.shape[1])
        self.inside = (at >= left[:, None]) & (at <= right[:, None])
        start = np.minimum(top + np.minimum(3, (bottom - top + 1) // 2), bottom)
        names = ("filled", "number", "date", "datum", "words")
        counts = {n: grid.sums[INDEX[n], bottom + 1, 1:] - grid.sums[INDEX[n], bottom + 1, :-1] for n in names}
        for n in names:
            counts[n] = counts[n] - (grid.sums[INDEX[n], start, 1:] - grid.sums[INDEX[n], start, :-1])
        values = counts["number"] + counts["date"] + counts["datum"]
        self.values = self.inside & (2 * values >= np.maximum(counts["filled"], 1))
        self.valued = np.maximum(np.count_nonzero(self.values, axis=1), 1)
        self.words = self.inside & ~self.values & (2 * counts["words"] >= np.maximum(counts["filled"], 1))

    def line(self, row: Ints) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Of a row of each box: the share of its cells that are what their columns hold, less those that are not; and
        the share of the columns of values over which it has a label. No row: -1 for both."""
        at = np.maximum(row, 0)
        value, label, filled = self.value[at], self.label[at], self.filled[at] & self.inside
        count, heading = np.count_nonzero(filled, axis=1), label & self.values
        like = np.count_nonzero(filled & ((value & self.values) | (label & self.words)), axis=1)
        unlike = np.count_nonzero(filled & (heading | (value & self.words)), axis=1)
        heads = np.count_nonzero(heading, axis=1) / self.valued
        none = (row < 0) | (count == 0)
        return np.where(none, -2.0, (like - unlike) / np.maximum(count, 1)), np.where(none, -1.0, heads)


def _next(sums: npt.NDArray[np.int32], boxes: Ints, step: int) -> tuple[Ints, Ints]:
    """The next row above (-1) or below (1) each box that holds anything in its columns, and how far off it is.

    -1 and ``_REACH`` + 1 where there is none within reach. ``sums``: running counts of filled cells, row by row.
    """
    top, left, bottom, right = boxes.T
    edge = bottom if step > 0 else top
    rows = edge[:, None] + step * np.arange(1, _REACH + 1)
    there = (rows >= 0) & (rows < len(sums) - 1)
    at = np.where(there, rows, 0)
    low, high = left[:, None], right[:, None] + 1
    filled = sums[at + 1, high] - sums[at, high] - sums[at + 1, low] + sums[at, low]
    filled = np.where(there, filled, 0) > 0
    first = np.where(filled.any(axis=1), filled.argmax(axis=1), _REACH)
    row = np.where(filled.any(axis=1), edge + step * (first + 1), -1)
    return row, first + 1


def _repeated_across(grid: Canvas, boxes: Ints) -> Ints:
    """How often the first label of one of a box's first three rows comes again in that row: two tables side by side."""
    found = np.zeros(len(boxes), np.intp)
    known: dict[tuple[int, int, int], int] = {}
    heads = np.minimum(boxes[:, 0] + np.arange(3)[:, None], boxes[:, 2])
    for i in np.flatnonzero(grid.doubled[heads].any(axis=0)).tolist():
        top, left, bottom, right = boxes[i].tolist()
        for row in range(top, min(top + 2, bottom) + 1):
            key = (row, left, right)
            if grid.doubled[row] and key not in known:
                known[key] = len(repeats(grid, row, left, right))
            found[i] = max(found[i], known.get(key, 0))
    return found


def repeats(grid: Canvas, row: int, left: int, right: int) -> list[int]:
    """The columns, two or more to the right of a row's first label, at which that label stands again."""
    if not grid.doubled[row] or right - left < 3:
        return []
    here = grid.labels[row, left : right + 1]
    first = int(here.argmax())
    same = np.flatnonzero(here & (grid.codes[row, left : right + 1] == grid.codes[row, left + first]))
    return [left + int(col) for col in same if col >= first + 2]
