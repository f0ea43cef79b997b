"""Kinds of objections: each with a formula it speaks against, and one beside it that it leaves alone."""

from __future__ import annotations

import pytest

from sheetllm_xl.chain import ask
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.grid import CellRange
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.sheet import Sheet
from sheetllm_xl.verify.grounds import Basis, Ground
from sheetllm_xl.verify.likely import likely, worth_a_look

from ..chain.replying import calculator, reply

WEEKS = drawn(
    """
    Week  | Hours | Paid
    One   |    41 |  410
    Two   |    38 |  390
    Three |    44 |  455
    Four  |    40 |  402
    Five  |    35 |  340
    """,
    "Weeks",
)
BADGES = drawn(
    """
    Badge | Unit | Shift | Rate
    Ann   |  558 |  0.25 | 0.512
    Bo    |  558 |  0.75 | 0.634
    Cy    |  601 |  1.25 | 0.755
    Di    |  601 |  2.75 | 0.821
    """,
    "Badges",
)


def grounds(sheet: Sheet, question: str, formula: str, sentence: str = "It is {result}.") -> set[Ground]:
    answer = ask(sheet, question, ScriptedModel([reply(formula, sentence)] * 2), calculator())
    return {each.ground for each in answer.objections}


@pytest.mark.parametrize(
    ("ground", "sheet", "question", "against", "beside"),
    [
        # The rows a range leaves out matter where the formula comes to something else over all of them
        (
            Ground.LEFT_OUT,
            WEEKS,
            "What was paid in the week of 44 hours?",
            "=SUM(C2:C4)",
            "=INDEX(C2:C5,MATCH(44,B2:B5,0))",
        ),
        (Ground.LEFT_OUT, WEEKS, "How many hours is the longest week?", "=MAX(B2:B3)", "=MAX(B2:B4)"),
        # Ranges that begin in different rows belong together only as blocks of one column
        (Ground.OUT_OF_LINE, WEEKS, "How much was paid?", "=SUMPRODUCT(B2:B4,C4:C6)", "=SUM(C2:C3,C4:C6)"),
        (Ground.OUT_OF_LINE, WEEKS, "How much was paid?", "=SUMPRODUCT(C2:C4,C4:C6)", "=SUM(C2:C4)+SUM(C5:C6)"),
        # A number before a comma is one of the question's
        (
            Ground.THRESHOLD,
            BADGES,
            "For unit 558, what is the average shift?",
            '=AVERAGEIFS(C2:C5,C2:C5,"<557")',
            "=AVERAGEIFS(C2:C5,B2:B5,558)",
        ),
    ],
)
def test_it_speaks_against_one_formula_and_leaves_the_other_alone(
    ground: Ground, sheet: Sheet, question: str, against: str, beside: str
) -> None:
    assert ground in grounds(sheet, question, against)
    assert ground not in grounds(sheet, question, beside)


def test_a_rank_that_no_digit_of_the_question_names_is_a_reason_to_look_and_a_typed_number_is_not() -> None:
    question = "What was paid in the longest week but one?"
    ranked = grounds(WEEKS, question, "=INDEX(C2:C6,MATCH(LARGE(B2:B6,2),B2:B6,0))")
    assert Ground.RANK in ranked
    assert Ground.TYPED_NUMBER not in ranked
    assert worth_a_look(ranked)
    typed = grounds(WEEKS, question, "=C2*1.07")
    assert Ground.TYPED_NUMBER in typed
    assert not worth_a_look(typed)


@pytest.mark.parametrize(("formula", "cut_off"), [("=SUM(C2:C4)", True), ("=INDEX(C2:C4,MATCH(38,B2:B4,0))", False)])
def test_rows_that_go_on_below_a_table_that_was_read_speak_against_what_they_would_change(
    formula: str, cut_off: bool
) -> None:
    table = FoundTable(CellRange(1, 1, 4, 3), 1)
    other = FoundTable(CellRange(6, 1, 6, 3), 0)
    model = ScriptedModel([{"tables": ["A1:C4"], "other": [], "answer": ""}, *[reply(formula)] * 2])
    answer = ask(WEEKS, "How much was paid?", model, calculator(), tables=(table, other))
    assert (Ground.CUT_OFF in {each.ground for each in answer.objections}) is cut_off


def test_a_one_of_the_question_is_not_typed_by_the_model() -> None:
    counted = "=COUNTIF(C2:C5,1)"
    assert Ground.TYPED_NUMBER not in grounds(BADGES, "How many badges have a shift of 1?", counted)
    assert Ground.TYPED_NUMBER in grounds(BADGES, "How many badges have the shift?", counted)


@pytest.mark.parametrize("ground", Ground)
def test_what_speaks_against_an_answer_never_makes_it_likelier(ground: Ground) -> None:
    assert likely([ground]) <= likely([])
    assert likely([ground, *Ground]) <= likely([ground])


@pytest.mark.parametrize("ground", [one for one in Ground if one.basis in (Basis.EXECUTION, Basis.TYPED)])
def test_what_a_computation_shows_or_the_model_typed_is_never_worth_a_look(ground: Ground) -> None:
    assert not worth_a_look([ground])


def test_every_kind_has_a_name_of_its_own() -> None:
    assert len({ground.label for ground in Ground}) == len(Ground)
