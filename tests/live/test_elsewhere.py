"""M33: sheets that run from right to left, other languages' numbers and separators, either bitness of Excel."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings

import sheetllm_xl
from sheetllm_xl.detect import detect
from sheetllm_xl.excel.busy import patiently
from sheetllm_xl.excel.cells import LiveCells
from sheetllm_xl.excel.read.live import LiveHost, read_range
from sheetllm_xl.excel.write.journal import Journal
from sheetllm_xl.excel.write.undoing import undo_last
from sheetllm_xl.excel.write.writeback import write_outlines
from sheetllm_xl.files.sample import SHEET, write_sample

CELLS = LiveCells(read_range, patiently)
PACKAGE = Path(sheetllm_xl.__file__).parent
Open = Callable[..., xlwings.Book]


def test_a_sheet_from_right_to_left_has_the_same_addresses(on_both: Open, tmp_path: Path) -> None:
    write_sample(tmp_path / "sample.xlsx")
    book = on_both(tmp_path / "sample.xlsx")
    before = LiveHost(book).read(SHEET)
    book.impl.store.turn(SHEET)
    turned = LiveHost(book).read(SHEET)
    assert list(turned.cells()) == list(before.cells())
    assert turned.digest == before.digest
    assert CELLS.place(book.sheets[SHEET].range("C9")).cell == "C9"


def test_tables_of_a_sheet_from_right_to_left_are_outlined_and_undone(on_both: Open, tmp_path: Path) -> None:
    write_sample(tmp_path / "sample.xlsx")
    book = on_both(tmp_path / "sample.xlsx")
    book.impl.store.turn(SHEET)
    before = LiveHost(book).read(SHEET)
    found = [(before, table) for table in detect(before)]
    journal = Journal(tmp_path / "journal.json")
    assert write_outlines(book, found, journal).startswith("Outlined")
    undo_last(book, journal)
    assert LiveHost(book).read(SHEET) == before


@pytest.mark.parametrize(("language", "country"), [("de", "DE"), ("zh", "CN"), ("ko", "KR")])
def test_formulas_and_numbers_are_read_in_their_english_form(on_both: Open, language: str, country: str) -> None:
    book = on_both()
    book.impl.store.speak(language, country)
    sheet = book.sheets["Sheet1"]
    sheet.range("A1:A3").raw_value = [[1.5], [2.5], ["1,5"]]
    sheet.range("B1").formula = "=SUM(A1,A2)"
    sheet.range("A1:A2").number_format = "#,##0.00"
    assert CELLS.formula(sheet.range("B1")) == "=SUM(A1,A2)"
    found = read_range(sheet.range("A1:B3"))
    assert found.formulas == {(1, 2): "=SUM(A1,A2)"}
    assert found.value(1, 1) == 1.5
    assert found.format_strings[found.formats[0]] == "#,##0.00"


def test_no_property_that_speaks_the_language_of_excel_is_used() -> None:
    """FormulaLocal, NumberFormatLocal, AddressLocal, RefersToLocal, NameLocal: none is read or written."""
    sources = [*PACKAGE.rglob("*.py"), *(PACKAGE.parent / "addin" / "vba").iterdir()]
    assert len(sources) > 100
    for source in sources:
        assert not re.search(r"\.[A-Z]\w*Local\b", source.read_text(encoding="utf-8")), source


def test_nothing_in_the_add_in_depends_on_the_bitness_of_excel() -> None:
    for source in (PACKAGE.parent / "addin" / "vba").iterdir():
        code = "\n".join(line.partition("'")[0] for line in source.read_text(encoding="ascii").split("\n"))
        assert not re.search(r"\b(Declare|PtrSafe|LongPtr|LongLong|ObjPtr|VarPtr|Win64|VBA7)\b", code), source
