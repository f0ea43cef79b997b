"""A label merged over its rows holds in all of them, or the answer is doubted: never silently in the first alone."""

from __future__ import annotations

import pytest

from sheetllm_xl.chain import Answer, ask
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.sheet import Cell, Sheet

from .replying import calculator, cell, reply

SALES = drawn(
    """
    Region | Product | Sales
    North  | Kettle  | 10
    ^      | Pan     | 20
    South  | Kettle  | 5
    ^      | Pan     | 15
    """
)
YEARS = drawn(
    """
           | 2023 | <  | 2024 | <
    Item   | Q1   | Q2 | Q1   | Q2
    Kettle | 1    | 2  | 3    | 4
    Pan    | 5    | 6  | 7    | 8
    """
)


def asked(sheet: Sheet, formula: str, header: int = 1) -> Answer:
    assert sheet.used
    said = reply(formula, "{result}", cell("A2", str(sheet.value(2, 1))))
    table = FoundTable(sheet.used, header, 1)
    return ask(sheet, "What is it?", ScriptedModel([said, said]), calculator(), tables=(table,))


@pytest.mark.parametrize(
    ("formula", "rightly"),
    [
        ('=SUMIFS(C2:C5,A2:A5,"North")', "30"),
        ('=SUMIF(A2:A5,"North",C2:C5)', "30"),
        ('=SUMIFS(C:C,A:A,"North")', "30"),
        ('=COUNTIF(A2:A5,"South")', "2"),
        ('=COUNTIFS(A2:A5,"South",C2:C5,">5")', "1"),
        ('=AVERAGEIFS(C2:C5,A2:A5,"North")', "15"),
        ('=MAXIFS(C2:C5,A2:A5,"South")', "15"),
        ('=SUM(FILTER(C2:C5,A2:A5="North"))', "30"),
        ('=FILTER(B2:B5,A2:A5="South")', "Kettle, Pan"),
        ('=SUMPRODUCT((A2:A5="North")*C2:C5)', "30"),
        ("=INDEX(A2:A5,MATCH(MAX(C2:C5),C2:C5,0))", "North"),
        ("=XLOOKUP(15,C2:C5,A2:A5)", "South"),
        ('=SUMIFS(C2:C5,A2:A5,"North",B2:B5,"Pan")', "20"),
    ],
)
def test_a_condition_over_a_merged_label_is_doubted(formula: str, rightly: str) -> None:
    answer = asked(SALES, formula)
    assert not answer.verified
    assert f"in its first cell alone; with the label in every cell the formula comes to {rightly}." in answer.doubts[-1]
    assert "is merged over A2:A3" in answer.doubts[-1]


@pytest.mark.parametrize(
    "formula",
    [
        '=XLOOKUP("North",A2:A5,C2:C5)',
        '=VLOOKUP("South",A2:C5,3,FALSE)',
        '=INDEX(C2:C5,MATCH("South",A2:A5,0))',
    ],
)
def test_a_lookup_that_takes_the_first_of_a_label_s_rows_is_doubted(formula: str) -> None:
    answer = asked(SALES, formula)
    assert not answer.verified
    assert answer.doubts[-1].endswith("of its lines one is taken.")


@pytest.mark.parametrize(
    ("formula", "header"),
    [
        ("=SUMIF(B1:E1,2023,B3:E3)", 2),
        ("=SUMPRODUCT((B1:E1=2023)*B3:E3)", 2),
        ("=HLOOKUP(2024,B1:E4,3,FALSE)", 2),
        ("=INDEX(B3:E3,MATCH(2023,B1:E1,0))", 2),
        ("=INDEX(B1:E1,MATCH(8,B4:E4,0))", 2),
    ],
)
def test_a_header_merged_across_columns_is_doubted(formula: str, header: int) -> None:
    assert any("is merged over" in doubt for doubt in asked(YEARS, formula, header).doubts)


@pytest.mark.parametrize(
    ("sheet", "formula", "header"),
    [
        (SALES, "=SUM(C2:C3)", 1),
        (SALES, '=SUMIFS(C2:C5,B2:B5,"Pan")', 1),
        (SALES, "=MAX(C2:C5)", 1),
        (SALES, "=COUNTA(A2:A5)", 1),
        (SALES, "=A2:A5", 1),
        (SALES, "=INDEX(A2:A5,MATCH(10,C2:C5,0))", 1),
        (SALES, '=XLOOKUP(1,(A2:A5="North")*(B2:B5="Kettle"),C2:C5)', 1),
        (SALES, '=SUMIFS(C2:C5,A2:A5,"North",B2:B5,"Kettle")', 1),
        (YEARS, '=INDEX(B3:E3,MATCH("Q2",B2:E2,0))', 2),
        (YEARS, "=SUM(B3:C3)", 2),
        (YEARS, '=INDEX(B3:E4,MATCH("Pan",A3:A4,0),1)', 2),
    ],
)
def test_what_a_merged_label_does_not_touch_is_not_doubted_for_it(sheet: Sheet, formula: str, header: int) -> None:
    assert not any("merged" in doubt for doubt in asked(sheet, formula, header).doubts)


def test_a_merged_number_that_is_no_label_counts_once() -> None:
    """A sum of both rows, written once: it is not there twice."""
    sheet = drawn("Product | Sales | Group\nKettle | 10 | 30\nPan | 20 | ^\nMug | 5 | 12\nJug | 7 | ^")
    assert asked(sheet, "=SUM(C2:C5)").value == 42.0
    assert not any("merged" in doubt for doubt in asked(sheet, "=SUM(C2:C5)").doubts)


def test_values_that_a_merge_hides_are_what_excel_reads() -> None:
    cells = [*SALES.cells(), Cell(3, 1, "North"), Cell(5, 1, "South")]
    sheet = Sheet.of("S", cells, merges=SALES.merges)
    answer = asked(sheet, '=SUMIFS(C2:C5,A2:A5,"North")')
    assert answer.value == 30.0
    assert not any("merged" in doubt for doubt in answer.doubts)


def test_the_first_of_several_merged_labels_is_named_whatever_their_order_in_the_file() -> None:
    sheet = Sheet.of("S", SALES.cells(), merges=SALES.merges[::-1])
    assert "“North” is merged over A2:A3 and 1 more" in asked(sheet, '=COUNTIF(A2:A5,"North")').doubts[-1]
