"""Readings: what a reply says is asked, by header and label cells, worked out over a table apart from its formula."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from ..errors import NotComputed
from ..formulas.tree import Node
from ..grid import CellRange, Ref
from ..literals import Value, literal, parse_literal
from ..messages.replies import ReadingPart
from ..text.numbers import written_number
from ..text.words import plain
from .arithmetic import expression, joined, valued
from .facts import Fact, key_of, ranked, reduced
from .lines import Lines, matched, narrowest
from .reading import Reading

TEST = re.compile(r"([^<>=]*)(<>|<=|>=|=|<|>)(.*)", re.DOTALL)
EACH = re.compile(  # how D3/C3 and D3*5 begin
    r"(?:ABS)?\(*\$?[A-Z]{1,3}\$?\d+(?: ?[-+*/] ?\(*\$?[A-Z]{1,3}\$?\d|[-+*/]\d)"
)
_CELL = re.compile(r"\$?[A-Z]{1,3}\$?\d{1,7}")
_NAME = re.compile(r"(?<![A-Za-z])[a-z](?![A-Za-z(])")
_NONE = frozenset[int]()
_LETTERS_A_LOOK = 4  # of an expression or a condition, in each row
_MOST_LOOKS = 2_000_000  # cells looked at for all parts and their conditions together: some seconds at most


def worked_out(parts: Sequence[ReadingPart], table: str, reading: Reading) -> tuple[Value, ...]:
    """What a reading comes to, its answers in order. Raises NotComputed where it cannot be worked out."""
    return answers_and_operands(parts, table, reading)[0]


def answers_and_operands(
    parts: Sequence[ReadingPart], table: str, reading: Reading
) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """What a reading comes to, and what it calculates that from. Raises NotComputed where it cannot be worked out."""
    found: list[tuple[Value, ...]] = []
    used: set[int] = set()
    for part, lines in _with_tables(parts, table, reading):
        if lines is None:
            names = {chr(97 + i): values for i, values in enumerate(found)}
            used |= {ord(name) - 97 for text in part.of for name in _NAME.findall(text)}
            found.append(tuple(_calculated(text, names) for text in part.of))
        else:
            found.append(_answers(part, lines))
    answers = tuple(value for i, values in enumerate(found) if i not in used for value in values)
    return answers, tuple(value for i, values in enumerate(found) if i in used for value in values)


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
    return [
        Chosen(part, str(Ref(lines.sheet.name, lines.area)), _rows(part, lines), lines.named)
        if lines
        else Chosen(part, "", 0, matched)
        for part, lines in found
    ]


def named_rows(parts: Sequence[ReadingPart], table: str, reading: Reading) -> Iterator[str]:
    """What stands in the rows that a reading names one by one, and the texts that it filters by."""
    for part, lines in _with_tables(parts, table, reading):
        if lines is None:
            continue
        tests = [_Test.of(text, lines) for text in part.where]
        for name in (*(text for text in part.of if not EACH.match(text)), *(t.by for t in tests if not t.sign)):
            box = CellRange.parse(matched(name)[0].replace("$", "")) if _CELL.match(name.strip()) else None
            if box and box.bottom not in lines.head and box.bottom not in lines.totals:  # a total is no choice
                ends = dict.fromkeys(((box.top, box.left), (box.bottom, box.right)))
                yield from (literal(lines.at(*cell)) for cell in ends if lines.at(*cell) is not None)
        equal = (test for test in tests if test.sign == "=" and not test.of_value)
        wanted = (each for test in equal for each in test.wanted if each.upper() not in ("TRUE", "FALSE"))
        yield from (each.strip("*") for each in wanted)


def _rows(part: ReadingPart, lines: Lines) -> int:
    return len({row for row, *_ in _chosen(part, lines)[1]})


def _with_tables(parts: Sequence[ReadingPart], table: str, reading: Reading) -> list[tuple[ReadingPart, Lines | None]]:
    """Each part with its table, which is the one before it where it names none; what calculates has none."""
    found: list[tuple[ReadingPart, Lines | None]] = []
    before, looks = ReadingPart(do="value", table=table), 0
    for part in parts:
        if part.do == "calculate":
            found.append((part, None))
            continue
        part = _picking(part)
        before = part.model_copy(update={"table": part.table or before.table, "head": part.head or before.head})
        lines = Lines.of(before, reading)
        looks += lines.area.area * (1 + sum(map(len, (part.of, part.where, part.give, part.skip))))
        looks += lines.area.shape[0] * sum(map(len, (*part.of, *part.where))) // _LETTERS_A_LOOK
        found.append((before, lines))
    if looks > _MOST_LOOKS:
        raise NotComputed("The reading looks at too many cells.")
    return found


def _picking(part: ReadingPart) -> ReadingPart:
    """A largest or smallest value that gives labels picks the line it stands in: the first in that order."""
    if part.do not in ("max", "min") or part.order or part.per or not {*part.give} - {"value"}:
        return part
    return part.model_copy(update={"do": "value", "order": "down" if part.do == "max" else "up", "rank": "1"})


def _calculated(text: str, names: dict[str, tuple[Value, ...]]) -> Value:
    def number(match: re.Match[str]) -> str:
        values = names.get(match[0], ())
        read = written_number(values[0]) if len(values) == 1 and isinstance(values[0], str) else None
        if len(values) != 1 or not (read or type(values[0]) is float):
            raise NotComputed(f"{match[0]} of the reading is not one number.")
        return f"({read[0] if read else values[0]!r})"

    return valued(expression(_NAME.sub(number, text)), lambda _: None)


def _facts(part: ReadingPart, table: Lines, within: Sequence[str]) -> list[Fact]:
    """The cells that a part is about, one row after the other; ``within``: labels whose rows or columns they lie in."""
    members = part.do not in ("value", "sum", "average") or bool(part.order)
    lines: dict[str, list[set[int]]] = {"row": [], "col": []}
    for text in part.of:
        if not EACH.match(text):
            axis, named = table.line(text, members)
            lines[axis].append(named)
    allowed = {"row": narrowest(lines["row"]) or {*table.body}, "col": narrowest(lines["col"]) or {*table.area.cols}}
    if not lines["row"] and (part.order or part.do != "value"):
        allowed["row"] -= table.totals
    for text in within:
        axis, named = table.line(text, members)
        allowed[axis] = allowed[axis] & named if allowed[axis] & named or not lines[axis] else named
    for text in part.skip:
        axis, named = table.line(text)
        allowed[axis] -= named
    rows, cols = (sorted(allowed[axis]) for axis in ("row", "col"))
    rows = [row for row in rows if row in table.body]
    if each := next((text for text in part.of if EACH.match(text)), ""):
        node = expression(each)
        return [(row, table.area.left, value) for row in rows if (value := _each(node, row, table)) is not None]
    if not lines["col"] and part.do == ("count" if part.of else part.do) and part.do in ("count", "list"):
        filled = [row for row in rows if any(table.at(row, col) is not None for col in table.area.cols)]
        return [(row, table.area.left, float(row)) for row in filled]
    values = ((row, col, table.sheet.value(row, col)) for row in rows for col in cols)
    return [(row, col, None if isinstance(value, str) and not value.strip() else value) for row, col, value in values]


def _each(node: Node, row: int, table: Lines) -> Value | None:
    try:
        return valued(node, lambda box: table.at(row, box.left))
    except NotComputed:
        return None


def _chosen(part: ReadingPart, table: Lines) -> tuple[Lines, list[Fact], bool]:
    """The cells that a part's conditions leave, and whether those of one row are told apart; groups are tested later.

    The table is the one they were found in: where the conditions choose total rows, or labels that stand in the first
    row of their group alone, they find nothing else.
    """
    tests = [_Test.of(text, table) for text in part.where]
    within = [test.by for test in tests if not test.sign]
    first = [test for test in tests if test.sign and not (part.per and test.of_value)]
    for totals, filled in [(totals, filled) for totals in (table.totals, _NONE) for filled in (False, True)]:
        table = replace(table, totals=totals, filled=filled)
        every = _facts(part, table, within)
        facts = [fact for fact in every if all(test.holds(table, fact) for test in first)]
        if facts:
            break
    return table, facts, len({row for row, *_ in every}) == 1 < len(every)


def _answers(part: ReadingPart, table: Lines) -> tuple[Value, ...]:
    """What a part comes to."""
    table, facts, across = _chosen(part, table)
    if part.per and part.do not in ("value", "list"):
        groups: dict[str, list[Fact]] = {}
        for row, col, value in facts:
            if (name := table.label(part.per, row, col, across)) is not None:
                groups.setdefault(key_of(name), []).append((row, col, value))
        facts = [(*group[0][:2], reduced(part.do, group)) for group in groups.values()]
        ofs = [test for test in (_Test.of(text, table) for text in part.where) if test.of_value]
        facts = [fact for fact in facts if all(test.holds(table, fact) for test in ofs)]
    elif part.do not in ("value", "list") and not (part.order and part.give):
        return (reduced(part.do, ranked(part, facts)),)
    facts = [fact for fact in facts if fact[2] is not None]
    return tuple(_given(part, ranked(part, facts), table, across))


def _given(part: ReadingPart, facts: Sequence[Fact], table: Lines, across: bool) -> Iterator[Value]:
    give = part.give or ((part.per,) if part.per and part.order else ("value",))
    for row, col, value in facts:
        for name in give:
            found = value if matched(name)[0] == "value" else table.given(name, row, col, across)
            if found is not None:
                yield found


@dataclass(frozen=True)
class _Test:
    """A condition: the line it looks at, the comparison, and the values of which one is enough.

    Without a comparison it is a label, among whose lines a cell has to be.
    """

    by: str
    sign: str = ""
    wanted: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, table: Lines) -> _Test:
        by, rest = matched(text)
        if by != "value" and ":" not in by:
            box = CellRange.parse(by.replace("$", ""))
            named = literal(table.at(box.top, box.left)).strip().strip('"')
            bare = rest.strip().strip('"')
            if named and (bare == named or not TEST.fullmatch(rest)):
                return cls(text)
            rest = bare[len(named) :] if named and bare.startswith(named) else rest
        found = TEST.fullmatch(rest)
        if found is None:
            raise NotComputed("The reading's condition is none.")
        return cls(by, found[2], tuple(each.strip().strip('"') for each in found[3].split("|")))

    @property
    def of_value(self) -> bool:
        """Whether it looks at what is worked out itself."""
        return self.by == "value"

    def holds(self, table: Lines, fact: Fact) -> bool:
        """Whether a fact meets it."""
        value = fact[2] if self.of_value else table.label(self.by, *fact[:2])
        if self.sign in ("=", "<>"):
            return any(_alike(value, wanted) for wanted in self.wanted) is (self.sign == "=")
        wanted = self.wanted[0]
        if _CELL.fullmatch(wanted):  # of the same row or column, as in E3<D3
            wanted = literal(table.label(wanted, *fact[:2]))
            if not wanted:
                return False
        order = _order(value, wanted)
        return order is not None and bool(joined(order, self.sign, 0.0))


def _order(value: Value | None, wanted: str) -> float | None:
    """Above 0 where a value comes after what is wanted, below 0 before it; None where the two cannot be compared."""
    moment = parse_literal(wanted)
    if isinstance(moment, datetime | time):
        if isinstance(value, str):
            value = parse_literal(value.strip())
        if type(value) is not type(moment):
            return None
        return float(value > moment) - float(value < moment)  # type: ignore[operator]
    number = written_number(wanted)
    if number is None:
        raise NotComputed("The reading compares with what is neither number nor date.")
    read = written_number(value) if isinstance(value, str) else (value,) if type(value) is float else None
    return None if read is None else float(read[0]) - number[0]


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
