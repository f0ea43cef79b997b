"""Merged labels: whether a formula that meets them comes to the same where each of their rows holds the label.

Excel keeps a merged cell's value in its first cell alone, so a condition over the column passes its other rows over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from ..display import shown
from ..errors import NotComputed
from ..formulas import Part
from ..formulas.operands import operands
from ..grid import CellRange
from ..ports import Calculator
from ..sheet import Sheet, kinds_of
from .compute import ReadArea, Result, Term
from .grounds import Ground, Objection
from .mentions import Labels

Ints = npt.NDArray[np.signedinteger[Any]]

_COUNTING = frozenset({"COUNTA", "COUNTBLANK", "COLUMN", "COLUMNS", "ROW", "ROWS"})  # of cells, whatever stands in them


def merged_doubts(result: Result, labels: Labels, calculator: Calculator) -> list[Objection]:
    """What is doubtful about formulas over merged labels: each is computed once more with a label in every cell.

    A label's rows are then turned about as well: a lookup that takes the first of them comes to something else.
    """
    doubts: list[Objection] = []
    for term in result.terms:
        for sheet, merges in () if term.copied else _met(term, labels):
            full = _filled(sheet, merges)
            turned = [merge for merge in merges if not _cut(merge, term.places)]
            for other, words in (
                (full, ""),
                (_turned(full, turned) if turned else full, "; of its lines one is taken"),
            ):
                doubt = _doubt(term, sheet, other, merges, words, labels, calculator)
                if doubt:
                    doubts.append(doubt)
                    break
    return doubts


def _doubt(
    term: Term,
    sheet: Sheet,
    other: Sheet,
    merges: Sequence[CellRange],
    words: str,
    labels: Labels,
    calculator: Calculator,
) -> Objection | None:
    sheets = tuple(other if each is sheet else each for each in labels.reading.sheets)
    try:
        rows = calculator.evaluate(term.formula.text, sheets).rows
    except NotComputed:
        return Ground.MERGED.says(f"{_named(sheet, merges)}, and without them the formula is not computed.")
    texts = [[shown(value) for value in row] for row in rows]
    if texts == [[shown(value) for value in row] for row in term.rows]:
        return None
    every = ", ".join(text for row in texts for text in row)[:60]
    comes_to = f"; with the label in every cell the formula comes to {every}"
    return Ground.MERGED.says(f"{_named(sheet, merges)}{words or comes_to}.")


def _met(term: Term, labels: Labels) -> Iterator[tuple[Sheet, tuple[CellRange, ...]]]:
    """The merged labels of which a range of the formula has more than the first cell, sheet by sheet."""
    uses = [use for use in operands(term.formula) if use.token.part is Part.REFERENCE]
    met: dict[str, tuple[Sheet, dict[CellRange, None]]] = {}
    for place, use in zip(term.places, uses, strict=True):
        table = labels.reading.table_at(place.sheet, place.area)
        if table is None or use.function in _COUNTING:
            continue
        top, left = table.body.top, table.range.left + table.header_cols
        for merge in place.sheet.merges:
            shared = merge & place.area
            heads = merge.top < top or merge.left < left
            if shared and shared.area > 1 and merge & table.range and _is_label(place.sheet, merge, heads):
                met.setdefault(place.sheet.name, (place.sheet, {}))[1][merge] = None
    return ((sheet, tuple(sorted(merges, key=lambda each: (each.top, each.left)))) for sheet, merges in met.values())


def _is_label(sheet: Sheet, merge: CellRange, heads: bool) -> bool:
    """Whether a merged cell holds a text, or anything where labels stand; and nothing is left under it."""
    value = sheet.value(merge.top, merge.left)
    return (isinstance(value, str) or (heads and value is not None)) and int(
        (sheet.inside(merge) & sheet.filled).sum()
    ) == 1


def _filled(sheet: Sheet, merges: Iterable[CellRange]) -> Sheet:
    """The sheet with each merged cell's value in all of its cells."""
    gone = np.zeros(len(sheet), bool)
    cells: list[tuple[int, int, int]] = []
    for merge in merges:
        gone |= sheet.inside(merge)
        first = sheet.index(merge.top, merge.left)
        cells += [(row, col, first) for row in merge.rows for col in merge.cols if first is not None]
    rows, cols, at = np.array(cells, np.int64).T
    standing = np.flatnonzero(~gone)
    return _ordered(sheet, np.r_[standing, at], np.r_[sheet.rows[standing], rows], np.r_[sheet.cols[standing], cols])


def _turned(sheet: Sheet, merges: Iterable[CellRange]) -> Sheet:
    """The sheet with the lines of each merged cell turned about by one."""
    rows, cols = sheet.rows.astype(np.int64), sheet.cols.astype(np.int64)
    for merge in merges:
        height, width = merge.shape
        if height > 1:
            inside = (rows >= merge.top) & (rows <= merge.bottom)
            rows = np.where(inside, merge.top + (rows - merge.top + 1) % height, rows)
        else:
            inside = (cols >= merge.left) & (cols <= merge.right) & (rows >= merge.top)
            cols = np.where(inside, merge.left + (cols - merge.left + 1) % width, cols)
    return _ordered(sheet, np.arange(len(sheet)), rows, cols)


def _ordered(sheet: Sheet, at: Ints, rows: Ints, cols: Ints) -> Sheet:
    """The cells at ``at``, at new places."""
    order = np.lexsort((cols, rows))
    at = at[order]
    return replace(
        sheet,
        rows=rows[order].astype(np.int32),
        cols=cols[order].astype(np.int32),
        values=sheet.values[at],
        formats=sheet.formats[at],
        styles=sheet.styles[at],
        fills=sheet.fills[at],
        formulas={},
        known=kinds_of(sheet.values[at].tolist()),
    )


def _cut(merge: CellRange, places: Iterable[ReadArea]) -> bool:
    """Whether the formula names some lines of a merged cell by themselves, so that they must stay where they are."""
    tall = merge.shape[0] > 1
    for place in places:
        lines, named = (merge.rows, place.area.rows) if tall else (merge.cols, place.area.cols)
        shared = [line for line in lines if line in named]
        if shared and len(shared) < len(lines):
            return True
    return False


def _named(sheet: Sheet, merges: Sequence[CellRange]) -> str:
    first = merges[0]
    label = str(sheet.value(first.top, first.left))[:40]
    others = f" and {len(merges) - 1} more" if len(merges) > 1 else ""
    return f"“{label}” is merged over {first}{others}, and stands in its first cell alone"
