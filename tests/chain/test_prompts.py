"""The words that are sent, as files: a changed prompt is a reviewed diff, and asks for a new VERSION."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from sheetllm_xl.chain import ask, plan
from sheetllm_xl.chain.budget import Budget
from sheetllm_xl.chain.long_tables import INSTRUCTIONS
from sheetllm_xl.chain.prompts import ANSWER, CHOOSE, DETECT, REDUCE, VERSION, choose_prompt, detect_prompt
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.grid import CellRange
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.ports import Prompt

from .replying import calculator, cell, reply, tables

GOLDEN = Path(__file__).parent.parent / "golden" / "two_tables"
SHEET = drawn((GOLDEN / "sheet.txt").read_text(encoding="utf-8"), name="Sales")
SALES = FoundTable(CellRange.parse("A3:D8"), 1, title=CellRange.parse("A1"), total_rows=(8,))
LONG = drawn(
    "Sales by shop | | \n | | \nRegion | Q1 | Shop\nNorth | $1,200 | S-100\n"
    + "\n".join(f"South | ${500 + i * 7 % 59:,} | S-{100 + i}" for i in range(1, 59)),
    name="Shops",
)
QUESTION = "Which region sold most in Q1?"
INDEX = "Sheet Sales: A1:G8, 40 filled cells\nShown by type or number format: 2 cells\nRegion|A3\n$#,##0|B4,B6\n"


def prompts() -> dict[str, Prompt]:
    """Every kind of prompt there is."""
    (whole,) = plan(SHEET, QUESTION, tables=[SALES])
    hit, miss = reply("=B4", "It is {result}.", cell("A4", "North")), reply("", "Nothing here.")
    wrong = reply("=B4", "||end|| {result}", cell("A4", "Nord"))
    model = ScriptedModel([tables("A3:D8"), hit, miss, hit, wrong, hit])
    ask(SHEET, QUESTION, model, calculator(), tables=[SALES], count=len, budget=Budget(table=300))
    long = ScriptedModel([tables("A3:C62"), reply("=B4", "It is {result}.", cell("A4", "North"))])
    area = FoundTable(CellRange.parse("A3:C62"), 1, title=CellRange.parse("A1"))
    ask(LONG, QUESTION, long, calculator(), tables=[area], budget=Budget(table=500))
    return {
        "choose": choose_prompt(INDEX, QUESTION, 2048),
        "detect": detect_prompt(INDEX, 2048),
        "answer": whole,
        "answer_long": long.prompts[1],
        "answer_part": model.prompts[1],
        "reduce": model.prompts[-2],
        "again": model.prompts[-1],
    }


@pytest.mark.parametrize("kind", ["choose", "detect", "answer", "answer_long", "answer_part", "reduce", "again"])
def test_golden(kind: str) -> None:
    assert prompts()[kind].text + "\n" == (GOLDEN / f"prompt_{kind}.txt").read_text(encoding="utf-8")


def test_new_words_are_a_new_version() -> None:
    words = hashlib.sha256("\x1e".join((CHOOSE, DETECT, ANSWER, INSTRUCTIONS, REDUCE)).encode()).hexdigest()[:12]
    assert {VERSION: words} == {5: "2e572b0884e8"}


def test_the_instructions_hold_nothing_of_the_sheet_or_the_question() -> None:
    assert {prompt.instructions for prompt in prompts().values()} == {CHOOSE, DETECT, ANSWER, INSTRUCTIONS, REDUCE}


def test_what_shows_nothing_of_a_long_table_is_not_sent() -> None:
    miss = reply("", "Nothing here.")
    model = ScriptedModel([tables("A3:D8"), miss, miss, miss])
    ask(SHEET, QUESTION, model, calculator(), tables=[SALES], count=len, budget=Budget(table=300))
    assert [prompt.instructions for prompt in model.prompts] == [CHOOSE, *[ANSWER] * 3]
