"""Random sheets: what pandas finds, the calculator finds, to 1e-9."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.literals import CellError, Value
from sheetllm_xl.sheet import Cell, Sheet

WORK = IronCalculator()
REGIONS = ["North", "South", "East", "West", "north", "Mid West", "2024", "=A1", "'x", "#N/A", "TRUE", "a~b", "10%"]
# Eighths: their sums and products are exact in any order, so that what differs is no rounding.
amounts = st.integers(-8_000_000, 8_000_000).map(lambda n: n / 8)


rows = st.lists(st.tuples(st.sampled_from(REGIONS), st.none() | amounts, st.none() | amounts), min_size=1, max_size=30)


@st.composite
def frames(draw: st.DrawFn) -> pd.DataFrame:
    """Regions, amounts and prices, some of them missing (not in the first row), and a code of its own for each row."""
    drawn, turn = draw(rows), draw(st.integers(0, 29))
    drawn[0] = (drawn[0][0], 12.5, 3.0)
    frame = pd.DataFrame(drawn, columns=["region", "amount", "price"])
    frame["code"] = [f"id{(n + turn) % len(drawn)}" for n in range(len(drawn))]
    return frame


def sheet_of(frame: pd.DataFrame) -> Sheet:
    cells = [Cell(1, col, name) for col, name in enumerate(("Region", "Amount", "Price", "Code"), 1)]
    for row, (region, amount, price, code) in enumerate(frame.itertuples(index=False), 2):
        for col, value in enumerate((region, amount, price, code), 1):
            if isinstance(value, str) or not math.isnan(value):
                cells.append(Cell(row, col, value))
    return Sheet.of("Data", cells)


Check = tuple[str, Any]  # a formula and what pandas finds


def agree(value: Value | None, formula: str, expected: Any) -> None:
    if isinstance(expected, str | CellError):
        assert value == expected, formula
    else:
        assert isinstance(value, float), (formula, value)
        assert math.isclose(value, expected, rel_tol=1e-9, abs_tol=1e-9), (formula, value, expected)


def one_by_one(sheet: Sheet, checks: list[Check]) -> None:
    for formula, expected in checks:
        agree(WORK.evaluate(f"={formula}", [sheet]).rows[0][0], formula, expected)


def all_at_once(sheet: Sheet, checks: list[Check]) -> None:
    """In one formula, which is quicker; errors are left to ``one_by_one``, for they would be the whole row's."""
    checks = [check for check in checks if not isinstance(check[1], CellError)]
    (row,) = WORK.evaluate(f"=HSTACK({','.join(formula for formula, _ in checks)})", [sheet]).rows
    for value, (formula, expected) in zip(row, checks, strict=True):
        agree(value, formula, expected)


def checks(frame: pd.DataFrame, pick: int, limit: float) -> Iterator[Check]:
    last = len(frame) + 1
    chosen = frame.iloc[pick % len(frame)]
    folded = frame.region.str.casefold() == chosen.region.casefold()
    over = frame.amount > limit
    regions, found, prices, codes = (f"{c}2:{c}{last}" for c in "ABCD")
    yield (f"SUM({found})", frame.amount.sum())
    yield ("SUM(B:C)", frame.amount.sum() + frame.price.sum())
    yield (f"AVERAGE({found})", frame.amount.mean())
    yield (f"MAX({found})", frame.amount.max())
    yield (f"MIN(B2:C{last})", min(frame.amount.min(), frame.price.min()))
    yield (f"COUNT({found})", frame.amount.count())
    yield (f'COUNTIF({found},">{limit!r}")', over.sum())
    yield (f"SUMPRODUCT({found},{prices})", (frame.amount * frame.price).sum())
    yield (f"SUM({found}*{prices})", (frame.amount * frame.price).sum())
    yield (f"SUMPRODUCT(({found}>{limit!r})*{prices})", frame.price[frame.amount.fillna(0) > limit].sum())
    if chosen.region in ("North", "north", "South", "East", "West", "Mid West"):
        row = pick % len(frame) + 2
        key = f'"{chosen.region.upper()}"'
        yield (f"COUNTIF({regions},{key})", folded.sum())
        yield (f"COUNTIF(A:A,A{row})", folded.sum())
        yield (f"SUMIF({regions},{key},{found})", frame.amount[folded].sum())
        yield (f'SUMIFS(B:B,A:A,{key},B:B,">{limit!r}")', frame.amount[folded & over].sum())
        yield (f'SUMIFS({found},{regions},"<>"&A{row})', frame.amount[~folded].sum())
        yield (f"SUM(FILTER({prices},{regions}={key}))", frame.price[folded].sum())
        among = frame.amount[folded & over]
        yield (f'AVERAGEIFS(B:B,A:A,{key},B:B,">{limit!r}")', among.mean() if len(among) else CellError.DIV0)
        yield (f'MAXIFS(B:B,A:A,{key},B:B,">{limit!r}")', among.max() if len(among) else 0)
        first = frame.amount[folded].fillna(0).iloc[0]
        yield (f"VLOOKUP({key},A2:C{last},2,FALSE)", first)
        yield (f"XLOOKUP({key},{regions},{found})", first)
    price = 0 if math.isnan(chosen.price) else chosen.price
    yield (f'INDEX({prices},MATCH("{chosen.code}",{codes},0))', price)
    yield (f'XLOOKUP("{chosen.code}",{codes},{regions})', chosen.region)
    yield (f'INDEX(A:D,MATCH("{chosen.code}",D:D,0),3)', price)
    yield (f"INDEX({codes},MATCH(MAX({found}),{found},0))", frame.code[frame.amount.idxmax()])
    yield (f'VLOOKUP("no such",D2:D{last},1,FALSE)', CellError.NA)


over_sheets = given(frames(), st.integers(0, 29), amounts)


@over_sheets
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_the_calculator_agrees_with_pandas(frame: pd.DataFrame, pick: int, limit: float) -> None:
    one_by_one(sheet_of(frame), list(checks(frame, pick, limit)))


@over_sheets
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_the_calculator_agrees_with_pandas_on_all_at_once(frame: pd.DataFrame, pick: int, limit: float) -> None:
    all_at_once(sheet_of(frame), list(checks(frame, pick, limit)))


@pytest.mark.slow
@pytest.mark.timeout(3000)
@over_sheets
@settings(max_examples=10_000, suppress_health_check=[HealthCheck.too_slow])
def test_the_calculator_agrees_with_pandas_on_ten_thousand_sheets(frame: pd.DataFrame, pick: int, limit: float) -> None:
    all_at_once(sheet_of(frame), list(checks(frame, pick, limit)))
