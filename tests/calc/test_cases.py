"""Formulas that an engine is apt to read otherwise than Excel, each with Excel's value."""

from __future__ import annotations

import pytest

from sheetllm_xl.drawing import drawn

from .table import gives, lines

SHEET = drawn(
    """
    Kind | Name  | Score | When       | Note
    x    | first | 10    | 2026-01-01 | a~b
    y    | none  | 20    | 2026-01-02 | b
    x    | third | 30    | 2025-12-31 | 10%
    y    | other | 5     | 2026-02-01 | a~~b
    """
)
TABLE = """
=COUNTIF(D2:D5,">1-Jan-2026") → 2
=COUNTIF(D2:D5,">=January 1, 2026") → 3
=COUNTIF(C2:C5,">$10") → 2
=COUNTIF(C2:C5,"<2000%") → 2
=COUNTIF(E2:E5,"a~~b") → 1
=LOOKUP(2,1/(A2:A5="x"),B2:B5) → third
=LOOKUP(2,1/(A2:A5="z"),B2:B5) → #N/A
=MATCH(2,{1,2,2,2,3},1) → 4
=LOOKUP(2,{1,2,2,3},{"a","b","c","d"}) → c
=VLOOKUP(2,{1,"a";2,"b";2,"c"},2,TRUE) → c
=SORT(C2:C5,,-1) → 30 / 20 / 10 / 5
=TAKE(A2:B3,,1) → x / y
=EXPAND({1;2},3,,"-") → 1 / 2 / -
=TEXTAFTER("a-b","-",,1) → b
=SORTBY({"c","a","b"},{3,1,2}) → a | b | c
=CONVERT(68,"F","C") → 20
=COUNT(MODE.MULT({1,2,1,2,3})) → 2
=110.00000000000001&"" → "110"
=100*1.1&"" → "110"
=MATCH(100*1.1&"",{"100","110"},0) → 2
=XLOOKUP(0.1+0.2&"",{"0.3","0.4"},{"yes","no"}) → yes
=VALUE("(500)") → -500
=VALUE("16:48:00") → 0.7
=VALUE("1 1/2") → 1.5
=DATEVALUE("January 5, 2024") → 2024-01-05
=AVERAGE(C2:C4,) → 15
"""


@pytest.mark.parametrize(("formula", "result"), lines(TABLE))
def test_it_is_computed_as_excel_does(formula: str, result: str) -> None:
    gives(formula, result, SHEET)
