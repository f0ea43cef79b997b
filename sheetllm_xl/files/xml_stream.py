"""XML parts of an .xlsx as a stream of events: bounded in time and memory, blind to namespaces, closed to entities.

expat itself; a DTD is refused before anything in it is read.
The bulk of a part, where it is spelled plainly, can be taken in by blocks, past expat.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any
from xml.parsers import expat

from ..errors import HostError
from .limits import Deadline

MAX_TEXT = 32_767  # characters a cell can hold; Excel cuts a longer text off when it opens the file
LONGEST_SPELLED = 14 * MAX_TEXT  # as it is spelled where every character is ``_xHHHH_`` twice, as beyond U+FFFF
_CHUNK = 1 << 20
_PIECE = 1 << 17  # bytes parsed between two looks at the clock: some 50 ms of short elements
_TOKEN = 1 << 23  # bytes: a longer tag or attribute is no workbook's
_DEPTH = 100  # elements in each other; a workbook has some ten
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bulk:
    """The long run of like items inside one element: a sheet's rows, a workbook's strings.

    ``take`` is given whole items, up to some MiB at a time, and says False, with nothing done, for those that are not
    spelled as it knows them: expat reads these.
    """

    opening: re.Pattern[bytes]
    closing: bytes
    item: bytes
    take: Callable[[bytes], bool]


class Parser:
    """expat with the guards: element names come without prefix or namespace."""

    def __init__(self, start: Callable[..., Any], end: Callable[..., Any], text: Callable[..., Any]) -> None:
        self.opened = ""  # the element that was opened last
        self._fed = self._depth = 0
        self._start, self._end = start, end
        self._local: dict[str, str] = {}
        self._expat = expat.ParserCreate(namespace_separator="}")
        self._expat.buffer_text = True
        self._expat.StartElementHandler = self._started
        self._expat.EndElementHandler = self._ended
        self._expat.CharacterDataHandler = text
        self._expat.StartDoctypeDeclHandler = refuse_doctype

    def feed(self, data: bytes, deadline: Deadline) -> None:
        """Parse a further piece. Raises HostError for what no workbook holds, ExpatError for what is no XML."""
        for at in range(0, len(data), _PIECE):
            deadline.check()
            piece = data[at : at + _PIECE]
            self._expat.Parse(piece, False)
            self._fed += len(piece)
            if self._fed - self._expat.CurrentByteIndex > _TOKEN:
                raise HostError("The file holds a tag of many megabytes, which no workbook has; it was not read.")

    def close(self) -> None:
        """The part is at its end."""
        self._expat.Parse(b"", True)

    def _name(self, full: str) -> str:
        return self._local.get(full) or self._local.setdefault(full, full.rpartition("}")[2])

    def _started(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEPTH:
            raise HostError("The file holds elements nested deeper than any workbook's; it was not read.")
        self.opened = self._name(tag)
        self._start(self.opened, attributes)

    def _ended(self, tag: str) -> None:
        self._depth -= 1
        self._end(self._name(tag))


def refuse_doctype(*_: object) -> None:
    """Raise HostError for a document type declaration: entities are declared there, and files that blow up."""
    raise HostError("The file holds a document type declaration, which no workbook needs; it was not read further.")


def stream(part: IO[bytes], parser: Parser, deadline: Deadline, bulk: Bulk | None = None) -> None:
    """Read one part to its end, its bulk by blocks where it is spelled plainly."""
    head = b""
    while bulk and (chunk := part.read(_CHUNK)):
        head += chunk
        if _ENCODING.match(head) or head[:1] != b"<" or len(head) > 4 * _CHUNK:
            break
        if match := bulk.opening.search(head):
            parser.feed(head[: match.start()], deadline)
            parser.opened = ""
            parser.feed(match[0], deadline)
            head = head[match.end() :]
            if parser.opened and match[0].startswith(f"<{parser.opened}".encode()):  # and not in a comment
                head = _by_blocks(part, head, parser, deadline, bulk)
            break
    parser.feed(head, deadline)
    while chunk := part.read(_CHUNK):
        parser.feed(chunk, deadline)
    deadline.check()
    parser.close()


def _by_blocks(part: IO[bytes], pending: bytes, parser: Parser, deadline: Deadline, bulk: Bulk) -> bytes:
    """Take in the bulk; what remains of the last piece read comes back."""
    while True:
        deadline.check()
        done = pending.find(bulk.closing)
        cut = done if done >= 0 else pending.rfind(bulk.item) + len(bulk.item)
        block, rest = pending[:cut], pending[cut:]
        if done < 0 and cut < len(bulk.item):  # no whole item yet
            block, rest = b"", pending
        if len(rest) > _TOKEN:
            return pending
        if block and not bulk.take(block):
            if b"<!" in block or b"<?" in block:  # what follows may stand in a comment
                return pending
            parser.feed(block, deadline)
        chunk = b"" if done >= 0 else part.read(_CHUNK)
        if not chunk:
            return rest
        pending = rest + chunk


def unescaped(text: str) -> str:
    """Excel writes characters that XML forbids as ``_xHHHH_`` (ECMA-376 part 1, §22.9.2.19).

    A pair of surrogates is the character it stands for; half a pair is none.

    >>> unescaped("a_x000A_b"), unescaped("_xD83D__xDE00_ _xD83D_")
    ('a\\nb', '😀 \ufffd')
    """
    if "_x" not in text:
        return text
    return without_halves(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))


def without_halves(text: str) -> str:
    """The text with each pair of surrogates as its character and each half of one as U+FFFD: it can be written out."""
    if _SURROGATES.search(text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
