"""Numbers in texts, texts as numbers, and how long a text may be, as in Excel (English, United States)."""

from __future__ import annotations

import pytest

from sheetllm_xl.drawing import drawn

from .table import gives, lines

SHEET = drawn(
    """
    Sum                | Text         | Key    | Price | Word
    110.00000000000001 | "(500)"      | 110    | 1     | "1,234"
    0.30000000000000004 | "$1,234.50" | 0.3    | 2     | abc
    46023              | "10%"        | 46023  | 3     | ""
    1234.5678          | "16:48"      | x      | 4     | TRUE
                       | "5-Jan-2024" | 110-x  | 5     | "1/2"
    """
)
JOINED = """
=A2&"" → "110"
=A3&"" → "0.3"
=A4&"" → "46023"
=A5&"x" → 1234.5678x
=A6&"x"&C2 → x110
=0.1+0.2&"" → "0.3"
=1/3&"" → "0.333333333333333"
=2/3&"" → "0.666666666666667"
=100/3&"" → "33.3333333333333"
=-1/3&"" → "-0.333333333333333"
=1.1*3&"" → "3.3"
=1E15&"" → "1000000000000000"
=1E20&"" → "100000000000000000000"
=1E21&"" → "1E+21"
=1.5E+300&"" → "1.5E+300"
=123456789012345678&"" → "123456789012346000"
=0.0001&"" → "0.0001"
=0.5&"" → "0.5"
=-0.5&"" → "-0.5"
=100%&"" → "1"
=TRUE&"" → "TRUE"
=(1=1)&"!" → TRUE!
=DATE(2026,1,1)&"" → "46023"
=TIME(16,48,0)&"" → "0.7"
=A2&A3 → "1100.3"
=A2:A3&"-"&C2:C3 → 110-110 / 0.3-0.3
=(1/0)&"x" → #DIV/0!
=1/3000000&"" → refused: How Excel writes
=LEN(A2) → 3
=LEN(0.1+0.2) → 3
=LEN(1/3) → 17
=LEFT(1/3,4) → "0.33"
=RIGHT(2/3,1) → "7"
=MID(2/3,17,1) → "7"
=CONCAT(0.1+0.2,"x") → 0.3x
=CONCAT(A2:A3) → "1100.3"
=CONCATENATE(A2,"-",A3) → 110-0.3
=TEXTJOIN("-",TRUE,A2:A6) → 110-0.3-46023-1234.5678
=TEXTJOIN({"-","+"},TRUE,1,2,3) → 1-2+3
=TEXTJOIN(", ",TRUE,IF(A2:A5>1000,A2:A5,"")) → 46023, 1234.5678
=TEXTJOIN("-",FALSE,A5:A6,"x") → 1234.5678--x
=SUBSTITUTE(0.1+0.2,".",",") → "0,3"
=UPPER(0.1+0.2) → "0.3"
=TRIM(1.1*3) → "3.3"
=EXACT(0.1+0.2,"0.3") → TRUE
=FIND("3",0.1+0.2) → 3
=SEARCH("3",A3) → 3
=REPT(0.1+0.2,2) → 0.30.3
=REPLACE(1/3,1,2,"") → "333333333333333"
=TEXTBEFORE(1.1*3,".") → "3"
=TEXTAFTER(1.1*3,".") → "3"
=VALUE((0.1+0.2)&"") → 0.3
=VALUETOTEXT(0.1+0.2) → "0.3"
=LEN(VALUETOTEXT("a",1)) → 3
=VALUETOTEXT("a") → a
=ARRAYTOTEXT(A2:A3) → 110, 0.3
=ARRAYTOTEXT({1,"a";TRUE,#N/A},1) → {1,"a";TRUE,#N/A}
=ARRAYTOTEXT({1,"a";TRUE,#N/A}) → 1, a, TRUE, #N/A
=LEFT(123.5,2) → "12"
# keys that are made so
=MATCH(A2&"",{"0.3","110"},0) → 2
=MATCH(A2&"-x",C2:C6,0) → 5
=XLOOKUP(A2&"-x",C2:C6,D2:D6) → 5
=VLOOKUP(A2&"-x",C2:D6,2,FALSE) → 5
=COUNTIF(C2:C6,A2&"-x") → 1
=SUMIF(C2:C6,A2&"",D2:D6) → 1
=INDEX(D2:D6,MATCH("0.3",C2:C6&"",0)) → 2
=SUMPRODUCT(--(A2:A3&""={"110";"0.3"})) → 2
=SUMPRODUCT((A2:A5&""=C2:C5&"")*1) → 3
# as long as a cell
=LEN(REPT("a",32767)) → 32767
=REPT("a",32768) → #VALUE!
=REPT("ab",16384) → #VALUE!
=REPT("",100000) → ""
=REPT("a",-1) → #VALUE!
=REPT("ab",2.9) → abab
=LEN(REPT("a",20000)&REPT("b",12767)) → 32767
=LEN(REPT("a",20000)&REPT("b",12768)) → #VALUE!
=LEN(TEXTJOIN(",",TRUE,REPT("a",20000),REPT("b",20000))) → #VALUE!
=LEN(TEXTJOIN(REPT(",",20000),TRUE,1,2,3)) → #VALUE!
=LEN(CONCAT(REPT("a",20000),REPT("b",20000))) → #VALUE!
=LEN(CONCATENATE(REPT("a",20000),REPT("b",20000))) → #VALUE!
=LEN(SUBSTITUTE(REPT("a",20000),"a","bb")) → #VALUE!
=LEN(REPLACE(REPT("a",32767),1,0,"b")) → #VALUE!
=IFERROR(REPT("a",40000),"long") → long
# the rest of these functions
=SUBSTITUTE("aXbXc","X","-",2) → aXb-c
=SUBSTITUTE("aXbXc","X","-",3) → aXbXc
=SUBSTITUTE("abc","","-") → abc
=SUBSTITUTE("abc","B","-") → abc
=SUBSTITUTE("abc","b","-",0) → #VALUE!
=REPLACE("abcdef",3,2,"*") → ab*ef
=REPLACE("abc",0,1,"x") → #VALUE!
=REPLACE("abc",9,1,"x") → abcx
=TEXTJOIN(",",TRUE,"a",1/0) → #DIV/0!
=TEXTJOIN(",",TRUE,E2:E5) → 1,234,abc,TRUE
"""
READ = """
=VALUE("(500)") → -500
=VALUE("($1,234.50)") → -1234.5
=VALUE("-$5") → -5
=VALUE("$1,234.50") → 1234.5
=VALUE("1,234,567") → 1234567
=VALUE("10%") → 0.1
=VALUE("12.3%") → 0.123
=VALUE("-5%") → -0.05
=VALUE("1 1/2") → 1.5
=VALUE("0 3/4") → 0.75
=VALUE("-1 1/2") → -1.5
=VALUE(" 12 ") → 12
=VALUE("12.") → 12
=VALUE(".5") → 0.5
=VALUE("+5") → 5
=VALUE("1e3") → 1000
=VALUE("1E-2") → 0.01
=VALUE("12345678901234567") → 12345678901234500
=VALUE("16:48:00") → 0.7
=VALUE("12:00") → 0.5
=VALUE("12:00 AM") → 0
=VALUE("4:48 PM") → 0.7
=VALUE("5 PM")*24 → 17
=VALUE("36:00") → 1.5
=VALUE("1/1/2026") → 46023
=VALUE("1-Jan-2026") → 46023
=VALUE("1-Jan-26") → 46023
=VALUE("1/1/99") → 36161
=VALUE("January 5, 2024") → 45296
=VALUE("Jan 2026") → 46023
=VALUE("2026-01-01") → 46023
=VALUE("2026-01-01 12:00") → 46023.5
=VALUE("1/1/2026 6:00 PM") → 46023.75
=VALUE("abc") → #VALUE!
=VALUE("") → #VALUE!
=VALUE("--5") → #VALUE!
=VALUE("1.2.3") → #VALUE!
=VALUE("13/13/2026") → #VALUE!
=VALUE("2/30/2026") → #VALUE!
=VALUE("555-1234") → #VALUE!
=VALUE("12abc") → #VALUE!
=VALUE(TRUE) → #VALUE!
=VALUE(5) → 5
=VALUE("1/2") → refused: year of today
=VALUE("5-Mar") → refused: year of today
=VALUE("1,23") → refused: not sure
=VALUE("€5") → refused: not sure
=VALUE("100-") → refused: not sure
=VALUE(B2:B5) → -500 / 1234.5 / 0.1 / 0.7
=IFERROR(VALUE(E3),0) → 0
=NUMBERVALUE("2.500,27",",",".") → 2500.27
=NUMBERVALUE("3.5%") → 0.035
=NUMBERVALUE("") → 0
=NUMBERVALUE("9%%") → 0.0009
=NUMBERVALUE(" 3 000 ") → 3000
=NUMBERVALUE("1.2,3") → #VALUE!
=NUMBERVALUE("1.2.3") → #VALUE!
# dates and times, most of them Microsoft's examples
=DATEVALUE("January 5, 2024")+0 → 45296
=DATEVALUE("8/22/2011")+0 → 40777
=DATEVALUE("22-MAY-2011")+0 → 40685
=DATEVALUE("2011/02/23")+0 → 40597
=DATEVALUE("1/1/2026 18:00")+0 → 46023
=DATEVALUE("5-JUL") → refused: year of today
=DATEVALUE("abc") → #VALUE!
=DATEVALUE(46023) → #VALUE!
=DATEVALUE("January 5, 2024") → 2024-01-05
=TIMEVALUE("2:24 AM") → 02:24:00
=ROUND(TIMEVALUE("22-Aug-2011 6:35 AM"),9) → 06:35:00
=TIMEVALUE("16:48") → 16:48:00
=TIMEVALUE("27:00") → 03:00:00
=TIMEVALUE("abc") → #VALUE!
=YEAR("January 5, 2024") → 2024
=MONTH("5-Mar-2024") → 3
=DAY("15-Apr-11") → 15
=DAYS("15-MAR-2021","1-FEB-2021") → 42
=DATEDIF("1/1/2001","1/1/2003","Y") → 2
=DATEDIF("6/1/2001","8/15/2002","D") → 440
=WEEKDAY("2/14/2008") → 5
=HOUR("3:30:30 AM") → 3
=MINUTE("12:45:00 PM") → 45
=SECOND("4:48:18 PM") → 18
=EDATE("15-Jan-11",1) → 2011-02-15
=EOMONTH("1-Jan-11",1) → 2011-02-28
=NETWORKDAYS("10/1/2012","3/1/2013") → 110
=WORKDAY("10/1/2008",151) → 2009-04-30
=ROUND(YEARFRAC("1/1/2012","7/30/2012"),8) → 0.58055556
=WEEKNUM("3/9/2012") → 10
=ISOWEEKNUM("3/9/2012") → 10
=DAYS360("1/30/2011","2/1/2011") → 1
# in arithmetic and in place of numbers
="(500)"+0 → -500
=--"1,234" → 1234
="$5"*2 → 10
="10%"*100 → 10
="1 1/2"+1 → 2.5
="1/1/2026"+0 → 46023
="16:48"*24 → 16.8
="Jan 5, 2024"-"Jan 1, 2024" → 4
=-"(5)" → 5
="5"^2 → 25
="50"% → 0.5
="abc"+1 → #VALUE!
=""+1 → #VALUE!
="TRUE"+1 → #VALUE!
=TRUE+1 → 2
=B2+1 → -499
=B2*B4 → -50
=B6-DATE(2024,1,1) → 4
=SUM(B2:B5*1) → 735.3
=SUMPRODUCT(--B2:B5) → 735.3
=SUMPRODUCT(B2:B4+0,D2:D4) → 1969.3
=SUM(B2:B5) → 0
=E2+1 → 1235
=E4+1 → #VALUE!
=E6+1 → refused: year of today
=+E3 → abc
=IFERROR(E2:E4*1,0) → 1234 / 0 / 0
=IF(TRUE,"1,000",1)*2 → 2000
=LEFT("$5 off",2)+1 → 6
=ROUND("2.567",1) → 2.6
=SQRT("16") → 4
=INT("(2.5)") → -3
=MOD("$7",4) → 3
=DATE("2024","1","5") → 2024-01-05
=LEFT("abc","2") → ab
=MID("abcdef","2","3") → bcd
=REPT("ab","2") → abab
=CHAR("65") → A
=CHOOSE("2","a","b") → b
=INDEX(D2:D6,"2") → 2
=LARGE(D2:D6,"2") → 4
=VLOOKUP(2,A1:D6,"2",FALSE) → #N/A
=SUM("1,234",1) → 1235
=SUM("$5",1) → 6
=SUM("abc",1) → #VALUE!
=MAX("10%",0) → 0.1
=AVERAGE("1/1/2026",46025) → 46024
=COUNT("10%","abc",1) → 2
=TEXT("1234.5","0.0") → "1234.5"
=TEXT("1/5/2024","yyyy-mm-dd") → "2024-01-05"
=TEXT("10%","0.00") → "0.10"
=TEXT("abc","0.0") → abc
=FIXED("1,234.56",1) → "1,234.6"
=ISNUMBER("5") → FALSE
=ISNUMBER(--"5") → TRUE
=N("5") → 0
=BIN2DEC("101") → 5
=HEX2DEC("FF") → 255
=DEC2BIN("5") → "101"
=EVEN("3") → 4
=PMT("10%",1,-100) → 110
="5"=5 → FALSE
="a"<5 → FALSE
"""


@pytest.mark.parametrize(("formula", "result"), lines(JOINED))
def test_a_number_in_a_text_has_fifteen_digits(formula: str, result: str) -> None:
    gives(formula, result, SHEET)


@pytest.mark.parametrize(("formula", "result"), lines(READ))
def test_a_text_is_read_as_a_number(formula: str, result: str) -> None:
    gives(formula, result, SHEET)
