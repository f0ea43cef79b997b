"""Texts of an .xls: in Unicode with flags, in a code page, or in a table that goes on from record to record."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from .limits import Deadline

# Code pages whose Python name is not "cp" and the number ([MS-XLS] 2.4.52).
_CODECS = {10000: "mac_roman", 32768: "mac_roman", 32769: "cp1252", 1200: "utf-16-le", 367: "ascii"}


@dataclass(frozen=True, slots=True)
class Texts:
    """How texts are spelled: in Unicode with flags before it (``codec`` is ""), or in a code page."""

    codec: str = ""

    @classmethod
    def of_page(cls, page: int) -> Texts:
        """The texts of a Windows code page; Western European for one that Python has not."""
        name = _CODECS.get(page, f"cp{page}")
        try:
            codecs.lookup(name)
        except LookupError:
            return cls("cp1252")
        return cls(name)

    def at(self, data: bytes, at: int, length: int) -> str:
        """The text of ``length`` characters whose flags, or first character, stand at ``at``."""
        if self.codec:
            return data[at : at + length].decode(self.codec, "replace")
        if at >= len(data):
            return ""
        if data[at] & 1:
            return data[at + 1 : at + 1 + 2 * length].decode("utf-16-le", "surrogatepass")
        return data[at + 1 : at + 1 + length].decode("latin-1")

    def across(self, pieces: list[bytes]) -> str:
        """The text of a record, whose length comes first, and of those that continue it."""
        (length,) = struct.unpack_from("<H", pieces[0])
        if self.codec:
            return self.at(b"".join(pieces), 2, length)
        reading = _Pieces(pieces)
        return reading.characters(length, reading.bytes(3)[-1] & 1)


def string_table(pieces: list[bytes], deadline: Deadline) -> Iterator[str]:
    """The texts of the string table ([MS-XLS] 2.4.265), which may go on in the next record anywhere."""
    reading = _Pieces(pieces)
    reading.skip(4)
    count = int.from_bytes(reading.bytes(4), "little")
    for number in range(count):
        if number % 1024 == 0:
            deadline.check()
        head = reading.bytes(3)
        if len(head) < 3:
            return
        length, flags = struct.unpack("<HB", head)
        runs = int.from_bytes(reading.bytes(2), "little") if flags & 8 else 0
        extra = int.from_bytes(reading.bytes(4), "little") if flags & 4 else 0
        yield reading.characters(length, flags & 1)
        reading.skip(4 * runs + extra)


class _Pieces:
    """Bytes across records. Where characters go on in a new record, it begins with their width."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces, self._piece, self._at = pieces, 0, 0

    def _left(self) -> int:
        while self._piece < len(self._pieces) and self._at >= len(self._pieces[self._piece]):
            self._piece, self._at = self._piece + 1, 0
        return len(self._pieces[self._piece]) - self._at if self._piece < len(self._pieces) else 0

    def bytes(self, count: int) -> bytes:
        found = b""
        while count > len(found) and (left := self._left()):
            take = min(left, count - len(found))
            found += self._pieces[self._piece][self._at : self._at + take]
            self._at += take
        return found

    def skip(self, count: int) -> None:
        while count and (left := self._left()):
            self._at += min(left, count)
            count -= min(left, count)

    def characters(self, count: int, wide: int) -> str:
        found = ""
        while count:
            piece = self._pieces[self._piece] if self._piece < len(self._pieces) else b""
            take = min(max(len(piece) - self._at, 0) // (1 + wide), count)
            raw = piece[self._at : self._at + take * (1 + wide)]
            found += raw.decode("utf-16-le", "surrogatepass") if wide else raw.decode("latin-1")
            self._at += len(raw)
            count -= take
            if count:
                self._piece, self._at = self._piece + 1, 1
                if self._piece >= len(self._pieces):
                    break
                wide = (self._pieces[self._piece] or b"\0")[0] & 1
        return found
