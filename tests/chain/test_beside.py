"""What stands beside the place of a result in the sentence."""

from __future__ import annotations

import pytest

from sheetllm_xl.chain import ask
from sheetllm_xl.drawing import drawn
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.sheet import Cell, Sheet

from .replying import calculator, cell, reply, unopposed

SHEET = drawn("City | Units\nAnkara | 4\nBergen | 7\nCusco | 9")
MONEY = Sheet.of(
    "Money",
    [
        *drawn("City | Price | Cost\nAnkara |  | \nBergen |  | \nCusco |  | ").cells(),
        *(Cell(row, 2, 100.0 * row, format="#,##0.00 [$€-407]") for row in (2, 3)),
        Cell(4, 2, 400.0, format='"$"#,##0'),
        *(Cell(row, 3, 10.0 * row, format='"$"#,##0') for row in (2, 3, 4)),
    ],
)


def stands(answer: str, formula: str = "=B3", sheet: Sheet = SHEET, question: str = "What is it?") -> bool:
    said = reply(formula, answer, cell("A3", "Bergen"))
    return unopposed(ask(sheet, question, ScriptedModel([said]), calculator()))


@pytest.mark.parametrize(
    "answer",
    [
        *("Bergen sold {result}.", "{result} were sold in Bergen, more than before.", "Bergen: {result}", "“{result}”"),
        *("It is ({result}), all told.", "베르겐은 {result}개입니다.", "{result}個です", "Bergen sold {result}km."),
    ],
)
def test_words_beside_a_result_change_nothing(answer: str) -> None:
    assert stands(answer)


@pytest.mark.parametrize(
    "answer",
    [
        *(
            "It is -{result}.",
            "It is −{result}.",
            "It is .{result}",
            "It is 1{result}.",
            "It is {result}.75.",
            "{result},000",
        ),
        *(
            "{result}k",
            "{result}M were sold",
            "{result}e3",
            "{result}{result}",
            "{result}.{result}",
            "{result}‰",
            "{result}.٢",
        ),
    ],
)
def test_what_makes_another_number_of_a_result_is_doubted(answer: str) -> None:
    assert not stands(answer)


def test_the_sign_of_another_currency_is_doubted() -> None:
    assert stands("It is {result}.", "=B3", MONEY)
    assert not stands("It is ${result}.", "=B3", MONEY)
    assert not stands("It is {result} £.", "=B3", MONEY)
    assert stands("It is ${result}.", "=C3", MONEY)
