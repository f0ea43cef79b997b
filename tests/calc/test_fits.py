"""Fits over rows and columns, pairs that lack a partner, and what is said of empty cells."""

from __future__ import annotations

import pytest

from sheetllm_xl.drawing import drawn

from .table import gives, lines

SHEET = drawn(
    """
    x    | 1  | 2  | 3  | 4
    y    | 3  | 5  | 7  | 9
    z    | 1  | 1  | 2  | 2
    up   | 2  | 4  | 8  | 16
    next | 5  | 6  |    |
    """
)
FITS = """
=TREND(B2:E2,B1:E1,B5:C5) → 11 | 13
=TREND(B2:E2,B1:E1,{5;6}) → 11 / 13
=TREND(TRANSPOSE(B2:E2),TRANSPOSE(B1:E1),B5:C5) → 11 | 13
=TREND(FILTER({3;5;7;9},{1;1;1;1}),{1;2;3;4},B5:C5) → 11 | 13
=TREND(B2:E2) → 3 | 5 | 7 | 9
=TREND(B2:E2,B1:E1) → 3 | 5 | 7 | 9
=TREND({3;5;7}) → 3 / 5 / 7
=SUM(TREND(B2:E2,B1:E1,B5:C5)) → 24
=INDEX(TREND(B2:E2,B1:E1,B5:C5),2) → 13
=ROUND(GROWTH(B4:E4,B1:E1,B5:C5),9) → 32 | 64
=ROUND(LINEST(B2:E2,B1:E1),9) → 2 | 1
=ROUND(LINEST(B2:E2),9) → 2 | 1
=ROUND(LOGEST(B4:E4,B1:E1),9) → 2 | 1
=COLUMNS(LINEST({3,5,7,12},{1,2,3,4;1,1,2,2})) → 3
=TREND(FILTER(B2:E2,{1,1,1,1}),FILTER(B1:E1,{1,1,1,1}),{5,6}) → 11 | 13
=TREND(SORT(B2:E2,1,1,TRUE),B1:E1) → 3 | 5 | 7 | 9
=ROUND(LINEST(FILTER(B2:E2,{1,1,1,1}),FILTER(B1:E1,{1,1,1,1})),9) → 2 | 1
=ROUND(TREND({5,7,11,13},{1,2,3,4;1,1,2,2},{5;3}),9) → 17
"""
PAIRS = """
=CORREL(B1:E1,B2:D2) → #N/A
=CORREL(B1:E1,B2:E2) → 1
=SLOPE({1,2,3},{1,2}) → #N/A
=SUMXMY2(B1:E1,B2:D2) → #N/A
=T.TEST(B1:E1,B2:D2,2,1) → #N/A
=ROUND(T.TEST(B1:E1,B2:D2,2,2),6) → 0.098112
=T.TEST(B1:E1,B2:D2,2,1+0) → refused: type
=FORECAST(5,B2:D2,B1:E1) → #N/A
=FORECAST.LINEAR(5,B2:D2,B1:E1) → #N/A
=CHISQ.TEST(B1:E1,B2:D2) → #N/A
=COVARIANCE.P(B1:E1,B2:D2) → #N/A
=COVARIANCE.S(B1:E1,B2:D2) → #N/A
=INTERCEPT(B1:E1,B2:D2) → #N/A
=PEARSON(B1:E1,B2:D2) → #N/A
=RSQ(B1:E1,B2:D2) → #N/A
=STEYX(B1:E1,B2:D2) → #N/A
=SUMX2MY2(B1:E1,B2:D2) → #N/A
=SUMX2PY2(B1:E1,B2:D2) → #N/A
=IFERROR(CORREL(B1:E1,B2:D2),"none") → none
"""
EMPTY = """
=ROW(A9) → 9
=ROW(A9)-ROW(A7) → 2
=COLUMN(C9) → 3
=ROWS(A9:C12) → 4
=COLUMNS(A9:C12) → 3
=AREAS(A9:C12) → 1
=ISNONTEXT(D9) → TRUE
=ISBLANK(D9) → TRUE
=COUNTBLANK(A9:C10) → 6
=IF(ISBLANK(D9),"none","some") → none
=SUM(A9:C12) → refused: empty
=D9 → refused: empty
=D9&"" → refused: empty
=COUNTA(A9:C12) → refused: empty
=ISBLANK(D9)+D9 → refused: empty
"""


@pytest.mark.parametrize(("formula", "result"), lines(FITS))
def test_a_fit_lies_as_excel_lays_it(formula: str, result: str) -> None:
    gives(formula, result, SHEET)


@pytest.mark.parametrize(("formula", "result"), lines(PAIRS))
def test_lists_of_different_lengths_make_no_pairs(formula: str, result: str) -> None:
    gives(formula, result, SHEET)


@pytest.mark.parametrize(("formula", "result"), lines(EMPTY))
def test_of_empty_cells_only_where_they_are_is_said(formula: str, result: str) -> None:
    gives(formula, result, SHEET)
