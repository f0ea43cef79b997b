"""What comes back has its type: dates are dates, errors are errors, text stays text."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import pytest
from hypothesis import given

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.calc.cells import serial
from sheetllm_xl.calc.typed import moment
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import NotComputed
from sheetllm_xl.grid import Ref
from sheetllm_xl.literals import CellError, Value
from sheetllm_xl.sheet import Cell, Sheet

from ..sheets import dates, values

WORK = IronCalculator()
ORDERS = drawn(
    """
    Order | Placed     | Shipped             | Days | At
    A     | 2024-01-31 | 2024-02-03 06:00:00 | 3    | 08:30:00
    B     | 2024-02-29 | 2024-03-01          | 1    | 17:00:00
    C     | 2023-12-31 |                     | 45291 | 12:00:00
    """,
    name="Orders",
)
DAY = datetime


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=MAX(B2:B4)", DAY(2024, 2, 29)),
        ("=MIN(B:C)", DAY(2023, 12, 31)),
        ("=AVERAGE(B2:B3)", DAY(2024, 2, 14, 12)),
        ("=LARGE(B2:B4,2)", DAY(2024, 1, 31)),
        ('=INDEX(B2:B4,MATCH("B",A2:A4,0))', DAY(2024, 2, 29)),
        ('=VLOOKUP("A",A2:C4,3,FALSE)', DAY(2024, 2, 3, 6)),
        ("=B2+30", DAY(2024, 3, 1)),
        ("=30+B2", DAY(2024, 3, 1)),
        ("=IF(D2>1,B2,B3)", DAY(2024, 1, 31)),
        ("=IFERROR(B2,0)", DAY(2024, 1, 31)),
        ("=EOMONTH(B2,1)", DAY(2024, 2, 29)),
        ("=EDATE(B2,1)", DAY(2024, 2, 29)),
        ("=DATE(2024,12,25)", DAY(2024, 12, 25)),
        ("=DATE(YEAR(B2),12,31)", DAY(2024, 12, 31)),
        ("=WORKDAY(B3,1)", DAY(2024, 3, 1)),
        ("=XLOOKUP(DATE(2024,2,29),B2:B4,C2:C4)", DAY(2024, 3, 1)),
        ('=MAXIFS(B2:B4,B2:B4,"<2024-02-01")', DAY(2024, 1, 31)),
        ("=MAX(FILTER(B2:B4,B2:B4<DATE(2024,2,1)))", DAY(2024, 1, 31)),
        ("=TAKE(SORT(B2:B4,1,-1),1)", DAY(2024, 2, 29)),
        ("=INT(C2)", DAY(2024, 2, 3)),
        ("=B3-WEEKDAY(B3)+1", DAY(2024, 2, 25)),
        ("=C3-B3", 1.0),
        ("=MAX(B2:B4)-MIN(B2:B4)", 60.0),
        ("=DAYS(B3,B2)", 29.0),
        ('=DATEDIF(B4,B3,"m")', 1.0),
        ("=YEAR(B2)", 2024.0),
        ("=MONTH(MAX(B2:B4))", 2.0),
        ("=WEEKDAY(B2)", 4.0),
        ("=COUNT(B2:C4)", 5.0),
        ('=COUNTIF(B2:B4,">="&DATE(2024,1,1))', 2.0),
        ("=SUM(D2:D4)", 45295.0),
        ("=MAX(D2:D4)", 45291.0),  # a number that is also the serial of a date
        ('=TEXT(B2,"yyyy-mm-dd")', "2024-01-31"),
        ('=A2&" "&TEXT(B2,"d mmm")', "A 31 Jan"),
        ('=XLOOKUP("A",A2:A4,E2:E4)', time(8, 30)),
        ("=MAX(E2:E4)", time(17)),
        ("=HOUR(E2)", 8.0),
        ("=E2", time(8, 30)),
        ("=B2>B4", True),
    ],
)
def test_dates_are_told_from_numbers(formula: str, expected: Any) -> None:
    for sheet in (ORDERS, drawn_1904(ORDERS)):
        (row,) = WORK.evaluate(formula, [sheet]).rows
        assert row == (expected,)
        assert type(row[0]) is type(expected)


def drawn_1904(sheet: Sheet) -> Sheet:
    """The same dates in a workbook that counts from 1904: a date is a date."""
    return Sheet.of(sheet.name, sheet.cells(), date1904=True)


def test_a_column_of_dates_among_others() -> None:
    rows = WORK.evaluate("=FILTER(A2:D4,D2:D4<10)", [ORDERS]).rows
    assert rows == (("A", DAY(2024, 1, 31), DAY(2024, 2, 3, 6), 3.0), ("B", DAY(2024, 2, 29), DAY(2024, 3, 1), 1.0))


def test_the_hour_of_every_full_hour() -> None:
    hours = [DAY(2024, 1, day, hour) for day in (1, 2, 3) for hour in range(24)]
    sheet = Sheet.of("S", [Cell(row, 1, hour) for row, hour in enumerate(hours, 1)])
    assert WORK.evaluate("=HOUR(A1:A72)", [sheet]).rows == tuple((float(hour.hour),) for hour in hours)


def test_dates_before_march_1900_keep_their_day() -> None:
    sheet = Sheet.of("Old", [Cell(1, 1, DAY(1900, 1, 1)), Cell(2, 1, DAY(1900, 2, 28))])
    assert WORK.evaluate("=MAX(A1:A2)", [sheet]).rows == ((DAY(1900, 2, 28),),)
    assert WORK.evaluate("=DAY(A1)+YEAR(A1)", [sheet]).rows == ((1901.0,),)


@given(dates)
def test_a_serial_reads_back_as_its_date(date: datetime) -> None:
    date = date.replace(microsecond=date.microsecond // 1000 * 1000)
    assert moment(serial(date)) == date


@given(values.filter(lambda value: value not in ("", CellError.UNCALCULATED)))
def test_what_a_cell_holds_is_read_and_handed_on_as_it_is(value: Value) -> None:
    """By a plain reference, and through the engine by INDEX."""
    if isinstance(value, str):
        value = value.encode("utf-8", "replace").decode()
    sheet = Sheet.of("S", [Cell(1, 1, value), Cell(2, 1, "end")])
    assert WORK.evaluate("=A1", [sheet]).rows == ((value,),)
    (found,) = WORK.evaluate("=INDEX(A1:A2,1)", [sheet]).rows[0]
    assert type(found) is type(value)
    if isinstance(value, datetime | time):
        assert abs(serial(found) - serial(value)) < 1e-8  # type: ignore[arg-type]
    else:
        assert found == value


@pytest.mark.parametrize("error", [error for error in CellError if error is not CellError.UNCALCULATED])
def test_every_error_is_an_error_and_comes_back(error: CellError) -> None:
    sheet = Sheet.of("S", [Cell(1, 1, error), Cell(2, 1, 5.0), Cell(3, 1, str(error))])
    assert WORK.evaluate("=A1+A2", [sheet]).rows == ((error,),)
    assert WORK.evaluate("=SUM(A1:A2)", [sheet]).rows == ((error,),)
    assert WORK.evaluate("=IFERROR(A1,7)+A2", [sheet]).rows == ((12.0,),)
    assert WORK.evaluate("=ISTEXT(A3)", [sheet]).rows == ((True,),)


@pytest.mark.parametrize("formula", ["=A1*2", "=SUM(A:A)", "=IFERROR(A1,7)", "=COUNT(A1:A2)", "=ISERROR(A1)"])
def test_what_is_not_calculated_is_neither_an_error_nor_empty(formula: str) -> None:
    sheet = Sheet.of("S", [Cell(1, 1, CellError.UNCALCULATED, formula="=NOW()"), Cell(2, 1, 5.0)])
    with pytest.raises(NotComputed, match="S!A1 holds a formula whose value is not known"):
        WORK.evaluate(formula, [sheet])
    assert WORK.evaluate("=A2*2", [sheet]).rows == ((10.0,),)


def test_a_formula_that_comes_to_a_text_of_length_0_is_a_text() -> None:
    sheet = Sheet.of("S", [Cell(1, 1, None, formula='=""'), Cell(2, 1, 5.0), Cell(3, 1, None, style=1)])
    for formula, value in (
        ("=SUM(A1:A3)", 5.0),
        ("=COUNTA(A1:A3)", 2.0),
        ("=COUNTBLANK(A1:A3)", 2.0),
        ('=A1=""', True),
    ):
        assert WORK.evaluate(formula, [sheet]).rows == ((value,),)
    assert WORK.evaluate("=ISBLANK(A1)", [sheet]).rows == ((False,),)
    assert WORK.evaluate("=A1+A2", [sheet]).rows == ((CellError.VALUE,),)


def test_text_stays_text() -> None:
    texts = ["=1+1", "007", "1e5", "TRUE", "#N/A", "'quoted", "2024-01-31", "5%", " 7 ", "\ud800x"]
    sheet = Sheet.of("S", [Cell(row, 1, text) for row, text in enumerate(texts, 1)])
    assert WORK.evaluate(f"=SUMPRODUCT(--ISTEXT(A1:A{len(texts)}))", [sheet]).rows == ((float(len(texts)),),)
    assert WORK.evaluate(f"=COUNT(A1:A{len(texts)})", [sheet]).rows == ((0.0,),)
    assert WORK.evaluate("=A1&A2", [sheet]).rows == (("=1+1007",),)


def test_sheets_are_found_by_name_and_the_first_is_home() -> None:
    rates = drawn("EUR | 2\nUSD | 3", name="Rates '26")
    book = [drawn("Amount\n10\n20"), rates, drawn("7", name="2024")]
    computed = WORK.evaluate("=SUM(A2:A3)*'rates ''26'!B1+'2024'!A1", book)
    assert computed.rows == ((67.0,),)
    assert computed.read == (Ref.parse("Sheet1!A2:A3"), Ref.parse("'Rates ''26'!B1"), Ref.parse("'2024'!A1"))
    assert WORK.evaluate("=SUMPRODUCT(A2:A3,'Rates ''26'!B1:B2)", book).rows == ((80.0,),)
    assert WORK.evaluate("=XLOOKUP(\"USD\",'Rates ''26'!A1:A2,'Rates ''26'!B1:B2)*A2", book).rows == ((30.0,),)


def test_notes_name_what_was_left_out() -> None:
    sheet = drawn('North | 5 | "7"\nSouth | "1,200" | " 8 %"\nEast | "n/a" | 1\nWest | "３" |', name="S")
    assert WORK.evaluate("=SUM(B1:B4)", [sheet]).notes == (
        "Numbers kept as text, which SUM does not count: 2 (B2, B4).",
    )
    found = WORK.evaluate('=SUMIFS(S!C1:C4,A1:A4,"<>x")+MAX(D1:D4)', [sheet]).notes
    assert found == ("Numbers kept as text, which SUMIFS does not count: 2 (C1, C2).", "D1:D4 is empty.")
    assert WORK.evaluate("=COUNTIF(B1:B4,5)", [sheet]).notes == ()


def test_only_the_cells_that_are_named_are_read() -> None:
    """A formula without a value elsewhere on the sheet is no hindrance."""
    sheet = drawn("1 | =A1*2\n2 | =A2*2 => 4")
    assert WORK.evaluate("=SUM(A1:A2)+B2", [sheet]).rows == ((7.0,),)
