"""What stands beside the cells of an OpenDocument spreadsheet: notes, link targets, lists to choose from.

All sheets stand in one part, so those of all are read at once, where they are asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..grid import MAX_COL, MAX_ROW, CellRange
from .limits import Deadline
from .ods_formula import excel_formula
from .ods_values import Words
from .package import Package
from .sheet_list import SheetList
from .xlsx.remarks import LONGEST, MOST, Remarks
from .xml_stream import Parser, stream

_IN_LIST = "cell-content-is-in-list("
_CELLS = ("table-cell", "covered-table-cell")
_BESIDE_TEXT = ("creator", "date", "date-string")  # of a note, beside its text


def ods_remarks(package: Package, part: str, deadline: Deadline) -> Mapping[str, Remarks]:
    """The remarks of each sheet, by its name. Raises HostError beyond the limits, ExpatError for a damaged part."""
    beside = _Beside()
    with package.open(part) as content:
        stream(content, Parser(beside.start, beside.end, beside.text), deadline)
    return {name: one.remarks for name, one in beside.sheets.parts.items()}


@dataclass
class _Page:
    remarks: Remarks
    lists: dict[str, str]
    notes: dict[str, str]
    links: dict[str, str]
    open_lists: dict[tuple[int, int, str], CellRange] = field(default_factory=dict)

    @classmethod
    def new(cls) -> _Page:
        """Nothing so far."""
        lists, notes, links = dict[str, str](), dict[str, str](), dict[str, str]()
        return cls(Remarks(notes, links, lists), lists, notes, links)


class _Beside:
    """Takes in the events of content.xml, but values and looks."""

    def __init__(self) -> None:
        self.sheets = SheetList[_Page]()
        self._lists: dict[str, str] = {}
        self._page: _Page | None = None
        self._depth = self._row = self._high = self._col = self._skipped = 0
        self._note: Words | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        named = {name.rpartition("}")[2]: value for name, value in attributes.items()}
        if self._note is not None:
            self._skipped += tag in _BESIDE_TEXT
            self._note.start(tag, named)
        elif tag == "content-validation":
            if choice := _choice(named.get("condition", "")):
                self._lists[named.get("name", "")] = choice
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                name = self.sheets.name(named.get("name", ""))
                self._page, self._row, self._high, self._col = _Page.new(), 0, 0, 0
                self.sheets.add(name, self._page, name)
        elif self._page is not None and self._depth == 1:
            self._within(self._page, tag, named)

    def _within(self, page: _Page, tag: str, named: dict[str, str]) -> None:
        if tag == "table-row":
            self._row, self._high, self._col = self._row + self._high, _count(named, "number-rows-repeated"), 0
        elif tag in _CELLS:
            first, self._col = self._col + 1, self._col + _count(named, "number-columns-repeated")
            if choice := self._lists.get(named.get("content-validation-name", "")):
                self._choose(page, first, choice)
            self._first = first
        elif tag == "annotation" and self._col:
            self._note = Words()
        elif tag == "a" and self._col and len(page.links) < MOST and self._is_inside:
            page.links.setdefault(self._address, named.get("href", "")[:LONGEST])

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "annotation" and self._note is not None and self._page is not None:
            if len(self._page.notes) < MOST and self._is_inside:
                self._page.notes[self._address] = self._note.text.strip()[:LONGEST]
            self._note = None
        elif self._note is not None:
            self._skipped -= tag in _BESIDE_TEXT
            self._note.end(tag)
        elif tag == "table":
            self._depth -= 1
            if not self._depth and self._page is not None:
                for (_, _, choice), area in self._page.open_lists.items():
                    self._page.lists[str(area)] = choice
                self._page = None

    def text(self, text: str) -> None:
        """Characters."""
        if self._note is not None and not self._skipped:
            self._note.add(text)

    @property
    def _is_inside(self) -> bool:
        return self._row < MAX_ROW and self._first <= MAX_COL

    @property
    def _address(self) -> str:
        return str(CellRange(self._row + 1, self._first, self._row + 1, self._first))

    def _choose(self, page: _Page, first: int, choice: str) -> None:
        """Cells whose entry is chosen from a list: below others like them they are one range with these."""
        last, bottom = min(self._col, MAX_COL), min(self._row + self._high, MAX_ROW)
        if self._row >= MAX_ROW or first > last:
            return
        key, area = (first, last, choice), CellRange(self._row + 1, first, bottom, last)
        above = page.open_lists.pop(key, None)
        if above and above.bottom == self._row:
            area = above | area
        elif above and len(page.lists) < MOST:
            page.lists[str(above)] = choice
        if len(page.open_lists) < MOST:
            page.open_lists[key] = area


def _choice(condition: str) -> str:
    """The values or the range of a list, as Excel spells them; "" for a condition of another kind."""
    spelled = condition.strip().removeprefix("of:").removeprefix("oooc:")
    if not spelled.startswith(_IN_LIST) or not spelled.endswith(")"):
        return ""
    return excel_formula(f"of:={spelled[len(_IN_LIST) : -1]}")[1:][:LONGEST]


def _count(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1
