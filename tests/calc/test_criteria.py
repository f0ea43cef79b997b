"""Criteria of COUNTIF and its kin as Excel reads them in English (United States)."""

from __future__ import annotations

import pytest

from sheetllm_xl.drawing import drawn
from sheetllm_xl.sheet import Cell, Sheet

from .table import WORK, gives, lines

SHEET = drawn(
    """
    Code  | Share | Fee    | Due                 | Mixed   | At       | Open  | Near
    a~b   | 5%    | 4      | 2025-12-31          | 10      | 08:30:00 | TRUE  | 0.30000000000000004
    a*b   | 10%   | 5      | 2026-01-01          | "10"    | 12:00:00 | FALSE | 2
    a?b   | 12%   | 6      | 2026-01-02          | TRUE    | 16:48:00 | TRUE  | 3
    axb   | 20%   | 1250   | 2026-01-02 12:00:00 | #N/A    |          |       |
    AxxB  |       | -500   | 2026-07-04          | x       |          |       | "TRUE"
    ""    | 50%   | 1234.5 | 2027-01-01          | #DIV/0! |          |       | "1/2"
          | 0.1   | 0      |                     |         |          |       | "5%"
    North | 100%  | 1.5    |                     | "010"   |          |       | "~x"
    """
)
TABLE = """
# percentages, currency, separators, parentheses, exponents, fractions
=COUNTIF(B2:B9,">10%") → 4
=COUNTIF(B2:B9,">=10%") → 6
=COUNTIF(B2:B9,"10%") → 2
=COUNTIF(B2:B9,"=10%") → 2
=COUNTIF(B2:B9,"<>10%") → 6
=COUNTIF(B2:B9,"<10%") → 1
=COUNTIF(B2:B9,">12.5%") → 3
=COUNTIF(B2:B9,0.1) → 2
=COUNTIF(B2:B9,10%) → 2
=COUNTIF(B2:B9,">"&B3) → 4
=COUNTIF(B2:B9,".1") → 2
=COUNTIF(B2:B9,"1E-1") → 2
=COUNTIF(C2:C9,">$5") → 3
=COUNTIF(C2:C9,">=$5") → 4
=COUNTIF(C2:C9,"=$1,250") → 1
=COUNTIF(C2:C9,"$1,234.50") → 1
=COUNTIF(C2:C9,">1,000") → 2
=COUNTIF(C2:C9,"(500)") → 1
=COUNTIF(C2:C9,"-$500") → 1
=COUNTIF(C2:C9,"($500)") → 1
=COUNTIF(C2:C9,"<0") → 1
=COUNTIF(C2:C9,"1 1/2") → 1
=COUNTIF(C2:C9,"1.25E3") → 1
=COUNTIF(C2:C9,">1e3") → 2
=COUNTIF(C2:C9,"=+5") → 1
=SUMIF(C2:C9,">$5") → 2490.5
=SUMIF(B2:B9,">10%",C2:C9) → 2492
=SUMIFS(C2:C9,B2:B9,">=10%",B2:B9,"<20%") → 11
=AVERAGEIF(B2:B9,"10%",C2:C9) → 2.5
=AVERAGEIFS(C2:C9,B2:B9,"<=10%",C2:C9,">$0") → 4.5
=MAXIFS(C2:C9,B2:B9,"<=50%") → 1250
=MINIFS(C2:C9,B2:B9,">10%") → 1.5
=COUNTIFS(B2:B9,">10%",C2:C9,">$1,000") → 2
=SUM(COUNTIF(B2:B9,{">10%","<10%"})) → 5
=SUMPRODUCT(COUNTIF(C2:C9,C2:C9)) → 8
# dates and times
=COUNTIF(D2:D9,">1-Jan-2026") → 4
=COUNTIF(D2:D9,">=1-Jan-2026") → 5
=COUNTIF(D2:D9,"1-Jan-2026") → 1
=COUNTIF(D2:D9,"=1/1/2026") → 1
=COUNTIF(D2:D9,"1/1/26") → 1
=COUNTIF(D2:D9,"2026-01-01") → 1
=COUNTIF(D2:D9,"2026/1/1") → 1
=COUNTIF(D2:D9,"January 1, 2026") → 1
=COUNTIF(D2:D9,"Jan 1, 2026") → 1
=COUNTIF(D2:D9,"1 January 2026") → 1
=COUNTIF(D2:D9,"1 JAN 2026") → 1
=COUNTIF(D2:D9,">=Jan 2026") → 5
=COUNTIF(D2:D9,"<>1-Jan-2026") → 7
=COUNTIF(D2:D9,"<2026-01-02") → 2
=COUNTIF(D2:D9,"<=1/2/2026") → 3
=COUNTIF(D2:D9,"2026-01-02 12:00") → 1
=COUNTIF(D2:D9,"1/2/2026 12:00 PM") → 1
=COUNTIFS(D2:D9,">=1/1/2026",D2:D9,"<1/1/2027") → 4
=COUNTIFS(D2:D9,">="&DATE(2026,1,1),D2:D9,"<"&EDATE(DATE(2026,1,1),12)) → 4
=COUNTIF(D2:D9,D3) → 1
=COUNTIF(D2:D9,">"&D3) → 4
=COUNTIF(D2:D9,46023) → 1
=SUMIFS(C2:C9,D2:D9,">31-Dec-2025",D2:D9,"<=2-Jan-2026") → 11
=COUNTIF(D2:D9,"13/13/2026") → 0
=COUNTIF(D2:D9,">1/5") → refused: year of today
=COUNTIF(F2:F9,">8:30") → 2
=COUNTIF(F2:F9,"12:00") → 1
=COUNTIF(F2:F9,"12:00 PM") → 1
=COUNTIF(F2:F9,">=4:48 pm") → 1
=COUNTIF(F2:F9,"16:48:00") → 1
=COUNTIF(F2:F9,"<"&TIME(12,0,0)) → 1
# booleans
=COUNTIF(G2:G9,"TRUE") → 2
=COUNTIF(G2:G9,TRUE) → 2
=COUNTIF(G2:G9,"=false") → 1
=COUNTIF(G2:G9,"<>TRUE") → 6
=COUNTIF(G2:G9,1) → 0
=SUMIF(G2:G9,TRUE,C2:C9) → 10
=COUNTIF(H2:H9,TRUE) → refused: TRUE
=COUNTIF(G2:G9,">TRUE") → refused: order
# blanks
=COUNTIF(A2:A9,"") → 2
=COUNTIF(A2:A9,"=") → 1
=COUNTIF(A2:A9,"<>") → 7
=SUMIF(A2:A9,"",C2:C9) → 1234.5
=SUMIFS(C2:C9,A2:A9,"=") → 0
=SUMIFS(C2:C9,A2:A9,"<>") → 2001
=COUNTIFS(A2:A9,"<>",B2:B9,"<>") → 6
=COUNTIF(B2:B9,"") → 1
=COUNTIF(B2:B9,"="&"") → 1
=ROUND(AVERAGEIF(A2:A9,"<>",C2:C9),2) → 285.86
=COUNTIF(A2:A9,">") → refused: compares with nothing
=COUNTIF(A2:A9,A8) → refused: is empty
=COUNTIF(A2:A9,">"&A8) → refused: compares with nothing
# wildcards
=COUNTIF(A2:A9,"a~~b") → 1
=COUNTIF(A2:A9,"a~*b") → 1
=COUNTIF(A2:A9,"a~?b") → 1
=COUNTIF(A2:A9,"a?b") → 4
=COUNTIF(A2:A9,"a*b") → 5
=COUNTIF(A2:A9,"A??B") → 1
=COUNTIF(A2:A9,"*") → 7
=COUNTIF(A2:A9,"?*") → 6
=COUNTIF(A2:A9,"*~**") → 1
=COUNTIF(A2:A9,"*~~*") → 1
=COUNTIF(A2:A9,"<>a*") → 3
=COUNTIF(A2:A9,"<>*") → 1
=COUNTIF(A2:A9,"=NORTH") → 1
=COUNTIF(A2:A9,"n*h") → 1
=COUNTIF(A2:A9,"nort?") → 1
=COUNTIF(A2:A9,"nor") → 0
=COUNTIF(C2:C9,"1*") → 0
=COUNTIF(D2:D9,"*2026*") → 0
=COUNTIF(A2:A9,"~n*") → refused: ~
=SUMIF(A2:A9,"a~~b",C2:C9) → 4
=SUMIF(A2:A9,"*~**",C2:C9) → 5
=COUNTIF(A2:A9,"*"&"x"&"*") → 2
=COUNTIF(A2:A9,"(a") → 0
=COUNTIF(A2:A9,"[a]*") → 0
=COUNTIF(A2:A9,"a.b") → 0
# numbers and texts that are equal
=COUNTIF(E2:E9,10) → 3
=COUNTIF(E2:E9,"10") → 3
=COUNTIF(E2:E9,"=10") → 3
=COUNTIF(E2:E9,"010") → 3
=COUNTIF(E2:E9,">5") → 1
=COUNTIF(E2:E9,">=10") → 1
=COUNTIF(E2:E9,"10*") → 1
=COUNTIF(E2:E9,"x") → 1
=COUNTIF(E2:E9,"X") → 1
=COUNTIF(H2:H9,"5%") → refused: 5%
=COUNTIF(H2:H9,0.3) → refused: ROUND
=COUNTIF(H2:H9,">0.3") → refused: ROUND
=COUNTIF(H2:H9,">2") → 1
# errors
=COUNTIF(E2:E9,"=#N/A") → 1
=COUNTIF(E2:E9,"#N/A") → 1
=COUNTIF(E2:E9,#N/A) → 1
=COUNTIF(E2:E9,"#DIV/0!") → 1
=COUNTIF(E2:E9,"<>#N/A") → 7
=COUNTIF(E2:E9,"<>x") → 7
=COUNTIF(E2:E9,"#REF!") → 0
=SUMIF(E2:E9,10,E2:E9) → 10
=SUMIF(E2:E9,"<>#N/A") → #DIV/0!
=SUMIF(E2:E9,">0") → 10
=COUNTIF(A2:A9,1/0) → 0
# what no cells meet
=SUMIF(A2:A9,"none",C2:C9) → 0
=AVERAGEIF(A2:A9,"none",C2:C9) → #DIV/0!
=MAXIFS(C2:C9,A2:A9,"none") → 0
=MINIFS(C2:C9,A2:A9,"none") → 0
# of other texts
=COUNTIF(A2:A9,">m") → refused: order of texts
=COUNTIF(A2:A9,REPT("a",256)) → #VALUE!
=COUNTIF(A2:A9,REPT("a",255)) → 0
=COUNTIF(A2:A9,"="&CHAR(34)&"a"&CHAR(34)) → refused: Quotation marks
=COUNTIF(UNIQUE(A2:A9),"a*") → refused: cells
=COUNTIFS(A2:A9,{"a?b","a*b"},B2:B9,{">10%";"<=10%"}) → 2 | 2 / 2 | 2
"""


def test_many_wildcards_take_no_longer_than_the_text_is_long() -> None:
    long = Sheet.of("S", [Cell(row, 1, "a" * 32_000) for row in (1, 2)])
    stars = "*a" * 100
    assert WORK.evaluate(f'=COUNTIF(A1:A2,"{stars}b")', [long]).rows == ((0.0,),)
    assert WORK.evaluate(f'=MATCH("{stars}",A1:A2,0)', [long]).rows == ((1.0,),)


@pytest.mark.parametrize(("formula", "result"), lines(TABLE))
def test_cells_that_meet_a_criterion(formula: str, result: str) -> None:
    gives(formula, result, SHEET)
