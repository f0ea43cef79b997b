"""Blocks: the parts a sheet falls into where whole rows or columns are empty, at several widths of gap."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .canvas import INDEX, Canvas

Box = tuple[int, int, int, int]  # (top, left, bottom, right), grid indices, ends included
Pared = tuple[Box, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]  # a box; which of its rows and columns are filled

GAPS = ((1, 1), (2, 1), (3, 1), (1, 2), (2, 2), (1000, 1), (1000, 2))  # empty rows and columns that part two blocks
MOST_BLOCKS = 400


def blocks(grid: Canvas) -> list[Box]:
    """Every block of the recursive cuts, from the whole used range down, largest first; none twice."""
    found: dict[Box, None] = {}
    whole = trimmed(grid, (0, 0, grid.shape[0] - 1, grid.shape[1] - 1))
    if whole is None:
        return []
    known: dict[Box, Pared | None] = {}
    for gap in GAPS:
        _cut(grid, whole, gap, found, known)
    return sorted(found, key=lambda box: (-(box[2] - box[0] + 1) * (box[3] - box[1] + 1), box))[:MOST_BLOCKS]


def trimmed(grid: Canvas, box: Box) -> Box | None:
    """The box without empty lines at its edges; None when all of it is empty."""
    found = _pared(grid, box)
    return found[0] if found else None


def _pared(grid: Canvas, box: Box) -> Pared | None:
    """The box without empty lines at its edges, and which of its rows and columns hold anything."""
    rows, columns = _filled_lines(grid, box)
    down, across = rows.nonzero()[0], columns.nonzero()[0]
    if not len(down):
        return None
    top, bottom, left, right = int(down[0]), int(down[-1]), int(across[0]), int(across[-1])
    inner = box[0] + top, box[1] + left, box[0] + bottom, box[1] + right
    return inner, rows[top : bottom + 1], columns[left : right + 1]


def _filled_lines(grid: Canvas, box: Box) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which rows and which columns of the box hold anything."""
    top, left, bottom, right = box
    sums = grid.sums[INDEX["filled"]]
    down = sums[top : bottom + 2, right + 1] - sums[top : bottom + 2, left]
    across = sums[bottom + 1, left : right + 2] - sums[top, left : right + 2]
    return down[1:] != down[:-1], across[1:] != across[:-1]


def runs(lines: npt.NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Stretches of True, first and last index, parted by at least ``gap`` False."""
    at = lines.nonzero()[0]
    if not len(at):
        return []
    ends = (at[1:] - at[:-1] > gap).nonzero()[0]
    first, last = int(at[0]), int(at[-1])
    return list(zip([first, *at[ends + 1].tolist()], [*at[ends].tolist(), last], strict=True))


def _cut(grid: Canvas, box: Box, gap: tuple[int, int], found: dict[Box, None], known: dict[Box, Pared | None]) -> None:
    """Part a box again and again, into ``found``; ``known``: boxes that were pared before."""
    pending = [box]
    while pending and len(found) < 4 * MOST_BLOCKS:
        piece = pending.pop()
        if piece not in known:
            known[piece] = _pared(grid, piece)
        if (pared := known[piece]) is None:
            continue
        (top, left, bottom, right), rows, columns = pared
        found[pared[0]] = None
        if top == bottom and left == right:
            continue
        across = runs(columns, gap[1])
        if len(across) > 1:
            pieces = [(top, left + first, bottom, left + last) for first, last in across]
        else:
            down = runs(rows, gap[0])
            pieces = [(top + first, left, top + last, right) for first, last in down] if len(down) > 1 else []
        pending += pieces
