"""What Excel gives, formula by formula."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

import pytest

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.drawing import drawn
from sheetllm_xl.literals import CellError

WORK = IronCalculator()
PEOPLE = drawn(
    """
    Name   | Qty  | Since
    North  | 10   | 2023-03-15
    south  | "5"  | 2023-03-25
    East*  | TRUE | 2023-04-04 12:00:00
    ""     | -3   |
    north  | 2.5  |
    "10"   | 10   |
    ~x     | 0    |
    """
)
SALES = drawn(
    """
    Region | Product | Units | When       | Note
    North  | Kettle  | 10    | 2023-03-15 | x
    South  | Toaster | 20    | 2023-04-15 | ""
    North  | Toaster | 30    | 2023-05-15 |
    East   | Kettle  | 40    | 2023-06-15 | "1,000"
    West   | Kettle  |       | 2023-07-15 | "7"
    North  | Pan     | #N/A  | 2023-08-15 | "12%"
    """
)


def same(value: Any, expected: Any) -> bool:
    if isinstance(expected, int | float) and not isinstance(expected, bool):
        return type(value) is float and math.isclose(value, expected, rel_tol=1e-12)
    return type(value) is type(expected) and value == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # text, booleans and blanks in ranges, and as values of their own
        ("=SUM(B2:B8)", 19.5),
        ("=SUM(B2,B3)", 10),
        ('=SUM("5",1)', 6),
        ("=SUM(TRUE,1)", 2),
        ("=B3+1", 6),
        ("=B4+1", 2),
        ("=B9+A2", CellError.VALUE),
        ("=AVERAGE(B2:B8)", 3.9),
        ("=COUNT(B1:B8)", 5),
        ("=COUNTA(A1:A9)", 8),
        ("=COUNTBLANK(A1:A9)", 2),
        ("=MIN(A1:B2)", 10),
        ("=MAX(A1:A8)", 0),
        ("=AVERAGE(A1:A8)", CellError.DIV0),
        ("=PRODUCT(A2:A3)", 0),
        ("=MEDIAN(B2:B8)", 2.5),
        ("=MAX(B3)", 0),
        ('=MAX("5",3)', 5),
        ("=AVERAGEA(B2:B8)", 20.5 / 7),
        ('=COUNT("5",5,TRUE)', 3),
        ("=SUMSQ(3,4)", 25),
        ("=STDEV(B2,B5,B6)", math.sqrt(((10 - 19 / 6) ** 2 + (-3 - 19 / 6) ** 2 + (2.5 - 19 / 6) ** 2) / 2)),
        # criteria
        ('=COUNTIF(A2:A8,"NORTH")', 2),
        ('=COUNTIF(A2:A8,"n*")', 2),
        ('=COUNTIF(A2:A8,"East~*")', 1),
        ('=COUNTIF(A2:A8,"?outh")', 1),
        ("=COUNTIF(B2:B8,10)", 2),
        ('=COUNTIF(B2:B8,"10")', 2),
        ("=COUNTIF(B2:B8,5)", 1),
        ('=COUNTIF(B2:B8,">3")', 2),
        ('=COUNTIF(B2:B8,"<>10")', 5),
        ('=COUNTIF(A2:A9,"")', 2),
        ('=COUNTIF(A2:A9,"<>")', 7),
        ('=COUNTIF(A2:A9,"<>north")', 6),
        ('=COUNTIF(A2:B8,"<>north")', 12),
        ('=COUNTIFS(A2:A9,"<>north",B2:B9,">0")', 1),
        ("=COUNTIF(A2:A9,A2)", 2),
        ('=COUNTIF(A2:A9,"<>"&A2)', 6),
        ("=COUNTIF(A7,10)", 1),
        ("=COUNTIF(B4,TRUE)", 1),
        ('=SUMIF(A2:A8,"north",B2:B8)', 12.5),
        ('=SUMIF(B2:B8,">0")', 22.5),
        ('=SUMIF(A2:A9,"<>north",B2:B9)', 7),
        ('=AVERAGEIF(A2:A8,"none",B2:B8)', CellError.DIV0),
        ('=AVERAGEIF(A2:A8,"south",B2:B8)', CellError.DIV0),
        ('=SUMIFS(B2:B8,A2:A8,"north",B2:B8,"<5")', 2.5),
        ('=MAXIFS(B2:B8,A2:A8,"none")', 0),
        ('=COUNTIF(C2:C8,">="&DATE(2023,3,25))', 2),
        ('=COUNTIF(C2:C8,">=2023-03-25")', 2),
        ('=COUNTIF(C2:C8,">=3/25/2023")', 2),
        # lookups
        ('=MATCH("NORTH",A2:A8,0)', 1),
        ('=MATCH("s*",A2:A8,0)', 2),
        ("=MATCH(10,A2:A8,0)", CellError.NA),
        ('=MATCH("10",A2:A8,0)', 6),
        ('=VLOOKUP("SOUTH",A2:C8,2,FALSE)', "5"),
        ('=XLOOKUP("s*",A2:A8,B2:B8)', CellError.NA),
        ('=XLOOKUP("s*",A2:A8,B2:B8,,2)', "5"),
        ('=XLOOKUP("q",A2:A8,B2:B8,"none")', "none"),
        ("=MATCH(3,{1,2,4},1)", 2),
        ("=MATCH(3,{4,2,1},-1)", 1),
        ('=VLOOKUP(3,{1,"a";2,"b";4,"d"},2)', "b"),
        ("=INDEX({1,2;3,4},3,1)", CellError.REF),
        ("=SUM(INDEX({1,2;3,4},0,2))", 6),
        ('=VLOOKUP("North",A2:C7,4,FALSE)', CellError.REF),
        # blanks and texts
        ("=B2+B9", 10),
        ('=AND(B9="",B9=0,B2=10)', True),
        ('=B9&"x"&B2', "x10"),
        ("=ISBLANK(A5)", False),
        ('=LEFT(A2,2)&"-"&UPPER(A3)', "No-SOUTH"),
        ('="a"="A"', True),
        ('=EXACT("a","A")', False),
        ('="10"=10', False),
        ('="a">5', True),
        ('=TRUE>"z"', True),
        ('="1,234"+0', 1234),
        ('="5%"+0', 0.05),
        ('="abc"+0', CellError.VALUE),
        ('=""+0', CellError.VALUE),
        ('=TRIM("  a   b ")', "a b"),
        ("=PROPER(\"john's o'neil\")", "John'S O'Neil"),
        ('=SUBSTITUTE("aXa","a","b",2)', "aXb"),
        ('=TEXT(0.1234,"0.0%")', "12.3%"),
        ('=TEXT(1234.5,"#,##0.00")', "1,234.50"),
        ('=TEXT(C2,"d mmm yyyy")', "15 Mar 2023"),
        ('=B4&""', "TRUE"),
        ('=TEXT(2.5,"0")', "3"),
        ('=TEXT(0.125,"0.00")', "0.13"),
        ('=TEXT(1.005,"0.00")', "1.01"),
        ('=TEXT(0.0005,"0.0%")', "0.1%"),
        ('=TEXT(-1234.5,"$#,##0")', "-$1,235"),
        ('=TEXT(5,"000")', "005"),
        ('=TEXT(TRUE,"0")', "TRUE"),
        ('=TEXT("abc","0")', "abc"),
        ('=TEXT("5","0.0")', "5.0"),
        ('=TEXT(1/0,"0")', CellError.DIV0),
        ('=TEXT(C2,"dddd, mmmm d, yyyy")', "Wednesday, March 15, 2023"),
        ("=FIXED(2.5,0)", "3"),
        ("=DOLLAR(0.125)", "$0.13"),
        # arithmetic and rounding
        ("=ROUND(2.5,0)", 3),
        ("=ROUND(-2.5,0)", -3),
        ("=ROUND(1.005,2)", 1.01),
        ("=ROUND(2.675,2)", 2.68),
        ("=INT(-1.5)", -2),
        ("=MOD(-3,2)", 1),
        ("=0.1+0.2=0.3", True),
        ("=-2^2", 4),
        ("=2^3^2", 64),
        ("=1-2-3", -4),
        ("=2*3%", 0.06),
        ('=1&2+3&"a"', "15a"),
        ("=1=1=1", False),
        ("=1/0", CellError.DIV0),
        ("=SQRT(-1)", CellError.NUM),
        ("=0^0", CellError.NUM),
        ("=FLOOR(-2.1,-1)", -2),
        ("=CEILING(-2.1,1)", -2),
        ("=PERCENTILE({1,2,3,4},0.3)", 1.9),
        ("=RANK(10,B2:B8)", 1),
        ("=LARGE(B2:B8,9)", CellError.NUM),
        ("=CORREL({1,2,3},{2,4,6})", 1),
        ("=NPV(0.1,10,20)", 10 / 1.1 + 20 / 1.21),
        # logic and errors
        ('=IF("x",1,2)', CellError.VALUE),
        ("=AND(A2:A4)", CellError.VALUE),
        ("=OR(B2:B8)", True),
        ('=IFERROR(1/0,"e")', "e"),
        ("=IFNA(1/0,1)", CellError.DIV0),
        ("=ISNUMBER(B3)", False),
        ("=ERROR.TYPE(#N/A)", 7),
        ("=IFS(FALSE,1)", CellError.NA),
        ('=SWITCH(3,1,"a","z")', "z"),
        ("=LET(total,SUM(B2:B8),share,B2/total,ROUND(share,2))", 0.51),
    ],
)
def test_values(formula: str, expected: Any) -> None:
    (row,) = WORK.evaluate(formula, [PEOPLE]).rows
    assert same(row[0], expected), row
    assert len(row) == 1


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=SUM(C2:C7)", CellError.NA),
        ('=SUMIF(A2:A7,"South",C2:C7)', 20),
        ('=SUMIF(A2:A7,"North",C2:C7)', CellError.NA),
        ("=SUM(IFERROR(C2:C7,0))", 100),
        ('=SUMPRODUCT(IFERROR(C2:C7,0)*(A2:A7="North"))', 40),
        ('=SUM(COUNTIF(A2:A7,{"North","East"}))', 4),
        ('=SUM(SUMIFS(C2:C6,A2:A6,{"North","East"}))', 80),
        ('=MAX(IF(A2:A6="North",C2:C6))', 30),
        ('=MIN(IF(A2:A6="North",C2:C6))', 10),
        ('=AVERAGE(IF(A2:A6="North",C2:C6))', 20),
        ('=MEDIAN(IF(A2:A5<>"South",C2:C5))', 30),
        ("=AVERAGE({2,TRUE,4})", 3),
        ("=COUNT({1,2})", 2),
        ("=GEOMEAN({1,TRUE,4})", 2),
        ("=PRODUCT({2,3})", 6),
        ('=INDEX(C2:C6,MATCH(1,(A2:A6="North")*(B2:B6="Toaster"),0))', 30),
        ('=TEXTJOIN(", ",TRUE,FILTER(B2:B7,A2:A7="North"))', "Kettle, Toaster, Pan"),
        ('=TEXTJOIN(", ",TRUE,IF(C2:C6>15,A2:A6,""))', "South, North, East"),
        ('=TEXTJOIN(", ",FALSE,IF(C2:C4>15,A2:A4,""))', ", South, North"),
        ('=TEXTJOIN("+",TRUE,E2:E4,"z")', "x+z"),
        ('=TEXTJOIN(", ",TRUE,UNIQUE(A2:A7))', "North, South, East, West"),
        ("=SUMPRODUCT(1/COUNTIF(A2:A7,A2:A7))", 4),
        ("=ROWS(UNIQUE(A2:A7))", 4),
        ('=SUMPRODUCT(--ISNUMBER(SEARCH("ort",A2:A7)))', 3),
        ('=SUMPRODUCT((LEFT(A2:A6,1)="N")*C2:C6)', 40),
        ("=SUMPRODUCT((MONTH(D2:D6)=4)*C2:C6)", 20),
        ('=SUMPRODUCT((TEXT(D2:D6,"mmm")="Apr")*C2:C6)', 20),
        ("=SUM(LARGE(C2:C6,{1,2}))", 70),
        ("=SUMPRODUCT(LARGE(C2:C6,ROW(1:2)))", 70),
        ("=SUM(E5:E5*1)", 1000),
        ('=FILTER(A2:A7,A2:A7="none")', CellError.CALC),
        ('=SUM(FILTER(C2:C7,A2:A7="none"))', CellError.CALC),
        ("=TAKE(SORTBY(A2:A6,C2:C6,-1),1)", "East"),
        ("=INDEX(SORT(A2:C6,3,-1),1,1)", "East"),
        ("=SUM(CHOOSECOLS(C2:D5,{1}))", 100),
        ('=SUM(XLOOKUP("Units",A1:E1,A2:E6))', 100),
        ('=AVERAGE(XLOOKUP("Units",A1:E1,A2:E6))', 25),
        ("=AVERAGE(INDEX(A2:C6,0,3))", 25),
        ("=AVERAGE(IF(TRUE,C2:C6))", 25),
        ("=SLOPE(C2:C5,{1;2;3;4})", 10),
        ("=FORECAST(5,C2:C5,{1;2;3;4})", 50),
        ('=LET(n,FILTER(C2:C6,A2:A6="North"),SUM(n)/COUNT(n))', 20),
        ('=OR(A2:A7="West")', True),
        ("=AND(C2:C5>5)", True),
        ('=SUM((A2:A6="North")*(B2:B6="Toaster")*C2:C6)', 30),
        ("=SUM(A:A,C2:C5)", 100),
        ('=COUNTIFS(A:A,"North",B:B,"<>Pan")', 2),
        ('=SUMIFS(C:C,A:A,"<>North",B:B,"Kettle")', 40),
        ('=AVERAGEIF(A:A,"East",C:C)', 40),
        ("=SUM(2:2)", 45010),
        ("=MATCH(25,C2:C5)", 2),
        ('=COUNTIF(E2:E7,"*")', 5),
    ],
)
def test_arrays_and_errors_in_ranges(formula: str, expected: Any) -> None:
    (row,) = WORK.evaluate(formula, [SALES]).rows
    assert same(row[0], expected), row


@pytest.mark.parametrize(
    ("formula", "rows"),
    [
        ("=B3:B5", (("Toaster",), ("Toaster",), ("Kettle",))),
        ("B3,B7", (("Toaster",), ("Pan",))),
        ("=C5:C7", ((40.0,), (None,), (CellError.NA,))),
        ("=A2:C2,A6:B6", (("North", "Kettle", 10.0), ("West", "Kettle", None))),
        ("=D2", ((datetime(2023, 3, 15),),)),
        ("=E:E", (("Note",), ("x",), ("",), (None,), ("1,000",), ("7",), ("12%",))),
        ("=FILTER(A2:C5,C2:C5>25)", (("North", "Toaster", 30.0), ("East", "Kettle", 40.0))),
        ("=SORT(UNIQUE(A2:A7))", (("East",), ("North",), ("South",), ("West",))),
        ("=C2:C4*{1,2}", ((10.0, 20.0), (20.0, 40.0), (30.0, 60.0))),
        ("=LEN(A2:A4)", ((5.0,), (5.0,), (5.0,))),
        ("=IFERROR(C5:C7,-1)", ((40.0,), (0.0,), (-1.0,))),
        ("=CHOOSECOLS(A2:C3,{3,1})", ((10.0, "North"), (20.0, "South"))),
        ('=XLOOKUP("South",A2:A7,A2:D7)', (("South", "Toaster", 20.0, datetime(2023, 4, 15)),)),
        ("=SEQUENCE(2,2)", ((1.0, 2.0), (3.0, 4.0))),
        ('=A2:A3&" "&B2:B3', (("North Kettle",), ("South Toaster",))),
    ],
)
def test_many_values_come_as_rows(formula: str, rows: Any) -> None:
    assert WORK.evaluate(formula, [SALES]).rows == rows
