"""What a question's result reads as: by the number formats of the cells it was made of."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from sheetllm_xl.answers import Form
from sheetllm_xl.answers.question import of_sheet
from sheetllm_xl.answers.records import of_answer
from sheetllm_xl.chain import Answer, ask
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.literals import Value
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.record import Record
from sheetllm_xl.settings import Settings
from sheetllm_xl.sheet import Cell, Sheet

from .replying import calculator, cell, reply

HOURS, CLOCK, DAY, EURO = "[h]:mm", "h:mm", "d mmm yyyy", "#,##0.00 [$€-407]"
SHEET = Sheet.of(
    "Data",
    [Cell(1, col, text) for col, text in enumerate(("Who", "Worked", "Start", "Since", "Fee", "Share", "Year"), 1)]
    + [
        Cell(row, col, value, number_format)
        for row, line in enumerate(
            [
                ("Ann", 8.5 / 24, time(8, 30), datetime(2024, 1, 31), 1200.0, 0.125, 2023.0),
                ("Bob", 9 / 24, time(9), datetime(2024, 3, 1), 34.5, 0.5, 2024.0),
                ("Cy", 30 / 24, time(10, 15), datetime(2023, 12, 31), 800.0, 0.25, 2025.0),
            ],
            2,
        )
        for col, (value, number_format) in enumerate(
            zip(line, ("", HOURS, CLOCK, DAY, EURO, "0%", "0"), strict=True), 1
        )
    ],
)


def asked(*formulas: str) -> Answer:
    assert SHEET.used
    said = reply(list(formulas), "It is {result}.", cell("A2", "Ann"))
    return ask(SHEET, "What is it?", ScriptedModel([said]), calculator(), tables=(FoundTable(SHEET.used, 1),))


@pytest.mark.parametrize(
    ("formula", "text", "value"),
    [
        ("=SUM(B2:B4)", "47:30", 47.5 / 24),
        ("=AVERAGE(C2:C4)", "9:15", time(9, 15)),
        ("=C4-C2", "1:45", 1.75 / 24),
        ("=C2-B2", "0:00", time(0)),
        ("=SUM(B2:B4)*24", "47.5", 47.5),
        ("=MAX(D2:D4)", "1 Mar 2024", datetime(2024, 3, 1)),
        ('=SUMIFS(D2:D4,A2:A4,"Cy")', "31 Dec 2023", datetime(2023, 12, 31)),
        ("=D3-D2", "30", 30.0),
        ("=D2+30", "1 Mar 2024", datetime(2024, 3, 1)),
        ("=SUM(E2:E4)", "2,034.50 €", 2034.5),
        ("=E2*2", "2,400.00 €", 2400.0),
        ("=E2/E4", "1.5", 1.5),
        ("=COUNT(E2:E4)", "3", 3.0),
        ("=F3-F2", "38%", 0.375),
        ("=F2*100", "12.5", 12.5),
        ("=MAX(G2:G4)", "2025", 2025.0),
        ("=B2:D2", "8:30, 8:30, 31 Jan 2024", None),
        ('=FILTER(A2:G4,A2:A4="Cy")', "Cy, 30:00, 10:15, 31 Dec 2023, 800.00 €, 25%, 2025", None),
    ],
)
def test_a_result_reads_as_its_cells_do_and_is_typed(formula: str, text: str, value: Value | None) -> None:
    answer = asked(formula)
    assert answer.text == f"It is {text}."
    if value is not None:
        assert answer.value == (pytest.approx(value) if isinstance(value, float) else value)
        assert type(answer.value) is type(value)


def test_several_values_in_one_cell_read_as_their_cells_do() -> None:
    """A list in a cell is a text; in a row each value is of its own type."""
    answer = asked("=SUM(B2:B4)", "=MAX(D2:D4)", "=E2")
    kept = Record.from_json(of_answer(of_sheet(SHEET, "What is it?", "m"), answer, Settings(), "").to_json())
    options = frozenset({"unverified"})
    assert Form("cell", options).rows(kept) == (("47:30, 1 Mar 2024, 1,200.00 €",),)
    assert Form("row", options).rows(kept) == ((pytest.approx(47.5 / 24), datetime(2024, 3, 1), 1200.0),)
    assert Form("cell", options).rows(Record(rows=((1.0, 2.0),))) == (("1, 2",),)
