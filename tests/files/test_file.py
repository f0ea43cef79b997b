import hashlib
import time as clock
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.table import Table as XlTable

from sheetllm_xl.errors import HostError, InputError
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.limits import Limits
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError
from sheetllm_xl.sheet import Sheet, Style, Table

from .packages import links, package


def read(path: Path, name: str = "Sheet1", limits: Limits | None = None) -> Sheet:
    with FileHost(path, limits) as host:
        return host.read(name)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Q1 '26"
    sheet.append(["Region", "When", "Share", "Time"])
    sheet.append(["North", date(2026, 3, 1), 0.125, time(13, 30)])
    sheet.append(["007", datetime(2026, 3, 1, 8, 15), True, "=C2*2"])
    sheet["C2"].number_format = "0.0%"
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A1"].fill = PatternFill("solid", fgColor="FF1F4E78")
    sheet["B1"].alignment = Alignment(horizontal="center", indent=2, wrap_text=True)
    sheet["A3"].border = Border(top=Side(style="thin"), right=Side(style="double"))
    sheet["F9"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet.merge_cells("A5:B5")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.add_table(XlTable(displayName="Regions", ref="A1:D3"))
    chart = workbook.create_chartsheet("Chart")
    chart.add_chart(BarChart())
    workbook.create_sheet("Empty")
    path = tmp_path / "book.xlsx"
    workbook.save(path)
    return path


def test_values_keep_their_kinds(book: Path) -> None:
    sheet = read(book, "Q1 '26")
    assert sheet.value(2, 1) == "North"
    assert sheet.value(2, 2) == datetime(2026, 3, 1)
    assert sheet.value(2, 4) == time(13, 30)
    assert sheet.value(3, 1) == "007"
    assert sheet.value(3, 2) == datetime(2026, 3, 1, 8, 15)
    assert sheet.value(3, 3) is True
    assert sheet.value(3, 4) is CellError.UNCALCULATED
    assert sheet.formulas == {(3, 4): "=C2*2"}


def test_looks(book: Path) -> None:
    look = {(cell.row, cell.col): cell for cell in read(book, "Q1 '26").cells()}
    assert look[1, 1].style == Style.BOLD | Style.LARGE | Style.FILL
    assert look[1, 1].fill == "1F4E78"
    assert look[1, 2].style == Style.CENTERED | Style.WRAPPED | Style.indent(2)
    assert look[3, 1].style == Style.TOP | Style.RIGHT
    assert look[2, 3].format == "0.0%"
    assert look[2, 1].style == Style.HIDDEN
    assert look[9, 6].fill == "FFFF00"


def test_structure(book: Path) -> None:
    sheet = read(book, "Q1 '26")
    assert sheet.merges == (CellRange.parse("A5:B5"),)
    assert sheet.tables == (Table("Regions", CellRange.parse("A1:D3")),)
    assert (sheet.hidden_rows, sheet.hidden_cols) == (frozenset({2}), frozenset({4}))
    assert sheet.used == CellRange.parse("A1:D3")


def test_chart_sheets_are_not_worksheets(book: Path) -> None:
    with FileHost(book) as host:
        assert host.sheet_names() == ("Q1 '26", "Empty")
        with pytest.raises(InputError, match="Chart is a chart sheet"):
            host.read("Chart")
        with pytest.raises(InputError, match=r"book.xlsx has no sheet Nope. It has: Q1 '26, Empty."):
            host.read("Nope")
        assert host.read("Empty").used is None


def test_reading_leaves_the_file_byte_identical(book: Path) -> None:
    before, times = hashlib.sha256(book.read_bytes()).digest(), book.stat().st_mtime_ns
    read(book, "Q1 '26")
    assert hashlib.sha256(book.read_bytes()).digest() == before
    assert book.stat().st_mtime_ns == times


def test_cached_value_and_formula_stand_side_by_side(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>SUM(B1:B2)</f><v>3</v></c><c r="B1" t="str"><f>_xlfn.CONCAT("a")</f><v>a</v></c></row>'
    )
    sheet = read(package(tmp_path / "b.xlsx", rows))
    assert [cell[2] for cell in sheet.cells()] == [3.0, "a"]
    assert sheet.formulas == {(1, 1): "=SUM(B1:B2)", (1, 2): '=CONCAT("a")'}


def test_shared_formulas_are_spelled_out_for_every_cell(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="C1"><f t="shared" si="0" ref="C1:C2">A1+$B$1</f><v>1</v></c></row>'
        '<row r="2"><c r="C2"><f t="shared" si="0"/><v>2</v></c></row>'
    )
    assert read(package(tmp_path / "b.xlsx", rows)).formulas[2, 3] == "=A2+$B$1"


@pytest.mark.parametrize("error", list(CellError))
def test_every_error_value_is_a_value(tmp_path: Path, error: CellError) -> None:
    rows = f'<row r="1"><c r="A1" t="e"><v>{error}</v></c><c r="B1" t="inlineStr"><is><t>{error}</t></is></c></row>'
    sheet = read(package(tmp_path / "b.xlsx", rows))
    assert sheet.value(1, 1) is error
    assert sheet.value(1, 2) == str(error)


def test_an_error_of_the_future_is_still_an_error(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="e"><v>#NEWERROR!</v></c></row>'
    assert read(package(tmp_path / "b.xlsx", rows)).value(1, 1) is CellError.UNKNOWN


def test_shared_strings_keep_rich_text_and_leave_readings_out(tmp_path: Path) -> None:
    strings = '<si><r><t>Rev</t></r><r><t xml:space="preserve">enue </t></r><rPh><t>x</t></rPh></si>'
    strings += "<si><t>a_x000D_b_x005F_x</t></si>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>9</v></c></row>'
    sheet = read(package(tmp_path / "b.xlsx", rows, strings=strings))
    assert list(sheet.values) == ["Revenue ", "a\rb_x", CellError.REF]


def test_cells_without_addresses_follow_one_another(tmp_path: Path) -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    assert [cell[:3] for cell in read(package(tmp_path / "b.xlsx", rows)).cells()] == [(1, 1, 1), (1, 2, 2), (2, 1, 3)]


def test_rows_out_of_order_are_put_in_order_and_the_last_of_two_cells_wins(tmp_path: Path) -> None:
    rows = '<row r="5"><c r="A5"><v>5</v></c></row><row r="2"><c r="A2"><v>2</v></c><c r="A2"><v>7</v></c></row>'
    assert [cell[:3] for cell in read(package(tmp_path / "b.xlsx", rows)).cells()] == [(2, 1, 7.0), (5, 1, 5.0)]


def test_names_of_parts_may_differ_in_case_and_slash(tmp_path: Path) -> None:
    path = package(
        tmp_path / "b.xlsx",
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        rename={"xl/workbook.xml": "xl\\workbook.xml", "xl/worksheets/sheet1.xml": "XL/Worksheets/Sheet1.xml"},
    )
    assert read(path).value(1, 1) == 1.0


def test_names_that_point_to_the_sheet(tmp_path: Path) -> None:
    names = '<definedName name="Sales">Sheet1!$A$1</definedName><definedName name="Else">Other!A1</definedName>'
    names = f"<definedNames>{names}</definedNames>"
    sheet = read(package(tmp_path / "b.xlsx", "", workbook=names))
    assert sheet.names == {"Sales": "Sheet1!$A$1"}


def test_columns_of_formatting_and_no_value_cost_nothing(tmp_path: Path) -> None:
    styles = (
        '<fills><fill/><fill><patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill></fill></fills>'
    )
    styles += '<cellXfs><xf/><xf fillId="1"/></cellXfs>'
    cells = "".join(f'<c r="{letters}3" s="1"/>' for letters in ("A", "B", "Z", "AZ", "XFD"))
    columns = '<cols><col min="1" max="16384" width="9" style="1"/></cols>'
    path = package(tmp_path / "b.xlsx", f'<row r="3">{cells}</row>', styles=styles, before=columns)
    assert len(read(path)) == 0
    path = package(
        tmp_path / "c.xlsx", f'<row r="3">{cells}</row><row r="4"><c r="B4"><v>1</v></c></row>', styles=styles
    )
    assert {cell.col for cell in read(path).cells()} == {1, 2}


@pytest.mark.parametrize(
    ("color", "fill"),
    [
        ('rgb="FF1F4E78"', "1F4E78"),
        ('theme="4"', "4472C4"),
        ('theme="4" tint="0.5"', "A2B8E2"),
        ('theme="4" tint="-0.5"', "203864"),
        ('theme="0"', ""),  # white: no fill anybody sees
        ('indexed="13"', "FFFF00"),
        ('auto="1"', ""),
        ('rgb="FF&#10;abcde"', ""),
        ('rgb="zzzzzz" tint="0.5"', ""),
        ('rgb="FF1F4E78" tint="x"', "1F4E78"),
        ('rgb="FF1F4E78" tint="nan"', "1F4E78"),
        ('rgb="FF1F4E78" tint="5"', ""),  # as light as can be
        ('theme="²"', ""),
    ],
)
def test_fill_colors(tmp_path: Path, color: str, fill: str) -> None:
    styles = f'<fills><fill><patternFill patternType="solid"><fgColor {color}/></patternFill></fill></fills>'
    scheme = "".join(
        f'<{name}><srgbClr val="{value}"/></{name}>'
        for name, value in (
            ("dk1", "000000"),
            ("lt1", "FFFFFF"),
            ("dk2", "44546A"),
            ("lt2", "E7E6E6"),
            ("accent1", "4472C4"),
        )
    )
    path = package(
        tmp_path / "b.xlsx",
        '<row r="1"><c r="A1" s="0"><v>1</v></c></row>',
        styles=f"{styles}<cellXfs><xf fillId='0'/></cellXfs>",
        extra={
            "xl/theme/theme1.xml": f"<theme><themeElements><clrScheme>{scheme}</clrScheme></themeElements></theme>",
            "xl/_rels/workbook.xml.rels": links(
                r1="worksheet worksheets/sheet1.xml", r3="styles styles.xml", r4="theme theme/theme1.xml"
            ),
        },
    )
    assert next(read(path).cells()).fill == fill


def test_a_document_type_is_refused_before_its_entities_expand(tmp_path: Path) -> None:
    entities = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'
    bomb = f'{entities}<worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>'
    path = package(tmp_path / "b.xlsx", "", extra={"xl/worksheets/sheet1.xml": bomb})
    with pytest.raises(HostError, match="document type declaration"):
        read(path)
    path = package(tmp_path / "c.xlsx", "", extra={"xl/workbook.xml": bomb})
    with pytest.raises(HostError):
        read(path)


def test_a_part_that_unpacks_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = package(tmp_path / "b.xlsx", " " * (2 << 20))
    with pytest.raises(HostError, match="more than 1 MiB"):
        read(path, limits=Limits(part_bytes=1 << 20))


def test_reading_stops_at_its_deadline(tmp_path: Path) -> None:
    with FileHost(package(tmp_path / "b.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>')) as host:
        host.spent.limits = Limits(seconds=-1.0)
        with pytest.raises(HostError, match="too long to read"):
            host.read("Sheet1")


def test_a_damaged_sheet_is_said_so(tmp_path: Path) -> None:
    path = package(tmp_path / "b.xlsx", '<row r="1"><c r="A1"><v>1</v></row>')
    with pytest.raises(HostError, match=r"Sheet Sheet1 of b.xlsx is damaged"):
        read(path)


@pytest.mark.slow
def test_a_million_cells_are_read_within_the_limit(tmp_path: Path) -> None:
    row = "".join(f'<c r="{letters}%d"><v>%d</v></c>' for letters in "ABCDEFGHIJ")
    rows = "".join(f'<row r="{r}">{row % tuple(n for _ in range(10) for n in (r, r))}</row>' for r in range(1, 100_001))
    path = package(tmp_path / "b.xlsx", rows)
    start = clock.monotonic()
    assert len(read(path)) == 1_000_000
    assert clock.monotonic() - start < Limits().seconds


@pytest.mark.parametrize("inner", ["<v>01.</v><is><t>1.</t></is>", "<is><t>1.</t></is><v>01.</v>"])
def test_a_text_of_a_cells_own_counts_before_its_value(tmp_path: Path, inner: str) -> None:
    rows = f'<row r="1"><c r="A1" t="inlineStr">{inner}</c></row>'
    assert read(package(tmp_path / "b.xlsx", rows)).value(1, 1) == "1."
