"""Random sheets: what pandas finds, the calculator finds, to 1e-9."""

from __future__ import annotations

import math
from collections.abc import Callable
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
amounts = st.integers(-(10**9), 10**9).map(lambda n: n / 1000)


@st.composite
def frames(draw: st.DrawFn) -> pd.DataFrame:
    """Regions, unique codes, amounts and prices; some of the numbers are missing, one row has all of them."""
    count = draw(st.integers(1, 30))
    rows = [
        (draw(st.sampled_from(REGIONS)), draw(st.none() | amounts), draw(st.none() | amounts)) for _ in range(count)
    ]
    rows[0] = (rows[0][0], 12.5, 3.0)
    frame = pd.DataFrame(rows, columns=["region", "amount", "price"])
    frame["code"] = draw(st.permutations([f"id{n}" for n in range(count)]))
    return frame


def sheet_of(frame: pd.DataFrame) -> Sheet:
    cells = [Cell(1, col, name) for col, name in enumerate(("Region", "Amount", "Price", "Code"), 1)]
    for row, (region, amount, price, code) in enumerate(frame.itertuples(index=False), 2):
        for col, value in enumerate((region, amount, price, code), 1):
            if isinstance(value, str) or not math.isnan(value):
                cells.append(Cell(row, col, value))
    return Sheet.of("Data", cells)


def agree(sheet: Sheet, formula: str, expected: Any) -> None:
    value: Value | None = WORK.evaluate(formula, [sheet]).rows[0][0]
    if isinstance(expected, str | CellError):
        assert value == expected, formula
    else:
        assert isinstance(value, float), (formula, value)
        assert math.isclose(value, expected, rel_tol=1e-9, abs_tol=1e-9), (formula, value, expected)


def compare(frame: pd.DataFrame, pick: int, limit: float) -> None:
    sheet, last = sheet_of(frame), len(frame) + 1
    chosen = frame.iloc[pick % len(frame)]
    folded = frame.region.str.casefold() == chosen.region.casefold()
    over = frame.amount > limit
    regions, found, prices, codes = (f"{c}2:{c}{last}" for c in "ABCD")
    agree(sheet, f"=SUM({found})", frame.amount.sum())
    agree(sheet, "=SUM(B:C)", frame.amount.sum() + frame.price.sum())
    agree(sheet, f"=AVERAGE({found})", frame.amount.mean())
    agree(sheet, f"=MAX({found})", frame.amount.max())
    agree(sheet, f"=MIN(B2:C{last})", min(frame.amount.min(), frame.price.min()))
    agree(sheet, f"=COUNT({found})", frame.amount.count())
    agree(sheet, f'=COUNTIF({found},">{limit!r}")', over.sum())
    agree(sheet, f"=SUMPRODUCT({found},{prices})", (frame.amount * frame.price).sum())
    agree(sheet, f"=SUM({found}*{prices})", (frame.amount * frame.price).sum())
    agree(sheet, f"=SUMPRODUCT(({found}>{limit!r})*{prices})", frame.price[frame.amount.fillna(0) > limit].sum())
    if chosen.region in ("North", "north", "South", "East", "West", "Mid West"):
        row = pick % len(frame) + 2
        key = f'"{chosen.region.upper()}"'
        agree(sheet, f"=COUNTIF({regions},{key})", folded.sum())
        agree(sheet, f"=COUNTIF(A:A,A{row})", folded.sum())
        agree(sheet, f"=SUMIF({regions},{key},{found})", frame.amount[folded].sum())
        agree(sheet, f'=SUMIFS(B:B,A:A,{key},B:B,">{limit!r}")', frame.amount[folded & over].sum())
        agree(sheet, f'=SUMIFS({found},{regions},"<>"&A{row})', frame.amount[~folded].sum())
        agree(sheet, f"=SUM(FILTER({prices},{regions}={key}))", frame.price[folded].sum())
        among = frame.amount[folded & over]
        agree(sheet, f'=AVERAGEIFS(B:B,A:A,{key},B:B,">{limit!r}")', among.mean() if len(among) else CellError.DIV0)
        agree(sheet, f'=MAXIFS(B:B,A:A,{key},B:B,">{limit!r}")', among.max() if len(among) else 0)
        first = frame.amount[folded].fillna(0).iloc[0]
        agree(sheet, f"=VLOOKUP({key},A2:C{last},2,FALSE)", first)
        agree(sheet, f"=XLOOKUP({key},{regions},{found})", first)
    price = 0 if math.isnan(chosen.price) else chosen.price
    agree(sheet, f'=INDEX({prices},MATCH("{chosen.code}",{codes},0))', price)
    agree(sheet, f'=XLOOKUP("{chosen.code}",{codes},{regions})', chosen.region)
    agree(sheet, f'=INDEX(A:D,MATCH("{chosen.code}",D:D,0),3)', price)
    agree(sheet, f"=INDEX({codes},MATCH(MAX({found}),{found},0))", frame.code[frame.amount.idxmax()])
    agree(sheet, f'=VLOOKUP("no such",D2:D{last},1,FALSE)', CellError.NA)


Check = Callable[[pd.DataFrame, int, float], None]
over_sheets = given(frames(), st.integers(0, 29), amounts)


@over_sheets
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_the_calculator_agrees_with_pandas(frame: pd.DataFrame, pick: int, limit: float) -> None:
    compare(frame, pick, limit)


@pytest.mark.slow
@pytest.mark.timeout(3000)
@over_sheets
@settings(max_examples=10_000, suppress_health_check=[HealthCheck.too_slow])
def test_the_calculator_agrees_with_pandas_on_ten_thousand_sheets(frame: pd.DataFrame, pick: int, limit: float) -> None:
    compare(frame, pick, limit)
