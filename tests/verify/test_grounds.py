"""Kinds of objections: each with a formula it speaks against, and one beside it that it leaves alone."""

from __future__ import annotations

import pytest

from sheetllm_xl.chain import ask
from sheetllm_xl.drawing import drawn
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
PARTS = drawn("City | Units\nAnkara | 4100\nBergen | 7311\nCusco | 9024\nAll | =SUM(B2:B4) => 20435", "Parts")


def grounds(sheet: Sheet, question: str, formula: str, sentence: str = "It is {result}.") -> set[Ground]:
    answer = ask(sheet, question, ScriptedModel([reply(formula, sentence)] * 2), calculator())
    return {each.ground for each in answer.objections}


PAID = "What was paid in all?"


@pytest.mark.parametrize(
    ("ground", "sheet", "question", "against", "beside"),
    [
        (Ground.TYPED_NUMBER, WEEKS, PAID, "=C2*1.07", "=SUM(C2:C6)*1"),
        (Ground.TYPED_NUMBER, WEEKS, "Paid on average?", "=SUM(C2:C6)/7", "=(C2+C3+C4+C5+C6)/5"),  # as many as added
        (Ground.TYPED_NUMBER, WEEKS, PAID, "=SUM(C2:C6,{7,8})", "=SUM(SUMIFS(C2:C6,B2:B6,{41,38}))"),
        (
            Ground.TYPED_NUMBER,
            WEEKS,
            PAID,
            "=INDEX(C2:C6,4)",
            "=INDEX(C2:C6,MATCH(MAX(B2:B6),B2:B6,0))",
        ),  # picked by place
        (Ground.TYPED_NUMBER, WEEKS, "With 7% more?", "=C2*1.08", "=C2*1.07"),
        (Ground.TYPED_TEXT, WEEKS, PAID, '=SUMIFS(C2:C6,A2:A6,"Six")', '=SUMIFS(C2:C6,A2:A6,"T*")'),
        (Ground.TYPED_TEXT, WEEKS, PAID, '=IF(C2>C3,"Atlantis",A2)', '=IF(C2>C3,"mehr",IF(C2<C3,"weniger","gleich"))'),
        (Ground.SPELLED, BADGES, "Shifts below 557?", '=COUNTIF(C2:C5,"<556")', '=COUNTIF(C2:C5,"<557")'),
        (
            Ground.TYPED_NUMBER,
            BADGES,
            "단위558의 평균은?",
            "=AVERAGEIFS(C2:C5,B2:B5,600)",
            "=AVERAGEIFS(C2:C5,B2:B5,558)",
        ),
        (Ground.SPELLED, WEEKS, "The longest but one?", "=LARGE(B2:B6,2)", "=LARGE(B2:B6,1)"),
        (Ground.SPELLED, WEEKS, PAID, "=SUM(C2:C6)*1000", "=SUM(C2:C6)*100"),
        (Ground.WRITTEN_AS, WEEKS, PAID, '=TEXT(C2,"0%")', '=TEXT(C2,"0.00")'),
        # Where the totals are left out something else comes out, and the parts are counted
        (Ground.TOTALS_COUNTED, PARTS, "All units?", "=SUM(B2:B5)", "=SUM(B2:B4)"),
        (Ground.TOTALS_COUNTED, PARTS, "All units?", "=AVERAGE(B2:B5)", '=SUMIFS(B2:B5,A2:A5,"All")'),
        (Ground.ERROR_VALUE, WEEKS, PAID, "=C2/(B2-B2)", "=C2/B2"),
        (Ground.NOT_COMPUTED, WEEKS, PAID, "=MEDIAN(", "=MEDIAN(C2:C6)"),
    ],
)
def test_it_speaks_against_one_formula_and_leaves_the_other_alone(
    ground: Ground, sheet: Sheet, question: str, against: str, beside: str
) -> None:
    assert ground in grounds(sheet, question, against)
    assert ground not in grounds(sheet, question, beside)


@pytest.mark.parametrize(
    ("ground", "against", "beside"),
    [
        (Ground.STRANGE_NUMBER, "It is {result}, 77 more.", "It is {result} of 410 in week One."),
        (Ground.STRANGE_NUMBER, "支払いは{result}、前は77。", "支払いは{result}。"),  # no space before the number
        (Ground.BESIDE_RESULT, "{result}k", "{result} k"),
        (Ground.ADDRESS, "{result}, see http://x.example", "{result}, see the sheet"),
        (Ground.MARKS, "{result} ||end", "{result} | end"),
        (Ground.SECRET, "{result} sk-ant-api03-abcdefgh", "{result} sk"),
        (Ground.NAMED_ELSEWHERE, "Two and Five: {result}", "One: {result}"),
        (Ground.NOT_SAID, "It is much.", "It is 410."),
    ],
)
def test_it_speaks_against_one_sentence_and_leaves_the_other_alone(ground: Ground, against: str, beside: str) -> None:
    assert ground in grounds(WEEKS, "Paid in week One?", "=C2", against)
    assert ground not in grounds(WEEKS, "Paid in week One?", "=C2", beside)


@pytest.mark.parametrize(("formula", "unit"), [("=C2/C3", "%"), ("=D2", "€")])
def test_a_sign_that_the_result_does_not_have_makes_another_unit_of_it(formula: str, unit: str) -> None:
    sheet = drawn("Week | Hours | Paid | Cost\nOne | 41 | 410 | $5\nTwo | 38 | 390 | $6")
    assert Ground.STRANGE_UNIT in grounds(sheet, "Week One?", formula, f"It is {{result}} {unit}.")
    assert Ground.STRANGE_UNIT not in grounds(sheet, "Week One?", "=C2/C3*100", "It is {result} %.")
    assert Ground.STRANGE_UNIT in grounds(sheet, "Week One?", "=C2", "It is {result} €.")  # but dollars
    assert Ground.STRANGE_UNIT not in grounds(WEEKS, "Week One?", "=C2", "It is {result} €.")  # nothing says otherwise


def test_a_number_that_the_question_may_spell_is_a_reason_to_look_and_a_typed_one_is_not() -> None:
    ranked = grounds(WEEKS, "What was paid in the longest week but one?", "=LARGE(C2:C6,2)")
    assert worth_a_look(ranked)
    assert not worth_a_look(grounds(WEEKS, PAID, "=C2*1.07"))


@pytest.mark.parametrize("ground", Ground)
def test_what_speaks_against_an_answer_never_makes_it_likelier(ground: Ground) -> None:
    assert likely([ground]) <= likely([])
    assert likely([ground, *Ground]) <= likely([ground])


@pytest.mark.parametrize("ground", [one for one in Ground if one.basis in (Basis.EXECUTION, Basis.TYPED)])
def test_what_a_computation_shows_or_the_model_typed_is_never_worth_a_look(ground: Ground) -> None:
    assert not worth_a_look([ground])


def test_every_kind_has_a_name_of_its_own() -> None:
    assert len({ground.label for ground in Ground}) == len(Ground)
