"""Number formats and sheets in numbers, and parts that stand for many sheets."""

from __future__ import annotations

import struct
from pathlib import Path

from .. import binaries as b
from ..packages import package
from .building import ONE, big, book, number, numbered, sheet, workbook


@workbook
def one_format_of_brackets(path: Path) -> Path:
    styles = f'<numFmts><numFmt numFmtId="200" formatCode="{"[" * 2_000_000}"/></numFmts>'
    return package(path, ONE, styles=f'{styles}<cellXfs><xf numFmtId="200"/></cellXfs>')


@workbook
def formats_by_the_ten_thousand(path: Path) -> Path:
    codes = "".join(f'<numFmt numFmtId="{i}" formatCode="{"[" * 120}{i}"/>' for i in range(200, 60_200))
    xfs = "".join(f'<xf numFmtId="{i}"/>' for i in range(200, 60_200))
    rows = "".join(f'<row r="{r}"><c r="A{r}" s="{r}"><v>{r}.5</v></c></row>' for r in range(1, 60_000))
    return package(path, rows, styles=f"<numFmts>{codes}</numFmts><cellXfs>{xfs}</cellXfs>")


@workbook
def formats_that_share_a_long_code(path: Path) -> Path:
    code = f'<numFmt numFmtId="200" formatCode="{"y[" * 100_000}"/>'
    xfs = '<xf numFmtId="200"/>' * 65_000
    return package(path, ONE, styles=f"<numFmts>{code}</numFmts><cellXfs>{xfs}</cellXfs>")


@workbook
def a_long_format_in_xlsb(path: Path) -> Path:
    styles = b.brt(44, struct.pack("<H", 200) + b.wide("[" * 1_000_000)) + b.brt(617)
    styles += b.brt(47, struct.pack("<HHHHHBBBxxx", 0, 200, 0, 0, 0, 0, 0, 0)) * 65_000 + b.brt(618)
    path = path.with_suffix(".xlsb")
    path.write_bytes(b.xlsb(b.row(0) + b.cell(5, 0, struct.pack("<d", 1.5)), styles=styles))
    return path


@workbook
def long_formats_in_xls(path: Path) -> Path:
    formats = b"".join(b.record(0x41E, struct.pack("<H", 200 + i) + b.text("[" * 8_000)) for i in range(7))
    xfs = b"".join(b.xf(code=200 + i % 7) for i in range(60))
    path = path.with_suffix(".xls")
    path.write_bytes(b.xls(b.record(0x203, b.place(0, 0) + struct.pack("<d", 1.5)), b.font() + formats + xfs, wrap=big))
    return path


@workbook
def forty_sheets_of_one_part(path: Path) -> Path:
    rows = numbered(20_000, 20, number)
    return book(path, [(f"S{i}", "1") for i in range(40)], {"xl/worksheets/sheet1.xml": sheet(rows)})


@workbook
def sheets_of_one_part_in_xlsb(path: Path) -> Path:
    listed = b"".join(b.brt(156, struct.pack("<II", 0, i) + b.wide("r1") + b.wide(f"S{i}")) for i in range(40))
    path = path.with_suffix(".xlsb")
    path.write_bytes(b.xlsb(b.row(0) + b.cell(5, 0, struct.pack("<d", 1.5)) * 300_000, book=listed))
    return path


@workbook
def sheets_of_one_place_in_xls(path: Path) -> Path:
    listed = b"".join(
        b.record(0x85, struct.pack("<IBB", 1000, 0, 0) + bytes([5, 0]) + f"S{i:04}".encode()) for i in range(3_000)
    )
    path = path.with_suffix(".xls")
    path.write_bytes(b.xls(b.record(0x203, b.place(0, 0) + struct.pack("<d", 1.5)), listed, wrap=big))
    return path


@workbook
def twenty_thousand_sheets_and_names(path: Path) -> Path:
    names = "".join(f'<definedName name="n{i}">S{i % 20_000}!$A$1</definedName>' for i in range(150_000))
    sheets = [(f"S{i}", str(i)) for i in range(20_000)]
    return book(path, sheets, {f"xl/worksheets/sheet{i}.xml": sheet([ONE]) for i in range(20_000)}, names)


@workbook
def four_thousand_sheets_and_names(path: Path) -> Path:
    names = "".join(f'<definedName name="n{i}">S{i % 4_000}!$A$1</definedName>' for i in range(150_000))
    small = "".join(numbered(6, 4, lambda row, col: f' t="str"><v>a{row} {col}</v>' if row == 1 else number(row, col)))
    sheets = [(f"S{i}", str(i)) for i in range(4_000)]
    return book(path, sheets, {f"xl/worksheets/sheet{i}.xml": sheet([small]) for i in range(4_000)}, names)


@workbook
def sheets_with_names_of_a_megabyte(path: Path) -> Path:
    sheets = [(f"{'N' * 1_000_000}{i}", str(i)) for i in range(10)]
    return book(path, sheets, {f"xl/worksheets/sheet{i}.xml": sheet([ONE]) for i in range(10)})


@workbook
def names_of_long_formulas(path: Path) -> Path:
    names = "".join(
        f'<definedName name="{"n" * 5_000}{i}">Data!A1{"+Data!A1" * 1_000}</definedName>' for i in range(1_000)
    )
    return book(path, [("Data", "1")], {"xl/worksheets/sheet1.xml": sheet([ONE])}, names)


@workbook
def many_sheets_of_many_cells(path: Path) -> Path:
    parts = {f"xl/worksheets/sheet{i}.xml": sheet(numbered(4_000, 100, number)) for i in range(40)}
    return book(path, [(f"S{i}", str(i)) for i in range(40)], parts)
