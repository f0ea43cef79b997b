from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetllm_xl.chain import Answer, Budget, Step, ask, plan
from sheetllm_xl.chain.budget import LONGEST_TOKEN
from sheetllm_xl.compress import estimate_tokens
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import InputError, ModelError, ReplyError
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError
from sheetllm_xl.messages.document import cell_lines
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.ports import Completion, Usage
from sheetllm_xl.sheet import Cell, Sheet
from sheetllm_xl.verify.verdict import Verdict

from .replying import calculator, cell, reply, tables, unopposed

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
NORTH = cell("A3", "North")
CHOSEN = tables("A2:C5")
HOW_MUCH = "How much did North sell?"


def asked(
    *lines: Any, found: Any = (REGIONS, STAFF), question: str = HOW_MUCH, **more: Any
) -> tuple[Answer, ScriptedModel]:
    model = ScriptedModel(lines)
    return ask(SALES, question, model, calculator(), tables=found, **more), model


def test_two_stages_from_question_to_checked_answer() -> None:
    read = {"do": "value", "of": ["B2", "A3 North"], "head": "2:2"}
    answer, model = asked(CHOSEN, reply("=B3", "North sold {result}.", NORTH, reading=[read]))
    assert (answer.value, answer.text, answer.formula, answer.verified) == (1200.0, "North sold $1,200.", "=B3", True)
    assert (answer.verdict, answer.rows) == (Verdict.VERIFIED, ((1200.0,),))
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
    assert first.question == second.question == f"Question: {HOW_MUCH}"


def test_a_small_sheet_with_one_table_takes_one_call_and_leaves_no_cell_out() -> None:
    answer, model = asked(reply("=B3", "", NORTH), found=(REGIONS,))
    assert unopposed(answer)
    assert answer.text == "$1,200"
    assert "no call was spent" in answer.receipt.notes[0]
    for _, _, value, *_ in SALES.cells():
        if isinstance(value, str):
            assert value in model.prompts[0].document


@pytest.mark.parametrize(
    ("question", "said", "rows", "text"),
    [
        ("What did all sell in Q1?", reply("=SUM(B3:B4)", "Together {result}."), ((1500.0,),), "Together $1,500."),
        ("What is North's share?", reply("=C3", "{result}"), ((0.125,),), "12.5%"),
        ("What is North's share?", reply("=C3", "It is {result}%."), ((0.125,),), "It is 12.5%."),
        (HOW_MUCH, reply("=B3", "North sold ${result}."), ((1200.0,),), "North sold $1,200."),
        ("What are the regions?", reply("=A3,A4", "{result}"), (("North",), ("South",)), "North, South"),
        ("What are the regions?", reply("=A3:A4", "{result}"), (("North",), ("South",)), "North, South"),
        ("What has all of it?", reply("=A3:B4", "{result}"), (("North", 1200.0), ("South", 300.0)), ""),
        ("What is B3 over B5?", reply("=B3/B5", "{result}"), ((0.8,),), "0.8"),
        ("How many regions?", reply("=COUNT(B3:B4)", "{result}"), ((2.0,),), "2"),
        ("How much on top?", reply("=MAX(B3:B4)", "{result}"), ((1200.0,),), "$1,200"),
    ],
)
def test_values_are_computed_and_formatted_by_code(question: str, said: Any, rows: Any, text: str) -> None:
    answer, _ = asked(CHOSEN, {**said, "cells": [NORTH]}, question=question)
    assert answer.rows == rows
    assert answer.text == (text or "North, $1,200, South, $300")
    assert unopposed(answer)


def test_a_formula_that_comes_to_an_error_shows_it_and_is_doubted() -> None:
    answer, _ = asked(CHOSEN, reply("=B3/(B4-300)", "{result}", NORTH))
    assert (answer.value, answer.text) == (CellError.DIV0, "#DIV/0!")
    assert "The formula comes to #DIV/0!." in answer.doubts


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        (reply("=B3", "North sold {result}, 42 more than South.", NORTH), "42"),
        (reply("=SUM(B3:B5)", "{result}", NORTH), "totals of row 5"),
        (reply("=B3", "{result}", cell("B3", "")), "does not say what B3 holds"),
        (reply("", "North sells well.", kind="text"), "No cell was cited"),
    ],
)
def test_what_cannot_be_checked_is_never_shown_as_verified(said: Any, doubt: str) -> None:
    answer, model = asked(CHOSEN, said)
    assert (answer.verified, answer.verdict, len(model.prompts)) == (False, Verdict.UNVERIFIED, 2)
    assert any(doubt in each for each in answer.doubts)


@pytest.mark.parametrize(
    ("named", "read", "note"),
    [
        ("A2:C5", "A2:C5", None),
        ("$A$2:$C$5", "A2:C5", None),
        ("Sales!A2:C5", "A2:C5", None),
        ("A3:C5", "A2:C5", "detected table A2:C5, which holds it, is read"),
        ("B3:B4", "A2:C5", "detected table A2:C5, which holds it, is read"),
        ("A1:C6", "A1:C6", "No table was detected at A1:C6, which the model named (A2:C5 was)"),
        ("A4:C6", "A2:C6", "together with what was detected there, A2:C6 is read"),
        ("A1:F6", "A1:F6", "No table was detected at A1:F6"),
    ],
)
def test_a_proposal_is_read_as_named_and_never_cut_to_a_table(named: str, read: str, note: str | None) -> None:
    answer, _ = asked(tables(named), reply("=B3", "{result}", NORTH))
    assert [str(area) for area in answer.receipt.tables] == [read]
    assert (note is None and answer.receipt.notes == ()) or (note is not None and note in answer.receipt.notes[0])


def test_two_tables_are_read_together() -> None:
    answer, model = asked(tables("A2:C5", "E1:Z99", "A2:C5"), reply("=B3", "{result}", NORTH))
    assert [str(area) for area in answer.receipt.tables] == ["A2:C5", "E1:F3"]
    assert model.prompts[1].document.count("|sheet Sales|table ") == 2


def test_where_no_named_range_exists_the_fallback_is_said_or_it_is_an_error() -> None:
    nowhere = tables("X90:Z99", "the first one", "A1:XFE3")
    answer, _ = asked(nowhere, reply("=B3", "{result}", NORTH))
    assert [str(area) for area in answer.receipt.tables] == ["A1:F6"]
    assert "the whole sheet is read instead" in answer.receipt.notes[3]
    model = ScriptedModel([tables("X9"), *[reply("", "No.")] * 9])
    long = ask(LONG, "What?", model, calculator(), tables=WHOLE, budget=SHORT)
    assert "A1:B101, the only one" in long.receipt.notes[1]
    with pytest.raises(ReplyError, match="named no table that exists"):
        asked(nowhere, budget=Budget(table=40))


LONG = drawn("Name | Value\n" + "\n".join(f"item {i} | {i}" for i in range(1, 101)))
WHOLE = (FoundTable(CellRange(1, 1, 101, 2), 1),)
SHORT = Budget(table=estimate_tokens("\n".join(cell_lines(LONG, WHOLE[0].range).values())) * 2 // 5)


def test_a_long_table_is_split_and_its_parts_reduced() -> None:
    answers = [
        reply("=MAX(B2:B50)", "{result}", cell("A50", "item 49")),
        reply("=B101", "{result}", cell("A101", "item 100")),
    ]
    final = reply("=MAX(B2:B101)", "The largest is {result}.", cell("A101", "item 100"))
    model = ScriptedModel([tables("A1:B101"), reply("", ""), *answers, reply("", ""), final])
    answer = ask(LONG, "Which is the largest?", model, calculator(), tables=WHOLE, budget=SHORT)
    assert len(model.prompts) == 6
    assert all("|A1,Name|B1,Value" in prompt.document for prompt in model.prompts[1:])
    assert "|part 2|rows " in model.prompts[-1].document
    assert "|found|{result}|=MAX(B2:B50)|49|A50 item 49" in model.prompts[-1].document
    assert (answer.value, answer.text, unopposed(answer)) == (100.0, "The largest is 100.", True)
    assert [str(citation.ref.range) for citation in answer.citations] == ["A50", "A101", "B2:B101"]
    assert "read in 3 parts; 2 held something of use" in answer.receipt.notes[1]
    assert answer.receipt.usage == Usage(6, 6)


def test_what_the_question_points_to_is_read_before_the_parts() -> None:
    hit = reply("=B51", "{result}", cell("A51", "item 50"))
    model = ScriptedModel([tables("A1:B101"), hit])
    answer = ask(LONG, "Item 50?", model, calculator(), tables=WHOLE, budget=SHORT)
    assert (answer.value, unopposed(answer), len(model.prompts)) == (50.0, True, 2)
    assert "|A51,item 50|B51,50" in model.prompts[1].document
    assert "|column B|Value|100 numbers" in model.prompts[1].document
    assert any("100 of" not in note and "cells were sent" in note for note in answer.receipt.notes)


def test_one_useful_part_needs_no_reduction_and_none_is_not_in_the_data() -> None:
    nothing = reply("", "Not here.")
    hit = reply("=B51", "{result}", cell("A51", "item 50"))
    model = ScriptedModel([tables("A1:B101"), nothing, nothing, hit, nothing])
    answer = ask(LONG, "Item 50?", model, calculator(), tables=WHOLE, budget=SHORT)
    assert (answer.value, unopposed(answer), len(model.prompts)) == (50.0, True, 5)
    model = ScriptedModel([tables("A1:B101"), *[nothing] * 4])
    assert not ask(LONG, "Item 500?", model, calculator(), tables=WHOLE, budget=SHORT).found


def test_a_reply_of_a_part_that_cannot_stand_is_asked_for_again_with_that_part() -> None:
    nothing, wrong = reply("", "Not here."), reply("=B51", "{result}", cell("A51", "item 51"))
    right = reply("=B51", "{result}", cell("A51", "item 50"))
    model = ScriptedModel([tables("A1:B101"), nothing, nothing, wrong, nothing, right])
    assert unopposed(ask(LONG, "Item 50?", model, calculator(), tables=WHOLE, budget=SHORT))
    assert model.prompts[-1].document == model.prompts[3].document


def test_a_plan_is_what_is_sent_first() -> None:
    for found, lines in (((REGIONS, STAFF), [tables()]), ((REGIONS,), [reply("=B3", "", NORTH)])):
        _, model = asked(*lines, found=found)
        assert plan(SALES, HOW_MUCH, tables=found) == tuple(model.prompts)


def test_every_completion_is_seen_before_it_is_judged() -> None:
    steps: list[Step] = []
    cut = Completion("{", "max_tokens", Usage(70, 30), "m", "req_1")
    with pytest.raises(ReplyError, match="cut off"):
        asked(CHOSEN, cut, on_progress=steps.append)
    booked = [step.completion.usage for step in steps if step.completion]
    assert booked == [Usage(1, 1), Usage(70, 30)]
    assert [step.stage for step in steps] == ["tables", "tables", "answer", "answer"]


def test_errors_of_the_model_pass_through() -> None:
    with pytest.raises(ModelError, match="overloaded"):
        asked(ModelError("The model is overloaded.", status=529))


def test_sheets_there_is_nothing_to_ask() -> None:
    with pytest.raises(InputError, match="empty"):
        ask(Sheet.of("Empty", []), "What?", ScriptedModel([]), calculator())
    with pytest.raises(InputError, match="sheet_tokens"):
        asked(budget=Budget(sheet=5))


cell_names = st.sampled_from(["A3", "B3", "B4", "C5", "Z9", "A1:C5", "XFE1", "Sales!B3", "Other!B3", "?", ""])
claims = st.builds(cell, cell_names, st.sampled_from(["North", "1200", "$1,200", "", "7"]))
formula = st.sampled_from(["=B3", "=SUM(B3:B4)", "=B3/0", "=Z9", "=NOW()", "=B3,A3", "=SUM(B:B)", "=C3*100"])
sentences = st.sampled_from(
    ["{result}", "North sold {result}.", "It is 1200.", "It is 31337.", "", "{result} {result}"]
)
kinds = st.sampled_from(["value", "list", "table", "text", "none"])
replies = st.tuples(st.lists(formula, max_size=2), sentences, st.lists(claims, max_size=3), kinds).map(
    lambda made: reply(made[0], made[1], *made[2], kind=made[3])
)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["A2:C5", "E1:F3", "B9", "Z1:ZZ9", "x"]), max_size=3), replies)
def test_whatever_a_model_says_the_answer_is_checked_or_doubted(named: list[str], said: dict[str, Any]) -> None:
    answer, _ = asked(tables(*named), said, said)
    assert answer.value is None or answer.formula
    assert answer.found or answer.value is None
    assert answer.verified is (answer.found and not answer.doubts)
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
        model = ScriptedModel([tables("A1:A399"), reply("", "")])
        with pytest.raises(InputError):
            ask(stuffed, "What?", model, calculator(), count=lambda text: 1, budget=budget)
        assert all(len(prompt.document) < budget.table * LONGEST_TOKEN for prompt in model.prompts[1:])


def test_the_chain_is_deterministic() -> None:
    runs = [asked(CHOSEN, reply("=B3", "{result}", NORTH))[1].prompts for _ in range(2)]
    assert runs[0] == runs[1]
