"""Picking: which cells of a sheet are shown for a question, the most relevant first, until the tokens are used up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..detect import FoundTable
from ..sheet import Kind
from .index import Ints
from .layout import Layout, label_columns
from .matches import BlockMatches, Floats, Matches, block_matches

Mask = npt.NDArray[np.bool_]

_ADDRESS = 3.2  # tokens of "|B12," in a row of cells
_A_TOKEN = 3.4  # characters of a literal that make a token, on average over corpus/qa
_WIDE_ROW = 0.12  # a row that takes a larger share of the budget is shown in the columns that matter
_COLUMN = 0.55  # a column that takes a larger share is shown by its extremes alone
_HEADERS = 0.35
_FIRST_ROWS, _NEXT_ROWS = 12, 60  # rows shown by their score before the columns are, and after
_EXTREMES = 2
_REFUSED = 8  # rows in turn that did not fit, after which no further one is tried
_MATTERS = 0.5  # of the best score


@dataclass(eq=False)
class Picked:
    """The cells shown so far of one sheet (``shown``) and the tokens that they take, about."""

    layout: Layout
    room: float
    shown: Mask
    cost: Floats

    @classmethod
    def none(cls, layout: Layout, room: float) -> Picked:
        """Nothing is shown yet; ``room`` is in tokens."""
        cost = _ADDRESS + layout.lengths / _A_TOKEN
        return cls(layout, room, np.zeros(len(layout.sheet), bool), cost)

    def price(self, cells: Ints) -> float:
        """What showing the cells costs, over what is shown."""
        return float(self.cost[cells[~self.shown[cells]]].sum())

    def take(self, cells: Ints, share: float = 1.0) -> bool:
        """Show the cells if they fit, in at most a share of the room."""
        price = self.price(cells)
        if price > self.room * share:
            return False
        self.shown[cells] = True
        self.room -= price
        return True


def pick(matches: Matches, layout: Layout, sheet_number: int, room: float) -> Mask:
    """True for the cells of ``layout.sheet`` that are shown. All of them where they fit."""
    picked = Picked.none(layout, room)
    if picked.take(np.arange(len(layout.sheet))):
        return picked.shown
    if not layout.blocks:
        return picked.shown
    by_block = [block_matches(matches, layout, sheet_number, block) for block in layout.blocks]
    best = [float(f.row_scores.max(initial=0) + f.col_scores.max(initial=0)) for f in by_block]
    order = sorted(range(len(by_block)), key=lambda i: -best[i])
    steps = [_steps(picked, layout.blocks[i], by_block[i]) for i in order if best[i] >= 0.3 * best[order[0]]]
    picked.take(np.flatnonzero(layout.titles), 0.15)
    for _ in _in_turn(steps):
        if picked.room < _ADDRESS:
            break
    return picked.shown


def _in_turn(steps: list[Iterator[None]]) -> Iterator[None]:
    """The blocks' steps in turn: headers of each, rows of each, and so on."""
    while steps:
        left = []
        for step in steps:
            if next(step, True) is None:
                left.append(step)
                yield
        steps = left


def _steps(picked: Picked, block: FoundTable, matches: BlockMatches) -> Iterator[None]:
    """A block: header, best rows, matching columns, extremes, totals, further rows, labels, the rest from the top."""
    view = _View(picked, block, matches)
    view.headers()
    yield
    ranked = view.ranked_rows()
    view.rows(ranked[:_FIRST_ROWS])
    yield
    view.columns()
    yield
    view.extremes()
    view.rows([row for row in block.total_rows if row in matches.rows])
    yield
    view.rows(ranked[_FIRST_ROWS:_NEXT_ROWS])
    view.around(ranked[:_FIRST_ROWS])
    yield
    view.labels()
    yield
    view.rows(ranked[_NEXT_ROWS:])
    view.rows(matches.rows[matches.rows > view.header_bottom].tolist())


class _View:
    """One block while its cells are picked."""

    def __init__(self, picked: Picked, block: FoundTable, matches: BlockMatches) -> None:
        self.picked, self.block, self.matches = picked, block, matches
        self.sheet = picked.layout.sheet
        self.inside = np.flatnonzero(self.sheet.inside(block.range))
        self.row_of, self.col_of = self.sheet.rows[self.inside], self.sheet.cols[self.inside]
        self.label_cols = label_columns(self.sheet, block)
        self.header_bottom = block.body.top - 1
        best = matches.col_scores.max(initial=0)
        self.col_matters = matches.cols[matches.col_scores >= _MATTERS * best].tolist() if best else []
        self.best_cols = [
            c for c in matches.cols[np.argsort(-matches.col_scores, kind="stable")].tolist() if c in self.col_matters
        ]
        self.budget = picked.room

    def cells(self, rows: Sequence[int], cols: Sequence[int] | None = None) -> Ints:
        """The block's cells in some rows, and columns; cells are row-major, so that a row is a slice."""
        bounds = zip(np.searchsorted(self.row_of, rows), np.searchsorted(self.row_of, rows, "right"), strict=True)
        at = np.concatenate([np.zeros(0, np.int64), *(np.arange(low, high) for low, high in bounds)])
        indices: Ints = self.inside[at if cols is None else at[np.isin(self.col_of[at], cols)]]
        return indices

    def headers(self) -> None:
        rows = list(range(self.block.range.top, self.header_bottom + 1))
        if not self.picked.take(self.cells(rows), _HEADERS):
            self.picked.take(self.cells(rows, [*self.label_cols, *self.col_matters]), _HEADERS)
        if self.picked.room < self.budget * 0.4:
            self.budget = self.picked.room

    def ranked_rows(self) -> list[int]:
        body = (self.matches.rows > self.header_bottom) & (self.matches.row_scores > 0)
        rows, scores = self.matches.rows[body], self.matches.row_scores[body]
        return [int(row) for row in rows[np.argsort(-scores, kind="stable")]]

    def rows(self, rows: list[int]) -> None:
        """Rows with those over them: whole, or where they are wide in the columns that matter."""
        refused = 0
        for row in rows:
            if refused > _REFUSED:
                return
            if over := self._over(row):
                self.picked.take(self.cells(over, self.label_cols))
            whole = self.cells([row])
            fits = self.picked.price(whole) <= self.budget * _WIDE_ROW and self.picked.take(whole)
            fits = fits or self.picked.take(self.cells([row], [*self.label_cols, *self.col_matters]), 0.5)
            refused = 0 if fits else refused + 1

    def _over(self, row: int) -> list[int]:
        above: list[int] = []
        while (row := self.picked.layout.over.get(row, 0)) and row not in above:
            above.append(row)
        return above

    def columns(self) -> None:
        """Columns that the question names, from top to bottom beside the rows' labels."""
        below = np.flatnonzero(self.row_of > self.header_bottom)
        for col in self.best_cols[:6]:
            here = self.inside[below[np.isin(self.col_of[below], [*self.label_cols, col])]]
            self.picked.take(here, _COLUMN)

    def extremes(self) -> None:
        """The rows of the least and the largest numbers of the columns that matter."""
        numbers = np.flatnonzero((self.row_of > self.header_bottom) & (self.sheet.kinds[self.inside] == Kind.NUMBER))
        for col in (self.best_cols or self.matches.cols.tolist())[:8]:
            at = numbers[self.col_of[numbers] == col]
            order = at[np.argsort(self.sheet.values[self.inside[at]].astype(np.float64), kind="stable")]
            for place in [*order[-_EXTREMES:].tolist(), *order[:_EXTREMES].tolist()]:
                row = int(self.row_of[place])
                self.picked.take(self.cells(self._over(row), self.label_cols), 0.2)
                self.picked.take(self.cells([row], [*self.label_cols, col]), 0.2)

    def around(self, rows: list[int]) -> None:
        """The rows under and beside the best ones."""
        under: dict[int, list[int]] = {}
        for row, over in self.picked.layout.over.items():
            under.setdefault(over, []).append(row)
        for row in rows[:4]:
            self.rows(sorted(under.get(row, []))[:20])
            at = int(np.searchsorted(self.matches.rows, row))
            self.rows([int(r) for r in self.matches.rows[max(0, at - 2) : at + 3]])

    def labels(self) -> None:
        below = self.inside[self.row_of > self.header_bottom]
        self.picked.take(below[np.isin(self.sheet.cols[below], self.label_cols)], 0.4)
