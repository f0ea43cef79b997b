"""The second witness: what a reading bears out, and what it does not although it seems to agree."""

from __future__ import annotations

from typing import Any

import pytest

from sheetllm_xl.chain import Answer, ask
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import NotComputed
from sheetllm_xl.messages.replies import ReadingPart
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.sheet import Cell, Sheet
from sheetllm_xl.verify.grounds import Ground
from sheetllm_xl.verify.reading import Reading
from sheetllm_xl.verify.readings import worked_out

from ..chain.replying import calculator, cell, reply

SALES = drawn("Region|Sales|Cost\nNorth|100|50\nSouth|250|60\nWest|300|70\nEast|-500|80", "S")
TABLE = (FoundTable(SALES.used, 1),)
NORTH, SOUTH = ({"do": "value", "of": [row, "B1"]} for row in ("A2", "A3"))
LARGEST = {"do": "max", "of": ["B1"]}
MOST = "=INDEX(A2:A5,MATCH(MAX(B2:B5),B2:B5,0))"


def calculates(text: str) -> dict[str, Any]:
    return {"do": "calculate", "of": [text]}


def asked(
    question: str, formulas: str | list[str], sentence: str, *parts: dict[str, Any], cites: str = "A2", **figures: str
) -> Answer:
    value = SALES.value(int(cites[1:]), 1)
    said = reply(formulas, sentence, cell(cites, str(value))) | {"reading": list(parts)}
    said |= {"figures": [{"name": name, "formula": formula} for name, formula in figures.items()]}
    return ask(SALES, question, ScriptedModel([said] * 2), calculator(), tables=TABLE)


@pytest.mark.parametrize(
    ("question", "formula", "sentence", "parts"),
    [
        ("Which region sold the most?", MOST, "{result} sold most.", [LARGEST | {"give": ["A1"]}]),
        ("What is the largest sale?", "=MAX(B2:B5)", "West has {result}.", [LARGEST]),
        ("List the sales by region", "=B2:B5", "North, South, West, East: {result}.", [{"do": "list", "of": ["B1"]}]),
        ("How much more did South sell than North?", "=ABS(B2-B3)", "By {result}.", [NORTH, SOUTH, calculates("a-b")]),
        ("Did North sell?", '=IF(B2>0,"Yes","No")', "{result}.", [NORTH, calculates("a>0")]),
    ],
)  # fmt: skip
def test_a_reading_that_comes_to_the_same_bears_an_answer_out(
    question: str, formula: str, sentence: str, parts: list[dict[str, Any]]
) -> None:
    assert asked(question, formula, sentence, *parts).objections == ()


@pytest.mark.parametrize(
    ("question", "formulas", "parts"),
    [
        ("How much did North sell?", ["=B2", "=B3"], [NORTH]),  # one of two is borne out
        ("How much did North sell?", "=B3", [NORTH | {"of": ["B1"], "where": ["A1=Nowhere"]}]),  # a reading of nothing
        ("Did North sell?", '=IF(B2>0,"Yes","No")', [calculates("1>2")]),
        ("What is the smallest sale?", "=ABS(B5)", [{"do": "min", "of": ["B1"]}]),
        ("North's share?", "=ROUND(B2/SUM(B2:B5),0)", [NORTH, {"do": "sum", "of": ["B1"]}, calculates("a/b")]),
        ("How much did North sell?", "=B2*100", [NORTH]),
    ],
)
def test_what_it_bears_out_in_part_or_by_chance_is_not_borne_out(
    question: str, formulas: str | list[str], parts: list[dict[str, Any]]
) -> None:
    assert Ground.READING_DIFFERS in {one.ground for one in asked(question, formulas, "{result}", *parts).objections}


@pytest.mark.parametrize(("formula", "stands"), [('=IF(B2>0,"No","Yes")', False), ('=IF(B2>0,"Ja","Nein")', True)])
def test_a_no_where_the_condition_holds_is_found_though_the_reading_holds(formula: str, stands: bool) -> None:
    assert asked("Did North sell?", formula, "{result}", NORTH, calculates("a>0")).verified is stands


@pytest.mark.parametrize(
    ("formula", "parts"),
    [
        ("=B2*0+98765", [{"do": "sum", "of": ["B2-B2+98765"]}]),
        ("=B2*1.19", [NORTH, calculates("a*1.19")]),
        ('=COUNTIF(B2:B5,">=120")', [{"do": "count", "of": ["B1"], "where": ["B1>=$120"]}]),
        ('=COUNTIF(B2:B5,">=120")', [{"do": "count", "of": ["B1"], "where": ['B1>="120"']}]),
    ],
)
def test_a_number_that_formula_and_reading_have_of_one_hand_is_a_reason(
    formula: str, parts: list[dict[str, Any]]
) -> None:
    answer = asked("What did North come to?", formula, "{result}", *parts)
    assert {Ground.TYPED_NUMBER, Ground.SPELLED} & {one.ground for one in answer.objections}
    assert Ground.READ_NUMBER in {one.ground for one in answer.objections}


def test_a_figure_that_was_typed_is_found_beside_a_result_that_is_borne_out() -> None:
    answer = asked("How much did North sell?", "=B2", "North sold {result}, up {growth}.", NORTH, growth="=B2*0+17")
    assert {one.ground for one in answer.objections} == {Ground.TYPED_NUMBER}


@pytest.mark.parametrize("question", ["Which region sold the most?", "매출이 가장 많은 지역은?"])
def test_a_row_that_only_the_model_chose_is_not_proved_by_choosing_it_twice(question: str) -> None:
    answer = asked(question, "=A3", "{result}", {"do": "value", "of": ["A3", "A1"]})
    assert [one.ground for one in answer.objections] == [Ground.BY_EYE]
    assert asked("How much did South sell?", "=B3", "{result}", SOUTH).objections == ()


@pytest.mark.parametrize(
    ("sentence", "formula", "parts"),
    [
        ("South has {result}.", "=MAX(B2:B5)", [LARGEST]),
        ("South beats {result}.", MOST, [LARGEST | {"give": ["A1"], "where": ["A1<>South"]}]),
    ],
)
def test_a_row_that_the_sentence_puts_in_place_of_the_result_is_found(
    sentence: str, formula: str, parts: list[dict[str, Any]]
) -> None:
    answer = asked("What is the largest sale?", formula, sentence, *parts, cites="A3")
    assert Ground.NAMED_ELSEWHERE in {one.ground for one in answer.objections}


def tall(rows: int) -> Reading:
    cells = [Cell(row, col, float(row)) for row in range(2, rows + 2) for col in (1, 2)]
    heads = [Cell(1, col, name) for col, name in enumerate(("A", "B", "C"), 1)]
    sheet = Sheet.of("Tall", [*heads, *cells, Cell(2, 3, "first")])
    return Reading.of(sheet, (FoundTable(sheet.used, 1),))


def test_labels_are_filled_down_once_a_column() -> None:
    reading = tall(20_000)  # row by row this would look at 200 million cells
    parts = [ReadingPart(do="sum", of=("B1",), where=("C1=none",))]
    with pytest.raises(NotComputed):
        worked_out(parts, "A1:C20001", reading)


@pytest.mark.parametrize("of", [("A2:A1048576",) * 20, ("+".join(["B1"] * 1_500),)])
def test_a_reading_takes_no_more_than_its_table_and_no_endless_work(of: tuple[str, ...]) -> None:
    parts = [ReadingPart(do="count" if len(of) > 1 else "sum", of=of)]
    if len(of) > 1:
        assert worked_out(parts, "A1:C41", tall(40)) == (40.0,)
    else:
        with pytest.raises(NotComputed, match="too many cells"):
            worked_out(parts, "A1:C4001", tall(4_000))


@pytest.mark.parametrize(
    ("question", "label", "named"),
    [
        ("Wie viele Frauen lebten in Bayerns Städten?", "Bayern", True),
        ("Wie viele Frauen lebten in Bayerns Städten?", "Sachsen", False),
        ("How many women work there?", "Men", False),
        ("Sales in 2019?", "2018", False),
        ("서울지점의 매출은?", "서울", True),
        ("서울지점의 매출은?", "부산", False),
    ],
)
def test_a_row_is_named_by_a_word_that_begins_as_its_label_does(question: str, label: str, named: bool) -> None:
    sheet = drawn(f"Place|Sales\n{label}|100\nNowhere|200", "P")
    said = reply("=B2", "{result}", cell("A2", label)) | {"reading": [{"do": "value", "of": ["A2", "B1"]}]}
    tables = (FoundTable(sheet.used, 1),)
    answer = ask(sheet, question, ScriptedModel([said] * 2), calculator(), tables=tables)
    assert (Ground.BY_EYE not in {one.ground for one in answer.objections}) is named
