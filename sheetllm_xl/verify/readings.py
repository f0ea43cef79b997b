"""Readings: what a reply says is asked, by header and label cells, worked out over a table apart from its formula."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..display import shown
from ..errors import InputError, NotComputed
from ..grid import CellRange, Ref
from ..literals import Value, literal
from ..messages.replies import ReadingPart
from ..sheet import Sheet
from ..text.numbers import written_number
from ..text.words import plain
from .arithmetic import joined, valued
from .facts import Fact, key_of, ranked, reduced
from .reading import Reading

_LINE = re.compile(r"\s*(value|\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?|[0-9]{1,7}:[0-9]{1,7})(.*)", re.DOTALL)
_TEST = re.compile(r"([^<>=]*)(<>|<=|>=|=|<|>)(.*)", re.DOTALL)
_ROWS = re.compile(r"\s*([0-9]{1,7}):([0-9]{1,7})\s*")
_EACH = re.compile(r"\(?\$?[A-Z]{1,3}\$?\d+ ?[-+*/] ?\(?\$?[A-Z]{1,3}\$?\d")  # how D3/C3 begins
_NAME = re.compile(r"(?<![A-Za-z])[a-z](?![A-Za-z(])")
_MOST = 200_000  # cells of a table that is looked at
_MOST_LOOKS = 2_000_000  # cells looked at for all parts and their conditions together: some seconds at most


def worked_out(parts: Sequence[ReadingPart], table: str, reading: Reading) -> tuple[Value, ...]:
    """What a reading comes to, its answers in order. Raises NotComputed where it cannot be worked out."""
    found: list[tuple[Value, ...]] = []
    used: set[int] = set()
    for part, lines in _with_tables(parts, table, reading):
        if lines is None:
            names = {chr(97 + i): values for i, values in enumerate(found)}
            used |= {ord(name) - 97 for text in part.of for name in _NAME.findall(text)}
            found.append(tuple(_calculated(text, names) for text in part.of))
        else:
            found.append(lines.answers(part))
    return tuple(value for i, values in enumerate(found) if i not in used for value in values)


@dataclass(frozen=True)
class Chosen:
    """A part of a reading, the range it is about and the rows of it that its conditions leave."""

    part: ReadingPart
    ref: str
    rows: int
    named: Callable[[str], tuple[str, str]]  # from "C3>=5" to what C3 holds and ">=5"


def chosen(parts: Sequence[ReadingPart], table: str, reading: Reading) -> list[Chosen]:
    """Each part with what it chooses; one that calculates with others has no range. Raises NotComputed, InputError."""
    found = _with_tables(parts, table, reading)
    return [t.of_part(part) if t else Chosen(part, "", 0, _matched) for part, t in found]


def _with_tables(parts: Sequence[ReadingPart], table: str, reading: Reading) -> list[tuple[ReadingPart, _Table | None]]:
    """Each part with its table, which is the one before it where it names none; what calculates has none."""
    found: list[tuple[ReadingPart, _Table | None]] = []
    before, looks = ReadingPart(do="value", table=table), 0
    for part in parts:
        if part.do == "calculate":
            found.append((part, None))
            continue
        before = part.model_copy(update={"table": part.table or before.table, "head": part.head or before.head})
        lines = _Table.of(before, reading)
        looks += lines.area.area * (1 + sum(map(len, (part.of, part.where, part.give, part.skip))))
        found.append((before, lines))
    if looks > _MOST_LOOKS:
        raise NotComputed("The reading looks at too many cells.")
    return found


def _calculated(text: str, names: dict[str, tuple[Value, ...]]) -> Value:
    def number(match: re.Match[str]) -> str:
        values = names.get(match[0], ())
        if len(values) != 1 or type(values[0]) is not float:
            raise NotComputed(f"{match[0]} of the reading is not one number.")
        return f"({values[0]!r})"

    return valued(_NAME.sub(number, text), lambda _: None)


@dataclass(frozen=True)
class _Table:
    """The cells that a part is about, and the rows of its header."""

    sheet: Sheet
    area: CellRange
    head: range

    @classmethod
    def of(cls, part: ReadingPart, reading: Reading) -> _Table:
        name, _, cells = part.table.split(",")[0].strip().rpartition("!")
        sheet = reading.sheet(name.strip("'").replace("''", "'"))
        if sheet is None:
            raise NotComputed("The reading names a sheet that was not read.")
        try:
            area = CellRange.parse(cells) if cells else reading.on(sheet)[0].range
        except (InputError, IndexError):
            raise NotComputed("The reading names no table.") from None
        rows = _ROWS.fullmatch(part.head) or _ROWS.fullmatch(f"{part.head}:{part.head}")
        known = reading.table_at(sheet, area)
        first, last = map(int, rows.groups()) if rows else (area.top, known.body.top - 1 if known else area.top)
        whole = CellRange(min(area.top, first), area.left, area.bottom, area.right)
        if sheet.used is None or not (used := whole & sheet.used) or used.area > _MOST or last > used.bottom:
            raise NotComputed("The reading's table is empty or too long.")
        return cls(sheet, used, range(first, last + 1))

    def of_part(self, part: ReadingPart) -> Chosen:
        """What a part chooses of this table."""
        return Chosen(
            part, str(Ref(self.sheet.name, self.area)), len({row for row, *_ in self.chosen(part)}), self.named
        )

    def named(self, text: str) -> tuple[str, str]:
        """What the cell that a text begins with holds, and the rest; a range gives its first and its last cell."""
        name, rest = _matched(text)
        if name == "value" or _ROWS.fullmatch(name):
            return name.partition(":")[0], rest
        box = CellRange.parse(name.replace("$", ""))
        ends = dict.fromkeys(((box.top, box.left), (box.bottom, box.right)))
        label = "–".join(" ".join(shown(self.at(*cell)).split()) for cell in ends)
        return label, rest.strip().removeprefix(literal(self.at(box.top, box.left))).strip()

    @cached_property
    def _merges(self) -> dict[tuple[int, int], CellRange]:
        inside = (merge & self.area for merge in self.sheet.merges_in(self.area))
        return {(row, col): merge for merge in inside if merge for row in merge.rows for col in merge.cols}

    def merge(self, row: int, col: int) -> CellRange:
        """The merged cell that a cell belongs to, else itself."""
        return self._merges.get((row, col)) or CellRange(row, col, row, col)

    def at(self, row: int, col: int) -> Value | None:
        """What a cell holds, in a merged one as well; blank texts are nothing."""
        value = self.sheet.value(row, col)
        if value is None and self._merges:
            value = self.sheet.value(self.merge(row, col).top, self.merge(row, col).left)
        return None if isinstance(value, str) and not value.strip() else value

    def line(self, name: str) -> tuple[str, set[int]]:
        """The rows or columns that a cell, a range or a header row stands for."""
        text = _matched(name)[0]
        if _ROWS.fullmatch(text):
            return "row", {int(text.partition(":")[0])}
        box = CellRange.parse(text.replace("$", ""))
        if box.bottom in self.head:
            last = self.merge(box.top, box.right).right
            return "col", {*range(box.left, last + 1), *(self._headed(box.top, last) if box.area == 1 else ())}
        if box.area > 1:
            return "row", {*box.rows}
        merged = self.merge(box.top, box.left)
        return "row", {*self._section(box.top, box.left)} if self._is_heading(box.top, box.left) else {*merged.rows}

    def _headed(self, row: int, col: int) -> Iterator[int]:
        """The columns at the right of a header that have none of their own in its row, but one below."""
        below = range(row + 1, self.head.stop)
        for other in range(col + 1, self.area.right + 1) if below else ():
            if self.at(row, other) is not None or all(self.at(under, other) is None for under in below):
                return
            yield other

    def _is_heading(self, row: int, col: int) -> bool:
        return all(self.sheet.value(row, other) is None for other in self.area.cols if other != col)

    def _section(self, row: int, col: int) -> Iterator[int]:
        for below in range(row + 1, self.area.bottom + 1):
            if self.at(below, col) is not None and self._is_heading(below, col):
                return
            yield below

    def label(self, name: str, row: int, col: int) -> Value | None:
        """What a line holds for a fact."""
        text = _matched(name)[0]
        if rows := _ROWS.fullmatch(text):
            return self.at(int(rows[1]), col)
        box = CellRange.parse(text.replace("$", ""))
        return self.at(row, box.left) if box.top in self.head else self.at(box.top, col)

    def facts(self, part: ReadingPart) -> list[Fact]:
        """The cells that the part is about, one row after the other."""
        lines = {"row": set[int](), "col": set[int]()}
        gone = {"row": set[int](), "col": set[int]()}
        for text in part.of:
            if not _EACH.match(text):
                axis, named = self.line(text)
                lines[axis] |= named
        for text in part.skip:
            axis, named = self.line(text)
            gone[axis] |= named
        body = range(self.head.stop, self.area.bottom + 1)
        rows = [r for r in body if (not lines["row"] or r in lines["row"]) and r not in gone["row"]]
        if each := next((text for text in part.of if _EACH.match(text)), ""):
            return [(row, self.area.left, value) for row in rows if (value := self._each(each, row)) is not None]
        if not part.of and part.do in ("count", "list"):
            filled = [r for r in rows if any(self.at(r, c) is not None for c in self.area.cols)]
            return [(row, self.area.left, float(row)) for row in filled]
        cols = [c for c in self.area.cols if (not lines["col"] or c in lines["col"]) and c not in gone["col"]]
        return [(row, col, self.sheet.value(row, col)) for row in rows for col in cols]

    def _each(self, text: str, row: int) -> Value | None:
        try:
            return valued(text, lambda box: self.at(row, box.left))
        except NotComputed:
            return None

    def chosen(self, part: ReadingPart) -> list[Fact]:
        """The facts of a part that its conditions leave; groups are tested afterwards."""
        tests = [_Test.of(text, self) for text in part.where]
        return [f for f in self.facts(part) if all(t.holds(self, f) for t in tests if not (part.per and t.of_value))]

    def answers(self, part: ReadingPart) -> tuple[Value, ...]:
        """What a part comes to."""
        facts = self.chosen(part)
        if part.per:
            tests = [_Test.of(text, self) for text in part.where]
            groups: dict[str, list[Fact]] = {}
            for row, col, value in facts:
                if (name := self.label(part.per, row, col)) is not None:
                    groups.setdefault(key_of(name), []).append((row, col, value))
            facts = [(*group[0][:2], reduced(part.do, group)) for group in groups.values()]
            facts = [fact for fact in facts if all(t.holds(self, fact) for t in tests if t.of_value)]
        elif not part.order and part.do not in ("value", "list"):
            return (reduced(part.do, facts),)
        else:
            facts = [fact for fact in facts if fact[2] is not None]
        return tuple(self._given(part, ranked(part, facts)))

    def _given(self, part: ReadingPart, facts: Sequence[Fact]) -> Iterator[Value]:
        give = part.give or ((part.per,) if part.per and part.order else ("value",))
        for row, col, value in facts:
            for name in give:
                found = value if _matched(name)[0] == "value" else self.label(name, row, col)
                if found is not None:
                    yield found


@dataclass(frozen=True)
class _Test:
    """A condition: the line it looks at, the comparison, and the values of which one is enough."""

    by: str
    sign: str
    wanted: tuple[str, ...]

    @classmethod
    def of(cls, text: str, table: _Table) -> _Test:
        by, rest = _matched(text)
        if by != "value":
            box = None if _ROWS.fullmatch(by) else CellRange.parse(by.replace("$", ""))
            named = literal(table.at(box.top, box.left)) if box else ""
            rest = rest.strip()[len(named) :] if named and rest.strip().startswith(named) else rest
        found = _TEST.fullmatch(rest)
        if found is None:
            raise NotComputed("The reading's condition is none.")
        return cls(by, found[2], tuple(each.strip().strip('"') for each in found[3].split("|")))

    @property
    def of_value(self) -> bool:
        """Whether it looks at what is worked out itself."""
        return self.by == "value"

    def holds(self, table: _Table, fact: Fact) -> bool:
        """Whether a fact meets it."""
        value = fact[2] if self.of_value else table.label(self.by, *fact[:2])
        if self.sign in ("=", "<>"):
            return any(_alike(value, wanted) for wanted in self.wanted) is (self.sign == "=")
        wanted = written_number(self.wanted[0])
        if wanted is None:
            raise NotComputed("The reading compares with what is no number.")
        number = written_number(value) if isinstance(value, str) else (value,) if type(value) is float else None
        return number is not None and bool(joined(float(number[0]), self.sign, wanted[0]))


def _alike(value: Value | None, wanted: str) -> bool:
    if value is None:
        return not wanted
    if "*" in wanted:
        bare, key = plain(wanted.strip("*")), key_of(value)
        at_start, at_end = not wanted.startswith("*"), not wanted.endswith("*")
        return key.startswith(bare) if at_start else key.endswith(bare) if at_end else bare in key
    read = written_number(wanted)
    if type(value) is float and read:
        return math.isclose(value, read[0], rel_tol=1e-9)
    return key_of(value) == plain(wanted)


def _matched(text: str) -> tuple[str, str]:
    found = _LINE.fullmatch(text)
    if found is None:
        raise NotComputed(f"The reading names {text[:40]}, which is no cell.")
    return found[1], found[2]
