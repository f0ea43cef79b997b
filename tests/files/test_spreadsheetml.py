"""SpreadsheetML 2003 as Range.Value(11) gives it, feature by feature."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.errors import HostError
from sheetllm_xl.excel.read.r1c1 import to_a1
from sheetllm_xl.excel.read.spreadsheetml import SpreadsheetXml
from sheetllm_xl.grid import MAX_COL, MAX_ROW, CellRange
from sheetllm_xl.literals import CellError, Value
from sheetllm_xl.sheet import Sheet, Style

from ..live.as_excel import r1c1

_STYLES = """
<Style ss:ID="Default" ss:Name="Normal"><Alignment ss:Vertical="Bottom"/><Borders/>
 <Font ss:FontName="Calibri" x:Family="Swiss" ss:Size="11" ss:Color="#000000"/><Interior/><NumberFormat/></Style>
<Style ss:ID="m1"><NumberFormat ss:Format="Short Date"/></Style>
<Style ss:ID="m2"><NumberFormat ss:Format="[h]:mm:ss"/></Style>
<Style ss:ID="m3" ss:Name="Heading"><Font ss:Bold="1" ss:Size="14"/><Interior ss:Color="#FFEB9C" ss:Pattern="Solid"/>
 <Borders><Border ss:Position="Bottom" ss:LineStyle="Continuous" ss:Weight="2"/></Borders></Style>
<Style ss:ID="m4" ss:Parent="m3"><Font ss:Italic="1"/><Borders/></Style>
<Style ss:ID="m5"><NumberFormat ss:Format="Percent"/><Alignment ss:Horizontal="Center" ss:Indent="2"/></Style>
<Style ss:ID="m6"><Borders><Border ss:Position="DiagonalLeft" ss:LineStyle="Continuous"/></Borders></Style>
"""


def _read(table: str, at: str = "A1:Z99", around: str = "", date1904: bool = False) -> Sheet:
    found = SpreadsheetXml(date1904)
    head = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    space = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"'
    found.read(
        f'{head}<Workbook {space} xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>{_STYLES}</Styles>'
        f'{around}<Worksheet ss:Name="S"><Table>{table}</Table></Worksheet></Workbook>',
        CellRange.parse(at),
    )
    return found.sheet("S")


def _values(sheet: Sheet) -> dict[str, Value | None]:
    return {str(CellRange(c.row, c.col, c.row, c.col)): c.value for c in sheet.cells()}


def test_places_count_from_the_range_and_gaps_are_kept() -> None:
    table = """
    <Row><Cell><Data ss:Type="Number">1</Data></Cell><Cell ss:Index="4"><Data ss:Type="Number">2</Data></Cell></Row>
    <Row ss:Index="5"><Cell ss:Index="2"><Data ss:Type="Boolean">1</Data></Cell>
    <Cell><Data ss:Type="Error">#SPILL!</Data></Cell></Row>"""
    assert _values(_read(table, "C10:H20")) == {"C10": 1.0, "F10": 2.0, "D14": True, "E14": CellError.SPILL}


@pytest.mark.parametrize("reference", ["&#11;", "&#x1;", "&#0031;", "&#xB;", "&#X1f;", "&#0;"])
def test_a_reference_to_no_character_spoils_no_range(reference: str) -> None:
    table = f"""<Row><Cell><Data ss:Type="String">a{reference}b&#10;c&#65;</Data></Cell></Row>"""
    assert _values(_read(table)) == {"A1": "ab\ncA"}


def test_rich_text_is_its_text_and_a_comment_is_none_of_it() -> None:
    table = """<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>Bold</B><Font
     html:Color="#FF0000"> &amp; red</Font></ss:Data><Comment ss:Author="x"><ss:Data><B>x:</B> note</ss:Data></Comment>
     <NamedCell ss:Name="n"/></Cell><Cell><Comment><ss:Data>only a note</ss:Data></Comment></Cell>
     <Cell><Data ss:Type="String">two&#10;lines</Data><PhoneticText>kana</PhoneticText></Cell></Row>"""
    table = table.replace("html:Color", "Color")
    assert _values(_read(table)) == {"A1": "Bold & red", "C1": "two\nlines"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-01-31T00:00:00.000", datetime(2026, 1, 31)),
        ("1899-12-31T10:30:00.000", time(10, 30)),
        ("1900-02-29T12:00:00.000", 60.5),
        ("1900-01-01T00:00:00.000", datetime(1900, 1, 1)),
        ("9999-12-31T23:59:59.999", datetime(9999, 12, 31, 23, 59, 59, 999000)),
    ],
)
def test_dates(text: str, value: Value) -> None:
    assert _values(_read(f'<Row><Cell ss:StyleID="m1"><Data ss:Type="DateTime">{text}</Data></Cell></Row>')) == {
        "A1": value
    }


@pytest.mark.parametrize(
    ("text", "date1904", "days"),
    [
        ("1900-01-01T12:00:00.000", False, 1.5),
        ("1900-03-02T00:00:00.000", False, 62.0),
        ("1904-01-02T12:00:00.000", True, 1.5),
    ],
)
def test_a_duration_stays_a_number_of_days(text: str, date1904: bool, days: float) -> None:
    table = f'<Row><Cell ss:StyleID="m2"><Data ss:Type="DateTime">{text}</Data></Cell></Row>'
    assert _values(_read(table, date1904=date1904)) == {"A1": days}


def test_styles_are_inherited_from_parents_rows_and_columns() -> None:
    table = """<Column ss:Index="2" ss:Span="1" ss:StyleID="m5"/><Column ss:Index="5" ss:Hidden="1"/>
    <Row ss:StyleID="m3"><Cell><Data ss:Type="Number">1</Data></Cell></Row>
    <Row><Cell ss:StyleID="m4"><Data ss:Type="Number">2</Data></Cell>
    <Cell ss:Index="3"><Data ss:Type="Number">3</Data></Cell>
    <Cell ss:Index="5" ss:StyleID="m6"><Data ss:Type="Number">4</Data></Cell></Row>"""
    first, second, third, fourth = _read(table).cells()
    heading = Style.BOLD | Style.LARGE | Style.FILL
    assert (first.style, first.fill) == (heading | Style.BOTTOM, "FFEB9C")
    assert (second.style, second.fill) == (heading | Style.ITALIC, "FFEB9C")
    assert (third.style, third.format) == (Style.CENTERED | Style.indent(2), "0.00%")
    assert fourth.style == Style.HIDDEN


def test_a_merge_gives_its_look_to_the_cells_it_covers_and_moves_the_next_cell_on() -> None:
    table = """<Row><Cell ss:StyleID="m4" ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">x</Data></Cell>
    <Cell><Data ss:Type="String">y</Data></Cell></Row>
    <Row ss:Hidden="1" ss:Span="2"/><Row><Cell><Data ss:Type="Number">5</Data></Cell></Row>"""
    found = _read(table)
    assert found.merges == (CellRange.parse("A1:B2"),)
    assert _values(found) == {"A1": "x", "B1": None, "C1": "y", "A2": None, "B2": None, "A5": 5.0}
    assert found.hidden_rows == {2, 3, 4}


def test_names_of_the_sheet_and_to_it() -> None:
    around = """<Names><NamedRange ss:Name="Rate" ss:RefersTo="=S!R2C3:R9C3"/>
    <NamedRange ss:Name="Elsewhere" ss:RefersTo="=T!R1C1"/></Names>"""
    found = _read("", around=around)
    assert dict(found.names) == {"Rate": "S!$C$2:$C$9"}


def test_formulas_are_relative_to_their_own_cell() -> None:
    table = '<Row><Cell ss:Formula="=_xlfn.CONCAT(R[1]C,&quot;RC&quot;)"><Data ss:Type="String">q</Data></Cell></Row>'
    assert dict(_read(table, "C7:D9").formulas) == {(7, 3): '=CONCAT(C8,"RC")'}


@pytest.mark.parametrize(
    "text", ["<Workbook>", "", "<!DOCTYPE x [<!ENTITY e 'e'>]><x>&e;</x>", "<Table><Row ss:Index='x'/></Table>"]
)
def test_what_is_no_spreadsheetml_is_a_sentence(text: str) -> None:
    with pytest.raises(HostError):
        SpreadsheetXml().read(text, CellRange(1, 1, 1, 1))


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("=RC[-1]*R5C2", "=B7*$B$5"),
        ("=SUM(R:R[2])+SUM(C1:C[1])", "=SUM(7:9)+SUM($A:D)"),
        ("=SUM(C)+R", "=SUM(C:C)+7:7"),
        ("=R[-7]C", "=#REF!"),
        ('="5%d"&R[-7]C&RC[-3]&R[1]C[-9]', '="5%d"&#REF!&#REF!&#REF!'),
        ('=R[-1]C*10%&"%s%%"&RC', '=C6*10%&"%s%%"&C7'),
        ("='R1C1 sheet'!R1C1&\"R1C1\"", "='R1C1 sheet'!$A$1&\"R1C1\""),
        ("=RATE(R1C1,2)+ROW(RC)+Rest", "=RATE($A$1,2)+ROW(C7)+Rest"),
        ("=[Book1.xlsx]Sheet1!R1C1", "=[Book1.xlsx]Sheet1!$A$1"),
        ('="say ""RC"""&RC', '="say ""RC"""&C7'),
        ("=SUM(Table1[C])+R[-1]C", "=SUM(Table1[C])+C6"),
        ("=Table1[[#This Row],[C1]]*RC[1]", "=Table1[[#This Row],[C1]]*D7"),
        ("=SUM(T[C1 score],R1C[2],C[1])", "=SUM(T[C1 score],E$1,D:D)"),
        ("=SUM(表[It''s R1C1'] RC])&RC", "=SUM(表[It''s R1C1'] RC])&C7"),
        ("=T[[#Headers],[R]:[C]]&R[1]C[1]:RC[2]", "=T[[#Headers],[R]:[C]]&D8:E7"),
    ],
)
def test_r1c1(formula: str, shown: str) -> None:
    assert to_a1(formula, 7, 3) == shown


places = st.tuples(st.integers(1, MAX_ROW), st.integers(1, MAX_COL))


@given(places, places, st.booleans(), st.booleans())
def test_r1c1_and_a1_are_inverses(here: tuple[int, int], there: tuple[int, int], row: bool, col: bool) -> None:
    cell = str(CellRange(*there, *there))
    letters = cell.rstrip("0123456789")
    formula = f"={'$' * col}{letters}{'$' * row}{there[0]}+1"
    assert to_a1(r1c1(formula, *here), *here) == formula
