"""What a model may look up: each step reads only, is bounded, and says what it could not do."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.chain.workbook.steps import AskedStep, look
from sheetllm_xl.compress import estimate_tokens
from sheetllm_xl.retrieve import Workbook

from .sheets import laid, orders

CALCULATOR = IronCalculator()
BOOK = Workbook.of([orders(), laid("Rates", [["Currency", "Rate"], ["CHF", 1.12], ["EUR", 1.08]])])


@pytest.fixture(autouse=True, scope="module")
def _closed() -> Iterator[None]:
    yield
    CALCULATOR.close()


def looked(do: str, sheet: str, what: str, tokens: int = 4_000) -> str:
    found = look(BOOK, AskedStep(do=do, sheet=sheet, what=what), CALCULATOR, tokens, estimate_tokens)
    return found.content.partition("\n")[2]


def test_find_gives_the_places_of_a_text() -> None:
    assert looked("find", "", "chf") == "|CHF|Rates!A2"
    assert looked("find", "Orders", "CHF") == "|nothing like it was found"
    assert looked("find", "Orders", "customer 007").startswith("|Customer 007|Orders!B3|Orders!B214|")


def test_read_gives_a_range_below_its_header_and_says_what_it_leaves_out() -> None:
    assert looked("read", "Orders", "A100:B101") == (
        "|sheet Orders|cells A100:B101\n|A1,Order|B1,Customer\n"
        "|A100,O-000098|B100,Customer 053\n|A101,O-000099|B101,Customer 060"
    )
    assert looked("read", "", "Rates!A2:B2") == "|sheet Rates|cells A2:B2\n|A1,Currency|B1,Rate\n|A2,CHF|B2,1.12"
    cut = looked("read", "Orders", "A:E", 600)
    assert "|only part of it|up to row" in cut
    assert estimate_tokens(cut) < 700


def test_describe_tells_columns_by_code() -> None:
    assert looked("describe", "Rates", "B") == (
        "|sheet Rates|table A1:B3|rows 1 to 3\n"
        "|column B|Rate|2 numbers|2 different|least 1.08 in row 3|largest 1.12 in row 2|sum 2.2"
    )


def test_compute_gives_what_a_formula_comes_to() -> None:
    assert looked("compute", "", "=Rates!B2*2") == "|comes to|2.24"
    assert looked("compute", "Orders", '=COUNTIF(C2:C3001,"Kettle")') == "|comes to|750"


@pytest.mark.parametrize(
    ("do", "sheet", "what", "says"),
    [
        ("read", "Nowhere", "A1", "There is no sheet Nowhere"),
        ("read", "", "A1:B2", "names no sheet"),
        ("read", "Rates", "all of it", "is not a range"),
        ("read", "Rates", "Z90:Z99", "is empty"),
        ("find", "", "", "no text to find"),
        ("compute", "Rates", "=WEBSERVICE(\"http://127.0.0.1\")", "not computed"),
        ("compute", "Rates", "nothing", "not computed|"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(do: str, sheet: str, what: str, says: str) -> None:
    assert says.lower() in looked(do, sheet, what).lower()


@given(
    st.sampled_from(["find", "read", "describe", "compute"]),
    st.sampled_from(["", "Rates", "orders", "x"]),
    st.text(max_size=30),
)
def test_whatever_is_asked_the_content_keeps_to_its_form_and_nothing_is_raised(do: str, sheet: str, what: str) -> None:
    content = look(BOOK, AskedStep(do=do, sheet=sheet, what=what), CALCULATOR, 500, estimate_tokens).content
    assert all(line.startswith("|") and not line.startswith("||") for line in content.split("\n"))
    assert estimate_tokens(content) < 900
