"""What the detector learns from: samples of rows and of boxes, and the fitting of trees to them (scikit-learn)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from sheetllm_xl.detect.blocks import Box, blocks
from sheetllm_xl.detect.canvas import Canvas
from sheetllm_xl.detect.lines import line_features
from sheetllm_xl.detect.proposals import Proposal, column_spans
from sheetllm_xl.detect.trees import Trees

from .labelled import Example

SPANS, LINES, BOXES = 3, 24, 90  # the most taken of a sheet: column spans, rows of a span, boxes


def grid_boxes(grid: Canvas, example: Example) -> list[Box]:
    """The labelled tables as boxes of the grid; one whose edge the canvas left out is left out."""
    found = []
    for area in example.tables:
        at = [np.flatnonzero(lines == edge) for lines, edge in zip((grid.rows, grid.cols) * 2, area.edges, strict=True)]
        if all(len(one) for one in at):
            found.append((int(at[0][0]), int(at[1][0]), int(at[2][0]), int(at[3][0])))
    return found


def line_sample(grid: Canvas, truth: Sequence[Box], rng: np.random.Generator, most: int) -> tuple[np.ndarray, ...]:
    """Rows of the largest column spans: features, whether a table starts and ends there (row, 2), weights."""
    parts = []
    taken = column_spans(blocks(grid))[:SPANS]
    for left, right in taken:
        at, features = line_features(grid, left, right)
        y = np.zeros((len(grid.rows), 2), bool)
        near = np.zeros(len(grid.rows), bool)
        for top, first, bottom, last in truth:
            if min(right, last) - max(left, first) + 1 >= 0.5 * min(right - left + 1, last - first + 1):
                y[top, 0] = y[bottom, 1] = True
                for edge in (top, bottom):
                    near[max(0, edge - 8) : edge + 9] = True
        near, y = near[at], y[at]
        apart = np.diff(at, prepend=-9, append=at[-1:] + 9) > 1
        near |= apart[:-1] | apart[1:] | (rng.random(len(at)) < 25 / len(grid.rows))
        keep = y.any(axis=1) | (near & (rng.random(len(at)) < most / max(near.sum(), 1)))
        parts.append((features[keep], y[keep], np.full(keep.sum(), len(taken) ** -0.5)))
    return tuple(np.concatenate(part) for part in zip(*parts, strict=True))


def box_sample(
    found: Sequence[Proposal], features: np.ndarray, truth: Sequence[Box], example: Example, rng: np.random.Generator
) -> tuple[np.ndarray, ...]:
    """The likeliest proposals and some of the others: features, whether all edges are right, weights."""
    y = np.array([proposal.box in truth for proposal in found], bool)
    keep = np.ones(len(found), bool)
    if not example.complete:  # what nobody labelled may be a table all the same
        keep = np.array([any(_touch(proposal.box, box) for box in truth) for proposal in found], bool)
    if len(found) > BOXES:
        some = y | (rng.random(len(found)) < 0.45 * BOXES / len(found))
        some[np.argsort([-proposal.score for proposal in found], kind="stable")[: int(0.55 * BOXES)]] = True
        keep &= some
    weight = (0.6 if example.made else 1.0) * (max(len(truth), 1) / max(keep.sum(), 1)) ** 0.5
    return features[keep], y[keep], np.full(keep.sum(), weight)


def _touch(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and a[2] >= b[0] and a[1] <= b[3] and a[3] >= b[1]


def muted(x: np.ndarray, names: Sequence[str], keep: Callable[[str], bool]) -> np.ndarray:
    """The features, those not kept set to 0."""
    dropped = [i for i, name in enumerate(names) if not keep(name)]
    if dropped:
        x = x.copy()
        x[:, dropped] = 0
    return x


def fit(x: np.ndarray, y: np.ndarray, weights: np.ndarray, **settings: int) -> Trees:
    """Boosted trees for a yes-or-no question, in the form the package evaluates."""
    fitted = HistGradientBoostingClassifier(
        learning_rate=0.12, max_depth=6, min_samples_leaf=20, l2_regularization=5.0, max_features=0.3, max_bins=63,
        early_stopping=False, random_state=0, **settings,
    ).fit(x, y, sample_weight=weights)  # fmt: skip
    trees = [_rows(predictors[0].nodes) for predictors in fitted._predictors]
    return Trees.of(round(float(np.ravel(fitted._baseline_prediction)[0]), 4), trees)


def _rows(nodes: np.ndarray) -> list[list[float]]:
    return [
        [round(float(n["value"]), 4)]
        if n["is_leaf"]
        else [int(n["feature_idx"]), round(float(n["num_threshold"]), 4), int(n["left"]), int(n["right"])]
        for n in nodes
    ]


def dumped(trees: Trees) -> dict[str, object]:
    """Trees as JSON holds them."""
    ends = [*trees.roots[1:].tolist(), len(trees.feature)]
    rows = []
    for first, end in zip(trees.roots.tolist(), ends, strict=True):
        tree = []
        for n in range(first, end):
            left = int(trees.left[n])
            leaf = [round(float(trees.value[n]), 4)]
            tree.append(
                leaf
                if left == n
                else [int(trees.feature[n]), round(float(trees.threshold[n]), 4), left - first, left + 1 - first]
            )
        rows.append(tree)
    return {"start": trees.start, "trees": rows}
