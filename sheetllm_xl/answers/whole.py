"""Whole: several sheets as one question takes them, for cells, buttons, the command line, the library and agents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt

from ..chain.briefing import is_briefing
from ..errors import BeyondLimits, HostError, InputError
from ..formulas.call import is_ours, may_spill
from ..grid import CellRange, edges_of
from ..literals import CellError
from ..retrieve import Workbook
from ..retrieve.patience import Check, unhurried
from ..sheet import Kind, Sheet

Notes = Callable[[str], Mapping[str, str]]
"""What people wrote at the cells of the sheet of that name."""

_WAITING = (CellError.GETTING_DATA, CellError.UNCALCULATED)  # what a cell shows whose value is still to come
_MOST_SPILLS = 100  # formulas around a cell that are asked how far they reach; each is a call
_MANY = "More than {} formulas of SheetLLM that may fill several cells stand around this one: name the range to read."
_REFERENCE = re.compile(  # a text in quotes, a name in brackets, else a sheet's name and cells, columns or rows
    r'"[^"]*+"?|\[[^\[\]]*+\]'
    r"|(?<![\w.!\]])(?:(?:'((?:[^']|''){1,31}+)'|([\w.]++))!)?"
    r"(\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d{1,7}:\$?\d{1,7})(?![\w(!.])"
)
_Cell = tuple[str, int, int]  # the folded name of a sheet, row and column
_SMALL = 16  # cells of a range that are looked up one by one


def no_notes(sheet: str) -> Mapping[str, str]:
    """Nobody wrote anything, or it is not to be had."""
    return {}


def whole_workbook(sheets: Iterable[Sheet], notes: Notes = no_notes, check: Check = unhurried) -> Workbook:
    """The sheets as a question to all of them takes them: those of data, with the notes at their cells.

    What the workbook says of itself is no data: it is sent where the person has confirmed it. Notes that cannot be
    read are none, and the sheet says so. Raises BeyondLimits where reading takes too long.
    """
    whole, noted = list[Sheet](), dict[str, Mapping[str, str]]()
    for sheet in sheets:
        if is_briefing(sheet.name):
            continue
        try:
            noted[sheet.name] = notes(sheet.name)
        except BeyondLimits:
            raise
        except HostError as error:
            sheet = replace(sheet, notes=(*sheet.notes, str(error)))
        whole.append(sheet)
    return Workbook.of(whole, check=check, notes=noted)


def waits(sheet: Sheet) -> bool:
    """Whether the value of a cell is still to come."""
    return any(value in _WAITING for value in sheet.values[sheet.kinds == Kind.ERROR])


def without_ours(sheet: Sheet, spilled: Callable[[int, int], CellRange | None]) -> Sheet:
    """The sheet without what our own functions show; ``spilled`` says which cells the one in a cell fills, if several.

    Raises InputError for too many of those.
    """
    ours = {place: formula for place, formula in sheet.formulas.items() if is_ours(formula)}
    if not ours:
        return sheet
    spilling = [place for place, formula in ours.items() if may_spill(formula)]
    if len(spilling) > _MOST_SPILLS:
        raise InputError(_MANY.format(_MOST_SPILLS))
    spills = [spill for place in spilling if (spill := spilled(*place))]
    places = zip(sheet.rows.tolist(), sheet.cols.tolist(), strict=True)
    shown = [place not in ours and not any(place in spill for spill in spills) for place in places]
    return sheet.only(np.array(shown, bool))


def without_what_hangs_on(name: str, cells: CellRange, sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets without the formulas that read ``cells`` of the sheet of that name, by however many steps.

    They show what comes of an answer, so no answer can wait for them. What a formula reads is told by the addresses
    that stand in it.
    """
    known = [_reads(sheet) for sheet in sheets]
    fresh = [(name.casefold(), row, col) for row in cells.rows for col in cells.cols]
    hanging = set[_Cell]()
    while fresh:
        front = list[_Cell]()
        while fresh:  # as far as single cells lead, one look each; then once through the wide ranges
            front.append(fresh.pop())
            readers = {reader for one in known for reader in one.by_cell.get(front[-1], ())} - hanging
            hanging |= readers
            fresh += readers
        fresh = list({reader for one in known for reader in one.over(front)} - hanging)
        hanging |= set(fresh)
    return [_without(sheet, hanging) for sheet in sheets]


def _without(sheet: Sheet, hanging: set[_Cell]) -> Sheet:
    name = sheet.name.casefold()
    places = {(row, col) for of, row, col in hanging if of == name}
    if not places:
        return sheet
    pairs = zip(sheet.rows.tolist(), sheet.cols.tolist(), strict=True)
    return sheet.only(np.array([pair not in places for pair in pairs], bool))


@dataclass(frozen=True, slots=True)
class _Reads:
    """What the formulas of a sheet read: who reads a cell, by itself or in a small range; of wide ones, their edges
    (top, left, bottom, right) and who reads each, by the sheet they are of.
    """

    by_cell: Mapping[_Cell, Sequence[_Cell]]
    wide: Mapping[str, tuple[Sequence[_Cell], npt.NDArray[np.int32]]]

    def over(self, cells: Iterable[_Cell]) -> Iterator[_Cell]:
        """Who reads a wide range that holds any of the cells."""
        columns: dict[tuple[str, int], list[int]] = {}
        for sheet, row, col in cells:
            if sheet in self.wide:
                columns.setdefault((sheet, col), []).append(row)
        for (sheet, col), those in columns.items():
            readers, edges = self.wide[sheet]
            rows, across = np.sort(those), np.flatnonzero((edges[1] <= col) & (col <= edges[3]))
            first, end = np.searchsorted(rows, edges[0, across]), np.searchsorted(rows, edges[2, across], "right")
            yield from (readers[i] for i in across[first < end])


def _reads(sheet: Sheet) -> _Reads:
    """Worked out once a sheet."""
    if (known := sheet.remembered.get(_reads)) is None:
        known = sheet.remembered[_reads] = _worked_out(sheet)
    return known


def _worked_out(sheet: Sheet) -> _Reads:
    home, by_cell, wide = sheet.name.casefold(), dict[_Cell, list[_Cell]](), dict[str, list[tuple[_Cell, CellRange]]]()
    for place, text in sheet.formulas.items():
        for of, box in _named(text, home):
            if box.area > _SMALL:
                wide.setdefault(of, []).append(((home, *place), box))
                continue
            for row, col in product(box.rows, box.cols):
                by_cell.setdefault((of, row, col), []).append((home, *place))
    edges = {of: edges_of(box for _, box in those).T for of, those in wide.items()}
    return _Reads(by_cell, {of: ([reader for reader, _ in those], edges[of]) for of, those in wide.items()})


def _named(formula: str, home: str) -> Iterator[tuple[str, CellRange]]:
    """The folded name of a sheet and cells of it, for each reference."""
    for quoted, plain, cells in _REFERENCE.findall(formula):
        if cells:  # else a text, another workbook, a column of an Excel table
            with suppress(InputError):  # XFE1 is a name
                yield (quoted.replace("''", "'") or plain or home).casefold(), CellRange.parse(cells)
