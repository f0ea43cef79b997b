"""Puts workbooks of any size together, piece by piece, and lists those that are built."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sheetllm_xl.grid import column_letters

from .. import binaries as b
from ..packages import DOCUMENT, MAIN, links

Build = Callable[[Path], Path]
WORKBOOKS: dict[str, Build] = {}
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def workbook(build: Build) -> Build:
    """Lists a workbook under the name of its function."""
    WORKBOOKS[build.__name__] = build
    return build


def book(path: Path, sheets: list[tuple[str, str]], parts: dict[str, Iterable[str]], names: str = "") -> Path:
    """An .xlsx of sheets (name, part); ``parts`` are written piece by piece."""
    main = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="r{part}"/>' for i, (name, part) in enumerate(sheets, 1))
    known = dict.fromkeys(part for _, part in sheets)
    wanted: dict[str, Iterable[str]] = {
        "_rels/.rels": [links(r1="officeDocument xl/workbook.xml")],
        "xl/workbook.xml": [
            f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>{main}</sheets>',
            f"<definedNames>{names}</definedNames></workbook>",
        ],
        "xl/_rels/workbook.xml.rels": [
            links(
                **{f"r{part}": f"worksheet worksheets/sheet{part}.xml" for part in known},
                strings="sharedStrings sharedStrings.xml",
                styles="styles styles.xml",
            )
        ],
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, pieces in (wanted | parts).items():
            with file.open(name, "w", force_zip64=True) as stream:
                for piece in pieces:
                    stream.write(piece.encode())
    return path


def sheet(rows: Iterable[str], after: str = "", before: str = "") -> Iterator[str]:
    yield f'<worksheet xmlns="{MAIN}" xmlns:r="{DOCUMENT}">{before}<sheetData>'
    yield from rows
    yield f"</sheetData>{after}</worksheet>"


def numbered(rows: int, cols: int, cell: Callable[[int, int], str], first: int = 1) -> Iterator[str]:
    letters = [column_letters(col) for col in range(1, cols + 1)]
    for row in range(first, first + rows):
        cells = "".join(f'<c r="{letter}{row}"{cell(row, col)}</c>' for col, letter in enumerate(letters))
        yield f'<row r="{row}">{cells}</row>'


def number(row: int, col: int) -> str:
    return f"><v>{row * 1000 + col + 0.5}</v>"


def single(path: Path, rows: Iterable[str], after: str = "", before: str = "", **more: Iterable[str]) -> Path:
    parts = {"xl/worksheets/sheet1.xml": sheet(rows, after, before)}
    return book(path, [("Data", "1")], parts | {f"xl/{name}.xml": pieces for name, pieces in more.items()})


def text(value: str, row: int = 1, col: str = "A") -> str:
    return f'<c r="{col}{row}" t="str"><v>{value}</v></c>'


def big(stream: bytes, name: str) -> bytes:
    """A compound file of one stream of any size; its sectors have 4,096 bytes, and so does its table some of them."""
    size = 4096
    stream = stream.ljust(-(-len(stream) // size) * size, b"\0")
    sectors = len(stream) // size
    fats = -(-(sectors + 200) // (size // 4))
    assert fats <= 109
    first = fats + 1
    table = [0xFFFFFFFD] * fats + [b._END] + [*range(first + 1, first + sectors), b._END]
    table += [b._FREE] * (fats * size // 4 - len(table))
    head = bytearray(b.header(12, fats=tuple(range(fats))))
    struct.pack_into("<I", head, 44, fats)
    struct.pack_into("<I", head, 48, fats)
    entries = b._entry("Root Entry", 5, b._END, 0, 1) + b._entry(name, 2, first, len(stream), b._FREE)
    return bytes(head) + struct.pack(f"<{len(table)}I", *table) + entries.ljust(size, b"\0") + stream
