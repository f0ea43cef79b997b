import json
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from sheetllm_xl.errors import HostError, InputError
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.xlsx.remarks import Remarks

from ..cli.calling import run
from .open_documents import cell, number, ods, row, table
from .packages import RELS, package

THREADS = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["Region", "Units"])
    sheet.append(["North", 12])
    sheet["A1"].comment = Comment("Sales regions\nof 2026", "Ada")
    sheet["A2"].hyperlink = "https://example.org/north"
    sheet["B2"].hyperlink = "#Sheet!A1"
    choice = DataValidation("list", formula1='"North,South"')
    choice.add("A2:A9")
    sheet.add_data_validation(choice)
    workbook.save(tmp_path / "b.xlsx")
    return tmp_path / "b.xlsx"


def test_what_stands_beside_the_cells(book: Path) -> None:
    with FileHost(book) as host:
        remarks = host.remarks("sheet")
        assert dict(remarks.notes) == {"A1": "Sales regions\nof 2026"}
        assert dict(remarks.links) == {"A2": "https://example.org/north", "B2": "#Sheet!A1"}
        assert dict(remarks.lists) == {"A2:A9": '"North,South"'}
        with pytest.raises(InputError, match="has no sheet"):
            host.remarks("Q2")


def test_it_is_in_the_encoding_only_where_it_is_asked_for(book: Path) -> None:
    assert "example.org" not in run("encode", book).stdout
    shown = run("encode", book, "--remarks").stdout.splitlines()
    assert shown[-4:] == [
        "A1 note: Sales regions of 2026",
        "A2 link: https://example.org/north",
        "B2 link: #Sheet!A1",
        'A2:A9 one of: "North,South"',
    ]


def test_a_thread_is_read_in_place_of_the_note_that_stands_for_it(tmp_path: Path) -> None:
    rels = (
        f'<Relationships xmlns="{RELS}"><Relationship Id="a" Type="x/comments" Target="../c.xml"/>'
        f'<Relationship Id="b" Type="{THREADS}" Target="../t.xml"/></Relationships>'
    )
    note = '<comment ref="A1"><text><t>[Threaded comment] Your Excel is old</t></text></comment>'
    note = f"<comments><commentList>{note}</commentList></comments>"
    said = ("Is it so?", "Yes")
    thread = "".join(f'<threadedComment ref="A1"><text>{one}</text></threadedComment>' for one in said)
    thread = f"<ThreadedComments>{thread}</ThreadedComments>"
    extra = {"xl/worksheets/_rels/sheet1.xml.rels": rels, "xl/c.xml": note, "xl/t.xml": thread}
    with FileHost(package(tmp_path / "b.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>', extra=extra)) as host:
        assert dict(host.remarks("Sheet1").notes) == {"A1": "Is it so?\nYes"}


def test_notes_alone_are_read_without_the_cells(book: Path, tmp_path: Path) -> None:
    with FileHost(book) as host:
        assert dict(host.comments("sheet")) == dict(host.remarks("Sheet").notes)
    rels = f'<Relationships xmlns="{RELS}"><Relationship Id="a" Type="x/comments" Target="../c.xml"/></Relationships>'
    note = '<comments><commentList><comment ref="A1"><text><t>as agreed</t></text></comment></commentList></comments>'
    extra = {"xl/worksheets/_rels/sheet1.xml.rels": rels, "xl/c.xml": note, "xl/worksheets/sheet1.xml": "<worksheet"}
    with FileHost(package(tmp_path / "b.xlsx", "", extra=extra)) as host:
        assert dict(host.comments("Sheet1")) == {"A1": "as agreed"}
        with pytest.raises(HostError, match="beside the"):
            host.remarks("Sheet1")


def test_a_pivot_is_named_with_the_cells_it_sums_up(tmp_path: Path) -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def rels(kind: str, target: str) -> str:
        return (
            f'<Relationships xmlns="{RELS}"><Relationship Id="a" Type="{office}/{kind}" Target="{target}"/>'
            "</Relationships>"
        )

    extra = {
        "xl/worksheets/_rels/sheet1.xml.rels": rels("pivotTable", "../pivotTables/p.xml"),
        "xl/pivotTables/p.xml": '<pivotTableDefinition><location ref="A3:C9"/></pivotTableDefinition>',
        "xl/pivotTables/_rels/p.xml.rels": rels("pivotCacheDefinition", "../c.xml"),
        "xl/c.xml": '<c><cacheSource><worksheetSource ref="A1:F90" sheet="Q1 26"/></cacheSource></c>',
    }
    with FileHost(package(tmp_path / "b.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>', extra=extra)) as host:
        assert dict(host.remarks("Sheet1").pivots) == {"A3:C9": "'Q1 26'!A1:F90"}
    assert run("encode", tmp_path / "b.xlsx", "--remarks").stdout.endswith("A3:C9 pivot of: 'Q1 26'!A1:F90\n")


def test_few_cells_in_a_colour_are_named_and_the_look_of_a_table_is_not(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active.append(["Region", "Units"])
    for at in range(20):
        workbook.active.append([f"Place {at}", 10 + at])
    for place in ("A1", "B1"):
        workbook.active[place].fill = PatternFill("solid", fgColor="FFDDDDDD")
    for place in ("A5", "B5"):
        workbook.active[place].fill = PatternFill("solid", fgColor="FFFF0000")
    workbook.save(tmp_path / "b.xlsx")
    assert run("encode", tmp_path / "b.xlsx", "--remarks").stdout.splitlines()[-1] == "rows 5:5 coloured"
    assert json.loads(run("encode", tmp_path / "b.xlsx", "--remarks", "--json").stdout)["fills"] == {"rows 5:5": ""}


def test_of_an_open_document(tmp_path: Path) -> None:
    listed = "cell-content-is-in-list(&quot;North&quot;;&quot;South&quot;)"
    validations = (
        f'<table:content-validations><table:content-validation table:name="v" table:condition="of:{listed}"/>'
        '<table:content-validation table:name="w" table:condition="of:cell-content()&gt;1"/>'
        "</table:content-validations>"
    )
    note = "<office:annotation><dc:creator>Ada</dc:creator><text:p>Sales</text:p><text:p>of 2026</text:p>"
    link = '<text:a xlink:href="https://example.org/north">North</text:a>'
    tagged = [
        f'<table:table-cell office:value-type="string">{note}</office:annotation><text:p>{link}</text:p>'
        "</table:table-cell>",
        cell(number_columns_repeated="2"),
        *(cell(content_validation_name=name) for name in ("v", "w")),
    ]
    rows = row(cell(), number_rows_repeated="3") + row(*tagged) + row(*tagged[1:], number_rows_repeated="2")
    on_shape = '<table:shapes><draw:frame><draw:text-box><text:p><text:a xlink:href="#x">x</text:a></text:p>'
    on_shape += "</draw:text-box></draw:frame></table:shapes>"  # it stands before the rows, and at no cell
    other = table(on_shape + row(number(1)), "Other")
    book = ods(tmp_path / "b.ods", validations + table(rows) + other)
    with FileHost(book) as host:
        remarks = host.remarks("sheet1")
        assert dict(remarks.notes) == dict(host.comments("Sheet1")) == {"A4": "Sales\nof 2026"}
        assert dict(remarks.links) == {"A4": "https://example.org/north"}
        assert dict(remarks.lists) == {"D4": '"North","South"', "C5:C6": '"North","South"'}
        assert host.remarks("Other") == Remarks()


def test_other_formats_have_none_and_damage_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(b"a,b\n1,2\n")
    with FileHost(tmp_path / "b.csv") as host:
        assert host.remarks("b") == Remarks()
        assert not host.comments("b")
    extra = {"xl/worksheets/_rels/sheet1.xml.rels": "<Relationships"}
    with FileHost(package(tmp_path / "b.xlsx", "", extra=extra)) as host, pytest.raises(HostError, match="beside the"):
        host.remarks("Sheet1")
