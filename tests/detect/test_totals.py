"""Totals: what adds up is one, by formula or by numbers; what is only called so is none."""

from __future__ import annotations

import random
import re

import pytest

from sheetllm_xl.detect import FoundTable, Totals, detect, totals_of
from sheetllm_xl.drawing import drawn
from sheetllm_xl.grid import CellRange
from sheetllm_xl.sheet import Cell, Sheet, Style
from sheetllm_xl.verify.totals import total_rows

ACROSS = """
    A | X  | Y  | Z
    a | 12 | 25 | =SUM(B2:C2) => 37
    b | 31 | 48 | =SUM(B3:C3) => 79
    c | 57 | 90 | =SUM(B4:C4) => 147
"""


def found(picture: str) -> Totals:
    sheet = drawn(picture)
    assert sheet.used
    return totals_of(sheet, sheet.used, 1)


@pytest.mark.parametrize(
    ("picture", "rows"),
    [
        # what is called a total and is none
        ("Food | X\nTotal lipid | 5.1\nProtein | 3.3\nWater | 80.2", {}),
        ("Crime | X\nAll other offenses | 71\nArson | 12\nFraud | 33", {}),
        ("P | X\na | 10\nb | 20\nTotal | 45", {}),
        # what is called one in any order or language, and adds up
        ("P | X\na | 10\nb | 20\nNorth, total | 30", {4: {2, 3}}),
        ("P | X\na | 11\nb | 22\nc | 15\nYhteensä | 48", {5: {2, 3, 4}}),
        ("P | X\nAll | 33\na | 11\nb | 22", {2: {3, 4}}),
        # a formula down the column makes one, whatever it is called; one across the row does not
        ("P | X\na | 1\nb | 7\nNet | =SUM(B2:B3) => 8", {4: {2, 3}}),
        ("P | X\na | 1\nb | 7\nNet | =B2+B3 => 8", {4: {2, 3}}),
        ("P | X\na | 1\nb | 7\nNet | =ROUND(SUM(B2:B3),2)", {4: {2, 3}}),
        ("P | X\na | 1\nb | 7\nNet | =SUBTOTAL(9,B1:B3) => 8", {4: {2, 3}}),
        ("P | X\na | 1\nb | 7\nShare | =SUM(B2:B3)/3 => 2.7", {}),
        ("P | X\na | 1\nb | 7\nNet | =B3-B2 => 6", {}),
        ("P | X | Y\na | 1 | 1\nb | 7 | =SUM(B2:B3) => 8\nc | 5 | =SUM(B2:B4) => 13", {}),
        ("P | X\na | 1\nb | 7\nc | =SUM(B2,1) => 2", {}),
        # rounded parts
        ("P | X | Y\na | 10.4 | 20.4\nb | 11.3 | 7.7\nc | 5.2 | 9.3\nTotal | 27 | 37.3", {5: {2, 3, 4}}),
        # a rate that does not add up stands beside numbers that do
        ("P | X | Rate\na | 1041 | 2.5\nb | 2113 | 3.5\nc | 977 | 2.1\nTotal | 4131 | 2.8", {5: {2, 3, 4}}),
        # the mean of what stands before it, and a row that is one by chance
        ("P | X | Y\na | 31.5 | 17\nb | 44.25 | 90\nc | 12 | 33.5\nmean | 29.25 | 46.83333333", {5: {2, 3, 4}}),
        ("P | X\na | 1\nb | 2\nc | 3\nd | 2", {}),
        ("P | X | Y\na | 50 | 10\nb | 50 | 10\nc | 50 | 10\nd | 50 | 10\ne | 50 | 10", {}),
    ],
)
def test_a_total_row_is_what_adds_up(picture: str, rows: dict[int, set[int]]) -> None:
    assert found(picture).rows == rows


def test_totals_of_totals_name_the_rows_next_below_them() -> None:
    """By indent, with a part of a part that is not the whole of it ("of which")."""
    totals = found("""
        Place   | X    | Y
        World   | 5127 | 9023
        >Asia   | 3914 | 7001
        >>Japan | 1203 | 1117
        >Europe | 1213 | 2022
        >>Spain | 710  | 1001
        >>Malta | 503  | 1021
        """)
    assert totals.rows == {2: {3, 5}, 5: {6, 7}}


def test_a_formula_across_makes_a_total_column_and_no_total_row() -> None:
    assert found(ACROSS) == Totals({}, {4: frozenset({2, 3})})
    values = re.sub("=.*=> ", "", ACROSS)
    assert found(values) == Totals({}, {4: frozenset({2, 3})})
    assert not found(values.replace("79", "80").replace("147", "61")).cols


def test_detector_and_checks_give_one_answer() -> None:
    sheet = drawn(f"{ACROSS}    All of them | 100 | 163 | 263")
    (table,) = detect(sheet)
    assert (table.total_rows, table.total_cols) == ((5,), (4,))
    assert total_rows(sheet, table) == {5}
    bare = FoundTable(table.range, 1)
    assert total_rows(sheet, bare) == {5}


def test_totals_of_a_long_table_are_found() -> None:
    """15,000 rows in groups of 3 to 60, each under a row that sums it up; their names say nothing."""
    draw = random.Random(3)
    cells, totals, row = [Cell(1, 1, "Name"), Cell(1, 2, "X"), Cell(1, 3, "Y")], set(), 2
    while row < 15_000:
        group = [(draw.randint(100, 99_999), draw.randint(100, 99_999)) for _ in range(draw.randint(3, 60))]
        totals.add(row)
        for x, y in [(sum(x for x, _ in group), sum(y for _, y in group)), *group]:
            cells += [Cell(row, 1, f"n{row}"), Cell(row, 2, float(x)), Cell(row, 3, float(y))]
            row += 1
    sheet = Sheet.of("S", cells)
    called = totals_of(sheet, CellRange(1, 1, row - 1, 3), 1).rows.keys()
    assert len(called - totals) <= 1
    assert len(called & totals) >= 0.98 * len(totals)


def test_a_look_that_most_rows_of_it_do_not_bear_out_is_none() -> None:
    """Bold rows of which one comes to the sum of the two before it."""
    bold = int(Style.BOLD)
    numbers = [40.0, 20.0, 60.0, 50.0, 30.0, 70.0, 20.0, 80.0, 10.0, 40.0]
    looks = [0, 0, bold, 0, 0, bold, 0, bold, 0, bold]
    cells = [Cell(i, 1, f"n{i}", style=look) for i, look in enumerate(looks, 2)]
    cells += [Cell(i, 2, number) for i, number in enumerate(numbers, 2)]
    sheet = Sheet.of("S", [Cell(1, 1, "P"), Cell(1, 2, "X"), *cells])
    assert not totals_of(sheet, CellRange(1, 1, 11, 2), 1).rows
