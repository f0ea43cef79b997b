"""Matches: how well the cells, rows and columns of the indexed sheets answer to the words of a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..detect import FoundTable
from ..sheet import Kind, Sheet
from ..text.words import terms, words
from .index import Index, Ints
from .layout import Layout

Floats = npt.NDArray[np.float64]

_PART = 0.4  # what a word is worth in a text of which the question names little else; 1 in one it names whole
_INHERITED = 0.7  # what a word is worth to a row that stands in the row over it
_READ_TEXTS = 20_000  # texts that share a word with the question and are compared with the whole of it
_HEADED, _NAMED = 0.8, 1.0  # beside 1: a word in a header or a title, and one in the name of the sheet
_TOO_COMMON = 200_000  # cells; a word in more of them tells no rows apart


@dataclass(frozen=True, eq=False)
class Matches:
    """For each term of a question, the cells (the index's numbers) it matches and what each match is worth."""

    index: Index
    question: str
    terms: tuple[str, ...]
    weights: Floats
    cells: tuple[Ints, ...]
    worth: tuple[Floats, ...]

    @classmethod
    def of(cls, index: Index, question: str) -> Matches:
        """Look the words of a question up."""
        sought = terms(question)
        texts = [index.texts_with(term) for term in sought]
        named = np.zeros(len(index.texts), np.int32)
        for with_term in texts:
            named[with_term] += 1
        weights, cells, worth = [], [], []
        for term, with_term in zip(sought, texts, strict=True):
            numbers = index.cells_with_number(term) if term[0].isdigit() else np.zeros(0, np.int64)
            weight = index.rarity(len(with_term) + len(numbers))
            share = _PART + (1 - _PART) * np.minimum(named[with_term] / np.maximum(index.lengths[with_term], 1), 1)
            per_text = index.occurrences(with_term)
            weights.append(weight)
            places = np.concatenate([index.cells_of(with_term.tolist()), numbers])
            order = np.argsort(places, kind="stable")
            cells.append(places[order])
            worth.append((weight * np.concatenate([np.repeat(share, per_text), np.ones(len(numbers))]))[order])
        return cls(index, question, sought, np.array(weights), tuple(cells), tuple(worth))

    def phrases(self) -> dict[str, Ints]:
        """Texts of cells that the question holds word for word, the longest of those that overlap, with their cells."""
        spoken, cells_by_text, at = tuple(words(self.question)), dict[str, Ints](), 0
        named = {tuple(words(text)): number for number, text in self._named_whole()}
        while at < len(spoken):
            reach = min(len(spoken) - at, max(map(len, named), default=0))
            run = next((spoken[at : at + n] for n in range(reach, 0, -1) if spoken[at : at + n] in named), None)
            if run and any(word in self.terms for word in run):
                cells_by_text[self.index.texts[named[run]]] = np.sort(self.index.cells_of([named[run]]))
            at += len(run) if run else 1
        return cells_by_text

    def _named_whole(self) -> Iterator[tuple[int, str]]:
        """The texts that the question may spell out: those it has all words of."""
        every = [self.index.texts_with(term) for term in self.terms]
        if not every:
            return
        texts, counts = np.unique(np.concatenate(every), return_counts=True)
        order = np.argsort(-counts / np.maximum(self.index.lengths[texts], 1), kind="stable")
        spoken = set(words(self.question))
        for number in texts[order[:_READ_TEXTS]].tolist():
            if spoken.issuperset(words(self.index.texts[number])):
                yield number, self.index.texts[number]

    def on(self, sheet: int) -> list[tuple[Ints, Floats]]:
        """For each term the filled cells of a sheet, counted on that sheet, and their worth."""
        bounds = self.index.starts[sheet : sheet + 2]
        of_sheet = []
        for cells, worth in zip(self.cells, self.worth, strict=True):
            low, high = np.searchsorted(cells, bounds)
            of_sheet.append((cells[low:high] - bounds[0], worth[low:high]))
        return of_sheet

    def sheets(self, layouts: Sequence[Layout]) -> Floats:
        """How likely each sheet is the one asked about: by words that few sheets hold, most by those in its headers."""
        scores = np.zeros((len(self.terms), len(layouts)))
        for s, layout in enumerate(layouts):
            own = set(words(layout.sheet.name))
            heads = np.flatnonzero(layout.headers | layout.titles)
            for k, (cells, worth) in enumerate(self.on(s)):
                if len(cells):
                    scores[k, s] = float(worth.max()) / self.weights[k] + _HEADED * bool(np.isin(heads, cells).any())
                scores[k, s] += _NAMED * (self.terms[k] in own)
        rarity = np.log(1 + len(layouts) / np.maximum((scores > 0).sum(axis=1), 1))
        likelihood: Floats = (scores * rarity[:, None]).sum(axis=0)
        return likelihood


@dataclass(frozen=True, eq=False)
class BlockMatches:
    """``rows`` and ``cols`` of a block (numbers of the sheet), and what each scores over all terms."""

    rows: Ints
    cols: Ints
    row_scores: Floats
    col_scores: Floats


def block_matches(matches: Matches, layout: Layout, sheet_number: int, block: FoundTable) -> BlockMatches:
    """Score a block's rows by their texts and those of the rows over them, its columns by what heads them."""
    sheet, area = layout.sheet, block.range
    inside = sheet.inside(area)
    rows, cols = (np.unique(lines[inside]).astype(np.int64) for lines in (sheet.rows, sheet.cols))
    in_header = sheet.inside(block.header) if block.header else np.zeros(len(sheet), bool)
    by_row = np.zeros((len(matches.terms), len(rows)))
    by_col = np.zeros((len(matches.terms), len(cols)))
    spans = _spans(sheet, in_header)
    for k, (cells, worth) in enumerate(matches.on(sheet_number)):
        here = inside[cells]
        cells, worth = cells[here], worth[here]
        body = ~in_header[cells]
        if body.sum() <= _TOO_COMMON:
            np.maximum.at(by_row[k], np.searchsorted(rows, sheet.rows[cells[body]]), worth[body])
        for cell, gain in zip(cells[~body].tolist(), worth[~body].tolist(), strict=True):
            left, right = spans[cell]
            at = slice(np.searchsorted(cols, left), np.searchsorted(cols, right, "right"))
            by_col[k, at] = np.maximum(by_col[k, at], gain)
    _inherit(by_row, rows, layout.over)
    return BlockMatches(rows, cols, by_row.sum(axis=0), by_col.sum(axis=0))


def _inherit(by_row: Floats, rows: npt.NDArray[Any], over: dict[int, int]) -> None:
    """Rows take what the rows over them match, weakened at each step; ``rows`` ascend, so that parents come first."""
    at = {row: i for i, row in enumerate(rows.tolist())}
    for row, i in at.items():
        parent = at.get(over.get(row, 0))
        if parent is not None and by_row[:, parent].any():
            np.maximum(by_row[:, i], _INHERITED * by_row[:, parent], out=by_row[:, i])


def _spans(sheet: Sheet, in_header: npt.NDArray[np.bool_]) -> dict[int, tuple[int, int]]:
    """For each header cell the columns it stands over: its merge, else up to the next filled cell of its row."""
    spans: dict[int, tuple[int, int]] = {}
    at = np.flatnonzero(in_header)
    merges = {(m.top, m.left): m for m in sheet.merges}
    for place, following in zip(at.tolist(), [*at.tolist()[1:], None], strict=False):
        row, col = int(sheet.rows[place]), int(sheet.cols[place])
        merge = merges.get((row, col))
        if merge is not None:
            spans[place] = (merge.left, merge.right)
        elif sheet.kinds[place] != Kind.BLANK and following is not None and sheet.rows[following] == row:
            spans[place] = (col, max(col, int(sheet.cols[following]) - 1))
        else:
            spans[place] = (col, col)
    return spans
