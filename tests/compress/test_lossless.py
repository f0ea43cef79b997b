"""The lossless profile decodes back to the sheet, whatever is in it."""

import pytest
from hypothesis import given

from sheetllm_xl.compress import (
    LOSSLESS,
    compress,
    decode,
)
from sheetllm_xl.errors import InputError
from sheetllm_xl.sheet import Cell, Sheet

from ..sheets import sheets


@given(sheets())
def test_lossless_gives_the_sheet_back(sheet: Sheet) -> None:
    assert decode(compress(sheet, LOSSLESS).text) == sheet


def test_a_formula_that_is_filled_down_is_said_once() -> None:
    cells = [Cell(r, 4, float(r), formula=f"=B{r}*C$1+D{r - 1}") for r in range(2, 500)]
    cells += [Cell(2, 6, 1.0, formula="=b2*2"), Cell(3, 6, 1.0, formula="=B3*2"), Cell(4, 6, 1.0, formula="=b4*2")]
    cells += [Cell(2, 8, 1.0, formula="=B2"), Cell(2, 9, 1.0, formula="=B2")]
    sheet = Sheet.of("S", cells)
    text = compress(sheet, LOSSLESS).text
    assert text.partition("formulas\n")[2] == "=B2*C$1+D1|D2:D499\n=b2*2|F2:F3\n=B2|H2\n=B2|I2\n=b4*2|F4\n"
    assert decode(text) == sheet


def test_a_formula_that_leaves_the_grid_is_no_lossless_text() -> None:
    with pytest.raises(InputError, match="=A1 leaves the grid"):
        decode("sheet|S\nformulas\n=A1|B2,A1\n")


def test_a_short_text_does_not_unfold_to_gigabytes() -> None:
    long = "=" + "+".join(["A1"] * 700)
    with pytest.raises(InputError, match="too long for the cells"):
        decode(f"sheet|S\nformulas\n{long}|A1:J60000\n")


def test_a_formula_may_be_any_text() -> None:
    sheet = Sheet.of("S", [Cell(1, 1, formula="#REF!"), Cell(2, 1, formula="#REF!"), Cell(3, 1, formula="no formula")])
    assert decode(compress(sheet, LOSSLESS).text) == sheet


@pytest.mark.parametrize("text", ["", "values\nx|A1\n", "sheet|S\nvalues\nx|1A\n", 'sheet|S\nvalues\n"|A1\n'])
def test_what_is_no_lossless_text_is_said_so(text: str) -> None:
    with pytest.raises(InputError, match="not a lossless encoding"):
        decode(text)
