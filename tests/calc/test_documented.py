"""Excel's documented behaviour, function by function: some of the formulas here, all of them in the slow suite."""

from __future__ import annotations

import shutil

import pytest

from ..bench.differential import differs, lacking, outcomes, reasons, witnessed
from ..bench.documented import Example, every_example, is_right

EXAMPLES = every_example()


def wrong(examples: list[Example]) -> list[str]:
    """The examples that come to something else, or to nothing."""
    return [f"{one.example.formula} {one.gives}" for one in outcomes(examples) if one.kind in ("wrong", "refused")]


def test_every_function_that_is_computed_has_an_example() -> None:
    assert len(EXAMPLES) >= 1_000
    assert lacking(EXAMPLES) == []


@pytest.mark.parametrize("first", range(5))
def test_a_sample_is_right(first: int) -> None:
    assert wrong(EXAMPLES[first * 7 :: 40]) == []


@pytest.mark.slow
def test_all_are_right() -> None:
    assert wrong(EXAMPLES) == []


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_agrees_or_the_reason_is_known() -> None:
    pairs = zip(EXAMPLES, witnessed(EXAMPLES), strict=True)
    other = {example.formula for example, grid in pairs if grid is not None and differs(example, grid)}
    assert other == set(reasons())


@pytest.mark.parametrize(
    ("value", "written", "right"),
    [(0.3333, "~0.333", True), (0.3336, "~0.333", False), (2.0, "2", True), ("2", "2", False), ("2", '"2"', True)],
)
def test_a_result_is_right_to_the_decimals_it_is_written_with(value: float | str, written: str, right: bool) -> None:
    assert is_right([[value]], EXAMPLES[0]._replace(result=written)) is right
