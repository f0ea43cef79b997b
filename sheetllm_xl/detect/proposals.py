"""Boxes that may be tables: pairs of a likely first and a likely last row in each span of columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .blocks import Box, runs, trimmed
from .canvas import INDEX, Canvas
from .fitting import repeats
from .lines import line_features
from .trees import Trees

Probs = npt.NDArray[np.float64]

MOST_SPANS = 12
MOST_BOXES = 700  # of a sheet: each is compared with each
MOST_PAIRS = 45  # of a span, and a third as many by their ends alone
_LIKELY = 0.005  # a row less likely than this to be an edge is none
_MOST_EDGES = 60
_TWIN_LABELS = 2  # of a row that is the header of more than one table
_MOST_TWINS = 40  # more rows of the same labels are records
_MOST_HALVES = 8


@dataclass(frozen=True, eq=False)
class Span:
    """Columns ``left`` to ``right``, and each row's chances that a table there starts and ends with it."""

    left: int
    right: int
    tops: Probs
    bottoms: Probs


@dataclass(frozen=True)
class Proposal:
    """A box, the span it was found in, and the log chance that its rows are one table, cut nowhere."""

    box: Box
    span: Span
    score: float


def column_spans(found: list[Box]) -> list[tuple[int, int]]:
    """The distinct column spans of blocks, those of the largest blocks first."""
    return list(dict.fromkeys((left, right) for _, left, _, right in found))[:MOST_SPANS]


def spans(grid: Canvas, found: list[Box], tops: Trees, bottoms: Trees) -> list[Span]:
    """Every span of columns that one of the blocks ``found`` has, with its rows' chances."""
    across = column_spans(found)
    if not across:
        return []
    places, features = zip(*(line_features(grid, left, right) for left, right in across), strict=True)
    every = np.concatenate(features)
    ends = np.cumsum([len(some) for some in places])[:-1]
    chances = zip(np.split(tops.chance(every), ends), np.split(bottoms.chance(every), ends), strict=True)
    return [
        Span(*sides, *(_spread(chance, some, len(grid.rows)) for chance in both))
        for sides, some, both in zip(across, places, chances, strict=True)
    ]


def _spread(chances: Probs, at: npt.NDArray[np.intp], count: int) -> Probs:
    """The chances of some rows among all."""
    found = np.zeros(count)
    found[at] = chances
    return found


def proposals(grid: Canvas, found: list[Span]) -> list[Proposal]:
    """Candidate boxes, none twice (the best score stands)."""
    sums = grid.sums[INDEX["filled"]]
    counts, across = sums[:, 1:] - sums[:, :-1], (sums[1:] - sums[:-1]).tolist()
    doubled = grid.doubled.tolist()
    sides: dict[tuple[int, bytes], list[tuple[int, int]]] = {}
    best: dict[Box, Proposal] = {}
    for span in found:
        for top, bottom, score in dict.fromkeys([*_pairs(span), *_twins(grid, span)]):
            lines = (counts[bottom + 1] != counts[top])[span.left : span.right + 1]
            key = (span.left, lines.tobytes())
            if key not in sides:
                sides[key] = _sides(lines, span.left)
            halves = _halves(grid, top, bottom, sides[key][:1]) if any(doubled[top : top + 3]) else ()
            for left, right in (*sides[key], *halves):
                if any(across[row][right + 1] == across[row][left] for row in (top, bottom)):
                    continue
                box = (top, left, bottom, right)
                if box not in best or best[box].score < score:
                    best[box] = Proposal(box, span, score)
    return _likeliest(list(best.values()))


def _likeliest(found: list[Proposal]) -> list[Proposal]:
    """As many as are looked at: the best by their score, and by their ends alone."""
    if len(found) <= MOST_BOXES:
        return found
    ends = [p.span.tops[p.box[0]] * p.span.bottoms[p.box[2]] for p in found]
    scored = np.argsort([-p.score for p in found], kind="stable")[: 2 * MOST_BOXES // 3]
    picked = dict.fromkeys([*scored.tolist(), *np.argsort([-end for end in ends], kind="stable").tolist()])
    return [found[i] for i in sorted(list(picked)[:MOST_BOXES])]


def _halves(grid: Canvas, top: int, bottom: int, sides: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The columns of tables side by side that touch: parted where the first label of a header comes again."""
    found: dict[tuple[int, int], None] = {}
    for left, right in sides:
        for row in range(top, min(top + 2, bottom) + 1):
            again = repeats(grid, row, left, right)
            if 0 < len(again) <= _MOST_HALVES:
                ends = [*(col - 1 for col in again), right]
                found.update(dict.fromkeys(zip([left, *again], ends, strict=True)))
    pieces = (trimmed(grid, (top, left, bottom, right)) for left, right in found)
    return [(piece[1], piece[3]) for piece in pieces if piece]


def _twins(grid: Canvas, span: Span) -> list[tuple[int, int, float]]:
    """(top, bottom, score) of tables below each other that touch: each begins where the same labels come again."""
    left, right = span.left, span.right
    rows = np.flatnonzero(grid.labels[:, left : right + 1].sum(axis=1) >= _TWIN_LABELS)
    prints = grid.prints[rows, right + 1] - grid.prints[rows, left]
    _, group, sizes = np.unique(prints, return_inverse=True, return_counts=True)
    filled = np.flatnonzero(grid.sums[INDEX["filled"], 1:, right + 1] - grid.sums[INDEX["filled"], :-1, right + 1]
                            - grid.sums[INDEX["filled"], 1:, left] + grid.sums[INDEX["filled"], :-1, left])  # fmt: skip
    found: dict[tuple[int, int], None] = {}
    for one in np.flatnonzero((sizes > 1) & (sizes <= _MOST_TWINS)).tolist():
        starts = rows[group == one].tolist()
        if np.diff(starts).min() < 3:
            continue
        for start, end in zip(starts, [*starts[1:], len(grid.rows)], strict=True):
            inner = filled[(filled > start) & (filled < end)]
            if not len(inner):
                continue
            likely = start + 1 + int(span.bottoms[start + 1 : end].argmax())
            for top in (start, start - 1) if start in filled and start - 1 in filled else (start,):
                found.update(
                    dict.fromkeys((top, bottom) for bottom in (*inner[-2:].tolist(), likely) if bottom > start)
                )
    return [(top, bottom, _score(span, top, bottom)) for top, bottom in sorted(found)]  # groups are in no order


def _score(span: Span, top: int, bottom: int) -> float:
    """As ``_pairs`` has it, of one pair."""
    inner = np.log1p(-np.minimum(span.tops[top + 1 : bottom + 1], 0.99)).sum()
    inner += np.log1p(-np.minimum(span.bottoms[top:bottom], 0.99)).sum()
    ends = np.log(max(span.tops[top], _LIKELY)) + np.log(max(span.bottoms[bottom], _LIKELY))
    return float(ends + inner)


def _sides(lines: npt.NDArray[np.bool_], first: int) -> list[tuple[int, int]]:
    """First and last columns to try; ``lines``: which columns from ``first`` on hold anything in a band of rows."""
    across = (np.flatnonzero(lines) + first).tolist()
    if not across:
        return []
    found = [(across[0], across[-1]), *((first + a, first + b) for a, b in runs(lines, 1)[:8])]
    if len(across) > 2:
        found += [(across[1], across[-1]), (across[0], across[-2])]
    return list(dict.fromkeys(found))


def _pairs(span: Span) -> list[tuple[int, int, float]]:
    """(top, bottom, score) of the likeliest row ranges. Score: log of P(top) P(bottom) P(no edge between them)."""
    tops, bottoms = _edges(span.tops), _edges(span.bottoms)
    if not (len(tops) and len(bottoms)):
        return []
    no_top = np.cumsum(np.log1p(-np.minimum(span.tops, 0.99)))
    no_bottom = np.cumsum(np.log1p(-np.minimum(span.bottoms, 0.99)))
    last = np.maximum(bottoms - 1, 0)
    between = (no_top[bottoms][None] - no_top[tops][:, None]) + np.where(bottoms > 0, no_bottom[last], 0)[None]
    between -= np.where(tops > 0, no_bottom[np.maximum(tops - 1, 0)], 0)[:, None]
    ends = np.log(span.tops[tops])[:, None] + np.log(span.bottoms[bottoms])[None]
    ordered = bottoms[None] >= tops[:, None]
    score = np.where(ordered, ends + between, -np.inf).ravel()
    # A long table has many lines that look a little like edges: its own edges bring it in whatever lies between.
    order = np.argsort(-score, kind="stable")[:MOST_PAIRS]
    sure = np.argsort(-np.where(ordered, ends, -np.inf), axis=None, kind="stable")[: MOST_PAIRS // 3]
    picked = dict.fromkeys(i for i in (*order.tolist(), *sure.tolist()) if np.isfinite(score[i]))
    return [(int(tops[i // len(bottoms)]), int(bottoms[i % len(bottoms)]), float(score[i])) for i in picked]


def _edges(chances: Probs) -> npt.NDArray[np.intp]:
    likely = np.argsort(-chances, kind="stable")[:_MOST_EDGES]
    return np.sort(likely[chances[likely] > _LIKELY])
