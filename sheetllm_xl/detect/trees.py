"""Boosted trees, read from text and evaluated with numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_CHUNK = 4096  # rows at once: bounds the memory of an evaluation to some 20 MB
Tree = Sequence[Sequence[float]]
"""A tree as rows ``[feature, threshold, left, right]`` or ``[value]`` for a leaf; the root is the first."""


@dataclass(frozen=True, eq=False)
class Trees:
    """A sum of regression trees on the log-odds scale. A row goes left where ``x[feature] <= threshold``."""

    start: float
    feature: npt.NDArray[np.intp]
    threshold: npt.NDArray[np.float32]
    left: npt.NDArray[np.intp]  # the right child is the next node; a leaf is its own left child, and above no threshold
    value: npt.NDArray[np.float64]
    roots: npt.NDArray[np.intp]
    depth: int

    @classmethod
    def of(cls, start: float, trees: Sequence[Tree]) -> Trees:
        """Trees from their rows."""
        roots: list[int] = []
        nodes: list[tuple[int, float, int, float]] = []
        for tree in trees:
            roots.append(len(nodes))
            nodes += _numbered(tree, len(nodes))
        feature, threshold, left, value = zip(*nodes, strict=True)
        return cls(
            start,
            np.array(feature, np.intp),
            np.array(threshold, np.float32),
            np.array(left, np.intp),
            np.array(value),
            np.array(roots, np.intp),
            max(map(_depth, trees)),
        )

    def log_odds(self, x: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """(rows, features) -> (rows,)."""
        found = np.full(len(x), self.start)
        for first in range(0, len(x), _CHUNK):
            part = x[first : first + _CHUNK]
            rows = np.arange(len(part))[:, None] * part.shape[1]
            flat = np.ascontiguousarray(part).ravel()
            node = self.left[self.roots] + (part[:, self.feature[self.roots]] > self.threshold[self.roots])
            for _ in range(self.depth - 1):
                right = flat.take(rows + self.feature.take(node)) > self.threshold.take(node)
                node = self.left.take(node) + right
            found[first : first + _CHUNK] += self.value.take(node).sum(axis=1)
        return found

    def chance(self, x: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """(rows, features) -> probabilities (rows,)."""
        return 1 / (1 + np.exp(-self.log_odds(x)))


def _numbered(tree: Tree, base: int) -> list[tuple[int, float, int, float]]:
    """(feature, threshold, left child, value) of each node from ``base`` on, the children of a node side by side."""
    order = [0]  # of the rows of ``tree``; grows as they are looked at
    nodes: list[tuple[int, float, int, float]] = []
    for i, at in enumerate(order):
        if len(node := tree[at]) == 1:
            nodes.append((0, np.inf, base + i, node[0]))
        else:
            nodes.append((int(node[0]), node[1], base + len(order), 0.0))
            order += [int(node[2]), int(node[3])]
    return nodes


def _depth(tree: Tree) -> int:
    depths = {0: 0}
    for i, node in enumerate(tree):
        if len(node) > 1:
            depths[int(node[2])] = depths[int(node[3])] = depths[i] + 1
    return max(depths.values())
