"""A hostile reply, in any field of any form, ends in an answer or a sentence of ours, and soon (M24)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.chain import Budget, ask, ask_tables
from sheetllm_xl.chain.bounded import Bounded
from sheetllm_xl.chain.rows import ask_rows
from sheetllm_xl.chain.workbook import ask_workbook
from sheetllm_xl.detect import FoundTable, detect
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import NotComputed, ReplyError, SheetLLMError
from sheetllm_xl.grid import CellRange
from sheetllm_xl.messages.replies import LONGEST, AnswerReply, read_reply
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.ports import Completion, Computed, Usage
from sheetllm_xl.retrieve import Workbook
from sheetllm_xl.sheet import Sheet
from sheetllm_xl.text.numbers import written_number
from sheetllm_xl.verify.citations import agreement
from sheetllm_xl.verify.compute import computed
from sheetllm_xl.verify.reading import Reading

from .replying import calculator, cell, reply, tables
from .workbook.sheets import laid

HANGS = pytest.mark.timeout(60)  # what hangs, hangs for hours: each of these took more than a minute, or never ended


def short(text: object) -> str:
    return repr(text)[:24]


@cache
def sheet() -> Sheet:
    """Labels of many kinds, a time and a date that are none, and texts of one letter."""
    rows = "\n".join(f"Town {i} | {i}.5 | a{i} | b | 2026-01-0{i % 9 + 1}" for i in range(1, 60))
    return drawn(f'Region | Units | Code | Note | Day\n"30:15:00" | 1 | a | b | "2026-02-30"\n{rows}')


@cache
def book() -> Workbook:
    return Workbook.of([sheet(), laid("Rates", [["Currency", "Rate"], ["CHF", 1.12], ["EUR", 1.08]])])


def repeated(piece: str, most: int = LONGEST) -> str:
    return (piece * most)[:most]


REPEATED = tuple(
    map(
        repeated,
        ["a@", "1 ", "a1 ", "Ab", '""', "{result} ", "@.", "a.", '"', "'", "''", "(", "{", "[", "[[", "]", ",", "1",
         "1,", "1.", "-", "$ ", " ", "\n", "\t", "\u00a0", "a ", "aa ", "Town 1 ", "b", "{result}", "million ", "$",
         "seven ", "https://", "www.a ", "a@b.c ", "x@y.zz,", "A1:", "A1,", "=", "!", "'!", "a!", "#", "#N/A", "1e",
         "e+", ".", "..", "TRUE", "Zeta ", "||", "|", "`", "```", "2026-01-01 ", "30:15:00", "2026-02-30 ", "_x001B_",
         "\\", "\u200b", "\ufe0f", "\U000e0041", "sk-ant-", "sk-", "AKIA", "eyJ", "가", "ß", "é", "%", "(1", "1%",
         "+A1"],
    )
)  # fmt: skip
FORMULAS = (
    '={' + '""' * 60,
    "={" + '""' * 1900,
    "=" + "(" * 1900,
    "=" + "-" * 3900 + "B3",
    "=" + "+".join(["B3"] * 1300),
    "=SUM(" + ",".join(["B3:B60"] * 400) + ")",
    "=" + "1" * 3990 + "x",
    "=" + "A" * 3990 + " " * 9,
    "=" + "a[" * 1900,
    "=" + "'" * 3990,
    "='" + "''" * 1900,
    "=[" * 1900,
    '=IF(B3>"' + " " * 2000 + '",1,0)',
    "=SUMPRODUCT(B3:B60*(D3:D60=\"" + "1 " * 1000 + 'x"))',
    "=DATE(" * 600,
    "=B3<" + " " * 3000 + "DATE(1,1,1)",
    "=LET(" + ",".join(f"x{i},B3" for i in range(500)) + ",B3)",
    "=REPT(REPT(REPT(D3,32767),32767),32767)",
    "=MMULT(SEQUENCE(9999,9999),SEQUENCE(9999,9999))",
    "=" + "SUM(" * 60 + "B3:B60" + ")" * 60,
)  # fmt: skip
NUMBERS = (10**400, -(10**4000), float("nan"), float("inf"), -0.0, 1e308, 5e-324, True, None)


def answering(lines: Any, asks: Callable[[ScriptedModel], object]) -> None:
    """Ask a model that says this over and over; our own errors are an end as well."""
    with suppress(SheetLLMError):
        asks(ScriptedModel([lines] * 40))


def asking_sheet(model: ScriptedModel) -> object:
    return ask(
        sheet(), "How many units has Town 7?", model, calculator(), tables=(FoundTable(CellRange(1, 1, 61, 5), 1),)
    )


def asking_book(model: ScriptedModel) -> object:
    return ask_workbook(book(), "How many units has Town 7?", model, calculator())


def asking_rows(model: ScriptedModel) -> object:
    return ask_rows(sheet(), "Which town?", model)


def choosing(model: ScriptedModel) -> object:
    found = (FoundTable(CellRange(1, 1, 30, 3), 1), FoundTable(CellRange(31, 1, 61, 3), 1))
    return ask(sheet(), "How many units has Town 7?", model, calculator(), tables=found)


def detecting(model: ScriptedModel) -> object:
    return ask_tables(sheet(), model, detect(sheet()))


GOOD = reply("=B9", "Town 7 has {result} units.", cell("B9", "7.5"))


def in_every_field(text: Any) -> Iterator[tuple[dict[str, Any], Callable[[ScriptedModel], object]]]:
    """A reply of every form with the text in one field after the other, and in lists as often as they take it."""
    for name in ("kind", "answer", "table", "other", "formulas", "cells", "result", "found"):
        yield GOOD | {name: text}, asking_sheet
    yield GOOD | {"kind": "text", "formulas": [], "answer": text}, asking_sheet
    many = [text[:1_900] if isinstance(text, str) else text] * 200  # within what is read of a reply
    yield GOOD | {"formulas": many}, asking_sheet
    yield GOOD | {"cells": [{"cell": "B9", "value": one} for one in many]}, asking_sheet
    yield GOOD | {"cells": [{"cell": one, "value": "7.5"} for one in many]}, asking_sheet
    yield tables("A1:C30") | {"tables": many[:90], "other": many[:90], "answer": text}, choosing
    yield {"tables": [], "other": [], "answer": text}, choosing
    yield {"tables": many}, detecting
    yield {"rows": [{"row": row, "value": text} for row in range(2, 62)]}, asking_rows
    yield {"rows": [{"row": text, "value": "a"}]}, asking_rows
    for do in ("find", "read", "describe", "compute", text):
        steps = [{"do": do, "sheet": "", "what": text}, {"do": do, "sheet": text, "what": text}]
        yield GOOD | {"kind": "none", "formulas": [], "steps": steps}, asking_book
    yield GOOD | {"formulas": [f"=Rates!B2+{text}"], "answer": text, "steps": []}, asking_book


def _all(texts: tuple[str, ...], few: int) -> list[Any]:
    """The first few, and the others where there is time."""
    return [*texts[:few], *(pytest.param(text, marks=pytest.mark.slow) for text in texts[few:])]


@HANGS
@pytest.mark.parametrize("text", [*_all(REPEATED, 6), *_all(FORMULAS, 3)], ids=short)
def test_a_text_in_every_field(text: str) -> None:
    for lines, asks in in_every_field(text):
        answering(lines, asks)


@HANGS
@pytest.mark.parametrize("number", NUMBERS, ids=short)
def test_a_number_in_every_field(number: Any) -> None:
    for lines, asks in in_every_field(number):
        answering(json.dumps(lines), asks)


@HANGS
@pytest.mark.parametrize(
    "text", ["```" + "\n" * 12_000, "```json" + " \n" * 6_000 + "```", "`" * 50_000, "[" * 300_000, "9" * 300_000]
)
def test_a_reply_that_is_no_form_is_a_sentence(text: str) -> None:
    with pytest.raises(ReplyError, match=r"not JSON|agreed form"):
        read_reply(Completion(text, "end_turn", Usage(), "m"), AnswerReply)


@pytest.mark.parametrize("fence", ["```json\n{}\n```", "```\n{}\n```\n\n", "  ```json\r\n{}```", "```{}```", "{}"])
def test_a_fence_around_json_is_taken_off(fence: str) -> None:
    text = fence.format(json.dumps(GOOD))
    assert read_reply(Completion(text, "end_turn", Usage(), "m"), AnswerReply).formulas == ("=B9",)


def test_a_reply_of_megabytes_is_not_read() -> None:
    text = json.dumps(GOOD | {"more": "x" * 600_000})
    with pytest.raises(ReplyError, match="600,"):
        read_reply(Completion(text, "end_turn", Usage(), "m"), AnswerReply)


@pytest.mark.parametrize(("at", "text"), [("A2", "30:15:00"), ("E2", "2026-02-30"), ("A2", '"30:15:00"')])
def test_a_text_that_looks_like_a_moment_and_is_none_is_cited_as_it_stands(at: str, text: str) -> None:
    model = ScriptedModel([reply("=B9", "Town 7 has {result} units.", cell("B9", "7.5"), cell(at, text))])
    answer = ask(
        sheet(), "How many units has Town 7?", model, calculator(), tables=(FoundTable(CellRange(1, 1, 61, 5), 1),)
    )
    assert [c.checked for c in answer.citations if str(c.ref.range) == at] == [True]


@given(st.text(), st.text())
def test_no_claim_is_an_exception(claim: str, text: str) -> None:
    written_number(claim)
    for value in (text, 1.5, True):
        agreement(claim, value)


def test_the_formulas_of_a_question_share_its_seconds() -> None:
    class Slow:
        computed = 0

        def evaluate(self, formula: str, sheets: Any) -> Computed:
            self.computed += 1
            clock.now += 15
            raise NotComputed("The formula takes longer than 15 seconds.")

    class Clock:
        now = 0.0

        def __call__(self) -> float:
            return self.now

    clock, slow = Clock(), Slow()
    bounded = Bounded(slow, 60, clock)
    for _ in range(9):
        with pytest.raises(NotComputed):
            bounded.evaluate("=SUM(A1:A9)", ())
    assert slow.computed == 4
    with pytest.raises(NotComputed, match="more than 60 seconds together"):
        bounded.evaluate("=A1+1", ())


def test_a_question_is_asked_of_a_bounded_calculator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bounded.__init__, "__defaults__", (0.0, time.monotonic))
    for asks in (asking_sheet, asking_book):
        model = ScriptedModel([GOOD | {"formulas": ["=SUM(B3:B60)"]}] * 3)
        answer: Any = asks(model)
        assert any("more than 0 seconds together" in doubt for doubt in answer.doubts)


def test_all_results_of_a_reply_together_are_bounded() -> None:
    many = laid("Long", [["Name", "Units"], *([f"n{i}", float(i)] for i in range(6_000))])
    reading = Reading.of(many, (FoundTable(CellRange(1, 1, 6_001, 2), 1),))
    assert len(computed(["=B2:B6001"], reading, calculator()).values) == 6_000
    with pytest.raises(NotComputed, match="too many cells"):
        computed(["=B2:B6001"] * 2, reading, calculator())


def test_a_long_result_in_many_places_makes_no_endless_sentence() -> None:
    texts = laid("Long", [["Name", "Note"], *([f"n{i}", "x" * 300] for i in range(1_000))])
    table = (FoundTable(CellRange(1, 1, 1_001, 2), 1),)
    shown = GOOD | {"kind": "list", "formulas": ["=B2:B1001"], "answer": "{result} " * 800, "cells": []}
    answer = ask(
        texts, "Which notes?", ScriptedModel([shown] * 2), calculator(), tables=table, budget=Budget(table=10**7)
    )
    assert len(answer.rows) == 1_000
    assert len(answer.text) < 50_000
    with pytest.raises(NotComputed, match="too many cells"):
        computed(["=B2:B1001"] * 4, Reading.of(texts, table), calculator())
