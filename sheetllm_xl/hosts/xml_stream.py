"""XML parts of an .xlsx as a stream of events: bounded in time, blind to namespaces, closed to entities.

expat itself, since defusedxml has no streaming parser that keeps up; a DTD is refused before anything in it is read.
"""

from __future__ import annotations

import re
import time as clock
from collections.abc import Callable
from typing import IO, Any
from xml.parsers import expat

from ..errors import HostError

MAX_TEXT = 32_767  # characters a cell can hold; Excel cuts a longer text off when it opens the file
_CHUNK = 1 << 18
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def stream(
    part: IO[bytes],
    start: Callable[..., Any],
    end: Callable[..., Any],
    text: Callable[..., Any],
    deadline: float,
) -> None:
    """Parse one XML part in chunks; element names come without prefix or namespace. Refuses a DTD."""
    parser = expat.ParserCreate(namespace_separator="}")
    local: dict[str, str] = {}

    def name(full: str) -> str:
        return local.get(full) or local.setdefault(full, full.rpartition("}")[2])

    def refuse(*_: object) -> None:
        raise HostError("The file holds a document type declaration, which no workbook needs; it was not read further.")

    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: start(name(tag), attributes)
    parser.EndElementHandler = lambda tag: end(name(tag))
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    while chunk := part.read(_CHUNK):
        parser.Parse(chunk, False)
        if clock.monotonic() > deadline:
            raise HostError("The file takes too long to read; save the sheets you need in a workbook of their own.")
    parser.Parse(b"", True)


def unescaped(text: str) -> str:
    """Excel writes characters that XML forbids as ``_xHHHH_`` (ECMA-376 part 1, §22.9.2.19)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def shared_strings(part: IO[bytes], deadline: float) -> list[str]:
    """The texts that cells of type ``s`` point to; phonetic readings are left out."""
    found: list[str] = []
    pieces: list[str] = []
    phonetic = collecting = False

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal phonetic, collecting
        if tag == "si":
            pieces.clear()
        elif tag == "rPh":
            phonetic = True
        elif tag == "t":
            collecting = not phonetic

    def end(tag: str) -> None:
        nonlocal phonetic, collecting
        if tag == "t":
            collecting = False
        elif tag == "rPh":
            phonetic = False
        elif tag == "si":
            found.append(unescaped("".join(pieces))[:MAX_TEXT])

    def text(piece: str) -> None:
        if collecting:
            pieces.append(piece)

    stream(part, start, end, text, deadline)
    return found
