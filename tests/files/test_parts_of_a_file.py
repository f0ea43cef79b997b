"""How the parts of a file are spelled, sheets that are lost, and sheets that Excel does not show."""

import json
import struct
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sheetllm_xl import app
from sheetllm_xl.cli import cli
from sheetllm_xl.errors import HostError, InputError
from sheetllm_xl.files.file import FileHost

from .binaries import brt, cell, place, record, row, wide, xls, xlsb
from .packages import DOCUMENT, MAIN, links, package

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
STRINGS = "<si><t>a</t></si>"


@pytest.mark.parametrize(
    ("target", "member"),
    [
        (r"worksheets\sheet1.xml", "xl/worksheets/sheet1.xml"),
        (r"\xl\worksheets\sheet1.xml", "xl/worksheets/sheet1.xml"),
        (r"..\xl\worksheets\sheet1.xml", r"xl\worksheets\sheet1.xml"),
        ("worksheets/sheet%201.xml", "xl/worksheets/sheet 1.xml"),
        ("worksheets/sheet 1.xml", "xl/worksheets/sheet%201.xml"),
        ("worksheets/%E8%A1%A8.xml", "xl/worksheets/表.xml"),
        ("/xl/worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"),
        ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("WorkSheets/SHEET1.XML", "xl/worksheets/sheet1.xml"),
        ("./worksheets/../worksheets/sheet1.xml", "XL/Worksheets/Sheet1.xml"),
    ],
)
def test_a_part_is_found_however_its_name_is_spelled(tmp_path: Path, target: str, member: str) -> None:
    path = package(
        tmp_path / "b.xlsx",
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        strings=STRINGS,
        extra={"xl/_rels/workbook.xml.rels": links(r1=f"worksheet {target}", r2=r"sharedStrings .\sharedStrings.xml")},
        rename={"xl/worksheets/sheet1.xml": member},
    )
    with FileHost(path) as host:
        assert host.read("Sheet1").value(1, 1) == "a"
        assert not host.notes


def several(path: Path, *sheets: tuple[str, str, str]) -> Path:
    """A workbook of sheets given as (name, state, rows)."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{i}" state="{state}" r:id="r{i}"/>'
        for i, (name, state, _) in enumerate(sheets, 1)
    )
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>{listed}</sheets></workbook>'
    parts = {
        f"xl/worksheets/s{i}.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        for i, (_, _, rows) in enumerate(sheets, 1)
        if rows != "lost"
    }
    targets = links(**{f"r{i}": f"worksheet worksheets/s{i}.xml" for i in range(1, len(sheets) + 1)})
    return package(path, "", extra={"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": targets, **parts})


def test_a_sheet_that_is_lost_is_named_and_no_chart(tmp_path: Path) -> None:
    path = several(tmp_path / "b.xlsx", ("Kept", "visible", ONE), ("Gone", "visible", "lost"))
    with FileHost(path) as host:
        assert host.sheet_names() == ("Kept",)
        assert host.notes == ("Sheet Gone of b.xlsx is lost: the file does not hold what it points to.",)
        with pytest.raises(InputError, match=r"Sheet Gone of b\.xlsx is lost"):
            host.read("Gone")


def test_a_binary_workbook_whose_sheet_is_lost(tmp_path: Path) -> None:
    sheet = brt(156, struct.pack("<II", 0, 2) + wide("r9") + wide("Gone"))
    (tmp_path / "b.xlsb").write_bytes(xlsb(row(0) + cell(5, 0, struct.pack("<d", 1)), book=sheet))
    bound = record(0x85, struct.pack("<IBB", 1 << 30, 0, 0) + b"\4\0Gone")
    (tmp_path / "b.xls").write_bytes(xls(record(0x203, place(0, 0) + struct.pack("<d", 1)), bound))
    for name in ("b.xlsb", "b.xls"):
        with FileHost(tmp_path / name) as host:
            assert host.sheet_names() == ("Sheet1",)
            assert f"Sheet Gone of {name} is lost" in host.notes[-1]


def test_a_workbook_of_which_every_sheet_is_lost_is_no_empty_one(tmp_path: Path) -> None:
    path = several(tmp_path / "b.xlsx", ("Gone", "visible", "lost"), ("Too", "visible", "lost"))
    with pytest.raises(HostError, match=r"Sheet Gone of b\.xlsx is lost"):
        FileHost(path)


def test_a_damaged_sheet_is_named_and_the_others_are_searched(tmp_path: Path) -> None:
    path = several(tmp_path / "b.xlsx", ("Torn", "visible", "<row><c"), ("Whole", "visible", ONE))
    result = CliRunner().invoke(cli, ["detect", str(path), "--jsonl"])
    assert result.exit_code == 3
    assert "Sheet Torn of b.xlsx is damaged" in result.stderr
    assert [json.loads(line)["sheet"] for line in result.stdout.splitlines()] == ["Whole"]


def test_a_hidden_sheet_is_said_to_be_and_is_no_first_one(tmp_path: Path) -> None:
    path = several(
        tmp_path / "b.xlsx",
        ("Keys", "veryHidden", ONE),
        ("Old", "hidden", ONE),
        ("Blank", "visible", ""),
        ("Q1", "", ONE),
    )
    with FileHost(path) as host:
        assert dict(host.hidden) == {"Keys": "very hidden", "Old": "hidden"}
        assert app.chosen_sheet(host, None).name == "Q1"
        assert app.chosen_sheet(host, "Keys").notes == ("Sheet Keys is very hidden in Excel.",)
        assert host.read("Q1").notes == ()
        with pytest.raises(InputError, match=r"It has: Keys \(very hidden\), Old \(hidden\), Blank, Q1\."):
            host.read("Q2")


def test_where_every_sheet_is_hidden_the_first_is_taken_and_said_to_be_hidden(tmp_path: Path) -> None:
    with FileHost(several(tmp_path / "b.xlsx", ("A", "hidden", ONE), ("B", "veryHidden", ONE))) as host:
        sheet = app.chosen_sheet(host, None)
    assert (sheet.name, sheet.notes) == ("A", ("Sheet A is hidden in Excel.",))


@pytest.mark.parametrize(("state", "says"), [(0, None), (1, "hidden"), (2, "very hidden")])
def test_a_hidden_sheet_of_a_binary_workbook(tmp_path: Path, state: int, says: str | None) -> None:
    content = bytearray(xls(record(0x203, place(0, 0) + struct.pack("<d", 1))))
    at = content.index(b"\x06\0Sheet1")
    content[at - 2] = state
    (tmp_path / "b.xls").write_bytes(content)
    with zipfile.ZipFile(tmp_path / "b.xlsb", "w") as archive:
        bundled = struct.pack("<II", state, 1) + wide("r1") + wide("Sheet1")
        archive.writestr("_rels/.rels", links(r1="officeDocument xl/workbook.bin"))
        archive.writestr("xl/_rels/workbook.bin.rels", links(r1="worksheet sheet1.bin"))
        archive.writestr("xl/workbook.bin", brt(156, bundled))
        archive.writestr("xl/sheet1.bin", row(0) + cell(5, 0, struct.pack("<d", 1)))
    for name in ("b.xls", "b.xlsb"):
        with FileHost(tmp_path / name) as host:
            assert host.hidden.get("Sheet1") == says


@pytest.mark.parametrize(
    "inner",
    [
        '<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/>',
        '<r><t>東</t></r><rPh sb="0" eb="1"><t>トウ</t></rPh><r><t>京</t></r><rPh sb="1" eb="2"><t>キョウ</t></rPh>',
    ],
)
def test_how_a_text_is_read_aloud_is_no_part_of_it(tmp_path: Path, inner: str) -> None:
    rows = f'<row r="1"><c r="A1" t="inlineStr"><is>{inner}</is></c><c r="B1" t="s"><v>0</v></c></row>'
    rows += '<row r="2"><c r="A2" t="inlineStr"><is><t>next</t></is></c></row>'
    with FileHost(package(tmp_path / "b.xlsx", rows, strings=f"<si>{inner}</si>")) as host:
        sheet = host.read("Sheet1")
    assert [cell.value for cell in sheet.cells()] == ["東京", "東京", "next"]


def test_how_a_text_of_a_binary_workbook_is_read_aloud_is_no_part_of_it(tmp_path: Path) -> None:
    spelled = "東京".encode("utf-16-le")
    table = struct.pack("<II", 2, 2) + struct.pack("<HBI", 2, 5, 6) + spelled + b"phonic"
    table += struct.pack("<HB", 1, 0) + b"n"
    cells = b"".join(record(0xFD, place(i, 0) + struct.pack("<I", i)) for i in range(2))
    (tmp_path / "b.xls").write_bytes(xls(cells, record(0xFC, table)))
    aloud = brt(19, b"\2" + wide("東京") + wide("トウキョウ") + struct.pack("<I4H", 1, 0, 0, 2, 0)) + brt(
        19, b"\0" + wide("n")
    )
    shared = b"".join(row(i) + cell(7, 0, struct.pack("<I", i)) for i in range(2))
    rich = row(2) + cell(62, 0, b"\2" + wide("東京") + wide("トウキョウ"))
    (tmp_path / "b.xlsb").write_bytes(xlsb(shared + rich, strings=aloud))
    for name, want in (("b.xls", ["東京", "n"]), ("b.xlsb", ["東京", "n", "東京"])):
        with FileHost(tmp_path / name) as host:
            assert [one.value for one in host.read("Sheet1").cells()] == want


def test_a_hidden_sheet_is_not_taken_for_blank_ones(tmp_path: Path) -> None:
    path = several(tmp_path / "b.xlsx", ("Keys", "veryHidden", ONE), ("Blank", "visible", ""))
    with FileHost(path) as host, pytest.raises(InputError, match=r"Hidden, and not looked into, are: Keys\."):
        app.chosen_sheet(host, None)
