import unicodedata
from datetime import datetime, time
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.literals import CellError, Value, literal, parse_literal, spelled
from sheetllm_xl.text.unseen import normalized

from .sheets import values


@given(values)
def test_a_value_reads_back_as_itself_and_of_its_kind(value: Value) -> None:
    back = parse_literal(literal(value))
    assert back == value
    assert type(back) is type(value)


@given(values, st.frozensets(st.text(max_size=3)))
def test_a_literal_never_holds_a_bar_or_a_line_break_nor_a_reserved_word(
    value: Value, reserved: frozenset[str]
) -> None:
    text = literal(value, reserved)
    assert not set(text) & set("|\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
    assert text.splitlines() == [text]
    assert not (isinstance(value, str) and text in reserved)


@pytest.mark.parametrize(
    "apart",
    [
        (1.0, True, "1", "TRUE"),
        (2024.0, "2024", datetime(2024, 1, 1), "2024-01-01"),
        (CellError.NA, "#N/A"),
        (0.5, time(12), "12:00:00"),
        ("00501", 501.0),
        ("a", "a "),
    ],
)
def test_values_that_look_alike_stay_apart(apart: tuple[Value, ...]) -> None:
    assert len({literal(value) for value in apart}) == len(apart)


def test_ordinary_text_stands_bare() -> None:
    for text in (
        "Table 4: cars, 2015",
        "Share (%)",
        "x | y".replace("|", "/"),
        "3-4 items",
        "1,200",
        "€ 5",
        "N/A",
        "=1+1",
    ):
        assert literal(text) == text


def test_zero_has_one_spelling() -> None:
    assert literal(-0.0) == literal(0.0) == "0"


def test_equal_values_of_different_kinds_are_not_mixed_up_when_spelled_together() -> None:
    assert spelled([1.0, True, "1", 1.0]) == ["1", "TRUE", '"1"', "1"]


@given(
    st.text()
    | st.from_regex(r"[0-9]{1,4}[-:][0-9]{2}[-:][0-9]{2}( [0-9:.]*)?|\"[^\"]*\"?.?|[-+0-9.eE]{1,9}", fullmatch=True)
)
def test_any_text_is_a_literal_of_something(text: str) -> None:
    value = parse_literal(text)
    assert value is None or isinstance(value, Value)


@pytest.mark.parametrize(
    "text",
    ["30:15:00", "24:00:00", "12:60:00", "2026-02-30", "2026-13-01", "0000-01-01", '"a', '"a"b', "2026-01-01 25:00:00"],
)
def test_what_spells_nothing_else_is_itself(text: str) -> None:
    assert parse_literal(text) == text


@given(
    st.text(alphabet="e\u0301\u0323\u00e9\u1ec7\u212b\uff21 ", max_size=29),
    st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]),
)
def test_text_with_few_marks_is_put_into_its_normal_form(
    text: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"]
) -> None:
    long = f"e{text}" * 1_001
    assert normalized(form, long) == unicodedata.normalize(form, long)


def test_of_many_marks_on_a_letter_thirty_count() -> None:
    found = normalized("NFD", "e" + "\u0301\u0323" * 15_000 + "x" * 2_000)
    assert found == "e" + "\u0323" * 15 + "\u0301" * 15 + "x" * 2_000


@pytest.mark.timeout(30)
def test_many_marks_take_no_longer_than_many_letters() -> None:
    normalized("NFKD", "e" + "\u0301\u0323" * 300_000)
