"""The cabinet in a package, packed as tightly as its format allows.

A cabinet (MS-CAB) of one folder by MSZIP is a row of blocks, each the deflated form of 32 KB that may look back at the
block before it. Files and their order stay; each block is deflated anew.
"""

from __future__ import annotations

import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from operator import xor

from .tools import NotBuilt

_HEADER = struct.Struct("<4sIIIIIBBHHHHH")
_FOLDER = struct.Struct("<IHH")
_BLOCK = struct.Struct("<IHH")  # its checksum, its length, the length of what it holds
_MSZIP = 1
_MARK = b"CK"
_RAW = -15  # deflate without a head, 32 KB to look back at
_MOST = 9  # of effort, and of memory


def squeezed(cabinet: bytes) -> bytes:
    """The same files in fewer bytes. Raises NotBuilt for a cabinet of another make."""
    mark, _, _, _, _, _, _, _, folders, _, flags, _, _ = _HEADER.unpack_from(cabinet)
    start, count, kind = _FOLDER.unpack_from(cabinet, _HEADER.size)
    if (mark, folders, flags, kind) != (b"MSCF", 1, 0, _MSZIP):
        raise NotBuilt("The cabinet is not one folder packed by MSZIP, as wixl makes it.")
    blocks = _blocks(cabinet, start, count)
    with ThreadPoolExecutor() as pool:
        packed = list(pool.map(_packed, blocks, [b"", *blocks[:-1]]))
    made = cabinet[:start] + b"".join(packed)
    return made[:8] + len(made).to_bytes(4, "little") + made[12:]


def _blocks(cabinet: bytes, at: int, count: int) -> list[bytes]:
    found = [b""]
    for _ in range(count):
        _, length, whole = _BLOCK.unpack_from(cabinet, at)
        begin = at + _BLOCK.size + len(_MARK)
        at += _BLOCK.size + length
        found.append(zlib.decompressobj(_RAW, zdict=found[-1]).decompress(cabinet[begin:at]))
        if len(found[-1]) != whole:
            raise NotBuilt("A block of the cabinet is damaged.")
    return found[1:]


def _packed(block: bytes, before: bytes) -> bytes:
    deflate = zlib.compressobj(_MOST, zlib.DEFLATED, _RAW, _MOST, zdict=before)
    content = _MARK + deflate.compress(block) + deflate.flush()
    lengths = struct.pack("<HH", len(content), len(block))
    return checksum(lengths, checksum(content)).to_bytes(4, "little") + lengths + content


def checksum(content: bytes, seed: int = 0) -> int:
    """MS-CAB 3.1: words of four bytes, the lowest first, taken together by exclusive or; a rest, its highest first."""
    whole = len(content) // 4 * 4
    words = struct.unpack(f"<{whole // 4}I", content[:whole])
    return reduce(xor, words, seed) ^ int.from_bytes(content[whole:], "big")
