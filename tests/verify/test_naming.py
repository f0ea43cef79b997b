"""Several results in one sentence: each in its own place, which the labels beside it may refute."""

from __future__ import annotations

import pytest

from sheetllm_xl.chain import Answer, ask
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.sheet import Cell, Sheet
from sheetllm_xl.verify.grounds import Ground

from ..chain.replying import calculator, cell, reply, unopposed

SALES = drawn("Region | Units | Price\nNorth | 10 | 5\nSouth | 20 | 7\nEast | 31 | 8", "Sales")
MONEY = drawn("Land | Umsatz\nItalien | €1,200\nSpanien | €900", "Umsatz")


def asked(formulas: list[str], sentence: str, question: str, sheet: Sheet = SALES) -> Answer:
    assert sheet.used
    cited = (cell("A2", str(sheet.value(2, 1))), cell("A3", str(sheet.value(3, 1))))
    model = ScriptedModel([reply(formulas, sentence, *cited)] * 2)
    return ask(sheet, question, model, calculator(), tables=(FoundTable(sheet.used, 1),))


def kinds(answer: Answer) -> set[Ground]:
    return {one.ground for one in answer.objections}


SOUTH, NORTH = '=SUMIFS(B2:B4,A2:A4,"South")', '=SUMIFS(B2:B4,A2:A4,"North")'


@pytest.mark.parametrize("formulas", [["=B2", "=B3"], [NORTH, SOUTH]])
def test_each_place_takes_its_own_result_which_labels_in_order_bear_out(formulas: list[str]) -> None:
    answer = asked(formulas, "North sold {result}, and South {result}.", "How many units did North and South sell?")
    assert (answer.text, unopposed(answer)) == ("North sold 10, and South 20.", True)


@pytest.mark.parametrize("formulas", [["=B3", "=B2"], [SOUTH, NORTH]])
def test_results_in_each_others_places_are_refuted(formulas: list[str]) -> None:
    answer = asked(formulas, "North sold {result}, and South {result}.", "How many units did North and South sell?")
    assert Ground.OTHER_ORDER in kinds(answer)
    assert not unopposed(answer)


def test_one_place_takes_all_results_and_needs_no_order() -> None:
    answer = asked(["=B2", "=B3"], "North and South sold {result}.", "How many units did North and South sell?")
    assert (answer.text, unopposed(answer)) == ("North and South sold 10, 20.", True)


def test_a_unit_written_beside_a_place_is_the_results_own_once() -> None:
    question = "Wie hoch war der Umsatz in Italien und Spanien?"
    answer = asked(["=B2", "=B3"], "Italien: €{result}, Spanien: €{result}.", question, MONEY)
    assert answer.text == "Italien: €1,200, Spanien: €900."
    assert not kinds(answer) & {Ground.OTHER_ORDER, Ground.STRANGE_UNIT}


def test_labels_of_unseen_characters_name_nothing() -> None:
    sheet = drawn("Region | Units\nNorth | 10\nSouth | 20").cells()
    hidden = Sheet.of("Sales", [*sheet, Cell(4, 1, "\u200b\u200b"), Cell(4, 2, 30.0)])
    answer = asked(["=B2", "=B4"], "North sold {result}, the rest {result}.", "How many units?", hidden)
    assert not kinds(answer) & {Ground.OTHER_ORDER, Ground.NAMED_ELSEWHERE}
