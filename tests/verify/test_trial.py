"""Changed copies: formulas that come to the right thing by chance alone, and right ones beside them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from sheetllm_xl.chain import ask
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import NotComputed
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import Value
from sheetllm_xl.messages.replies import AnswerReply
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.sheet import Cell, Sheet
from sheetllm_xl.verify.compute import computed
from sheetllm_xl.verify.derived import follows
from sheetllm_xl.verify.grounds import Ground
from sheetllm_xl.verify.reading import Reading
from sheetllm_xl.verify.readings import worked_out
from sheetllm_xl.verify.trial import copy_doubts
from sheetllm_xl.verify.verdict import Verdict
from sheetllm_xl.verify.witness import agrees

from ..chain.replying import calculator, cell, reply

SALES = drawn(
    """
    Region | Kind | Sales | Cost | Rate
    North  | Shop |   300 |   50 |  0.1
    South  | Shop |   900 |   60 |  0.2
    West   | Web  |   250 |   70 |  0.3
    East   | Web  |     0 |   80 |
    """,
    "S",
)
MOST = {"do": "max", "of": ["C1"], "give": ["A1"]}


def doubts(sheet: Sheet, formula: str, *parts: dict[str, Any], header: int = 1) -> list[str]:
    """What copies say against a formula that comes to what its reading does."""
    assert sheet.used
    reading = Reading.of(sheet, (FoundTable(sheet.used, header, 1),))
    said = AnswerReply.model_validate(reply(formula, "{result}", table=str(sheet.used), reading=parts))
    result = computed(said.formulas, reading, calculator())
    if not agrees(worked_out(said.reading, said.table, reading), result):
        raise NotComputed("Formula and reading come to different things on the sheet itself.")
    return [each.text for each in copy_doubts(said, result, reading, calculator())]


@pytest.mark.parametrize(
    ("by_chance", "right", "part"),
    [
        # Other numbers: an edge that leaves out a nought
        ("=SUM(C2:C4)", "=SUM(C2:C5)", {"do": "sum", "of": ["C1"]}),
        # Other numbers: a label's row that is the largest today
        ("=A3", "=INDEX(A2:A5,MATCH(MAX(C2:C5),C2:C5,0))", MOST),
        # Another order: a comparison of which one branch is right today
        ('=IF(C3>C2,"South","West")', '=IF(C3>C2,"South","North")', MOST | {"where": ["A1=North|South"]}),
        # The last one the largest
        ("=MAX(C2:C4)", "=MAX(C2:C5)", {"do": "max", "of": ["C1"]}),
        # Another the smallest
        ("=MIN(C4:C5)", "=MIN(C2:C5)", {"do": "min", "of": ["C1"]}),
        # A number at the threshold
        ('=COUNTIF(C2:C5,">=280")', '=COUNTIF(C2:C5,">280")', {"do": "count", "of": ["C1"], "where": ["C1>280"]}),
        ('=COUNTIF(C2:C5,">=280")', '=COUNTIF(C2:C5,">280")', {"do": "count", "of": ["C1"], "where": ["value>280"]}),
        # Another label: a condition that keeps every row today
        (
            '=SUMIFS(C2:C5,D2:D5,">60")',
            '=SUMIFS(C2:C5,D2:D5,">60",B2:B5,"Web")',
            {"do": "sum", "of": ["C1"], "where": ["D1>60", "B1=Web"]},
        ),
        # A blank filled
        ("=AVERAGE(E2:E4)", "=AVERAGE(E2:E5)", {"do": "average", "of": ["E1"]}),
    ],
)
def test_what_is_right_by_chance_is_found_on_a_copy_and_what_is_right_is_not(
    by_chance: str, right: str, part: dict[str, Any]
) -> None:
    assert doubts(SALES, by_chance, part)
    assert doubts(SALES, right, part) == []


def test_a_doubt_names_the_fewest_cells_and_what_both_come_to() -> None:
    (text,) = doubts(SALES, "=MAX(C2:C4)", {"do": "max", "of": ["C1"]})
    assert text.startswith("If S!C5 were ")
    assert " instead of 0, the formula would give " in text
    assert "what is asked, read cell by cell, " in text


def test_a_doubt_of_a_copy_stands_among_the_others_and_the_answer_is_shown_but_not_verified() -> None:
    said = reply("=A3", "{result}", cell("A3", "South"), reading=[MOST])
    answer = ask(SALES, "Which region sold most?", ScriptedModel([said] * 2), calculator())
    assert {one.ground for one in answer.objections} == {Ground.COPY_DIFFERS}
    assert answer.verdict is Verdict.UNVERIFIED
    assert answer.rows == (("South",),)
    assert answer.doubts == tuple(one.text for one in answer.objections)


def test_a_printed_total_follows_its_parts() -> None:
    sheet = drawn("Region|Sales\nNorth|300\nSouth|900\nWest|250\nTotal|1450", "S")
    assert doubts(sheet, "=B5", {"do": "sum", "of": ["B1"], "where": ["A1=North|South|West"]}) == []
    assert doubts(sheet, "=B3/B5", *_share("A3", "A5")) == []


def test_what_the_sheets_own_formulas_calculate_follows_too() -> None:
    cells = [Cell(1, 1, "Region"), *(Cell(1, col, name) for col, name in enumerate(("Sales", "Cost", "Share"), 2))]
    for row, (sales, cost) in enumerate(((300.0, 60.0), (900.0, 90.0), (250.0, 75.0)), 2):
        cells += [Cell(row, 1, f"R{row}"), Cell(row, 2, sales), Cell(row, 3, cost)]
        cells.append(Cell(row, 4, cost / sales, "0%", formula=f"=C{row}/B{row}"))
    share = {"do": "value", "of": ["C1/B1", "A3"]}
    assert doubts(Sheet.of("S", cells), "=D3", share) == []


def _share(part: str, whole: str) -> list[dict[str, Any]]:
    named = [{"do": "value", "of": [row, "B1"]} for row in (part, whole)]
    return [*named, {"do": "calculate", "of": ["a/b"]}]


def test_rows_that_a_formula_goes_by_stay_where_they_are() -> None:
    """=SUM(C2:C3) takes the shops by their place, which is no fault while they stand there."""
    shops = {"do": "sum", "of": ["C1"], "where": ["B1=Shop"]}
    assert doubts(SALES, "=SUM(C2:C3)", shops) == []


def test_a_tie_for_the_first_place_is_no_difference() -> None:
    sheet = drawn("Region|Sales\nNorth|3\nSouth|9\nWest|3", "S")
    smallest = {"do": "value", "of": ["B1"], "order": "down", "rank": "1", "give": ["A1"]}
    assert doubts(sheet, "=INDEX(A2:A4,MATCH(MAX(B2:B4),B2:B4,0))", smallest) == []


def test_where_no_row_of_a_copy_is_sought_a_total_that_is_found_instead_is_no_difference() -> None:
    whole = drawn("Region | Sales\nNorth | 900\nSouth | 300\nTotal | 1200", "S")
    assert not doubts(
        whole, "=FILTER(A2:A3,B2:B3>700)", {"do": "list", "of": ["B1"], "where": ["value>700"], "give": ["A1"]}
    )
    assert doubts(whole, "=A2", {"do": "list", "of": ["B1"], "where": ["value>700"], "give": ["A1"]})


def test_a_column_that_others_give_follows_them_though_no_formula_says_so() -> None:
    rows = ("North|300|450|150|0.5", "South|900|720|-180|-0.2", "West|250|300|50|0.2", "East|80|100|20|0.25")
    text = "\n".join(("Region|Was|Is|Change|Rate", *rows))
    sheet = drawn(text, "S")
    for formula, name in (("=C3-B3", "D1"), ("=C3/B3-1", "E1"), ("=D3/B3", "E1")):
        assert doubts(sheet, formula, {"do": "value", "of": [name, "A3"]}) == []
    assert doubts(sheet, "=D3", {"do": "value", "of": ["D1"], "order": "up", "rank": "1", "give": ["value"]})
    chance = drawn(text.replace("|20|0.25", "|21|0.25"), "S")  # one row in which it does not hold
    assert doubts(chance, "=C3-B3", {"do": "value", "of": ["D1", "A3"]})


def test_numbers_too_large_to_be_told_apart_end_too() -> None:
    rows = "\n".join(f"R{n}|{123456789012345678 + 256 * n}" for n in range(200))
    sheet = drawn(f"Name|Id\n{rows}", "S")
    assert doubts(sheet, "=INDEX(B2:B201,3)", {"do": "value", "of": ["B1", "A4"]}) == []


def test_an_error_that_a_copy_alone_gives_is_no_difference() -> None:
    sheet = drawn("Name|Cost|Count\nA|30|10\nB|10|5\nC|90|3\nD|8|0.5", "S")
    formula = "=INDEX(A2:A5,MATCH(MIN(B2:B5/C2:C5),B2:B5/C2:C5,0))"
    each = {"do": "value", "of": ["B1/C1"], "order": "up", "rank": "1", "give": ["A1"]}
    assert doubts(sheet, formula, each) == []


@pytest.mark.parametrize("odd", [datetime(9999, 12, 31), "1e999", "9" * 400, 1e308, -1e308])
def test_what_no_arithmetic_goes_on_with_is_left_as_it_is(odd: Value) -> None:
    cells = [Cell(1, 1, "Name"), Cell(1, 2, "Sales"), Cell(1, 3, "Valid until")]
    for row, sales in enumerate((3.0, 9.0, 4.0, 7.0), 2):
        cells += [Cell(row, 1, f"R{row}"), Cell(row, 2, sales), Cell(row, 3, odd)]
    sheet = Sheet.of("S", cells)
    assert doubts(sheet, "=SUM(B2:B5)", {"do": "sum", "of": ["B1"]}) == []
    assert doubts(sheet, "=B3", {"do": "max", "of": ["B1"]})


def _priced(rows: int, formula: str, value: Callable[[float, float], float]) -> Sheet:
    cells = [Cell(1, col, name) for col, name in enumerate(("Name", "Price", "Count", "Tax"), 1)]
    for row in range(2, rows + 2):
        price, count = 3.0 + row % 7, 1.0 + row % 5
        cells += [Cell(row, 1, f"R{row}"), Cell(row, 2, price), Cell(row, 3, count)]
        cells.append(Cell(row, 4, value(price, count), formula=formula.format(row)))
    return Sheet.of("S", cells)


def test_of_many_formulas_those_that_are_asked_about_are_worked_out_anew() -> None:
    sheet = _priced(700, "=B{0}*C{0}*0.19", lambda price, count: price * count * 0.19)
    assert doubts(sheet, "=B650*C650*0.19", {"do": "value", "of": ["D1", "A650"]}) == []


def test_where_a_formula_cannot_be_worked_out_anew_there_is_no_copy() -> None:
    sheet = _priced(5, "=ROUND(B{0}*C{0}*0.19,2)", lambda price, count: round(price * count * 0.19, 2))
    assert doubts(sheet, "=ROUND(B3*C3*0.19,2)", {"do": "value", "of": ["D1", "A3"]}) == []


def test_a_formula_over_another_sheet_is_not_worked_out_over_this_one() -> None:
    sheet = _priced(5, "=Rates!B{0}*C{0}", lambda price, count: 2 * price * count)
    reading = Reading.of(sheet, (FoundTable(CellRange.parse("A1:D6"), 1, 1),))
    known = {(cell.row, cell.col): cell.value for cell in sheet.cells() if cell.value is not None}
    derived = dict(follows(sheet, known, reading))
    assert not any(place[1] == 4 for place in derived)


def test_a_total_that_stands_first_follows_its_parts_and_is_none_of_theirs() -> None:
    sheet = drawn("Town|All|Men|Women\nA|50|20|30\nB|90|60|30\nC|70|30|40\nD|20|5|15", "S")
    assert doubts(sheet, "=A3", {"do": "max", "of": ["B1"], "give": ["A1"]})
    most = "=INDEX(A2:A5,MATCH(MAX(B2:B5),B2:B5,0))"
    assert doubts(sheet, most, {"do": "max", "of": ["B1"], "give": ["A1"]}) == []


def test_of_a_large_sheet_only_the_part_is_copied_that_the_formula_is_about() -> None:
    far = [Cell(row, col, float(row)) for row in range(100, 2_200) for col in range(30, 40)]
    sheet = Sheet.of("S", [*SALES.cells(), *far])
    reading = Reading.of(sheet, (FoundTable(CellRange.parse("A1:E5"), 1, 1),))
    said = AnswerReply.model_validate(reply("=SUM(C2:C4)", table="A1:E5", reading=[{"do": "sum", "of": ["C1"]}]))
    result = computed(said.formulas, reading, calculator())
    assert [*copy_doubts(said, result, reading, calculator())]


SAME = [
    ("=SUM(B2:B{last})", {"do": "sum", "of": ["B1"]}),
    ("=AVERAGE(B2:B{last})", {"do": "average", "of": ["B1"]}),
    ("=MAX(B2:B{last})", {"do": "max", "of": ["B1"]}),
    ("=MIN(C2:C{last})", {"do": "min", "of": ["C1"]}),
    ("=INDEX(A2:A{last},MATCH(MAX(C2:C{last}),C2:C{last},0))", {"do": "max", "of": ["C1"], "give": ["A1"]}),
    ('=COUNTIFS(B2:B{last},">=10")', {"do": "count", "of": ["B1"], "where": ["B1>=10"]}),
    ('=SUMIFS(C2:C{last},D2:D{last},"x",B2:B{last},"<30")', {"do": "sum", "of": ["C1"], "where": ["D1=x", "B1<30"]}),
    ("=B2/C2", {"do": "value", "of": ["B1/C1", "A2"]}),
    ("=FILTER(A2:A{last},B2:B{last}>20)", {"do": "list", "of": ["A1"], "where": ["B1>20"]}),
]


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.integers(-9, 60) | st.none(), st.integers(1, 60), st.sampled_from("xy")), min_size=3, max_size=8
    ),
    st.sampled_from(SAME),
)
def test_a_formula_that_is_its_reading_is_blamed_on_no_copy(
    rows: list[tuple[int | None, int, str]], same: tuple[str, dict[str, Any]]
) -> None:
    cells = [Cell(1, col, name) for col, name in enumerate(("Name", "B", "C", "D"), 1)]
    for row, (b, c, kind) in enumerate(rows, 2):
        cells += [Cell(row, 1, f"n{row}"), Cell(row, 3, float(c)), Cell(row, 4, kind)]
        cells += [] if b is None else [Cell(row, 2, float(b))]
    formula, part = same
    try:
        assert doubts(Sheet.of("S", cells), formula.format(last=len(rows) + 1), part) == []
    except NotComputed:
        reject()
