"""What a workbook says of itself: bounded, data alone, and sent with nothing else changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl import drawn
from sheetllm_xl.answers.briefed import SENT, briefed
from sheetllm_xl.answers.question import Terms, of_sheet
from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.chain import Budget
from sheetllm_xl.chain.briefing import MOST, Briefing
from sheetllm_xl.compress import estimate_tokens
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.ports import Prompt
from sheetllm_xl.sheet import Cell, Sheet

from ..injection.grammar import documents
from ..injection.payloads import PAYLOADS

SHEET = drawn("Region | Units\nNorth | 12\nSouth | 8")
REPLY = {"kind": "value", "formulas": ["=SUM(B2:B3)"], "answer": "{result}", "cells": [], "table": "", "other": ""}
PROMPT = Prompt("instructions", "||begin 00000000||\n|B2,12\n||end 00000000||", "Question: how many?")


def of(*texts: str) -> Briefing:
    return Briefing.of(Sheet.of("SheetLLM.Instructions", [Cell(row, 1, text) for row, text in enumerate(texts, 1)]))


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_hostile_one_is_data_between_fences_of_its_own(name: str) -> None:
    prompt = of("Currency is CHF", PAYLOADS[name]).beside(PROMPT)
    assert (prompt.instructions, prompt.question, prompt.schema) == ("instructions", PROMPT.question, {})
    outside, (sheet, briefing) = documents(prompt.document)
    assert sheet == ["|B2,12"]
    assert outside == documents(of("x").beside(PROMPT).document)[0]
    assert [line for line in briefing if not line.startswith("|A")] == []
    assert "Zq7Xw2Vt9" not in prompt.document  # a key is masked


@given(st.lists(st.text(min_size=1, max_size=900), max_size=9))
def test_it_is_never_longer_than_its_bound_and_whole_rows_are_left_out(texts: list[str]) -> None:
    briefing = of(*texts)
    assert len(briefing.text) <= MOST
    assert len([*filter(None, briefing.text.split("\n"))]) + briefing.left_out == len(texts)


def test_it_is_part_of_each_prompt_of_the_key_and_of_the_receipt_and_the_rest_is_as_without_it() -> None:
    plain = of_sheet(SHEET, "How many units in all?", "m")
    asked = briefed(plain, of("Units are thousands"))
    assert asked.key not in (plain.key, briefed(plain, of("Units are millions")).key)
    assert briefed(plain, of("Units are thousands")).key == asked.key
    assert briefed(plain, None) is briefed(plain, of()) is plain
    terms = Terms(Budget(), estimate_tokens, IronCalculator())
    model, without = ScriptedModel([REPLY]), ScriptedModel([REPLY])
    answer, other = asked.ask(model, terms, print), plain.ask(without, terms, print)
    assert answer.rows == other.rows
    assert (*other.receipt.notes, SENT) == answer.receipt.notes
    (prompt,), (bare,) = model.prompts, without.prompts
    assert prompt.document.startswith(f"{bare.document}\n\nWhat the workbook says of itself")
    assert "|A1,Units are thousands" in prompt.document
    assert (prompt.instructions, prompt.question) == (bare.instructions, bare.question)
    planned = asked.plan(Budget(), estimate_tokens)
    assert planned.prompts == (prompt,)
    more = planned.takes.tokens_in[0] - plain.plan(Budget(), estimate_tokens).takes.tokens_in[0]
    assert more >= estimate_tokens(prompt.document) - estimate_tokens(bare.document)
