"""How the stand-in calculates: the order in which Excel visits cells, and what a function sees meanwhile.

Each manner stands in sheetllm_xl/excel/FINDINGS.md with its source, and test_engine.py shows that it is so here. It is
switched on with ``App.calculates``; without it cells are only written down.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any

import xlwings

from sheetllm_xl.excel.error_codes import CODES, MARK, from_scode
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError

from .formula import LITERAL, REFERENCE, argument_texts, called, computed, references
from .ranges import Range
from .values import BASE

if TYPE_CHECKING:
    from .book import Book
    from .program import App

Spot = tuple["Book", str, int, int]  # workbook, sheet, row, column
Function = Callable[[list[Any], xlwings.Range], Any]
_ITERATIONS = 100  # Excel's own setting
_SMALL = 200  # cells of a reference that are listed one by one


class _Failed(Exception):
    """A cell that is read shows an error, which is the formula's value then."""


class Calculation:
    """Switches: ``forces_clean``: Range.Calculate calculates a cell that needs none. ``shows_stale``: a cell whose turn
    is still to come shows its last value, not nothing. ``iterates``: circular cells are gone round. ``order`` mixes
    the chain. ``on_event`` hears of what VBA hears of. ``called`` counts calls of functions by cell.
    """

    def __init__(self, app: App, functions: dict[str, Function]) -> None:
        self.app, self.functions = app, functions
        self.forces_clean, self.shows_stale, self.iterates = True, False, False
        self.order: random.Random | None = None
        self.on_event: Callable[[str], None] = lambda event: None
        self.called: Counter[Spot] = Counter()
        self.chain: dict[Spot, list[tuple[Book, str, CellRange]]] = {}  # what each reads; the last entered is the last
        self.dirty: set[Spot] = set()
        self._readers: dict[Spot, dict[Spot, None]] = defaultdict(dict)
        self._readers_of_many: dict[Spot, None] = {}

    def entered(self, area: Range) -> None:
        """Cells were typed into, pasted or filled: what hangs on them is dirty, and calculated unless by hand."""
        book, sheet = area.sheet.book, area.at
        spots = [(book, sheet, row, col) for row in area.box.rows for col in area.box.cols]
        for spot in spots:
            self._enter(spot)
        self._spread(spots)
        fresh = [spot for spot in spots if spot in self.chain]
        if self._automatic:
            self.run()
        elif fresh:
            self.run(fresh)
        self.on_event("SheetChange")

    def calculate(self, area: Range) -> None:
        """Range.Calculate: these cells alone; where a clean cell is not forced, only those that need it."""
        spots = [spot for spot in self._in(area) if self.forces_clean or spot in self.dirty]
        self.dirty.update(spots)
        self.run(spots)
        self._spread(spots)
        if self._automatic and self.dirty:
            self.run()

    def mark_dirty(self, area: Range) -> None:
        """Range.Dirty: the cells of that address on the sheet in front, whatever sheet was meant."""
        book = area.sheet.book
        self.dirty.update(self._in(Range(book.sheets(book.active_sheet), area.box)))
        if self._automatic:
            self.run()

    def run(self, only: Collection[Spot] | None = None) -> None:
        """One calculation, of all that is dirty or of these cells alone. Copy mode ends."""
        self.app.copying = 0
        wanted = self.dirty if only is None else self.dirty.intersection(only)
        queue = [spot for spot in reversed(self.chain) if spot in wanted]
        if self.order:
            self.order.shuffle(queue)
        for book, sheet, row, col in () if self.shows_stale else queue:
            book.store.cached.pop((sheet, row, col), None)  # type: ignore[attr-defined]
        was, self.app.calculating = self.app.calculating, True
        try:
            self._work(queue, only is not None)
        finally:
            self.app.calculating = was
        self.on_event("AfterCalculate")

    @property
    def _automatic(self) -> bool:
        return bool(self.app._settings["calculation"] == "automatic")

    def _work(self, queue: list[Spot], alone: bool) -> None:
        circular = [spot for spot in queue if self._is_circular(spot)]
        for _ in range(_ITERATIONS if self.iterates else 0):
            for spot in circular:
                self._put(spot, self._value(spot))
        for spot in circular:
            if not self.iterates:
                self._put(spot, 0.0)
            self.dirty.discard(spot)
        while queue:
            spot = queue.pop(0)
            if spot not in self.dirty:
                continue
            waits_for = [] if alone else [one for one in self._precedents(spot) if one in self.dirty and one != spot]
            if waits_for:
                if self._function(spot):  # called before Excel knows that an argument is dirty; the result is not taken
                    self._value(spot)
                first = self.order.choice(waits_for) if self.order else waits_for[0]
                queue = [first, spot, *(one for one in queue if one != first)]
                continue
            self._put(spot, self._value(spot))
            self.dirty.discard(spot)

    def _enter(self, spot: Spot) -> None:
        for book, sheet, box in self.chain.pop(spot, []):
            for cell in _cells(book, sheet, box):
                self._readers[cell].pop(spot, None)
        self._readers_of_many.pop(spot, None)
        if not (text := self.formula(spot)):
            self.dirty.discard(spot)
            return
        self.chain[spot] = [(spot[0], sheet or spot[1], box) for sheet, box in references(text)]
        self.dirty.add(spot)
        for book, sheet, box in self.chain[spot]:
            if box.area > _SMALL:
                self._readers_of_many[spot] = None
            for cell in _cells(book, sheet, box):
                self._readers[cell][spot] = None

    def _spread(self, changed: Iterable[Spot]) -> None:
        waiting = list(changed)
        while waiting:
            cell = waiting.pop()
            many = (
                spot
                for spot in self._readers_of_many
                if any((b, s) == cell[:2] and cell[2:] in box for b, s, box in self.chain[spot])
            )
            for spot in (*self._readers.get(cell, ()), *many):
                if spot not in self.dirty:
                    self.dirty.add(spot)
                    waiting.append(spot)

    def _is_circular(self, spot: Spot) -> bool:
        found, waiting = set[Spot](), self._precedents(spot)
        while waiting and spot not in found:
            if (one := waiting.pop()) not in found:
                found.add(one)
                waiting += self._precedents(one)
        return spot in found

    def _precedents(self, spot: Spot) -> list[Spot]:
        found: list[Spot] = []
        for book, sheet, box in self.chain[spot]:
            if box.area > _SMALL:
                found += [one for one in self.chain if one[:2] == (book, sheet) and one[2:] in box]
            else:
                found += [one for one in _cells(book, sheet, box) if one in self.chain]
        return found

    def _in(self, area: Range) -> list[Spot]:
        return [spot for spot in self.chain if spot[:2] == (area.sheet.book, area.at) and spot[2:] in area.box]

    def formula(self, spot: Spot) -> str:
        """What stands in a cell; empty for no formula."""
        text = spot[0].store.formulas(spot[1], CellRange(*spot[2:], *spot[2:]))[0][0]
        return text if isinstance(text, str) and text.startswith("=") else ""

    def _function(self, spot: Spot) -> tuple[Function, str] | None:
        name, given = called(self.formula(spot))
        return (self.functions[name], given) if name in self.functions else None

    def _value(self, spot: Spot) -> Any:
        if function := self._function(spot):
            self.called[spot] += 1
            here = self._range(spot[0], spot[1], CellRange(*spot[2:], *spot[2:]))
            return function[0]([self._argument(spot, text) for text in argument_texts(function[1])], here)
        try:
            return computed(self.formula(spot), lambda sheet, box: self._numbers(spot, sheet, box))
        except _Failed as error:
            return error.args[0]

    def _argument(self, spot: Spot, text: str) -> Any:
        if not text:
            return None
        if LITERAL.fullmatch(text):
            return text[1:-1].replace('""', '"')
        if REFERENCE.fullmatch(text):
            ((sheet, box),) = references(text)
            return self._range(spot[0], sheet or spot[1], box)
        if text.startswith("{"):
            return (tuple(one[1:-1] for one in LITERAL.findall(text)),)
        if text.startswith("("):
            return self._union(spot, text)
        name, given = called(f"={text}")
        if name in self.functions:
            here = self._range(spot[0], spot[1], CellRange(*spot[2:], *spot[2:]))
            return self.functions[name]([self._argument(spot, one) for one in argument_texts(given)], here)
        return float(text)

    def _union(self, spot: Spot, text: str) -> Any:
        """Several ranges of one sheet are one range; of several sheets, an error."""
        named = list(references(text))
        sheets = {sheet or spot[1] for sheet, _ in named}
        if len(sheets) > 1:
            return BASE + CODES[CellError.VALUE]
        return xlwings.Range(impl=Range(spot[0].sheets(sheets.pop()), *(box for _, box in named)))

    def _range(self, book: Book, sheet: str, box: CellRange) -> xlwings.Range:
        return xlwings.Range(impl=Range(book.sheets(sheet), box))

    def _numbers(self, spot: Spot, sheet: str, box: CellRange) -> list[float]:
        values = [value for row in spot[0].store.values(sheet or spot[1], box) for value in row]
        if error := next((value for value in values if isinstance(value, CellError)), None):
            raise _Failed(error)
        return [float(value) for value in values if isinstance(value, int | float)]

    def _put(self, spot: Spot, value: Any) -> None:
        if isinstance(value, str) and value.startswith(MARK):
            value = from_scode(BASE + int(value[1:]))
        spot[0].store.cached[spot[1:]] = value  # type: ignore[attr-defined]


def _cells(book: Book, sheet: str, box: CellRange) -> list[Spot]:
    """Of a small rectangle, each cell."""
    return [(book, sheet, row, col) for row in box.rows for col in box.cols] if box.area <= _SMALL else []
