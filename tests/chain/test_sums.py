"""Totals are told by arithmetic, whatever the words; numbers that are sums by chance are not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.chain import ask
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.grid import CellRange
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.sheet import Cell, Sheet, Style
from sheetllm_xl.verify.totals import parts_of_totals, total_rows

from .replying import calculator, cell, reply

SUBTOTALS = """
    Region      | Product | Sales
    North       | Kettle  | 10
    North       | Pan     | 20
    North Total |         | 30
    South       | Kettle  | 5
    South       | Pan     | 15
    South Total |         | 20
    Grand Total |         | 50
"""


def table(sheet: Sheet) -> FoundTable:
    assert sheet.used
    return FoundTable(sheet.used, 1, 1)


def test_totals_by_value_are_not_added_up_again_in_silence() -> None:
    sheet = drawn(SUBTOTALS)
    for formula, doubt in [
        ("=SUM(C2:C7)", "C2:C7 counts the totals of row 4, 7 together with the rows that they sum up."),
        ("=SUM(C2:C8)", "C2:C8 counts the totals of row 4, 7, 8 together with the rows that they sum up."),
        ("=AVERAGE(C2:C7)", "C2:C7 counts the totals of row 4, 7 together with the rows that they sum up."),
    ]:
        said = reply(formula, "Total sales: {result}.", cell("C1", "Sales"))
        answer = ask(sheet, "What are total sales?", ScriptedModel([said]), calculator(), tables=(table(sheet),))
        assert not answer.verified
        assert doubt in answer.doubts


def test_a_condition_that_takes_totals_alone_or_parts_alone_is_not_doubted_for_them() -> None:
    sheet = drawn(SUBTOTALS)
    for formula in ('=SUMIFS(C2:C7,A2:A7,"North")', '=SUM(FILTER(C2:C7,B2:B7=""))', '=MAX(IF(B2:B7="",C2:C7))'):
        said = reply(formula, "{result}", cell("C1", "Sales"))
        answer = ask(sheet, "What are total sales?", ScriptedModel([said]), calculator(), tables=(table(sheet),))
        assert not any("counts the totals" in doubt for doubt in answer.doubts)


@pytest.mark.parametrize(
    ("picture", "rows"),
    [
        (SUBTOTALS, {4, 7, 8}),
        (SUBTOTALS.replace("North Total", "Summe North").replace("South Total", "South, tutti"), {4, 7, 8}),
        (SUBTOTALS.replace("Grand Total", "Итого"), {4, 7, 8}),
        # a total before its parts, by indent alone
        ("P | X\nPets | 30\n>Cats | 10\n>Dogs | 20\nBirds | 75\n>Owls | 35\n>Jays | 40", {2, 5}),
        # no word, no look, but numbers that chance does not make
        ("P | X | Y\na | 1203 | 817\nb | 4411 | 1290\nc | 5614 | 2107\nd | 771 | 38", {4}),
        ("P | X\na | 120311\nb | 441127\nc | 561438\nd | 771", {4}),
        # rounded for the eye, with a mean among the sums
        ("P | X | Y | Z\na | 33.3 | 12.1 | 8.8\nb | 41.2 | 55.5 | 1.3\nc | 74.6 | 67.6 | 5.1", {4}),
        # one row among several may be so by chance
        ("P | X\na | 1\nb | 2\nc | 3\nd | 7", set()),
        ("P | X\na | 10\nb | 20\nc | 30\nd | 40\ne | 50", set()),
        ("P | X | Y\na | 1 | 10\nb | 2 | 20\nc | 3 | 30\nd | 9 | 90", set()),
        ("P | X\na | 5\nb |\nc | 5\nd | 5", set()),
        ("P | X\na | 123\nb | 456\nc | 579\nd | 701\ne | 88", set()),
        # a sum by chance in a row without a remark, as others that are none
        ("P | X | Remark\na | 4150 | paid\nb | 1850 | paid\nc | 6000 |\nd | 350 |\ne | 2050 |\nf | 900 | due", set()),
        ("Year | X\n2020 | 5\n2021 | 7\n2022 | 13", set()),
    ],
)
def test_rows_are_totals_by_their_numbers(picture: str, rows: set[int]) -> None:
    sheet = drawn(picture)
    assert total_rows(sheet, table(sheet)) == rows


def test_a_total_names_its_parts() -> None:
    sheet = drawn(SUBTOTALS)
    assert parts_of_totals(sheet, table(sheet)) == {4: {2, 3}, 7: {5, 6}, 8: {4, 7}}


@given(st.lists(st.integers(2, 5), min_size=2, max_size=4), st.booleans(), st.integers(0, 2**32))
def test_sums_of_groups_are_found_wherever_they_stand(sizes: list[int], first: bool, seed: int) -> None:
    """Two columns of five digits, no words and no looks: chance makes none of them."""
    draw = random.Random(seed)
    groups = [[(draw.randint(1_000, 99_999), draw.randint(1_000, 99_999)) for _ in range(size)] for size in sizes]
    lines: list[tuple[tuple[int, int], bool]] = []
    for group in groups:
        total = (sum(x for x, _ in group), sum(y for _, y in group))
        parts = [(each, False) for each in group]
        lines += [(total, True), *parts] if first else [*parts, (total, True)]
    cells = [
        Cell(row, col, float(number))
        for row, (numbers, _) in enumerate(lines, 2)
        for col, number in enumerate(numbers, 2)
    ]
    sheet = Sheet.of("S", [Cell(1, 2, "X"), Cell(1, 3, "Y"), *cells])
    totals = {row for row, (_, is_total) in enumerate(lines, 2) if is_total}
    assert totals <= total_rows(sheet, FoundTable(CellRange(1, 1, len(lines) + 1, 3), 1))


@pytest.mark.parametrize("remarks", [0.0, 0.3, 0.7])
def test_random_numbers_hold_next_to_no_totals(remarks: float) -> None:
    """200 tables of 20 rows, small and large numbers in one to three columns, here a remark and there a bold row."""
    draw = random.Random(11)
    found = 0
    for _ in range(200):
        most, cols, step = draw.choice([9, 99, 999, 99_999]), draw.randint(1, 3), draw.choice([1, 1, 50])
        cells = [Cell(row, 1, draw.choice(["a", "b", "c"])) for row in range(2, 22)]
        for row in range(2, 22):
            bold = int(Style.BOLD) if draw.random() < remarks / 2 else 0
            cells.append(Cell(row, 2, f"Item {row}", style=bold))
            cells += [Cell(row, col, float(draw.randint(1, most) * step)) for col in range(3, cols + 3)]
            cells += [Cell(row, 6, "paid")] if draw.random() < remarks else []
        sheet = Sheet.of("S", cells)
        found += len(total_rows(sheet, FoundTable(CellRange(1, 1, 21, 6), 1)))
    assert found <= 2
