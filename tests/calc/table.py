"""Tables of formulas and what Excel gives for them, as its documentation says.

A line is ``formula → result``: a literal, `` | `` between the cells of a row and `` / `` between rows; ``blank`` is an
empty cell, ``refused: words`` a sentence with those words instead of a value.
"""

from __future__ import annotations

import math
from itertools import chain
from typing import Any

import pytest

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.errors import NotComputed
from sheetllm_xl.literals import parse_literal
from sheetllm_xl.sheet import Sheet

WORK = IronCalculator()


def lines(table: str) -> list[tuple[str, str]]:
    """The formulas of a table and their results as written; lines that begin with ``#`` say what follows."""
    rows = [line.strip() for line in table.strip().splitlines()]
    pairs = [row.rpartition(" → ") for row in rows if row and not row.startswith("# ")]
    return [(formula.strip(), result.strip()) for formula, _, result in pairs]


def gives(formula: str, result: str, sheet: Sheet) -> None:
    """Assert that the formula over the sheet comes to the result."""
    if result.startswith("refused: "):
        with pytest.raises(NotComputed, match=result.removeprefix("refused: ")) as refusal:
            WORK.evaluate(formula, [sheet])
        assert str(refusal.value).endswith(".")
        return
    expected = [
        [None if cell == "blank" else parse_literal(cell) for cell in row.split(" | ")] for row in result.split(" / ")
    ]
    rows = WORK.evaluate(formula, [sheet]).rows
    assert [len(row) for row in rows] == [len(row) for row in expected], rows
    assert all(map(same, chain.from_iterable(rows), chain.from_iterable(expected))), rows


def same(value: Any, expected: Any) -> bool:
    """Whether the values are of one type, and equal; numbers to 1e-12 of their size."""
    if type(expected) is float:
        return type(value) is float and math.isclose(value, expected, rel_tol=1e-12)
    return type(value) is type(expected) and bool(value == expected)
