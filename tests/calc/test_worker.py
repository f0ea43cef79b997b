"""The worker's cells: what functions of ours read never goes through the engine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest

from sheetllm_xl.calc import IronCalculator, worker
from sheetllm_xl.calc.engine import Engine
from sheetllm_xl.drawing import drawn

SHEET = drawn(
    """
    Region | Units | When       | Paid
    North  | 10    | 2026-01-01 | TRUE
    South  | 20    | 2026-01-02 | #N/A
    North  | 30    | 2026-01-04 | FALSE
    """
)


class Here(Engine):
    """The worker's work, done in this process, and which cells it put into the engine."""

    def __init__(self) -> None:
        super().__init__()
        self.put: set[tuple[int, ...]] = set()

    def compute(self, request: Mapping[str, Any], cells: bytes, deadline: float) -> dict[str, Any]:
        asked, put = json.loads(json.dumps(request)), self.put

        class Watched(worker.Computation):
            def load(self, *area: int) -> None:
                put.add(area)
                super().load(*area)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(worker, "Computation", Watched)
            return json.loads(json.dumps(worker.answer(asked, BytesIO(cells))))


@pytest.mark.parametrize(
    ("formula", "result", "put"),
    [
        ('=SUMIFS(B2:B4,A2:A4,"North")', 40.0, 0),
        ('=VLOOKUP("South",A2:C4,2,FALSE)', 20.0, 0),
        ('=XLOOKUP("South",A2:A4,B2:B4)', 20.0, 0),
        ('=INDEX(B2:B4,MATCH("South",A2:A4,0))', 20.0, 1),
        ('=SUMIFS(B2:B4,A2:A4,"North")/SUM(B2:B4)', 40 / 60, 1),
        ('=COUNTIFS(D2:D4,TRUE)+COUNTIFS(D2:D4,"#N/A")', 2.0, 0),
        ('=SUM(FILTER(B2:B4,A2:A4="North"))', 40.0, 1),
    ],
)
def test_only_what_the_engine_names_is_put_into_it(formula: str, result: float, put: int) -> None:
    here = Here()
    assert IronCalculator(engine=here).evaluate(formula, [SHEET]).rows == ((result,),)
    assert len([area for area in here.put if area[2] > 1]) == put


def test_dates_move_in_the_engine_and_before_our_functions() -> None:
    for formula in ('=MAXIFS(C2:C4,A2:A4,"North")', "=MAX(C2:C4)", "=XLOOKUP(30,B2:B4,C2:C4)", "=C3+2"):
        (row,) = IronCalculator(engine=Here()).evaluate(formula, [SHEET]).rows
        assert str(row[0]) == "2026-01-04 00:00:00"


def test_a_text_that_looks_like_a_place_is_a_text() -> None:
    work = IronCalculator(engine=Here())
    assert work.evaluate('=LEN("Cells_9!A1")+B2', [SHEET]).rows == ((20.0,),)
    assert work.evaluate('=LEN("Cells_0!A1:C3")', [SHEET]).rows == ((13.0,),)
