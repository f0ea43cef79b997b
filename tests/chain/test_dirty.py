from __future__ import annotations

import pytest

from sheetllm_xl.chain import ask
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import literal
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.sheet import Cell, Sheet

from .replying import calculator, cell, reply

DIRTY = drawn(
    """
    Name   | Code | Cost  | Due
    Rent   | A1   | 1000  | 2025-01-31
    Power  | B7   | "200" | 2025-02-28
    Water  | B7   | 45    | soon
    Phone  | C3   | #N/A  | 2025-03-31
    Fax    | D4   | 12    | 2025-04-30
    Mail   | E5   | 8     | 2025-05-31
    """,
    hidden_rows=frozenset({6}),
)
WIDE = Sheet.of(
    "Wide",
    [
        *drawn("Name | Cost\nRent | 10\nPower | 20\nWater | 30").cells(),
        Cell(5, 1, "Phone\u00a0home"),
        Cell(5, 2, "４０"),
    ],
)
DOUBLED = "Keys that stand more than once, of which a lookup takes the first (b7): 2 (B3, B4)."


def notes(formula: str, sheet: Sheet = DIRTY, table: str = "A1:D7") -> tuple[str, ...]:
    said = reply(formula, "{result}", cell("A2", literal(sheet.value(2, 1))))
    found = (FoundTable(CellRange.parse(table), 1),)
    return ask(sheet, "What?", ScriptedModel([said]), calculator(), tables=found).receipt.notes[1:]


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("=SUM(C2:C7)", "Numbers kept as text, which SUM does not count: 1 (C3)."),
        ("=SUMPRODUCT((C2:C7>9)*1)", "Numbers kept as text, which sums and comparisons pass over: 1 (C3)."),
        ("=SUM(C2:C7)", "Errors (#N/A) among the cells: 1 (C5)."),
        ("=SUM(C:C)", "Errors (#N/A) among the cells: 1 (C5)."),
        ("=MAX(D2:D7)", "Values that are no dates, in a column of them: 1 (D4)."),
        ("=SUM(C2:C7)", "Hidden rows are counted in: 1 (C6)."),
        ('=XLOOKUP("B7",B2:B7,C2:C7)', DOUBLED),
        ('=VLOOKUP("B7",B2:C7,2,FALSE)', DOUBLED),
    ],
)
def test_dirty_cells_are_noted_with_counts_and_addresses(formula: str, told: str) -> None:
    assert told in notes(formula)


def test_odd_spaces_and_digits_are_noted() -> None:
    assert "Texts with non-breaking spaces, which equal no text without them: 1 (A5)." in notes(
        "=COUNTA(A2:A5)", WIDE, "A1:B5"
    )
    told = notes("=SUM(B2:B5)", WIDE, "A1:B5")
    assert [note for note in told if "as text" in note] == ["Numbers kept as text, which SUM does not count: 1 (B5)."]
    assert "Texts with full-width digits: 1 (B5)." in told


def test_clean_cells_and_headers_are_not_noted() -> None:
    clean = drawn("Year | Cost\n2023 | 10\n2024 | 20\n2025 | 30")
    for formula in ("=SUM(B2:B4)", "=SUM(B:B)", "=INDEX(A2:A4,MATCH(MAX(B2:B4),B2:B4,0))", "=A1:B4", "=B2"):
        assert notes(formula, clean, "A1:B4") == ()


def test_many_are_counted_and_the_first_five_named() -> None:
    rows = "\n".join(f'R{i} | "{i}"' for i in range(1, 10))
    sheet = drawn(f"Name | Cost\nR0 | 5\n{rows}")
    assert "Numbers kept as text, which sums and comparisons pass over: 9 (B3, B4, B5, B6, B7, …)." in notes(
        "=INDEX(B2:B11,MATCH(5,B2:B11,0))", sheet, "A1:B11"
    )
