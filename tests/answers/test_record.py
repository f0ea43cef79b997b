from __future__ import annotations

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.excel.error_codes import CODES, code, from_scode, marked
from sheetllm_xl.grid import CellRange, Ref
from sheetllm_xl.literals import CellError
from sheetllm_xl.ports import Usage
from sheetllm_xl.record import Cited, Record, failure
from sheetllm_xl.verify.verdict import Verdict

from ..sheets import values

ANSWER = Record(
    rows=((1200.0, "North"), (datetime(2025, 3, 1), time(8, 30)), (None, True), (CellError.SPILL, "=1+1")),
    text="North sold 1,200.",
    formula="=SUM('Q1 ''26'!B2:B4)/$C$9*LOG10(2)",
    citations=(
        Cited(ref="'Q1 ''26'!B2:B4", verdict=Verdict.VERIFIED, shows=("1200",)),
        Cited(ref="'Q1 ''26'!C9", problem="C9 is empty."),
    ),
    doubts=("C9 is empty.",),
    sheet="Q1 '26",
    origin=(2, 2),
    area="B2:F9",
    usage=Usage(7, 2),
)


def test_what_is_kept_reads_back() -> None:
    assert Record.from_json(ANSWER.to_json()) == ANSWER
    failed = failure("No.", "Do.", CellError.CONNECT, kind="ModelError").but(request_ids=("req_1",))
    assert Record.from_json(failed.to_json()) == failed


@given(st.lists(st.tuples(st.one_of(st.none(), values), st.one_of(st.none(), values)), max_size=5))
def test_every_value_reads_back_with_its_type(rows: list[tuple[object, object]]) -> None:
    back = Record.from_json(Record(rows=tuple(rows)).to_json()).rows  # type: ignore[arg-type]
    assert [[(type(v), v) for v in row] for row in back] == [[(type(v), v) for v in row] for row in rows]


def test_a_later_version_may_say_more() -> None:
    assert Record.from_json('{"rows":[["7"]],"novel":{"x":1}}').rows == ((7.0,),)


@pytest.mark.parametrize("text", ["", "[]", "7", '{"rows":7}', '{"error":"#NOVEL!"}', '{"citations":[{}]}'])
def test_what_is_no_outcome_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Record.from_json(text)


def test_addresses_move_with_the_cells() -> None:
    moved = ANSWER.moved("Archive", (5, 3))
    assert moved.formula == "=SUM(Archive!C5:C7)/$D$12*LOG10(2)"
    assert moved.refs() == (
        Ref("Archive", CellRange.parse("C5:C7")),
        Ref("Archive", CellRange.parse("D12")),
    )
    assert (moved.area, moved.rows, moved.text) == ("C5:G12", ANSWER.rows, ANSWER.text)
    assert moved.moved("Q1 '26", (2, 2)).citations == ANSWER.citations


def test_addresses_in_the_words_are_said_to_be_old() -> None:
    told = ANSWER.but(text="In Q1 North sold 1,200, see B2 and $C$9, not B2.", notes=("First.",))
    note = "Addresses in the words are those of when it was asked: B2, $C$9."
    assert told.moved("Archive", (5, 3)).notes == ("First.", note)
    assert told.moved("Q1 '26", (2, 2)).notes == ("First.",)


@pytest.mark.parametrize(
    "call", ["ROW(B2)", "rows(B2:B4)", "1+COLUMN (B2)", "INDIRECT(A1)", "CELL(A1)", "OFFSET(A1,1,1)"]
)
def test_a_formula_that_tells_of_places_does_not_move(call: str) -> None:
    told = ANSWER.but(formula=f"={call}")
    assert told.bound((3, 2))
    assert not told.bound((2, 2))
    assert not ANSWER.bound((3, 2))
    assert not ANSWER.but(formula="=ARROW(B2)").bound((3, 2))


def test_not_in_the_data_is_an_answer_and_a_failure_is_none() -> None:
    assert not Record(error=CellError.NA, text="The sheet does not say.").failed
    assert failure("x").failed
    assert ANSWER.but(partial=True).failed
    assert Record.from_json(ANSWER.but(partial=True).to_json()).partial


def test_error_codes_agree_with_excels_and_later_ones_are_na() -> None:
    assert {code(error) for error in CellError} == {*CODES.values()}
    assert [from_scode(-2146828288 + n) for n in CODES.values()] == [*CODES]
    assert from_scode(-2146828288 + 2051) is CellError.NA
    assert from_scode(-2147352572) is None  # a missing argument is no error cell
    assert marked(CellError.GETTING_DATA) == "\x012043"
