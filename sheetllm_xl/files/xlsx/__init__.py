"""A workbook of Excel 2007 and later (.xlsx, .xlsm, .xltx, .xltm): its contents, and each sheet with its tables."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from xml.etree.ElementTree import Element, ParseError

from ...errors import HostError, InputError
from ...grid import CellRange
from ...literals import Value
from ...sheet import Table
from ..limits import Deadline
from ..package import Package
from ..sheet_list import SheetList
from ..styles_xml import cell_formats, child, children, local, theme_colors
from ..uncalculated import Stored
from .defined_names import MAX_NAME, DefinedNames
from .remarks import Remarks, notes_of, remarks_of
from .rich_values import rich_values
from .shared_strings import SharedStrings
from .worksheet import WorksheetXml

_TABLE_CELLS = 1_000  # what a ListObject costs, in cells
_MOST_HEADS = 16  # header or totals rows of a ListObject; Excel writes one at most
_HIDDEN = {"hidden": "hidden", "veryHidden": "very hidden"}  # ECMA-376 part 1, §18.18.68, and Excel's words


class XlsxBook:
    """One package; ``book`` is the tree of its main part.

    ``parts`` are the worksheets, ``charts`` the sheets that are none, ``lost`` those whose part is not there;
    ``hidden`` says of those that are hidden in which way.
    """

    unread = ""

    def __init__(self, package: Package, main: str, book: Element, deadline: Deadline) -> None:
        self._package = package
        links = package.links(main, deadline)
        targets = {kind.rpartition("/")[2]: target for kind, target in links.values()}
        theme = cache(lambda: theme_colors(package.tree(targets.get("theme", ""), deadline)))
        self._formats = cell_formats(package.tree(targets.get("styles", ""), deadline), theme)
        self._rich: dict[int, Value] = {}
        with suppress(HostError, ParseError):  # without them a cell holds what the file keeps beside it
            self._rich = rich_values(package, targets, deadline)
        self._strings_part = targets.get("sharedStrings", "")
        self._strings: list[str] | None = None
        properties = child(book, "workbookPr")
        self._date1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._to_calculate = _is_to_calculate(child(book, "calcPr"))
        self._sheets = SheetList[str]()
        self.parts = self._sheets.parts
        self.charts: set[str] = set()
        self.lost: list[str] = []
        self.hidden: dict[str, str] = {}
        self._list_sheets(book, links)

    def read(self, name: str, deadline: Deadline) -> Stored:
        """One worksheet as it stands in the file."""
        part = self.parts[name]
        if self._strings is None:
            self._strings = self._shared_strings(deadline)
        worksheet = WorksheetXml(
            self._formats, self._strings, self._date1904, self._package.spent, self._rich, self._to_calculate
        )
        with self._package.open(part) as stream:
            worksheet.read(stream, deadline)
        tables = self._tables(part, worksheet.table_links, deadline)
        return worksheet.stored(name, tables=tables, names=self._names.of(name))

    def declared(self, name: str, deadline: Deadline) -> tuple[tuple[Table, ...], bool]:
        """A worksheet's ListObjects, and whether days count from 1904; its cells are not read."""
        links = self._package.links(self.parts[name], deadline)
        wanted = [link for link, (kind, _) in links.items() if kind.endswith("/table")]
        return self._tables(self.parts[name], wanted, deadline), self._date1904

    def defined_name(self, name: str) -> str:
        """What a name of the workbook stands for; "" where there is none."""
        return self._names.target(name)

    def remarks(self, name: str, deadline: Deadline) -> Remarks:
        """What stands beside a worksheet's cells."""
        return remarks_of(self._package, self.parts[name], deadline)

    def comments(self, name: str, deadline: Deadline) -> Mapping[str, str]:
        """The notes at a worksheet's cells alone, by address."""
        return notes_of(self._package, self.parts[name], deadline)

    def _list_sheets(self, book: Element, links: dict[str, tuple[str, str]]) -> None:
        order = []
        for sheet in children(book, "sheets"):
            link = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
            kind, target = links.get(link, ("", ""))
            order.append(self._sheets.name(sheet.get("name", "")))
            if not self._package.has(target):
                self.lost.append(order[-1])
            elif kind.endswith("/worksheet"):
                self._sheets.add(order[-1], target, self._package.member(target))
            else:
                self.charts.add(order[-1])
            if state := _HIDDEN.get(sheet.get("state", "")):
                self.hidden[order[-1]] = state
        self._names = DefinedNames()
        for element in children(book, "definedNames"):
            at = element.get("localSheetId", "")
            owner = order[int(at)] if at.isdecimal() and len(at) < 10 and int(at) < len(order) else ""
            self._names.add(element.get("name", ""), owner, (element.text or "").strip())

    def _tables(self, part: str, wanted: list[str], deadline: Deadline) -> tuple[Table, ...]:
        links = self._package.links(part, deadline) if wanted else {}
        tables = []
        for target in dict.fromkeys(links[link][1] for link in wanted if link in links):
            deadline.check()
            self._package.spent.pay_cells(_TABLE_CELLS)
            element = self._package.tree(target, deadline)
            if element is None or local(element) != "table":
                continue
            try:
                area = CellRange.parse(element.get("ref", ""))
            except InputError:  # a table that stands nowhere
                continue
            heads, totals = (
                max(0, min(int(element.get(count, preset)), area.shape[0], _MOST_HEADS))
                for count, preset in (("headerRowCount", "1"), ("totalsRowCount", "0"))
            )
            tables.append(
                Table((element.get("displayName") or element.get("name") or "")[:MAX_NAME], area, heads, totals)
            )
        return tuple(tables)

    def _shared_strings(self, deadline: Deadline) -> list[str]:
        if not self._package.has(self._strings_part):
            return []
        part = SharedStrings(self._package.spent)
        with self._package.open(self._strings_part) as stream:
            part.read(stream, deadline)
        return part.texts


def _is_to_calculate(properties: Element | None) -> bool:
    """Whether the file says that its values are not calculated, or by no version of Excel (§18.2.2)."""
    if properties is None:
        return False
    full, done = properties.get("fullCalcOnLoad"), properties.get("calcCompleted")
    return full in ("1", "true") or done in ("0", "false") or properties.get("calcId") == "0"
