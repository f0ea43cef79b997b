"""Canvas: a sheet as a bounded dense grid of evidence, with running sums, so that a box's counts cost four look-ups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ..grid import CellRange
from ..sheet import Kind, Sheet, Style
from .traits import Trait, text_traits, years

Ints = npt.NDArray[np.intp]

MAX_ROWS, MAX_COLS = 1200, 300  # beyond these a sheet is skimmed: only the lines where something changes are kept
_EDGE = 40  # first and last lines that a skimmed sheet always keeps
_TEXT = 39  # by how much more a text changes a line than a number does
_NEAR = 5  # lines kept around a change

PLANES = (
    "filled", "words", "number", "date", "year", "datum", "space", "long", "note", "title", "total", "unit", "colon",
    "formula", "bold", "italic", "large", "fill", "centered", "indent", "covered", "wide", "tall", "like_above",
    "like_left", "same_above", "same_left", "over", "under", "before", "after",
)  # fmt: skip
INDEX = {name: i for i, name in enumerate(PLANES)}
_SPREAD = np.random.default_rng(5).integers(1, 1 << 60, max(MAX_ROWS, MAX_COLS)) | 1  # a factor for each line


@dataclass(frozen=True, eq=False)
class Canvas:
    """``planes``: uint8, (plane, row, column), in the order of PLANES; ``lengths``: text lengths, (row, column);
    ``codes``: equal for equal values, 0 where a cell is empty (or holds 0: the model was trained so).

    ``rows`` and ``cols`` are the sheet's numbers of the grid's lines. ``over``, ``under``, ``before`` and ``after`` are
    borders; ``wide`` and ``tall`` mark the first cell of a merge over several columns or rows, ``covered`` its others.
    """

    rows: Ints
    cols: Ints
    planes: npt.NDArray[np.uint8]
    lengths: npt.NDArray[np.int32]
    codes: npt.NDArray[np.int64]

    @cached_property
    def prints(self) -> npt.NDArray[np.int64]:
        """Running sums along the rows, (row, column + 1), from which ``print_of`` takes a row's fingerprint."""
        return _prints(self._named)

    @cached_property
    def side_prints(self) -> npt.NDArray[np.int64]:
        """The same down the columns, (column, row + 1)."""
        return _prints(self._named.T)

    @cached_property
    def _named(self) -> npt.NDArray[np.int64]:
        return np.where(self.labels, self.codes, 0)

    @cached_property
    def labels(self) -> npt.NDArray[np.bool_]:
        """Cells that may name something: words and years."""
        return np.asarray(self.planes[INDEX["words"]] | self.planes[INDEX["year"]], bool)

    @cached_property
    def doubled(self) -> npt.NDArray[np.bool_]:
        """Rows in which a label stands twice."""
        codes = np.sort(np.where(self.labels, self.codes, np.arange(self.shape[1])), axis=1)
        return np.asarray((codes[:, 1:] == codes[:, :-1]).any(axis=1), bool)

    @cached_property
    def sums(self) -> npt.NDArray[np.int32]:
        """Running sums of the planes, (plane, row + 1, column + 1)."""
        count, height, width = self.planes.shape
        used = np.flatnonzero(self.planes.any(axis=(1, 2)))  # most sheets leave most planes empty
        some = np.zeros((len(used), height + 1, width + 1), np.int32)
        np.cumsum(self.planes[used], axis=2, dtype=np.int32, out=some[:, 1:, 1:])
        for row in range(1, height):  # along the rows in memory: a sum down the columns would stride over all of it
            some[:, row + 1] += some[:, row]
        sums = np.zeros((count, height + 1, width + 1), np.int32)
        sums[used] = some
        return sums

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the grid."""
        return len(self.rows), len(self.cols)

    def counts(self, top: Ints, left: Ints, bottom: Ints, right: Ints, index: list[int]) -> npt.NDArray[np.int32]:
        """Counts of the planes at ``index`` in boxes of grid indices, ends excluded: (plane, box)."""
        _, height, width = self.sums.shape
        flat, first = self.sums.reshape(-1), np.array(index)[:, None] * (height * width)
        low, high = first + top * width, first + bottom * width
        found: npt.NDArray[np.int32] = (
            flat.take(high + right) - flat.take(low + right) - flat.take(high + left) + flat.take(low + left)
        )
        return found

    def area(self, box: tuple[int, int, int, int]) -> CellRange:
        """The range of a box (top, left, bottom, right) of grid indices, ends included."""
        top, left, bottom, right = box
        return CellRange(int(self.rows[top]), int(self.cols[left]), int(self.rows[bottom]), int(self.cols[right]))

    def box(self, area: CellRange) -> tuple[int, int, int, int]:
        """The grid's lines that lie in a range, ends included; where none do, the end is before the beginning."""
        top, bottom = np.searchsorted(self.rows, (area.top, area.bottom + 1)).tolist()
        left, right = np.searchsorted(self.cols, (area.left, area.right + 1)).tolist()
        return top, left, bottom - 1, right - 1


def canvas(sheet: Sheet) -> Canvas:
    """The evidence of a sheet's used range; an empty sheet's canvas has no lines."""
    used = sheet.used
    if used is None:
        none = np.zeros(0, np.intp)
        grid = np.zeros((0, 0), np.int32)
        return Canvas(none, none, np.zeros((len(PLANES), 0, 0), np.uint8), grid, grid.astype(np.int64))
    rows = _kept_lines(sheet, sheet.rows, used.top, used.bottom, MAX_ROWS)
    cols = _kept_lines(sheet, sheet.cols, used.left, used.right, MAX_COLS)
    first, end = (np.searchsorted(sheet.rows, rows.astype(np.int32), side) for side in ("left", "right"))
    counts = end - first
    down, pick = np.repeat(np.arange(len(rows)), counts), np.repeat(end - counts.cumsum(), counts)
    pick += np.arange(len(pick))
    right = _line_of(cols, sheet.cols[pick])
    inside = right >= 0
    at, pick = (down[inside], right[inside]), pick[inside]
    planes = np.zeros((len(PLANES), len(rows), len(cols)), np.uint8)
    lengths = np.zeros(planes.shape[1:], np.int32)
    codes = np.zeros(planes.shape[1:], np.int64)
    _paint_values(sheet, pick, at, planes, lengths, codes)
    _paint_styles(sheet, pick, at, planes)
    _paint_merges(sheet, rows, cols, planes)
    return Canvas(rows, cols, planes, lengths, codes)


def _prints(named: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Running sums of what each line's cells are called, each cell times a factor of its place."""
    sums = np.zeros((named.shape[0], named.shape[1] + 1), np.int64)
    np.cumsum(named * _SPREAD[: named.shape[1]], axis=1, out=sums[:, 1:])
    return sums


def _line_of(lines: Ints, places: npt.NDArray[np.int32]) -> Ints:
    """The grid's line that each place is on; -1 where it is on none."""
    found = np.full(max(int(lines[-1]), int(places.max())) + 1, -1, np.intp)
    found[lines] = np.arange(len(lines))
    return found[places]


def _kept_lines(sheet: Sheet, places: npt.NDArray[np.int32], first: int, last: int, limit: int) -> Ints:
    """All lines of the used range, or, of a sheet larger than the limit, those near its ends and its changes."""
    size = last - first + 1
    if size <= limit:
        return np.arange(first, last + 1)
    filled, kinds_of = sheet.filled, sheet.kinds

    def count(which: npt.NDArray[np.bool_]) -> Ints:
        return np.bincount(places[which] - first, minlength=size)

    every = count(filled)
    lines = np.flatnonzero(every)
    kinds = (every - count(filled & (kinds_of == Kind.BLANK)) + _TEXT * count(kinds_of == Kind.TEXT))[lines]
    bold = count(filled & ((sheet.styles & (Style.BOLD | Style.FILL)) != 0))[lines]
    lines += first
    change = np.abs(np.diff(kinds, prepend=0)) + 20 * np.abs(np.diff(bold, prepend=0))
    gap = np.diff(lines) > 1
    change[1:][gap] += 1000
    change[:-1][gap] += 1000
    strongest = lines[np.argsort(-change, kind="stable")[: limit // (2 * _NEAR + 2)]]
    near = (strongest[:, None] + np.arange(-_NEAR, _NEAR + 1)).ravel()
    ends = np.concatenate([np.arange(first, first + _EDGE), np.arange(last - _EDGE + 1, last + 1)])
    keep = np.union1d(near, ends)
    return keep[(keep >= first) & (keep <= last)].astype(np.intp)


def _paint_values(
    sheet: Sheet,
    pick: Ints,
    at: tuple[Ints, Ints],
    planes: npt.NDArray[np.uint8],
    lengths: npt.NDArray[np.int32],
    codes: npt.NDArray[np.int64],
) -> None:
    values, kinds = sheet.values[pick], sheet.kinds[pick]
    traits = np.zeros(len(pick), np.int32)
    size = np.zeros(len(pick), np.int32)
    # Python's hash: of texts another number in each process, but equal for equals
    code = np.fromiter(map(hash, values.tolist()), np.int64, len(pick))
    code[kinds == Kind.BLANK] = 0
    worded = np.flatnonzero(kinds == Kind.TEXT)
    texts = values[worded].tolist()
    known = {text: text_traits(text) for text in dict.fromkeys(texts)}
    traits[worded], size[worded] = list(map(known.__getitem__, texts)), list(map(len, texts))
    numeric = np.flatnonzero(kinds == Kind.NUMBER)
    traits[numeric[years(values[numeric].astype(np.float64))]] = Trait.YEAR
    lengths[at] = size
    formula = (sheet.styles[pick] & Style.FORMULA) != 0
    valueless = formula & (kinds == Kind.BLANK)
    number = (kinds == Kind.NUMBER) | (kinds == Kind.BOOL) | (kinds == Kind.ERROR) | valueless
    found = {
        "filled": sheet.filled[pick] & ((traits & Trait.SPACE) == 0),  # white space alone is nothing to look at
        "number": number,
        "date": (kinds == Kind.DATE) | (kinds == Kind.TIME),
        "formula": formula,
    }
    for name, trait in (
        ("words", Trait.WORDS), ("datum", Trait.DATUM), ("space", Trait.SPACE), ("long", Trait.LONG),
        ("note", Trait.NOTE), ("title", Trait.TITLE), ("total", Trait.TOTAL), ("unit", Trait.UNIT),
        ("colon", Trait.COLON), ("year", Trait.YEAR), ("indent", Trait.INDENTED),
    ):  # fmt: skip
        found[name] = (traits & trait) != 0
    spots, flat = at[0] * planes.shape[2] + at[1], planes.reshape(len(PLANES), -1)
    for name, mask in found.items():
        flat[INDEX[name], spots] = mask
    kind_plane = np.zeros(planes.shape[1:], np.int8)
    kind_plane[at] = np.where(
        number | found["date"] | found["datum"], 1, np.where(found["words"], 2, np.where(found["year"], 3, 0))
    )
    codes[at] = code
    for name, plane, axis in (
        ("like_above", kind_plane, 0), ("like_left", kind_plane, 1), ("same_above", codes, 0), ("same_left", codes, 1),
    ):  # fmt: skip
        here, there = (plane[1:], plane[:-1]) if axis == 0 else (plane[:, 1:], plane[:, :-1])
        target = planes[INDEX[name]][1:] if axis == 0 else planes[INDEX[name]][:, 1:]
        target[...] = (here == there) & (here != 0)


def _paint_styles(sheet: Sheet, pick: Ints, at: tuple[Ints, Ints], planes: npt.NDArray[np.uint8]) -> None:
    styles = sheet.styles[pick]
    for name, bit in (
        ("bold", Style.BOLD), ("italic", Style.ITALIC), ("large", Style.LARGE), ("centered", Style.CENTERED),
    ):  # fmt: skip
        planes[INDEX[name]][at] = ((styles & bit) != 0) & sheet.filled[pick]
    planes[INDEX["fill"]][at] = (styles & Style.FILL) != 0
    planes[INDEX["indent"]][at] |= ((styles & Style.INDENT) != 0).astype(np.uint8)
    over, under, before, after = (np.zeros(planes.shape[1:], bool) for _ in range(4))
    for plane, bit in ((over, Style.TOP), (under, Style.BOTTOM), (before, Style.LEFT), (after, Style.RIGHT)):
        plane[at] = (styles & bit) != 0
    # A line between two cells belongs to both, whichever of them carries it.
    planes[INDEX["over"]] = over
    planes[INDEX["over"], 1:] |= under[:-1]
    planes[INDEX["under"]] = under
    planes[INDEX["under"], :-1] |= over[1:]
    planes[INDEX["before"]] = before
    planes[INDEX["before"], :, 1:] |= after[:, :-1]
    planes[INDEX["after"]] = after
    planes[INDEX["after"], :, :-1] |= before[:, 1:]


def _paint_merges(sheet: Sheet, rows: Ints, cols: Ints, planes: npt.NDArray[np.uint8]) -> None:
    if not sheet.merges:
        return
    edges = sheet.merge_edges
    top, bottom = np.searchsorted(rows, edges[:, 0]), np.searchsorted(rows, edges[:, 2], "right")
    left, right = np.searchsorted(cols, edges[:, 1]), np.searchsorted(cols, edges[:, 3], "right")
    seen = (top < bottom) & (left < right)
    top, left, bottom, right, edges = top[seen], left[seen], bottom[seen], right[seen], edges[seen]
    steps = np.zeros((len(rows) + 1, len(cols) + 1), np.int32)  # what each line adds to how many merges lie over a cell
    for row, col, step in ((top, left, 1), (bottom, right, 1), (top, right, -1), (bottom, left, -1)):
        np.add.at(steps, (row, col), step)
    planes[INDEX["covered"]] = steps.cumsum(0).cumsum(1)[:-1, :-1] > 0
    planes[INDEX["covered"], top, left] = 0
    planes[INDEX["wide"], top, left] = edges[:, 3] > edges[:, 1]
    planes[INDEX["tall"], top, left] = edges[:, 2] > edges[:, 0]
