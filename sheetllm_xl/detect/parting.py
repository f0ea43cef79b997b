"""Tables that touch: a chosen box in which a second header stands, drawn like the first, is parted there."""

from __future__ import annotations

import numpy as np

from .blocks import Box, trimmed
from .canvas import INDEX, Canvas

_LEAST = 3  # rows of a part
_LOOKS = ("bold", "fill")


def parted(grid: Canvas, box: Box) -> list[Box]:
    """The box, or the tables in it, top to bottom.

    A second header is a row of labels alone, as many as the first row has, in the look that sets the first row apart
    and that no other row has; its words are others than the first's, for a repeated header is a page break.
    """
    top, left, bottom, right = box
    planes = grid.planes[:, top : bottom + 1, left : right + 1]
    filled = planes[INDEX["filled"]] != 0
    count = filled.sum(axis=1)
    if bottom - top + 1 < 2 * _LEAST or count[0] < max(2, 0.6 * (right - left + 1)):
        return [box]
    for name in _LOOKS:
        looks = ((planes[INDEX[name]] != 0) & filled).sum(axis=1) >= np.maximum(count, 1)
        starts = np.flatnonzero(looks & (count > 0))
        if not 2 <= len(starts) <= 6 or starts[0] != 0 or np.diff([*starts, bottom - top + 1]).min() < _LEAST:
            continue
        numbers = (
            (planes[INDEX["number"]] & ~planes[INDEX["year"]] & 1) | planes[INDEX["datum"]] | planes[INDEX["date"]]
        )
        labelled = numbers[starts].sum(axis=1) == 0
        prints = grid.prints[top + starts, right + 1] - grid.prints[top + starts, left]
        if labelled.all() and (count[starts] == count[0]).all() and len(set(prints.tolist())) == len(starts):
            ends = [*(starts[1:] - 1), bottom - top]
            parts = [(top + int(first), left, top + int(last), right) for first, last in zip(starts, ends, strict=True)]
            return [part for one in parts if (part := trimmed(grid, one))]
    return [box]
