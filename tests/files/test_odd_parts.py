"""Workbooks whose parts lie, circle, are missing or hold what no XML holds: read, or refused in a sentence."""

from __future__ import annotations

import struct
import warnings
import zipfile
from pathlib import Path

import pytest

from sheetllm_xl.files.archive import CONTENTS_BYTES
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError
from sheetllm_xl.sheet import Table

from .packages import MAIN, links, package
from .test_limits import FILLED, ONE, read, refusal


def test_a_part_that_says_it_is_smaller_than_it_is(tmp_path: Path) -> None:
    path = package(tmp_path / "b.xlsx", ONE * 200)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = struct.pack("<I", archive.getinfo("xl/worksheets/sheet1.xml").file_size)
    path.write_bytes(content.replace(size, struct.pack("<I", 100)))
    assert "damaged" in refusal(path)


def test_entries_that_overlap(tmp_path: Path) -> None:
    path = package(tmp_path / "b.xlsx", ONE)
    content = bytearray(path.read_bytes())
    directory = content.find(b"PK\x01\x02")
    places = []
    while directory >= 0:
        places.append(directory + 42)
        directory = content.find(b"PK\x01\x02", directory + 4)
    for place in places[1:]:
        content[place : place + 4] = content[places[0] : places[0] + 4]
    path.write_bytes(content)
    assert "damaged" in refusal(path)


def test_a_table_of_contents_of_a_million_entries_is_not_read(tmp_path: Path) -> None:
    path = package(tmp_path / "b.xlsx", ONE)
    content = bytearray(path.read_bytes())
    end = content.rfind(b"PK\x05\x06")
    content[end + 12 : end + 16] = struct.pack("<I", CONTENTS_BYTES + 1)
    path.write_bytes(content)
    assert "more parts than any workbook" in refusal(path)


def test_a_table_of_contents_that_is_small_only_in_the_older_record_is_not_read(tmp_path: Path) -> None:
    path = package(tmp_path / "b.xlsx", ONE)
    content = path.read_bytes()
    end = content.rfind(b"PK\x05\x06")
    record = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 9, 9, CONTENTS_BYTES + 1, 0)
    path.write_bytes(content[:end] + record + struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1) + content[end:])
    assert "more parts than any workbook" in refusal(path)


def test_a_zip_in_a_zip_is_no_workbook(tmp_path: Path) -> None:
    inner = package(tmp_path / "inner.xlsx", ONE).read_bytes()
    path = tmp_path / "outer.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner.xlsx", inner)
    assert "zip file without a workbook" in refusal(path)


def test_a_dimension_that_lies_costs_nothing(tmp_path: Path) -> None:
    rows = ONE + '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    sheet = read(package(tmp_path / "b.xlsx", rows, before='<dimension ref="A1:XFD1048576"/>'))
    assert len(sheet) == 2
    assert sheet.used == CellRange.parse("A1:XFD1048576")


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">',
    ],
)
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels"]
)
def test_no_entity_is_ever_looked_up(tmp_path: Path, doctype: str, part: str) -> None:
    strings = "<si><t>a</t></si>"
    whole = package(tmp_path / "whole.xlsx", ONE, strings=strings, styles=FILLED)
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(path, "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, (doctype if name == part else "") + archive.read(name).decode())
    refusal(path)


def test_an_entity_of_nobodys_in_a_plain_cell(tmp_path: Path) -> None:
    assert "damaged" in refusal(package(tmp_path / "b.xlsx", '<row r="1"><c r="A1" t="str"><v>&x;</v></c></row>'))


def test_elements_in_elements(tmp_path: Path) -> None:
    assert "nested" in refusal(package(tmp_path / "b.xlsx", ONE, after="<a>" * 5000 + "</a>" * 5000))


def test_one_endless_tag(tmp_path: Path) -> None:
    assert "tag of many megabytes" in refusal(package(tmp_path / "b.xlsx", ONE, after=f'<a b="{"x" * (12 << 20)}"/>'))


@pytest.mark.parametrize("letter", ["\x00", "\x01", "\ufffe", "\x1f"])
def test_characters_that_no_xml_holds(tmp_path: Path, letter: str) -> None:
    assert "damaged" in refusal(
        package(tmp_path / "b.xlsx", f'<row r="1"><c r="A1" t="str"><v>a{letter}b</v></c></row>')
    )
    assert "damaged" in refusal(
        package(
            tmp_path / "c.xlsx", '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=f"<si><t>{letter}</t></si>"
        )
    )


def test_surrogates_and_nul_that_are_escaped(tmp_path: Path) -> None:
    cells = [
        f'<c r="{c}1" t="str"><v>{t}</v></c>'
        for c, t in zip("ABC", ("_xD83D__xDE00_", "_xD83D_", "_x0000_"), strict=True)
    ]
    sheet = read(package(tmp_path / "b.xlsx", f'<row r="1">{"".join(cells)}</row>'))
    assert sheet.values.tolist() == ["😀", "\ufffd", "\x00"]
    sheet.values[1].encode()


def test_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    path = package(tmp_path / "b.xlsx", '<row r="1"><c r="A1" t="str"><v>a?b</v></c></row>')
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).replace(b"a?b", b"a\xffb") for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert "damaged" in refusal(path)


def test_of_two_cells_at_one_place_the_last_counts(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row><row r="1"><c r="A1"><v>3</v></c></row>'
    assert [cell.value for cell in read(package(tmp_path / "b.xlsx", rows)).cells()] == [3.0]


@pytest.mark.parametrize("row", ["0", "1048577", "99999999999999999999", "-1"])
def test_rows_that_are_not_there(tmp_path: Path, row: str) -> None:
    rows = f'<row r="{row}" hidden="1"><c r="A{row}"><v>1</v></c><c><v>2</v></c></row>'
    with FileHost(package(tmp_path / "b.xlsx", rows)) as host:
        sheet = host.read("Sheet1")
    assert all(1 <= cell.row <= 1048576 for cell in sheet.cells())
    assert not sheet.hidden_rows


@pytest.mark.parametrize("reference", ["XFE1", "ZZZ9", "A1048577"])
def test_columns_and_rows_beyond_the_grid(tmp_path: Path, reference: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c><c r="{reference}"><v>2</v></c></row>'
    assert [cell.value for cell in read(package(tmp_path / "b.xlsx", rows)).cells()] == [1.0]


@pytest.mark.parametrize("index", ["5", "-1", "99999999999"])
def test_strings_and_formats_there_are_none_of(tmp_path: Path, index: str) -> None:
    rows = f'<row r="1"><c r="A1" t="s"><v>{index}</v></c><c r="B1" s="{index}"><v>2</v></c></row>'
    sheet = read(package(tmp_path / "b.xlsx", rows, strings="<si><t>a</t></si>"))
    assert sheet.values.tolist() == [CellError.REF, 2.0]


def test_a_date_after_the_last_one_stays_a_number(tmp_path: Path) -> None:
    serials = ("2958465.9999999999", "2957003.9999999999", "2958000", "1e308")
    cells = "".join(f'<c r="{c}1" s="0"><v>{v}</v></c>' for c, v in zip("ABCD", serials, strict=True))
    styles = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    for year in ("", '<workbookPr date1904="1"/>'):
        read(package(tmp_path / "b.xlsx", f'<row r="1">{cells}</row>', styles=styles, workbook=year))


def test_a_table_that_stands_nowhere_or_counts_wrongly(tmp_path: Path) -> None:
    tables = ('ref="A1:B9" headerRowCount="4000000000" totalsRowCount="-3"', 'ref="nowhere"')
    parts = {f"xl/tables/t{i}.xml": f'<table name="T" {table}/>' for i, table in enumerate(tables)}
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = links(r0="table ../tables/t0.xml", r1="table ../tables/t1.xml")
    after = '<tableParts><tablePart r:id="r0"/><tablePart r:id="r1"/><tablePart r:id="r7"/></tableParts>'
    sheet = read(package(tmp_path / "b.xlsx", ONE, after=after, extra=parts))
    assert sheet.tables == (Table("T", CellRange.parse("A1:B9"), 9, 0),)


def test_relationships_that_circle(tmp_path: Path) -> None:
    parts = {
        "xl/_rels/workbook.xml.rels": links(r1="worksheet workbook.xml", r2="sharedStrings workbook.xml"),
        "xl/_rels/_rels/workbook.xml.rels.rels": links(r1="worksheet ../workbook.xml"),
    }
    assert read(package(tmp_path / "b.xlsx", ONE, extra=parts)).used is None


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "_rels/.rels", "xl/sharedStrings.xml"])
def test_a_part_that_is_missing(tmp_path: Path, part: str) -> None:
    whole = package(tmp_path / "whole.xlsx", ONE, strings="<si><t>a</t></si>")
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(path, "w") as copy:
        for name in archive.namelist():
            if name != part:
                copy.writestr(name, archive.read(name))
    if part == "xl/sharedStrings.xml":
        assert read(path).value(1, 1) == 1.0
    elif part == "xl/worksheets/sheet1.xml":
        assert "Sheet Sheet1 of b.xlsx is lost" in refusal(path)
    else:
        refusal(path)


def test_wrong_content_types_do_not_matter_and_a_wrong_root_does(tmp_path: Path) -> None:
    types = {"[Content_Types].xml": "<Types><Default Extension='xml' ContentType='image/png'/></Types>"}
    assert read(package(tmp_path / "b.xlsx", ONE, extra=types)).value(1, 1) == 1.0
    refusal(package(tmp_path / "c.xlsx", ONE, extra={"xl/workbook.xml": "<html/>"}))


@pytest.mark.parametrize("twin", ["xl/worksheets/sheet1.xml", "XL\\worksheets\\Sheet1.xml"])
def test_two_parts_of_one_name(tmp_path: Path, twin: str) -> None:
    path = package(tmp_path / "b.xlsx", ONE)
    with zipfile.ZipFile(path, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(twin, f'<worksheet xmlns="{MAIN}"><sheetData>{ONE}</sheetData></worksheet>')
    assert "holds xl/worksheets/sheet1.xml twice" in refusal(path)


def test_a_workbook_of_the_trial_of_2007(tmp_path: Path) -> None:
    main = '<workbook xmlns="http://schemas.microsoft.com/office/excel/2006/2"/>'
    assert "trial version" in refusal(package(tmp_path / "b.xlsx", ONE, extra={"xl/workbook.xml": main}))
