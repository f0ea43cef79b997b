"""What the rows of a span of columns look like, and those around each: the evidence for a table's edges."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .canvas import INDEX, PLANES, Canvas

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]

REACH = 8  # rows looked at on either side
_EXTRA = (
    "first", "last", "first_filled", "first_words", "first_note", "first_long", "first_indent", "first_bold",
    "first_total", "longest", "first_length", "one",
)  # fmt: skip
LINE_NAMES = (*PLANES, *_EXTRA)
_HERE = (
    "filled", "words", "number", "datum", "year", "like_above", "like_left", "same_left", "note", "long",
    "total", "title", "over", "under", "before", "after", "covered", "tall", "wide", "centered", "bold", "fill",
    "formula", "unit", "indent", "first", "last", "first_filled", "first_note", "longest", "first_length",
    "one",
)  # fmt: skip
_ABOVE = (
    "filled", "words", "number", "datum", "year", "like_above", "like_left", "note", "long", "title", "bold",
    "large", "over", "under", "before", "tall", "first_note", "first_long", "longest", "first_length", "last",
    "one",
)  # fmt: skip
_BELOW = (
    "filled", "words", "number", "like_above", "like_left", "note", "long", "total", "bold", "over", "under",
    "before", "after", "first_note", "longest", "first_length",
)  # fmt: skip
_CLOSE = ("filled", "words", "number", "datum", "like_above", "longest", "first_note")
_FAR = ("filled", "words", "number", "longest")
_SHIFTED = tuple(
    (shift, [LINE_NAMES.index(name) for name in names])
    for shift, names in ((0, _HERE), (-1, _ABOVE), (1, _BELOW), (-2, _CLOSE), (2, _CLOSE), (-3, _FAR), (3, _FAR))
)
_MEANS = ("filled", "words", "number", "year", "note", "long", "over", "under", "bold", "one")
_MEAN_INDEX = [LINE_NAMES.index(name) for name in _MEANS]
_FIT = (
    "words over numbers", "head over numbers", "words under numbers", "numbers under numbers", "numbers over numbers",
    "words under words", "words over words", "aligned above", "aligned below", "covers above", "covers below",
)  # fmt: skip
_PLACE = (
    "gap -3", "gap -2", "gap -1", "gap +1", "gap +2", "gap +3", "rows above", "rows below", "width", "height",
    "alike above", "alike below",
)  # fmt: skip
_TWINS = ("twins", "twin above", "twin below", "label twins", "labels")
LINE_FEATURES = (
    *(f"{LINE_NAMES[i]}{shift:+d}" for shift, names in _SHIFTED for i in names),
    *(f"{name} {where}" for where in ("all above", "all below", "near above", "near below") for name in _MEANS),
    *_FIT,
    *_PLACE,
    *_TWINS,
)


def line_features(grid: Canvas, left: int, right: int) -> tuple[Ints, Floats]:
    """The rows with content in columns ``left`` to ``right`` (ends included), and (row, LINE_FEATURES) of them.

    Empty rows are left out of the neighbourhood (the three rows on either side, the means of what lies above and below)
    and stand in it as gaps, so that a blank line between a header and its data does not hide the one from the other.
    """
    at = np.flatnonzero(grid.planes[INDEX["filled"], :, left : right + 1].any(axis=1))
    rows = _descriptions(grid, at, left, right)
    count = len(at)
    padded = np.zeros((count + 6, rows.shape[1]), np.float32)
    padded[3:-3] = rows
    parts = [padded[3 + shift : 3 + shift + count, names] for shift, names in _SHIFTED]
    parts += _means(rows[:, _MEAN_INDEX])
    parts.append(_fit(grid, at, left, right))
    parts.append(_place(rows, at, left, right))
    parts.append(_twins(grid, at, left, right))
    return at, np.round(np.concatenate(parts, axis=1, dtype=np.float32), 3).astype(np.float32)  # short thresholds


def _descriptions(grid: Canvas, at: Ints, left: int, right: int) -> Floats:
    """Each row on its own: (row, LINE_NAMES), shares of the width mostly."""
    width = right - left + 1
    counts = np.diff(grid.sums[:, :, right + 1] - grid.sums[:, :, left], axis=1)[:, at]
    found = np.empty((len(at), len(LINE_NAMES)), np.float32)
    found[:, : len(PLANES)] = counts.T / np.float32(width)
    filled = grid.planes[INDEX["filled"], at, left : right + 1]
    first = filled.argmax(axis=1)
    extra = found[:, len(PLANES) :]
    extra[:, 0] = first / width
    extra[:, 1] = filled[:, ::-1].argmax(axis=1) / width
    extra[:, 2] = filled[:, 0]
    for i, name in enumerate(("words", "note", "long", "indent", "bold", "total"), 3):
        extra[:, i] = grid.planes[INDEX[name], at, left + first]
    extra[:, 9] = np.log1p(grid.lengths[at, left : right + 1].max(axis=1))
    extra[:, 10] = np.log1p(grid.lengths[at, left + first])
    extra[:, 11] = counts[INDEX["filled"]] == 1
    return found


def _means(rows: Floats) -> list[Floats]:
    total = np.zeros((len(rows) + 1, rows.shape[1]), np.float32)
    np.cumsum(rows, axis=0, out=total[1:])
    at = np.arange(len(rows))
    found = []
    for far in (len(rows), REACH):
        low, high = np.maximum(at - far, 0), np.minimum(at + 1 + far, len(rows))
        above = (total[at] - total[low]) / np.maximum(at - low, 1)[:, None]
        below = (total[high] - total[at + 1]) / np.maximum(high - at - 1, 1)[:, None]
        found += [above.astype(np.float32), below.astype(np.float32)]
    return found


def _fit(grid: Canvas, at: Ints, left: int, right: int) -> Floats:
    """How a row's values fit the columns above and below it: a header's words stand over numbers, a body's go on."""
    planes = grid.planes[:, at, left : right + 1]
    filled, words = planes[INDEX["filled"]].astype(np.float32), planes[INDEX["words"]].astype(np.float32)
    numbers = np.minimum(planes[INDEX["number"]] + planes[INDEX["date"]] + planes[INDEX["datum"]], 1).astype(np.float32)
    heads = np.minimum(words + planes[INDEX["year"]], 1)
    total = np.zeros((3, len(at) + 1, right - left + 1), np.float32)
    np.cumsum(np.stack([filled, words, numbers]), axis=1, out=total[:, 1:])
    i = np.arange(len(at))
    above = total[:, i] - total[:, np.maximum(i - REACH, 0)]
    below = total[:, np.minimum(i + 1 + REACH, len(at))] - total[:, i + 1]
    shares = [(part[1:] / np.maximum(part[0], 1), part[0] > 0) for part in (above, below)]
    (words_above, numbers_above), any_above = shares[0]
    (words_below, numbers_below), any_below = shares[1]
    own = np.maximum(filled.sum(axis=1), 1)
    found = [
        words * numbers_below, heads * numbers_below, words * numbers_above, numbers * numbers_above,
        numbers * numbers_below,
        words * words_above, words * words_below, filled * any_above, filled * any_below,
    ]  # fmt: skip
    columns = [part.sum(axis=1) / own for part in found]
    columns += [(filled * some).sum(axis=1) / np.maximum(some.sum(axis=1), 1) for some in (any_above, any_below)]
    return np.stack(columns, axis=1)


def _place(rows: Floats, at: Ints, left: int, right: int) -> Floats:
    count = len(at)
    gaps = np.minimum(np.diff(np.r_[-20, at, at[-1:] + 20]) - 1, 20)
    padded = np.r_[20, 20, gaps, 20, 20]
    like = rows[:, INDEX["like_above"]] >= 0.5 * np.maximum(rows[:, INDEX["filled"]], 1e-6)
    places = [padded[2 + shift : 2 + shift + count] for shift in (-2, -1, 0, 1, 2, 3)]
    places += [np.arange(count), np.arange(count)[::-1], np.full(count, right - left + 1), np.full(count, count)]
    places += [_run(like), _run(np.r_[like[1:], False][::-1])[::-1]]
    return np.stack(places, axis=1).astype(np.float32)


def _twins(grid: Canvas, at: Ints, left: int, right: int) -> Floats:
    """Whether the same labels stand in another row, as the headers of alike tables do; and the row's first value."""
    labels = grid.planes[INDEX["words"], at, left : right + 1] | grid.planes[INDEX["year"], at, left : right + 1]
    count = labels.sum(axis=1)
    prints = np.where(count > 1, grid.prints[at, right + 1] - grid.prints[at, left], at)
    _, group, sizes = np.unique(prints, return_inverse=True, return_counts=True)
    order = np.argsort(group, kind="stable")
    alike = np.diff(group[order], prepend=-1, append=-1) == 0
    step = np.minimum(np.diff(at[order], prepend=0, append=0), 200)
    above, below = np.zeros(len(at)), np.zeros(len(at))
    above[order], below[order] = np.where(alike[:-1], step[:-1], 0), np.where(alike[1:], step[1:], 0)
    first = left + grid.planes[INDEX["filled"], at, left : right + 1].argmax(axis=1)
    codes = grid.codes[at, first]
    _, same, times = np.unique(
        np.where(grid.planes[INDEX["words"], at, first] != 0, codes, at), return_inverse=True, return_counts=True
    )
    return np.stack([np.log(sizes[group]), above, below, np.log(times[same]), count], axis=1).astype(np.float32)


def _run(flags: npt.NDArray[np.bool_]) -> Floats:
    """How many True stand in a row just before each place."""
    at = np.arange(len(flags) + 1)
    last_false = np.maximum.accumulate(np.where(np.r_[True, ~flags], at, 0))
    return (at - last_false)[:-1].astype(np.float32)
