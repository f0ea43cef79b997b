"""A formula over a range gives what it gives for each of its cells; a computed array counts as the same cells do."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.drawing import drawn
from sheetllm_xl.literals import CellError, Value
from sheetllm_xl.sheet import Cell, Sheet

WORK = IronCalculator()
filled = st.one_of(
    st.integers(-50, 50).map(float),
    st.sampled_from([0.5, 2.25, "", "a", "Abc", "5", "1,000", "7%", " 3 ", "TRUE", "2024-01-31", "=x"]),
    st.booleans(),
)
held = st.one_of(st.none(), filled, st.sampled_from([CellError.NA, CellError.DIV0]))
COLUMN = st.tuples(filled, st.lists(held, min_size=1, max_size=4)).map(lambda parts: [parts[0], *parts[1]])
EACH = """
X+1 | X-2 | 3*X | X/2 | X^2 | -X | X% | X&"z" | X=5 | X<>"a" | X>1 | X<="b" | LEN(X) | UPPER(X) | LEFT(X,1) | ABS(X)
ROUND(X,0) | ISNUMBER(X) | ISTEXT(X) | ISERROR(X) | ISBLANK(X) | VALUE(X) | IF(X>1,"y",X) | IFERROR(X,"e") | IFNA(X,0)
SEARCH("b",X) | MOD(X,3) | EXACT(X,"a") | TEXT(X,"0.0") | ISNUMBER(SEARCH("a",X)) | N(X) | INT(X) | TRIM(X) | YEAR(X)
COUNTIF(C1:C3,X) | MATCH(X,C1:C3,0) | SUMIF(C1:C3,X,D1:D3) | IFERROR(VALUE(X),-1) | SUBSTITUTE(X,"a","b") | POWER(X,2)
"""
FORMULAS = [formula.strip() for line in EACH.strip().splitlines() for formula in line.split("|")]


def sheet_of(column: list[Value | None]) -> Sheet:
    cells = [Cell(row, 1, value) for row, value in enumerate(column, 1) if value is not None]
    cells += [Cell(9, 1, "end")]
    cells += [Cell(row, 3, value) for row, value in enumerate(("a", 5.0, True), 1)]
    cells += [Cell(row, 4, float(row)) for row in (1, 2, 3)]
    return Sheet.of("S", cells)


@given(COLUMN, st.sampled_from(FORMULAS))
@settings(max_examples=300)
def test_over_a_range_as_for_each_cell(column: list[Value | None], formula: str) -> None:
    if "COUNTIF" in formula or "SUMIF" in formula:  # a blank criterion is refused for a cell
        column = [1.0 if value is None else value for value in column]
    sheet = sheet_of(column)
    over = WORK.evaluate("=" + re.sub(r"\bX\b", f"A1:A{len(column)}", formula), [sheet]).rows
    # With a second reference that holds something, a blank cell alone is no reason to refuse.
    for row, value in enumerate(column, 1):
        alone = re.sub(r"\bX\b", f"A{row}", formula)
        each = WORK.evaluate(f'=IF(A9="end",{alone})', [sheet]).rows[0][0]
        assert repr(over[row - 1][0]).replace("-0.0", "0.0") == repr(each).replace("-0.0", "0.0"), (alone, value)


AGGREGATES = "SUM COUNT COUNTA AVERAGE MIN MAX MEDIAN STDEV VAR PRODUCT SUMSQ GEOMEAN AND OR AVERAGEA MAXA KURT"


@pytest.mark.parametrize("name", AGGREGATES.split())
@given(st.lists(filled, min_size=2, max_size=6))
@settings(max_examples=15)
def test_a_computed_array_counts_as_its_cells_do(name: str, column: list[Value]) -> None:
    """IF hands the cells on one by one: no blanks among them, so that nothing turns to 0."""
    sheet = sheet_of(list(column))
    area = f"A1:A{len(column)}"
    cells = WORK.evaluate(f"={name}({area})", [sheet]).rows
    array = WORK.evaluate(f"={name}(IF(ROW({area})>0,{area}))", [sheet]).rows
    assert repr(cells) == repr(array)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('=MATCH("B",{"B"},0)', 1.0),
        ('=SUM(SUMIFS(D2:D4,A2:A4,{"B"}))', 1.0),
        ('=XLOOKUP({"B"},A2:A4,D2:D4)', 1.0),
        ('=VALUE({"7"})+{1}', 8.0),
        ("=D2+{-1}", 2.0),
        ('=A2&{"q"}', "Aq"),
        ("=IF({TRUE},D2,0)", 3.0),
    ],
)
def test_a_list_of_one_is_what_it_holds(formula: str, expected: object) -> None:
    sheet = drawn("Key | x | y | n\nA | | | 3\nB | | | 1\nC | | | 9")
    assert WORK.evaluate(formula, [sheet]).rows == ((expected,),)
