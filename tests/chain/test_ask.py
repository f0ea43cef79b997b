from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.chain import Answer, Budget, ScriptedModel, Step, ask, plan
from sheetllm_xl.chain.document import cell_lines
from sheetllm_xl.compress import estimate_tokens
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import InputError, ModelError, ReplyError
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError
from sheetllm_xl.ports import Completion, Usage
from sheetllm_xl.sheet import Cell, Sheet

SALES = drawn(
    """
    **Sales 2025** |        |       |  | Staff  | Since
    Region         | Q1     | Share |  | Ann    | 2019-03-01
    North          | $1,200 | 12.5% |  | Bob    | 2021-07-15
    South          | $300   | 3%    |  |        |
    Total          | =SUM(B3:B4) => $1,500 | |  |        |
    Source: ledger |        |       |  |        |
    """,
    name="Sales",
)
REGIONS = FoundTable(CellRange.parse("A2:C5"), 1, title=CellRange.parse("A1"), notes=(CellRange.parse("A6"),))
STAFF = FoundTable(CellRange.parse("E1:F3"), 1)
NORTH = {"cell": "A3", "value": "North"}


def reply(result: str, answer: str = "It is {result}.", *cells: dict[str, str], found: bool = True) -> dict[str, Any]:
    return {"found": found, "answer": answer, "result": result, "cells": list(cells)}


def asked(
    *lines: Any, tables: Any = (REGIONS, STAFF), sheet: Sheet = SALES, **more: Any
) -> tuple[Answer, ScriptedModel]:
    model = ScriptedModel(lines)
    return ask(sheet, "How much did North sell?", model, tables=tables, **more), model


def test_two_stages_from_question_to_checked_answer() -> None:
    answer, model = asked({"tables": ["A2:C5"]}, reply("=B3", "North sold {result}.", NORTH))
    assert (answer.value, answer.text, answer.formula, answer.verified) == (1200.0, "North sold $1,200.", "=B3", True)
    assert [str(citation.ref) for citation in answer.citations] == ["Sales!A3", "Sales!B3"]
    assert answer.citations[1].shows == (1200.0,)
    receipt = answer.receipt
    assert (receipt.sheet, str(receipt.read), receipt.calls, receipt.cells) == ("Sales", "A1:F6", 2, 19)
    assert (receipt.tables, receipt.usage, receipt.model) == ((REGIONS.range,), Usage(2, 2), "scripted")
    assert receipt.notes == ()
    assert receipt.tokens_sent > receipt.tokens_before > 0
    first, second = model.prompts
    assert "Staff" in first.document
    assert "Staff" not in second.document
    assert all(text in second.document for text in ("Sales 2025", "Source: ledger", "|A3,North|B3,1200|C3,0.125"))
    assert first.question == second.question == "Question: How much did North sell?"


def test_a_small_sheet_with_one_table_takes_one_call_and_leaves_no_cell_out() -> None:
    answer, model = asked(reply("=B3", "", NORTH), tables=(REGIONS,))
    assert answer.verified
    assert answer.text == "$1,200"
    assert "no call was spent" in answer.receipt.notes[0]
    for _, _, value, *_ in SALES.cells():
        if isinstance(value, str):
            assert value in model.prompts[0].document


def test_numbers_are_computed_and_formatted_by_code() -> None:
    answer, _ = asked({"tables": ["A2:C5"]}, reply("=SUM(B3:B4)", "Together {result}.", NORTH))
    assert (answer.value, answer.text, answer.verified) == (1500.0, "Together $1,500.", True)
    answer, _ = asked({"tables": ["A2:C5"]}, reply("=C3", "{result}", NORTH))
    assert answer.text == "12.5%"
    answer, _ = asked({"tables": ["A2:C5"]}, reply("=A3,A4", "{result}", NORTH))
    assert (answer.value, answer.text) == (("North", "South"), "North, South")
    answer, _ = asked({"tables": ["A2:C5"]}, reply("=B3/(B4-300)", "{result}", NORTH))
    assert (answer.value, answer.text) == (CellError.DIV0, "#DIV/0!")


@pytest.mark.parametrize(
    ("lines", "doubt"),
    [
        (reply("=VLOOKUP(A3,A2:B5,2)", "{result}", NORTH), "VLOOKUP"),
        (reply("", "North.", NORTH), "Not computed"),
        (reply("=Z9", "{result}", NORTH), "Z9 is empty"),
        (reply("=B3", "{result}", {"cell": "B3", "value": "1300"}), "holds 1200, not 1300"),
        (reply("=B3", "{result}", {"cell": "ZZ99", "value": "1"}), "ZZ99 lies outside"),
        (reply("=B3", "North sold {result}, 42 more than South.", NORTH), "42"),
        (reply("=B3", "{result}", NORTH, {"cell": "nowhere", "value": "1"}), "not a range"),
    ],
)
def test_what_cannot_be_checked_is_never_shown_as_verified(lines: Any, doubt: str) -> None:
    answer, _ = asked({"tables": ["A2:C5"]}, lines)
    assert not answer.verified
    assert any(doubt in each for each in answer.doubts)


def test_an_answer_without_a_value_says_so_and_shows_no_number() -> None:
    answer, _ = asked({"tables": ["A2:C5"]}, reply("=MEDIAN(B3:B4)", "The median is {result}."))
    assert (answer.value, answer.formula, answer.text) == (None, "", "The median is (not computed).")
    assert "No cell was cited that could be checked." in answer.doubts


def test_not_in_the_data_is_an_answer() -> None:
    answer, model = asked({"tables": []})
    assert (answer.found, answer.value, answer.verified, len(model.prompts)) == (False, None, False, 1)
    assert answer.text == "No table on this sheet holds the answer."
    answer, _ = asked({"tables": ["A2:C5"]}, reply("", "There is no East.", found=False))
    assert (answer.found, answer.text, answer.value, answer.doubts) == (False, "There is no East.", None, ())


@pytest.mark.parametrize(
    ("named", "read", "note"),
    [
        ("A2:C5", "A2:C5", None),
        ("$A$2:$C$5", "A2:C5", None),
        ("Sales!A2:C5", "A2:C5", None),
        ("A1:C6", "A2:C5", "detected table A2:C5 is read instead"),
        ("A3:C5", "A2:C5", "detected table A2:C5 is read instead"),
        ("B3:B4", "A2:C5", "detected table A2:C5 is read instead"),
        ("E1:Z99", "E1:F3", None),
        ("A1:F6", "A1:F6", "No table was detected at A1:F6"),
    ],
)
def test_a_proposal_is_cut_trimmed_and_taken_for_the_detected_table(named: str, read: str, note: str | None) -> None:
    answer, _ = asked({"tables": [named]}, reply("=B3", "{result}", NORTH))
    assert [str(area) for area in answer.receipt.tables] == [read]
    assert (note is None and answer.receipt.notes == ()) or (note is not None and note in answer.receipt.notes[0])


def test_two_tables_are_read_together() -> None:
    answer, model = asked({"tables": ["A2:C5", "E1:F3", "A2:C5"]}, reply("=B3", "{result}", NORTH))
    assert [str(area) for area in answer.receipt.tables] == ["A2:C5", "E1:F3"]
    assert model.prompts[1].document.count("|sheet Sales|table ") == 2


def test_where_no_named_range_exists_the_fallback_is_said_or_it_is_an_error() -> None:
    nowhere = {"tables": ["X90:Z99", "the first one", "A1:XFE3"]}
    answer, _ = asked(nowhere, reply("=B3", "{result}", NORTH))
    assert [str(area) for area in answer.receipt.tables] == ["A1:F6"]
    assert len(answer.receipt.notes) == 4
    assert "the whole sheet is read instead" in answer.receipt.notes[-1]
    model = ScriptedModel([{"tables": ["X9"]}, *[reply("", "No.", found=False)] * 9])
    assert "A1:B101, the only one" in ask(LONG, "What?", model, tables=WHOLE, budget=SHORT).receipt.notes[1]
    with pytest.raises(ReplyError, match="named no table that exists"):
        asked(nowhere, budget=Budget(table=40))


LONG = drawn("Name | Value\n" + "\n".join(f"item {i} | {i}" for i in range(1, 101)))
WHOLE = (FoundTable(CellRange(1, 1, 101, 2), 1),)
SHORT = Budget(table=estimate_tokens("\n".join(cell_lines(LONG, WHOLE[0].range).values())) * 2 // 5)


def test_a_long_table_is_split_and_its_parts_reduced() -> None:
    answers = [
        reply("=MAX(B2:B50)", "{result}", {"cell": "A50", "value": "item 49"}),
        reply("=B101", "{result}", {"cell": "A101", "value": "item 100"}),
    ]
    final = reply("=MAX(B2:B101)", "The largest is {result}.", {"cell": "A101", "value": "item 100"})
    model = ScriptedModel([{"tables": ["A1:B101"]}, *answers, reply("", "", found=False), final])
    answer = ask(LONG, "Which is the largest?", model, tables=WHOLE, budget=SHORT)
    assert len(model.prompts) == 5
    assert all("|A1,Name|B1,Value" in prompt.document for prompt in model.prompts[1:])
    assert "|part 2|rows " in model.prompts[-1].document
    assert "|found|{result}|=MAX(B2:B50)|49|A50 item 49" in model.prompts[-1].document
    assert (answer.value, answer.text, answer.verified) == (100.0, "The largest is 100.", True)
    assert [str(citation.ref.range) for citation in answer.citations] == ["A50", "A101", "B2:B101"]
    assert "read in 3 parts; 2 held something of use" in answer.receipt.notes[0]
    assert answer.receipt.usage == Usage(5, 5)


def test_one_useful_part_needs_no_reduction_and_none_is_not_in_the_data() -> None:
    nothing = reply("", "Not here.", found=False)
    hit = reply("=B51", "{result}", {"cell": "A51", "value": "item 50"})
    model = ScriptedModel([{"tables": ["A1:B101"]}, nothing, hit, nothing])
    answer = ask(LONG, "Item 50?", model, tables=WHOLE, budget=SHORT)
    assert (answer.value, answer.verified, len(model.prompts)) == (50.0, True, 4)
    model = ScriptedModel([{"tables": ["A1:B101"]}, nothing, nothing, nothing])
    assert not ask(LONG, "Item 500?", model, tables=WHOLE, budget=SHORT).found


def test_a_plan_is_what_is_sent_first() -> None:
    for tables, lines in (((REGIONS, STAFF), [{"tables": []}]), ((REGIONS,), [reply("=B3", "", NORTH)])):
        _, model = asked(*lines, tables=tables)
        assert plan(SALES, "How much did North sell?", tables=tables) == tuple(model.prompts)


def test_every_completion_is_seen_before_it_is_judged() -> None:
    steps: list[Step] = []
    cut = Completion("{", "max_tokens", Usage(70, 30), "m", "req_1")
    with pytest.raises(ReplyError, match="cut off"):
        asked({"tables": ["A2:C5"]}, cut, on_progress=steps.append)
    booked = [step.completion.usage for step in steps if step.completion]
    assert booked == [Usage(1, 1), Usage(70, 30)]
    assert [step.stage for step in steps] == ["tables", "tables", "answer", "answer"]


def test_errors_of_the_model_pass_through() -> None:
    with pytest.raises(ModelError, match="overloaded"):
        asked(ModelError("The model is overloaded.", status=529))


def test_sheets_there_is_nothing_to_ask() -> None:
    with pytest.raises(InputError, match="empty"):
        ask(Sheet.of("Empty", []), "What?", ScriptedModel([]))
    with pytest.raises(InputError, match="sheet_tokens"):
        ask(SALES, "What?", ScriptedModel([]), tables=(REGIONS, STAFF), budget=Budget(sheet=5))


cell_names = st.sampled_from(["A3", "B3", "B4", "C5", "Z9", "A1:C5", "XFE1", "Sales!B3", "Other!B3", "?", ""])
claims = st.fixed_dictionaries({"cell": cell_names, "value": st.sampled_from(["North", "1200", "$1,200", "", "7"])})
results = st.sampled_from(["=B3", "=SUM(B3:B4)", "=B3/0", "=Z9", "=NOW()", "", "=B3,A3", "=SUM(B:B)", "=C3*100"])
answers = st.sampled_from(["{result}", "North sold {result}.", "It is 1200.", "It is 31337.", "", "{result} {result}"])
replies = st.builds(reply, results, answers).flatmap(
    lambda made: st.lists(claims, max_size=3).map(lambda cells: {**made, "cells": cells})
)


@given(st.lists(st.sampled_from(["A2:C5", "E1:F3", "B9", "Z1:ZZ9", "x"]), max_size=3), replies)
def test_whatever_a_model_says_the_answer_is_checked_or_doubted(named: list[str], said: dict[str, Any]) -> None:
    answer, _ = asked({"tables": named}, said)
    assert answer.value is None or answer.formula
    assert answer.found or answer.value is None
    if answer.verified:
        assert answer.citations
        for citation in answer.citations:
            assert citation.checked
            assert SALES.used is not None
            assert citation.ref.range in SALES.used
            assert SALES.crop(citation.ref.range).used
        assert "31337" not in answer.text


def test_endless_words_do_not_slip_through_the_budget() -> None:
    stuffed = Sheet.of("Stuffed", [Cell(row, 1, "a" * 32_000) for row in range(1, 400)])
    for budget in (Budget(), Budget(sheet=10**9), Budget(sheet=10**9, table=600, parts=10**6)):
        with pytest.raises(InputError):
            ask(stuffed, "What?", ScriptedModel([{"tables": ["A1:A399"]}]), count=lambda text: 1, budget=budget)


def test_the_chain_is_deterministic() -> None:
    runs = [asked({"tables": ["A2:C5"]}, reply("=B3", "{result}", NORTH))[1].prompts for _ in range(2)]
    assert runs[0] == runs[1]
