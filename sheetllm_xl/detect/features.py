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
    known: dict[tuple[int, int, int], tuple[float, ...]] = {}  # boxes of one span and rows differ in columns alone
    rows = []
    for proposal in found:
        key = (id(proposal.span), proposal.box[0], proposal.box[2])
        if key not in known:
            known[key] = _chances_of(proposal)
        rows.append(known[key])
    return np.array(rows, np.float32).reshape(-1, len(_CHANCE))


def _chances_of(proposal: Proposal) -> tuple[float, ...]:
    top, _, bottom, _ = proposal.box
    tops, bottoms = proposal.span.tops, proposal.span.bottoms
    near = max(top - 6, 0)
    return (
        tops[top], bottoms[bottom], max(proposal.score, -20.0),
        tops[top + 1 : bottom + 1].sum(), bottoms[top:bottom].sum(),
        tops[near:top].sum(), bottoms[bottom + 1 : bottom + 7].sum(),
        tops[near : top + 7].max(), bottoms[max(bottom - 6, 0) : bottom + 7].max(),
        tops[top + 1 : bottom + 1].max(initial=0), bottoms[top:bottom].max(initial=0),
    )  # fmt: skip


def _shape(grid: Canvas, found: Sequence[Proposal], boxes: Ints) -> Floats:
    filled = [INDEX["filled"]]
    top, left, bottom, right = boxes.T
    inside = grid.counts(top, left, bottom + 1, right + 1, filled)[0]
    columns = grid.counts(np.zeros_like(top), left, np.full_like(top, grid.shape[0]), right + 1, filled)[0]
    total = grid.sums[INDEX["filled"], -1, -1]
    span = np.array([proposal.span.right - proposal.span.left + 1 for proposal in found])
    empties = np.array([_empties(grid, proposal.box) for proposal in found]).reshape(-1, 4)
    return np.column_stack([
        bottom - top + 1, right - left + 1, inside / max(total, 1), inside / np.maximum(columns, 1),
        (right - left + 1) / span,
        empties, top, grid.shape[0] - 1 - bottom, left, grid.shape[1] - 1 - right,
    ]).astype(np.float32)  # fmt: skip


def _empties(grid: Canvas, box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    top, left, bottom, right = box
    sums = grid.sums[INDEX["filled"]]
    found: list[int] = []
    down = sums[top : bottom + 2, right + 1] - sums[top : bottom + 2, left]
    across = sums[bottom + 1, left : right + 2] - sums[top, left : right + 2]
    for counts in (down, across):
        at = (counts[1:] != counts[:-1]).nonzero()[0]
        empty = len(counts) - 1 - len(at)
        found += [empty, int((at[1:] - at[:-1]).max(initial=1)) - 1 if empty else 0]
    return found[0], found[1], found[2], found[3]


def _repeats(grid: Canvas, boxes: Ints) -> Floats:
    """How often a box's header comes again inside it (two tables taken for one) and outside it (its sisters)."""
    rows = []
    down, across = grid.prints, grid.turned.prints
    words = grid.sums[INDEX["words"]] + grid.sums[INDEX["year"]]
    for top, left, bottom, right in boxes.tolist():
        prints = down[:, right + 1] - down[:, left]
        inside = prints[top : bottom + 1]
        labels = [
            words[r + 1, right + 1] - words[r, right + 1] - words[r + 1, left] + words[r, left]
            for r in (top, min(top + 1, bottom))
        ]
        first = int((inside[1:] == inside[0]).sum()) if labels[0] > 1 else 0
        second = int((inside[2:] == inside[1]).sum()) if labels[1] > 1 and len(inside) > 1 else 0
        outside = int((prints == prints[top]).sum()) - 1 - first if labels[0] > 1 else 0
        column = grid.codes[top : bottom + 1, left][grid.planes[INDEX["words"], top : bottom + 1, left] != 0]
        repeated = 1 - len(set(column.tolist())) / max(len(column), 1)
        sides = across[left : right + 1, bottom + 1] - across[left : right + 1, top]
        beside = int((sides[1:] == sides[0]).sum()) if len(column) > 1 else 0
        rows.append((first, second, outside, repeated, beside))
    return np.array(rows, np.float32).reshape(-1, len(_REPEATS))


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
