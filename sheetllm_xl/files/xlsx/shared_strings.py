"""The texts of a workbook that its cells point to (ECMA-376 part 1, §18.4.8), phonetic readings left out."""

from __future__ import annotations

import re
from typing import IO

from ..limits import Deadline, Spent
from ..xml_stream import LONGEST_SPELLED, MAX_TEXT, Bulk, Parser, stream, unescaped
from .plain_text import decoded, normal, resolved

_OPENING = re.compile(rb"<sst(?: [^<>]*)?(?<!/)>")
_ITEM = re.compile(r'<si><t(?: xml:space="preserve")?(?:/>|>([^<>]*)</t>)</si>')
_EMPTY = re.compile(r"<t(?: [^<>]*)?/>")
_COST = 64  # bytes a short text takes beside its characters


class SharedStrings:
    """Collects the part; ``texts`` are its strings, in order."""

    def __init__(self, spent: Spent) -> None:
        self.texts: list[str] = []
        self._pay = spent.pay_text
        self._pieces: list[str] = []
        self._length = 0
        self._phonetic = self._collecting = False

    def read(self, part: IO[bytes], deadline: Deadline) -> None:
        """Take in the whole part. Raises HostError for more text than the limit."""
        parser = Parser(self._start, self._end, self._text)
        stream(part, parser, deadline, Bulk(_OPENING, b"</sst>", b"</si>", self._take))

    def _take(self, block: bytes) -> bool:
        plain = normal(block)
        text = None if plain is None else decoded(plain)
        if text is None:
            return False
        items = _ITEM.findall(text)
        brackets = text.count("<")
        if not items or 4 * len(items) != brackets + len(_EMPTY.findall(text)) or text.count(">") != brackets:
            return False
        self._pay(len(text) + _COST * len(items))
        if "&" in text:
            items = [resolved(item) for item in items]
        if "_x" in text or max(map(len, items)) > MAX_TEXT:
            items = [unescaped(item)[:MAX_TEXT] for item in items]
        self.texts += items
        return True

    def _start(self, tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            self._pieces.clear()
            self._length = 0
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "t":
            self._collecting = not self._phonetic

    def _end(self, tag: str) -> None:
        if tag == "t":
            self._collecting = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "si":
            self._pay(_COST + self._length)
            self.texts.append(unescaped("".join(self._pieces))[:MAX_TEXT])

    def _text(self, piece: str) -> None:
        if self._collecting and self._length < LONGEST_SPELLED:
            self._pieces.append(piece)
            self._length += len(piece)
