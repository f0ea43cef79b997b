"""Recalculating: cells whose answer has come, in every Excel that has them open, in few calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial, reduce
from itertools import chain
from operator import or_
from typing import Any

from ..errors import ExcelBusy, ExcelGone, HostError, NotCalculated
from ..formulas.call import asks
from ..grid import CellRange, runs
from ..literals import CellError
from ..record import Place
from .error_codes import from_scode
from .open_source import xlwings
from .read.quadtree import box_of
from .workbook_names import full_name
from .write.readback import grid

RowCol = tuple[int, int]  # row and column
Where = tuple[str, str]  # the workbook's full name, the sheet's name
Politely = Callable[[Callable[[], Any]], Any]
_FEW = 8  # rectangles read one by one; of more, what holds them all is read


def recalculate(cells: Collection[Hashable], politely: Politely, came: Collection[Place] | None = None) -> None:
    """Calculate cells again; where they have moved, every cell of the sheet that asks.

    ``came`` are the cells whose functions Excel calls meanwhile: it need not calculate one in automatic mode that it
    takes for clean. Such a cell is made dirty where its sheet is in front, since that is the one Range.Dirty means.
    What is of no open workbook is let be; so is, for now, an Excel in which a person copies. Raises NotCalculated for
    what is left, when all else is done.
    """
    wanted: dict[Where, dict[RowCol, Place]] = defaultdict(dict)
    for cell in cells:
        if isinstance(cell, Place):
            at = CellRange.parse(cell.cell)
            wanted[cell.book, cell.sheet][at.top, at.left] = cell
    seen: set[Where] = set()
    left: list[Place] = []
    is_known = True
    for app in politely(lambda: list(xlwings.apps)):
        try:
            sheets = politely(partial(_sheets, app, wanted.keys()))
            is_copying = bool(sheets) and politely(partial(is_copying_in, app))
        except HostError as error:
            is_known = is_known and isinstance(error, ExcelGone)
            continue
        seen.update(where for where, _ in sheets)
        if is_copying:
            left += [place for where, _ in sheets for place in wanted[where].values()]
        else:
            left += _refused([(sheet, wanted[where]) for where, sheet in sheets], politely)
            if came is not None:
                done = {*came, *left}
                for where, sheet in sheets:
                    _make_dirty(sheet, [one for one in wanted[where].values() if one not in done], politely)
    if not is_known:  # what was seen nowhere may be open in the Excel that does not say
        left += [place for where, places in wanted.items() if where not in seen for place in places.values()]
    if left:
        raise NotCalculated(dict.fromkeys(left))


def blocks(spots: Iterable[RowCol]) -> list[CellRange]:
    """Single cells as few rectangles, so that what is filled down or across is one call.

    >>> [str(area) for area in blocks([(1, 1), (2, 1), (7, 3), (3, 1), (1, 2), (3, 2), (2, 2)])]
    ['A1:B3', 'C7']
    """
    columns: dict[int, set[int]] = defaultdict(set)
    for row, col in spots:
        columns[col].add(row)
    across: dict[tuple[int, int], list[int]] = defaultdict(list)
    for col, rows in columns.items():
        for run in runs(rows):
            across[run].append(col)
    return [
        CellRange(top, left, bottom, right)
        for top, bottom in sorted(across)
        for left, right in runs(across[top, bottom])
    ]


def is_copying_in(app: xlwings.App) -> bool:
    """Whether cells were copied or cut and may still be pasted: to calculate would end that. A Mac does not tell."""
    return getattr(app.api, "CutCopyMode", 0) in (1, 2)  # xlCopy, xlCut


def is_calculating(app: xlwings.App) -> bool:
    """Whether Excel calculates now, and so takes no write. A Mac does not tell."""
    return getattr(app.api, "CalculationState", 0) == 1  # xlCalculating


def _sheets(app: xlwings.App, wanted: Collection[Where]) -> list[tuple[Where, xlwings.Sheet]]:
    """The sheets this Excel has; none where they, or their workbooks, are closed or have another name by now.

    Another Excel may have them too: a workbook that was never saved is called the same in both.
    """
    books = {book for book, _ in wanted}
    opened = [(name, book) for book in app.books if (name := full_name(book)) in books]
    sheets = (((name, sheet.name), sheet) for name, book in opened for sheet in book.sheets)
    return [(where, sheet) for where, sheet in sheets if where in wanted]


def _refused(sheets: Sequence[tuple[xlwings.Sheet, Mapping[RowCol, Place]]], politely: Politely) -> list[Place]:
    """Calculate cells of one Excel; those that it refuses. Once it is busy, it is asked for nothing more."""
    left: list[Place] = []
    for i, (sheet, places) in enumerate(sheets):
        waiting = dict(places)
        try:
            for area in _due(sheet, places.keys(), politely):
                politely(partial(_calculate, sheet, area))
                for spot in _spots(area):
                    waiting.pop(spot, None)
        except HostError as error:
            left += () if isinstance(error, ExcelGone) else waiting.values()
            if isinstance(error, ExcelBusy):
                return [*left, *(place for _, others in sheets[i + 1 :] for place in others.values())]
    return left


def _due(sheet: xlwings.Sheet, wanted: Collection[RowCol], politely: Politely) -> list[CellRange]:
    """The wanted cells; where one of them does not ask, those that hold a formula, and all of the sheet that do ask.

    A formula that does not ask may do so through a defined name; or rows were inserted or cells moved since it did.
    """
    areas = blocks(wanted)
    read = areas if len(areas) <= _FEW else [reduce(or_, areas)]
    texts = {spot: text for area in read for spot, text in politely(partial(_formulas, sheet, area))}
    if all(asks(texts[spot]) for spot in wanted):
        return areas
    asking = {spot for spot, text in politely(partial(_formulas, sheet)) if asks(text)}
    return blocks(asking | {spot for spot in wanted if texts[spot].startswith("=")})


def _calculate(sheet: xlwings.Sheet, area: CellRange) -> None:
    """A part of an array formula is not calculated without the rest of it."""
    cells = sheet.range(str(area)).api
    whole = area.area == 1 and getattr(cells, "HasArray", False) is True
    (cells.CurrentArray if whole else cells).Calculate()


def _make_dirty(sheet: xlwings.Sheet, places: Sequence[Place], politely: Politely) -> None:
    """Have cells calculated whose functions were not called, of those that wait still."""

    def force() -> None:
        waiting: list[RowCol] = []
        for area in blocks((at.top, at.left) for at in (CellRange.parse(place.cell) for place in places)):
            shown = [value for line in grid(sheet.range(str(area)).raw_value, area) for value in line]
            waiting += [spot for spot, value in zip(_spots(area), shown, strict=True) if _waits(value)]
        if waiting and _is_in_front(sheet):  # else Excel's clock looks after it (addin/vba/Waiting.bas)
            for spot in waiting:
                cell = sheet.range(spot).api
                cell.Dirty()
                cell.Calculate()

    with suppress(HostError):
        if places:
            politely(force)


def _waits(value: object) -> bool:
    return type(value) is int and from_scode(value) is CellError.GETTING_DATA


def _is_in_front(sheet: xlwings.Sheet) -> bool:
    front = sheet.book.app.books.active
    return (full_name(front), front.sheets.active.name) == (full_name(sheet.book), sheet.name)


def _spots(area: CellRange) -> Iterator[RowCol]:
    return ((row, col) for row in area.rows for col in area.cols)


def _formulas(sheet: xlwings.Sheet, area: CellRange | None = None) -> list[tuple[RowCol, str]]:
    """What stands in the cells of an area, or of the used range."""
    read = sheet.range(str(area)) if area else sheet.used_range
    box = area or box_of(read)
    return list(zip(_spots(box), chain.from_iterable(grid(read.formula, box)), strict=True))
