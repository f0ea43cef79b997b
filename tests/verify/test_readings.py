"""Readings: what is asked, named by header and label cells, worked out apart from the formula and held against it."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.chain import Answer, ask
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import InputError, NotComputed
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import Value
from sheetllm_xl.messages.replies import ReadingPart
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.verify.grounds import Ground
from sheetllm_xl.verify.reading import Reading
from sheetllm_xl.verify.readings import worked_out

from ..chain.replying import calculator, cell, reply

SALES = drawn(
    """
    Region | Year | Units | Price
    North  | 2023 |    10 |     5
    North  | 2024 |    12 |     6
    South  | 2023 |    30 |     2
    South  | 2024 |     8 |     3
    East   | 2024 |    11 |     4
    """,
    "Sales",
)
SECTIONS = drawn("Item | Cost\nFruit | \nApple | 3\nPear | 4\nRoots | \nApple | 7\nBeet | 9", "Sections")


def read(*parts: dict[str, Any], sheet: Any = SALES) -> tuple[Value, ...]:
    reading = Reading.of(sheet, (FoundTable(sheet.used, 1),))
    return worked_out([ReadingPart(**part) for part in parts], str(sheet.used), reading)


@pytest.mark.parametrize(
    ("parts", "comes_to"),
    [
        ([{"do": "sum", "of": ["C1 Units"]}], (71.0,)),
        ([{"do": "sum", "of": ["C1"], "where": ["B1 Year=2024"]}], (31.0,)),
        ([{"do": "sum", "of": ["C1"], "where": ["A1=North|East"]}], (33.0,)),
        ([{"do": "sum", "of": ["C1"], "where": ["A1=*th"]}], (60.0,)),
        ([{"do": "count", "of": ["C1"], "where": ["value>=11"]}], (3.0,)),
        ([{"do": "count", "where": ["A1<>North", "B1=2024"]}], (2.0,)),
        ([{"do": "distinct", "of": ["A1"]}], (3.0,)),
        ([{"do": "average", "of": ["D1"], "skip": ["A6 East"]}], (4.0,)),
        ([{"do": "value", "of": ["C1", "A4 South"]}], (30.0,)),
        ([{"do": "value", "of": ["C1"], "order": "down", "rank": "1", "give": ["A1", "value"]}], ("South", 30.0)),
        ([{"do": "value", "of": ["C1"], "order": "down", "rank": "2:3", "give": ["value"]}], (12.0, 11.0)),
        ([{"do": "sum", "of": ["C1"], "per": "A1", "order": "down", "rank": "2"}], ("North",)),
        ([{"do": "sum", "of": ["C1"], "per": "A1", "where": ["value<20"], "give": ["A1"]}], ("East",)),
        ([{"do": "sum", "of": ["C1*D1"]}], (250.0,)),
        ([{"do": "max", "of": ["C1"]}, {"do": "min", "of": ["C1"]}, {"do": "calculate", "of": ["(a-b)/b"]}], (2.75,)),
        ([{"do": "max", "of": ["C1"]}, {"do": "min", "of": ["C1"]}], (30.0, 8.0)),
    ],
)
def test_a_reading_is_worked_out_over_the_lines_it_names(
    parts: list[dict[str, Any]], comes_to: tuple[Value, ...]
) -> None:
    assert read(*parts) == comes_to


def test_a_heading_stands_for_the_rows_below_it() -> None:
    assert read({"do": "sum", "of": ["B1", "A5 Roots"]}, sheet=SECTIONS) == (16.0,)


@pytest.mark.parametrize(
    "part",
    [
        {"do": "sum", "of": ["region"]},
        {"do": "sum", "of": ["A1"]},
        {"do": "sum", "of": ["C1"], "where": ["A1 North"]},
        {"do": "sum", "of": ["C1"], "table": "Other!A1:D6"},
        {"do": "value", "of": ["C1"], "order": "up", "rank": "9"},
        {"do": "calculate", "of": ["a/0"]},
    ],
)
def test_what_cannot_be_worked_out_is_a_sentence(part: dict[str, Any]) -> None:
    with pytest.raises((NotComputed, InputError)):
        read(part)


words = st.text("AB12:=<>*|()/+-$ a", max_size=12)


@given(st.fixed_dictionaries({"do": st.sampled_from(["value", "sum", "count", "list", "calculate"])}), st.data())
def test_any_reading_is_worked_out_or_a_sentence(part: dict[str, Any], data: st.DataObject) -> None:
    for name in ("of", "where", "give", "skip"):
        part[name] = data.draw(st.lists(words, max_size=2))
    part |= {name: data.draw(words) for name in ("per", "rank", "head", "table")}
    with contextlib.suppress(NotComputed, InputError):
        assert isinstance(read(part), tuple)


def asked(formula: str, *parts: dict[str, Any]) -> Answer:
    said = reply(formula, "It is {result}.", cell("A2", "North")) | {"reading": list(parts)}
    table = (FoundTable(CellRange.parse("A1:D6"), 1),)
    return ask(SALES, "Wie viele Units hatte North 2024?", ScriptedModel([said] * 2), calculator(), tables=table)


NORTH = {"do": "sum", "of": ["C1 Units"], "where": ["A1=North", "B1=2024"]}


@pytest.mark.parametrize(
    ("formula", "differs"),
    [
        ('=SUMIFS(C2:C6,A2:A6,"North",B2:B6,2024)', False),
        ('=SUMIFS(C2:C6,A2:A6,"North")', True),  # a filter is lost
        ('=SUMIFS(D2:D6,A2:A6,"North",B2:B6,2024)', True),  # the column beside it
    ],
)
def test_a_formula_that_comes_to_something_else_than_the_reading_is_not_verified(formula: str, differs: bool) -> None:
    answer = asked(formula, NORTH)
    assert (Ground.READING_DIFFERS in {one.ground for one in answer.objections}) is differs
    assert not (differs and answer.verified)
    assert any("comes to 12" in doubt for doubt in answer.doubts) is differs


def test_a_reading_in_another_form_leaves_the_answer_as_it_is() -> None:
    formula = '=SUMIFS(C2:C6,A2:A6,"North",B2:B6,2024)'
    assert asked(formula, {"do": "sum", "of": ["no cell"]}).value == asked(formula, {"do": "guess"}).value == 12.0


def test_a_reading_of_endless_work_is_not_begun() -> None:
    wide = {"do": "count", "of": ["C1"], "where": ["A1<>North"] * 200}
    assert read(wide) == (3.0,)
    with pytest.raises(NotComputed, match="too many cells"):
        read(*[wide] * 500)


@pytest.mark.parametrize("rank", ["²", "1:²", "9" * 5_000, "-1", "0", "1:2:3", "x", "٣"])
def test_a_rank_that_is_none_is_a_sentence(rank: str) -> None:
    with pytest.raises(NotComputed, match="rank"):
        read({"do": "value", "of": ["C1"], "order": "down", "rank": rank})


@pytest.mark.parametrize(
    "line", ["9" * 5_000 + ":1", "²:²", "A" + "9" * 5_000, "0:0", "9999999:1", "XFE1", "ZZZ9999999"]
)
@pytest.mark.parametrize("field", ["of", "skip", "give", "where", "per", "head"])
def test_a_line_that_is_none_is_a_sentence(field: str, line: str) -> None:
    value = line if field in ("per", "head") else [f"{line}=1" if field == "where" else line]
    with contextlib.suppress(InputError, NotComputed):
        read({"do": "sum", "of": ["C1"], field: value})
    with contextlib.suppress(InputError, NotComputed):
        read({"do": "calculate", "of": [line]})
