"""What is asked once more, what is said instead of a number, and what is not in the data."""

from __future__ import annotations

from typing import Any

import pytest

from sheetllm_xl.chain import Budget, ask
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.grid import CellRange
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.verify.verdict import Verdict

from .replying import calculator, cell, reply, tables, unopposed
from .test_ask import CHOSEN, NORTH, asked


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (reply("=B3", "{result}", cell("B3", "1300")), "B3 holds 1200, not 1300."),
        (reply("=B3", "{result}", cell("ZZ99", "1")), "ZZ99 lies outside"),
        (reply("=B3", "{result}", cell("nowhere", "1")), "not a range"),
        (reply("=B3", "{result}", cell("Costs!B3", "1200")), "another sheet"),
        (reply("=B3", "North sold 1300.", NORTH), "says 1300, but the cells come to 1200"),
    ],
)
def test_what_the_sheet_contradicts_is_asked_once_more_and_then_is_no_answer(said: Any, problem: str) -> None:
    good = reply("=B3", "North sold {result}.", NORTH)
    answer, model = asked(CHOSEN, said, good)
    assert (unopposed(answer), answer.value, len(model.prompts)) == (True, 1200.0, 3)
    assert problem in answer.receipt.notes[-1]
    again = model.prompts[-1]
    assert (again.instructions, again.document) == (model.prompts[1].instructions, model.prompts[1].document)
    assert again.question.startswith(model.prompts[1].question)
    assert problem in again.question

    answer, model = asked(CHOSEN, said, said)
    assert (answer.verified, answer.verdict, len(model.prompts)) == (False, Verdict.CONTRADICTED, 3)
    assert (answer.rows, answer.value, answer.formula) == ((), None, "")
    assert answer.text.startswith("The sheet contradicts the model's answer: ")
    assert problem in answer.text


@pytest.mark.parametrize(
    ("formulas", "why"),
    [
        ("=WEBSERVICE(B3)", "reaches outside the workbook"),
        ("=MEDIAN(", "not closed"),
        ("=Z9", "Z9 is empty"),
        ("=Costs!B3", "another sheet"),
        ("=1200", "names no cell"),
        ([], "No formula was given"),
    ],
)
def test_a_formula_that_is_not_computed_is_asked_for_once_more_and_then_said(formulas: Any, why: str) -> None:
    said = reply(formulas, "It is {result}.", NORTH, kind="value")
    answer, model = asked(CHOSEN, said, reply("=B3", "It is {result}.", NORTH))
    assert (answer.value, unopposed(answer)) == (1200.0, True)
    assert why in model.prompts[-1].question
    answer, model = asked(CHOSEN, said, said)
    assert (answer.value, answer.formula, answer.text) == (None, "", "It is (not computed).")
    assert (answer.verdict, len(model.prompts)) == (Verdict.UNVERIFIED, 3)
    assert any("Not computed" in doubt and why in doubt for doubt in answer.doubts)


def test_the_second_reply_counts_alone() -> None:
    answer, _ = asked(CHOSEN, reply("=B3", "", cell("B3", "7")), reply("", "Es fehlt."))
    assert (answer.found, answer.text, answer.value) == (False, "Es fehlt.", None)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What did Ann Lee sell?", "The data does not hold the answer."),
        ("Was hat Ann Lee verkauft?", "Die Daten enthalten die Antwort nicht."),
        ("앤은 얼마나 팔았습니까?", "이 데이터에는 답이 없습니다."),
    ],
)
def test_not_in_the_data_is_an_answer_in_the_language_of_the_question(question: str, words: str) -> None:
    for lines in ([tables()], [CHOSEN, reply("", ""), reply("", "")]):
        answer, model = asked(*lines, question=question)
        assert (answer.found, answer.rows, answer.verified, answer.doubts) == (False, (), False, ())
        assert (answer.text, len(model.prompts)) == (words, len(lines))
    for lines in ([tables(answer="Ann is not there.")], [CHOSEN, *[reply("", "Ann is not there.")] * 2]):
        assert asked(*lines, question=question)[0].text == "Ann is not there."


def test_what_lies_beside_is_read_once_where_the_chosen_table_does_not_hold_the_answer() -> None:
    answer, model = asked(tables("E1:F3"), reply("", "Not here."), reply("=B3", "It is {result}.", NORTH))
    assert (answer.value, unopposed(answer), answer.receipt.calls) == (1200.0, True, 3)
    assert answer.receipt.tables == (CellRange.parse("E1:F3"),)
    assert "E1:F3 did not hold the answer, so what lies beside was read as well, once." in answer.receipt.notes
    assert [one.stage for one in answer.receipt.sent] == ["tables", "answer", "beside"]
    assert "|A3,North" in model.prompts[-1].document
    assert "|A3,North" not in model.prompts[-2].document


def test_of_a_sheet_too_long_for_a_call_the_nearest_other_tables_are_read() -> None:
    long = "\n".join(f"r{i} | {i} | | s{i} | {i * 3} | | t{i} | {i * 7}" for i in range(60))
    sheet = drawn(f"A | X | | B | Y | | C | Z\n{long}")
    found = [FoundTable(CellRange.parse(area), 1) for area in ("A1:B61", "D1:E61", "G1:H61")]
    model = ScriptedModel([tables("A1:B61"), reply("", "No."), reply("=E3", "", cell("D3", "s1"))])
    answer = ask(sheet, "Y of s1?", model, calculator(), tables=found, budget=Budget(table=800))
    assert (answer.value, [str(area) for area in answer.receipt.tables]) == (3.0, ["A1:B61", "D1:E61"])
    alone = ScriptedModel([tables("A1:B61"), reply("", "No.")])
    assert not ask(sheet, "Y of s1?", alone, calculator(), tables=found[:1], budget=Budget(table=800)).found


def test_of_two_tables_that_fit_the_one_taken_and_the_other_are_named() -> None:
    answer, _ = asked(tables("A2:C5", other=["E1:F3"]), reply("=B3", "", NORTH))
    assert "A2:C5 was read; E1:F3 would fit the question as well." in answer.receipt.notes
    answer, _ = asked(CHOSEN, reply("=B3", "", NORTH, table="A2:C5", other="E1:F3"))
    assert "The answer was taken from A2:C5; E1:F3 would fit as well." in answer.receipt.notes
    for nothing in ("", "the other one", "A2:C5", "X90:Z99"):
        assert asked(CHOSEN, reply("=B3", "", NORTH, table="A2:C5", other=nothing))[0].receipt.notes == ()
