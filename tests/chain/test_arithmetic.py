from __future__ import annotations

import contextlib
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.chain.arithmetic import NotComputed, evaluate
from sheetllm_xl.drawing import drawn
from sheetllm_xl.literals import CellError

SHEET = drawn(
    """
    Region | Q1     | Q2    | Since      | Note
    North  | $1,200 | 12.5% | 2019-03-01 | "5"
    South  | 300    | 3%    | 2021-07-15 | TRUE
    West   |        | #N/A  | 2020-01-01 | x
    """,
    name="Q1 sales",
)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=B2", 1200.0),
        ("B2", 1200.0),
        ("=A3", "South"),
        ("=$B$2", 1200.0),
        ("='Q1 sales'!B2", 1200.0),
        ("='q1 SALES'!B2", 1200.0),
        ("=A2,A4", ("North", "West")),
        ("=A2:A4", ("North", "South", "West")),
        ("=SUM(B2:B4)", 1500.0),
        ("=sum(B:B)", 1500.0),
        ("=SUM(B2,B3,7)", 1507.0),
        ("=SUM(B2, B3*2)", 1800.0),
        ("=AVERAGE(B2:B4)", 750.0),
        ("=MIN(B2:B4)", 300.0),
        ("=MAX(B2:C3)", 1200.0),
        ("=MAX(D2:D4)", datetime(2021, 7, 15)),
        ("=COUNT(B2:D3)", 6.0),
        ("=COUNT(A2:A4)", 0.0),
        ("=B2-B3*2", 600.0),
        ("=(B2-B3)/B3", 3.0),
        ("=-B3+B2", 900.0),
        ("=B2/0", CellError.DIV0),
        ("=1e308*10", CellError.NUM),
        ("=SUM(C2:C4)", CellError.NA),
        ("=C4+1", CellError.NA),
        ("=C4", CellError.NA),
        ("=E3", True),
        ("=D2", datetime(2019, 3, 1)),
        ("=100*C2", 12.5),
    ],
)
def test_what_is_computed(formula: str, value: Any) -> None:
    assert evaluate(formula, SHEET).value == value


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "=",
        "=Z99",
        "=XFE1",
        "=A0",
        "=B4",  # empty
        "=Other!B2",
        "='[Book2.xlsx]Q1 sales'!B2",
        "=VLOOKUP(A2,A2:B4,2)",
        "=WEBSERVICE(A2)",
        "=HYPERLINK(A2)",
        "=SUM",
        "=SUM(",
        "=SUM()",
        "=SUM(B2:B3",
        "=B2:B3+1",
        "=A2+1",
        "=E2+1",
        "=E3+1",
        "=D2-D3",
        "=SUM(D2:D4)",
        "=AVERAGE(A2:A4)",
        "=MAX(B2,D2)",
        "=B2^2",
        "=B2**9",
        "=B2//7",
        "=B2 B3",
        '="text"',
        "=__import__('os')",
        "=().__class__",
        "=[B2 for B2 in (1,)]",
        "=lambda: B2",
        "=B2 if B3 else 1",
        "=SUM(x=B2)",
        "=SUM(*B2)",
        "=ref0",
        "=B2.real",
        "=True",
        "=1j",
        "=" + "(" * 400 + "B2" + ")" * 400,
        "=" + "-" * 990 + "B2",
        "=B2+" * 2000 + "1",
    ],
)
def test_anything_else_is_not_computed_and_never_run(formula: str) -> None:
    with pytest.raises(NotComputed):
        evaluate(formula, SHEET)


@given(st.text(alphabet="=ABZ$12:90+-*/(),. SUMaverg'!_e", max_size=40) | st.text(max_size=20))
def test_no_text_does_more_than_fail_as_agreed(formula: str) -> None:
    with contextlib.suppress(NotComputed):
        evaluate(formula, SHEET)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=30))
def test_a_sum_is_exact_and_the_order_does_not_count(numbers: list[float]) -> None:
    down = drawn("\n".join(map(repr, numbers)))
    up = drawn("\n".join(map(repr, reversed(numbers))))
    formula = f"=SUM(A1:A{len(numbers)})"
    assert evaluate(formula, down).value == evaluate(formula, up).value == pytest.approx(sum(numbers), abs=1e-3)


def test_ranges_are_told_and_numbers_kept_as_text_noted() -> None:
    result = evaluate("=SUM(B2:B3)+MAX(B2,E2:E3)", SHEET)
    assert [str(area) for area in result.ranges] == ["B2:B3", "B2", "E2:E3"]
    assert result.notes == ("Numbers kept as text, which MAX does not count: 1.",)
