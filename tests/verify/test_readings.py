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
from sheetllm_xl.verify.likely import worth_a_look
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


GROUPED = drawn(
    """
    Place    | Who   | Men | Men | All
             |       | 2023 | 2024 | 2024
    Fruit    |       |    |    |
    Fresh    |       |    |    |
    Apple    | A     |  3 |  5 |  9
    Pear     | B     |  4 |  6 |  8
    Dried    |       |    |    |
    Apple    | C     |  1 |  2 |  4
    """,
    "Grouped",
)
OPEN = drawn(
    """
    City | Kind | Opened     | Fee
    Oslo | a    | 2024-01-05 |   5
         | b    | 2024-02-01 |   6
    Rome | a    | 2024-03-09 |   8
         | b    | 2024-03-10 |   1
    """,
    "Open",
)


def test_a_label_in_a_condition_is_the_rows_it_stands_for() -> None:
    assert read({"do": "value", "of": ["C1 Units", "B2"], "where": ["A3 North"]}, sheet=SALES) == (12.0,)
    assert read({"do": "value", "of": ["D2"], "where": ["A4 Fresh", "A6 Pear"], "head": "1:2"}, sheet=GROUPED) == (6.0,)


def test_a_heading_over_headings_stands_for_all_their_rows() -> None:
    of = {"do": "sum", "of": ["D2 2024"], "head": "1:2"}
    assert read(of | {"where": ["A3 Fruit"]}, sheet=GROUPED) == (13.0,)
    assert read(of | {"where": ["A4 Fresh"]}, sheet=GROUPED) == (11.0,)


def test_of_a_group_and_one_of_its_columns_the_column_is_meant() -> None:
    assert read({"do": "sum", "of": ["C1:D1", "D2 2024"], "head": "1:2"}, sheet=GROUPED) == (13.0,)
    assert read({"do": "sum", "of": ["C1:D1"], "head": "1:2"}, sheet=GROUPED) == (21.0,)


@pytest.mark.parametrize(("text", "count"), [("C1>=2024-02-01", 3.0), ("C1<2024-02-01", 1.0), ("C1=2024-03-09", 1.0)])
def test_dates_are_compared_as_dates(text: str, count: float) -> None:
    assert read({"do": "count", "of": ["D1 Fee"], "where": [text]}, sheet=OPEN) == (count,)


def test_a_label_holds_for_the_empty_cells_below_it_where_it_finds_nothing_else() -> None:
    assert read({"do": "value", "of": ["D1 Fee"], "where": ["A1=Oslo", "B1=b"]}, sheet=OPEN) == (6.0,)
    assert read({"do": "count", "of": ["D1 Fee"], "where": ["A1=Oslo"]}, sheet=OPEN) == (1.0,)


@pytest.mark.parametrize(("text", "values"), [("D1>C1", (2.0,)), ("C1<D1", (2.0,)), ("C1>D1", (10.0, 12.0, 30.0))])
def test_a_condition_may_compare_two_cells_of_a_row(text: str, values: tuple[float, ...]) -> None:
    sheet = drawn("Place | n | Sold | Plan\nA | 1 | 10 | 5\nB | 1 | 12 | 6\nC | 2 | 30 | 2\nD | 2 | 2 | 3", "S")
    assert read({"do": "list", "of": ["C1 Sold"], "where": [text]}, sheet=sheet) == values


def test_a_value_for_each_label_is_given_with_it_and_needs_no_reduction() -> None:
    part = {"do": "value", "of": ["C1"], "where": ["B1=2024"], "per": "A1", "order": "up", "rank": "1"}
    assert read(part) == ("South",)


def test_a_sum_of_the_first_of_an_order_is_their_sum() -> None:
    assert read({"do": "sum", "of": ["C1 Units"], "order": "down", "rank": "1:2"}) == (42.0,)


def test_a_total_row_is_no_part_of_what_is_taken_unless_it_is_named() -> None:
    sheet = drawn("Region | Units\nNorth | 10\nSouth | 30\nEast | 5\nTotal | 45", "S")
    assert read({"do": "sum", "of": ["B1"]}, sheet=sheet) == (45.0,)
    assert read({"do": "value", "of": ["B1"], "order": "down", "rank": "1", "give": ["A1"]}, sheet=sheet) == ("South",)
    assert read({"do": "value", "of": ["B1", "A5 Total"]}, sheet=sheet) == (45.0,)
    assert read({"do": "value", "of": ["B1"], "where": ["A1=Total"]}, sheet=sheet) == (45.0,)


def test_what_a_cell_is_quoted_with_must_be_what_it_holds() -> None:
    assert read({"do": "sum", "of": ["C1 units"]}) == (71.0,)
    with pytest.raises(NotComputed, match="C1 holds Price, which it does not"):
        read({"do": "sum", "of": ["C1 Price"]})


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


def test_an_answer_is_verified_by_a_reading_and_without_one_shown_with_that_reason() -> None:
    formula = '=SUMIFS(C2:C6,A2:A6,"North",B2:B6,2024)'
    assert asked(formula, NORTH).verified
    for readings, why in (((), "no reading"), (({**NORTH, "of": ["C1 Price"]},), "which it does not")):
        answer = asked(formula, *readings)
        assert (answer.value, answer.verified) == (12.0, False)
        assert [one.ground for one in answer.objections] == [Ground.NO_READING]
        assert why in answer.doubts[0]
        assert worth_a_look(one.ground for one in answer.objections)


def test_where_a_reading_bears_an_answer_out_the_words_of_question_and_cells_decide_nothing() -> None:
    question = "Total units of North, not the highest of them, in 2024?"
    for reading, stands in (([NORTH], True), ([], False)):
        said = reply('=SUMIFS(C2:C6,A2:A6,"North",B2:B6,2024)', "{result}", cell("A2", "North"), reading=reading)
        answer = ask(SALES, question, ScriptedModel([said]), calculator(), tables=(FoundTable(SALES.used, 1),))
        assert answer.verified is stands


def test_what_a_sentence_says_beside_the_label_must_be_among_its_figures() -> None:
    read = {"do": "value", "of": ["C1"], "order": "down", "rank": "1", "give": ["A1", "value"]}
    for figures, verified in (({"most": "=MAX(C2:C6)"}, True), ({}, False)):
        said = reply("=INDEX(A2:A6,MATCH(MAX(C2:C6),C2:C6,0))", "{result}", cell("A4", "South"), reading=[read])
        said["figures"] = [{"name": name, "formula": formula} for name, formula in figures.items()]
        answer = ask(
            SALES, "¿Quién y cuánto?", ScriptedModel([said]), calculator(), tables=(FoundTable(SALES.used, 1),)
        )
        assert answer.verified is verified


@pytest.mark.parametrize("sent", [True, False])
def test_a_formula_over_a_block_that_was_not_sent_is_computed_and_shown_with_that_reason(sent: bool) -> None:
    sheet = drawn("A | X | | B | Y\nr | 5 | | s | 7\nt | 6 | | u | 8", "Two")
    found = [FoundTable(CellRange.parse(area), 1) for area in ("A1:B3", "D1:E3")]
    parts = [{"do": "value", "of": ["E1", "D2"], "table": "D1:E3", "head": "1:1"}]
    said = reply("=E2", "{result}", cell("D2", "s") if sent else cell("A2", "r"), reading=parts)
    chosen = {"tables": [str(found[sent].range)], "other": [], "answer": ""}
    answer = ask(sheet, "Y de s ?", ScriptedModel([chosen, said]), calculator(), tables=found)
    assert (answer.value, answer.verified) == (7.0, sent)
    assert (Ground.UNREAD in {one.ground for one in answer.objections}) is not sent


@pytest.mark.parametrize(("limit", "verified"), [(11, True), (9, False)])
def test_a_threshold_that_the_question_does_not_give_is_no_second_witness(limit: int, verified: bool) -> None:
    read = {"do": "count", "of": ["C1"], "where": [f"C1>{limit}"]}
    said = reply(f'=COUNTIF(C2:C6,">{limit}")', "{result}", cell("A2", "North"), reading=[read])
    question = "Combien de lignes dépassent 11 ?"
    answer = ask(SALES, question, ScriptedModel([said]), calculator(), tables=(FoundTable(SALES.used, 1),))
    assert answer.verified is verified


@pytest.mark.parametrize(("named", "verified"), [("North", True), ("South", False)])
def test_a_sentence_may_not_name_another_row_than_question_reading_and_result(named: str, verified: bool) -> None:
    formula = '=SUMIFS(C2:C6,A2:A6,"North",B2:B6,2024)'
    said = reply(formula, f"{named}: {{result}}.", cell("A2", "North"), reading=[NORTH])
    answer = ask(SALES, "Nord, 2024?", ScriptedModel([said]), calculator(), tables=(FoundTable(SALES.used, 1),))
    assert answer.verified is verified


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
