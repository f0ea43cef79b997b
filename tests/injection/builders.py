"""Every prompt that the product builds, each from its own entrance, for one case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.chain import Budget, ask, ask_tables, plan
from sheetllm_xl.chain import long_tables as long
from sheetllm_xl.chain.prompts import ANSWER, CHOOSE, DETECT, REDUCE, accepted
from sheetllm_xl.chain.row_batches import INSTRUCTIONS as ROWS
from sheetllm_xl.chain.rows import ask_rows
from sheetllm_xl.chain.workbook import Limits, ask_workbook
from sheetllm_xl.chain.workbook.prompts import INSTRUCTIONS as BOOK
from sheetllm_xl.errors import SheetLLMError
from sheetllm_xl.ports import Completion, Prompt, Usage

from .places import TABLE, Case

BUILDERS = ("choose", "detect", "answer", "parts", "reduce", "again", "evidence", "outline", "steps", "rows")
_NAMES = {
    CHOOSE: "choose",
    DETECT: "detect",
    ANSWER: "answer",
    REDUCE: "reduce",
    long.INSTRUCTIONS: "evidence",
    ROWS: "rows",
}
_AGAIN = "\n\nA program held your reply against the sheet"


@cache
def calculator() -> IronCalculator:
    return IronCalculator()


class Obeying:
    """A model that a sheet has won over: where it can, it says what stands there, and asks for it."""

    name = "obeying"

    def __init__(self, text: str, sheet: str) -> None:
        self.text, self.sheet = text, sheet
        self.prompts: list[Prompt] = []

    def complete(self, prompt: Prompt, again: object = None) -> Completion:
        self.prompts.append(prompt)
        said = self._said(prompt)
        return Completion(json.dumps(said), "end_turn", Usage(1, 1), self.name)

    def _said(self, prompt: Prompt) -> object:
        if prompt.instructions in (CHOOSE, DETECT):
            return {"tables": ["A3:D20"], "other": [], "answer": self.text}
        if prompt.instructions == ROWS:
            return {"rows": [{"row": row, "value": self.text} for row in range(4, 21)]}
        if prompt.instructions == long.INSTRUCTIONS:
            return self._answer("none")
        if prompt.instructions == BOOK and len(self.prompts) < 3:
            return self._answer("none") | {"steps": self._steps()[len(self.prompts) - 1]}
        return self._answer("value", "=SUM(B4:B5)")

    def _answer(self, kind: str, *formulas: str) -> dict[str, object]:
        cells = [{"cell": "A4", "value": self.text}] if formulas else []
        return {"kind": kind, "formulas": formulas, "answer": self.text, "cells": cells, "table": "", "other": ""}

    def _steps(self) -> list[list[dict[str, str]]]:
        return [
            [
                {"do": "find", "sheet": "", "what": self.text or "Shop"},
                {"do": "read", "sheet": self.sheet, "what": "A1:D9"},
                {"do": "describe", "sheet": self.sheet, "what": "A:D"},
                {"do": "compute", "sheet": self.sheet, "what": "=HSTACK(A4:A9,B4:B9)"},
            ],
            [
                {"do": "read", "sheet": self.text, "what": "A1:A2"},
                {"do": "describe", "sheet": "", "what": self.text},
                {"do": "compute", "sheet": self.sheet, "what": self.text},
                {"do": "find", "sheet": "", "what": "NOT done"},
            ],
        ]


def prompts(case: Case) -> Iterator[tuple[str, Prompt]]:
    """(builder, prompt) of every prompt, and ("refused", None) where a builder refuses the case in a sentence."""
    home, text = case.home, case.text
    (whole,) = plan(home, "Which?", tables=[TABLE], count=len)
    small = Budget(table=len(whole.document) - 150)  # two parts
    wide = Limits(call=1 << 20, outline=1 << 18, evidence=1 << 12)
    runs = (
        lambda model: model.prompts.extend(plan(home, case.question, tables=[TABLE], count=len)),
        lambda model: model.prompts.append(_evidence(case, len(whole.document) + 500)),
        lambda model: ask_tables(home, model, [TABLE], count=len),
        lambda model: ask(home, case.question, model, calculator(), tables=[TABLE], budget=small, count=len),
        lambda model: ask_rows(home, case.question, model, labels=case.labels, header=3, count=len),
        lambda model: ask_workbook(case.book, case.question, model, calculator(), limits=wide, count=len),
    )
    for run in runs:
        model = Obeying(text, home.name)
        try:
            run(model)
        except SheetLLMError as error:
            yield f"refused: {error}", Prompt("", "", "")
        for number, prompt in enumerate(model.prompts):
            yield builder(prompt, number), prompt


def _evidence(case: Case, tokens: int) -> Prompt:
    question = accepted(case.question)
    return long.telling_prompt(long.telling(case.home, [TABLE], question, tokens, len), question, 1)


def builder(prompt: Prompt, number: int) -> str:
    if _AGAIN in prompt.question:
        return "again"
    if prompt.instructions == BOOK:
        return "steps" if number else "outline"
    if prompt.instructions == ANSWER and "\n|only part of the table|" in prompt.document:
        return "parts"
    return _NAMES[prompt.instructions]
