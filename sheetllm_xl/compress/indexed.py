"""Modules 2 and 3 over the cells that module 1 kept: words for cells, and the text of their index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ..detect import FoundTable
from ..grid import CellRange
from ..sheet import Kind, Sheet
from .formats import DATED, WORDS, folds, levelled, measured
from .profiles import Profile
from .rectangles import Rectangles, rectangles
from .skeleton import Skeleton
from .spelling import entries, index, index_lines, tuples
from .words import Words, literals


@dataclass(frozen=True, slots=True)
class Body:
    """An index as text; how many filled ``cells`` it speaks of, and how many of them by type or number format."""

    text: str
    cells: int
    folded: int = 0


Lines = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]
"""Rows and columns of cells, as the text names them."""


def spelled_out(kept: Sheet, at: Lines, profile: Profile) -> Body:
    """Module 2 alone: every value, as index lines or as the paper's tuples."""
    words = _values(kept, folds(kept)) if profile.formats else literals(kept, longest=profile.longest)
    found = index(*at, words)
    return Body(index_lines(found) if profile.keep_headers else tuples(found, True), len(kept))


def aggregated(kept: Sheet, at: Lines, profile: Profile) -> Body:
    """Module 3 as in the paper, with module 2 (each word once) or without."""
    folded = folds(kept)
    words = _values(kept, folded).under(folded.keys - 1, folded.texts[1:])
    found = index(*at, words, once=profile.inverted)
    return Body(tuples(found, profile.inverted), len(kept), int((folded.keys > 0).sum()))


def described(
    filled: Sheet, skeleton: Skeleton, tables: Sequence[FoundTable], likely: Sequence[CellRange], profile: Profile
) -> Body:
    """Ours: headers and titles of ``tables`` keep their values, and what is shown by type runs on into left-out lines.

    So do years and dates over ``likely`` tables, in a first row that holds mostly such and texts.

    A range of a type or number format that begins at a kept cell goes as far as it holds, whether or not the lines it
    runs through are kept: a long column is one range, and nothing untrue is shown.
    """
    cells = filled.only(skeleton.keeps(filled) | measured(filled))
    kept, folded = skeleton.keeps(cells), folds(cells)
    for area in header_areas(tables):
        folded.keys[cells.inside(area)] = 0
    folded = levelled(cells, folded)
    folded.keys[_headings(cells, folded, likely)] = 0
    spelled = _values(cells.only(kept), folded, profile.longest)
    keys = np.zeros(len(cells), np.int32)
    keys[kept] = spelled.keys
    words = Words(keys, spelled.texts).under(folded.keys - 1, folded.texts[1:])
    spoken = kept | (folded.keys > 0)
    found = _touching(rectangles(cells.rows[spoken], cells.cols[spoken], words.keys[spoken]), skeleton)
    by_type = found.keys >= len(spelled.texts)
    text = index_lines(entries(found, words.texts))
    return Body(text, int(found.areas.sum()), int(found.areas[by_type].sum()))


def _headings(cells: Sheet, folded: Words, boxes: Sequence[CellRange]) -> npt.NDArray[np.bool_]:
    """Years and dates in the first row of a box where it holds mostly these and texts: no numbers are shown."""
    dated = np.isin(folded.keys, [i for i, word in enumerate(folded.texts) if word in DATED])
    labels = dated | (cells.kinds == Kind.TEXT)
    found = np.zeros(len(cells), bool)
    for box in boxes:
        line = cells.inside(replace(box, bottom=box.top))
        if 2 * np.count_nonzero(line & labels) >= np.count_nonzero(line):
            found |= line & dated
    return found


def header_areas(tables: Sequence[FoundTable]) -> list[CellRange]:
    """Titles and headers, which keep their values."""
    areas = [table.title for table in tables if table.title]
    for table in tables:
        box = table.range
        if table.header:
            areas.append(table.header)
        if table.header_cols and table.orientation == "horizontal":
            areas.append(replace(box, right=min(box.right, box.left + table.header_cols - 1)))
    return areas


def _touching(found: Rectangles, skeleton: Skeleton) -> Rectangles:
    """The rectangles that hold a cell on a kept row and a kept column."""
    edges = np.stack([found.tops, found.lefts, found.bottoms, found.rights], 1)
    return found.only(np.flatnonzero(skeleton.touches(edges)))


def _values(cells: Sheet, folded: Words, longest: int | None = None) -> Words:
    """The literals, none of which can be taken for a word of module 3."""
    return literals(cells, WORDS.union(folded.texts[1:]), longest)
