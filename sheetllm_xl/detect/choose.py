"""The set of boxes that promises most: none overlap, and the sum of their gains is as large as can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .blocks import Box

MOST_STEPS = 5000  # of the search; what it has found by then stands


def apart(box: Box, others: Iterable[Box]) -> bool:
    """Whether a box shares no cell with any of the others."""
    top, left, bottom, right = box
    return all(bottom < o[0] or top > o[2] or right < o[1] or left > o[3] for o in others)


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
