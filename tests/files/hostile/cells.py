"""Many cells, far apart, or each of its own look."""

from __future__ import annotations

from pathlib import Path

from sheetllm_xl.grid import column_letters

from ..packages import MAIN
from .building import book, number, numbered, sheet, single, text, workbook


@workbook
def ten_million_numbers(path: Path) -> Path:
    return single(path, numbered(9_900, 1_000, number))


@workbook
def six_hundred_long_rows(path: Path) -> Path:
    return single(path, numbered(600, 16_384, number))


@workbook
def millions_of_different_texts(path: Path) -> Path:
    count = 2_500_000
    strings = (f"<si><t>w{i:07} x{i * 7919 % count:07}</t></si>" for i in range(count))
    rows = numbered(count // 10, 10, lambda row, col: f' t="s"><v>{(row - 1) * 10 + col}</v>')
    pieces = (piece for part in ([f'<sst xmlns="{MAIN}">'], strings, ["</sst>"]) for piece in part)
    return single(path, rows, sharedStrings=pieces)


@workbook
def two_sheets_of_different_texts(path: Path) -> Path:
    rows = [
        numbered(60_000, 10, lambda row, col, i=i: f' t="str"><v>w{i}{row * 10 + col} total{row * col}</v>')
        for i in (1, 2)
    ]
    parts = {f"xl/worksheets/sheet{i}.xml": sheet(found) for i, found in enumerate(rows, 1)}
    return book(path, [("One", "1"), ("Two", "2")], parts)


@workbook
def cells_far_apart(path: Path) -> Path:
    rows = (
        f'<row r="{64 * i + 1}"><c r="{column_letters(i + 1)}{64 * i + 1}"><v>{i}</v></c></row>' for i in range(16_384)
    )
    return single(path, rows)


@workbook
def a_board_of_islands(path: Path) -> Path:
    rows = (
        f'<row r="{r}">'
        + "".join(text(f"table {r}.{c}", r, column_letters(c)) for c in range(1 + r % 2, 300, 2))
        + "</row>"
        for r in range(1, 1_200)
    )
    return single(path, rows)


@workbook
def looks_by_the_ten_thousand(path: Path) -> Path:
    fonts = "".join(f'<font><b/><sz val="{i}"/></font>' for i in range(1, 60_000))
    fills = "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{i:06X}"/></patternFill></fill>' for i in range(60_000)
    )
    xfs = "".join(f'<xf fontId="{i}" fillId="{i}"/>' for i in range(60_000))
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts>{fonts}</fonts><fills>{fills}</fills><cellXfs>{xfs}</cellXfs></styleSheet>'
    )
    rows = (f'<row r="{r}"><c r="A{r}" s="{r}"><v>{r}</v></c><c r="B{r}" s="{r}"/></row>' for r in range(1, 60_000))
    return single(path, rows, styles=[styles])
