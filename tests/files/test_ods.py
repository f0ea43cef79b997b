"""OpenDocument spreadsheets: as LibreOffice writes them, and as nobody should."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from python_calamine import CalamineWorkbook

from sheetllm_xl import app
from sheetllm_xl.errors import BeyondLimits, HostError
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.limits import Limits
from sheetllm_xl.files.ods_formula import LONGEST_FORMULA, excel_formula
from sheetllm_xl.files.sample import write_sample
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError
from sheetllm_xl.sheet import Sheet, Style

from .open_documents import SPACES, cell, number, ods, read, row, table, values


def test_every_kind_of_value(tmp_path: Path) -> None:
    cells = [
        number(1.5),
        cell("percentage", "0.125"),
        cell("currency", "12"),
        cell("string", text="a<text:s text:c='2'/>b<text:tab/>c</text:p><text:p>second"),
        cell("boolean", "true"),
        cell("date", "2026-03-01"),
        cell("date", "2026-03-01T08:15:00"),
        cell("time", "PT13H30M00S"),
        cell("time", "PT47H30M00S"),
        cell("string", text="#DIV/0!", formula="of:=1/0"),
        cell("string", text="Err:522", formula="of:=[.A1]"),
        cell("string", text="#N/A"),
        cell("date", "1899-12-31"),
        cell("date", "0000-00-00", text="no day"),
    ]
    found = values(ods(tmp_path / "b.ods", table(row(*cells))))
    assert list(found.values()) == [
        *(1.5, 0.125, 12.0, "a  b\tc\nsecond", True, datetime(2026, 3, 1), datetime(2026, 3, 1, 8, 15), time(13, 30)),
        *(47.5 / 24, CellError.DIV0, CellError.UNKNOWN, "#N/A", datetime(1900, 1, 1), "no day"),
    ]
    assert [one.format for one in read(tmp_path / "b.ods").cells()][5:9] == ["yyyy-mm-dd"] * 2 + [
        "hh:mm:ss",
        "[h]:mm:ss",
    ]


@pytest.mark.parametrize(
    ("typed", "shown", "value"),
    [
        ('office:value-type="string" office:string-value="" calcext:value-type="error"', "#WERT!", CellError.UNKNOWN),
        ('office:value-type="string" office:string-value="" calcext:value-type="error"', "#NOME?", CellError.UNKNOWN),
        ('office:value-type="string" office:string-value="" calcext:value-type="error"', "#DIV/0!", CellError.DIV0),
        ('calcext:value-type="error" office:value-type="float" office:value="0"', "#NV", CellError.UNKNOWN),
        ('office:value-type="float" office:value="0" calcext:value-type="error"', "#N/A", CellError.NA),
        ('office:value-type="float" office:value="2.5" calcext:value-type="float"', "2,5", 2.5),
        ('office:value-type="string" calcext:value-type="string"', "#WERT!", "#WERT!"),
        (
            'office:value-type="date" office:date-value="2026-03-01" calcext:value-type="float"',
            "",
            datetime(2026, 3, 1),
        ),
    ],
)
def test_an_error_is_one_in_any_language(tmp_path: Path, typed: str, shown: str, value: object) -> None:
    one = f'<table:table-cell table:formula="of:=[.B1]" {typed}><text:p>{shown}</text:p></table:table-cell>'
    assert values(ods(tmp_path / "b.ods", table(row(one)))) == {(1, 1): value}


def test_repeats_merges_and_hidden_lines(tmp_path: Path) -> None:
    rows = (
        '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
        + row(number(1, number_columns_repeated="3"), cell("string", text="x"), number_rows_repeated="2")
        + row(cell(), number_rows_repeated="3", visibility="collapse")
        + row(cell(number_columns_repeated="2"), number(2, number_columns_spanned="2", number_rows_spanned="3"))
        + row(cell(number_columns_repeated="16384"), number_rows_repeated="1048570")
    )
    path = ods(tmp_path / "b.ods", table(rows))
    assert values(path) == {**{(r, c): 1.0 for r in (1, 2) for c in (1, 2, 3)}, (1, 4): "x", (2, 4): "x", (6, 3): 2.0}
    sheet = read(path)
    assert sheet.merges == (CellRange.parse("C6:D8"),)
    assert (sheet.hidden_rows, sheet.hidden_cols) == (frozenset({3, 4, 5}), frozenset({3}))


def test_formulas_as_excel_spells_them_are_those_of_their_cells(tmp_path: Path) -> None:
    total = number(3, formula="of:=SUM([.A1:.B1])", number_columns_repeated="2")
    there = row(
        number(1),
        number(2),
        total,
        cell(formula="of:=&quot;&quot;", text=" "),
        cell("string", text="x", formula="of:=["),
    )
    there += row(cell("boolean", "true", formula="of:=TRUE()"))
    sheet = read(ods(tmp_path / "b.ods", table(there)))
    assert dict(sheet.formulas) == {(1, 3): "=SUM(A1:B1)", (1, 4): "=SUM(A1:B1)", (1, 5): '=""'}
    assert [one.value for one in sheet.cells()] == [1.0, 2.0, 3.0, 3.0, " ", "x", True]
    assert [bool(one.style & Style.FORMULA) for one in sheet.cells()] == [False, False, True, True, True, False, False]


def test_a_formula_longer_than_any_of_excels_has_no_text() -> None:
    for more, spelled in ((0, "=" + "1" * (LONGEST_FORMULA - 4)), (1, "")):
        assert excel_formula("of:=" + "1" * (LONGEST_FORMULA - 4 + more)) == spelled


def test_a_formula_of_a_program_that_does_not_calculate_is_computed_here(tmp_path: Path) -> None:
    empty = '<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>'
    there = row(number(1), number(2), cell(formula="of:=SUM([.A1:.B1])"), cell(formula="of:=NOSUCH([.A1])"), empty)
    with app.open_workbook(ods(tmp_path / "b.ods", table(there))) as host:
        sheet = host.read("Sheet1")
    assert [one.value for one in sheet.cells()] == [1.0, 2.0, 3.0, CellError.UNCALCULATED, None]
    assert any("computed here: 1 (C1)" in note for note in sheet.notes)


def test_formulas_over_many_cells_are_paid_for(tmp_path: Path) -> None:
    many = row(number(1, formula="of:=[.A1]", number_columns_repeated="1000"), number_rows_repeated="1000")
    with pytest.raises(HostError, match="more than 1,500,000 cells"):
        FileHost(ods(tmp_path / "b.ods", table(many)), Limits(cells=1_500_000))


SHAPE = "<svg:title>Logo</svg:title><svg:desc>our logo</svg:desc><text:p>Look!</text:p>"


@pytest.mark.parametrize(
    "beside",
    [
        "<office:annotation><text:p>look here</text:p></office:annotation>",
        f"<draw:frame><draw:text-box>{SHAPE}</draw:text-box></draw:frame>",
        *(f"<draw:{kind}>{SHAPE}</draw:{kind}>" for kind in ("custom-shape", "rect", "line", "g", "caption")),
        f"<draw:a><draw:frame>{SHAPE}</draw:frame></draw:a>",
        "\n   ",
    ],
)
def test_notes_and_drawings_in_a_cell_are_no_part_of_its_text(tmp_path: Path, beside: str) -> None:
    words = f"{beside}<text:p>No{beside.strip()}rth <text:a>by</text:a></text:p>{beside}<text:p>sea</text:p>{beside}"
    inner = f'<table:table-cell office:value-type="string">{words}</table:table-cell>'
    alone = f'<table:table-cell office:value-type="string">{beside}</table:table-cell>'
    assert values(ods(tmp_path / "b.ods", table(row(inner, alone)))) == {(1, 1): "North by\nsea"}


def test_a_field_in_a_text_is_part_of_it(tmp_path: Path) -> None:
    inner = "<text:p>On <text:title>Sales</text:title>, <text:span>May</text:span></text:p>"
    inner = f'<table:table-cell office:value-type="string">{inner}</table:table-cell>'
    assert values(ods(tmp_path / "b.ods", table(row(inner)))) == {(1, 1): "On Sales, May"}


def test_hidden_sheets_are_named_and_never_the_first(tmp_path: Path) -> None:
    styles = '<style:table-properties table:display="false"/>'
    styles = f'<style:style style:name="ta1" style:family="table">{styles}</style:style>'
    sheets = table(row(number(1)), "Keys").replace("table:name", 'table:style-name="ta1" table:name')
    with FileHost(ods(tmp_path / "b.ods", sheets + table(row(number(2)), "Q1"), styles)) as host:
        assert dict(host.hidden) == {"Keys": "hidden"}
        assert app.chosen_sheet(host, None).name == "Q1"
        assert host.read("keys").notes == ("Sheet Keys is hidden in Excel.",)
        assert "database ranges" in host.notes[0]


@pytest.mark.parametrize(
    ("style", "code"),
    [
        ('<number:number-style style:name="N"><number:number number:decimal-places="2" number:grouping="true"/>'
         "</number:number-style>", "#,##0.00"),
        ('<number:percentage-style style:name="N"><number:number number:decimal-places="1"/>'
         "<number:text>%</number:text></number:percentage-style>", "0.0%"),
        ('<number:date-style style:name="N"><number:day number:style="long"/><number:text>.</number:text>'
         '<number:month number:style="long"/><number:text>.</number:text><number:year number:style="long"/>'
         "</number:date-style>", "dd.mm.yyyy"),
        ('<number:number-style style:name="P"><number:number number:min-integer-digits="1" number:decimal-places="0"/>'
         '</number:number-style><number:number-style style:name="N"><number:text>-</number:text>'
         '<number:number number:min-integer-digits="1" number:decimal-places="0"/>'
         '<style:map style:condition="value()&gt;=0" style:apply-style-name="P"/></number:number-style>', "0;-0"),
        ('<number:number-style style:name="N"><number:text>(</number:text><number:number number:decimal-places="0" '
         'number:min-integer-digits="1" number:grouping="true"><number:embedded-text number:position="0">)'
         '</number:embedded-text></number:number></number:number-style>', '"("#,##0")"'),
        ('<number:number-style style:name="N"><number:number number:grouping="false"/></number:number-style>', ""),
    ],
)  # fmt: skip
def test_number_formats_as_excel_spells_them(tmp_path: Path, style: str, code: str) -> None:
    styles = f'{style}<style:style style:name="c" style:family="table-cell" style:data-style-name="N"/>'
    (one,) = read(ods(tmp_path / "b.ods", table(row(number(2, style_name="c"))), styles)).cells()
    assert one.format == code


def test_a_style_that_stands_on_itself_ends(tmp_path: Path) -> None:
    styles = '<style:style style:name="c" style:family="table-cell" style:parent-style-name="c"/>'
    assert values(ods(tmp_path / "b.ods", table(row(number(2, style_name="c"))), styles)) == {(1, 1): 2.0}


BOMB = table(row(number(1, number_columns_repeated="16384"), number_rows_repeated="1048576"))
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
ENCRYPTED = "<m><file-entry><encryption-data/></file-entry></m>"


@pytest.mark.parametrize(
    ("tables", "more", "says"),
    [
        (BOMB, {}, "more than 10,000,000 cells"),
        (table(row(number(1))), {"head": ENTITIES}, "document type declaration"),
        (table(row(number(1))), {"head": '<!DOCTYPE x SYSTEM "file:///etc/passwd">'}, "document type declaration"),
        ("<table:table>" * 200, {}, "nested deeper"),
        ("<table:table", {}, "damaged"),
        (table(row(number(1))), {"META-INF/manifest.xml": ENCRYPTED}, "protected with a password"),
        (table(row(number(1))), {"META-INF/manifest.xml": f"{ENTITIES}<m/>"}, "document type declaration"),
        ("".join(table("", str(n)) for n in range(5_000)), {}, "more than 4,096 sheets"),
    ],
)
def test_what_is_built_to_harm_is_refused_in_a_sentence(
    tmp_path: Path, tables: str, more: dict[str, str], says: str
) -> None:
    with pytest.raises(HostError, match=says) as caught:
        FileHost(ods(tmp_path / "b.ods", tables, **more))
    assert str(caught.value).endswith(".")


def test_another_document_is_no_spreadsheet(tmp_path: Path) -> None:
    path = ods(tmp_path / "b.odt", "")
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr("content.xml", f"<office:document-content {SPACES}><office:text/></office:document-content>")
    with pytest.raises(HostError, match="OpenDocument file, but no spreadsheet"):
        FileHost(path)


def test_an_unpacked_size_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    path = ods(tmp_path / "b.ods", table(row(cell("string", text="a" * 5_000_000))))
    with pytest.raises(HostError, match="unpacks to more than 1 MiB"):
        FileHost(path, Limits(part_bytes=1 << 20))
    with pytest.raises(BeyondLimits, match="takes too long"):
        FileHost(ods(path, table(row(number(1)) * 100_000)), Limits(seconds=0.001))


def _rich(path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Sales"
    sheet.append(["Region", "When", "Share", "Time", "Money", "Long"])
    sheet.append(["North", date(2026, 3, 1), 0.125, time(13, 30), 1234.5, 1.979])
    sheet.append(["  two  spaces", datetime(2026, 3, 1, 8, 15), True, 7, -3, "line\nline"])
    formats = {"C2": "0.0%", "E2": '#,##0.00 "€"', "F2": "[h]:mm:ss", "E3": "#,##0;-#,##0"}
    for place, code in formats.items():
        sheet[place].number_format = code
    sheet["A1"].font, sheet["A1"].fill = Font(bold=True, size=16), PatternFill("solid", fgColor="FF1F4E78")
    sheet["A3"].border = Border(top=Side(style="thin"), right=Side(style="double"))
    sheet["B1"].alignment = Alignment(horizontal="center", wrap_text=True)
    sheet.merge_cells("A5:B5")
    sheet["A5"] = "merged"
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["D"].hidden = True
    workbook.create_sheet("Keys").sheet_state = "hidden"
    workbook["Keys"]["B3"] = 7
    workbook.save(path)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_as_libreoffice_writes_it_and_calamine_reads_it(tmp_path: Path) -> None:
    _rich(tmp_path / "rich.xlsx")
    write_sample(tmp_path / "sample.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    names = [str(tmp_path / "rich.xlsx"), str(tmp_path / "sample.xlsx")]
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "ods", *names], cwd=tmp_path, check=True, timeout=110
    )
    for stem in ("rich", "sample"):
        with FileHost(tmp_path / f"{stem}.xlsx") as before, FileHost(tmp_path / f"{stem}.ods") as after:
            assert (before.sheet_names(), dict(before.hidden)) == (after.sheet_names(), dict(after.hidden))
            for name in before.sheet_names():
                one, other = before.read(name), after.read(name)
                assert _cells(one) == _cells(other)
                assert one.formulas == other.formulas
                assert {str(area) for area in one.merges} == {str(area) for area in other.merges}
                assert (one.hidden_rows, one.hidden_cols) == (other.hidden_rows, other.hidden_cols)
                _like_calamine(tmp_path / f"{stem}.ods", other)


def _cells(sheet: Sheet) -> dict[tuple[int, int], tuple[object, int, str]]:
    calculated = {p for p in sheet.formulas if sheet.value(*p) is CellError.UNCALCULATED}
    known = (one for one in sheet.cells() if (one.row, one.col) not in calculated and one.value is not None)
    return {(one.row, one.col): (_rounded(one.value), one.style & ~Style.FORMULA, one.fill) for one in known}


def _rounded(value: object) -> object:
    """LibreOffice writes fifteen digits of a number."""
    return float(f"{value:.14g}") if type(value) is float else value


def _like_calamine(path: Path, sheet: Sheet) -> None:
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
    theirs = {(r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1)}
    ours = {(one.row, one.col): one.value for one in sheet.cells() if type(one.value) in (float, str)}
    alike = {place for place in ours if not str(theirs[place]).startswith("PT")}  # a length of time, as it is spelled
    assert len(alike) >= len(ours) - 1
    assert {place: theirs[place] for place in alike} == {place: ours[place] for place in alike}
