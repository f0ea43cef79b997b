"""Tables that were taken for one: a chosen box is parted where its header stands again, or another after a gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from .blocks import Box, runs, trimmed
from .canvas import INDEX, Canvas, Ints
from .joining import joined

_LEAST = 2  # rows of a part
_MOST = 40  # parts; more are records
_FIRST = 3  # rows of a box among which its header is looked for
_LOOKS = ("bold", "fill")
_FEWEST = 2  # texts, of which a header has more: a row of one answer again and again is none
_GAP = 2  # empty rows after which a header begins a table of its own
_LIKE = 0.8  # of a header's labels, that a header of other words has at least

Flags = npt.NDArray[np.bool_]

PARTED = 0.8
"""The chance that a part's edges are right, cross-validated and with a margin, since few boxes are parted: what is
printed by tests/bench/detection."""


def split(grid: Canvas, boxes: Sequence[Box]) -> list[list[Box]]:
    """The tables in each of the chosen boxes, with the columns that belong to it beside it."""
    wide = list(boxes)
    for n, box in enumerate(wide):  # one after the other: no column goes to two
        wide[n] = joined(grid, box, wide[:n] + wide[n + 1 :])
    return [parted(grid, box) for box in wide]


def parted(grid: Canvas, box: Box) -> list[Box]:
    """The box, or the tables in it: those side by side, then of each those below each other."""
    below = [part for one in _beside(grid, box) for piece in _below(grid, one) for part in _at_gaps(grid, piece)]
    return [part for one in below for part in (_beside(grid, one) if len(below) > 1 else [one])]


def _beside(grid: Canvas, box: Box) -> list[Box]:
    """The tables that an empty column parts and whose headers are alike, label by label.

    Columns that share the names of their rows stand under a header of another layout: they stay one table.
    """
    top, left, bottom, right = box
    filled = (grid.planes[INDEX["filled"], top : bottom + 1, left : right + 1] != 0).any(axis=0)
    if filled.all() or bottom - top + 1 < _LEAST:
        return [box]
    for row in range(top, min(top + _FIRST, bottom)):
        codes = _texts(grid, (row, left, row, right))[0]
        first = int((codes != 0).argmax())
        starts = np.flatnonzero((codes == codes[first]) & (codes != 0)) - first
        if len(starts) < 2 or np.diff(starts).min() <= first or filled[starts[1:] - 1].any() or _mixed(codes, starts):
            continue
        ends = [*(starts[1:] - 1), right - left]
        parts = [
            _below_banner(grid, part, row)
            for start, last in zip(starts, ends, strict=True)
            if (part := trimmed(grid, (top, left + int(start), bottom, left + int(last))))
        ]
        if all(part[2] - part[0] + 1 >= _LEAST for part in parts):
            return parts
    return [box]


def _texts(grid: Canvas, box: Box) -> npt.NDArray[np.int64]:
    """What each cell of a box is called: equal for equal texts and years, 0 for anything else."""
    top, left, bottom, right = box
    rows, columns = slice(top, bottom + 1), slice(left, right + 1)
    named = grid.labels[rows, columns] | (grid.planes[INDEX["datum"], rows, columns] != 0)
    return np.asarray(np.where(named, grid.codes[rows, columns], 0), np.int64)


def _mixed(codes: npt.NDArray[np.int64], starts: Ints) -> bool:
    """Whether the labels from each of ``starts`` on stand in other places, or are others, or are fewer than two."""
    first, *others = (part[: np.flatnonzero(part)[-1] + 1] for part in np.split(codes, starts[1:]))
    count = np.count_nonzero(first)
    alike = all(
        len(other) == len(first)
        and ((other != 0) == (first != 0)).all()
        and np.count_nonzero((other == first) & (first != 0)) >= _LIKE * count
        for other in others
    )
    return bool(count < 2 or not alike)


def _below_banner(grid: Canvas, box: Box, row: int) -> Box:
    """The box without what stands over its header ``row`` where that is one cell in its first column: its title."""
    top, left, bottom, right = box
    over = (grid.planes[INDEX["filled"], top:row, left : right + 1] != 0).any(axis=0)
    return (row, left, bottom, right) if over[0] and np.count_nonzero(over) == 1 else box


def _below(grid: Canvas, box: Box) -> list[Box]:
    """The tables that begin where the header of the first comes again, by its labels or by its look.

    A row over the header belongs to each table when each has one; else it is a title of the first.
    """
    top, left, bottom, right = box
    headers = max(_headers(grid, box), key=len, default=[])
    if len(headers) < 2:
        return [box]
    values = grid.planes[:, top : bottom + 1, left : right + 1]
    valued: Flags = np.asarray(_values(values).any(axis=1))
    filled: Flags = np.asarray((values[INDEX["filled"]] != 0).any(axis=1))
    lead = headers[0]
    if any(valued[at - lead : at].any() or not filled[at - lead : at].all() for at in headers):
        lead = 0
    starts = [at - lead for at in headers]
    ends = [at - 1 for at in starts[1:]] + [bottom - top]
    parts = []
    for first, last in zip(starts, ends, strict=True):
        last = first + int(np.flatnonzero(valued[first : last + 1])[-1])  # words alone at its end are notes, or titles
        part = trimmed(grid, (top + first, left, top + last, right))
        if part is None or part[2] - part[0] + 1 < _LEAST:
            return [box]
        parts.append(part)
    return parts


def _at_gaps(grid: Canvas, box: Box) -> list[Box]:
    """The tables that empty rows part, where each has a header of its own; a line of one cell over it is its title."""
    top, left, bottom, right = box
    filled = (grid.planes[INDEX["filled"], top : bottom + 1, left : right + 1] != 0).any(axis=1)
    parts: list[Box] = []
    for first, last in runs(filled, _GAP):
        part = trimmed(grid, (top + first, left, top + last, right))
        while parts and part and _is_title(grid, part):
            part = trimmed(grid, (part[0] + 1, left, part[2], right))
        if part is None or not _is_headed(grid, part):
            return [box]
        parts.append(part)
    return parts if len(parts) > 1 else [box]


def _is_title(grid: Canvas, box: Box) -> bool:
    top, left, bottom, right = box
    alone = np.count_nonzero(grid.planes[INDEX["filled"], top, left : right + 1]) == 1
    return alone and right > left and bottom - top + 1 > _LEAST


def _is_headed(grid: Canvas, box: Box) -> bool:
    """Whether the first row of a box is of names alone, over half of its columns, and there are values below it."""
    top, left, bottom, right = box
    planes = grid.planes[:, top : bottom + 1, left : right + 1]
    filled, named = planes[INDEX["filled"]] != 0, _texts(grid, (top, left, top, right))[0] != 0
    names, columns = np.count_nonzero(named), np.count_nonzero(filled.any(axis=0))
    return bool(names >= max(2, columns / 2) and (named | ~filled[0]).all() and _values(planes[:, 1:]).any())


def _values(planes: npt.NDArray[np.uint8]) -> Flags:
    numbers = planes[INDEX["number"]] & ~planes[INDEX["year"]] & 1
    return np.asarray(numbers | planes[INDEX["datum"]] | planes[INDEX["date"]], bool)


def _headers(grid: Canvas, box: Box) -> Iterator[list[int]]:
    """Rows of a box at which tables may begin: a first header, of texts alone and nearly as wide as the box, and those
    with its texts, but for the first, which may name the table; or those in a look that sets it apart and that no other
    row of several cells has."""
    top, left, bottom, right = box
    planes = grid.planes[:, top : bottom + 1, left : right + 1]
    filled: Flags = np.asarray(planes[INDEX["filled"]], bool)
    values, texts = _values(planes), _texts(grid, box)
    count, named = filled.sum(axis=1), (texts != 0) | ~filled
    wide = (count >= max(2, 0.6 * filled.any(axis=0).sum())) & named.all(axis=1)
    for row in np.flatnonzero(wide[:_FIRST]).tolist():
        same = (texts[:, 1:] == texts[row, 1:]).all(axis=1) & (len(set(texts[row].tolist()) - {0}) > _FEWEST)
        starts = [np.flatnonzero(same & wide)]
        for name in _LOOKS:
            looks = np.flatnonzero((((planes[INDEX[name]] != 0) & filled).sum(axis=1) >= count) & (count > 1))
            if (
                row in looks
                and (named[looks].mean(axis=1) >= _LIKE).all()
                and (count[looks] >= _LIKE * count[row]).all()
            ):
                starts.append(looks)
        for at in starts:
            ends = np.append(at[1:], len(count))
            apart = len(at) > 0 and at[0] == row and len(at) <= _MOST and (ends - at).min() >= _LEAST
            if apart and all(values[first + 1 : end].any() for first, end in zip(at, ends, strict=True)):
                yield at.tolist()
