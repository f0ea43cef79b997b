"""OpenDocument spreadsheets that are built to cost more than they hold: each is read, or refused in a sentence."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from sheetllm_xl.errors import BeyondLimits
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.limits import Deadline, Limits
from sheetllm_xl.files.ods_formula import LONGEST_FORMULA, excel_formula
from sheetllm_xl.files.ods_styles import OdsStyles
from sheetllm_xl.files.ods_values import Words
from sheetllm_xl.files.xml_stream import MAX_TEXT

from .open_documents import number, ods, read, row, table

PLAIN = '<number:number number:min-integer-digits="1"/>'


@pytest.mark.parametrize("text", ["<number:text>a</number:text>", "<number:text/>"])
def test_a_style_that_thousands_stand_on_is_read_once(tmp_path: Path, text: str) -> None:
    styles = f'<number:number-style style:name="P">{text * 50_000}</number:number-style>'
    one = '<style:map style:condition="value()&gt;=0" style:apply-style-name="P"/>'
    styles += f'<number:number-style style:name="N">{PLAIN}{one * 4_000}</number:number-style>'
    parts = "<style:text-properties/>" * 50_000
    styles += f'<style:style style:name="p" style:family="table-cell">{parts}</style:style>'
    look = 'style:family="table-cell" style:parent-style-name="p" style:data-style-name="N"'
    styles += "".join(f'<style:style style:name="c{n}" {look}/>' for n in range(4_000))
    cells = [number(2, style_name=f"c{n}") for n in range(4_000)]
    assert {one.format for one in read(ods(tmp_path / "b.ods", table(row(*cells)), styles)).cells()} == {""}


def test_a_number_format_has_the_first_two_conditions(tmp_path: Path) -> None:
    names = "PQRN"
    styles = "".join(
        f'<number:number-style style:name="{name}"><number:text>{name}</number:text>{PLAIN}'
        + "".join(f'<style:map style:apply-style-name="{one}"/>' for one in "PQR" if name == "N")
        + "</number:number-style>"
        for name in names
    )
    styles += '<style:style style:name="c" style:family="table-cell" style:data-style-name="N"/>'
    (one,) = read(ods(tmp_path / "b.ods", table(row(number(2, style_name="c"))), styles)).cells()
    assert one.format == '"P"General;"Q"General;"N"General'


def test_each_style_is_a_look_at_the_clock() -> None:
    with pytest.raises(BeyondLimits, match="too long"):
        OdsStyles(Deadline(0.0)).index("c")


@pytest.mark.parametrize(("tag", "text"), [("s", "a" + " " * (MAX_TEXT - 1)), ("p", "a" + "\n" * (MAX_TEXT - 1))])
def test_a_text_swells_no_further_than_a_cell_holds(tag: str, text: str) -> None:
    tracemalloc.start()
    words = Words()
    words.start("p", {})
    words.add("a")
    for _ in range(100_000):
        words.start(tag, {"c": "1024"})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert words.text == text
    assert peak < 4 << 20


def test_the_style_of_a_column_is_not_sought_among_all_of_them(tmp_path: Path) -> None:
    fill = '<style:table-cell-properties fo:background-color="#00{:04X}"/>'
    styles = "".join(
        f'<style:style style:name="c{n}" style:family="table-cell">{fill.format(n)}</style:style>' for n in range(4)
    )
    columns = "".join(f'<table:table-column table:default-cell-style-name="c{n % 4}"/>' for n in range(16_384))
    rows = row("<table:table-cell/>" * 16_380 + number(1), number_rows_repeated="2") + row(number(2)) * 3
    sheet = read(ods(tmp_path / "b.ods", table(f"{columns}{rows * 16}"), styles))
    fills = {(one.row, one.col): one.fill for one in sheet.cells()}
    assert [fills[1, col] for col in (1, 2, 4, 16_381)] == ["000000", "000001", "000003", "000000"]
    assert sheet.value(1, 16_381) == 1.0


def test_columns_beyond_the_last_one_are_not_kept(tmp_path: Path) -> None:
    path = ods(tmp_path / "b.ods", table("<table:table-column/>" * 300_000 + row(number(1))))
    tracemalloc.start()
    assert read(path).value(1, 1) == 1.0
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 << 20


def test_lines_that_are_hidden_to_the_end_of_the_sheet_cost_what_is_used(tmp_path: Path) -> None:
    columns = '<table:table-column table:number-columns-repeated="16384" table:visibility="collapse"/>'
    rest = row("<table:table-cell/>", number_rows_repeated="1048570", visibility="collapse")
    rows = row(number(1), visibility="collapse") + row(number(2), number(3)) + rest
    sheets = "".join(table(columns + rows, f"S{n}") for n in range(40))
    with FileHost(ods(tmp_path / "b.ods", sheets), Limits(cells=1_000)) as host:
        for name in host.sheet_names():
            sheet = host.read(name)
            assert (sheet.hidden_rows, sheet.hidden_cols) == (frozenset({1}), frozenset({1, 2}))
    far = table(rest + row(number(1)))
    assert len(read(ods(tmp_path / "b.ods", far)).hidden_rows) == 1_048_570
    with pytest.raises(BeyondLimits, match="more than 1,000 cells"):
        read(ods(tmp_path / "b.ods", far), limits=Limits(cells=1_000))


def test_a_formula_longer_than_any_of_excels_has_no_text() -> None:
    for more, spelled in ((0, "=" + "1" * (LONGEST_FORMULA - 4)), (1, "")):
        assert excel_formula("of:=" + "1" * (LONGEST_FORMULA - 4 + more)) == spelled
