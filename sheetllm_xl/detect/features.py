"""What a box looks like as a table: its edges, what lies just outside them, its inside, and its rivals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .canvas import INDEX, Canvas
from .fitting import FITTING, fitting
from .proposals import Proposal

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]

_KINDS = ("filled", "words", "number")
_STRIPS = {
    "top": (*_KINDS, "datum", "year", "like_above", "bold", "fill", "over", "before", "total", "covered"),
    "top+1": (*_KINDS, "year", "like_above", "same_left", "formula", "fill", "total"),
    "top+2": _KINDS,
    "bottom": (*_KINDS, "datum", "like_above", "formula", "total", "under"),
    "bottom-1": _KINDS,
    "left": (*_KINDS, "datum", "like_above", "note", "bold", "before"),
    "left+1": _KINDS,
    "right": (*_KINDS, "like_above", "same_left", "indent", "after"),
    "right-1": (*_KINDS, "covered"),
    "top-1": (*_KINDS, "like_above", "covered", "note", "bold"),
    "top-2": ("filled", "words", "note"),
    "top-4": ("filled", "words"),
    "bottom+1": (*_KINDS, "datum", "like_above", "note", "bold"),
    "bottom+2": (*_KINDS, "note", "long"),
    "bottom+4": ("words", "number"),
    "left-1": (*_KINDS, "covered", "over", "under"),
    "left-2": ("filled",),
    "right+1": (*_KINDS, "covered", "over", "under"),
    "right+2": _KINDS,
    "inside": (*_KINDS, "datum", "note", "bold", "like_above", "same_left", "formula", "under", "total"),
    "body": (*_KINDS, "datum", "like_above", "same_left", "long", "note"),
    "corner": ("filled", "words"),
}
_STRIP_OF = np.repeat(np.arange(len(_STRIPS)), [len(names) for names in _STRIPS.values()])
_PLANE_OF = [INDEX[plane] for names in _STRIPS.values() for plane in names]
_CHANCE = (
    "top", "bottom", "score", "tops inside", "bottoms inside", "tops just above", "bottoms just below", "best top near",
    "best bottom near", "best top inside", "best bottom inside",
)  # fmt: skip
_SHAPE = (
    "height", "width", "share of sheet", "share of columns' cells", "columns of span", "empty rows",
    "longest empty rows", "empty columns", "longest empty columns", "first row", "last row", "first column",
    "last column",
)  # fmt: skip
_REPEATS = (
    "top repeated inside",
    "next repeated inside",
    "top repeated outside",
    "labels repeated",
    "left repeated inside",
)
_RIVALS = (
    "ends below best",
    "ends below best rival",
    "below best",
    "below best rival",
    "rank",
    "rivals",
    "proposals",
    "boxes inside",
    "best inside",
)
BOX_FEATURES = (
    *(f"{strip}: {name}" for strip, names in _STRIPS.items() for name in names),
    *_CHANCE,
    *_SHAPE,
    *_REPEATS,
    *_RIVALS,
    *FITTING,
)


def box_features(grid: Canvas, found: Sequence[Proposal]) -> Floats:
    """(proposal, BOX_FEATURES)."""
    boxes = np.array([proposal.box for proposal in found], np.intp).reshape(-1, 4)
    scores = np.array([proposal.score for proposal in found])
    ends = np.array([np.log(p.span.tops[p.box[0]] * p.span.bottoms[p.box[2]]) for p in found])
    parts = [
        _strips(grid, boxes),
        _chances(found),
        _shape(grid, found, boxes),
        _repeats(grid, boxes),
        _rivals(boxes, scores, ends),
        fitting(grid, boxes),
    ]
    return np.round(np.concatenate(parts, axis=1, dtype=np.float32), 3).astype(np.float32)  # short thresholds


def _strips(grid: Canvas, boxes: Ints) -> Floats:
    top, left, bottom, right = boxes.T
    b, r = bottom + 1, right + 1
    row = {f"top{d:+d}": (top + d, left, top + d + 1, r) for d in (1, 2, -1)}
    row |= {f"bottom{d:+d}": (bottom + d, left, bottom + d + 1, r) for d in (-1, 1)}
    col = {f"left{d:+d}": (top, left + d, b, left + d + 1) for d in (1, -1)}
    col |= {f"right{d:+d}": (top, right + d, b, right + d + 1) for d in (-1, 1)}
    wanted = row | col | {
        "top": (top, left, top + 1, r), "bottom": (bottom, left, b, r), "left": (top, left, b, left + 1),
        "right": (top, right, b, r), "inside": (top, left, b, r), "body": (np.minimum(top + 3, bottom), left, b, r),
        "top-2": (top - 3, left, top - 1, r), "top-4": (top - 8, left, top, r),
        "bottom+2": (bottom + 2, left, bottom + 4, r), "bottom+4": (bottom + 1, left, bottom + 9, r),
        "left-2": (top, left - 3, b, left), "right+2": (top, right + 1, b, right + 4),
        "corner": (top, left, top + 1, left + 1),
    }  # fmt: skip
    height, width = grid.shape
    t, le, bo, ri = np.array([wanted[name] for name in _STRIPS]).transpose(1, 0, 2)  # (strip, box) each
    t, bo = t.clip(0, height), bo.clip(0, height)
    le, ri = le.clip(0, width), ri.clip(0, width)
    area = np.maximum((bo - t) * (ri - le), 1)
    at = _STRIP_OF
    shares: npt.NDArray[np.float64] = (grid.counts(t[at], le[at], bo[at], ri[at], _PLANE_OF) / area[at]).T
    return shares.astype(np.float32)


def _chances(found: Sequence[Proposal]) -> Floats:
    at: dict[tuple[int, int, int], int] = {}  # boxes of one span and rows differ in columns alone
    own = [at.setdefault((id(p.span), p.box[0], p.box[2]), len(at)) for p in found]
    first = dict(zip(reversed(own), reversed(found), strict=True))
    return _chances_of([first[i] for i in range(len(at))])[own] if found else np.zeros((0, len(_CHANCE)), np.float32)


def _chances_of(found: Sequence[Proposal]) -> Floats:
    spans = list({id(p.span): p.span for p in found}.values())  # one after the other, as if they were one
    begins = {id(span): i * len(span.tops) for i, span in enumerate(spans)}
    tops, bottoms = (np.concatenate([*(getattr(span, ends) for span in spans), [0]]) for ends in ("tops", "bottoms"))
    begin = np.array([begins[id(p.span)] for p in found])
    top, bottom = begin + [p.box[0] for p in found], begin + [p.box[2] for p in found]
    end = begin + len(spans[0].tops)
    above, below = np.maximum(top - 6, begin), np.minimum(bottom + 7, end)
    return np.column_stack([
        tops[top], bottoms[bottom], np.maximum([p.score for p in found], -20.0),
        _between(np.add, tops, top + 1, bottom + 1), _between(np.add, bottoms, top, bottom),
        _between(np.add, tops, above, top), _between(np.add, bottoms, bottom + 1, below),
        _between(np.maximum, tops, above, np.minimum(top + 7, end)),
        _between(np.maximum, bottoms, np.maximum(bottom - 6, begin), below),
        _between(np.maximum, tops, top + 1, bottom + 1), _between(np.maximum, bottoms, top, bottom),
    ]).astype(np.float32)  # fmt: skip


def _between(joined: np.ufunc, values: npt.NDArray[np.float64], first: Ints, end: Ints) -> npt.NDArray[np.float64]:
    """Each stretch of the values, its end excluded, joined to one; 0 for an empty one."""
    found = joined.reduceat(values, np.column_stack([first, end]).ravel())[::2]
    return np.where(end > first, found, 0)


def _shape(grid: Canvas, found: Sequence[Proposal], boxes: Ints) -> Floats:
    filled = [INDEX["filled"]]
    top, left, bottom, right = boxes.T
    inside = grid.counts(top, left, bottom + 1, right + 1, filled)[0]
    columns = grid.counts(np.zeros_like(top), left, np.full_like(top, grid.shape[0]), right + 1, filled)[0]
    total = grid.sums[INDEX["filled"], -1, -1]
    span = np.array([proposal.span.right - proposal.span.left + 1 for proposal in found])
    return np.column_stack([
        bottom - top + 1, right - left + 1, inside / max(total, 1), inside / np.maximum(columns, 1),
        (right - left + 1) / span,
        _empties(grid, boxes), top, grid.shape[0] - 1 - bottom, left, grid.shape[1] - 1 - right,
    ]).astype(np.float32)  # fmt: skip


def _empties(grid: Canvas, boxes: Ints) -> Ints:
    """Of each box its empty rows, the most of them in a run, and the same of its columns: (box, 4)."""
    top, left, bottom, right = boxes.T
    sums = grid.sums[INDEX["filled"]]
    rows = _gaps(sums[:, right + 1] - sums[:, left], top, bottom)
    columns = _gaps((sums[bottom + 1] - sums[top]).T, left, right)
    return np.column_stack([*rows, *columns])


def _gaps(counts: npt.NDArray[np.int32], first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """How many of the lines ``first`` to ``last`` of each box are empty, and the most between two that are not.

    ``counts``: running, (line + 1, box).
    """
    lines = np.arange(len(counts) - 1)[:, None]
    filled = (counts[1:] != counts[:-1]) & (lines >= first) & (lines <= last)
    latest = np.maximum.accumulate(np.where(filled, lines, -1), axis=0)
    steps = np.where(filled[1:] & (latest[:-1] >= 0), lines[1:] - latest[:-1], 1)
    return last - first + 1 - np.count_nonzero(filled, axis=0), steps.max(axis=0, initial=1) - 1


def _repeats(grid: Canvas, boxes: Ints) -> Floats:
    """How often a box's header comes again inside it (two tables taken for one) and outside it (its sisters)."""
    top, left, bottom, right = boxes.T
    each, lines = np.arange(len(boxes)), np.arange(grid.shape[0])[:, None]
    prints = grid.prints[:, right + 1] - grid.prints[:, left]  # (row, box)
    sides = (grid.side_prints[:, bottom + 1] - grid.side_prints[:, top]).T  # (box, column)
    second = np.minimum(top + 1, bottom)
    headed, headed_too = (
        grid.counts(row, left, row + 1, right + 1, [INDEX["words"], INDEX["year"]]).sum(axis=0) > 1
        for row in (top, second)
    )
    alike, below = prints == prints[top, each], lines <= bottom
    again = np.count_nonzero(alike & below & (lines > top), axis=0)
    again_too = np.count_nonzero((prints == prints[second, each]) & below & (lines > top + 1), axis=0)
    columns, at = np.unique(left, return_inverse=True)
    before = np.array([_occurred(grid, column) for column in columns.tolist()], np.intp)
    before = before.reshape(-1, grid.shape[0]).T[:, at]
    named = (before < lines) & below & (lines >= top)
    count = np.count_nonzero(named, axis=0)
    across = np.arange(grid.shape[1])
    beside = (sides == sides[each, left][:, None]) & (across > left[:, None]) & (across <= right[:, None])
    return np.column_stack([
        np.where(headed, again, 0), np.where(headed_too, again_too, 0),
        np.where(headed, np.count_nonzero(alike, axis=0) - 1 - again, 0),
        1 - np.count_nonzero(named & (before < top), axis=0) / np.maximum(count, 1),
        np.where(count > 1, np.count_nonzero(beside, axis=1), 0),
    ]).astype(np.float32)  # fmt: skip


def _occurred(grid: Canvas, column: int) -> Ints:
    """Of each row the one before it with the same words in a column; -1 where there is none, itself without words."""
    found = np.arange(grid.shape[0])
    rows = np.flatnonzero(grid.planes[INDEX["words"], :, column])
    codes = grid.codes[rows, column]
    order = np.argsort(codes, kind="stable")
    rows, codes = rows[order], codes[order]
    found[rows[:1]] = -1
    found[rows[1:]] = np.where(codes[1:] == codes[:-1], rows[:-1], -1)
    return found


def _rivals(boxes: Ints, scores: npt.NDArray[np.float64], ends: npt.NDArray[np.float64]) -> Floats:
    """How a box stands against those that overlap it."""
    count = len(boxes)
    top, left, bottom, right = boxes.astype(np.int16).T  # grid lines; every pair is compared
    overlap = (top[:, None] <= bottom[None]) & (bottom[:, None] >= top[None])
    overlap &= (left[:, None] <= right[None]) & (right[:, None] >= left[None])
    np.fill_diagonal(overlap, False)
    within = overlap & (top[None] >= top[:, None]) & (bottom[None] <= bottom[:, None])
    within &= (left[None] >= left[:, None]) & (right[None] <= right[:, None])
    floor = -20.0
    bounded, sure = np.maximum(scores, floor), np.maximum(ends, floor)
    best_rival, best_within = (_best(bounded, among, floor) for among in (overlap, within))
    best_ends = _best(sure, overlap, floor)
    rank = np.count_nonzero(overlap & (bounded[None] > bounded[:, None]), axis=1)
    return np.column_stack([
        sure - sure.max(initial=floor), sure - best_ends, bounded - bounded.max(initial=floor), bounded - best_rival,
        rank, np.count_nonzero(overlap, axis=1), np.full(count, count), np.count_nonzero(within, axis=1),
        best_within,
    ]).astype(np.float32)  # fmt: skip


def _best(scores: npt.NDArray[np.float64], among: npt.NDArray[np.bool_], floor: float) -> npt.NDArray[np.float64]:
    """For each row of ``among`` the best score of those it marks; ``floor`` where it marks none."""
    if not len(scores):
        return scores
    order = np.argsort(-scores)
    marked = among[:, order]
    first = marked.argmax(axis=1)
    found: npt.NDArray[np.float64] = np.where(marked[np.arange(len(order)), first], scores[order][first], floor)
    return found
