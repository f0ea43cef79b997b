"""Binary workbooks written record by record: an .xls in its compound file, an .xlsb in its package."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

from .packages import links

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file of one stream, long enough not to be a short one."""
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    sectors = len(stream) // _SECTOR
    assert sectors + 2 <= _SECTOR // 4
    fat = [_FAT, _END, *range(3, sectors + 2), _END]
    fat += [_FREE] * (_SECTOR // 4 - len(fat))
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0, 0)
    head += struct.pack("<108I", *[_FREE] * 108)
    entries = _entry("Root Entry", 5, _END, 0, 1) + _entry(name, 2, 2, len(stream), _FREE)
    return head + struct.pack("<128I", *fat) + entries.ljust(_SECTOR, b"\0") + stream


def short(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file of one short stream, which stands in the stream of a root without a name."""
    assert len(stream) < 4096
    minis = -(-len(stream) // 64)
    held = stream.ljust(-(-len(stream) // _SECTOR) * _SECTOR, b"\0")
    fat = [_FAT, _END, _END, *range(4, len(held) // _SECTOR + 3), _END]
    mini_fat = [*range(1, minis), _END]
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 2, 1, _END, 0, 0)
    head += struct.pack("<108I", *[_FREE] * 108)
    entries = _entry("", 5, 3, minis * 64, 1) + _entry(name, 2, 0, len(stream), _FREE)
    first, second = (struct.pack("<128I", *table, *[_FREE] * (128 - len(table))) for table in (fat, mini_fat))
    return head + first + entries.ljust(_SECTOR, b"\0") + second + held


def nested(outer: bytes, inner: bytes) -> bytes:
    """A compound file of a workbook that holds an object with a workbook of its own, listed after it."""
    streams = [stream.ljust(4096, b"\0") for stream in (outer, inner)]
    assert {len(stream) for stream in streams} == {4096}
    fat = [_FAT, _END, *range(3, 10), _END, *range(11, 18), _END]
    entries = _entry("Root Entry", 5, _END, 0, 1) + _entry("Workbook", 2, 2, 4096, _FREE, 2)
    entries += _entry("MBD0001", 1, 0, 0, 3) + _entry("Workbook", 2, 10, 4096, _FREE)
    return header() + struct.pack("<128I", *fat, *[_FREE] * 110) + entries + b"".join(streams)


def header(shift: int = 9, difat: int = _END, difats: int = 0, fats: tuple[int, ...] = (0,)) -> bytes:
    """The header of a compound file whose directory stands in sector 1; ``fats`` are the first sectors of the FAT."""
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, shift // 3, 0xFFFE, shift, 6, 0, 1, 1, 0, 4096, _END, 0, difat, difats
    )
    return (head + struct.pack("<109I", *fats, *[_FREE] * (109 - len(fats)))).ljust(1 << shift, b"\0")


def _entry(name: str, kind: int, first: int, size: int, child: int, right: int = _FREE) -> bytes:
    spelled = name.encode("utf-16-le")
    head = spelled.ljust(64, b"\0") + struct.pack("<HBBIII", len(spelled) + 2, kind, 1, _FREE, right, child)
    return head + bytes(36) + struct.pack("<IIxxxx", first, size)


def record(kind: int, content: bytes = b"") -> bytes:
    """A record of an .xls."""
    return struct.pack("<HH", kind, len(content)) + content


def text(value: str, count: str = "<H") -> bytes:
    """A text of an .xls: one byte a character where that is enough."""
    narrow = all(ord(letter) < 256 for letter in value)
    spelled = value.encode("latin-1" if narrow else "utf-16-le")
    return struct.pack(count, len(spelled) >> (not narrow)) + (b"\0" if narrow else b"\1") + spelled


def font(height: int = 220, weight: int = 400, flags: int = 0, underline: int = 0) -> bytes:
    return record(
        0x31, struct.pack("<HHHHHBBBB", height, flags, 0, weight, 0, underline, 0, 0, 0) + text("Arial", "<B")
    )


def xf(
    font: int = 0, code: int = 0, align: int = 0, indent: int = 0, sides: int = 0, fill: int = 0, color: int = 64
) -> bytes:
    content = struct.pack("<HHHBBBBHHHHH", font, code, 0, align, 0, indent, 0, sides, 0, 0, fill << 10, color)
    return record(0xE0, content)


def strings(*texts: bytes, cut: int | None = None) -> bytes:
    """The string table; with ``cut`` its content goes on in a CONTINUE record from there."""
    content = struct.pack("<II", len(texts), len(texts)) + b"".join(texts)
    if cut is None:
        return record(0xFC, content)
    return record(0xFC, content[:cut]) + record(0x3C, content[cut:])


def xls(
    cells: bytes,
    book: bytes = b"",
    version: int = 0x0600,
    sheet: bytes | None = None,
    wrap: Callable[[bytes, str], bytes] = compound,
) -> bytes:
    """An .xls of one worksheet, ``Sheet1``, with these records; ``book`` are those of the workbook."""
    begin = record(0x809, struct.pack("<HHHHII", version, 5, 0, 0, 0, 0))
    name = b"\x06\0Sheet1" if version == 0x0600 else b"\x06Sheet1"
    size = len(begin) + len(book) + 4 + 6 + len(name) + 4
    bound = record(0x85, struct.pack("<IBB", size, 0, 0) + name)
    page = record(0x809, struct.pack("<HHHHII", version, 16, 0, 0, 0, 0))
    stream = begin + book + bound + record(0x0A) + page + cells + record(0x0A)
    return wrap(stream if sheet is None else sheet, "Workbook" if version == 0x0600 else "Book")


def place(row: int, col: int, xf: int = 0) -> bytes:
    return struct.pack("<HHH", row, col, xf)


def brt(kind: int, content: bytes = b"") -> bytes:
    """A record of an .xlsb."""
    spelled = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size, length = b"", len(content)
    while True:
        size += bytes([length & 127 | (128 if length > 127 else 0)])
        length >>= 7
        if not length:
            return spelled + size + content


def wide(value: str) -> bytes:
    """A text of an .xlsb."""
    spelled = value.encode("utf-16-le", "surrogatepass")
    return struct.pack("<i", len(spelled) // 2) + spelled


def row(number: int, hidden: bool = False) -> bytes:
    return brt(0, struct.pack("<iiHBBBi", number, 0, 300, 0, 0x10 if hidden else 0, 0, 0))


def cell(kind: int, col: int, content: bytes = b"", xf: int = 0) -> bytes:
    return brt(kind, struct.pack("<iI", col, xf) + content)


def xlsb(sheet: bytes, *, strings: bytes = b"", styles: bytes = b"", book: bytes = b"") -> bytes:
    """An .xlsb of one worksheet, ``Sheet1``, with these records."""
    parts: dict[str, bytes | str] = {
        "_rels/.rels": links(r1="officeDocument xl/workbook.bin"),
        "xl/_rels/workbook.bin.rels": links(
            r1="worksheet worksheets/sheet1.bin", r2="sharedStrings sharedStrings.bin", r3="styles styles.bin"
        ),
        "xl/workbook.bin": book + brt(156, struct.pack("<II", 0, 1) + wide("r1") + wide("Sheet1")),
        "xl/worksheets/sheet1.bin": sheet,
        "xl/sharedStrings.bin": strings,
        "xl/styles.bin": styles,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()
