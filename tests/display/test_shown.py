"""Values in sentences: where they differ from a cell, and the two workbooks that a sentence misstated."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from sheetllm_xl.chain import Answer, ask
from sheetllm_xl.display import shown
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.literals import Value
from sheetllm_xl.models.scripted import ScriptedModel

from ..chain.replying import calculator, reply

ACCOUNTING = '_-* #,##0.00\\ [$€-407]_-;\\-* #,##0.00\\ [$€-407]_-;_-* "-"??\\ [$€-407]_-;_-@_-'


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1234.5, ACCOUNTING, "1,234.50 €"),
        (-1234.5, ACCOUNTING, "-1,234.50 €"),
        (0.0, ACCOUNTING, "0.00 €"),
        (5.3, "# ??/??", "5 3/10"),
        (-5.0, "0.00;[Red]0.00", "-5.00"),
        (-5.0, "[Red][<0]0.0;0", "-5.0"),
        (-5.0, "0;0", "-5"),
        (-5.0, "0;(0)", "(5)"),
        (-123456789.0, "000-00-0000;000-00-0000", "-123-45-6789"),
        (-5.0, '0;"Loss "0', "Loss 5"),
        (-5.0, "0;-0", "-5"),
        (0.0, "0;-0;;@", "0"),
        (0.0, "#,###", "0"),
        (1e308, "0/?%", "1E+308"),
        (7.0, ";;;", "7"),
        (7.0, '"-"', "7"),
        ("x", ";;;", "x"),
        (0.0, '[=1]"Yes";"No"', "No"),
        (1234567890123.5, "", "1234567890123.5"),
        (1e20, "", "1E+20"),
        (5.0, '0"kg', "5"),
        (5.5, "0" * 256, "5.5"),
        (-1.0, "yyyy-mm-dd", "-1"),
        (46053.0, '[$-411]ggge"年"m"月"d"日"', "2026-01-31"),
        (datetime(2026, 1, 31), "mm-dd-yy", "2026-01-31"),
        (datetime(2026, 1, 31, 9, 5), "m/d/yy h:mm", "2026-01-31 09:05"),
        (datetime(2026, 1, 31, 9, 5), "d mmm yyyy", "31 Jan 2026"),
        (datetime(2026, 1, 31, 9, 5), "0.00", "2026-01-31 09:05"),
        (datetime(2026, 1, 31), "", "2026-01-31"),
        (time(9, 15), "h:mm", "9:15"),
        (time(9, 15), "", "09:15:00"),
        (datetime(1850, 1, 1), "d mmm yyyy", "1850-01-01"),
        (float("nan"), "0", "nan"),
        ("=" * 32_767, "@" * 255, "=" * 32_767),
    ],
)
def test_in_a_sentence(value: Value, code: str, text: str) -> None:
    assert shown(value, code) == text


def answers(path: Path, codes: list[str], rows: list[list[float]], formulas: list[str], said: str) -> list[Answer]:
    """What is answered of a table with the columns' number formats, a formula a question."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Data"
    sheet.append(["Item", *(f"Column {i}" for i in range(1, len(codes) + 1))])
    for number, row in enumerate(rows, 2):
        sheet.append([f"Item {number}", *row])
        for col, code in enumerate(codes, 2):
            sheet.cell(number, col).number_format = code
    book.save(path)
    with FileHost(path) as host:
        read = host.read("Data")
    replies = [reply(formula, said) for formula in formulas]
    return [ask(read, "What is it?", ScriptedModel([each, each]), calculator()) for each in replies]


CURRENCIES = ["#,##0.00\\ [$€-407]", "[$£-809]#,##0.00", "[$CHF-807]\\ #,##0.00", "[$-409]#,##0.00"]


SUMS = [f"=SUM({col}2:{col}3)" for col in "BCDE"]
AMOUNTS = [[1000.0] * 4, [234.5] * 4]


@pytest.mark.parametrize(
    ("said", "texts"),
    [
        ("{result}", ["1,234.50 €", "£1,234.50", "CHF 1,234.50", "1,234.50"]),
        ("It is {result} €.", ["It is 1,234.50 €."]),
        ("It is €{result}.", ["It is 1,234.50 €."]),
        ("It is £{result}.", ["", "It is £1,234.50."]),
        ("It is {result} CHF.", ["", "", "It is CHF 1,234.50."]),
    ],
)
def test_a_currency_is_the_cells_own_and_said_once(said: str, texts: list[str], tmp_path: Path) -> None:
    given = answers(tmp_path / "b.xlsx", CURRENCIES, AMOUNTS, SUMS[: len(texts)], said)
    assert [answer.text if text else "" for answer, text in zip(given, texts, strict=True)] == texts


def test_dollars_that_no_cell_shows_are_doubted(tmp_path: Path) -> None:
    """A language in a format is no dollar."""
    *_, plain = answers(tmp_path / "b.xlsx", CURRENCIES, AMOUNTS, SUMS, "It is ${result}.")
    assert any("“$”, a unit that the result does not have" in doubt for doubt in plain.doubts)


def test_rounding_and_leading_zeros(tmp_path: Path) -> None:
    codes, rows = ["0", "#,##0.00", "#,##0", "00000"], [[2.5, 2.675, 1234.5, 501.0]]
    given = answers(tmp_path / "b.xlsx", codes, rows, ["=B2", "=C2", "=D2", "=E2"], "{result}")
    assert [answer.text for answer in given] == ["3", "2.68", "1,235", "00501"]
