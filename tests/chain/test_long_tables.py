"""Long tables are judged as short ones are, in a time that follows their length."""

from __future__ import annotations

from typing import Any

import pytest

from sheetllm_xl.detect import FoundTable
from sheetllm_xl.grid import CellRange
from sheetllm_xl.messages.replies import AnswerReply
from sheetllm_xl.sheet import Cell, Sheet
from sheetllm_xl.verify.judge import Judgement, judge
from sheetllm_xl.verify.reading import Reading
from sheetllm_xl.verify.verdict import Verdict

from .replying import calculator, cell, reply, unopposed

ROWS = 20_000


def ledger(rows: int) -> Reading:
    """Orders with a number, a customer, one of four regions, units and a price: 5 cells a row."""
    cells = [Cell(1, col, head) for col, head in enumerate(("Order", "Customer", "Region", "Units", "Price"), 1)]
    for row in range(2, rows + 2):
        region = ("North", "South", "East", "West")[row % 4]
        cells += [Cell(row, 1, f"O-{row:06}"), Cell(row, 2, f"Customer {row * 7 % rows}"), Cell(row, 3, region)]
        cells += [Cell(row, 4, float(row * 13 % 997)), Cell(row, 5, row % 100 + 0.5)]
    return Reading.of(Sheet.of("Orders", cells), (FoundTable(CellRange(1, 1, rows + 1, 5), 1),))


def judged(reading: Reading, question: str, formula: str, answer: str = "It is {result}.", *parts: Any) -> Judgement:
    said = AnswerReply.model_validate(reply(formula, answer, cell("C1", "Region")) | {"reading": list(parts)})
    return judge(said, (), reading, question, calculator())


CASES = [
    ("How many units in North?", '=SUMIFS(D2:D{last},C2:C{last},"North")'),
    ("How many units in all?", "=SUM(D2:D{last})"),
    ("What is the price of order O-000077?", "=E77"),
    ("Which customer has most units?", "=INDEX(B2:B{last},MATCH(MAX(D2:D{last}),D2:D{last},0))"),
]


@pytest.mark.parametrize(("question", "formula"), CASES)
@pytest.mark.parametrize("rows", [100, 3_000])
def test_the_verdict_does_not_depend_on_the_length(rows: int, question: str, formula: str) -> None:
    found = judged(ledger(rows), question, formula.format(last=rows + 1))
    assert unopposed(found), found.objections


@pytest.mark.parametrize(("region", "verdict"), [("North", Verdict.VERIFIED), ("South", Verdict.UNVERIFIED)])
@pytest.mark.parametrize("rows", [100, 3_000])
def test_nor_does_what_a_reading_bears_out(rows: int, region: str, verdict: Verdict) -> None:
    formula = f'=SUMIFS(D2:D{rows + 1},C2:C{rows + 1},"{region}")'
    units = {"do": "sum", "of": ["D1"], "where": ["C1=North"]}
    assert judged(ledger(rows), "How many units in North?", formula, "It is {result}.", units).verdict is verdict


@pytest.mark.timeout(60)
def test_a_hundred_thousand_cells_are_judged_in_seconds() -> None:
    """Measured: 0.1 to 0.5 s of processor time each; a judgement that goes by row and label takes minutes."""
    reading = ledger(ROWS)
    for question, formula in CASES:
        found = judged(reading, question, formula.format(last=ROWS + 1))
        assert unopposed(found), found.objections
