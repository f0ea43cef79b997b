"""The library: what is opened, taken as a frame, and asked."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook as XlWorkbook

import sheetllm_xl
from sheetllm_xl import CellRange, FoundTable, InputError, ScriptedModel, SheetTable, drawn
from sheetllm_xl.files.sample import write_sample

from ..loopback import Loopback, says

TWO_LEVELS = """
    Region | Q1    |         | Q2
           | Units | Revenue | Units | Revenue
    North  | 1     | 1.5     | 3     | 2.5
    South  | 2     | #N/A    |       | 4.5
    Total  | 3     | 1.5     | 3     | 7
"""


def table(picture: str, header_rows: int, **rest: object) -> SheetTable:
    sheet = drawn(picture)
    assert sheet.used
    return SheetTable(sheet, FoundTable(sheet.used, header_rows=header_rows, **rest))  # type: ignore[arg-type]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    write_sample(tmp_path / "sample.xlsx")
    return tmp_path / "sample.xlsx"


def test_sheets_by_name_and_by_number(book: Path) -> None:
    with sheetllm_xl.open(book) as workbook:
        assert workbook["SALES 2026"] is workbook["SALES 2026"]
        assert [sheet.name for sheet in workbook] == list(workbook.sheet_names) == ["Sales 2026"]
        assert workbook[0].sheet == workbook[-1].sheet
        with pytest.raises(InputError, match="no number 7"):
            workbook[7]
        with pytest.raises(InputError, match="has no sheet"):
            workbook["Costs"]


def test_levels_of_a_header_are_joined_or_kept_and_totals_stand_apart() -> None:
    found = table(TWO_LEVELS, 2, total_rows=(5,))
    frame = found.to_pandas()
    assert list(frame.columns) == ["Region", "Q1 Units", "Q1 Revenue", "Q2 Units", "Q2 Revenue"]
    assert frame["Q1 Units"].tolist() == [1, 2]
    assert [str(kind) for kind in frame.dtypes] == ["str", "int64", "float64", "Int64", "float64"]
    assert frame.attrs == {"range": "A1:E5", "title": "", "errors": {"C4": "#N/A"}}
    assert found.to_pandas(rows="totals")["Region"].tolist() == ["Total"]
    assert len(found.to_pandas(rows="all")) == 3
    levels = found.to_pandas(header="levels").columns
    assert isinstance(levels, pd.MultiIndex)
    assert levels.tolist()[1:3] == [("Q1", "Units"), ("Q1", "Revenue")]


def test_a_label_that_is_merged_holds_for_its_merge_alone() -> None:
    found = table("Region | Units | < | Mean\n^ | Q1 | Q2 |\nNorth | 1 | 2 | 1.5", 2)
    assert found.columns == ("Region", "Units Q1", "Units Q2", "Mean")
    found = table("Region | Units | < | | Price\n^ | Q1 | Q2 | Mean | Q1\nNorth | 1 | 2 | 1.5 | 4", 2)
    assert found.columns == ("Region", "Units Q1", "Units Q2", "Mean", "Price Q1")
    found = table("Region | Units | | | Price\n | Q1 | Q2 | Mean | Q1\nNorth | 1 | 2 | 1.5 | 4", 2)
    assert found.columns == ("Region", "Units Q1", "Units Q2", "Units Mean", "Price Q1")


def test_merged_labels_stand_in_each_of_their_rows() -> None:
    found = table("Region | Product | n\nNorth | Kettle | 1\n^ | Toaster | 2\nSouth | Kettle | 3", 1)
    assert found.to_pandas()["Region"].tolist() == ["North", "North", "South"]


def test_names_are_apart_and_columns_without_one_have_their_letter() -> None:
    assert table("Units | Units |\na | 2 | 3", 1).columns == ("Units", "Units (2)", "C")
    assert table("1 | 2\n3 | 4", 0).columns == ("A", "B")
    assert table("A | A | A (2)\n1 | 2 | 3", 1).columns == ("A", "A (3)", "A (2)")
    assert table("A (2) | A | A | A\n1 | 2 | 3 | 4", 1).columns == ("A (2)", "A", "A (3)", "A (4)")


@given(st.lists(st.sampled_from(["A", "B", "C", "A (2)", "A (3)", "A (2) (2)", "C (2)", ""]), min_size=1, max_size=9))
def test_no_two_columns_have_one_name_and_none_loses_its_own(names: list[str]) -> None:
    sheet = drawn("\n".join([" | ".join(names), " | ".join("1" for _ in names)]))
    area = CellRange(1, 1, 2, len(names))
    columns = SheetTable(sheet, FoundTable(area, header_rows=1)).columns
    assert len(set(columns)) == len(names)
    assert {name for name in names if name} <= set(columns)


def test_records_that_run_across_are_rows_of_the_frame() -> None:
    found = table("Name | Ada | Bob\nBorn | 1815 | 1900", 0, header_cols=1, orientation="horizontal")
    assert found.to_pandas().to_dict("list") == {"Name": ["Ada", "Bob"], "Born": [1815, 1900]}


def test_each_kind_of_value_has_its_type_in_both_libraries() -> None:
    found = table('d | t | b | m\n2026-03-01 | "007" | TRUE | 1\n2026-03-02 | x | | y', 1)
    pandas, polars = found.to_pandas(), found.to_polars()
    assert [str(kind) for kind in pandas.dtypes] == ["datetime64[us]", "str", "boolean", "object"]
    assert polars.dtypes == [pl.Datetime("us"), pl.String, pl.Boolean, pl.String]
    assert pandas["d"][0] == polars["d"][0] == datetime(2026, 3, 1)
    assert polars["m"].to_list() == ["1", "y"]
    assert pandas["t"].tolist() == polars["t"].to_list() == ["007", "x"]


def test_a_question_by_a_model_of_ones_own_leaves_nothing_in_the_ledger(book: Path, tmp_path: Path) -> None:
    reply = {"found": True, "answer": "{result}", "result": "=SUM(B2:B3)", "cells": []}
    reply["reading"] = [{"do": "sum", "of": ["B1 Units"]}]
    sheet = drawn("Region | Units\nNorth | 1\nSouth | 2")
    record = sheetllm_xl.ask(sheet, "How many units in all?", model=ScriptedModel([reply]))
    assert (record.value, record.formula, record.state) == (3.0, "=SUM(B2:B3)", "verified")
    assert not list((tmp_path / "data").rglob("*"))
    with pytest.raises(InputError):
        sheetllm_xl.ask(sheet, "  ", model=ScriptedModel([]))


def test_a_question_to_claude_is_booked_and_remembered(api: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    api.then(says({"found": True, "answer": "{result}", "result": "=SUM(B2:B3)", "cells": []}))
    sheet = drawn("Region | Units\nNorth | 1\nSouth | 2")
    answers = [sheetllm_xl.ask(sheet, "How many units in all?").value for _ in range(2)]
    assert (answers, len(api.requests)) == ([3.0, 3.0], 1)


def test_a_workbook_of_several_sheets_is_asked_as_a_whole(tmp_path: Path) -> None:
    workbook = XlWorkbook()
    for name, units in (("North", 1), ("South", 2)):
        sheet = workbook.create_sheet(name)
        for row in (["Month", "Units"], ["May", units], ["June", units]):
            sheet.append(row)
    workbook.save(tmp_path / "b.xlsx")
    reply = {"found": True, "answer": "{result}", "result": "=South!B2", "cells": []}
    model = ScriptedModel([reply] * 3)
    with sheetllm_xl.open(tmp_path / "b.xlsx") as opened:
        assert sheetllm_xl.ask(opened, "Units of South in May?", model=model).value == 2.0
    assert "North" in model.prompts[0].document


def test_types_are_seen_from_outside(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import sheetllm_xl\n"
        "def first(path: str) -> str:\n"
        "    workbook = sheetllm_xl.open(path)\n"
        "    reveal_type(workbook[0].tables[0].range)\n"
        '    reveal_type(sheetllm_xl.ask(workbook, "?").text)\n'
        "    return workbook[0].tables\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--cache-dir", str(tmp_path / "cache"), str(program)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=110)
    assert 'Revealed type is "sheetllm_xl.grid.CellRange"' in done.stdout, done.stdout + done.stderr
    assert 'Revealed type is "str"' in done.stdout or 'Revealed type is "builtins.str"' in done.stdout
    assert "Incompatible return value type" in done.stdout


def test_ranges_are_values_of_the_package() -> None:
    assert table("a\n1", 1).range == CellRange.parse("A1:A2")
