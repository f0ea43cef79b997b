"""What the rows of a span of columns look like, and those around each: the evidence for a table's first or last line.

The columns of a band of rows are the rows of the turned canvas.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .canvas import INDEX, PLANES, Canvas

Floats = npt.NDArray[np.float32]

_EXTRA = ("first", "last", "first_filled", "first_words", "first_note", "first_long", "first_indent", "first_bold", "first_total",
          "longest", "first_length", "some", "one")  # fmt: skip
LINE_NAMES = (*PLANES, *_EXTRA)
_NEAR = ("filled", "words", "number", "year", "datum", "covered", "over", "under", "bold", "fill", "first_filled", "first_note",
         "first_words", "longest", "some", "one", "like_above", "unit")  # fmt: skip
_FAR = ("filled", "words", "number", "over", "under", "some", "one", "first_note")
_MEANS = (
    "filled",
    "words",
    "number",
    "date",
    "year",
    "datum",
    "like_above",
    "bold",
    "over",
    "under",
    "fill",
    "long",
    "note",
    "some",
)
_SHIFTED = tuple(
    (shift, [LINE_NAMES.index(name) for name in names])
    for shift, names in (
        (0, LINE_NAMES),
        (-1, LINE_NAMES),
        (1, LINE_NAMES),
        (-2, _NEAR),
        (2, _NEAR),
        (-3, _FAR),
        (3, _FAR),
    )
)
LINE_FEATURES = (
    *(f"{LINE_NAMES[i]}{shift:+d}" for shift, names in _SHIFTED for i in names),
    *(f"{name} {where}" for where in ("above", "below", "near above", "near below") for name in _MEANS),
    "empty above", "empty below", "lines above", "lines below", "width", "height", "alike above", "alike below",
)  # fmt: skip


def descriptions(grid: Canvas, left: int, right: int) -> Floats:
    """Each row of the columns ``left`` to ``right`` (ends included): (row, LINE_NAMES); shares of the width mostly."""
    sums, width = grid.sums, right - left + 1
    counts = np.diff(sums[:, :, right + 1] - sums[:, :, left], axis=1)
    height = counts.shape[1]
    found = np.empty((height, len(LINE_NAMES)), np.float32)
    found[:, : len(PLANES)] = counts.T / np.float32(width)
    filled = grid.planes[INDEX["filled"], :, left : right + 1]
    some = counts[INDEX["filled"]] > 0
    first = np.where(some, filled.argmax(axis=1), width)
    last = np.where(some, width - 1 - filled[:, ::-1].argmax(axis=1), -1)
    at = np.arange(height), left + np.minimum(first, width - 1)
    extra = found[:, len(PLANES) :]
    extra[:, 0] = first / width
    extra[:, 1] = (last + 1) / width
    extra[:, 2] = filled[:, 0]
    for i, name in enumerate(("words", "note", "long", "indent", "bold", "total"), 3):
        extra[:, i] = np.where(some, grid.planes[INDEX[name]][at], 0)
    extra[:, 9] = np.log1p(grid.lengths[:, left : right + 1].max(axis=1))
    extra[:, 10] = np.log1p(np.where(some, grid.lengths[at], 0))
    extra[:, 11] = some
    extra[:, 12] = counts[INDEX["filled"]] == 1
    return found


def line_features(grid: Canvas, left: int, right: int) -> Floats:
    """(row, LINE_FEATURES): the row, its three neighbours on either side, and what lies above and below."""
    rows = descriptions(grid, left, right)
    height, width = len(rows), right - left + 1
    padded = np.zeros((height + 6, rows.shape[1]), np.float32)
    padded[3:-3] = rows
    parts = [padded[3 + shift : 3 + shift + height, names] for shift, names in _SHIFTED]
    means = rows[:, [LINE_NAMES.index(name) for name in _MEANS]]
    some = rows[:, LINE_NAMES.index("some")]
    total = np.zeros((height + 1, means.shape[1]), np.float32)
    np.cumsum(means, axis=0, out=total[1:])
    at = np.arange(height)
    filled_total = total[:, -1]
    for far in (10_000, 8):
        low, high = np.maximum(at - far, 0), np.minimum(at + 1 + far, height)
        above, below = total[at] - total[low], total[high] - total[at + 1]
        above[:, :-1] /= np.maximum(filled_total[at] - filled_total[low], 1)[:, None]
        below[:, :-1] /= np.maximum(filled_total[high] - filled_total[at + 1], 1)[:, None]
        parts += [above, below]
    like = rows[:, INDEX["like_above"]] >= 0.5 * np.maximum(rows[:, INDEX["filled"]], 1e-6)
    own = np.stack([
        _run(some == 0), _run(some[::-1] == 0)[::-1], at.astype(np.float32), (height - 1 - at).astype(np.float32),
        np.full(height, width, np.float32), np.full(height, height, np.float32),
        _run(like & (some > 0)), _run(np.r_[like[1:], False][::-1])[::-1],
    ], axis=1)  # fmt: skip
    return np.round(np.concatenate([*parts, own], axis=1, dtype=np.float32), 3)  # so that thresholds are short


def _run(flags: npt.NDArray[np.bool_]) -> Floats:
    """How many True stand in a row just before each place."""
    at = np.arange(len(flags) + 1)
    last_false = np.maximum.accumulate(np.where(np.r_[True, ~flags], at, 0))
    return (at - last_false)[:-1].astype(np.float32)
