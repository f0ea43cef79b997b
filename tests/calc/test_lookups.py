"""Lookups as Excel does them: the last of a run of equal keys where the nearest is looked for, the first elsewhere."""

from __future__ import annotations

import pytest

from sheetllm_xl.drawing import drawn

from .table import gives, lines

SHEET = drawn(
    """
    Key | Val | Fruit  | Code | Falls | Odd  | Mixed | Place | Sign
    1   | a   | apple  | x    | 30    | 7    | 3     | A1    | a~b
    2   | b   | banana | y    | 20    | 3    | x     | Ab-c  | a*b
    2   | c   | banana | x    | 20    | 9    | #N/A  | Abd   | a?b
    2   | d   | cherry | y    | 20    | 1    | 5     | Émile | axb
    5   | e   | cherry | x    | 10    | 8    | TRUE  | Zoe   |
    5   | f   | fig    | z    | 5     | 2    |       |       | ""
    9   | g   | grape  | y    | 1     | 6    | 8     |       | q
    1   | 2   | 2      | 4    |       |      |       |       |
    p   | q   | r      | s    |       |      |       |       |
    """
)
TABLE = """
# the nearest below, in runs of equal keys
=MATCH(2,A2:A8) → 4
=MATCH(2,A2:A8,1) → 4
=MATCH(5,A2:A8,TRUE) → 6
=MATCH(4,A2:A8,1) → 4
=MATCH(1,A2:A8) → 1
=MATCH(0,A2:A8) → #N/A
=MATCH(100,A2:A8) → 7
=MATCH(2,{1,2,2,3}) → 3
=MATCH(2.5,{1;2;2;3}) → 3
=MATCH("banana",C2:C8) → 3
=MATCH("BANANA",C2:C8,1) → 3
=MATCH("cat",C2:C8,1) → 3
=MATCH("zebra",C2:C8) → 7
=MATCH({2;5},A2:A8) → 4 / 6
=LOOKUP(2,A2:A8,B2:B8) → d
=LOOKUP(3,A2:A8,B2:B8) → d
=LOOKUP(5,A2:A8) → 5
=LOOKUP(2,A2:B8) → d
=LOOKUP(2,A9:D10) → r
=LOOKUP(0,A2:A8,B2:B8) → #N/A
=LOOKUP("cherry",C2:C8,A2:A8) → 5
=LOOKUP({1,5},A2:A8,B2:B8) → a | f
=VLOOKUP(2,A2:B8,2) → d
=VLOOKUP(2,A2:B8,2,TRUE) → d
=VLOOKUP(8,A2:B8,2,1) → f
=VLOOKUP("cherry",C2:D8,2) → x
=VLOOKUP(0,A2:B8,2) → #N/A
=HLOOKUP(2,A9:D10,2) → r
=HLOOKUP(3,A9:D10,2,TRUE) → r
=HLOOKUP(4,A9:D10,2) → s
=INDEX(B2:B8,MATCH(5,A2:A8,1)) → f
# the nearest above, among keys that fall
=MATCH(30,E2:E8,-1) → 1
=MATCH(7,E2:E8,-1) → 5
=MATCH(1,E2:E8,-1) → 7
=MATCH(40,E2:E8,-1) → #N/A
=MATCH(0,E2:E8,-1) → 7
=MATCH(20,E2:E8,-1) → refused: equal keys
# the last match, errors passed over
=LOOKUP(2,1/(D2:D8="x"),B2:B8) → e
=LOOKUP(2,1/(D2:D8="y"),A2:A8) → 9
=LOOKUP(2,1/(D2:D8="X"),B2:B8) → e
=LOOKUP(2,1/((D2:D8="x")*(A2:A8<5)),B2:B8) → c
=LOOKUP(2,1/(D2:D8="none"),B2:B8) → #N/A
=LOOKUP(1,0/(D2:D8="x"),B2:B8) → e
=LOOKUP(1,1/(D2:D8="x"),B2:B8) → e
=LOOKUP(2,1/(B2:B8<>""),B2:B8) → g
=IFERROR(LOOKUP(2,1/(D2:D8="none"),B2:B8),"no") → no
=INDEX(B2:B8,MATCH(2,1/(D2:D8="x"))) → e
=LOOKUP(9.99E+307,G2:G8) → 8
=LOOKUP(9.99E+307,A:A) → 1
=MATCH(1E+306,G2:G8) → 7
=LOOKUP("zzz",B2:B8) → g
=LOOKUP("zzz",G2:G8) → x
=MATCH(1E+306,F2:F8) → 7
=MATCH(0.5,F2:F8) → #N/A
=LOOKUP(4,G2:G8) → 3
=LOOKUP(5,G2:G8,A2:A8) → 2
=MATCH("a",A2:A8) → #N/A
# keys out of order, or whose order is not sure
=MATCH(5,F2:F8) → refused: not sorted
=LOOKUP(5,F2:F8,A2:A8) → refused: not sorted
=VLOOKUP(4,F2:G8,2) → refused: not sorted
=MATCH(3,{1,5,2}) → refused: not sorted
=MATCH("Abc",H2:H6) → refused: order of texts
=MATCH("Zoe",H2:H6,0) → 5
# exact
=MATCH(2,A2:A8,0) → 2
=MATCH("2",A2:A8,0) → #N/A
=MATCH("CHERRY",C2:C8,0) → 4
=MATCH("ch*",C2:C8,0) → 4
=MATCH("~*",I2:I8,0) → #N/A
=MATCH("a~*b",I2:I8,0) → 2
=MATCH("a~?b",I2:I8,0) → 3
=MATCH("a~~b",I2:I8,0) → 1
=MATCH("a?b",I2:I8,0) → 1
=MATCH(TRUE,G2:G8,0) → 5
=MATCH(1,G2:G8,0) → #N/A
=MATCH(TRUE,A2:A8>2,0) → 5
=MATCH(1,(A2:A8=2)*(B2:B8="d"),0) → 4
=MATCH(1/0,A2:A8,0) → #DIV/0!
=MATCH(REPT("a",256),B2:B8,0) → #VALUE!
=MATCH(2,A2:B8,0) → #N/A
=VLOOKUP(2,A2:B8,2,FALSE) → b
=VLOOKUP(2,A2:B8,2,0) → b
=VLOOKUP("a~*b",I2:I8,1,FALSE) → a*b
=VLOOKUP("b*",C2:D8,2,FALSE) → y
=VLOOKUP(2,A2:B8,3,FALSE) → #REF!
=VLOOKUP(2,A2:B8,0,FALSE) → #VALUE!
=VLOOKUP(2,A2:B8,2.9,FALSE) → b
=VLOOKUP(77,A2:B8,2,FALSE) → #N/A
=VLOOKUP({1,9},A2:B8,2,FALSE) → a | g
=VLOOKUP(2,A2:C8,{2,3},FALSE) → b | banana
=HLOOKUP(2,A9:D10,2,FALSE) → q
=HLOOKUP("Code",A1:D3,2,FALSE) → x
=HLOOKUP("Code",A1:D3,9,FALSE) → #REF!
# XLOOKUP and XMATCH
=XLOOKUP(2,A2:A8,B2:B8) → b
=XLOOKUP(2,A2:A8,B2:B8,,0,-1) → d
=XLOOKUP(4,A2:A8,B2:B8,,-1) → b
=XLOOKUP(4,A2:A8,B2:B8,,1) → e
=XLOOKUP(4,A2:A8,B2:B8,,-1,-1) → d
=XLOOKUP(4,A2:A8,B2:B8,,1,-1) → f
=XLOOKUP(3,A2:A8,B2:B8) → #N/A
=XLOOKUP(3,A2:A8,B2:B8,"no") → no
=XLOOKUP(3,A2:A8,B2:B8,"") → ""
=XLOOKUP({1;5},A2:A8,B2:B8) → a / e
=XLOOKUP("x",D2:D8,A2:B8) → 1 | a
=XLOOKUP("x",D2:D8,A2:B8,,0,-1) → 5 | e
=XLOOKUP("none",D2:D8,A2:B8,"no") → no
=XLOOKUP("Code",A1:D1,A2:D3) → x / y
=XLOOKUP("a*b",I2:I8,A2:A8) → 2
=XLOOKUP("a~*b",I2:I8,A2:A8,,2) → 2
=XLOOKUP("a~~b",I2:I8,A2:A8,,2) → 1
=XLOOKUP("*b",I2:I8,A2:A8,,2,-1) → 2
=XLOOKUP(5,F2:F8,A2:A8,,-1) → 2
=XLOOKUP(5,F2:F8,A2:A8,,1) → 9
=XLOOKUP(1,(A2:A8=2)*(D2:D8="y"),B2:B8) → b
=XLOOKUP(1,(A2:A8=2)*(D2:D8="y"),B2:B8,,0,-1) → d
=XLOOKUP(2,A2:A8,B2:B4) → #VALUE!
=XLOOKUP(1/0,A2:A8,B2:B8) → #DIV/0!
=XLOOKUP(9,A2:A8,B2:B8,,0,2) → g
=XLOOKUP(2,A2:A8,B2:B8,,0,2) → refused: equal keys
=XLOOKUP(7,A2:A8,B2:B8,,1,2) → g
=XLOOKUP(10,E2:E8,B2:B8,,0,-2) → e
=XLOOKUP(5,F2:F8,B2:B8,,0,2) → refused: not sorted
=SUM(XLOOKUP("Key",A1:D1,A2:D8)) → 26
=XMATCH(2,A2:A8) → 2
=XMATCH(2,A2:A8,0,-1) → 4
=XMATCH(4,A2:A8,1) → 5
=XMATCH(4,A2:A8,-1) → 2
=XMATCH(0,A2:A8,-1) → #N/A
=XMATCH(10,A2:A8,1) → #N/A
=XMATCH("b*",C2:C8,2) → 2
=XMATCH("b*",C2:C8,2,-1) → 3
=XMATCH("b*",C2:C8) → #N/A
=XMATCH("CHERRY",C2:C8) → 4
=XMATCH(25,{10;30;20},-1) → 3
=XMATCH(25,{10,30,20},1) → 2
=XMATCH(7,A2:A8,1,2) → 7
=XMATCH({1;5;77},A2:A8) → 1 / 5 / #N/A
=XMATCH(100,G2:G8,1) → refused: other kinds
# texts within texts
=SEARCH("~*","a*b") → 2
=SEARCH("~?","a?b") → 2
=SEARCH("~~","a~b") → 2
=SEARCH("?","a?b") → 1
=SEARCH("b*d","abcd") → 2
=SEARCH("C","abc") → 3
=SEARCH("x","abc") → #VALUE!
=FIND("*","a*b") → 2
"""


@pytest.mark.parametrize(("formula", "result"), lines(TABLE))
def test_what_a_lookup_finds(formula: str, result: str) -> None:
    gives(formula, result, SHEET)
