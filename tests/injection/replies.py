"""Replies of a model that is wrong, won over or broken: one hostile value in one field of one form each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from sheetllm_xl.chain import Budget, ask, ask_tables, plan
from sheetllm_xl.chain.answer import Answer
from sheetllm_xl.chain.rows import ask_rows
from sheetllm_xl.chain.tables import named_tables
from sheetllm_xl.chain.workbook import Limits, ask_workbook
from sheetllm_xl.ports import Completion, Model, Prompt, Usage

from .builders import builder, calculator
from .payloads import PAYLOADS
from .places import PLACES, TABLE

CASE = PLACES["cell"]("Leeds")
QUESTION = "How many units did Shop 04 and Shop 06 sell?"

_TABLES = {"tables": ["A3:D20"], "other": ["A3:B20"], "answer": "None holds it."}
_ANSWER = {
    "kind": "value",
    "reading": [{"do": "sum", "of": ["B3", "A4", "A6"]}],
    "formulas": ["=B4+B6"],
    "answer": "It is {result}.",
    "cells": [{"cell": "A4", "value": "Shop 04"}, {"cell": "A6", "value": "Shop 06"}],
    "table": "A3:D20",
    "other": "",
}
_ROWS = {"rows": [{"row": row, "value": f"Shop {row:02d}"} for row in range(4, 20)]}
_STEPS = {**_ANSWER, "kind": "none", "steps": [{"do": "read", "sheet": "Sales", "what": "A1:D9"}]}

_ANSWER_FIELDS: tuple[tuple[str | int, ...], ...] = (
    *(("kind",), ("formulas",), ("formulas", 0), ("answer",), ("cells",), ("cells", 0)),
    *(("cells", 0, "cell"), ("cells", 0, "value"), ("table",), ("other",)),
)
FORMS: Mapping[str, tuple[Mapping[str, Any], tuple[tuple[str | int, ...], ...]]] = {
    "choose": (_TABLES, (("tables",), ("tables", 0), ("other",), ("other", 0), ("answer",))),
    "detect": ({"tables": ["A3:D20", "A1:B2"]}, (("tables",), ("tables", 0))),
    "answer": (_ANSWER, _ANSWER_FIELDS),
    "reduce": (_ANSWER, _ANSWER_FIELDS),
    "again": (_ANSWER, _ANSWER_FIELDS),
    "rows": (_ROWS, (("rows",), ("rows", 0), ("rows", 0, "row"), ("rows", 0, "value"))),
    "outline": (_STEPS, tuple(("steps", *rest) for rest in ((), (0,), (0, "do"), (0, "sheet"), (0, "what")))),
}
"""For each form an honest reply, and its fields."""

_ADDRESSES = (
    *("A0", "XFE1", "A1048577", "A1:XFD1048576", "A:XFD", "1:1048576", "A1:B2:C3", "Payroll!A1", "Rates!B2", "R1C1"),
    *(
        "'[secret.xlsx]Plan'!A1",
        "Sales!A1:XFD1048576",
        "#REF!",
        "A4,A6",
        "A4:A4",
        "$A$4",
        "a4",
        "Ａ４",
        "A 4",
        "!",
        "Sales!",
    ),
)
_FORMULAS = (
    *(
        "=SUM(A:XFD)",
        "=A1:XFD1048576",
        "=SUM(Payroll!B4:B6)",
        "=SUM(Sales:Rates!B4)",
        "=Rates!B2*B4",
        "=B4:B6 B5",
        "=1/0",
    ),
    *(
        '="4242"',
        "=4242",
        "=B4*0+4242",
        "=TODAY()",
        "=RAND()",
        "=OFFSET(B4,0,0,9,9)",
        '=CELL("filename")',
        '=INFO("os")',
    ),
    *("=SUM(Table1[Units])", "=Units", "=SEQUENCE(1048576,16384)", '=REPT("a",32767)', '=REPT(REPT("a",32767),32767)'),
    *(
        "=" + "(" * 63 + "B4" + ")" * 63,
        "=" + "-" * 3_000 + "B4",
        "=" + "+".join(["B4"] * 900),
        "=FACT(170)^99",
        "=B4:B6",
    ),
    *("=MUNIT(10000)", "=HSTACK(" + ",".join(["B4:B19"] * 200) + ")", "=LET(x,B4,x+x)", "=PY(1)", '=COPILOT("x",A1)'),
)
VALUES: Mapping[str, Any] = {
    **PAYLOADS,
    **{f"address {text}": text for text in _ADDRESSES},
    **{f"formula {text[:40]}": text for text in _FORMULAS},
    "nothing": None, "true": True, "zero": 0, "minus one": -1, "huge": 1e308, "infinite": float("inf"),
    "not a number": float("nan"), "empty": "", "an empty list": [], "an empty object": {}, "a list": ["A4", 4, None],
    "a list of lists": [[["A4"]]], "an object": {"cell": "A4", "value": "Shop 04", "range": "A3:D20"},
    "too many": ["A4"] * 201, "most": ["A4"] * 200, "too long": "x" * 8_001, "longest": "x" * 8_000,
    "longest of escapes": "\x1b[2J" * 2_000, "slots": "{result}" * 1_000, "deep": json.loads("[" * 90 + "]" * 90),
    "longest of bars": "|" * 8_000, "longest of keys": "sk-ant-aaaa " * 660, "a surrogate": "\ud800", "a bar": "|",
}  # fmt: skip


@dataclass
class Hostile:
    """A model that replies honestly but for the prompts of one builder."""

    form: str
    reply: Any
    name: str = "hostile"
    asked: int = 0

    def complete(self, prompt: Prompt, again: object = None) -> Completion:
        kind = builder(prompt, self.asked)
        self.asked += 1
        if kind == self.form or (kind == "again" and self.form in ("answer", "reduce")):
            reply = self.reply
        elif self.form == "again" and kind == "answer":
            reply = _wrong()
        else:
            reply = {"choose": _TABLES, "rows": _ROWS}.get(kind, _ANSWER)
        text = reply if isinstance(reply, str) else json.dumps(reply)
        return Completion(text, "end_turn", Usage(1, 1), self.name)


def _wrong() -> dict[str, Any]:
    return {**_ANSWER, "cells": [{"cell": "A4", "value": "Shop 99"}]}


def _ask(model: Model, **more: Any) -> Answer:
    return ask(CASE.home, QUESTION, model, calculator(), **more)


def _reduced(model: Model) -> Answer:
    (whole,) = plan(CASE.home, QUESTION, tables=[TABLE], count=len)
    return _ask(model, tables=[TABLE], budget=Budget(table=len(whole.document) - 150), count=len)


RUNS: Mapping[str, Callable[[Model], Any]] = {
    "choose": lambda model: _ask(model, tables=()),
    "detect": lambda model: named_tables(CASE.home, ask_tables(CASE.home, model, [TABLE]).receipt.tables, [TABLE]),
    "answer": lambda model: _ask(model, tables=[TABLE]),
    "reduce": _reduced,
    "again": lambda model: _ask(model, tables=[TABLE]),
    "rows": lambda model: ask_rows(CASE.home, "Which shop?", model, header=3),
    "outline": lambda model: ask_workbook(CASE.book, QUESTION, model, calculator(), limits=Limits(calls=2)),
}


def hostile() -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """Every form, field and value by name; no field: the value is all of the reply."""
    for form, (_, fields) in FORMS.items():
        for field in ((), *fields):
            yield from ((form, field, name) for name in VALUES)


def replied(form: str, field: tuple[str | int, ...], name: str) -> Any:
    """What the chain makes of the reply. Raises what it raises."""
    reply: Any = deepcopy(FORMS[form][0])
    at = reply
    for part in field[:-1]:
        at = at[part]
    if field:
        at[field[-1]] = VALUES[name]
    else:
        reply = VALUES[name]
    return RUNS[form](Hostile(form, reply))
