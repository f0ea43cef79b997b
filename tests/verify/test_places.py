"""The form of an answer: one result, figures in their own places, words and constants that belong to the question."""

from __future__ import annotations

import pytest

from sheetllm_xl.chain import Answer, ask
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.literals import Value
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.verify.grounds import Basis, Ground

from ..chain.replying import calculator, cell, reply, unopposed

SALES = drawn(
    """
    Region | Sales 2023 | Sales 2024 | Share | Note
    North  |        100 |        125 |   0.4 |
    South  |        160 |        120 |   0.5 |
    East   |         90 |         99 |   0.1 |
    """,
    "Sales",
)
MOST = "=INDEX(A2:A4,MATCH(MAX(C2:C4),C2:C4,0))"


def asked(formula: str, sentence: str, question: str, **figures: str) -> Answer:
    said = reply(formula, sentence, cell("A2", "North"))
    said["figures"] = [{"name": name, "formula": text} for name, text in figures.items()]
    assert SALES.used
    return ask(SALES, question, ScriptedModel([said] * 2), calculator(), tables=(FoundTable(SALES.used, 1),))


def kinds(answer: Answer) -> set[Ground]:
    return {one.ground for one in answer.objections}


def test_figures_stand_in_the_sentence_and_the_result_in_the_cell() -> None:
    question = "Which region sold most in 2024?"
    answer = asked(
        MOST, "{result} sold most in 2024: {most}, up from {before}.", question, most="=MAX(C2:C4)", before="=B2"
    )
    assert answer.value == "North"
    assert answer.text == "North sold most in 2024: 125, up from 100."
    assert answer.formula == MOST
    assert unopposed(answer)


def test_a_figure_without_a_slot_for_the_result_does_not_stand_for_it() -> None:
    answer = asked(MOST, "The most was {most}.", "Which region sold most in 2024?", most="=MAX(C2:C4)")
    assert Ground.NOT_SAID in kinds(answer)
    assert not unopposed(answer)


@pytest.mark.parametrize("sentence", ["{result} sold {units}.", "{a} {b} {c}", "{result} " * 21])
def test_a_place_that_nothing_fills_leaves_the_result_alone(sentence: str) -> None:
    assert asked(MOST, sentence, "Which region sold most in 2024?").text == "North"


def test_a_figure_that_is_not_computed_is_asked_for_once_more() -> None:
    answer = asked(MOST, "{result}: {most}", "Which region sold most in 2024?", most="=NOSUCH(C2:C4)")
    assert Ground.NOT_COMPUTED in kinds(answer)
    assert (answer.receipt.calls, answer.value) == (2, None)


def test_figures_in_each_others_places_are_refuted() -> None:
    question = "Did North and South together sell more than 200 in 2024?"
    formula = '=IF(C2+C3>200,"Yes","No")'
    good = asked(formula, "{result}: North {n}, South {s}.", question, n="=C2", s="=C3")
    assert good.text == "Yes: North 125, South 120."
    assert Ground.OTHER_ORDER not in kinds(good)
    assert Ground.OTHER_ORDER in kinds(asked(formula, "{result}: North {n}, South {s}.", question, n="=C3", s="=C2"))


@pytest.mark.parametrize(
    ("formula", "sentence", "text"),
    [
        ("=C2/C3", "It is {result%}.", "It is 104.2%."),
        ("=C2/C3", "It is {result%} %.", "It is 104.2%."),
        ("=C2/C3", "{result%} of South.", "104.2% of South."),
        ("=D2", "It is {result%}.", "It is 40.0%."),
        ("=A2", "It is {result%}.", "It is North."),
    ],
)
def test_a_fraction_may_read_as_a_percentage(formula: str, sentence: str, text: str) -> None:
    answer = asked(formula, sentence, "What is it for North?")
    assert answer.text == text
    assert Ground.STRANGE_UNIT not in kinds(answer)


@pytest.mark.parametrize(
    ("formula", "question", "value"),
    [
        ('=IF(C2>C3,"increase","decrease")', "Was there an increase from South to North?", "increase"),
        ('=IF(C2>C3,"Ja","Nein")', "Hat North mehr als South?", "Ja"),
        ("=C2*(1+10%)", "What if the 2024 sales of North rose by 10%?", 137.5),
        ("=C2*0.9", "What if the 2024 sales of North fell by 10%?", 112.5),
        ("=(C2-B2)/B2*100", "By how many percent did North grow from 2023 to 2024?", 25.0),
        ("=INDEX(A1:A4,ROW(Z2))", "Which region is first?", "North"),
    ],
)
def test_words_of_the_question_constants_of_arithmetic_and_empty_cells_are_free(
    formula: str, question: str, value: Value
) -> None:
    answer = asked(formula, "It is {result}.", question)
    typed = {one.ground for one in answer.objections if one.ground.basis is Basis.TYPED}
    assert (typed, answer.value) == (set(), pytest.approx(value) if isinstance(value, float) else value)


@pytest.mark.parametrize(
    ("formula", "question"),
    [
        ('=IF(C2>C3,"Smith",A3)', "Who is the manager of North?"),
        ("=C2*0.8", "What if the 2024 sales of North fell by 10%?"),
        ("=C2*3", "How much did North sell in 2024?"),
        ("=C2+5", "How much did North sell in 2024?"),
    ],
)
def test_names_and_numbers_from_nowhere_are_not(formula: str, question: str) -> None:
    answer = asked(formula, "It is {result}.", question)
    assert any(one.ground.basis is Basis.TYPED for one in answer.objections)


def test_numbers_of_headers_and_of_the_question_may_stand_in_the_sentence() -> None:
    question = "How much did North sell, of the 3 regions?"
    said = "Of the 3 regions North sold {result} in 2024, not in 2023."
    assert Ground.STRANGE_NUMBER not in kinds(asked("=C2", said, question))
    assert Ground.STRANGE_NUMBER in kinds(asked("=C2", "North sold {result} in 2021.", question))
