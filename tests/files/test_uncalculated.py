"""Files that hold no values for their formulas, or values that nobody calculated."""

import time as clock
from datetime import datetime, time
from pathlib import Path

import pytest

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.files import uncalculated
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.literals import CellError, Value
from sheetllm_xl.ports import Calculator
from sheetllm_xl.sheet import Sheet

from . import open_documents as odf
from .packages import DOCUMENT, MAIN, links, package

WORK = IronCalculator()
FULL = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'
UNKNOWN = CellError.UNCALCULATED
HEADS = '<row r="1">' + "".join(f'<c r="{c}1" t="inlineStr"><is><t>{c}</t></is></c>' for c in "ABCD") + "</row>"
ORDERS = ((3, 20), (2, 15), (4, 30))


def orders(stored: str) -> str:
    """Three orders with amounts and their total, whose formulas have ``stored`` behind them."""
    rows = HEADS
    for row, (count, price) in enumerate(ORDERS, 2):
        rows += f'<row r="{row}"><c r="B{row}"><v>{count}</v></c><c r="C{row}"><v>{price}</v></c>'
        rows += f'<c r="D{row}"><f>B{row}*C{row}</f>{stored}</c></row>'
    return f'{rows}<row r="5"><c r="D5"><f>SUM(D2:D4)</f>{stored}</c></row>'


def cells(*formulas: str) -> str:
    """A row a formula, in column A: a text before ``=>`` is the formula, behind it what is stored."""
    rows = ""
    for row, text in enumerate(formulas, 1):
        formula, _, stored = (part.strip() for part in text.partition("=>"))
        kind = ' t="str"' if stored == '""' else ""
        value = "" if not stored else f"<v>{stored.strip(chr(34))}</v>"
        rows += f'<row r="{row}"><c r="A{row}"{kind}><f>{formula}</f>{value}</c></row>'
    return rows


def read(path: Path, name: str = "Sheet1", work: Calculator | None = WORK) -> Sheet:
    with FileHost(path, calculator=work) as host:
        return host.read(name)


def column(sheet: Sheet, col: int = 1) -> list[Value | None]:
    return [sheet.value(row, col) for row in range(1, int(sheet.rows.max()) + 1)]


@pytest.mark.parametrize(("stored", "book"), [("<v>0</v>", FULL), ("", ""), ("<v></v>", ""), ("<v/>", FULL)])
def test_what_nobody_calculated_is_calculated_here(tmp_path: Path, stored: str, book: str) -> None:
    path = package(tmp_path / "b.xlsx", orders(stored), workbook=book)
    sheet = read(path)
    assert column(sheet, 4) == ["D", 60.0, 30.0, 120.0, 210.0]
    assert sheet.notes == ("Sheet1: the file holds no values for formulas; computed here: 4 (D2, D3, D4, D5).",)
    alone = read(path, work=None)
    assert column(alone, 4) == ["D", UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]
    assert "not calculated, neither in the file nor here: 4 (D2, D3, D4, D5)" in alone.notes[0]


def test_both_parsers_see_that_a_value_is_not_there(tmp_path: Path) -> None:
    rows = cells("1+1", "2+2 => 4", '"" => ""')
    plain = read(package(tmp_path / "b.xlsx", rows), work=None)
    odd = read(package(tmp_path / "c.xlsx", rows.replace("<row", "<!-- --><row")), work=None)
    assert column(plain) == column(odd) == [UNKNOWN, 4.0, None]
    assert plain.formulas == odd.formulas
    assert plain.kinds.tolist() == odd.kinds.tolist()


@pytest.mark.parametrize("flag", ['fullCalcOnLoad="true"', 'calcId="0"', 'calcCompleted="0"'])
def test_how_a_file_says_that_it_is_not_calculated(tmp_path: Path, flag: str) -> None:
    assert column(read(package(tmp_path / "b.xlsx", cells("2+3 => 0"), workbook=f"<calcPr {flag}/>"))) == [5.0]
    assert column(read(package(tmp_path / "c.xlsx", cells("2+3 => 0"), workbook='<calcPr calcId="1"/>'))) == [0.0]


def test_a_sheet_that_says_so_itself(tmp_path: Path) -> None:
    after = '<sheetCalcPr fullCalcOnLoad="1"/>'
    assert column(read(package(tmp_path / "b.xlsx", cells("2+3 => 0"), after=after))) == [5.0]


def test_what_a_program_has_calculated_stands(tmp_path: Path) -> None:
    rows = cells("2+3 => 5", "TODAY()-A1 => 46000", "A2+1 => 46001", "0*A1 => 0", 'IF(A1=5,"","x") => ""')
    sheet = read(package(tmp_path / "b.xlsx", rows, workbook=FULL))
    assert column(sheet) == [5.0, 46000.0, 46001.0, 0.0, None]
    assert sheet.notes == ()
    assert sheet == read(package(tmp_path / "c.xlsx", rows))


def test_one_value_that_is_not_what_it_would_be_and_none_is_believed(tmp_path: Path) -> None:
    sheet = read(package(tmp_path / "b.xlsx", cells("2+3 => 5", "A1*2 => 11", "TODAY()-A1 => 46000"), workbook=FULL))
    assert column(sheet) == [5.0, 10.0, UNKNOWN]
    assert sheet.notes[1].startswith("Sheet1: formulas that are not calculated, neither in the file nor here: 1 (A3).")


def test_zeros_that_agree_prove_nothing_of_the_others(tmp_path: Path) -> None:
    assert column(read(package(tmp_path / "b.xlsx", cells("2-2 => 0", "NOW()-1 => 0"), workbook=FULL))) == [
        0.0,
        UNKNOWN,
    ]


def test_what_cannot_be_computed_is_never_0_and_neither_is_what_needs_it(tmp_path: Path) -> None:
    formulas = ("NOW()", "A1+1", "IFERROR(A1,0)", "SUM(A1:A3)", "COUNT(A1:A2)", "Total*2", "[1]x!A1", "SUM(", "3*3")
    assert column(read(package(tmp_path / "b.xlsx", cells(*formulas)))) == [UNKNOWN] * 8 + [9.0]


def test_formulas_need_each_other_in_any_order_and_circles_come_to_nothing(tmp_path: Path) -> None:
    sheet = read(package(tmp_path / "b.xlsx", cells("A2*2", "A3+1", "4", "A5", "A4", "A6+1", "A5+1", "SUM(A1:A3)")))
    assert column(sheet) == [10.0, 5.0, 4.0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 19.0]


def test_a_long_chain_of_formulas(tmp_path: Path) -> None:
    sheet = read(package(tmp_path / "b.xlsx", cells(*(f"A{row + 1}+1" for row in range(1, 600)), "1")))
    assert column(sheet)[0] == 600.0


def book_of(path: Path, first: str, second: str) -> Path:
    listed = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in ((1, "Sheet1"), (2, "Price list")))
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>{listed}</sheets>{FULL}</workbook>',
        "xl/_rels/workbook.xml.rels": links(r1="worksheet worksheets/sheet1.xml", r2="worksheet worksheets/sheet2.xml"),
        "xl/worksheets/sheet2.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{second}</sheetData></worksheet>',
    }
    return package(path, first, extra=parts)


def test_formulas_of_other_sheets_are_computed_first(tmp_path: Path) -> None:
    prices = cells("5*2 => 0", "A1+Sheet1!A2 => 0", "NOW() => 0")
    own = cells("'price LIST'!A2*2 => 0", "3 => 0", "'Price list'!A3 => 0", "'Price list'!A9 => 0", "Gone!A1 => 0")
    path = book_of(tmp_path / "b.xlsx", own, prices)
    assert column(read(path)) == [26.0, 3.0, UNKNOWN, 0.0, UNKNOWN]
    assert column(read(path, "Price list")) == [10.0, 13.0, UNKNOWN]


def test_what_is_stored_elsewhere_and_read_here_is_not_believed_either(tmp_path: Path) -> None:
    path = book_of(tmp_path / "b.xlsx", cells("'Price list'!A1*2 => 0"), cells("5*2 => 0"))
    assert column(read(path)) == [20.0]


def test_texts_of_length_0_are_texts(tmp_path: Path) -> None:
    sheet = read(package(tmp_path / "b.xlsx", cells('""', 'A1=""', "COUNTA(A1:A2)", 'A1&amp;"x"', 'A6=""', '"" => ""')))
    assert column(sheet) == [None, True, 2.0, "x", True, None]


def test_a_result_is_a_date_by_the_format_of_its_cell(tmp_path: Path) -> None:
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/></cellXfs>'
    rows = '<row r="1"><c r="A1" s="1"><v>46053</v></c><c r="B1" s="1"><f>A1+1</f></c><c r="C1"><f>A1+1</f></c>'
    rows += '<c r="D1" s="1"><f>DATE(2026,1,31)</f></c><c r="E1"><f>B1-A1</f></c><c r="F1" s="2"><f>TIME(6,0,0)</f></c>'
    rows += '<c r="G1"><f>C1*2</f></c></row>'
    sheet = read(package(tmp_path / "b.xlsx", rows, styles=styles))
    tomorrow = datetime(2026, 2, 1)
    assert sheet.values.tolist()[1:] == [tomorrow, 46054.0, datetime(2026, 1, 31), 1.0, time(6), 92108.0]


def test_a_date_that_counts_from_1904(tmp_path: Path) -> None:
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    rows = '<row r="1"><c r="A1" s="1"><v>44591</v></c><c r="B1" s="1"><f>A1+1</f></c><c r="C1"><f>A1+1</f></c>'
    rows += '<c r="D1" s="1"><f>44592</f></c></row>'
    sheet = read(package(tmp_path / "b.xlsx", rows, styles=styles, workbook='<workbookPr date1904="1"/>'))
    assert sheet.values.tolist() == [datetime(2026, 1, 31), datetime(2026, 2, 1), 44592.0, UNKNOWN]


def array(ref: str, formula: str, stored: str = "<v>0</v>", more: str = "") -> str:
    return f'<c r="{ref.partition(":")[0]}"{more}><f t="array" ref="{ref}">{formula}</f>{stored}</c>'


def test_an_array_formula_fills_its_cells_whether_the_file_has_them_or_not(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>2</v></c>'
        + array("B1:B3", "A1:A3*10")
        + "<c r='C1'><f>SUM(B1:B3)</f><v>0</v></c></row>"
    )
    rows += '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>0</v></c></row><row r="3"><c r="A3"><v>4</v></c></row>'
    sheet = read(package(tmp_path / "b.xlsx", rows, workbook=FULL))
    assert column(sheet, 2) == [20.0, 30.0, 40.0]
    assert sheet.value(1, 3) == 90.0
    alone = read(package(tmp_path / "b.xlsx", rows, workbook=FULL), work=None)
    assert column(alone, 2) == [UNKNOWN] * 3


def test_an_array_formula_of_fewer_values_than_cells(tmp_path: Path) -> None:
    rows = f'<row r="1">{array("A1:A2", "5+5")}{array("B1:C1", "{1;2}")}{array("D1:D3", "{1;2}")}</row>'
    sheet = read(package(tmp_path / "b.xlsx", rows, workbook=FULL))
    assert column(sheet, 1)[:2] == [10.0, 10.0]
    assert [sheet.value(1, 2), sheet.value(1, 3)] == [1.0, 1.0]
    assert column(sheet, 4) == [1.0, 2.0, CellError.NA]


def test_a_formula_that_spills_is_not_calculated_and_what_lies_where_it_may_spill_is_not_empty(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><f>SUM(C1:C3)</f><v>0</v></c><c r="B1"><f>C3</f><v>0</v></c>'
    rows += array("C1", "{1;2;3}", more=' cm="1"') + "<c r='D1'><f>1+1</f><v>0</v></c></row>"
    sheet = read(package(tmp_path / "b.xlsx", rows, workbook=FULL))
    assert sheet.values.tolist() == [UNKNOWN, UNKNOWN, UNKNOWN, 2.0]


class Counting:
    """The calculator, with how often it was asked and how long it takes over it."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.asked, self._seconds = 0, seconds

    def evaluate(self, formula: str, sheets: object) -> object:
        self.asked += 1
        clock.sleep(self._seconds)
        return WORK.evaluate(formula, sheets)  # type: ignore[arg-type]


def test_a_file_that_is_calculated_is_read_without_calculating(tmp_path: Path) -> None:
    work = Counting()
    read(package(tmp_path / "b.xlsx", orders("<v>7</v>")), work=work)  # type: ignore[arg-type]
    assert work.asked == 0


def test_sheets_are_computed_once_however_often_they_are_read(tmp_path: Path) -> None:
    work = Counting()
    path = book_of(tmp_path / "b.xlsx", cells("'Price list'!A1*2 => 0", "A1 => 0"), cells("5*2 => 0", "A1*3 => 0"))
    with FileHost(path, calculator=work) as host:  # type: ignore[arg-type]
        for _ in range(2):
            assert column(host.read("Sheet1")) == [20.0, 20.0]
            assert column(host.read("Price list")) == [10.0, 30.0]
    assert work.asked == 3


def test_computing_ends_when_its_time_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uncalculated, "SECONDS", 0.3)
    work = Counting(seconds=0.05)
    sheet = read(package(tmp_path / "b.xlsx", cells(*["1+1"] * 40)), work=work)  # type: ignore[arg-type]
    assert 0 < work.asked < 20
    assert column(sheet)[0] == 2.0
    assert column(sheet)[-1] is UNKNOWN


def test_more_formulas_than_are_computed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uncalculated, "MOST_FORMULAS", 5)
    work = Counting()
    sheet = read(package(tmp_path / "b.xlsx", cells(*["1+1"] * 6)), work=work)  # type: ignore[arg-type]
    assert (work.asked, column(sheet)) == (0, [UNKNOWN] * 6)


@pytest.mark.parametrize("formula", ["=SUM(A1:A2)", "of:=[.A1]~[.B1]", "of:=[", "of:=['file:///b.ods'#$S.A1]"])
def test_a_formula_without_a_value_that_excel_has_no_like_for_is_no_blank(tmp_path: Path, formula: str) -> None:
    there = odf.row(
        odf.number(1),
        odf.cell(formula=formula),
        odf.cell("float", formula=formula),
        odf.cell("string", formula=formula),
    )
    there += odf.row(odf.cell(formula="of:=SUM([.A1:.C1])"))
    with FileHost(odf.ods(tmp_path / "b.ods", odf.table(there)), calculator=WORK) as host:
        sheet = host.read("Sheet1")
    assert [sheet.value(1, col) for col in (2, 3, 4)] == [UNKNOWN, UNKNOWN, None]
    assert sheet.value(2, 1) is UNKNOWN  # it does not take the two for 0
    assert any("neither in the file nor here: 3 (B1, C1, A2)" in note for note in sheet.notes)
