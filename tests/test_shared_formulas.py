"""A formula that many cells share: spelled out for each as openpyxl does it, and the same seen from their own cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator, TranslatorError

from sheetllm_xl.formulas import SharedFormula
from sheetllm_xl.grid import column_letters

OPERANDS = ("A1", "$B2", "C$3", "$D$4", "A:A", "$B:C", "3:5", "$3:5", "Sheet1!A1", "'It''s'!B2", '"A1"', "A1:B2", "1E5")
OTHERS = ("LOG10(", "SUM(", "Tab1[A1]", "name1", "x.A1", ")", "+", ",", "*", ":", "TRUE", "#REF!")
PIECES = st.sampled_from(OPERANDS + OTHERS)


def test_a_shared_formula_that_would_leave_the_grid_names_no_cell() -> None:
    assert SharedFormula("XFD1+1", 3, 3).at(3, 4) is None
    assert SharedFormula("A1+1", 3, 3).at(2, 3) is None
    assert SharedFormula("B$1+$B3", 3, 3).at(1, 2) == "A$1+$B1"
    assert SharedFormula("$B$3", 3, 3).at(1, 1) == "$B$3"


@given(pieces=st.lists(PIECES, max_size=8), row=st.integers(1, 2000), col=st.integers(1, 300))
def test_shared_formulas_move_as_openpyxl_moves_them(pieces: list[str], row: int, col: int) -> None:
    text = "+".join(pieces)
    try:
        want = Translator("=" + text, "C3").translate_formula(f"{column_letters(col)}{row}")[1:]
    except TranslatorError:
        want = None
    except Exception:  # noqa: BLE001 no formula
        return
    assert SharedFormula(text, 3, 3).at(row, col) == want


@given(pieces=st.lists(PIECES, max_size=6), row=st.integers(4, 200), col=st.integers(4, 200))
def test_a_filled_formula_is_the_same_seen_from_its_own_cell(pieces: list[str], row: int, col: int) -> None:
    first = SharedFormula("+".join(pieces), 4, 4)
    filled = first.at(row, col)
    assert filled is not None
    assert SharedFormula(filled, row, col).relative == first.relative


def test_formulas_that_name_other_cells_differ() -> None:
    texts = ("A1+B1", "A1+$B1", "A2+B1", "A1-B1", "B1+A1", "A1+B1+B1")
    assert len({SharedFormula(text, 3, 3).relative for text in texts}) == len(texts)
