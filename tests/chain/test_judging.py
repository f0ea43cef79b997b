"""Drawn tables: what a formula says of them when it is right is verified, and one step beside it is not."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetllm_xl.chain import Answer, ask
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.grid import CellRange
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.sheet import Cell, Sheet
from sheetllm_xl.verify.totals import total_rows

from .replying import calculator, cell, reply, unopposed

NAMES = ("Ankara", "Bergen", "Cusco", "Dakar", "Essen", "Faro", "Graz", "Hanoi", "Izmir", "Jaipur")


@dataclass(frozen=True)
class Drawn:
    """Cities and their units from row ``top`` on, with a total where ``total`` is set."""

    units: tuple[int, ...]
    top: int
    total: bool

    @property
    def rows(self) -> range:
        return range(self.top + 1, self.top + 1 + len(self.units))

    @property
    def sheet(self) -> Sheet:
        last = self.rows.stop
        cells = [Cell(self.top, 1, "City"), Cell(self.top, 2, "Units"), Cell(self.top, 3, "Staff")]
        for row, name, units in zip(self.rows, NAMES, self.units, strict=False):
            cells += [Cell(row, 1, name), Cell(row, 2, float(units)), Cell(row, 3, float(units % 7 + 1))]
        if self.total:
            cells += [Cell(last, 1, "Total"), Cell(last, 2, float(sum(self.units)), formula=f"=SUM({self.column()})")]
        return Sheet.of("Cities", cells)

    @property
    def table(self) -> FoundTable:
        return FoundTable(CellRange(self.top, 1, self.rows[-1] + self.total, 3), 1)

    def column(self, letter: str = "B", first: int = 0, last: int = 0) -> str:
        """A column's data, its ends moved."""
        return f"{letter}{self.rows[0] + first}:{letter}{self.rows[-1] + last}"


tables = st.builds(
    Drawn,
    st.lists(st.integers(10, 9_999), min_size=4, max_size=9, unique=True).map(tuple),
    st.integers(1, 5),
    st.booleans(),
)


def asked(sheet: Drawn, question: str, formula: str, answer: str = "It is {result}.") -> Answer:
    said = reply(formula, answer, cell(f"B{sheet.top}", "Units"))
    return ask(sheet.sheet, question, ScriptedModel([said, said]), calculator(), tables=(sheet.table,))


@settings(max_examples=15)
@given(tables, st.data())
def test_right_formulas_over_drawn_tables_are_verified(sheet: Drawn, data: st.DataObject) -> None:
    i = data.draw(st.integers(0, len(sheet.units) - 1))
    at, name, column = sheet.rows[i], NAMES[i], sheet.column()
    right: dict[str, tuple[str, object]] = {
        f"How many units in {name}?": (f"=B{at}", sheet.units[i]),
        "How many units in all cities?": (f"=SUM({column})", sum(sheet.units)),
        "Which city has most units?": (
            f"=INDEX({sheet.column('A')},MATCH(MAX({column}),{column},0))",
            NAMES[sheet.units.index(max(sheet.units))],
        ),
        f"How many cities have more than {sheet.units[i]} units?": (
            f'=COUNTIF({column},">{sheet.units[i]}")',
            sum(units > sheet.units[i] for units in sheet.units),
        ),
    }
    for question, (formula, value) in right.items():
        answer = asked(sheet, question, formula)
        assert answer.value == value
        assert unopposed(answer), answer.doubts


@settings(max_examples=6)
@given(tables, st.data())
def test_formulas_one_step_beside_are_never_verified(sheet: Drawn, data: st.DataObject) -> None:
    i = data.draw(st.integers(0, len(sheet.units) - 1))
    j = data.draw(st.integers(0, len(sheet.units) - 1).filter(lambda other: other != i))
    at, name = sheet.rows[i], NAMES[i]
    every, most = "How many units in all cities?", "Which city has most units?"
    wrong = [
        (f"How many units in {name}?", f"=B{sheet.rows[j]}", "It is {result}."),
        (f"How many units in {name}?", f"=C{at}", "It is {result}."),
        (f"How many units in {name}?", f"=B{at}", f"{NAMES[j]} has {{result}}."),
        (f"How many units in {name}?", f"=B{at}", f"It is {sheet.units[i] + 1}."),
        (every, f"=SUM({sheet.column(first=1)})", "It is {result}."),
        (every, f"=SUM({sheet.column(last=-1)})", "It is {result}."),
        (every, f"=SUM({sheet.column(first=-1)})", "It is {result}."),
        (every, f"=SUM({sheet.column('C')})", "It is {result}."),
        (every, f"=SUM({sheet.column()})+{sheet.units[j] + 10_000}", "It is {result}."),
        (most, f"=A{sheet.rows[j]}", "It is {result}."),
        (most, f"=INDEX({sheet.column('A', -1, -1)},MATCH(MAX({sheet.column()}),{sheet.column()},0))", ""),
    ]
    if sheet.total:
        wrong += [(every, f"=SUM({sheet.column(last=1)})", ""), (most, f"=MAX({sheet.column(last=1)})", "")]
    for question, formula, sentence in wrong:
        answer = asked(sheet, question, formula, sentence)
        assert not answer.verified
        assert answer.doubts


@pytest.mark.parametrize(
    ("picture", "rows"),
    [
        ("A | X\na | 1\nb | 2\nTotal | 3", {4}),
        ("A | X\na | 1\nb | 2\nGesamt: | 3", {4}),
        ("A | X\na | 1\nb | 2\n합계 | 3", {4}),
        ("A | X\na | 1\nb | 2\nEverything | =SUM(B2:B3) => 3", {4}),
        ("A | X\na | 1\nb | 2\nc | 4\nWorld | 7", {5}),
        ("A | X\na | 1\nb | 2\nTotal Gas Ltd | 9", set()),
        ("A | X\na | 1\nb | =SUM(B2,1) => 2", set()),
        ("A | X\na | 1\nb | 2\nNet | =B2+B3 => 3", {4}),
        ("A | X | Y\na | 1 | 1\nb | 2 | =C2+B3 => 3", set()),
    ],
)
def test_totals_are_told_by_words_formulas_and_numbers(picture: str, rows: set[int]) -> None:
    sheet = drawn(picture)
    assert sheet.used
    assert total_rows(sheet, FoundTable(sheet.used, 1)) == rows
