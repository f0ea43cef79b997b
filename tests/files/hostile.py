"""Workbooks that are built to cost as much as can be: each a small file, or one of ordinary size, made anew."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sheetllm_xl.grid import column_letters

from . import binaries as b
from .packages import DOCUMENT, MAIN, links, package

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


# Number formats


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


# Sheets


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


# Merges, tables, lines


@workbook
def merges_over_a_wide_header(path: Path) -> Path:
    rows = numbered(3, 3_000, lambda row, col: f' t="str"><v>h{col}</v>' if row == 1 else number(row, col))
    merges = '<mergeCell ref="A1:XFD1"/>' + "".join(f'<mergeCell ref="A{i}:B{i}"/>' for i in range(10, 300_010))
    return single(path, rows, f"<mergeCells>{merges}</mergeCells>")


@workbook
def merges_over_each_other(path: Path) -> Path:
    rows = numbered(300, 300, number)
    merges = "".join(f'<mergeCell ref="A1:{column_letters(i % 16_000 + 2)}{i % 1_000 + 1}"/>' for i in range(1_000_000))
    return single(path, rows, f"<mergeCells>{merges}</mergeCells>")


@workbook
def merges_in_xlsb(path: Path) -> Path:
    cells = b"".join(b.row(r) + b.cell(5, 0, struct.pack("<d", r)) for r in range(100))
    merges = b"".join(b.brt(176, struct.pack("<4i", i % 500, i % 500 + 400, 0, i % 16_000)) for i in range(1_000_000))
    path = path.with_suffix(".xlsb")
    path.write_bytes(b.xlsb(cells + merges))
    return path


@workbook
def tables_by_the_thousand(path: Path) -> Path:
    count = 5_000
    parts: dict[str, Iterable[str]] = {
        f"xl/tables/t{i}.xml": [f'<table name="T{i}" ref="A{10 * i + 1}:D{10 * i + 8}" headerRowCount="999"/>']
        for i in range(count)
    }
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = [
        links(**{f"t{i}": f"table ../tables/t{i}.xml" for i in range(count)})
    ]
    listed = "".join(f'<tablePart r:id="t{i}"/>' for i in range(count))
    parts["xl/worksheets/sheet1.xml"] = sheet(numbered(60_000, 8, number), f"<tableParts>{listed}</tableParts>")
    return book(path, [("Data", "1")], parts)


@workbook
def one_table_a_million_times(path: Path) -> Path:
    parts: dict[str, Iterable[str]] = {"xl/tables/t.xml": [f'<table name="{"T" * 8_000_000}" ref="A1:D8"/>']}
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = [links(**{f"t{i}": "table ../tables/t.xml" for i in range(20_000)})]
    listed = "".join(f'<tablePart r:id="t{i}"/>' for i in range(20_000)) * 50
    parts["xl/worksheets/sheet1.xml"] = sheet([ONE], f"<tableParts>{listed}</tableParts>")
    return book(path, [("Data", "1")], parts)


@workbook
def hidden_columns_and_rows(path: Path) -> Path:
    columns = '<col min="1" max="16384" hidden="1"/>' * 300_000
    rows = (f'<row r="{r}" hidden="1"><c r="A{r}"><v>{r}</v></c></row>' for r in range(1, 1_048_577, 2))
    return single(path, rows, before=f"<cols>{columns}</cols>")


@workbook
def rules_links_and_comments(path: Path) -> Path:
    rule = '<cfRule type="expression"><formula>A1</formula></cfRule>'
    rules = f'<conditionalFormatting sqref="A1:XFD1048576">{rule}</conditionalFormatting>' * 200_000
    links = '<hyperlink ref="A1:XFD1048576" location="x"/>' * 1_000_000
    return single(path, [ONE], f"{rules}<hyperlinks>{links}</hyperlinks>")


# Texts and numbers


@workbook
def titles_that_never_end(path: Path) -> Path:
    texts = ("table" + "." * 30_000, "in thousand" + " \t" * 15_000 + "\n!", "(" + ")" * 30_000 + "x", "-" * 30_000)
    rows = (
        f'<row r="{r}">{"".join(text(texts[c] + str(r), r, "ABCD"[c]) for c in range(4))}</row>' for r in range(1, 300)
    )
    return single(path, rows)


@workbook
def formulas_of_a_megabyte(path: Path) -> Path:
    formula = "A1" + "+'x''y'!B2" * 40_000
    rows = (f'<row r="{r}"><c r="A{r}"><f>{formula}</f><v>1</v></c></row>' for r in range(1, 100))
    return single(path, rows)


@workbook
def one_formula_shared_by_a_column(path: Path) -> Path:
    formula = "A1" + "+B2" * 2_700
    head = f'<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A1048576">{formula}</f><v>1</v></c></row>'
    rows = (f'<row r="{r}"><c r="A{r}"><f t="shared" si="0"/><v>1</v></c></row>' for r in range(2, 1_048_577))
    return single(path, (row for rows in ([head], rows) for row in rows))


@workbook
def formulas_that_nobody_shares(path: Path) -> Path:
    formula = "A1" + "+B2" * 2_700
    rows = (
        f'<row r="{r}"><c r="A{r}"><f t="shared" si="{r}">{formula}</f><v>1</v></c></row>' for r in range(1, 30_000)
    )
    return single(path, rows)


@workbook
def formulas_that_nobody_calculated(path: Path) -> Path:
    rows = (
        f'<row r="{r}"><c r="A{r}"><v>{r}</v></c>'
        f'<c r="B{r}"><f>SUM(A$1:A$100000)+SUM(B$1:B{max(r - 1, 1)})</f></c></row>'
        for r in range(1, 18_000)
    )
    return single(path, rows)


@workbook
def numbers_of_a_million_digits(path: Path) -> Path:
    rows = (f'<row r="{r}"><c r="A{r}"><v>{"1234567890" * 45_000}.5e-450000</v></c></row>' for r in range(1, 60))
    return single(path, rows)


@workbook
def letters_of_many_marks(path: Path) -> Path:
    marks = "e" + "\u0301\u0323\u0308" * 10_000
    rows = (f'<row r="{r}">{text(f"{r}{marks}", r)}{text(f"n{r}", r, "B")}</row>' for r in range(1, 400))
    return single(path, rows)


@workbook
def two_sheets_of_many_marks(path: Path) -> Path:
    marks = "e" + "\u0301\u0323\u0308" * 10_000
    rows = [f'<row r="{r}">{text(f"{r}{marks}", r)}{text(f"{marks}{r}", r, "B")}</row>' for r in range(1, 200)]
    return book(path, [("A", "1"), ("B", "2")], {f"xl/worksheets/sheet{i}.xml": sheet(rows) for i in (1, 2)})


@workbook
def a_tag_of_a_million_attributes(path: Path) -> Path:
    many = " ".join(f'a{i}="1"' for i in range(600_000))
    return single(path, [f'<row r="1"><c r="A1" {many}><v>1</v></c></row>'], f"<x {many}/>")


# Many cells


@workbook
def ten_million_numbers(path: Path) -> Path:
    return single(path, numbered(9_900, 1_000, number))


@workbook
def six_hundred_long_rows(path: Path) -> Path:
    return single(path, numbered(600, 16_384, number))


@workbook
def millions_of_different_texts(path: Path) -> Path:
    count = 2_500_000
    strings = (f"<si><t>w{i:07} x{i * 7919 % count:07}</t></si>" for i in range(count))
    rows = numbered(count // 10, 10, lambda row, col: f' t="s"><v>{(row - 1) * 10 + col}</v>')
    pieces = (piece for part in ([f'<sst xmlns="{MAIN}">'], strings, ["</sst>"]) for piece in part)
    return single(path, rows, sharedStrings=pieces)


@workbook
def two_sheets_of_different_texts(path: Path) -> Path:
    rows = [
        numbered(60_000, 10, lambda row, col, i=i: f' t="str"><v>w{i}{row * 10 + col} total{row * col}</v>')
        for i in (1, 2)
    ]
    parts = {f"xl/worksheets/sheet{i}.xml": sheet(found) for i, found in enumerate(rows, 1)}
    return book(path, [("One", "1"), ("Two", "2")], parts)


@workbook
def cells_far_apart(path: Path) -> Path:
    rows = (
        f'<row r="{64 * i + 1}"><c r="{column_letters(i + 1)}{64 * i + 1}"><v>{i}</v></c></row>' for i in range(16_384)
    )
    return single(path, rows)


@workbook
def a_board_of_islands(path: Path) -> Path:
    rows = (
        f'<row r="{r}">'
        + "".join(text(f"table {r}.{c}", r, column_letters(c)) for c in range(1 + r % 2, 300, 2))
        + "</row>"
        for r in range(1, 1_200)
    )
    return single(path, rows)


@workbook
def looks_by_the_ten_thousand(path: Path) -> Path:
    fonts = "".join(f'<font><b/><sz val="{i}"/></font>' for i in range(1, 60_000))
    fills = "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{i:06X}"/></patternFill></fill>' for i in range(60_000)
    )
    xfs = "".join(f'<xf fontId="{i}" fillId="{i}"/>' for i in range(60_000))
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts>{fonts}</fonts><fills>{fills}</fills><cellXfs>{xfs}</cellXfs></styleSheet>'
    )
    rows = (f'<row r="{r}"><c r="A{r}" s="{r}"><v>{r}</v></c><c r="B{r}" s="{r}"/></row>' for r in range(1, 60_000))
    return single(path, rows, styles=[styles])


# Binary


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
