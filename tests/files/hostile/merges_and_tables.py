"""Merges, tables, hidden lines and rules, over each other and by the thousand."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from pathlib import Path

from sheetllm_xl.grid import column_letters

from .. import binaries as b
from ..packages import links
from .building import ONE, book, number, numbered, sheet, single, workbook


@workbook
def merges_over_a_wide_header(path: Path) -> Path:
    rows = numbered(3, 3_000, lambda row, col: f' t="str"><v>h{col}</v>' if row == 1 else number(row, col))
    merges = '<mergeCell ref="A1:XFD1"/>' + "".join(f'<mergeCell ref="A{i}:B{i}"/>' for i in range(10, 300_010))
    return single(path, rows, f"<mergeCells>{merges}</mergeCells>")


@workbook
def merges_over_each_other(path: Path) -> Path:
    rows = numbered(300, 300, number)
    merges = "".join(f'<mergeCell ref="A1:{column_letters(i % 16_000 + 2)}{i % 1_000 + 1}"/>' for i in range(1_000_000))
    return single(path, rows, f"<mergeCells>{merges}</mergeCells>")


@workbook
def merges_in_xlsb(path: Path) -> Path:
    cells = b"".join(b.row(r) + b.cell(5, 0, struct.pack("<d", r)) for r in range(100))
    merges = b"".join(b.brt(176, struct.pack("<4i", i % 500, i % 500 + 400, 0, i % 16_000)) for i in range(1_000_000))
    path = path.with_suffix(".xlsb")
    path.write_bytes(b.xlsb(cells + merges))
    return path


@workbook
def tables_by_the_thousand(path: Path) -> Path:
    count = 5_000
    parts: dict[str, Iterable[str]] = {
        f"xl/tables/t{i}.xml": [f'<table name="T{i}" ref="A{10 * i + 1}:D{10 * i + 8}" headerRowCount="999"/>']
        for i in range(count)
    }
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = [
        links(**{f"t{i}": f"table ../tables/t{i}.xml" for i in range(count)})
    ]
    listed = "".join(f'<tablePart r:id="t{i}"/>' for i in range(count))
    parts["xl/worksheets/sheet1.xml"] = sheet(numbered(60_000, 8, number), f"<tableParts>{listed}</tableParts>")
    return book(path, [("Data", "1")], parts)


@workbook
def one_table_a_million_times(path: Path) -> Path:
    parts: dict[str, Iterable[str]] = {"xl/tables/t.xml": [f'<table name="{"T" * 8_000_000}" ref="A1:D8"/>']}
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = [links(**{f"t{i}": "table ../tables/t.xml" for i in range(20_000)})]
    listed = "".join(f'<tablePart r:id="t{i}"/>' for i in range(20_000)) * 50
    parts["xl/worksheets/sheet1.xml"] = sheet([ONE], f"<tableParts>{listed}</tableParts>")
    return book(path, [("Data", "1")], parts)


@workbook
def hidden_columns_and_rows(path: Path) -> Path:
    columns = '<col min="1" max="16384" hidden="1"/>' * 300_000
    rows = (f'<row r="{r}" hidden="1"><c r="A{r}"><v>{r}</v></c></row>' for r in range(1, 1_048_577, 2))
    return single(path, rows, before=f"<cols>{columns}</cols>")


@workbook
def rules_links_and_comments(path: Path) -> Path:
    rule = '<cfRule type="expression"><formula>A1</formula></cfRule>'
    rules = f'<conditionalFormatting sqref="A1:XFD1048576">{rule}</conditionalFormatting>' * 200_000
    links = '<hyperlink ref="A1:XFD1048576" location="x"/>' * 1_000_000
    return single(path, [ONE], f"{rules}<hyperlinks>{links}</hyperlinks>")
