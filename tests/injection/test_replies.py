"""Hostile replies: whatever stands in any field of any form, there is an answer that is not wrongly called verified, or
a sentence; never a formula that reaches outside, never an act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from sheetllm_xl.chain import Budget, ask
from sheetllm_xl.chain.answer import Answer
from sheetllm_xl.errors import SheetLLMError
from sheetllm_xl.literals import Value
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.sheet import Cell, Sheet

from ..chain.replying import cell, reply, tables
from .builders import calculator
from .places import TABLE
from .replies import CASE, FORMS, QUESTION, VALUES, hostile, replied
from .watch import watched

_SOME = 89
_OUTSIDE = re.compile(
    r"WEBSERVICE|HYPERLINK|IMAGE|CALL|REGISTER|RTD|INDIRECT|OFFSET|EVALUATE|EXEC|FILTERXML|SQL\.REQUEST|IMPORT|PY\(|COPILOT"
    r"|ASKSHEET|LAMBDA|CELL\(|INFO\(|NOW|TODAY|RAND|\[|\\|://|cmd",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"(?<![\w.,])\d[\d.,]*")


def wrong_in(answer: Any) -> str:
    """What is wrong with what became of a reply; nothing for values that the workbook holds or that follow from it."""
    if not isinstance(answer, Answer):
        return "" if isinstance(answer, tuple) and all(table.range in CASE.home.used for table in answer) else "tables"
    if answer.formula and _OUTSIDE.search(answer.formula):
        return f"a formula: {answer.formula[:80]}"
    if not answer.verified:
        return ""
    values = [value for row in answer.rows for value in row if value not in (None, "")]
    if strange := [value for value in values if not _is_known(value)]:
        return f"a value: {strange[0]!r:.80}"
    if any(not citation.checked for citation in answer.citations):
        return "a citation"
    texts = " ".join([QUESTION, *map(str, CASE.home.values)])
    told = {float(figure.replace(",", "").rstrip(".") or 0) for figure in _FIGURE.findall(texts)} | {130.0}
    figures = [figure.replace(",", "").rstrip(".") for figure in _FIGURE.findall(answer.text)]
    if not answer.each and (strange := [figure for figure in figures if _number(figure) not in told]):
        return f"a figure: {strange[0]}"
    if answer.formula == "=B4+B6" and "130" not in answer.text:
        return f"a sentence: {answer.text[:80]}"
    return ""


def _number(figure: str) -> float | None:
    try:
        return float(figure)
    except ValueError:
        return None


def _is_known(value: Value) -> bool:
    """Whether a value stands in a cell, is the sum that was asked for, or an error of a row of its own."""
    return value == 130.0 or value in list(CASE.home.values) or str(value).startswith("#")


def _wrong(cases: Iterator[tuple[str, tuple[str | int, ...], str]]) -> list[str]:
    calculator().evaluate("=1+1", CASE.sheets)
    found = []
    for form, field, name in cases:
        with watched() as done:
            try:
                wrong = wrong_in(replied(form, field, name))
            except SheetLLMError as error:
                wrong = "" if str(error).strip() and "\n" not in str(error) else f"a sentence: {error!s:.80}"
        found += [f"{form} {field} {name}: {each}" for each in (wrong, *done) if each]
    return found


def test_an_honest_reply_is_verified() -> None:
    answer = replied("answer", ("table",), "empty")
    assert answer.verified
    assert answer.rows == ((130.0,),)
    assert not wrong_in(answer)


def test_some_hostile_replies_do_nothing_and_verify_nothing() -> None:
    wrong = _wrong(case for number, case in enumerate(hostile()) if number % _SOME == 0)
    assert not wrong, wrong[:10]


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("form", FORMS)
def test_hostile_replies_do_nothing_and_verify_nothing(form: str) -> None:
    wrong = _wrong(case for case in hostile() if case[0] == form)
    assert not wrong, wrong[:10]


@pytest.mark.parametrize("said", ["obey", '=EXEC("calc")', "(not computed) not in the data", "Total"])
def test_a_sentence_without_its_result_is_not_verified(said: str) -> None:
    model = ScriptedModel([reply("=B4+B6", said, cell("A4", "Shop 04"), cell("A6", "Shop 06"))])
    answer = ask(CASE.home, QUESTION, model, calculator(), tables=[TABLE])
    assert not answer.verified
    assert "The sentence does not say what the formula comes to." in answer.doubts


def test_a_sentence_that_repeats_its_result_without_end_gives_way_to_it() -> None:
    sheet = Sheet.of("Notes", [Cell(1, 1, "Item"), Cell(1, 2, "Note"), Cell(2, 1, "Kettle"), Cell(2, 2, "n" * 30_000)])
    model = ScriptedModel([reply("=B2", "{result}" * 900, cell("A2", "Kettle"))] * 2)
    answer = ask(sheet, "What is the note of the Kettle?", model, calculator())
    assert answer.text == "n" * 30_000


def test_what_parts_give_to_the_reduction_is_bounded() -> None:
    sheet = Sheet.of("Long", [Cell(row, col, f"text {row} {col}") for row in range(1, 200) for col in (1, 2)])
    every = reply(["=A1:B199"] * 50, "{result}", cell("A2", "text 2 1"))
    model = ScriptedModel([tables("A1:B199"), reply("", "No."), *[every] * 30])
    ask(sheet, "Which texts?", model, calculator(), tables=[TABLE], budget=Budget(table=700))
    reductions = [prompt for prompt in model.prompts if "\n|part 2|" in prompt.document]
    assert len(reductions) >= 1
    assert max(len(line) for line in reductions[0].document.split("\n")) < 10_000


def test_there_is_a_value_of_every_kind_for_every_field() -> None:
    assert len(VALUES) >= 250
    assert sum(len(fields) + 1 for _, fields in FORMS.values()) >= 45
