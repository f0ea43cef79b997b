"""Binary workbooks whose records cost more than they show."""

from __future__ import annotations

import struct
from pathlib import Path

from .. import binaries as b
from .building import big, workbook


@workbook
def a_string_table_of_many_pieces(path: Path) -> Path:
    head = struct.pack("<IIHB", 0xFFFFFFFF, 0xFFFFFFFF, 60_000, 0)
    table = (
        b.record(0xFC, head) + b.record(0x3C, b"\0a") * 60_000 + b.record(0x3C, struct.pack("<HBI", 0, 4, 0xFFFFFFF0))
    )
    path = path.with_suffix(".xls")
    path.write_bytes(b.xls(b.record(0xFD, b.place(0, 0) + struct.pack("<I", 0)), table, wrap=big))
    return path


@workbook
def fonts_within_texts(path: Path) -> Path:
    piece = struct.pack("<HBH", 1, 8, 16_000) + b"a" + struct.pack("<HH", 0x2211, 0x4433) * 16_000
    table = b.record(0xFC, struct.pack("<II", 500, 500) + piece) + b.record(0x3C, piece) * 499
    path = path.with_suffix(".xls")
    path.write_bytes(b.xls(b.record(0xFD, b.place(0, 0) + struct.pack("<I", 0)), table, wrap=big))
    return path


@workbook
def rows_of_every_height(path: Path) -> Path:
    rows = (struct.pack("<6HI", i & 0xFFFF, 0, 1, i & 0x7FFF, 0, 0, i * 7919 & 0xFFFFFFFF) for i in range(3_000_000))
    path = path.with_suffix(".xls")
    path.write_bytes(b.xls(b"".join(b.record(0x208, row) for row in rows), wrap=big))
    return path


@workbook
def a_compound_file_that_circles(path: Path) -> Path:
    path = path.with_suffix(".xls")
    content = bytearray(b.xls(b.record(0x203, b.place(0, 0) + struct.pack("<d", 1.5)), wrap=big))
    struct.pack_into("<I", content, 4096 + 4 * 3, 2)
    path.write_bytes(content + bytes(20 << 20))
    return path


@workbook
def records_of_a_quarter_of_a_gigabyte(path: Path) -> Path:
    strings = b.brt(19, b"\0" + struct.pack("<i", 1 << 27) + b"a\0" * 20_000_000)
    path = path.with_suffix(".xlsb")
    path.write_bytes(b.xlsb(b.row(0) + b.cell(7, 0, struct.pack("<I", 0)) + b"\x05\xff\xff\xff\x7f", strings=strings))
    return path
