"""Matter: the cells of a sheet that a reading and a formula are about, and which of them a changed copy may change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from ..errors import NotComputed
from ..grid import CellRange
from ..literals import Value
from ..messages.replies import ReadingPart
from ..sheet import Sheet
from ..text.numbers import written_number
from .derived import Derived, Place, follows
from .lines import ADDRESS, Lines, matched, narrowest
from .reading import Reading
from .readings import EACH, TEST, chosen

_MOST = 20_000  # cells that a formula and its reading are about
_LARGEST = 1e100  # what is above it is no amount of anything, and sums of it end in infinity


@dataclass(frozen=True)
class Condition:
    """A condition of a reading: the row or column it looks at, the comparison, and the values of it that will do."""

    axis: str
    line: int
    sign: str
    wanted: tuple[str, ...]

    @classmethod
    def of(cls, text: str, lines: Lines) -> Condition | None:
        """None for one that looks at what is worked out itself."""
        name, rest = matched(text)
        found = TEST.fullmatch(rest)
        if name == "value" or found is None:
            return None
        wanted = tuple(each.strip().strip('"') for each in found[3].split("|"))
        if name.partition(":")[0].isdigit():
            return cls("row", int(name.partition(":")[0]), found[2], wanted)
        box = CellRange.parse(name.replace("$", ""))
        axis, line = ("col", box.left) if box.top in lines.head else ("row", box.top)
        return cls(axis, line, found[2], wanted)


@dataclass(frozen=True)
class Subject:
    """A part of a reading: its table, the rows and columns of what it measures, and its conditions."""

    part: ReadingPart
    lines: Lines
    rows: tuple[int, ...]
    cols: tuple[int, ...]
    conditions: tuple[Condition, ...]

    @classmethod
    def of(cls, part: ReadingPart, lines: Lines) -> Subject:
        """What a part measures, by the lines it names."""
        sets: dict[str, list[set[int]]] = {"row": [], "col": []}
        for text in part.of:
            if EACH.match(text):
                boxes = [CellRange.parse(each.replace("$", "")) for each in ADDRESS.findall(text)]
                sets["col"] += [{box.left} for box in boxes if box.top in lines.head or box.area == 1]
            else:
                axis, named = lines.line(text, part.do not in ("value", "sum", "average") or bool(part.order))
                sets[axis].append(named)
        rows = narrowest(sets["row"]) or {*lines.body} - lines.totals
        cols = narrowest(sets["col"]) or {*lines.area.cols}
        for text in part.skip:
            axis, named = lines.line(text)
            rows, cols = (rows - named, cols) if axis == "row" else (rows, cols - named)
        conditions = (Condition.of(text, lines) for text in part.where)
        known = tuple(one for one in conditions if one)
        shown = [row for row in sorted(rows & {*lines.body}) if _is_named(part, lines, row)]
        return cls(part, lines, tuple(shown), tuple(sorted(cols)), known)

    @property
    def picks(self) -> bool:
        """Whether the largest or smallest is looked for."""
        return bool(self.part.order) or self.part.do in ("max", "min")

    @property
    def places(self) -> Iterator[Place]:
        """The cells it measures, row by row."""
        return ((row, col) for row in self.rows for col in self.cols)

    def fixed_cols(self) -> Iterator[int]:
        """The columns of labels: a copy that turned them over would ask something else."""
        yield from (one.line for one in self.conditions if one.axis == "col" and one.sign in ("=", "<>"))
        for text in (*self.part.of, *self.part.where, *self.part.skip, self.part.per, *self.part.give):
            name = "" if not text or EACH.match(text) else matched(text)[0].replace("$", "")
            if not name or name == "value" or name.partition(":")[0].isdigit():
                continue
            box = CellRange.parse(name)
            is_label = box.top not in self.lines.head or text == self.part.per
            if is_label or (text in self.part.give and box.left not in self.cols):
                yield box.left


@dataclass(frozen=True)
class Matter:
    """The cells of one sheet that a copy may change, those that follow from them, and what the formula reads."""

    sheet: Sheet
    subjects: tuple[Subject, ...]
    areas: tuple[CellRange, ...]
    known: Mapping[Place, Value]
    free: Mapping[Place, Value]
    derived: Mapping[Place, Derived]

    @classmethod
    def of(cls, sheet: Sheet, subjects: Sequence[Subject], areas: Sequence[CellRange], reading: Reading) -> Matter:
        """Raises NotComputed where it is about too many cells."""
        region = [*(subject.lines.area for subject in subjects), *map(_around, areas)]
        if sum(box.area for box in region) > _MOST:
            raise NotComputed("The formula is about too many cells to change them.")
        known = {place: value for box in region for place, value in _cells(sheet, box)}
        derived = dict(follows(sheet, known, reading))
        measured = {place for subject in subjects for place in subject.places}
        for place in sheet.formulas.keys() & known.keys() - derived.keys():
            if is_amount(known[place]) and (place in measured or any(place in area for area in areas)):
                raise NotComputed("A cell's own formula is not worked out anew.")
        heads = {row for subject in subjects for row in subject.lines.head}
        fixed = {col for subject in subjects for col in subject.fixed_cols()}
        for table in reading.on(sheet):
            fixed |= {*range(table.range.left, table.range.left + table.header_cols)}
            heads |= {*range(table.range.top, table.body.top)}
        free = {
            place: value
            for place, value in known.items()
            if place[0] not in heads and place[1] not in fixed and place not in derived and is_amount(value)
        }
        return cls(sheet, tuple(subjects), tuple(areas), known, free, derived)

    @cached_property
    def cols_by_row(self) -> Mapping[int, frozenset[int]]:
        """The columns in which each row has an amount that may change."""
        by_row: dict[int, set[int]] = {}
        for row, col in self.free:
            by_row.setdefault(row, set()).add(col)
        return {row: frozenset(cols) for row, cols in by_row.items()}

    def movable(self, places: Iterable[Place]) -> list[Place]:
        """The amounts among some cells that can be others: of themselves, or by a part of what they add up."""
        return [place for place in places if place in self.free or self._part(place)]

    def lever(self, place: Place) -> Place:
        """The cell to change for a cell to be another: itself, or a part of what it adds up."""
        return place if place in self.free else self._part(place) or place

    def _part(self, place: Place) -> Place | None:
        parts = self.derived[place].parts if place in self.derived else ()
        return next((part for part in parts if part in self.free), None)


def matters(
    parts: Sequence[ReadingPart], table: str, areas: Mapping[str, Sequence[CellRange]], reading: Reading
) -> Iterator[Matter]:
    """What a reading and a formula are about, sheet by sheet; ``areas``: what the formula reads of each."""
    by_sheet: dict[str, list[Subject]] = {}
    for each in chosen(parts, table, reading):
        if each.ref:
            lines = Lines.of(each.part, reading)
            by_sheet.setdefault(lines.sheet.name, []).append(Subject.of(each.part, lines))
    for subjects in by_sheet.values():
        sheet = subjects[0].lines.sheet
        yield Matter.of(sheet, subjects, areas.get(sheet.name, ()), reading)


def _is_named(part: ReadingPart, lines: Lines, row: int) -> bool:
    """Whether a row has all labels that it would be answered by."""
    names = [matched(text)[0].replace("$", "") for text in (part.per, *part.give) if text]
    boxes = [CellRange.parse(name) for name in names if name != "value" and not name.partition(":")[0].isdigit()]
    return all(lines.at(row, box.left) is not None for box in boxes if box.top in lines.head)


def is_amount(value: Value | None) -> bool:
    """Whether a value is a number with which arithmetic goes on, a date, or a text that is one."""
    if isinstance(value, str):
        read = written_number(value)
        return read is not None and abs(read[0]) < _LARGEST
    return isinstance(value, datetime) or (type(value) is float and abs(value) < _LARGEST)


def _around(area: CellRange) -> CellRange:
    """A range and the cells next to it, where a slip of the formula would read."""
    return CellRange(max(1, area.top - 1), max(1, area.left - 1), area.bottom + 1, area.right + 1)


def _cells(sheet: Sheet, box: CellRange) -> Iterator[tuple[Place, Value]]:
    inside = sheet.inside(box)
    places = zip(sheet.rows[inside].tolist(), sheet.cols[inside].tolist(), strict=True)
    pairs = zip(places, sheet.values[inside].tolist(), strict=True)
    return ((place, value) for place, value in pairs if value is not None)
