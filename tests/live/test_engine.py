"""The stand-in behaves as sheetllm_xl/excel/FINDINGS.md says of Excel, line by line."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings

import sheetllm_xl

from . import memory
from .engine import App, ComError, Engine
from .engine.calculation import Calculation

FINDINGS = Path(sheetllm_xl.__file__).with_name("excel") / "FINDINGS.md"
Open = Callable[..., xlwings.Book]


class Seen:
    """A function of ours that keeps what it saw of its range."""

    def __init__(self) -> None:
        self.saw: list[list[Any]] = []

    def __call__(self, given: list[Any], caller: xlwings.Range) -> float:
        rows = given[0].raw_value
        self.saw.append([row[0] for row in rows] if isinstance(rows, tuple) else [rows])
        return float(len(self.saw))


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def calculation(rig: App, seen: Seen) -> Calculation:
    return rig.calculates(SEE=seen)


def chain(sheet: xlwings.Sheet, length: int = 5) -> xlwings.Range:
    """A1, cells that hang on each other below it, and a function over them all in C1, entered last."""
    sheet.range("A1").raw_value = 1.0
    for row in range(2, length + 1):
        sheet.range(f"A{row}").formula = f"=A{row - 1}+1"
    sheet.range("C1").formula = f"=SEE(A1:A{length})"
    return sheet.range("A1")


def test_a_function_is_called_before_its_dirty_precedents_and_then_again(
    opened: Open, calculation: Calculation, seen: Seen
) -> None:
    top = chain(opened().sheets["Sheet1"])
    seen.saw.clear()
    top.raw_value = 10.0
    assert len(seen.saw) > 1
    assert seen.saw[-1] == [10.0, 11.0, 12.0, 13.0, 14.0]
    assert not calculation.dirty


def test_what_is_not_calculated_yet_is_a_blank_with_a_formula(
    opened: Open, calculation: Calculation, seen: Seen
) -> None:
    sheet = opened().sheets["Sheet1"]
    top = chain(sheet)
    seen.saw.clear()
    top.raw_value = 10.0
    assert seen.saw[0] == [10.0, None, None, None, None]
    assert sheet.range("A5").formula == "=A4+1"


def test_what_is_not_calculated_yet_may_show_its_last_value(opened: Open, calculation: Calculation, seen: Seen) -> None:
    calculation.shows_stale = True
    top = chain(opened().sheets["Sheet1"])
    seen.saw.clear()
    top.raw_value = 10.0
    assert seen.saw[0] == [10.0, 2.0, 3.0, 4.0, 5.0]


@pytest.mark.parametrize("seed", range(5))
def test_in_any_order_the_values_come_out_the_same(
    opened: Open, calculation: Calculation, seen: Seen, seed: int
) -> None:
    calculation.order = random.Random(seed)
    sheet = opened().sheets["Sheet1"]
    chain(sheet).raw_value = 10.0
    assert sheet.range("A5").value == 14.0
    assert seen.saw[-1] == [10.0, 11.0, 12.0, 13.0, 14.0]


def test_by_hand_only_what_is_entered_is_calculated(opened: Open, rig: App, calculation: Calculation) -> None:
    sheet = opened().sheets["Sheet1"]
    top = chain(sheet)
    rig.calculation = "manual"
    top.raw_value = 10.0
    sheet.range("D1").formula = "=A1*2"
    assert (sheet.range("A5").value, sheet.range("D1").value) == (5.0, 20.0)
    calculation.run()
    assert sheet.range("A5").value == 14.0


def test_circular_cells_are_gone_round_only_with_iteration(opened: Open, calculation: Calculation) -> None:
    sheet = opened().sheets["Sheet1"]
    sheet.range("A1").formula = "=B1+1"
    sheet.range("B1").formula = "=A1"
    assert sheet.range("B1").value == 0.0
    calculation.iterates = True
    calculation.dirty.update(calculation.chain)
    calculation.run()
    assert sheet.range("A1").value >= 100.0


@pytest.mark.parametrize("forces", [True, False])
def test_calculate_forces_a_clean_cell_or_does_not(
    opened: Open, calculation: Calculation, seen: Seen, forces: bool
) -> None:
    sheet = opened().sheets["Sheet1"]
    chain(sheet)
    sheet.range("D1").formula = "=C1*1"
    calculation.forces_clean = forces
    calls = len(seen.saw)
    sheet.range("C1").api.Calculate()
    assert len(seen.saw) == calls + forces
    assert sheet.range("D1").value == sheet.range("C1").value


def test_dirty_means_the_sheet_in_front(opened: Open, calculation: Calculation, seen: Seen) -> None:
    book = opened()
    chain(book.sheets["Sheet1"])
    here, calls = book.sheets["Sheet1"].range("C1"), len(seen.saw)
    book.sheets.add("Other")
    here.api.Dirty()
    assert len(seen.saw) == calls
    book.sheets["Sheet1"].impl.activate()
    here.api.Dirty()
    assert len(seen.saw) == calls + 1


def test_copy_mode_ends(opened: Open, rig: App, calculation: Calculation) -> None:
    sheet = opened().sheets["Sheet1"]
    top = chain(sheet)
    for change in (
        lambda: sheet.range("C1").api.Calculate(),
        lambda: setattr(top, "raw_value", 2.0),
        lambda: setattr(top, "number_format", "0.00"),
    ):
        rig.copying = 1
        assert sheet.range("A1:A5").raw_value
        assert rig.CutCopyMode == 1
        change()
        assert rig.CutCopyMode == 0


def test_while_it_calculates_nothing_is_taken_from_outside(opened: Open, rig: App) -> None:
    sheet = opened().sheets["Sheet1"]

    def writes(given: list[Any], caller: xlwings.Range) -> float:
        for refused in (lambda: setattr(caller, "raw_value", 1.0), lambda: caller.api.Calculate()):
            with pytest.raises(ComError):
                refused()
        return 7.0

    rig.calculates(WRITES=writes)
    sheet.range("B2").formula = "=WRITES(A1)"
    assert sheet.range("B2").value == 7.0


def test_a_dialog_refuses_every_call(opened: Open, rig: App) -> None:
    sheet = opened().sheets["Sheet1"]
    rig.modal = True
    with pytest.raises(ComError) as error:
        sheet.range("A1")
    assert error.value.hresult == -2146777998


def test_several_run_side_by_side() -> None:
    engine = Engine("two")
    first, second = engine.apps.app, engine.apps.another()
    for app in (first, second):
        xlwings.Book(impl=app.books.take(memory.Store())).sheets["Sheet1"].range("A1").raw_value = float(app.pid)
    second.calculation = "manual"
    assert [app.books(1).sheets(1).range("A1").raw_value for app in engine.apps] == [first.pid, second.pid]
    assert first.calculation == "automatic"
    assert engine.apps[second.pid] is second


def test_every_object_that_is_handed_out_counts(opened: Open, rig: App) -> None:
    book = opened()
    assert rig.ends()
    area = book.sheets["Sheet1"].range("A1")
    held = area.api
    assert not rig.ends()
    del area
    assert not rig.ends()
    del held
    assert rig.ends()


def test_several_ranges_in_parentheses_are_one_range_of_one_sheet_and_an_error_of_several(
    opened: Open, rig: App
) -> None:
    given: list[Any] = []
    rig.calculates(F=lambda arguments, caller: given.append(arguments[0]) or 0.0)
    book = opened()
    book.sheets.add("Other")
    sheet = book.sheets["Sheet1"]
    sheet.range("A9").raw_value = "=F((A1:B2,D1:E2))"
    sheet.range("A9").raw_value = "=F((A1:B2,Other!D1:E2))"
    assert given[0].address.replace("$", "") == "A1:B2,D1:E2"
    assert given[1] == -2146828288 + 2015


def test_evaluate_takes_so_many_characters_and_gives_ranges_values_and_errors(opened: Open) -> None:
    sheet = opened().sheets["Sheet1"]
    sheet.range("A1:A2").raw_value = [[1.0], [2.0]]
    evaluate = sheet.api.Evaluate
    assert evaluate("A1:A2").GetAddress(False, False) == "A1:A2"
    assert evaluate("A1:A2").Value2 == ((1.0,), (2.0,))
    assert evaluate("SUM(A1:A2)" + "+0" * 122) == 3.0
    assert evaluate("SUM(A1:A2)" + "+0" * 123) == -2146828288 + 2015
    assert evaluate("NOSUCH(A1)") == -2146828288 + 2029
    assert sheet.range("A1:A2").formula == (("1",), ("2",))


def test_an_error_that_is_read_is_the_value(opened: Open, rig: App) -> None:
    rig.calculates(F=lambda arguments, caller: "\x012043")
    sheet = opened().sheets["Sheet1"]
    sheet.range("A1:A3").raw_value = [["=F()"], ["=A1*2"], ["=SUM(A1:A2)+1"]]
    assert [sheet.range(cell).raw_value for cell in ("A2", "A3")] == [-2146828288 + 2043] * 2


def test_each_finding_has_its_test_and_says_how_sure_it_is() -> None:
    text = FINDINGS.read_text()
    lines = re.findall(r"^\| (.+?) \| (.+?) \| `(test_\w+)` \|$", text, re.MULTILINE)
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| Excel |")]
    tests = set(re.findall(r"^def (test_\w+)\(", Path(__file__).read_text(), re.MULTILINE))
    assert len(lines) == len(rows) > 10
    assert {test for *_, test in lines} == tests - {"test_each_finding_has_its_test_and_says_how_sure_it_is"}
    assert all(sure.startswith(("documented", "code", "believed")) for _, sure, _ in lines)
