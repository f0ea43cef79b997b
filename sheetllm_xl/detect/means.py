"""Means: lines whose numbers are the averages of all the lines before them, or of those since a gap."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from .figures import Figures

_ENOUGH = 24.0  # bits: twice what a sum needs, for a mean is written with many digits
_LEAST = 3  # lines that a mean is taken of
_MOST_DIGITS = 1e-9


def averaging(figures: Figures, totals: Collection[int]) -> dict[int, frozenset[int]]:
    """The lines that are means of plain lines before them; ``totals`` are left out of what they are the means of.

    Each number is compared to its last digit; one of a column that spreads over n units meets a mean by chance once in
    n times. That equal numbers are their own mean says nothing.
    """
    plain = np.array([line for line in range(len(figures.numbers)) if line not in totals], np.intp)
    if len(plain) <= _LEAST:
        return {}
    values, gaps = figures.values[plain], figures.after_gap[plain]
    sums = np.concatenate([np.zeros((1, values.shape[1])), values.cumsum(axis=0)])
    counts = np.concatenate([np.zeros((1, values.shape[1])), (values != 0).cumsum(axis=0)])
    changes = np.concatenate([np.zeros((2, values.shape[1])), (np.diff(values, axis=0) != 0).cumsum(axis=0)])
    spread = values.std(axis=0)
    every = np.arange(len(plain))
    since = np.maximum.accumulate(np.where(gaps, every, 0))
    before = np.where(since == every, np.concatenate([[0], since[:-1]]), since)  # a mean may stand apart from its lines
    found: dict[int, frozenset[int]] = {}
    for starts in (np.zeros_like(every), before):
        sizes = counts[:-1] - counts[starts]
        means = (sums[:-1] - sums[starts]) / np.maximum(sizes, 1)
        unit = np.maximum(figures.units, _MOST_DIGITS * np.abs(values))
        counted = (values != 0) & (sizes >= _LEAST) & (changes[:-1] > changes[np.minimum(starts + 1, every)])
        agree = counted & (np.abs(means - values) <= unit / 2)
        bits = np.where(agree, np.log2(1 + spread / unit), 0).sum(axis=1) - np.log2(len(plain))
        sure = (bits >= _ENOUGH) & (2 * agree.sum(axis=1) > counted.sum(axis=1)) & (agree.sum(axis=1) > 0)
        for at in np.flatnonzero(sure).tolist():
            found.setdefault(int(plain[at]), frozenset(plain[starts[at] : at].tolist()))
    return found
