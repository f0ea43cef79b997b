"""Filling: a column that gets its values a few at a time, as one piece of work: nothing in it is overwritten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from ...errors import ExcelBusy, InputError
from ...grid import CellRange, Ref
from ...literals import Value
from ..busy import Patience, patiently
from ..open_source import xlwings
from ..read.front import open_book
from ..recalculating import is_copying_in
from .journal import Journal, Work
from .readback import grid, same, seen
from .writing import Writing, cell_input

_AT_ONCE = Patience(seconds=0.2)  # who fills comes again; Excel's thread is not held


def fill(
    book: str, sheet: str, col: int, values: Mapping[int, Value], journal: Journal, words: str, onto: Work | None
) -> Work | None:
    """Write ``values`` by row into a column, where they do not stand already; the work, gone on with.

    Raises HostError, with nothing written, where that may pass: Excel is busy, calculates, or a person copies;
    InputError where a cell holds something else, or the workbook was closed.
    """
    opened = _opened(book)
    area = CellRange(min(values), col, max(values), col)
    there = patiently(lambda: grid(opened.sheets[sheet].range(str(area)).formula, area), _AT_ONCE)
    new = dict[int, Value]()
    for row, value in values.items():
        stands = [there[row - area.top]]
        if stands == [[""]]:
            new[row] = value
        elif not same(stands, [[seen(cell_input(value))]]):
            cell = Ref(sheet, CellRange(row, col, row, col))
            raise InputError(f"{cell} holds something else by now, so filling ended there.")
    if not new:
        return onto
    with Writing(opened, journal, words, _AT_ONCE, onto) as work:
        for first, last in _runs(sorted(new)):
            work.cells(sheet, CellRange(first, col, last, col), [[new[row]] for row in range(first, last + 1)])
    return work.work


def _opened(name: str) -> xlwings.Book:
    if book := open_book(name, patience=_AT_ONCE):
        if patiently(lambda: is_copying_in(book.app), _AT_ONCE):
            raise ExcelBusy
        return book
    raise InputError("The workbook was closed, so filling ended. Open it and press Fill Column again: it goes on.")


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    for _, run in groupby(enumerate(rows), lambda pair: pair[1] - pair[0]):
        those = [row for _, row in run]
        yield those[0], those[-1]
