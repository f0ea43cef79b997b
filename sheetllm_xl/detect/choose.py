"""The set of boxes that promises most: none overlap, and the sum of their gains is as large as can be.

Where much of a sheet's numbers would lie in no table, the likeliest boxes that hold them are chosen as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from .blocks import Box
from .canvas import INDEX, Canvas

COVERING = 0.3  # what a box gains that holds all numbers of a sheet, in raw chance; by cross-validation
MOST_LEFT = 0.1  # of a sheet's numbers that may lie outside every table before unlikely boxes are taken
_LEAST_NUMBERS = 2  # of a sheet that has a table
MOST_STEPS = 5000  # of the search; what it has found by then stands


def apart(box: Box, others: Iterable[Box]) -> bool:
    """Whether a box shares no cell with any of the others."""
    top, left, bottom, right = box
    return all(bottom < o[0] or top > o[2] or right < o[1] or left > o[3] for o in others)


def untouched(found: Iterable[Box], taken: Iterable[Box]) -> list[Box]:
    """Of ``found``, in its order, the boxes of two lines and more both ways that touch no box taken before them."""
    before, free = list(taken), []
    for box in found:
        if box[2] > box[0] and box[3] > box[1] and apart(box, before):
            before.append(box)
            free.append(box)
    return free


def chosen(grid: Canvas, boxes: Sequence[Box], chances: npt.NDArray[np.float64], worth: float) -> list[int]:
    """Indices of the boxes that are taken for tables: those worth it, then the likeliest that hold what they leave.

    ``worth``: the raw chance above which a box that holds few of the sheet's numbers is worth choosing. A single cell
    is never a table.
    """
    if not boxes:
        return []
    top, left, bottom, right = np.array(boxes, np.intp).T
    numbers = grid.counts(top, left, bottom + 1, right + 1, [INDEX["number"], INDEX["date"]]).sum(axis=0)
    every = int(grid.sums[[INDEX["number"], INDEX["date"]], -1, -1].sum())
    alone = (top == bottom) & (left == right)
    gains = np.where(alone, -1.0, chances - worth + COVERING * numbers / max(every, 1))
    found = best_set(boxes, gains.tolist())
    outside = every - int(numbers[found].sum())
    if every < _LEAST_NUMBERS or outside <= MOST_LEFT * every:
        return found
    # Each time the box that is likeliest, or holds most of what is left: of an unlikely many the few that matter.
    free = [i for i in np.flatnonzero(numbers * ~alone).tolist() if apart(boxes[i], (boxes[j] for j in found))]
    while free and outside > MOST_LEFT * every:
        best = max(free, key=lambda i: (float(chances[i]) + int(numbers[i]) / outside, -i))
        found.append(best)
        outside -= int(numbers[best])
        free = [i for i in free if i != best and apart(boxes[i], (boxes[best],))]
    return found


def best_set(boxes: Sequence[Box], gains: Sequence[float]) -> list[int]:
    """Indices of the chosen boxes; only those of a gain above 0 count. Deterministic, exact but for very many boxes."""
    order = sorted((i for i in range(len(boxes)) if gains[i] > 0), key=lambda i: (-gains[i], boxes[i]))
    clash = {i: {j for j in order if j != i and not apart(boxes[i], (boxes[j],))} for i in order}
    best: tuple[float, list[int]] = (0.0, [])
    # Gain so far, chosen, still free (strongest first).
    pending: list[tuple[float, list[int], list[int]]] = [(0.0, [], order)]
    for _ in range(MOST_STEPS):
        if not pending:
            break
        gain, chosen, free = pending.pop()
        if gain > best[0]:
            best = gain, chosen
        if not free or gain + _bound(free, gains, clash) <= best[0] + 1e-12:
            continue
        first, rest = free[0], free[1:]
        if clash[first]:
            pending.append((gain, chosen, rest))
        pending.append((gain + gains[first], [*chosen, first], [i for i in rest if i not in clash[first]]))
    return best[1]


def _bound(free: Sequence[int], gains: Sequence[float], clash: dict[int, set[int]]) -> float:
    """At least what the free boxes can still bring: of a group that all clash with its first, the first's gain counts.

    Of boxes that clash pairwise only one can be chosen; groups are built greedily, strongest first.
    """
    total, groups = 0.0, list[set[int]]()
    for i in free:
        for group in groups:
            if i in group:
                group &= clash[i]
                break
        else:
            total += gains[i]
            groups.append(set(clash[i]))
    return total
