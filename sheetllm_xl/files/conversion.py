"""Cells of an .xlsx that call COPILOT, and a copy of the file in which they call ASKSHEET; every other part stays.

The name stands as it is called in a sheet; that Excel takes it for the add-in's function where that is loaded when the
file is opened is believed, and no Excel ran where this was written.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr
from zlib import error as ZlibError

from .. import output
from ..errors import HostError, InputError
from ..formulas import SharedFormula
from ..formulas.copilot import OldCell, calls_copilot, old_cell
from ..grid import CellRange, Ref
from .authored import is_ours
from .file import FileHost
from .limits import Deadline
from .package import Package
from .unreadable import sentence_for
from .xml_stream import refuse_doctype

_NAMED = re.compile(rb"copilot", re.IGNORECASE)
_OF_VALUE = ("t", "vm")  # attributes of a cell that are its value's (ECMA-376 part 1, §18.3.1.4)
_WAITS = "#GETTING_DATA"  # as a cell is saved that waits for its answer: the add-in calculates it when it is opened
_PIECE = 1 << 17  # bytes parsed between two looks at the clock
_DAMAGE = (expat.ExpatError, ZlibError, zipfile.BadZipFile, EOFError, LookupError, ValueError, OSError)


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a workbook holds of COPILOT: its ``cells``, and the ``parts`` of the file as they would be."""

    cells: tuple[OldCell, ...]
    parts: Mapping[str, bytes]

    @property
    def converts(self) -> int:
        """How many of the cells can be converted."""
        return sum(bool(cell.after) for cell in self.cells)


@dataclass(slots=True)
class _Cell:
    """A cell with a formula, and where it stands in the part's bytes: all of it, and its formula."""

    name: str
    attributes: dict[str, str]
    formula_attributes: dict[str, str]
    span: tuple[int, int]
    formula_span: tuple[int, int]
    formula: str


def conversion(host: FileHost) -> Conversion:
    """The cells that call COPILOT, and what becomes of the file. Writes nothing. Raises HostError."""
    package, sheets = host.package()
    cells, parts = list[OldCell](), dict[str, bytes]()
    with _translated(host.path), host.spent.clocked() as deadline:
        for sheet, part in sheets.items():
            with package.open(part) as stream:
                content = stream.read()
            if _NAMED.search(content):
                found, changed = _converted(content, sheet, deadline)
                cells += found
                parts |= {package.member(part): changed} if changed != content else {}
    return Conversion(tuple(cells), parts)


def admit(book: Path, path: Path, *, force: bool = False) -> None:
    """Raises HostError where the new file cannot be written, InputError where its name is of another kind."""
    if path.suffix.lower() != book.suffix.lower():
        raise InputError(f"The new file is of the same kind as the old one: let its name end in {book.suffix}.")
    output.admit(path, is_ours, force=force, reads=[book])


def write(host: FileHost, found: Conversion, path: Path, *, force: bool = False) -> None:
    """Write the file with those parts as a new one. Raises HostError, InputError."""
    package, _ = host.package()
    admit(host.path, path, force=force)
    with _translated(host.path), output.created(path, is_ours, force=force, reads=[host.path]) as file:
        _copy(package, found.parts, file)


def _copy(package: Package, parts: Mapping[str, bytes], file: BinaryIO) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in package.entries():
            new = zipfile.ZipInfo(entry.filename, entry.date_time)
            new.compress_type, new.external_attr = entry.compress_type, entry.external_attr
            with package.open(entry.filename) as old:
                copy.writestr(new, parts.get(entry.filename) or old.read())


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise HostError(sentence_for(path, error)) from None


def _converted(content: bytes, sheet: str, deadline: Deadline) -> tuple[list[OldCell], bytes]:
    """The cells of a worksheet's part that call COPILOT, and the part with those converted that can be."""
    cells, pieces, done = list[OldCell](), list[bytes](), 0
    for cell in _spelled_out(_cells(content, deadline)):
        place = CellRange.parse(cell.attributes["r"])
        is_array = cell.formula_attributes.get("t") == "array"
        filled = CellRange.parse(cell.formula_attributes.get("ref", "")) if is_array else place
        found = old_cell(Ref(sheet, place), f"={cell.formula}", filled)
        cells.append(found)
        is_shared = cell.formula_attributes.get("t") == "shared"
        span = cell.span if found.after else cell.formula_span
        if found.after or is_shared:
            pieces += [content[done : span[0]], _written(cell, found.after)]
            done = span[1]
    return cells, b"".join([*pieces, content[done:]])


def _spelled_out(cells: Collection[_Cell]) -> Iterator[_Cell]:
    """Those that call COPILOT, each with a formula of its own: what cells share is spelled out for each."""
    shared = dict[str, SharedFormula]()
    for cell in cells:
        if cell.formula_attributes.get("t") == "shared":
            group, place = cell.formula_attributes.get("si", ""), CellRange.parse(cell.attributes["r"])
            if cell.formula and calls_copilot(f"={cell.formula}"):
                shared[group] = SharedFormula(cell.formula, place.top, place.left)
            elif group in shared:
                cell.formula = shared[group].at(place.top, place.left) or "#REF!"
        if calls_copilot(f"={cell.formula}"):
            yield cell


def _written(cell: _Cell, after: str) -> bytes:
    """The cell with its new formula, which waits for its answer; where there is none, its old formula alone."""
    prefix = cell.name.rpartition("c")[0]
    formula = {} if cell.formula_attributes.get("t") == "shared" else cell.formula_attributes
    written = escape((after or "=" + cell.formula)[1:], {"\r": "&#13;"})
    text = f"<{prefix}f{_spelled(formula)}>{written}</{prefix}f>"
    if after:
        own = {name: value for name, value in cell.attributes.items() if name not in _OF_VALUE} | {"t": "e"}
        text = f"<{cell.name}{_spelled(own)}>{text}<{prefix}v>{_WAITS}</{prefix}v></{cell.name}>"
    return text.encode("ascii", "xmlcharrefreplace")  # whatever the part's own encoding is


def _spelled(attributes: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())


def _cells(content: bytes, deadline: Deadline) -> Sequence[_Cell]:
    """The cells of a part that have a formula."""
    reading = _Reading(content)
    for at in range(0, len(content), _PIECE):
        deadline.check()
        reading.parser.Parse(content[at : at + _PIECE], False)
    reading.parser.Parse(b"", True)
    return reading.cells


class _Reading:
    """A walk over a part that keeps where in its bytes cells and formulas stand."""

    def __init__(self, content: bytes) -> None:
        self.content, self.cells = content, list[_Cell]()
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self.start, self.end
        self.parser.CharacterDataHandler, self.parser.StartDoctypeDeclHandler = self.characters, refuse_doctype
        self._cell: _Cell | None = None
        self._text: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        at, local = self.parser.CurrentByteIndex, name.rpartition(":")[2]
        if local == "c":
            self._cell = _Cell(name, attributes, {}, (at, at), (0, 0), "")
        elif local == "f" and self._cell:
            self._cell.formula_attributes, self._cell.formula_span = attributes, (at, at)
            self._text = []

    def characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if self._cell and local == "f" and self._text is not None:
            self._cell.formula, self._text = "".join(self._text), None
            self._cell.formula_span = self._cell.formula_span[0], self._behind(name)
        elif self._cell and local == "c":
            self._cell.span = self._cell.span[0], self._behind(name)
            self.cells += [self._cell] * (self._cell.formula_span[1] > 0)
            self._cell = None

    def _behind(self, name: str) -> int:
        """Where the element ends whose end tag begins here; of an empty one this is where it ended."""
        at = self.parser.CurrentByteIndex
        return self.content.index(b">", at) + 1 if self.content.startswith(f"</{name}".encode(), at) else at
