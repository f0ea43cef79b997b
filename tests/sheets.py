"""Hypothesis strategies: values, cells and whole sheets of every kind a workbook can hold."""

from __future__ import annotations

from datetime import datetime, time

from hypothesis import strategies as st

from sheetllm_xl.grid import MAX_COL, MAX_ROW, CellRange
from sheetllm_xl.literals import CellError
from sheetllm_xl.sheet import Cell, Sheet, Style, Table

TRICKY = st.sampled_from(
    [
        "2024",
        "TRUE",
        "#N/A",
        "a|b",
        "a,b",
        "x),(y",
        ")",
        '"',
        "\\",
        "",
        " ",
        "a\nb",
        "IntNum",
        "#,##0",
        "values",
        "2024-01-31",
    ]
)
texts = st.one_of(TRICKY, st.text(max_size=12)).filter(bool)
numbers = st.floats(allow_nan=False, allow_infinity=False)
dates = st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)).map(lambda d: d.replace(fold=0))
values = st.one_of(
    texts, numbers, st.booleans(), dates, st.times(), st.sampled_from(CellError), st.just(2024.0), st.just(1.0)
)
formats = st.sampled_from(["", "#,##0", "0.00", "0%", "yyyy-mm-dd", "$#,##0.00;[Red]($#,##0.00)", 'a|"b"', "0"])


@st.composite
def ranges(draw: st.DrawFn, rows: int = MAX_ROW, cols: int = MAX_COL) -> CellRange:
    top, bottom = sorted(draw(st.tuples(st.integers(1, rows), st.integers(1, rows))))
    left, right = sorted(draw(st.tuples(st.integers(1, cols), st.integers(1, cols))))
    return CellRange(top, left, bottom, right)


@st.composite
def cells(draw: st.DrawFn, rows: int = 14, cols: int = 8) -> Cell:
    return Cell(
        draw(st.integers(1, rows)),
        draw(st.integers(1, cols)),
        draw(st.one_of(st.none(), values)),
        draw(formats),
        draw(st.sampled_from([0, 0, int(Style.BOLD), int(Style.TOP | Style.LEFT), Style.indent(2)])),
        draw(st.sampled_from(["", "", "D9E1F2"])),
        draw(st.sampled_from(["", "", "", "=A1+1", '="a|b"&A2'])),
    )


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    hidden = st.frozensets(st.integers(1, 14), max_size=3)
    return Sheet.of(
        draw(st.sampled_from(["Sheet1", "Q1 '26", "a|b", "2024"])),
        draw(st.lists(cells(), max_size=40)),
        merges=tuple(draw(st.lists(ranges(14, 8), max_size=2))),
        tables=tuple(Table(f"T|{i}", r) for i, r in enumerate(draw(st.lists(ranges(14, 8), max_size=2)))),
        names=draw(st.dictionaries(texts, texts, max_size=2)),
        hidden_rows=draw(hidden),
        hidden_cols=draw(hidden),
        date1904=draw(st.booleans()),
    )


__all__ = ["cells", "datetime", "ranges", "sheets", "time", "values"]
