"""Rows by blocks and rows by events are the same rows; and plain ones do go by blocks."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.errors import HostError
from sheetllm_xl.files.dates import all_dated, dated
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.xlsx import shared_strings
from sheetllm_xl.files.xlsx import worksheet as worksheet_xml
from sheetllm_xl.files.xlsx.plain_numbers import decimals, digits
from sheetllm_xl.files.xlsx.plain_rows import TYPES, plain_cells
from sheetllm_xl.grid import column_letters
from sheetllm_xl.sheet import Sheet, kinds_of

from .packages import package

STYLES = '<fills><fill/><fill><patternFill patternType="solid"/></fill></fills><cellXfs><xf/><xf numFmtId="14"/>'
STYLES += '<xf fillId="1"/></cellXfs>'
STRINGS = "<si><t>North</t></si><si><t></t></si><si><t/></si><si><t>a &amp; b</t></si>"


def both(path: Path) -> tuple[Sheet | str, Sheet | str]:
    """The sheet, or the sentence, by blocks and by events."""

    def once() -> Sheet | str:
        try:
            with FileHost(path) as host:
                return host.read("Sheet1")
        except HostError as error:
            return str(error)

    quick = once()
    with (
        mock.patch.object(worksheet_xml, "plain_cells", return_value=None),
        mock.patch.object(shared_strings, "normal", return_value=None),
    ):
        return quick, once()


CELLS = st.sampled_from(
    [
        '<c r="{a}"><v>{n}</v></c>',
        '<c r="{a}" s="1"><v>{n}</v></c>',
        '<c r="{a}" s="{i}"/>',
        '<c r="{a}" t="s"><v>{i}</v></c>',
        '<c r="{a}" s="1" t="n"><v>{i}</v></c>',
        '<c t="b" r="{a}"><v>1</v></c>',
        '<c r="{a}" t="e"><v>#N/A</v></c>',
        '<c r="{a}" t="d"><v>2026-01-31</v></c>',
        '<c r="{a}" t="str"><f>{n}&amp;"x"</f><v>é &lt; 😀 _x0041_</v></c>',
        '<c r="{a}" t="inlineStr"><is><t xml:space="preserve"> a\r\nb </t></is></c>',
        '<c r="{a}"><f t="shared" ref="A1:Z9" si="0">A$1+B2</f><v>1</v></c>',
        '<c r="{a}"><f t="shared" si="0"/><v></v></c>',
        '<c r="{a}" cm="1"><f t="array" ref="A1"> SUM(1)</f><v/></c>',
        '<c r="{a}" ><v>text</v></c>',
        "<c><v>{n}</v></c>",
        "<c r='{a}'><v>{n}</v></c>",
        '<c r="{a}" t="str"><v><![CDATA[<v>]]></v></c>',
        '<c r="{a}" t="inlineStr"><is><r><t>a</t></r><rPh><t>b</t></rPh></is></c>',
        '<!-- </row> --><c r="{a}"><v>&#49;</v></c>',
    ]
)
NUMBERS = st.one_of(st.floats(width=64), st.integers(-(10**20), 10**20), st.sampled_from(["", "-", "1.", ".5", "1_0"]))
ROW_TAGS = ('<row r="{r}" spans="1:3">', '<row r="{r}" hidden="1">', '<row r="{r}" hidden="false">', "<row>")
ROWS = st.lists(
    st.tuples(st.sampled_from(ROW_TAGS), st.lists(st.tuples(CELLS, NUMBERS, st.integers(0, 5)), max_size=4))
)


@given(rows=ROWS)
def test_both_ways_give_the_same_sheet(tmp_path_factory: pytest.TempPathFactory, rows: list) -> None:
    text = ""
    for r, (tag, cells) in enumerate(rows, 1):
        inner = "".join(cell.format(a=f"{column_letters(c)}{r}", n=n, i=i) for c, (cell, n, i) in enumerate(cells, 1))
        text += f"{tag.format(r=r)}{inner}</row>\n"
    path = package(tmp_path_factory.mktemp("plain") / "b.xlsx", text, strings=STRINGS, styles=STYLES)
    quick, slow = both(path)
    assert quick == slow
    if isinstance(quick, Sheet):
        assert quick.kinds.tolist() == kinds_of(quick.values.tolist()).tolist()


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(["", *TYPES])), min_size=1, max_size=200))
def test_any_number_of_formats_and_types_are_told_apart(looks: list[tuple[int, str]]) -> None:
    spelled = [(f' s="{xf}"' if xf else "") + (f' t="{kind}"' if kind else "") for xf, kind in looks]
    rows = "".join(f'<row r="{r}"><c r="B{r}"{look}/></row>' for r, look in enumerate(spelled, 1))
    cells = plain_cells(rows.encode())
    assert cells is not None
    assert cells.xfs.tolist() == [xf for xf, _ in looks]
    assert [TYPES[kind] for kind in cells.types.tolist()] == [kind or "n" for _, kind in looks]
    assert cells.rows.tolist() == list(range(1, len(looks) + 1))


def test_plain_rows_do_not_reach_the_parser(tmp_path: Path) -> None:
    rows = '<row r="1" spans="1:2"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1"><f>A1</f><v>2</v></c></row>'
    path = package(tmp_path / "b.xlsx", rows, strings=STRINGS, styles=STYLES)
    with (
        mock.patch.object(worksheet_xml.WorksheetXml, "_start_cell", side_effect=AssertionError),
        mock.patch.object(shared_strings.SharedStrings, "_text", side_effect=AssertionError),
        FileHost(path) as host,
    ):
        assert len(host.read("Sheet1")) == 2


@pytest.mark.parametrize(
    "block",
    [
        b"",
        b"<row",
        b"<",
        b"><",
        b'<row r="1"><c r="A1"><v>1</v></c>',
        b'<c r="A1"/></row>',
        b'<row r="1"><c r="A1"><v>1</c></v></row>',
        b'<row r="1"><c r="1A"/></row>',
        b'<row r="1"><c r="AAAA1"/></row>',
        b'<row r="1"><c r="A1" r="A2"/></row>',
        b'<row r="1"><c r="A1"s="1"/></row>',
        b'<row r="1"><c r="A1" x="1"/></row>',
        b'<row r="1"><c r="A1" t="q"/></row>',
        b'<row r="1"><d/></row>',
        b'<x:row r="1"></x:row>',
        b'<row r="1" r="2"></row>',
        b'<row r="1"b="2"></row>',
        b'<row r="1"><c r="A1"><f t="x/></c></row>',
        b'<row r="1"><c r="A1"><v a="1">1</v></c></row>',
        b'<row spans="1:2"><c r="A1"/></row>',
        b'<row r="r"><c r="A1"/></row>',
        b'<row r="1"><c s="1" r="A1"/></row>',
        b'<row r="1"><c r="A1" s="1" s="2"/></row>',
        b'<row r="1"><c r="A0000000000"/></row>',
        b'<row r="1"><c r="A1/></row>',
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(block: bytes) -> None:
    assert plain_cells(block) is None


@given(
    texts=st.lists(
        st.one_of(st.floats(), st.integers(), st.sampled_from(["", "-", "+1", "1.2.3", ".", "00.10"])).map(str)
    )
)
def test_decimals_are_what_float_says(texts: list[str]) -> None:
    block = " ".join(texts).encode()
    ends = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64) - 1
    starts = ends - np.array([len(text) for text in texts], np.int64)
    numbers, good = decimals(np.frombuffer(block + b" ", np.uint8), starts, ends)
    for text, number, right in zip(texts, numbers.tolist(), good.tolist(), strict=True):
        if right:
            assert repr(number + 0.0) == repr(float(text) + 0.0)
    whole = digits(np.frombuffer(block + b" ", np.uint8), starts, ends).tolist()
    assert whole == [int(t) if t.isdecimal() and len(t) <= 9 else -1 for t in texts]


@given(serials=st.lists(st.floats(-10, 3e6), max_size=20), date1904=st.booleans())
def test_all_dates_at_once_are_those_one_by_one(serials: list[float], date1904: bool) -> None:
    found = all_dated(np.array(serials, np.float64), date1904)
    assert found.tolist() == [dated(serial, date1904) for serial in serials]
    assert all(not isinstance(value, datetime) or value.year <= 9999 for value in found)
