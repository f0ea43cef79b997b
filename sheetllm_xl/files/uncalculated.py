"""Formulas whose values a workbook file does not hold, computed in the order in which they need each other.

Programs that write workbooks without calculating leave the values out, or write 0 and ask Excel to calculate the file
when it opens it. So does Excel itself, now and then, with values that are right. What such a file holds is therefore
neither believed nor thrown away: every formula is computed here from what is no formula, and compared. Where all that
can be computed agree, some of them with more than 0 or nothing, a program has calculated, and what is stored stands.
Else what is computed counts, and what cannot be computed is ``CellError.UNCALCULATED``, which no sum takes for 0.
"""

from __future__ import annotations

import time as clock
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product

import numpy as np
import numpy.typing as npt

from ..errors import HostError, InputError, NotComputed
from ..formulas import LONGEST, Formula, Part, Reference, parse
from ..grid import CellRange
from ..literals import CellError, Value
from ..ports import Calculator
from ..sheet import Cell, Kind, Sheet, Style, kinds_of
from .formula_values import agree, as_cell, listed, uncalculated

SECONDS = 8.0  # for all formulas of a workbook: a third of what reading a sheet may take
MOST_FORMULAS = 20_000  # of a sheet, else none is computed; a thousand take a second or so
MOST_SPILLED = 100_000  # cells that an array formula fills
_UNKNOWN = CellError.UNCALCULATED

RowCol = tuple[int, int]
Node = tuple[str, RowCol]
"""A cell: the name of its sheet in folded case, row and column."""
Rows = tuple[tuple[Value | None, ...], ...]


@dataclass(slots=True)
class Stored:
    """A sheet as the file has it: which cells array formulas fill, where formulas spill over cells that the file does
    not name, and whether the file says to calculate it.
    """

    sheet: Sheet
    arrays: Mapping[RowCol, CellRange] = field(default_factory=dict)
    spills: Collection[RowCol] = ()
    to_calculate: bool = False


@dataclass(slots=True)
class _Page:
    """A sheet whose formulas are computed. ``sheet`` shows ``values``, which change meanwhile, so it stays in here."""

    stored: Stored
    sheet: Sheet
    values: npt.NDArray[np.object_]
    at: dict[RowCol, int]  # of each unknown cell, row-major, where it stands in the columns
    owners: dict[RowCol, RowCol]  # cells of an array formula that are not its first
    places: list[RowCol]

    def unknown_in(self, area: CellRange) -> Iterator[RowCol]:
        """The cells in the area that have to be computed."""
        for i in range(bisect_left(self.places, (area.top, 0)), len(self.places)):
            row, col = self.places[i]
            if row > area.bottom:
                break
            if area.left <= col <= area.right:
                yield row, col
        yield from self.spilling_into(area)

    def spilling_into(self, area: CellRange) -> Iterator[RowCol]:
        """The formulas not computed so far that may fill cells of the area: any cell below and right of theirs."""
        for row, col in self.stored.spills:
            if row <= area.bottom and col <= area.right and self.values[self.at[row, col]] is _UNKNOWN:
                yield row, col

    def fill(self, place: RowCol, rows: Rows) -> None:
        """Put what a formula comes to into its cell, or into those of its array."""
        area = self.stored.arrays.get(place, CellRange(*place, *place))
        if area.area == 1 and (len(rows) > 1 or len(rows[0]) > 1):
            return  # it spills
        for row, col in product(area.rows, area.cols):
            i = 0 if len(rows) == 1 else row - area.top
            j = 0 if len(rows[0]) == 1 else col - area.left
            inside = i < len(rows) and j < len(rows[i])
            value = rows[i][j] if inside else CellError.NA  # with which Excel fills up an array
            if (row, col) in self.at:
                index = self.at[row, col]
                self.values[index] = as_cell(0.0 if value is None else value, self.sheet, index)


class Calculation:
    """The formulas of one workbook. ``read`` gives a sheet as the file has it.

    Without a calculator none is computed.
    """

    def __init__(self, read: Callable[[str], Stored], names: Iterable[str], calculator: Calculator | None) -> None:
        self._read, self._calculator = read, calculator
        self._names = {name.casefold(): name for name in names}
        self._pages: dict[str, _Page | None] = {}
        self._settled: dict[Node, bool] = {}  # False: at work
        self._seconds, self._until = SECONDS, 0.0

    def of(self, name: str, until: float) -> Sheet:
        """The sheet with its formulas' values, as far as they are known; its notes say which were computed here.

        ``until``: the moment on the monotonic clock when it has to be done.
        """
        page = self._pages.get(name.casefold())
        if page is None:
            stored = self._read(name)
            if not _unknown(stored).any():
                return stored.sheet
            page = self._pages[name.casefold()] = _page(stored)
        begun = clock.monotonic()
        self._until = min(begun + self._seconds, until)
        for place in page.places if self._calculator and len(page.places) <= MOST_FORMULAS else ():
            self._settle((name.casefold(), place))
        self._seconds -= clock.monotonic() - begun
        return _result(page)

    def _page(self, name: str) -> _Page | None:
        """The sheet of that name; None where there is none that can be read."""
        if name not in self._pages:
            self._pages[name] = None
            with suppress(HostError, InputError):
                if name in self._names:
                    self._pages[name] = _page(self._read(self._names[name]))
        return self._pages[name]

    def _settle(self, root: Node) -> None:
        """Compute the cell, after those it needs. Of cells that need each other in a circle none is computed."""
        if root in self._settled:
            return
        self._settled[root] = False
        waiting = [(root, self._needed(root))]
        while waiting and self._calculator and clock.monotonic() < self._until:
            node, needed = waiting[-1]
            following = next((one for one in needed if one not in self._settled), None)
            if following is not None:
                self._settled[following] = False
                waiting.append((following, self._needed(following)))
            else:
                self._compute(*node)
                self._settled[node] = True
                waiting.pop()

    def _needed(self, node: Node) -> Iterator[Node]:
        """The cells to compute that a cell's formula reads."""
        home, place = node
        page = self._page(home)
        owner = page.owners.get(place) if page else None
        if owner:
            yield home, owner
            return
        formula = _parsed(page, place)
        for reference in formula.references if formula else ():
            name = reference.sheet.casefold() or home
            other = None if reference.workbook or reference.last_sheet else self._page(name)
            for one in other.unknown_in(reference.range) if other and clock.monotonic() < self._until else ():
                yield name, one

    def _compute(self, home: str, place: RowCol) -> None:
        page = self._page(home)
        formula = _parsed(page, place)
        if page is None or formula is None or self._calculator is None:
            return
        pages_by_name = {home: page} | {name: self._page(name) for name in _sheets(formula)}
        for reference in formula.references:
            over = pages_by_name.get(reference.sheet.casefold() or home)
            if over and any(one != place or over is not page for one in over.spilling_into(reference.range)):
                return
        pages = [one for one in pages_by_name.values() if one]
        with suppress(NotComputed):
            copied = _copied(formula, pages)
            page.fill(place, copied or self._calculator.evaluate(formula.text, [one.sheet for one in pages]).rows)


def _sheets(formula: Formula) -> Iterator[str]:
    return (reference.sheet.casefold() for reference in formula.references if reference.sheet)


def _parsed(page: _Page | None, place: RowCol) -> Formula | None:
    return _read(page.sheet.formulas.get(place, "") if page else "")


@lru_cache(maxsize=64)
def _read(text: str) -> Formula | None:
    """The formula; None for what is none, or none that is computed. It is wanted before and after what it needs."""
    try:
        return parse(text) if 0 < len(text) <= LONGEST else None
    except InputError:
        return None


def _copied(formula: Formula, pages: list[_Page]) -> Rows | None:
    """What a formula that only names one cell comes to: a blank is 0. None for every other formula."""
    parts = [token.part for token in formula.tokens if token.part is not Part.SPACE]
    if parts != [Part.REFERENCE] or formula.references[0].range.area > 1:
        return None
    reference: Reference = formula.references[0]
    page = next((p for p in pages if p.sheet.name.casefold() == reference.sheet.casefold()), None)
    page = pages[0] if not reference.sheet else page
    if page is None or reference.workbook or reference.last_sheet:
        return None
    value = page.sheet.value(reference.range.top, reference.range.left)
    if value is _UNKNOWN:
        raise NotComputed("It is not calculated.")
    return ((0.0 if value is None else value,),)


def _unknown(stored: Stored) -> npt.NDArray[np.bool_]:
    """True for each cell whose stored value is not to be relied on, and of an array formula for its first."""
    sheet = stored.sheet
    mask = np.zeros(len(sheet), bool)
    errors = np.flatnonzero(sheet.kinds == Kind.ERROR)
    mask[errors] = [value is _UNKNOWN for value in sheet.values[errors]]
    return mask | _formulas(sheet) if stored.to_calculate else mask


def _formulas(sheet: Sheet) -> npt.NDArray[np.bool_]:
    mask: npt.NDArray[np.bool_] = (sheet.styles & Style.FORMULA) != 0
    return mask


def _places(sheet: Sheet, cells: npt.NDArray[np.bool_]) -> list[RowCol]:
    return list(zip(sheet.rows[cells].tolist(), sheet.cols[cells].tolist(), strict=True))


def _page(stored: Stored) -> _Page:
    unknown = _unknown(stored)
    first = set(_places(stored.sheet, unknown)) & stored.arrays.keys()
    filled = {place: one for one in first for place in product(stored.arrays[one].rows, stored.arrays[one].cols)}
    sheet = stored.sheet = _with(stored.sheet, filled)
    if filled:
        unknown = _unknown(stored) | np.array([place in filled for place in _places(sheet, sheet.rows > 0)], bool)
    at = dict(zip(_places(sheet, unknown), np.flatnonzero(unknown).tolist(), strict=True))
    values = sheet.values.copy()
    values[(sheet.kinds == Kind.BLANK) & _formulas(sheet)] = ""  # a text of length 0, where a blank cell would be 0
    values[unknown] = _UNKNOWN
    shown = replace(sheet, known=sheet.kinds.copy(), values=values.view())
    return _Page(stored, shown, values, at, {place: one for place, one in filled.items() if place != one}, list(at))


def _with(sheet: Sheet, places: Iterable[RowCol]) -> Sheet:
    """The sheet with those of the cells that it lacks."""
    lacking = [Cell(*place, _UNKNOWN) for place in places if sheet.index(*place) is None]
    if not lacking:
        return sheet
    others = {name: getattr(sheet, name) for name in ("merges", "tables", "names", "hidden_rows", "hidden_cols")}
    return Sheet.of(sheet.name, [*sheet.cells(), *lacking], date1904=sheet.date1904, notes=sheet.notes, **others)


def _result(page: _Page) -> Sheet:
    """The sheet with its computed values."""
    sheet, index = page.stored.sheet, list(page.at.values())
    stored, computed_values = sheet.values[index].tolist(), page.values[index].tolist()
    if not any(was is _UNKNOWN for was in stored) and agree(list(zip(stored, computed_values, strict=True))):
        return sheet
    values, kinds = sheet.values.copy(), sheet.kinds.copy()
    shown = [None if value == "" else value for value in computed_values]
    values[index], kinds[index] = shown, kinds_of(shown)
    computed = [place for place, value in zip(page.at, computed_values, strict=True) if value is not _UNKNOWN]
    missing = [place for place, value in zip(page.at, computed_values, strict=True) if value is _UNKNOWN]
    notes = (*sheet.notes, *_notes(sheet.name, computed, missing))
    return replace(sheet, known=kinds, values=values, notes=notes)


def _notes(name: str, computed: list[RowCol], missing: list[RowCol]) -> Iterator[str]:
    if computed:
        yield f"{name}: the file holds no values for formulas; computed here: {listed(computed)}."
    if missing:
        yield uncalculated(name, missing)
