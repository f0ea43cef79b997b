"""Planted facts and joins of a large workbook are reached from the text that is sent, within calls and tokens."""

import pytest

from sheetllm_xl.retrieve import Workbook

from ...bench.large import asked
from ...bench.planted import generated

CALLS, TOKENS = 6, 30_000


def reach(sheets: int, cells: int) -> None:
    made, facts = generated(sheets, cells)
    rows = asked(Workbook.of(made), facts)
    assert [row.fact.question for row in rows if not (row.right and row.unopposed)] == []
    assert max(row.calls for row in rows) <= CALLS
    assert max(row.tokens for row in rows) <= TOKENS


def test_every_fact_of_a_small_one_is_reached() -> None:
    reach(8, 4_000)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_every_fact_of_fifty_sheets_and_two_million_cells_is_reached() -> None:
    reach(50, 2_000_000)
