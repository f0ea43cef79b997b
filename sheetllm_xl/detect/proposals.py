"""Boxes that may be tables: pairs of a likely first and a likely last row in each span of columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .blocks import Box, blocks, runs
from .canvas import INDEX, Canvas
from .lines import line_features
from .trees import Trees

Probs = npt.NDArray[np.float64]

MOST_SPANS = 12
MOST_PAIRS = 45  # of a span, and a third as many by their ends alone
_LIKELY = 0.005  # a row less likely than this to be an edge is none
_MOST_EDGES = 60


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


def spans(grid: Canvas, tops: Trees, bottoms: Trees) -> list[Span]:
    """Every span of columns that a block has, with its rows' chances."""
    found = []
    for left, right in column_spans(blocks(grid)):
        some, features = line_features(grid, left, right)
        chances = np.zeros((2, len(grid.rows)))
        chances[0, some] = tops.chance(features)
        chances[1, some] = bottoms.chance(features)
        found.append(Span(left, right, chances[0], chances[1]))
    return found


def proposals(grid: Canvas, found: list[Span]) -> list[Proposal]:
    """Candidate boxes, none twice (the best score stands)."""
    filled = grid.planes[INDEX["filled"]] != 0
    counts = grid.sums[INDEX["filled"], :, 1:] - grid.sums[INDEX["filled"], :, :-1]
    sides: dict[tuple[int, bytes], list[tuple[int, int]]] = {}
    best: dict[Box, Proposal] = {}
    for span in found:
        for top, bottom, score in _pairs(span):
            lines = (counts[bottom + 1] != counts[top])[span.left : span.right + 1]
            key = (span.left, lines.tobytes())
            if key not in sides:
                sides[key] = _sides(lines, span.left)
            for left, right in sides[key]:
                if not (filled[top, left : right + 1].any() and filled[bottom, left : right + 1].any()):
                    continue
                box = (top, left, bottom, right)
                if box not in best or best[box].score < score:
                    best[box] = Proposal(box, span, score)
    return list(best.values())


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
