"""Lookup, filter, sort, count, distinct, sums and joins over long tables, in several spellings, beside plain Python."""

from __future__ import annotations

import pytest

from sheetllm_xl.calc import IronCalculator

from ..bench.operations import OPERATIONS, drawn_table, is_right, tried

WORK = IronCalculator()


def wrong(operation: str, seed: int) -> list[tuple[str, str]]:
    """The spellings that give something else, or nothing."""
    table = drawn_table(seed)
    results = [pair for case in OPERATIONS[operation](table, seed) for pair in tried(case, table, WORK)]
    assert len(results) >= 10
    return [pair for pair in results if pair[1]]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_each_spelling_gives_what_python_gives(operation: str) -> None:
    assert wrong(operation, 1) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 10))
@pytest.mark.parametrize("operation", OPERATIONS)
def test_so_it_does_over_other_tables(operation: str, seed: int) -> None:
    assert wrong(operation, seed) == []


def test_the_tables_are_long_and_as_untidy_as_they_ought_to_be() -> None:
    for seed in range(1, 5):
        rows = drawn_table(seed).rows
        assert len(rows) >= 150
        assert {type(row.units) for row in rows} == {float, str, type(None)}
        assert any(row.region is None for row in rows)
        assert drawn_table(seed).sheets[0].merges
        assert drawn_table(seed).sheets == drawn_table(seed).sheets


def test_other_values_are_not_right() -> None:
    assert is_right([[1.0], ["a"]], [1.0, "a"])
    assert not is_right([[1.0]], [1.0, "a"])
    assert not is_right([["1"]], 1.0)
    assert not is_right([[True]], 1.0)
