"""M4, M5: a range that many cells ask about is read once, and anew when it may have changed; M2: our own spills."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sheetllm_xl import drawn
from sheetllm_xl.answers.reads import Reads
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError
from sheetllm_xl.record import Place
from sheetllm_xl.sheet import Cell, Sheet

from ..loopback import Loopback, says
from .test_udfs import NA, PICTURE, SUM, WAITS, book, opened, run, why
from .workbook import Area, Workbook

__all__ = ["book"]
RANGE = Area("Data", CellRange.parse("A1:D4"))


class Clocked:
    """A workbook read on a clock of the test's own; ``at(row)`` is a cell that asks."""

    def __init__(self) -> None:
        self.book = Workbook({"Data": drawn(PICTURE, "Data"), "Ask": Sheet("Ask")})
        self.now = 0.0
        self.reads = Reads(self.book, lambda: self.now)

    def at(self, row: int) -> Sheet:
        return self.reads.of(RANGE, Place("Book1.xlsx", "Ask", f"B{row}"))

    def change(self) -> None:
        self.book.sheets["Data"] = drawn(PICTURE.replace("1200", f"{1200 + self.now}"), "Data")


def test_cells_that_ask_about_one_range_read_it_once() -> None:
    rig = Clocked()
    assert len({id(rig.at(row)) for row in range(10_000)}) == 1
    assert rig.book.reads == 1


def test_a_cell_that_comes_again_reads_anew_and_the_others_take_that() -> None:
    rig = Clocked()
    before = [rig.at(1), rig.at(2)]
    rig.now = 0.05
    rig.change()
    after = [rig.at(2), rig.at(1), rig.at(3)]
    assert rig.book.reads == 2
    assert before[0].digest != after[0].digest
    assert {id(sheet) for sheet in after} == {id(after[0])}


def test_after_a_second_or_a_pause_it_is_read_again_and_what_is_equal_is_held_once() -> None:
    rig = Clocked()
    first = rig.at(0)
    for row in range(1, 40):  # a call each 50 ms, for two seconds
        rig.now += 0.05
        assert rig.at(row) is first
    assert rig.book.reads == 2
    rig.now += 0.1
    assert rig.at(100) is first
    assert rig.book.reads == 3
    rig.change()
    rig.now += 0.1
    assert rig.at(101) is not first


def test_another_calculation_reads_anew_and_what_is_not_told_is_not_shared() -> None:
    rig = Clocked()
    first = rig.at(1)
    rig.change()
    rig.now += 0.01
    rig.book.sheets["Data"] = drawn(PICTURE.replace("1200", "7"), "Data")
    rig.book.calculations += 1
    second = rig.at(2)  # it has not come before, and the first has not come again yet
    assert second is not first
    rig.book.calculation = lambda: None  # type: ignore[method-assign, assignment, return-value]
    reads = rig.book.reads
    assert [rig.at(row) for row in (3, 4, 5)] == [second] * 3
    assert rig.book.reads == reads + 3


def test_who_only_looks_takes_what_is_there_and_keeps_nobody_from_it() -> None:
    rig = Clocked()
    first = rig.at(1)
    assert rig.reads.lately(RANGE) is rig.reads.lately(RANGE) is rig.at(2) is first
    assert rig.book.reads == 1
    assert rig.reads.of(RANGE, None) is first
    assert rig.book.reads == 2  # a call from no cell always reads


def test_what_is_not_calculated_yet_is_not_kept() -> None:
    rig = Clocked()
    rig.book.sheets["Data"] = Sheet.of("Data", [Cell(1, 1, 3.0), Cell(2, 1, CellError.UNCALCULATED, formula="=A1*2")])
    rig.at(1)
    rig.book.sheets["Data"] = Sheet.of("Data", [Cell(1, 1, 3.0), Cell(2, 1, 6.0, formula="=A1*2")])
    assert rig.at(2).values.tolist() == [3.0, 6.0]


def test_what_nobody_reads_is_forgotten() -> None:
    rig = Clocked()
    rig.at(1)
    rig.now = 40.0
    rig.reads.tidy()
    assert rig.reads._read == {}


@pytest.mark.parametrize(
    "change",
    [
        {"values": np.array([1.0, True], object)},
        {"name": "T"},
        {"hidden_rows": frozenset({1})},
        {"formulas": {(1, 1): "=1"}},
        {"fills": np.array([0, 1], np.int32), "fill_colors": ("", "FF0000")},
    ],
    ids=["a value's type", "name", "hidden", "formulas", "fills"],
)
def test_the_last_detail_counts(change: dict[str, Any]) -> None:
    rig = Clocked()
    rig.book.sheets["Data"] = sheet = Sheet.of("Data", [Cell(1, 1, 1.0), Cell(1, 2, 1.0)])
    first = rig.at(1)
    rig.book.read = lambda area: replace(sheet, **change)  # type: ignore[method-assign]
    assert rig.at(1) is not first


def test_the_answer_is_of_the_data_as_they_are(book: Workbook, api: Loopback) -> None:
    """Two cells, a change, and one calculation: neither is answered from before it."""
    api.then(says(SUM), says(SUM | {"cells": [{"cell": "B2", "value": "1201"}]}))
    formula = '=ASKSHEET("Total?",Data!A1:D4)'
    assert [book.put("B2", formula), book.put("B3", formula)] == [WAITS, WAITS]
    book.sheets["Data"] = drawn(PICTURE.replace("1200", "1201"), "Data")
    book.calculate_all()
    run(book)
    assert book.shown["Ask", "B2"] == book.shown["Ask", "B3"] == 1801.0


def test_a_range_that_waits_for_what_is_not_ours_settles_at_the_deadline(
    api: Loopback, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    api.then(says(SUM))
    book = opened(tmp_path)
    desk = book.server._desk  # type: ignore[union-attr]
    now = [0.0]
    desk.answers.jobs.clock = desk.answers.jobs._memory._clock = lambda: now[0]
    whole = book.sheets["Data"]
    book.sheets["Data"] = Sheet.of("Data", [*whole.cells(), Cell(9, 1, CellError.GETTING_DATA)])
    formula = '=ASKSHEET("Total?",Data!A1:D9)'
    assert book.put("B2", formula) == WAITS
    now[0] = 89.0
    run(book)
    assert book.shown["Ask", "B2"] == WAITS
    now[0] = 90.0
    run(book)  # nobody calculates the cell but us
    desk.write_down()
    book.recalls.run()  # type: ignore[attr-defined]
    assert book.shown["Ask", "B2"] == NA
    assert "still wait" in why(book)
    calls = book.calls
    run(book)
    assert book.calls == calls
    book.sheets["Data"] = whole
    assert book.put("B2", formula) == WAITS
    run(book)
    assert (book.shown["Ask", "B2"], len(api.bodies)) == (1800.0, 1)


def test_without_a_range_what_our_own_functions_spill_is_not_read(book: Workbook, api: Loopback) -> None:
    api.then(says(SUM))
    book.sheets["Data"] = drawn(PICTURE, "Data")
    formula = '=ASKSHEET("Total?")'
    assert book.put("F2", formula, "Data") == WAITS
    run(book)
    book.formulas["Data", "G2"] = "=ASKSHEET_SOURCES(F2)"
    book.spills["Data", "G2"] = (("Data!B2", "1200", "checked"), ("Data!B3", "600", "checked"))
    book.formulas["Data", "G6"] = "=SHEETTABLES()"
    book.spills["Data", "G6"] = (("Table", "Range"), ("1", "A1:D4"))
    book.calculate = lambda cells: None  # type: ignore[method-assign]
    assert book.calculate_cell("Data", "F2") == 1800.0
    assert len(api.bodies) == 1
    desk = book.server._desk  # type: ignore[union-attr]
    here = Area("Data", CellRange.parse("G6"))
    assert str(desk.sheet(None, here).used) == "A1:D4"


def test_too_many_spills_to_ask_about_are_a_sentence(book: Workbook, api: Loopback) -> None:
    for row in range(1, 102):
        book.formulas["Data", f"G{row}"] = "=SHEETTOKENS(A1:D4)"
    assert book.put("F2", '=ASKSHEET("Total?")', "Data") == "\x012015"
    assert api.requests == []
    book.formulas["Data", "F2"] = '=ASKSHEET("Total?")'
    said = book.call("ASKSHEET_WHY", Area("Data", CellRange.parse("F2")))
    assert "name the range" in said


def test_a_recall_of_one_cell_leaves_nothing_to_the_next_calculation(book: Workbook, api: Loopback) -> None:
    api.then(says(SUM), says(SUM | {"answer": "All {result}."}), says(SUM | {"cells": []}))
    assert [book.put("B2", '=ASKSHEET("Total?",Data!A1:D4)'), book.put("B3", '=ASKSHEET("All?",Data!A1:D4)')] == [
        WAITS
    ] * 2
    run(book)  # each answer's cell is calculated by itself
    book.sheets["Data"] = drawn(PICTURE.replace("1200", "5000"), "Data")
    book.calculate_all()
    assert (book.shown["Ask", "B2"], book.shown["Ask", "B3"]) == (WAITS, WAITS)


def test_tables_in_a_cell_are_those_of_its_own_calculation(book: Workbook) -> None:
    assert book.call("SHEETTABLES", RANGE, at="H1") != NA
    book.sheets["Data"] = drawn("A | B\n1 | 2", "Data")
    book.calculations += 1
    after = book.call("SHEETTABLES", RANGE, at="H1")
    assert "A1:B2" in str(after)


def test_why_says_that_a_cell_is_to_be_calculated_again(book: Workbook, api: Loopback) -> None:
    api.then(says(SUM))
    assert book.put("B2", '=ASKSHEET("Total?",Data!A1:D4)') == WAITS
    assert "on its way" in why(book)
    run(book)
    book.sheets["Data"] = drawn(PICTURE.replace("1200", "5000"), "Data")
    book.calculations += 1
    assert "Press F9" in why(book)
