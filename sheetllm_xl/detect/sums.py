"""Sums: lines of numbers that are totals by arithmetic alone, whatever they are called and with no formula to say so.

A line whose numbers are the sums of lines next to it may be so by chance. A number of n units meets a sum within w
units by chance once in n/w times, so each column that agrees speaks for the sum with log2(n/w) bits, columns in one
proportion as one. Against it speak the runs that were tried (log2 of how many), the lines that might as well have been
totals (log2 of how many look alike) and each column that does not agree (3 bits: which ones do was not foretold). What
sets the line apart from its parts (looks, indent, a label left out, their common name in its own) is worth 6 bits each,
a word for a total 8, or 12 where the run begins where a reader would begin it. 12 bits are enough: one false total in
four thousand tables.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .figures import Figures, Flags, Floats, Places

_ENOUGH = 12.0
_APART = 6.0
_WORD = 8.0
_AMISS = 3.0
_MANY, _LAST = 3, 10.0  # lines, and the bits for a last line that is the sum of all before it, if they are so many
_COARSEST = 50  # of which a sum may be one off for rounding
_EXACT = 1e-9
_ROUNDS = 4  # of totals of totals
_LEVELS = 6  # of indents
_FEW = 40_000  # lines squared times columns: so many are all tried at once
_PROPOSING = 8  # columns that propose runs
_MATCHES = 2  # runs nearest to a line, and furthest, that a column may propose
_COARSE_UNITS = 6.0  # a sum of rounded numbers may be off by, in a proposal

Hinted = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Sum:
    """A ``line`` that sums up others; ``by_looks``: whether what sets it apart had to speak for it."""

    line: int
    parts: tuple[int, ...]
    bits: float
    by_looks: bool = False

    def repeats(self, other: Sum) -> bool:
        """Whether one of two sums counts the other's total beside its parts: so one of them is chance."""
        return self.line != other.line and (self._counts(other) or other._counts(self))

    def _counts(self, other: Sum) -> bool:
        mine = set(self.parts)
        return other.line in mine and not mine.isdisjoint(other.parts)


def summing(figures: Figures, known: Mapping[int, frozenset[int]], hinted: Hinted) -> dict[int, frozenset[int]]:
    """The lines whose numbers are sums of at least two lines next to them, each with those lines.

    Args:
        figures: the numbers; lines are counted from 0.
        known: totals that are known otherwise, with their parts.
        hinted: whether a line is called a total.

    Returns:
        Totals that the numbers prove, without the known ones.
    """
    found: dict[int, Sum] = {}
    if not figures.values.size:
        return {}
    for turn in range(_ROUNDS):
        totals = {**known, **{line: frozenset(one.parts) for line, one in found.items()}}
        fresh: dict[int, Sum] = {}
        for orders in _orders(figures, totals, turn):
            sums = list(_Search(figures, orders, totals, hinted).proven()) if orders else []
            surest = {one.line: one for one in sorted(sums, key=lambda one: one.bits) if one.line not in totals}
            fresh = surest | fresh
        fresh = _without_odd(figures, _agreed(fresh.values(), found.values()), totals)
        if not fresh:
            break
        found |= fresh
    return {line: frozenset(one.parts) for line, one in found.items()}


def _orders(figures: Figures, totals: Mapping[int, frozenset[int]], turn: int) -> Iterator[list[Places]]:
    """Lines in the orders in which a total may follow its parts or come before them, the likeliest ones first.

    All lines, and those of each level of indents with the levels above; then the lines that no total sums up, and those
    that are no totals.
    """
    lines = np.arange(len(figures.numbers))
    if not turn:
        levels = np.unique(figures.indents)[:-1][:_LEVELS]
        yield [*_both_ways(lines), *(way for level in levels for way in _both_ways(lines[figures.indents <= level]))]
    if totals:
        yield _both_ways(lines[~np.isin(lines, list(frozenset[int]().union(*totals.values())))])
        yield _both_ways(lines[~np.isin(lines, list(totals))])


@lru_cache(maxsize=16)
def _runs(count: int) -> Flags:
    """Which starts (down) and ends (across) among so many lines make a run of two and more."""
    found: Flags = np.triu(np.ones((count, count), bool), 2)
    return found


def _both_ways(order: Places) -> list[Places]:
    return [order, order[::-1]] if len(order) > 2 else []


def _agreed(fresh: Iterable[Sum], found: Iterable[Sum]) -> dict[int, Sum]:
    """The surest of sums that cannot all be."""
    kept = list(found)
    taken = {}
    for one in sorted(fresh, key=lambda one: (-one.bits, -len(one.parts))):
        if not any(one.repeats(other) for other in kept):
            kept.append(one)
            taken[one.line] = one
    return taken


def _without_odd(figures: Figures, found: dict[int, Sum], totals: Iterable[int]) -> dict[int, Sum]:
    """Without those that only their looks make totals, where most lines that look so are none."""
    if not any(one.by_looks for one in found.values()):
        return found
    alike = np.bincount(figures.kinds[[*{*found, *totals}]], minlength=len(figures.numbers))
    odd = 2 * alike[figures.kinds] < figures.alike
    return {line: one for line, one in found.items() if not (one.by_looks and odd[line])}


class _Search:
    """Runs before each line, in some orders of lines, one after the other, and which of them it sums up."""

    def __init__(
        self, figures: Figures, orders: Sequence[Places], totals: Mapping[int, frozenset[int]], hinted: Hinted
    ) -> None:
        self.figures, self.hinted = figures, hinted
        ends = np.cumsum([len(order) for order in orders]).tolist()
        self.spans = [slice(end - len(order), end) for order, end in zip(orders, ends, strict=True)]
        self.order = np.concatenate(orders)
        self.first = np.repeat([span.start for span in self.spans], [len(order) for order in orders])
        self.values = figures.values[self.order]
        self.sums: Floats = np.zeros_like(self.values)  # of the lines before each, in its order
        for span in self.spans:
            np.cumsum(self.values[span][:-1], axis=0, out=self.sums[span][1:])
        self.exact: Floats = _EXACT * np.abs(self.values) + 1e-12 * np.abs(self.sums)
        self.begins = self._begins(totals)

    def _begins(self, totals: Mapping[int, frozenset[int]]) -> Flags:
        """Whether a reader would begin a run at each place of an order: at its start, after a gap or a total."""
        is_total = np.zeros(len(self.figures.numbers), bool)
        is_total[list(totals)] = True
        begins = np.zeros(len(self.order), bool)
        begins[1:] = is_total[self.order[:-1]]
        for span in self.spans:
            order, upwards = self.order[span], int(self.order[span.start] > self.order[span.stop - 1])
            begins[span][upwards:] |= self.figures.after_gap[order[: len(order) - upwards]]
            begins[span.start] = True
        return begins

    def _needed(self, at: Places) -> Floats:
        """The bits that the numbers of lines ``at`` must bring, where runs begin well and all else speaks for them.

        A word for a total makes good for the lines that look alike, so that it counts twice where there is text.
        """
        figures = self.figures
        most = _APART * figures.most_apart
        unnamed = _ENOUGH + np.log2(figures.alike[self.order[at]]) - most
        return np.minimum(unnamed, _ENOUGH - most - _ENOUGH) if figures.worded.any() else unnamed

    def proven(self) -> Iterator[Sum]:
        """The sums that chance does not explain."""
        ends, starts = self._pairs()
        if not len(ends):
            return
        filled = np.zeros(self.values.shape, np.int32)
        np.cumsum(self.values[:-1] != 0, axis=0, out=filled[1:])
        mine = self.values[ends]
        off = np.abs(self.sums[ends] - self.sums[starts] - mine)
        counted = (mine != 0) & (filled[ends] - filled[starts] > 1)
        agree = counted & (off <= np.maximum(self.exact[ends], self._rounded(ends, starts)))
        agreeing, most = agree.sum(axis=1), counted.sum(axis=1)
        some = np.flatnonzero((agreeing > 0) & (2 * agreeing >= most))
        if not len(some):
            return
        ends, starts, agree, amiss = ends[some], starts[some], agree[some], (most - agreeing)[some]
        mine, units = np.abs(mine[some]), self.figures.units
        widths = np.where(off[some] <= self.exact[ends], units, np.maximum(2 * self._rounded(ends, starts), units))
        bits = np.where(agree, np.log2(1 + mine / widths), 0)
        brought = bits.sum(axis=1) - _AMISS * amiss
        tried = np.where(self.begins[starts], 0, np.log2(ends - self.first[ends]) - (_ENOUGH - _WORD))
        hopeful = (brought > 0) & (brought - tried >= self._needed(ends))
        for i in np.flatnonzero(hopeful).tolist():
            one = self._weighed(int(ends[i]), int(starts[i]), agree[i], bits[i], int(amiss[i]))
            if one is not None:
                yield one

    def _rounded(self, ends: Places, starts: Places) -> Floats:
        """By how much sums may be off for the rounding of their addends: (run, column)."""
        addends = (ends - starts)[:, None] + 1
        most = self.figures.units * np.minimum(addends / 2, np.sqrt(addends))
        off: Floats = np.minimum(most, np.abs(self.values[ends]) / _COARSEST)
        return off

    def _pairs(self) -> tuple[Places, Places]:
        """Ends and starts of the runs to try: all that are near in a column where there are few, else the proposed."""
        found = [
            self._near(s) if self.values[s].size * (s.stop - s.start) <= _FEW else self._coded(s) for s in self.spans
        ]
        ends, starts = zip(*found, strict=True)
        return np.concatenate(ends), np.concatenate(starts)

    def _coded(self, span: slice) -> tuple[Places, Places]:
        """Ends and starts of the runs of an order that its columns propose, and of those that begin well."""
        order, begins = self.order[span], self.begins[span]
        count = len(order)
        every = np.arange(count)
        hopeful = self.figures.bits[order].sum(axis=1) >= self._needed(every + span.start)
        if not hopeful.any():
            return np.zeros(0, np.intp), np.zeros(0, np.intp)
        codes = [self._proposed(span, col, hopeful) for col in self._telling()]
        last = np.maximum.accumulate(np.where(begins, every, 0))  # the latest place to begin before each
        before = np.where(last > 0, last[np.maximum(last - 1, 0)], 0)
        for starts in (last, before, np.zeros(count, np.intp)):
            good = hopeful & (starts <= every - 2)
            codes.append(every[good] * (count + 1) + starts[good])
        found = np.sort(np.concatenate(codes))
        found = found[np.diff(found, prepend=-1) != 0]
        return found // (count + 1) + span.start, found % (count + 1) + span.start

    def _near(self, span: slice) -> tuple[Places, Places]:
        """Ends and starts of the runs of an order that come near the number of the line at their end in any column."""
        values, sums = self.values[span], self.sums[span]
        sizes = np.abs(values)
        most_off = np.where(sizes > 0, np.maximum(2 * self.exact[span], sizes / _COARSEST), -1)
        off = np.abs(sums.T[:, :, None] - (sums - values).T[:, None])
        starts, ends = ((off <= most_off.T[:, None]).any(axis=0) & _runs(len(values))).nonzero()
        return ends + span.start, starts + span.start

    def _telling(self) -> list[int]:
        """The columns that say most."""
        bits = self.figures.bits.sum(axis=0)
        telling: list[int] = np.argsort(-bits, kind="stable")[:_PROPOSING].tolist()
        return telling

    def _proposed(self, span: slice, col: int, hopeful: Flags) -> Places:
        """Runs of an order whose sum is about the number of the line at their end, coded as ends and starts in one."""
        values, sums = self.values[span, col], self.sums[span, col]
        count = len(sums)
        ends = np.flatnonzero(hopeful & (values != 0))
        by_size = np.argsort(sums, kind="stable") if (sums[1:] < sums[:-1]).any() else np.arange(count)
        sizes = sums[by_size]
        mine, exact = values[ends], 2 * self.exact[span, col][ends]
        slack = np.maximum(np.minimum(np.abs(mine) / _COARSEST, self.figures.units[col] * _COARSE_UNITS), exact)
        low = np.searchsorted(sizes, sums[ends] - mine - slack, "left")
        high = np.searchsorted(sizes, sums[ends] - mine + slack, "right")
        codes = []
        for at in (*(low + i for i in range(_MATCHES)), *(high - 1 - i for i in range(_MATCHES))):
            inside = (at >= low) & (at < high)
            starts = by_size[at[inside]]
            good = starts <= ends[inside] - 2
            codes.append(ends[inside][good] * (count + 1) + starts[good])
        return np.concatenate(codes)

    def _weighed(self, end: int, start: int, agree: Flags, bits: Floats, amiss: int) -> Sum | None:
        """The sum, where enough speaks for it."""
        figures, line = self.figures, int(self.order[end])
        parts = tuple(self.order[start:end].tolist())
        surest: dict[bytes, float] = {}  # of columns in one proportion
        for col in np.flatnonzero(agree).tolist():
            shares = (self.values[start:end, col] / self.values[end, col]).round(4).tobytes()
            surest[shares] = max(surest.get(shares, 0.0), float(bits[col]))
        found = sum(surest.values()) - _AMISS * amiss
        begins, bonus = bool(self.begins[start]), 0.0
        if self.hinted(line):
            bonus = _ENOUGH if begins else _WORD
        before = end - int(self.first[end])
        if len(parts) == before == len(figures.numbers) - 1 and len(parts) >= _MANY and not amiss:
            bonus = max(bonus, _LAST)
        found -= 0.0 if begins else math.log2(before)
        found += bonus - (0.0 if bonus else math.log2(figures.alike[line]))
        apart, named = figures.apart(line, parts)
        if found + _APART * named >= _ENOUGH:
            return Sum(line, parts, found + _APART * apart)
        if apart and found + _APART * apart >= _ENOUGH:
            return Sum(line, parts, found + _APART * apart, True)
        return None
