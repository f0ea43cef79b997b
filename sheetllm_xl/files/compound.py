"""Streams of a compound file ([MS-CFB]): what an .xls is wrapped in."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
_FREE = 0xFFFFFFFA  # sector numbers from here on are marks
_ENTRY = 128  # bytes of a directory entry
_STREAM = 2  # a kind of entry


class CompoundFile:
    """The streams by name, in any case. Raises ValueError or struct.error for a damaged file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError("no compound file")
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        directory, _, self._cutoff, mini_fat = struct.unpack_from("<IIII", data, 48)
        self._most = len(data) // self._size + 1  # sectors that the file has room for
        self._fat: list[int] = []
        for sector in self._fat_sectors():
            if len(self._fat) >= self._most:
                break
            self._fat += self._numbers(self._sector(sector))
        self._entries = dict(self._listed(self._chain(directory)))
        root, size = self._entries[""]
        self._mini = self._chain(root)[:size]
        minis = len(self._mini) // self._mini_size + 1
        self._mini_fat = self._numbers(self._chain(mini_fat)[: 4 * minis])

    def stream(self, *names: str) -> bytes | None:
        """The first stream of one of these names; None where there is none."""
        for name in names:
            if name.lower() in self._entries:
                first, size = self._entries[name.lower()]
                if size >= self._cutoff:
                    return self._chain(first)[:size]
                return self._mini_chain(first)[:size]
        return None

    def _fat_sectors(self) -> Iterator[int]:
        head = struct.unpack_from("<109I", self._data, 76)
        yield from (sector for sector in head if sector < _FREE)
        sector, count = struct.unpack_from("<II", self._data, 68)
        for _ in range(min(count, len(self._data) // self._size)):
            if sector >= _FREE:
                return
            *numbers, sector = self._numbers(self._sector(sector))
            yield from (number for number in numbers if number < _FREE)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    @staticmethod
    def _numbers(data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    @staticmethod
    def _links(first: int, table: list[int]) -> Iterator[int]:
        while first < len(table):
            yield first
            first = table[first]

    # A chain of sectors that circles ends where it has been as long as its table, or the file.

    def _chain(self, first: int) -> bytes:
        links = islice(self._links(first, self._fat), min(len(self._fat), self._most))
        return b"".join(map(self._sector, links))

    def _mini_chain(self, first: int) -> bytes:
        size, mini = self._mini_size, self._mini
        links = islice(self._links(first, self._mini_fat), len(self._mini_fat))
        return b"".join(mini[at * size : (at + 1) * size] for at in links)

    # Only what stands right in the root counts: the storages in it are embedded objects, workbooks among them.

    @staticmethod
    def _listed(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        yield "", struct.unpack_from("<II", directory, 116)  # the root, whatever its name is
        waiting, seen = [struct.unpack_from("<I", directory, 76)[0]], {0}
        while waiting:
            number = waiting.pop()
            at = number * _ENTRY
            if number in seen or at + _ENTRY > len(directory):
                continue
            seen.add(number)
            length, kind, *siblings = struct.unpack_from("<HBxII", directory, at + 64)
            waiting += siblings
            if kind == _STREAM and 2 <= length <= 64:
                name = directory[at : at + length - 2].decode("utf-16-le", "replace").lower()
                yield name, struct.unpack_from("<II", directory, at + 116)
