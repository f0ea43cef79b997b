"""An argument that is left out is its default; the rest, aggregates over what functions give."""

from __future__ import annotations

import pytest

from sheetllm_xl.drawing import drawn

from .table import gives, lines

SHEET = drawn(
    """
    Key | Val | Fruit  | Code
    1   | a   | apple  | x
    2   | b   | banana | y
    2   | c   | banana | x
    2   | d   | cherry | y
    5   | e   | cherry | x
    5   | f   | fig    | z
    9   | g   | grape  | y
    3   | 1   | 2      |
    """
)
TABLE = """
=SORT(A2:A8,,-1) → 9 / 5 / 5 / 2 / 2 / 2 / 1
=SORT(A2:B4,,-1) → 2 | b / 2 | c / 1 | a
=SORT({3,1,2},,,TRUE) → 1 | 2 | 3
=SORT({3,1,2},,-1,TRUE) → 3 | 2 | 1
=SORT({3;1;2},,) → 1 / 2 / 3
=TAKE(A2:B4,,1) → 1 / 2 / 2
=TAKE(A2:B4,,-1) → a / b / c
=TAKE(A2:B8,2,) → 1 | a / 2 | b
=TAKE(A2:B8,-1) → 9 | g
=DROP(A2:B4,,1) → a / b / c
=DROP(A2:B4,,-1) → 1 / 2 / 2
=DROP(A2:B8,5) → 5 | f / 9 | g
=DROP(A2:B4,2,) → 2 | c
=EXPAND({1;2},3,,"-") → 1 / 2 / -
=EXPAND({1,2},,3,0) → 1 | 2 | 0
=EXPAND({1;2},3) → 1 / 2 / #N/A
=EXPAND({1;2},3,2,"-") → 1 | - / 2 | - / - | -
=EXPAND({1;2},3,,) → 1 / 2 / #N/A
=TEXTAFTER("a-b","-",,1) → b
=TEXTBEFORE("a-b","-",,1) → a
=TEXTAFTER("aXb","x",,1) → b
=TEXTAFTER("aXb","x",,0) → #N/A
=TEXTAFTER("a-b","+",,,,"none") → none
=TEXTBEFORE("a-b","+",,,,"none") → none
=TEXTBEFORE("a-b-c","-",-1) → a-b
=TEXTAFTER("a-b-c","-",2) → c
=TEXTAFTER("a-b-c","-",-1,) → c
=TEXTBEFORE("ab","-",,,1) → ab
=TEXTAFTER("ab","-",,,1) → ""
=TEXTAFTER("ab","-") → #N/A
=TEXTSPLIT("a,b;c",",",";") → a | b / c | #N/A
=TEXTSPLIT("a,b;c",",",";",,,"") → a | b / c | ""
=TEXTSPLIT("a;b",,";") → a / b
=TEXTSPLIT("a,,b",",",,TRUE) → a | b
=TEXTSPLIT("a,,b",",") → a | "" | b
=TEXTSPLIT("aXb","x",,,1) → a | b
=AVERAGE(A2:A4,) → 1.25
=SUM(A2:A4,) → 5
=COUNT(A2:A4,) → 4
=COUNTA(A2:A4,) → 4
=MAX(-5,) → 0
=MIN(5,) → 0
=AND(TRUE,) → FALSE
=OR(FALSE,) → FALSE
=CONCAT("a",,"b") → ab
=CONCATENATE("a",,"b") → ab
=TEXTJOIN(,TRUE,"a","b") → ab
=TEXTJOIN("-",,"a","b") → a-b
=TEXTJOIN("-",,"a","","b") → refused: TRUE or FALSE
=IF(TRUE,,5) → 0
=IF(FALSE,5,) → 0
=IF(FALSE,5) → FALSE
=IF(A2:A4>1,,A2:A4) → 1 / 0 / 0
=IFERROR(1/0,) → 0
=IFNA(#N/A,) → 0
=CHOOSE(2,"a",) → 0
=ROUND(2.567,) → 3
=ROUNDDOWN(2.9,) → 2
=ROUNDUP(2.1,) → 3
=TRUNC(2.9,) → 2
=LEFT("abc",) → ""
=RIGHT("abc",) → ""
=SUBSTITUTE("aXb","X",) → ab
=REPLACE("abc",2,1,) → ac
=VLOOKUP(2,A2:B8,2,) → b
=HLOOKUP("Val",A1:B8,3,) → b
=MATCH(2,A2:A8,) → 2
=INDEX(A2:B4,,2) → a / b / c
=INDEX(A2:B4,2,) → 2 | b
=SUM(INDEX(A2:B8,,1)) → 26
=XLOOKUP(7,A2:A8,B2:B8,,-1) → e
=XLOOKUP(7,A2:A8,B2:B8,"",,) → ""
=XMATCH(2,A2:A8,,-1) → 4
=SEQUENCE(2,,5) → 5 / 6
=SEQUENCE(,3) → 1 | 2 | 3
=SEQUENCE(3,,,2) → 1 / 3 / 5
=SEQUENCE(2,2,,10) → 1 | 11 / 21 | 31
=UNIQUE(A2:A8,,TRUE) → 1 / 9
=UNIQUE({1,1,2},TRUE) → 1 | 2
=UNIQUE(D2:D8,,) → x / y / z
=SORTBY(B2:B4,A2:A4,) → a / b / c
=FILTER(A2:A8,A2:A8>4,) → 5 / 5 / 9
=TOCOL({1,2;3,4},,TRUE) → 1 / 3 / 2 / 4
=TOROW({1,2;3,4},) → 1 | 2 | 3 | 4
=WRAPROWS({1,2,3},2) → 1 | 2 / 3 | #N/A
=WRAPROWS({1,2,3},2,) → 1 | 2 / 3 | #N/A
=WRAPCOLS({1,2,3},2,"x") → 1 | 3 / 2 | x
=ROUND(PMT(0.1,2,100,,1),6) → -52.380952
=ROUND(FV(0.1,2,-10,,1),6) → 23.1
=ROUND(PV(0.1,2,-10,,),6) → 17.355372
=YEARFRAC(DATE(2024,1,1),DATE(2024,7,1),) → 0.5
=DAYS360(DATE(2024,1,1),DATE(2024,7,1),) → 180
=ADDRESS(2,3,,,"S") → S!$C$2
=CEILING.MATH(6.3,,) → 7
=FLOOR.MATH(-6.3,,) → -7
=LOG(100,) → refused: left out
=WEEKDAY(DATE(2026,1,1),) → refused: left out
=COUNTIF(A2:A8,) → refused: left out
=POWER(2,) → 1
"""
AGGREGATES = """
=COUNT(MODE.MULT({1,2,3,4,3,2,1,2,3,5,6,1})) → 3
=SUM(MODE.MULT({1,2,3,4,3,2,1,2,3,5,6,1})) → 6
=MAX(MODE.MULT(A2:A8)) → 2
=ROWS(MODE.MULT({1,2,1,2,3})) → 2
=MODE.MULT({1,2,1,2,3}) → 1 / 2
=INDEX(MODE.MULT({1,2,1,2,3}),2) → 2
=COUNT(MODE.MULT({1,2,3})) → 0
=TEXTJOIN(",",TRUE,MODE.MULT({1,2,1,2,3})) → 1,2
=COUNT(FREQUENCY(A2:A8,{2,5})) → 3
=SUM(--(FREQUENCY(A2:A8,A2:A8)>0)) → 4
=COUNT(UNIQUE(A2:A8)) → 4
=COUNTA(UNIQUE(D2:D8)) → 3
=ROWS(FILTER(A2:A8,D2:D8="x")) → 3
=COLUMNS(FILTER(A2:B8,D2:D8="x")) → 2
=COUNT(FILTER(A2:B8,D2:D8="x")) → 3
=SUM(SEQUENCE(4)) → 10
=COUNT(SEQUENCE(2,3)) → 6
=ROWS(SEQUENCE(5,2)) → 5
=MAX(TAKE(SORT(A2:A8),3)) → 2
=SUM(TAKE(SORT(A2:A8,,-1),2)) → 14
=COUNT(TOCOL(A2:B8)) → 7
=COUNTA(TOCOL(A2:B8)) → 14
=COUNT(HSTACK(A2:A4,B2:B4)) → 3
=COUNT(VSTACK(A2:A4,A5:A6)) → 5
=COUNTA(TEXTSPLIT("a,b,c",",")) → 3
=SUM(--TEXTSPLIT("1,2,3",",")) → 6
=COUNT(TEXTSPLIT("1,2",",")) → 0
=ROWS(TEXTSPLIT("a;b",,";")) → 2
=COLUMNS(TEXTSPLIT("a,b,c",",")) → 3
=INDEX(TEXTSPLIT("a,b,c",","),2) → b
=ROUND(SUM(LINEST({2;4;6},{1;2;3})),9) → 2
=COUNT(LINEST({2;4;6},{1;2;3})) → 2
=COUNT(TREND({1;2;3})) → 3
=COUNT(GROWTH({1;2;4})) → 3
=SUM(MMULT({1,2;3,4},{1;1})) → 10
=COUNT(MINVERSE({1,0;0,1})) → 4
=SUM(MUNIT(3)) → 3
=COUNT(TRANSPOSE(A2:A8)) → 7
=SUM(CHOOSE({1,2},A2,A3)) → 3
=COUNT(CHOOSE(1,A2:A9,B2:B9)) → 8
=AVERAGE(CHOOSE(2,B2:B9,A9:A10)) → 3
=COUNT(CHOOSECOLS(A2:B8,1)) → 7
=SUM(CHOOSEROWS(A2:A8,-1,1)) → 10
=SUM(DROP(A2:A8,5)) → 14
=COUNT(EXPAND({1;2},3)) → 2
=SUM(WRAPROWS({1,2,3,4},2)) → 10
=COUNT(IF(A2:A8>2,A2:A8)) → 3
=COUNT(ROW(A2:A8)) → 7
=COUNT(COLUMN(A1:C1)) → 3
=MAX(LEN(C2:C8)) → 6
=SUM(LARGE(A2:A8,{1,2})) → 14
=SUM(SMALL(A2:A8,{1,2,3})) → 5
=MEDIAN(UNIQUE(A2:A8)) → 3.5
=PERCENTILE(UNIQUE(A2:A8),0.5) → 3.5
=COUNTA(SORTBY(B2:B8,A2:A8,-1)) → 7
=COUNT(1/(D2:D8="x")) → 3
=COUNT(MATCH({1,9,77},A2:A8,0)) → 2
=SUM(VLOOKUP({1,9},{1,10;9,90},2,FALSE)) → 100
=COUNT(XLOOKUP({1,9},A2:A8,A2:A8)) → 2
=COUNT(INDEX(A2:B8,0,1)) → 7
=COUNT(SEARCH("a",C2:C8)) → 4
=COUNT(DATEVALUE({"1/1/2026","x"})) → 1
=COUNT(VALUE({"1","x"})) → 1
=SUM(SWITCH(D2:D8,"x",1,"y",2,0)) → 9
=SUM(IFS(A2:A8>4,1,TRUE,0)) → 3
=COUNT(MOD(A2:A8,2)) → 7
=ROWS(UNIQUE(FILTER(D2:D8,A2:A8<9))) → 3
=COUNTA(FILTER(A2:A8,A2:A8>99,"none")) → 1
=COUNT(SORT(FILTER(A2:A8,A2:A8>1),,-1)) → 6
=AVERAGE(TAKE(A2:A8,-2)) → 7
=STDEV.P(UNIQUE({1;1;3})) → 1
# blanks that are handed on (D9 is one)
=FILTER(D2:D9,A2:A9>2)&"" → x / z / y / ""
=FILTER(D8:D9,A8:A9>2) → y / 0
=SUM(FILTER(D8:D9,A8:A9>2)) → 0
=UNIQUE(D7:D9) → z / y / 0
=COUNTA(UNIQUE(D2:D9)) → 4
=COUNTA(FILTER(D2:D9,A2:A9>2)) → 4
=COUNTA(FILTER(D2:D9,D2:D9<>"")) → 7
=COUNTA(UNIQUE(FILTER(D2:D9,D2:D9<>""))) → 3
=ROWS(UNIQUE(D2:D9)) → 4
=COUNT(FILTER(D2:D9,A2:A9>2)) → refused: empty cells
=AVERAGE(SORT(D8:D9)) → refused: empty cells
=COUNTA(TAKE(D2:D9,-2)) → refused: empty cells
=COUNT(FILTER(D2:D9,D2:D9<>"")) → 0
=SORT(D7:D9,,-1) → z / y / 0
=UNIQUE({1;1;2},,TRUE) → 2
=UNIQUE({"a","A";"b","c"}) → a | A / b | c
=FILTER({1,2,3},{1,0,1}) → 1 | 3
=FILTER({1;2},{0;0},"none") → none
=FILTER({1;2},{0;0}) → #CALC!
=FILTER({1;2},{1;1;0}) → #VALUE!
# rows that are sorted
=SORTBY({"c","a","b"},{3,1,2}) → a | b | c
=SORTBY(A9:C9,A9:C9) → 1 | 2 | 3
=SORTBY(A9:C9,A9:C9,-1) → 3 | 2 | 1
=SORTBY({1,2,3;4,5,6},{3,1,2}) → 2 | 3 | 1 / 5 | 6 | 4
=SORTBY(B2:B5,D2:D5,1,A2:A5,-1) → c / a / b / d
=SORTBY({1;2;3},{3,1,2}) → #VALUE!
=INDEX(SORTBY({"c","a","b"},{3,1,2},-1),1) → c
=SORTBY(B2:B4,A2:A4,-1) → b / c / a
=SORT(A9:C9,1,1,TRUE) → 1 | 2 | 3
=SORT({1,"b",TRUE;2,"a",FALSE},2) → 2 | a | FALSE / 1 | b | TRUE
=SORT({"b";2;TRUE;"A";1}) → 1 / 2 / A / b / TRUE
=SORT({"b";2;TRUE;"A";1},,-1) → TRUE / b / A / 2 / 1
"""


@pytest.mark.parametrize(("formula", "result"), lines(TABLE))
def test_an_argument_left_out_is_its_default(formula: str, result: str) -> None:
    gives(formula, result, SHEET)


@pytest.mark.parametrize(("formula", "result"), lines(AGGREGATES))
def test_what_functions_give_is_counted_as_cells_are(formula: str, result: str) -> None:
    gives(formula, result, SHEET)
