"""Lines: the rows and columns of a table that a reading names by their cells, and what those hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..display import shown
from ..errors import InputError, NotComputed
from ..grid import CellRange
from ..literals import Value, literal
from ..messages.replies import ReadingPart
from ..sheet import Sheet, Style
from ..text.words import plain
from .reading import Reading
from .totals import total_rows

_LINE = re.compile(r"\s*(value|\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?|[0-9]{1,7}:[0-9]{1,7})(.*)", re.DOTALL)
ADDRESS = re.compile(r"\$?[A-Z]{1,3}\$?[1-9]\d{0,6}(?![\w(])")
_ROWS = re.compile(r"\s*([0-9]{1,7}):([0-9]{1,7})\s*")
_MOST = 200_000  # cells of a table that is looked at
_LEVELS = 3  # of headings that stand right below each other
_MOST_NARROWED = 50  # lines among which narrower ones are looked for


@dataclass(frozen=True)
class Lines:
    """The cells that a part of a reading is about, the rows of its header, and those that sum up others.

    ``filled``: a label holds for the empty cells below it as well, as if they were merged.
    """

    sheet: Sheet
    area: CellRange
    head: range
    totals: frozenset[int]
    filled: bool = False

    @classmethod
    def of(cls, part: ReadingPart, reading: Reading) -> Lines:
        """The table that a part names. Raises NotComputed where there is none."""
        rows = _ROWS.fullmatch(part.head) or _ROWS.fullmatch(f"{part.head}:{part.head}")
        sheet, area = _named(part.table, int(rows[1]) if rows else 0, reading)
        known = reading.table_at(sheet, area)
        first, last = map(int, rows.groups()) if rows else (area.top, known.body.top - 1 if known else area.top)
        whole = CellRange(min(area.top, first), area.left, area.bottom, area.right)
        if sheet.used is None or not (used := whole & sheet.used) or used.area > _MOST or last > used.bottom:
            raise NotComputed("The reading's table is empty or too long.")
        return cls(sheet, used, range(first, last + 1), total_rows(sheet, known) if known else frozenset())

    @property
    def body(self) -> range:
        """The rows below the header."""
        return range(self.head.stop, self.area.bottom + 1)

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

    def line(self, name: str, members: bool = False) -> tuple[str, set[int]]:
        """The rows or columns that a cell, a range or a header row stands for.

        ``members``: a label stands for the rows indented below it, if there are any, and not for its own.
        """
        text = self.quoted(name)
        if _ROWS.fullmatch(text):
            return "row", {int(text.partition(":")[0])}
        box = CellRange.parse(text.replace("$", ""))
        if box.bottom in self.head:
            last = self.merge(box.top, box.right).right
            return "col", {*range(box.left, last + 1), *(self._headed(box.top, last) if box.area == 1 else ())}
        if box.area > 1:
            return "row", {*range(max(box.top, self.area.top), min(box.bottom, self.area.bottom) + 1)}
        inside = {*self._section(box.top, box.left)} if self._is_heading(box.top, box.left) else set[int]()
        if members and not inside:
            inside = {*self._indented(box.top, box.left)}
        return "row", inside or {*self.merge(box.top, box.left).rows}

    def quoted(self, name: str) -> str:
        """The cell that a line is named by, without the text that is quoted beside it, which must be the cell's."""
        text, words = matched(name)
        if words.strip() and text != "value" and not _ROWS.fullmatch(text):
            box = CellRange.parse(text.replace("$", ""))
            value = self.at(box.top, box.left)
            holds, claimed = _letters(value if isinstance(value, str) else literal(value)), _letters(words)
            if value is None or not (claimed in holds or holds in claimed):
                raise NotComputed(f"The reading says that {box} holds {words.strip()[:40]}, which it does not.")
        return text

    def named(self, text: str) -> tuple[str, str]:
        """What the cell that a text begins with holds, and the rest; a range gives its first and its last cell."""
        name, rest = matched(text)
        if name == "value" or _ROWS.fullmatch(name):
            return name.partition(":")[0], rest
        box = CellRange.parse(name.replace("$", ""))
        ends = dict.fromkeys(((box.top, box.left), (box.bottom, box.right)))
        label = "–".join(" ".join(shown(self.at(*cell)).split()) for cell in ends)
        return label, rest.strip().removeprefix(literal(self.at(box.top, box.left))).strip()

    def _headed(self, row: int, col: int) -> Iterator[int]:
        """The columns at the right of a header that have none of their own in its row, but one below."""
        below = range(row + 1, self.head.stop)
        for other in range(col + 1, self.area.right + 1) if below else ():
            if self.at(row, other) is not None or all(self.at(under, other) is None for under in below):
                return
            yield other

    def _is_heading(self, row: int, col: int) -> bool:
        others = [other for other in self.area.cols if other != col]
        return bool(others) and all(self.sheet.value(row, other) is None for other in others)

    def _level(self, row: int, col: int) -> int:
        """How many headings stand right below one: it is over them."""
        level = 0
        while level < _LEVELS and self.at(row + level + 1, col) is not None and self._is_heading(row + level + 1, col):
            level += 1
        return level

    def _section(self, row: int, col: int) -> Iterator[int]:
        level = self._level(row, col)
        for below in range(row + 1, self.area.bottom + 1):
            is_next = self.at(below, col) is not None and self._is_heading(below, col)
            if is_next and self._level(below, col) >= level:
                return
            yield below

    def _indented(self, row: int, col: int) -> Iterator[int]:
        own = self._depth(row, col)
        for below in range(row + 1, self.area.bottom + 1):
            if self._depth(below, col) <= own:
                return
            yield below

    def _depth(self, row: int, col: int) -> int:
        """How far a label is indented, by spaces or by its cell; -1 for what is none."""
        i = self.sheet.index(row, col)
        value = None if i is None else self.sheet.values[i]
        if i is None or not isinstance(value, str) or not value.strip():
            return -1
        return len(value) - len(value.lstrip()) + 2 * (int(self.sheet.styles[i] & Style.INDENT) // Style.indent(1))

    def label(self, name: str, row: int, col: int, across: bool = False) -> Value | None:
        """What a line holds for a cell; ``across``: where cells of one row are told apart, the corner is its header."""
        text = self.quoted(name)
        if rows := _ROWS.fullmatch(text):
            return self.at(int(rows[1]), col)
        box = CellRange.parse(text.replace("$", ""))
        if box.top not in self.head or (across and box.left == self.area.left):
            return self.at(box.top, col)
        return self._filled_down(box.left).get(row) if self.filled else self.at(row, box.left)

    def given(self, name: str, row: int, col: int, across: bool) -> Value | None:
        """What is shown for a cell: a label of the body stands for its column where rows are told apart."""
        text = self.quoted(name)
        box = None if _ROWS.fullmatch(text) else CellRange.parse(text.replace("$", ""))
        if box is None or across or box.top not in self.body:
            return self.label(name, row, col, across)
        return self._filled_down(box.left).get(row) if self.filled else self.at(row, box.left)

    def _filled_down(self, col: int) -> dict[int, Value]:
        """What each row of the body has in a column, or the nearest row above it that has something."""
        if col not in self._columns:
            above, found = None, dict[int, Value]()
            for row in self.body:
                above = above if (value := self.at(row, col)) is None else value
                if above is not None:
                    found[row] = above
            self._columns[col] = found
        return self._columns[col]

    @cached_property
    def _columns(self) -> dict[int, dict[int, Value]]:
        return {}


def _named(tables: str, row: int, reading: Reading) -> tuple[Sheet, CellRange]:
    """The first table of a list, or the one that has a row."""
    found: list[tuple[Sheet, CellRange]] = []
    for each in tables.split(","):
        name, _, cells = each.strip().rpartition("!")
        sheet = reading.sheet(name.strip("'").replace("''", "'"))
        if sheet is None:
            raise NotComputed("The reading names a sheet that was not read.")
        try:
            found.append((sheet, CellRange.parse(cells) if cells else reading.on(sheet)[0].range))
        except (InputError, IndexError):
            raise NotComputed("The reading names no table.") from None
    return next((pair for pair in found if row in pair[1].rows), found[0])


def _letters(text: str) -> str:
    """A text without what a model writes otherwise than a cell: spaces, line breaks, hyphens, quotes."""
    return "".join(letter for letter in plain(text) if letter.isalnum())


def matched(text: str) -> tuple[str, str]:
    """The cell, the range or the rows that a text begins with, and the rest. Raises NotComputed."""
    found = _LINE.fullmatch(text)
    if found is None:
        raise NotComputed(f"The reading names {text[:40]}, which is no cell.")
    return found[1], found[2]


def narrowest(lines: Sequence[Iterable[int]]) -> set[int]:
    """All of the lines, but of one that holds another the other alone: a group and the column of it that is meant.

    >>> sorted(narrowest([{2, 3, 4}, {3}, {7}]))
    [3, 7]
    """
    sets = list(dict.fromkeys(map(frozenset, lines)))
    if len(sets) > _MOST_NARROWED:
        return set[int]().union(*sets)
    return set[int]().union(*(each for each in sets if not any(other < each for other in sets)))
