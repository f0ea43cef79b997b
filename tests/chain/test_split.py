from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.chain import Budget
from sheetllm_xl.chain.split import parts
from sheetllm_xl.compress import estimate_tokens
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import InputError
from sheetllm_xl.grid import CellRange
from sheetllm_xl.sheet import Cell, Sheet


def ledger(rows: int, columns: int = 3, header_rows: int = 1, top: int = 4) -> tuple[Sheet, FoundTable]:
    cells = [Cell(1, 1, "Ledger 2025"), Cell(top + rows + 2, 1, "Source: accounts")]
    for row in range(top, top + rows):
        for col in range(1, columns + 1):
            head = row < top + header_rows
            cells.append(Cell(row, col, f"head {row} {col}" if head else float(row * 1000 + col)))
    sheet = Sheet.of("Ledger", cells)
    area = CellRange(top, 1, top + rows - 1, columns)
    notes = (CellRange(top + rows + 2, 1, top + rows + 2, 1),)
    return sheet, FoundTable(area, header_rows, title=CellRange(1, 1, 1, 1), notes=notes)


def test_tables_that_fit_together_are_one_part() -> None:
    sheet, table = ledger(5)
    (part,) = parts(sheet, [table], Budget(), estimate_tokens)
    assert part.content == (
        "|sheet Ledger|table A4:C8\n"
        "|beside the table|A1\n|A1,Ledger 2025\n|beside the table|A11\n|A11,Source: accounts\n"
        "|cells\n|A4,head 4 1|B4,head 4 2|C4,head 4 3\n|A5,5001|B5,5002|C5,5003\n|A6,6001|B6,6002|C6,6003\n"
        "|A7,7001|B7,7002|C7,7003\n|A8,8001|B8,8002|C8,8003"
    )


@given(st.integers(1, 120), st.integers(1, 5), st.integers(0, 3), st.integers(260, 1200))
def test_no_row_is_lost_or_doubled_and_every_part_has_title_header_and_room(
    rows: int, columns: int, header_rows: int, budget: int
) -> None:
    sheet, table = ledger(rows, columns, header_rows)
    found = parts(sheet, [table], Budget(table=budget, parts=1000), estimate_tokens)
    header = range(4, 4 + min(header_rows, rows))
    told = []
    for part in found:
        assert estimate_tokens(part.content) <= budget
        assert "|A1,Ledger 2025" in part.content
        in_part = [int(row) for row in re.findall(r"^\|A(\d+),", part.content.split("|cells\n")[1], re.MULTILINE)]
        if header_rows < rows:
            assert in_part[: len(header)] == list(header)
            in_part = in_part[len(header) :]
        told += in_part
        assert len(found) == 1 or "|only part of the table|" in part.content
    assert told == [row for row in range(4, 4 + rows) if header_rows >= rows or row not in header]


def test_small_tables_beside_a_long_one_are_parts_of_their_own() -> None:
    sheet, table = ledger(100)
    small = FoundTable(CellRange(1, 1, 1, 1))
    found = parts(sheet, [small, table], Budget(table=400), estimate_tokens)
    assert found[0].rows == (1,)
    assert sum((part.rows for part in found[1:]), ()) == tuple(range(5, 104))


def test_a_row_that_cannot_fit_and_too_many_parts_are_sentences() -> None:
    sheet, table = ledger(3, 400)
    with pytest.raises(InputError, match=r"(?s)Row 5 of A4:OJ6 .* table_tokens"):
        parts(sheet, [table], Budget(table=4500), estimate_tokens)
    sheet, table = ledger(300)
    with pytest.raises(InputError, match=r"would take .* calls"):
        parts(sheet, [table], Budget(table=300, parts=3), estimate_tokens)


def test_what_cells_do_not_say_is_said() -> None:
    sheet = drawn(
        "Region | < | Q1\nNorth | x | 1\nSouth | y | 2\nWest | z | 3",
        hidden_rows=frozenset({2, 3}),
        hidden_cols=frozenset({3}),
    )
    (part,) = parts(sheet, [FoundTable(CellRange(1, 1, 4, 3), 1)], Budget(), estimate_tokens)
    assert part.content.split("\n")[:4] == [
        "|sheet Sheet1|table A1:C4",
        "|merged cells|A1:B1",
        "|hidden rows|2:3",
        "|hidden columns|C",
    ]
