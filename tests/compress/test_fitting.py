import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.compress import DEFAULT, PAPER, Encoding, compress, estimate_tokens
from sheetllm_xl.compress.fitting import RUNGS
from sheetllm_xl.compress.spelling import parse_index
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import InputError
from sheetllm_xl.literals import parse_literal
from sheetllm_xl.sheet import Cell, Sheet

from ..sheets import sheets
from .test_encoding import ledger

budgets = st.integers(1, 400)


def fitted(sheet: Sheet, budget: int) -> Encoding | None:
    """The encoding, or None where not even an outline fits."""
    try:
        return compress(sheet, budget=budget)
    except InputError as error:
        if not str(error).startswith("Even an outline of"):
            raise
        return None


@given(sheets(), budgets)
def test_a_budget_is_never_exceeded(sheet: Sheet, budget: int) -> None:
    found = fitted(sheet, budget)
    if found is not None:
        assert estimate_tokens(found.text) == found.tokens <= budget
        assert found.text == compress(sheet, budget=budget).text


@given(sheets(), budgets, budgets)
def test_more_tokens_never_buy_less(sheet: Sheet, one: int, other: int) -> None:
    less, more = (fitted(sheet, budget) for budget in sorted((one, other)))
    if less is not None:
        assert more is not None
        assert more.stages[-1].cells >= less.stages[-1].cells
        assert less.given_up or not more.given_up


@pytest.mark.parametrize("budget", [60, 100, 150, 200, 300, 1000, 5000])
def test_a_ledger_fits_every_budget_and_says_what_it_cost(budget: int) -> None:
    found = compress(ledger(), budget=budget)
    assert found.tokens <= budget
    filled = int(ledger().filled.sum())
    said = " ".join(found.given_up)
    assert (found.stages[-1].cells < filled) == ("eft out" in said)
    assert bool(found.folded_cells) == ("by type" in said)
    assert ("are cut" in said) == (found.profile.longest is not None) == ("are cut" in found.text)
    assert bool(said) == (budget < 5000)


def test_what_fits_gets_wider_with_the_budget() -> None:
    found = [compress(ledger(), budget=budget) for budget in (60, 110, 130, 150, 170, 200, 250, 1000, 5000)]
    names = [encoding.profile.name for encoding in found]
    places = [["outline", *(rung.name for rung in RUNGS)].index(name) for name in names]
    assert names[0] == "outline"
    assert places == sorted(places)
    assert len(set(places)) > 4


def test_all_of_a_small_sheet_is_kept() -> None:
    sheet = drawn("Region | Units\nNorth | 3\nSouth | 4")
    assert compress(sheet, budget=1000).given_up == ()
    assert "|B3,4" in compress(sheet, budget=1000).text


def test_an_outline_names_the_tables_and_no_cell() -> None:
    found = compress(ledger(), budget=60)
    assert "|" not in found.text
    assert found.text.endswith("Tables: A3:C303, H3:I5\n")
    assert found.given_up == ("All 910 filled cells are left out; the text names the tables alone.",)


def test_a_budget_that_nothing_fits_is_said_to_be_too_small() -> None:
    with pytest.raises(InputError, match=r"Even an outline of Ledger takes 5. tokens; the budget is 20"):
        compress(ledger(), budget=20)


def test_a_budget_goes_with_no_other_profile() -> None:
    with pytest.raises(InputError, match="goes with the default profile, not paper"):
        compress(ledger(), PAPER, budget=1000)


def test_cut_texts_are_longer_than_any_that_is_whole() -> None:
    long = [Cell(row, col, f"{row} {col} " + "word " * 30) for row in range(1, 5) for col in range(1, 4)]
    sheet = Sheet.of("S", [*long, Cell(5, 1, "ends in …"), Cell(5, 2, "2024")])
    rung = next(rung for rung in RUNGS if rung.longest == 16)
    text = compress(sheet, rung).text
    assert "Texts longer than 16 characters are cut and end in …\n" in text
    for (row, col), word in parse_index(line for line in text.splitlines() if "|" in line):
        value, said = sheet.value(row, col), parse_literal(word)
        if isinstance(value, str) and isinstance(said, str) and said != value and word != "YearText":
            assert said == value[:16] + "…"
        assert not isinstance(said, str) or len(said) == 17 or said == value or word == "YearText"


def test_a_counter_of_ones_own_is_kept_to_as_well() -> None:
    assert len(compress(ledger(), count=len, budget=400).text) <= 400
    assert compress(ledger(), DEFAULT, count=len, budget=10**9).given_up == ()


def test_a_large_sheet_is_fitted_without_writing_all_of_it() -> None:
    cells = [Cell(row, col, f"text {row} {col}") for row in range(1, 3000) for col in range(1, 9)]
    found = compress(Sheet.of("Texts", cells), budget=2000)
    assert 200 < found.tokens <= 2000
