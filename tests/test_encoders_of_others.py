"""What the encoders of others get wrong on real files, line by line, and ours does not: from a file to the text."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from typer.testing import CliRunner

from sheetllm_xl.app import calculator
from sheetllm_xl.chain import Budget, ask
from sheetllm_xl.cli import cli
from sheetllm_xl.compress import DEFAULT, INVERTED, LOSSLESS, PAPER, PROFILES, TYPES, compress, decode, estimate_tokens
from sheetllm_xl.compress.spelling import parse_index
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import HostError, InputError
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError, parse_literal
from sheetllm_xl.models.scripted import ScriptedModel
from sheetllm_xl.sheet import Cell, Sheet


def from_file(path: Path, *rows: list[object], at: tuple[int, int] = (1, 1), **formats: str) -> Sheet:
    workbook = Workbook()
    sheet = workbook.active
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            sheet.cell(at[0] + i, at[1] + j, value)
    for place, number_format in formats.items():
        sheet[place].number_format = number_format
    workbook.save(path / "book.xlsx")
    with FileHost(path / "book.xlsx") as host:
        return host.read("Sheet")


def placed(text: str) -> dict[tuple[int, int], object]:
    """What an index text says each cell holds."""
    lines = [line for line in text.splitlines() if line.count("|") == 1]
    return {place: parse_literal(word) for place, word in parse_index(lines)}


LEDGER = [
    ["Date", "Region", "Units"],
    *[[datetime(2026, 1, 1), "Rome" if n % 50 < 9 else "Oslo", n] for n in range(5000)],
]


def test_row_1_and_the_header_reach_the_text(tmp_path: Path) -> None:
    sheet = from_file(tmp_path, *LEDGER)
    for profile in PROFILES.values():
        text = compress(sheet, profile).text
        assert "Region" in text
        assert "Units" in text


def test_5000_rows_of_content_do_not_stay_5000_rows() -> None:
    sheet = Sheet.of("S", [Cell(r, c, f"v{r}") for r in range(1, 5001) for c in (1, 2)])
    stages = {stage.name: stage for stage in compress(sheet).stages}
    assert stages["vanilla"].rows == 5000
    assert stages["anchors"].rows < 50


@pytest.mark.parametrize("profile", [INVERTED, TYPES, LOSSLESS], ids=lambda p: p.name)
def test_blank_rows_do_not_shift_addresses(tmp_path: Path, profile: object) -> None:
    sheet = from_file(tmp_path, ["Name", "Sum"], ["a", 1], [], [], ["b", 2], [], ["c", 3])
    text = compress(sheet, profile).text.replace("(", "\n").replace("),", "\n").replace(")", "\n")  # type: ignore[arg-type]
    assert "c|A7" in text


def test_a_range_holds_its_value_in_every_cell_not_only_at_its_ends(tmp_path: Path) -> None:
    rows = [["City"], *[["Rome"]] * 10, *[["Oslo"]] * 40, *[["Rome"]] * 10]
    sheet = from_file(tmp_path, *rows)
    text = compress(sheet, INVERTED).text
    assert "(Rome|A2:A11,A52:A61)" in text
    assert "(Oslo|A12:A51)" in text
    told = placed(compress(sheet).text)
    assert told
    assert all(sheet.value(*place) == value for place, value in told.items())


def test_a_table_at_c5_is_reported_at_c5(tmp_path: Path) -> None:
    sheet = from_file(tmp_path, *LEDGER[:40], at=(5, 3))
    text = compress(sheet).text
    assert "Date|C5\n" in text
    assert "Region|D5\n" in text


def test_values_that_look_alike_stay_apart(tmp_path: Path) -> None:
    row = [True, 1, "TRUE", "1", "00501", 501, "12345678901234567890", False, 0]
    sheet = from_file(tmp_path, ["h"] * len(row), row)
    want = [float(value) if type(value) is int else value for value in row]
    back = decode(compress(sheet, LOSSLESS).text).crop(CellRange(2, 1, 2, len(row)))
    assert [(type(value), value) for value in back.values] == [(type(value), value) for value in want]


def test_number_formats_are_kept(tmp_path: Path) -> None:
    sheet = from_file(tmp_path, ["Price", "Share"], [12.5, 0.25], A2="[$€-407] #,##0", B2="0.0%")
    assert decode(compress(sheet, LOSSLESS).text).format_strings[1:] == ("[$€-407] #,##0", "0.0%")
    assert "CurrencyData|A2\n" in compress(sheet, TYPES).text or "[$€-407] #,##0|A2\n" in compress(sheet, TYPES).text


def test_array_formulas_are_formulas(tmp_path: Path) -> None:
    sheet = from_file(tmp_path, [1, 2], [ArrayFormula("A2", "=SUM(A1:B1*2)")])
    assert sheet.formulas == {(2, 1): "=SUM(A1:B1*2)"}
    assert "object at" not in compress(sheet, LOSSLESS).text


def test_formula_and_cached_value_are_both_kept() -> None:
    sheet = drawn("Units | 3\nTwice | =B1*2 => 6\nBad | =B1/0 => #DIV/0!")
    back = decode(compress(sheet, LOSSLESS).text)
    assert back.formulas == {(2, 2): "=B1*2", (3, 2): "=B1/0"}
    assert (back.value(2, 2), back.value(3, 2)) == (6.0, CellError.DIV0)


def test_the_declared_dimension_is_not_scanned(tmp_path: Path) -> None:
    from .files.packages import package

    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    path = package(tmp_path / "b.xlsx", rows, before='<dimension ref="A1:XFD1048576"/>')
    with FileHost(path) as host:
        assert len(host.read("Sheet1")) == 1


def test_a_token_limit_is_kept() -> None:
    sheet = Sheet.of("S", [Cell(r, c, f"v{r}.{c}") for r in range(1, 400) for c in range(1, 20)])
    with pytest.raises(InputError, match="tokens"):
        ask(sheet, "Total?", ScriptedModel([]), calculator(), budget=Budget(sheet=100, table=100, parts=1))


def test_a_file_that_cannot_be_opened_is_not_an_empty_text(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(HostError):
        FileHost(tmp_path / "b.xlsx")


def test_the_order_is_the_same_every_time(tmp_path: Path) -> None:
    first = compress(from_file(tmp_path, *LEDGER), DEFAULT).text
    assert all(compress(from_file(tmp_path, *LEDGER), DEFAULT).text == first for _ in range(3))


def test_token_counts_are_not_half_the_real_ones(tmp_path: Path) -> None:
    ctok = pytest.importorskip("ctok", reason="ctok needs Python 3.12")
    for profile in (INVERTED, DEFAULT, PAPER, LOSSLESS):
        text = compress(from_file(tmp_path, *LEDGER[:300]), profile).text
        assert 0.8 < estimate_tokens(text) / ctok.token_count(text) < 1.25


def test_json_does_not_fall_over_dates(tmp_path: Path) -> None:
    from_file(tmp_path, *LEDGER[:5])
    done = CliRunner().invoke(cli, ["encode", str(tmp_path / "book.xlsx"), "--json"])
    assert "2026-01-01" in json.loads(done.stdout)["text"]


def test_the_second_prompt_holds_the_table_and_fuzzy_matching_plays_no_part(tmp_path: Path) -> None:
    sheet = from_file(tmp_path, *LEDGER[:60])
    reply = {"found": True, "answer": "{result}", "result": "=C9", "cells": [{"cell": "C9", "value": "7"}]}
    model = ScriptedModel([json.dumps(reply)])  # a small sheet with one table: stage 1 is not needed
    answer = ask(sheet, "Units on row 9?", model, calculator())
    assert answer.value == 7.0
    last = model.prompts[-1]
    assert all(f"|C{row},{row - 2}" in last.document for row in range(2, 61))
