"""What is bounded in a workbook as a whole, and what is cut at Excel's lengths, in each kind of file."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from sheetllm_xl.errors import BeyondLimits, HostError
from sheetllm_xl.excel.read.spreadsheetml import SpreadsheetXml
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.limits import Limits
from sheetllm_xl.files.sheet_list import MOST_SHEETS, SheetList
from sheetllm_xl.files.xlsx.defined_names import MAX_NAME, DefinedNames
from sheetllm_xl.formulas.tokens import MAX_FORMULA
from sheetllm_xl.grid import CellRange
from sheetllm_xl.sheet import Sheet

from . import binaries as b
from .hostile import ONE, big, book, numbered, sheet
from .packages import package

LONG_CODE = '0.0"' + "x" * 400 + '"'
TEN = [*numbered(2, 5, lambda row, col: f"><v>{row}{col}</v>")]


def only(path: Path) -> Sheet:
    with FileHost(path) as host:
        return host.read(host.sheet_names()[0])


def xlsb_with(path: Path, styles: bytes = b"", names: tuple[str, ...] = ()) -> Path:
    listed = b"".join(
        b.brt(156, struct.pack("<II", 0, i) + b.wide("r1") + b.wide(name)) for i, name in enumerate(names)
    )
    path.write_bytes(b.xlsb(b.row(0) + b.cell(5, 0, struct.pack("<d", 1.5)), styles=styles, book=listed))
    return path


# Number formats


def test_a_number_format_is_cut_in_xlsx(tmp_path: Path) -> None:
    code = LONG_CODE.replace('"', "&quot;")
    styles = f'<numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs>'
    assert only(package(tmp_path / "b.xlsx", ONE, styles=styles)).format_strings == ("", LONG_CODE[:255])


def test_a_number_format_is_cut_in_xlsb(tmp_path: Path) -> None:
    styles = b.brt(44, struct.pack("<H", 200) + b.wide(LONG_CODE)) + b.brt(617)
    styles += b.brt(47, struct.pack("<HHHHHBBBxxx", 0, 200, 0, 0, 0, 0, 0, 0)) + b.brt(618)
    assert only(xlsb_with(tmp_path / "b.xlsb", styles)).format_strings == ("", LONG_CODE[:255])


def test_a_number_format_is_cut_in_xls(tmp_path: Path) -> None:
    globals_ = b.font() + b.record(0x41E, struct.pack("<H", 200) + b.text(LONG_CODE)) + b.xf(code=200)
    path = tmp_path / "b.xls"
    path.write_bytes(b.xls(b.record(0x203, b.place(0, 0) + struct.pack("<d", 1.5)), globals_))
    assert only(path).format_strings == ("", LONG_CODE[:255])


SPREADSHEETML = """<Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s">%s</Style>
</Styles><Worksheet ss:Name="S"><Table><Row><Cell ss:StyleID="s" %s><Data ss:Type="Number">1</Data></Cell></Row></Table>
</Worksheet></Workbook>"""


def live(style: str, cell: str = "") -> Sheet:
    reading = SpreadsheetXml()
    reading.read(SPREADSHEETML % (style, cell), CellRange.parse("A1:XFD1048576"))
    return reading.sheet("S")


def test_a_number_format_is_cut_in_a_live_sheet() -> None:
    code = LONG_CODE.replace('"', "&quot;")
    assert live(f'<NumberFormat ss:Format="{code}"/>').format_strings == ("", LONG_CODE[:255])


@pytest.mark.timeout(20)
def test_a_merge_over_the_whole_live_sheet_is_not_spelled_out() -> None:
    found = live('<Interior ss:Color="#FF0000" ss:Pattern="Solid"/>', 'ss:MergeAcross="16383" ss:MergeDown="1048575"')
    assert [str(merge) for merge in found.merges] == ["A:XFD"]
    assert len(found) == 1


# Sheets


def test_sheets_of_one_part_are_refused(tmp_path: Path) -> None:
    parts = {"xl/worksheets/sheet1.xml": sheet([ONE])}
    with pytest.raises(HostError, match="Sheet B is listed with the cells of another sheet"):
        FileHost(book(tmp_path / "b.xlsx", [("A", "1"), ("B", "1")], parts))


def test_sheets_of_one_part_are_refused_in_xlsb(tmp_path: Path) -> None:
    with pytest.raises(HostError, match="with the cells of another sheet"):
        FileHost(xlsb_with(tmp_path / "b.xlsb", names=("Twin",)))


def test_sheets_of_one_place_are_refused_in_xls(tmp_path: Path) -> None:
    listed = b"".join(b.record(0x85, struct.pack("<IBB", 300, 0, 0) + bytes([1, 0, 65 + i])) for i in range(2))
    path = tmp_path / "b.xls"
    path.write_bytes(b.xls(b"", listed, wrap=big))
    with pytest.raises(HostError, match="with the cells of another sheet"):
        FileHost(path)


def test_sheets_names_are_cut_and_stay_apart(tmp_path: Path) -> None:
    long = "Revenue of the northern regions in "
    parts = {f"xl/worksheets/sheet{i}.xml": sheet([ONE]) for i in range(4)}
    listed = [(f"{long}{i}", str(i)) for i in range(3)] + [("Short", "3")]
    with FileHost(book(tmp_path / "b.xlsx", listed, parts)) as host:
        names = host.sheet_names()
        assert names == (long[:31], f"{long[:27]} (2)", f"{long[:27]} (3)", "Short")
        assert max(map(len, names)) == 31
        assert all(host.read(name).value(1, 1) == 1.0 for name in names)
    with FileHost(xlsb_with(tmp_path / "b.xlsb")) as host:
        assert host.sheet_names() == ("Sheet1",)


def test_a_sheet_name_that_is_taken_gets_the_next_number() -> None:
    sheets = SheetList[int]()
    assert [sheets.name(name) for name in ("A", "a", "A", "A (2)", "A")] == [
        "A",
        "a (2)",
        "A (3)",
        "A (2) (2)",
        "A (4)",
    ]


def test_more_sheets_than_any_workbook_has_are_refused() -> None:
    sheets = SheetList[int]()
    for number in range(MOST_SHEETS):
        sheets.name(f"S{number}")
    with pytest.raises(BeyondLimits, match="sheets"):
        sheets.name("One more")


# The workbook as a whole


@pytest.fixture
def three(tmp_path: Path) -> Path:
    parts = {f"xl/worksheets/sheet{i}.xml": sheet(TEN) for i in range(3)}
    return book(tmp_path / "b.xlsx", [(f"S{i}", str(i)) for i in range(3)], parts)


def test_cells_are_counted_over_all_sheets(three: Path) -> None:
    with FileHost(three, Limits(cells=25)) as host:
        assert len(host.read("S0")) == len(host.read("S1")) == 10
        with pytest.raises(BeyondLimits, match="more than 25 cells"):
            host.read("S2")


def test_a_sheet_that_is_read_again_counts_once(three: Path) -> None:
    with FileHost(three, Limits(cells=25)) as host:
        assert [len(host.read("S0")) for _ in range(9)] == [10] * 9


def test_text_is_counted_over_all_sheets(tmp_path: Path) -> None:
    row = f'<row r="1"><c r="A1" t="str"><v>{"x" * 3_000}</v></c></row>'
    parts = {f"xl/worksheets/sheet{i}.xml": sheet([row]) for i in range(3)}
    path = book(tmp_path / "b.xlsx", [(f"S{i}", str(i)) for i in range(3)], parts)
    with FileHost(path, Limits(text_bytes=7_000)) as host:
        host.read("S0")
        host.read("S1")
        with pytest.raises(BeyondLimits, match="text"):
            host.read("S2")


def test_seconds_are_counted_over_all_sheets(three: Path) -> None:
    with FileHost(three, Limits(seconds=100)) as host:
        with host.spent.clocked() as first:
            pass
        host.spent._seconds += 40  # as if a sheet had taken so long
        with host.spent.clocked() as second:
            pass
        assert 35 < first.at - second.at < 45


@pytest.mark.parametrize("kind", ["xlsb", "xls"])
def test_cells_of_binary_workbooks_are_counted(tmp_path: Path, kind: str) -> None:
    numbers = range(30)
    path = tmp_path / f"b.{kind}"
    if kind == "xlsb":
        path.write_bytes(b.xlsb(b.row(0) + b"".join(b.cell(5, i, struct.pack("<d", i)) for i in numbers)))
    else:
        path.write_bytes(b.xls(b"".join(b.record(0x203, b.place(0, i) + struct.pack("<d", i)) for i in numbers)))
    with FileHost(path, Limits(cells=29)) as host, pytest.raises(BeyondLimits):
        host.read("Sheet1")
    with FileHost(path, Limits(cells=30)) as host:
        assert len(host.read("Sheet1")) == 30


def test_a_shared_formula_counts_for_what_it_takes_in_memory(tmp_path: Path) -> None:
    cells = "".join(f'<c r="A{r}"><f t="shared" si="{r}">A1{"+B2" * 100}</f></c>' for r in range(1, 50))
    path = package(tmp_path / "b.xlsx", f'<row r="1">{cells}</row>')
    with FileHost(path, Limits(text_bytes=200_000)) as host, pytest.raises(BeyondLimits, match="text"):
        host.read("Sheet1")


# Names and formulas


def test_defined_names_are_found_by_their_sheet() -> None:
    names = DefinedNames()
    for name, owner, text in (
        ("plain", "", "Data!$A$1"), ("quoted", "", "'Q1 ''26'!B2"), ("own", "Data", "Other!C3"),
        ("nobody's", "", "1+1"), ("plain", "", "Data!$A$2"), ("bare", "", "'Data'!D4"), ("sum", "", "SUM(Data!A:A)"),
    ):  # fmt: skip
        names.add(name, owner, text)
    assert names.of("Data") == {"plain": "Data!$A$2", "own": "Other!C3", "bare": "'Data'!D4"}
    assert names.of("Q1 '26") == {"quoted": "'Q1 ''26'!B2"}
    assert names.of("Other") == names.of("") == {}


def test_names_and_formulas_are_cut() -> None:
    names = DefinedNames()
    names.add("n" * 999, "S", "1+" * 9_999)
    ((name, text),) = names.of("S").items()
    assert (len(name), len(text)) == (MAX_NAME, MAX_FORMULA)


def test_a_formula_is_cut(tmp_path: Path) -> None:
    found = only(package(tmp_path / "b.xlsx", f'<row r="1"><c r="A1"><f>{"1+" * 9_999}1</f><v>1</v></c></row>'))
    assert len(found.formulas[1, 1]) == 1 + MAX_FORMULA


def test_texts_of_xlsb_are_cut(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsb"
    path.write_bytes(
        b.xlsb(b.row(0) + b.cell(7, 0, struct.pack("<I", 0)), strings=b.brt(19, b"\0" + b.wide("x" * 40_000)))
    )
    assert only(path).value(1, 1) == "x" * 32_767


def test_a_table_has_few_header_rows(tmp_path: Path) -> None:
    from .packages import links

    extra = {
        "xl/tables/t.xml": '<table name="T" ref="A1:B900000" headerRowCount="800000" totalsRowCount="900000"/>',
        "xl/worksheets/_rels/sheet1.xml.rels": links(r0="table ../tables/t.xml", r1="table ../tables/t.xml"),
    }
    after = '<tableParts><tablePart r:id="r0"/><tablePart r:id="r1"/></tableParts>'
    (table,) = only(package(tmp_path / "b.xlsx", ONE, after=after, extra=extra)).tables
    assert (table.header_rows, table.total_rows) == (16, 16)
