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
    children: npt.NDArray[np.intp]  # (node, 2); a leaf is its own child
    value: npt.NDArray[np.float64]
    roots: npt.NDArray[np.intp]
    depth: int

    @classmethod
    def of(cls, start: float, trees: Sequence[Tree]) -> Trees:
        """Trees from their rows."""
        roots: list[int] = []
        feature: list[int] = []
        threshold: list[float] = []
        children: list[tuple[int, int]] = []
        value: list[float] = []
        depth = 0
        for tree in trees:
            base = len(feature)
            roots.append(base)
            depth = max(depth, _depth(tree))
            for i, node in enumerate(tree):
                leaf = len(node) == 1
                feature.append(0 if leaf else int(node[0]))
                threshold.append(0.0 if leaf else node[1])
                children.append((base + i,) * 2 if leaf else (base + int(node[2]), base + int(node[3])))
                value.append(node[0] if leaf else 0.0)
        return cls(
            start,
            np.array(feature, np.intp),
            np.array(threshold, np.float32),
            np.array(children, np.intp).reshape(-1, 2),
            np.array(value),
            np.array(roots, np.intp),
            depth,
        )

    def log_odds(self, x: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """(rows, features) -> (rows,)."""
        found = np.full(len(x), self.start)
        for first in range(0, len(x), _CHUNK):
            part = x[first : first + _CHUNK]
            rows = np.arange(len(part))[:, None] * part.shape[1]
            flat = np.ascontiguousarray(part).ravel()
            node = np.broadcast_to(self.roots, (len(part), len(self.roots)))
            for _ in range(self.depth):
                right = flat.take(rows + self.feature.take(node)) > self.threshold.take(node)
                node = self.children.ravel().take(2 * node + right)
            found[first : first + _CHUNK] += self.value.take(node).sum(axis=1)
        return found

    def chance(self, x: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """(rows, features) -> probabilities (rows,)."""
        return 1 / (1 + np.exp(-self.log_odds(x)))


def _depth(tree: Tree) -> int:
    depths = {0: 0}
    for i, node in enumerate(tree):
        if len(node) > 1:
            depths[int(node[2])] = depths[int(node[3])] = depths[i] + 1
    return max(depths.values())
