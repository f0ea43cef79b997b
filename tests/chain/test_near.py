"""What a table is sent with: the cells near it, its totals, the colours that mean something, text numbers in quotes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sheetllm_xl.chain.near import with_near
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.grid import CellRange
from sheetllm_xl.messages.document import about, cell_lines
from sheetllm_xl.retrieve.select import evidence
from sheetllm_xl.retrieve.workbook import Workbook
from sheetllm_xl.sheet import Cell, Sheet

BLOCKS = drawn("""
    Growth of cultures |     |     |   |
    (in thousands)     |     |     |   |
    Time = 30 min      |     |     |   | Key
    Dish               | A   | B   |   | n.d. not done
    one                | 1.5 | 2.5 |   |
    two                | 3.5 | 4.5 |   |
    Time = 90 min      |     |     |   |
    Dish               | A   | B   |   |
    one                | 5.5 | 6.5 |   |
    two                | 7.5 | 8.5 |   |
    * after Smith      |     |     |   |
    """)
FIRST, SECOND = (FoundTable(CellRange.parse(area), 1) for area in ("A4:C6", "A8:C10"))


def beside(sheet: Sheet, table: FoundTable, tables: tuple[FoundTable, ...], characters: int = 2_000) -> list[str]:
    found = with_near(sheet, table, tables, characters)
    return [line for line in about(sheet, found) if not line.startswith(("|sheet", "|beside"))]


def test_a_table_comes_with_its_caption_the_sheets_heading_and_what_is_near() -> None:
    assert sorted(beside(BLOCKS, FIRST, (FIRST, SECOND))) == [
        "|A1,Growth of cultures", "|A2,(in thousands)", "|A3,Time = 30 min|E3,Key", "|A7,Time = 90 min",
        "|E4,n.d. not done",
    ]  # fmt: skip
    assert beside(BLOCKS, SECOND, (FIRST, SECOND)) == [
        "|A1,Growth of cultures", "|A2,(in thousands)", "|A7,Time = 90 min", "|A11,* after Smith",
    ]  # fmt: skip


def test_what_is_near_is_bounded_and_the_nearest_goes_first() -> None:
    assert beside(BLOCKS, SECOND, (FIRST, SECOND), 60) == ["|A7,Time = 90 min"]
    assert beside(BLOCKS, SECOND, (FIRST, SECOND), 0) == []
    prose = drawn("x\n" + "word " * 300 + "\nA | B\n1 | 2\n3 | 4")
    assert beside(prose, FoundTable(CellRange.parse("A3:B5"), 1), ()) == ["|A1,x"]


def test_nothing_of_another_table_is_near() -> None:
    around = with_near(BLOCKS, SECOND, (FIRST, SECOND), 2_000)
    assert not any(area & FIRST.range for area in around.notes)
    titled = replace(SECOND, title=CellRange.parse("A7"), notes=(CellRange.parse("A11"),))
    told = beside(BLOCKS, titled, (FIRST, titled))
    assert len(told) == len(set(told))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("4,113", '|A1,"4,113"'),
        ("( 689 )", '|A1,"( 689 )"'),
        ("0,042*", '|A1,"0,042*"'),
        ("$65.21", '|A1,"$65.21"'),
        ("Q1, 2015", "|A1,Q1, 2015"),
        ("..", "|A1,.."),
    ],
)
def test_numbers_kept_as_text_are_quoted(text: str, line: str) -> None:
    assert cell_lines(Sheet.of("S", [Cell(1, 1, text)]), CellRange.parse("A1")) == {1: line}


def coloured(fills: dict[tuple[int, int], str], legend: str = "") -> list[str]:
    cells = [Cell(1, 1, "Name"), Cell(1, 2, "X", fill="112233")]
    for row in range(2, 22):
        cells += [Cell(row, 1, f"n{row}", fill=fills.get((row, 1), ""))]
        cells += [Cell(row, 2, row * 7.0, fill=fills.get((row, 2), ""))]
    cells += [Cell(2, 4, fill="FF0000"), Cell(2, 5, legend)] if legend else []
    return [line for line in about(Sheet.of("S", cells), FoundTable(CellRange.parse("A1:B21"), 1)) if "|fill" in line]


def test_few_coloured_rows_or_cells_are_told_with_what_a_legend_says_of_them() -> None:
    rows = {(row, col): "FF0000" for row in (4, 5, 9) for col in (1, 2)}
    assert coloured(rows) == ["|fill 1|rows 4:5,9:9"]
    assert coloured(rows, "Over|due\n||end") == ['|fill 1|rows 4:5,9:9|legend D2,"Over\\u007cdue\\n\\u007c\\u007cend"']
    assert coloured({(7, 2): "00FF00", (8, 2): "00FF00"}) == ["|fill 1|rows 7:8"]


def test_banded_rows_columns_and_headings_in_colour_mean_nothing() -> None:
    assert not coloured({(row, col): "EEEEEE" for row in range(2, 22, 2) for col in (1, 2)})
    assert not coloured({(row, 2): "EEEEEE" for row in range(2, 22)})
    assert not coloured({(row, 1): f"0000{row:02}" for row in range(2, 10)})
    assert not coloured({(3, 1): "FFFFFF"})


def test_every_column_of_a_wide_table_is_named() -> None:
    names = [f"Measure {col}" for col in range(1, 61)]
    rows = [[f"{row}.{col}5" for col in range(1, 61)] for row in range(1, 200)]
    sheet = drawn("\n".join(" | ".join(line) for line in (names, *rows)))
    found = evidence(
        Workbook.of([sheet], {"Sheet1": (FoundTable(CellRange(1, 1, 200, 60), 1),)}), "Measure 3?", 40_000, len
    )
    (further,) = [line for line in found.content.split("\n") if line.startswith("|further columns")]
    assert further.startswith("|further columns|Y Measure 25|Z Measure 26|")
    assert further.endswith("|BH Measure 60")


def test_totals_of_both_ways_are_told() -> None:
    lines = about(BLOCKS, replace(FIRST, total_rows=(6,), total_cols=(3,)))
    assert lines[1:3] == ("|total rows|6:6", "|total columns|C")
