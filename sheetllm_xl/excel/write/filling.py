"""Filling: a column that gets its values a few at a time, as one piece of work: nothing in it is overwritten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from ...errors import ExcelBusy, InputError
from ...grid import CellRange, Ref
from ...literals import Value
from ..busy import PATIENCE, Patience, patiently
from ..open_source import xlwings
from ..read.front import open_book
from ..recalculating import is_calculating, is_copying_in
from ..workbook_names import OpenName
from .journal import Journal, Work
from .readback import grid, same, seen
from .undoing import mark, marks, works_on
from .writing import Writing, cell_input

_AT_ONCE = Patience(seconds=0.2)  # who fills comes again; Excel's thread is not held


def admit(book: xlwings.Book, place: Ref, journal: Journal) -> None:
    """Raises HostError, InputError where that column cannot be filled; cells that we have written are no hindrance."""
    writing = Writing(book, journal, "")
    writing.savable()
    writing.writable(place.sheet)
    writing.unmerged(place.sheet, place.range)
    there = patiently(lambda: grid(book.sheets[place.sheet].range(str(place.range)).formula, place.range))
    ours = _ours(book, place.sheet, journal)
    for row, (text,) in zip(place.range.rows, there, strict=True):
        if text != "" and not same([[text]], [[ours.get((row, place.range.left), "")]]):
            cell = Ref(place.sheet, CellRange(row, place.range.left, row, place.range.left))
            raise InputError(f"{cell} holds something, and would be filled. Empty it, or select other cells to ask.")


def begun(book: xlwings.Book, sheet: str, head: str, journal: Journal) -> int:
    """The column that an earlier fill began under that head; 0 for none. A head that a person wrote is not ours."""
    written = [[seen(cell_input(head))]]
    return max((col for (_, col), text in _ours(book, sheet, journal).items() if same([[text]], written)), default=0)


def _ours(book: xlwings.Book, sheet: str, journal: Journal) -> dict[tuple[int, int], Any]:
    """What we have written into cells of that sheet and not taken back."""
    ours = dict[tuple[int, int], Any]()
    for work in works_on(book, journal, PATIENCE):
        for change in work.changes:
            if change.kind == "cells" and change.sheet == sheet:
                box = CellRange.parse(change.at)
                places = ((row, col) for row in box.rows for col in box.cols)
                ours |= zip(places, (text for line in change.after for text in line), strict=False)  # one that spills
    return ours


def fill(
    book: OpenName, sheet: str, col: int, values: Mapping[int, Value], journal: Journal, words: str, onto: Work | None
) -> Work | None:
    """Write ``values`` by row into a column, where they do not stand already; the work, gone on with.

    Raises ExcelBusy, with nothing written, where that may pass: Excel is busy, calculates, or a person copies;
    HostError where the sheet cannot be written to; InputError where a cell holds something else, the workbook was
    closed, or that work was undone.
    """
    opened = _opened(book)
    if onto and mark(onto) not in marks(opened, journal, _AT_ONCE):
        raise InputError("What was filled was undone, so filling ended there.")
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


def _opened(named: OpenName) -> xlwings.Book:
    program, name = named
    if book := open_book(name, program, _AT_ONCE):
        if patiently(lambda: is_copying_in(book.app) or is_calculating(book.app), _AT_ONCE):
            raise ExcelBusy
        return book
    raise InputError("The workbook was closed, so filling ended. Open it and press Fill Column again: it goes on.")


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    for _, run in groupby(enumerate(rows), lambda pair: pair[1] - pair[0]):
        those = [row for _, row in run]
        yield those[0], those[-1]
