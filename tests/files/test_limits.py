"""Files that were built to break a reader: each is read, or refused in one sentence, within the limits."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import time
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sheetllm_xl.errors import HostError
from sheetllm_xl.files.archive import CONTENTS_BYTES
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.limits import Limits
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError
from sheetllm_xl.sheet import Sheet, Table

from .packages import MAIN, links, package

FILLED = '<fills><fill/><fill><patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill></fill></fills>'
FILLED += '<cellXfs><xf/><xf fillId="1"/></cellXfs>'
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def read(path: Path, limits: Limits | None = None) -> Sheet:
    with FileHost(path, limits) as host:
        return host.read("Sheet1")


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(HostError) as caught:
        read(path, limits)
    text = str(caught.value)
    assert text.endswith(".")
    assert "\n" not in text
    return text


# What lies about its size


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


# XML


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


# Cells


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


# The package


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


# Size: what the limits themselves say


def test_reading_leaves_time_for_what_comes_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 1_000.0)
    assert Limits(seconds=100).deadline().at == 1_090


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        ('<row r="1">' + "".join(f'<c r="{c}1"><v>1</v></c>' for c in "ABCDEFGHIJK") + "</row>", ""),
        ('<row r="1">' + "<c><v>1</v></c>" * 11 + "</row>", ""),
        ('<row r="1">' + "".join(f'<c r="{c}1"><f>A9</f></c>' for c in "ABCD") + "</row>", ""),
        (ONE, "<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 5 + "</mergeCells>"),
    ],
)
def test_more_cells_than_are_read(tmp_path: Path, rows: str, after: str) -> None:
    assert "more than 10 cells" in refusal(package(tmp_path / "b.xlsx", rows, after=after), Limits(cells=10))


def test_more_text_than_is_read(tmp_path: Path) -> None:
    shared = '<f t="shared" si="0"'
    rows = f'<row r="1"><c r="A1">{shared} ref="A1:A99">"{"x" * 900}"</f></c>'
    rows += "".join(f'<c r="{c}1">{shared}/></c>' for c in "BCDEF") + "</row>"
    assert "text" in refusal(package(tmp_path / "b.xlsx", rows), Limits(text_bytes=5000))
    inline = '<row r="1"><c r="A1" t="str"><v>%s</v></c></row>' % ("x" * 6000)
    assert "text" in refusal(package(tmp_path / "c.xlsx", inline), Limits(text_bytes=5000))
    for strings in ("<si><t>a</t></si>" * 100, "<si><r><t>a</t></r></si>" * 100):
        assert "text" in refusal(package(tmp_path / "d.xlsx", ONE, strings=strings), Limits(text_bytes=5000))


def _deflated(path: Path, part: str, pieces: Callable[[], bytes], count: int, head: bytes, tail: bytes) -> Path:
    """A package whose ``part`` is ``head``, ``count`` times the same piece, and ``tail``."""
    whole = package(path.with_name("whole.xlsx"), ONE, strings="<si><t>a</t></si>", styles=FILLED)
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for name in archive.namelist():
            if name != part:
                copy.writestr(name, archive.read(name))
        piece = pieces()
        with copy.open(part, "w", force_zip64=True) as stream:
            stream.write(head)
            for _ in range(count):
                stream.write(piece)
            stream.write(tail)
    return path


SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
HEAD, TAIL = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode(), b"</sheetData></worksheet>"
BOMBS: dict[str, tuple[str, bytes, int, bytes, bytes]] = {
    # name: part, what is repeated, how often, what stands before it and after it
    "a gigabyte of blanks": (SHEET, b" " * (1 << 20), 1000, HEAD, TAIL),
    "more than a gigabyte": (SHEET, b" " * (1 << 20), 1100, HEAD, TAIL),
    "rows of nothing": (SHEET, b'<row r="1"></row>' * 50_000, 1000, HEAD, TAIL),
    "rows without numbers": (SHEET, b"<row/>" * 100_000, 1000, HEAD, TAIL),
    "styled empty cells": (SHEET, b'<row r="7">' + b'<c r="B7" s="1"/>' * 50_000 + b"</row>", 20, HEAD, TAIL),
    "more styled cells": (SHEET, b'<row r="7">' + b'<c r="B7" s="1"/>' * 50_000 + b"</row>", 1000, HEAD, TAIL),
    "cells without places": (SHEET, b"<row>" + b"<c><v>1</v></c>" * 50_000 + b"</row>", 1000, HEAD, TAIL),
    "formulas": (SHEET, b'<row r="1">' + b'<c r="A1"><f>A1</f></c>' * 40_000 + b"</row>", 1000, HEAD, TAIL),
    "texts": (SHEET, b'<row r="1"><c r="A1" t="str"><v>' + b"x" * 1_000_000 + b"</v></c></row>", 1000, HEAD, TAIL),
    "one text": (SHEET, b"x" * 1_000_000, 1000, HEAD + b'<row r="1"><c r="A1" t="str"><v>', b"</v></c></row>" + TAIL),
    "one attribute": (SHEET, b"x" * 1_000_000, 1000, HEAD + b'<row r="', b'"/>' + TAIL),
    "depth": (SHEET, b"<a>" * 300_000, 1000, HEAD, b""),
    "merges": (SHEET, b'<mergeCell ref="A1:B2"/>' * 40_000, 1000, HEAD + b"</sheetData><mergeCells>", b"</mergeCells>"),
    "columns": (
        *(SHEET, b'<col min="1" max="16384" hidden="1"/>' * 20_000, 1000),
        *(HEAD.replace(b"<sheetData>", b"<cols>"), b"</cols></worksheet>"),
    ),
    "strings of a gigabyte": (STRINGS, b"<si><t>" + b"y" * 1_000_000 + b"</t></si>", 1000, b"<sst>", b"</sst>"),
    "many short strings": (STRINGS, b"<si><t>a</t></si>" * 50_000, 1000, b"<sst>", b"</sst>"),
    "strings of runs": (STRINGS, b"<si><r><t>a</t></r></si>" * 40_000, 1000, b"<sst>", b"</sst>"),
    "styles": ("xl/styles.xml", b"<xf/>" * 100_000, 33, b"<styleSheet><cellXfs>", b"</cellXfs></styleSheet>"),
    "more styles": ("xl/styles.xml", b"<xf/>" * 100_000, 1000, b"<styleSheet><cellXfs>", b"</cellXfs></styleSheet>"),
    "sheets": ("xl/workbook.xml", b"<sheet/>" * 100_000, 20, b"<workbook><sheets>", b"</sheets></workbook>"),
    "depth of a tree": ("xl/workbook.xml", b"<a>" * 100_000, 50, b"<workbook>", b""),
}
_PROGRAM = """
import json, resource, sys, time
from sheetllm_xl.errors import HostError
from sheetllm_xl.files.file import FileHost
begun, said = time.monotonic(), ""
try:
    with FileHost(sys.argv[1]) as host:
        for name in host.sheet_names()[:1]:
            host.read(name)
except HostError as error:
    said = str(error)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"said": said, "seconds": time.monotonic() - begun, "mib": peak}))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is measured through resource, which Windows has not")
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_stay_within_30_seconds_and_2_gb(tmp_path: Path, name: str) -> None:
    part, piece, count, head, tail = BOMBS[name]
    path = _deflated(tmp_path / "b.xlsx", part, lambda: piece, count, head, tail)
    done = subprocess.run([sys.executable, "-c", _PROGRAM, str(path)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    report = json.loads(done.stdout)
    print(name, report)
    assert not report["said"] or report["said"].endswith(".")
    assert report["mib"] < 2048
    assert report["seconds"] <= 30


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="measures with resource and /proc")
def test_an_archive_of_a_million_entries(tmp_path: Path) -> None:
    path, file = tmp_path / "b.xlsx", io.BytesIO()
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    file.write(entry * 1_000_000)
    size = file.tell()
    file.write(struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 65535, 65535, size, 0, 0))
    path.write_bytes(file.getvalue())
    assert "more parts than any workbook" in refusal(path)
