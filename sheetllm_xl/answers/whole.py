"""Whole: several sheets as one question takes them, for cells, buttons, the command line, the library and agents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np

from ..chain.briefing import is_briefing
from ..errors import BeyondLimits, HostError, InputError
from ..formulas.call import is_ours, may_spill
from ..grid import CellRange
from ..literals import CellError
from ..retrieve import Workbook
from ..retrieve.patience import Check, unhurried
from ..sheet import Kind, Sheet

Notes = Callable[[str], Mapping[str, str]]
"""What people wrote at the cells of the sheet of that name."""

_WAITING = (CellError.GETTING_DATA, CellError.UNCALCULATED)  # what a cell shows whose value is still to come
_MOST_SPILLS = 100  # formulas around a cell that are asked how far they reach; each is a call
_MANY = "More than {} formulas of SheetLLM that may fill several cells stand around this one: name the range to read."
_REFERENCE = re.compile(  # a text in quotes, else a sheet's name and cells, columns or rows
    r'"[^"]*+"?'
    r"|(?<![\w.])(?:(?:'((?:[^']|''){1,31}+)'|([\w.]++))!)?"
    r"(\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d{1,7}:\$?\d{1,7})(?![\w(!.])"
)
_Read = tuple[str, CellRange]  # the folded name of a sheet, and cells of it


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
    hanging: dict[str, set[tuple[int, int]]] = {}
    fresh: list[_Read] = [(name.casefold(), cells)]
    while fresh:
        found: list[_Read] = []
        for sheet in sheets:
            known = hanging.setdefault(sheet.name, set())
            for place, reads in _reads(sheet).items():
                if place not in known and any(_meet(one, other) for one in reads for other in fresh):
                    known.add(place)
                    found.append((sheet.name.casefold(), CellRange(*place, *place)))
        fresh = found
    return [_without(sheet, hanging[sheet.name]) for sheet in sheets]


def _meet(one: _Read, other: _Read) -> bool:
    return one[0] == other[0] and one[1] & other[1] is not None


def _without(sheet: Sheet, places: set[tuple[int, int]]) -> Sheet:
    if not places:
        return sheet
    pairs = zip(sheet.rows.tolist(), sheet.cols.tolist(), strict=True)
    return sheet.only(np.array([pair not in places for pair in pairs], bool))


def _reads(sheet: Sheet) -> dict[tuple[int, int], tuple[_Read, ...]]:
    """What each formula of a sheet reads; worked out once a sheet."""
    if (known := sheet.remembered.get(_reads)) is None:
        known = {place: tuple(_named(text, sheet.name)) for place, text in sheet.formulas.items()}
        sheet.remembered[_reads] = known
    return known


def _named(formula: str, home: str) -> Iterator[_Read]:
    for quoted, plain, cells in _REFERENCE.findall(formula):
        if cells:  # else a text
            with suppress(InputError):  # XFE1 is a name
                yield (quoted.replace("''", "'") or plain or home).casefold(), CellRange.parse(cells)
