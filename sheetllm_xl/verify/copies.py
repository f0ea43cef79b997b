"""Copies: a sheet with a few of its numbers or labels changed, as it might well be another month."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

import numpy as np

from ..detect import with_totals
from ..literals import Value, literal
from ..sheet import Kind, Sheet, kinds_of
from ..text.numbers import written_number
from ..text.words import plain
from .derived import Place
from .matter import Condition, Matter, Subject
from .readings import TEST

Changes = Mapping[Place, Value]
"""What cells hold on a copy that hold something else on the sheet."""

_GOLDEN = 0.6180339887498949  # steps of it scatter evenly, the same each time
_ROOM = 3  # whole numbers for each cell, so that none need be the same as another
_DIGITS = re.compile(r"\d[\d.,]*")
_ORDERS = ("<", ">", "<=", ">=")
_ROUNDS = 3  # of totals of totals


def copies(matter: Matter) -> Iterator[Changes]:
    """The changes of each copy, those first that show the most; what follows from others is worked out anew."""
    kinds = chain(
        [_scattered(matter, 0), _turned(matter)],
        _crowned(matter),
        _at_threshold(matter),
        _relabelled(matter),
        (one(matter) for one in (_filled, partial(_scattered, salt=1))),
    )
    return (with_derived(matter, changes) for changes in kinds if changes)


def changed(sheet: Sheet, changes: Changes) -> Sheet:
    """The sheet with other values in a few cells, blank ones among them. Totals stay totals: they were changed too."""
    at = {place: sheet.index(*place) for place in changes}
    if added := sorted(place for place, i in at.items() if i is None):
        sheet = with_totals(_with_room(sheet, added), sheet)
        at = {place: sheet.index(*place) for place in changes}
    values, kinds = sheet.values.copy(), sheet.kinds.copy()
    where = [i for i in at.values() if i is not None]
    values[where] = np.fromiter(changes.values(), object, len(changes))
    kinds[where] = kinds_of([*changes.values()])
    return with_totals(replace(sheet, values=values, known=kinds), sheet)


def with_derived(matter: Matter, changes: Changes) -> dict[Place, Value]:
    """The changes, and what totals and the sheet's formulas come to with them."""
    cells, every = {**matter.known, **changes}, dict(changes)
    for _ in range(_ROUNDS if matter.derived else 0):
        for place, derived in matter.derived.items():
            if place not in changes and (value := derived.anew(cells)) is not None and value != cells.get(place):
                cells[place] = every[place] = value
    return {place: value for place, value in every.items() if value != matter.known.get(place)}


def _with_room(sheet: Sheet, places: Sequence[Place]) -> Sheet:
    """The sheet with blank cells at places that it has none at."""
    order = np.array(places, np.int64)
    before = np.searchsorted(sheet.rows * 2.0**20 + sheet.cols, order[:, 0] * 2.0**20 + order[:, 1])
    return replace(
        sheet,
        rows=np.insert(sheet.rows, before, order[:, 0]),
        cols=np.insert(sheet.cols, before, order[:, 1]),
        values=np.insert(sheet.values, before, np.full(len(places), None, object)),
        formats=np.insert(sheet.formats, before, 0),
        styles=np.insert(sheet.styles, before, 0),
        fills=np.insert(sheet.fills, before, 0),
        known=np.insert(sheet.kinds, before, Kind.BLANK),
    )


def _scattered(matter: Matter, salt: int) -> dict[Place, Value]:
    """Every amount another one between the least and the largest of its column, hardly any the same as another."""
    by_col: dict[int, list[Place]] = {}
    for place in matter.free:
        by_col.setdefault(place[1], []).append(place)
    found: dict[Place, Value] = {}
    used: set[float] = set()
    for col, places in by_col.items():
        amounts = [amount(matter.free[place]) for place in places]
        low, high = min(amounts), max(amounts)
        whole = all(each == int(each) for each in amounts)
        high = max(high, low + _ROOM * len(matter.free)) if whole else high + (high - low or abs(high) or 1.0) / 10
        for n, place in enumerate(places):
            share = ((n + 1) * _GOLDEN + (col + salt) * _GOLDEN**2) % 1
            new = low + (high - low) * share
            new = float(round(new)) if whole else float(f"{new:.6g}")
            if new in used:
                new = low + (high - low) * share
            used.add(new)
            found[place] = written(new, matter.free[place])
    return found


def _turned(matter: Matter) -> dict[Place, Value]:
    """What is measured in the reverse order, so that another row is the largest and comparisons turn about."""
    found: dict[Place, Value] = {}
    for subject in matter.subjects:
        places = [place for place in subject.places if place in matter.free]
        values = [matter.free[place] for place in reversed(places)]
        found |= dict(zip(places, values, strict=True)) if len({type(value) for value in values}) == 1 else {}
    return found


def _crowned(matter: Matter) -> Iterator[dict[Place, Value]]:
    """In turn the first, the last and one in the middle the largest of all, or the smallest where that is looked for.

    So is what the formula reads although the reading measures something else, and the reverse.
    """
    for subject in matter.subjects if any(one.picks for one in matter.subjects) else ():
        places = matter.movable(subject.places)
        if len(places) < 2:
            continue
        inside = {*places}
        read = {place for place in (*matter.free, *places) if any(place in area for area in matter.areas)}
        others = [min(each, default=places[0]) for each in (inside - read, read - inside)]
        every = {place: matter.known[place] for place in (*places, *others)}
        for place in dict.fromkeys((places[0], places[-1], places[len(places) // 2], *others)):
            if change := _extreme(matter, subject, place, every):
                yield change


def _extreme(matter: Matter, subject: Subject, place: Place, every: Mapping[Place, Value]) -> dict[Place, Value]:
    """A cell as the largest of some; as the smallest in the place of the one that was."""
    amounts = {each: amount(value) for each, value in every.items()}
    if subject.part.order == "up" or (subject.part.do == "min" and not subject.part.order):
        least = min(amounts, key=amounts.__getitem__)
        if least == place:
            return {}
        return _set(matter, place, amounts[least]) | _set(matter, least, amounts[place])
    return _set(matter, place, _above(amounts.values(), len(amounts) if subject.part.per else 0.5))


def _above(amounts: Iterable[float], by: float = 0.5) -> float:
    """More than the largest of some, by so many times what the largest and the smallest are apart."""
    low, *_, high = sorted([*amounts] * 2)
    top = high + (high - low or abs(high) or 1.0) * by
    return float(round(top + 0.5)) if high == int(high) else top


def _set(matter: Matter, place: Place, number: float) -> dict[Place, Value]:
    """The change by which a cell comes to a number: its own, or that of a part of what it adds up."""
    lever = matter.lever(place)
    moved = number if lever == place else amount(matter.known[lever]) + number - amount(matter.known[place])
    return {lever: written(moved, matter.known[lever])}


def _at_threshold(matter: Matter) -> Iterator[dict[Place, Value]]:
    """Some cells exactly at the number that they are compared with; then the first and the last on its other side."""
    for subject in matter.subjects:
        for cells, wanted in _compared(matter, subject):
            bound = written_number(wanted)
            if bound is None or not cells:
                continue
            ends = [*dict.fromkeys((cells[0], cells[-1], cells[len(cells) // 2]))]
            yield _set_all(matter, dict.fromkeys(ends, bound[0]))
            amounts = {place: amount(matter.known[place]) for place in cells}
            step = float(max(1, round((max(amounts.values()) - min(amounts.values())) / 4)))
            beyond = {place: bound[0] + (step if amounts[place] < bound[0] else -step) for place in ends[:2]}
            yield _set_all(matter, beyond)


def _set_all(matter: Matter, numbers: Mapping[Place, float]) -> dict[Place, Value]:
    return {lever: value for place, number in numbers.items() for lever, value in _set(matter, place, number).items()}


def _compared(matter: Matter, subject: Subject) -> Iterator[tuple[list[Place], str]]:
    """The amounts that are compared with a number, and the number."""
    for one in subject.conditions:
        row = [(one.line, col) for col in subject.cols]
        places = row if one.axis == "row" else [(row, one.line) for row in subject.rows]
        if one.sign in _ORDERS:
            yield matter.movable(places), one.wanted[0]
    for text in subject.part.where if not subject.part.per else ():
        found = TEST.fullmatch(text.strip())
        if found and found[1].strip() == "value" and found[2] in _ORDERS:
            yield matter.movable(subject.places), found[3]


def _relabelled(matter: Matter) -> Iterator[dict[Place, Value]]:
    """A row that a condition takes with another's label, and one that it passes over with the label that it takes."""
    for subject in matter.subjects:
        for one in subject.conditions:
            if one.sign != "=" or one.axis != "col":
                continue
            places = [(row, one.line) for row in subject.rows]
            labels = {place: matter.known[place] for place in places if place in matter.known}
            inside = [place for place, value in labels.items() if _is_one(value, one.wanted)]
            outside = [place for place in labels if place not in inside]
            if not inside or len(labels) < len(places) or not _follows(matter, subject, one):
                continue
            label = labels[inside[0]]
            other = labels[outside[0]] if outside else f"{literal(label)} 2"
            if subject.part.do in ("value", "list") and not subject.part.order:
                yield {inside[-1]: other} | ({outside[0]: label} if outside else {})
                continue
            yield {inside[-1]: other}
            for place in dict.fromkeys((*outside[:1], *outside[-1:])):
                yield {place: label} | _best(matter, subject, place[0])


def _best(matter: Matter, subject: Subject, row: int) -> dict[Place, Value]:
    """The row's own value the one that is looked for, so that it shows whether the row counts."""
    places = matter.movable(subject.places) if subject.picks else []
    mine = [place for place in places if place[0] == row]
    return _extreme(matter, subject, mine[0], {place: matter.known[place] for place in places}) if mine else {}


def _follows(matter: Matter, subject: Subject, one: Condition) -> bool:
    """Whether the formula goes by the label, and not by where its rows stand: it reads the labels, or all rows."""
    tall = [area for area in matter.areas if area.shape[0] > 1]
    rows = (subject.rows[0], subject.rows[-1])
    whole = [area for area in tall if all(row in area.rows for row in rows)]
    return 0 < len(whole) == len(matter.areas) or any(one.line in area.cols for area in whole)


def _is_one(value: Value, wanted: Iterable[str]) -> bool:
    return any(plain(literal(value)) == plain(each) for each in wanted)


def _filled(matter: Matter) -> dict[Place, Value]:
    """A record of which the amount is missing with one: the first and the last of them."""
    found: dict[Place, Value] = {}
    for subject in matter.subjects:
        for col in subject.cols:
            amounts = {row: matter.free[row, col] for row in subject.rows if (row, col) in matter.free}
            missing = [row for row in subject.rows if (row, col) not in matter.known] if len(amounts) > 1 else []
            blank = [row for row in missing if _is_record(matter, row, col)]
            for row in dict.fromkeys((*blank[:1], *blank[-1:])):
                found[row, col] = written(_above(map(amount, amounts.values())), next(iter(amounts.values())))
    return found


def _is_record(matter: Matter, row: int, col: int) -> bool:
    """Whether a row has other amounts, and no merged cell lies over its own."""
    return bool(matter.cols_by_row.get(row, frozenset()) - {col}) and not any(
        (row, col) in merge for merge in matter.sheet.merges
    )


def amount(value: Value) -> float:
    """A number, a date in days, or what a text says."""
    if isinstance(value, datetime):
        return value.toordinal() + (value - datetime.combine(value.date(), datetime.min.time())) / timedelta(days=1)
    read = written_number(value) if isinstance(value, str) else None
    return read[0] if read else float(value) if type(value) is float else 0.0


def written(number: float, like: Value) -> Value:
    """A number as a cell holds it that held another: as a date, as a text with its marks, else as it is."""
    if isinstance(like, datetime):
        return datetime.fromordinal(min(max(1, round(number)), datetime.max.toordinal()))
    read = written_number(like) if isinstance(like, str) else None
    if not isinstance(like, str) or read is None:
        return number
    digits = f"{number * (100 if read[2] else 1):,.{read[1]}f}".lstrip("-")
    bare = _DIGITS.sub(digits if "," in like else digits.replace(",", ""), like, count=1)
    return bare if (number < 0) == (read[0] < 0) else f"-{bare}" if number < 0 else bare.lstrip("-−+")
