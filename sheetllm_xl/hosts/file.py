"""Host over a workbook file (.xlsx, .xlsm, .xltx, .xltm): cached values and formulas. It only ever reads the file."""

from __future__ import annotations

import posixpath
import time as clock
import zipfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError
from xml.parsers.expat import ExpatError
from zlib import error as ZlibError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ..errors import HostError, InputError
from ..grid import CellRange, quoted
from ..sheet import Sheet, Table
from .styles_xml import cell_formats, child, children, local, theme_colors
from .unreadable import sentence_for
from .worksheet_xml import WorksheetXml
from .xml_stream import shared_strings

READ_SECONDS = 30.0  # product.md M26
PART_BYTES = 1 << 30  # the largest part, uncompressed, that is read; a zip bomb declares more
SMALL_PART_BYTES = 1 << 27  # parts that are read as a tree


class FileHost:
    """The sheets of one workbook file. Opening reads the table of contents; ``read`` reads a sheet.

    Raises HostError with one sentence for a file that is not there, not a workbook, encrypted, damaged or too large.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        try:
            self._zip = zipfile.ZipFile(self.path)
        except FileNotFoundError:
            raise HostError(f"There is no file {self.path.name} in {self.path.parent}.") from None
        except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
            raise HostError(sentence_for(self.path, error)) from None
        self._strings: list[str] | None = None
        # Part names are case-insensitive (ECMA-376 part 2, §6.2.2); some writers use the backslash of their own paths.
        self._members = {name.replace("\\", "/").lower(): name for name in self._zip.namelist()}
        with ExitStack() as on_failure:
            on_failure.callback(self._zip.close)
            self._contents()
            on_failure.pop_all()

    def __enter__(self) -> FileHost:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def sheet_names(self) -> tuple[str, ...]:
        """The worksheets, in tab order, hidden ones included; chart sheets hold no cells and are left out."""
        return tuple(self._parts)

    def read(self, name: str) -> Sheet:
        """One worksheet as it stands in the file."""
        if name not in self._parts:
            raise InputError(self._no_such_sheet(name))
        deadline = clock.monotonic() + READ_SECONDS
        part = self._parts[name]
        try:
            if self._strings is None:
                self._strings = self._shared_strings(deadline)
            found = WorksheetXml(self._formats, self._strings, self._date1904)
            with self._open(part, PART_BYTES) as stream:
                found.read(stream, deadline)
            return found.sheet(name, tables=self._tables(part, found.table_links), names=self._names_of(name))
        except (
            ExpatError,
            ParseError,
            DefusedXmlException,
            ZlibError,
            zipfile.BadZipFile,
            EOFError,
            ValueError,
            KeyError,
        ):
            raise HostError(
                f"Sheet {quoted(name)} of {self.path.name} is damaged; open the workbook in Excel and save it again."
            ) from None
        except MemoryError:
            raise HostError(
                f"Sheet {quoted(name)} of {self.path.name} is too large for this machine's memory."
            ) from None

    def declared(self, name: str) -> tuple[tuple[Table, ...], bool]:
        """A worksheet's ListObjects, and whether days count from 1904; its cells are not read. Raises HostError."""
        try:
            part = self._parts[name]
            links = [link for link, (kind, _) in self._links(part).items() if kind.endswith("/table")]
            return self._tables(part, links), self._date1904
        except (ParseError, KeyError, ValueError):
            raise HostError(f"The tables of sheet {quoted(name)} of {self.path.name} cannot be read.") from None

    def _no_such_sheet(self, name: str) -> str:
        if name in self._charts:
            return f"{quoted(name)} is a chart sheet; it holds no cells. Name a worksheet: {', '.join(self._parts)}."
        return (
            f"{self.path.name} has no sheet {quoted(name)}. It has: {', '.join(self._parts) or 'no worksheet at all'}."
        )

    def _contents(self) -> None:
        """The workbook part: sheets, names, date system, formats."""
        try:
            main = next((t for t in self._links("").values() if t[0].endswith("/officeDocument")), ("", ""))[1]
            book = self._tree(main) if main.endswith(".xml") else None
            if book is None or local(book) != "workbook":
                raise HostError(sentence_for(self.path, None, self._members.keys()))
            links = self._links(main)
            targets = {kind.rpartition("/")[2]: target for kind, target in links.values()}
            theme = theme_colors(self._tree(targets.get("theme", "")))
            self._formats = cell_formats(self._tree(targets.get("styles", "")), theme)
            self._strings_part = targets.get("sharedStrings", "")
            properties = child(book, "workbookPr")
            self._date1904 = properties is not None and properties.get("date1904") in ("1", "true")
            self._list_sheets(book, links)
        except (
            ParseError,
            DefusedXmlException,
            ZlibError,
            zipfile.BadZipFile,
            EOFError,
            KeyError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise HostError(sentence_for(self.path, error)) from None

    def _list_sheets(self, book: Element, links: dict[str, tuple[str, str]]) -> None:
        self._parts: dict[str, str] = {}
        self._charts: set[str] = set()
        order = []
        for sheet in children(book, "sheets"):
            link = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
            kind, target = links.get(link, ("", ""))
            order.append(sheet.get("name", ""))
            if kind.endswith("/worksheet") and target.lower() in self._members:
                self._parts[order[-1]] = target
            else:
                self._charts.add(order[-1])
        self._names = []
        for element in children(book, "definedNames"):
            at = element.get("localSheetId", "")
            owner = order[int(at)] if at.isdigit() and int(at) < len(order) else ""
            self._names.append((element.get("name", ""), owner, (element.text or "").strip()))

    def _names_of(self, sheet: str) -> dict[str, str]:
        """Defined names that belong to the sheet or point to it."""
        marks = (f"{quoted(sheet)}!", f"'{sheet}'!")
        return {
            name: text for name, owner, text in self._names if owner == sheet or (not owner and text.startswith(marks))
        }

    def _tables(self, part: str, wanted: list[str]) -> tuple[Table, ...]:
        links = self._links(part) if wanted else {}
        found = []
        for link in wanted:
            element = self._tree(links.get(link, ("", ""))[1])
            if element is None or local(element) != "table":
                continue
            found.append(
                Table(
                    element.get("displayName") or element.get("name") or "",
                    CellRange.parse(element.get("ref", "")),
                    int(element.get("headerRowCount", "1")),
                    int(element.get("totalsRowCount", "0")),
                )
            )
        return tuple(found)

    def _shared_strings(self, deadline: float) -> list[str]:
        if self._strings_part.lower() not in self._members:
            return []
        with self._open(self._strings_part, PART_BYTES) as stream:
            return shared_strings(stream, deadline)

    def _open(self, part: str, limit: int) -> Any:
        member = self._members[part.lower()]
        if self._zip.getinfo(member).file_size > limit:
            raise HostError(f"{self.path.name} unpacks to more than {limit >> 20} MiB in one part; it was not read.")
        return self._zip.open(member)

    def _tree(self, part: str) -> Element | None:
        """A small part as a tree; None when the package has none of that name."""
        if part.lower() not in self._members:
            return None
        with self._open(part, SMALL_PART_BYTES) as stream:
            tree: Element = fromstring(stream.read(), forbid_dtd=True)
            return tree

    def _links(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationships of a part ("" is the package): id -> (type, part name)."""
        folder, _, name = part.rpartition("/")
        tree = self._tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for element in tree if tree is not None else ():
            target = element.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            if element.get("TargetMode") != "External":
                found[element.get("Id", "")] = (element.get("Type", ""), path)
        return found
