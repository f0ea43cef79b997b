"""M22: no text of a CSV, or of what is pasted, is a formula: by no separator, and in no disguise."""

from __future__ import annotations

import csv
import io
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.excel.write.writeback import copyable
from sheetllm_xl.output import csv_line, inert

HEADS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫")
DISGUISES = (
    "",
    " ",
    "\u00a0",
    "\u3000",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u00ad",
    "\u2060",
    "\u061c",
    "\u3164",
    "\u2800",
    "\0",
    '"',
)
SEPARATORS = (";", ",", "\t", "|", "\n", "\r\n")


def is_formula(cell: str) -> bool:
    """By another road than ours: all that shows nothing taken off at once, then what is first."""
    seen = [c for c in cell if unicodedata.category(c)[0] not in "CZM" and c not in '"\u115f\u1160\u2800\u3164\uffa0']
    return unicodedata.normalize("NFKC", "".join(seen[:1]))[:1] in tuple("=+-@")


@pytest.mark.parametrize("separator", ["", *SEPARATORS])
@pytest.mark.parametrize("disguise", DISGUISES)
def test_every_form_is_text_behind_every_separator(disguise: str, separator: str) -> None:
    for head in HEADS:
        evil = f"{disguise}{head}cmd|' /C calc'!A0"
        text = f"a{separator}{evil}" if separator else evil
        assert is_formula(evil)
        line = csv_line(("x", text, "y"))
        for delimiter in ";,\t|":
            for row in csv.reader(io.StringIO(line, newline=""), delimiter=delimiter):
                assert not [cell for cell in row if is_formula(cell.removesuffix('"'))], (delimiter, row)
        assert not is_formula(copyable([[text]]))


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("head", ["\t", "\r"])
def test_a_tab_or_a_carriage_return_at_the_beginning_is_one_too(head: str, disguise: str) -> None:
    assert str(inert(f"{disguise}{head}1")).startswith("'")


@given(
    st.lists(
        st.lists(st.sampled_from([*HEADS, *DISGUISES, *SEPARATORS, "a", "1"]), max_size=8).map("".join), min_size=1
    )
)
def test_no_line_of_csv_has_a_formula_however_it_is_cut(cells: list[str]) -> None:
    line = csv_line(cells)
    assert not [piece for piece in re.split("[;,|\t\r\n]", line) if is_formula(piece)]
    assert [unguarded(cell) for cell in next(csv.reader(io.StringIO(line, newline="")), [])] == [*map(unguarded, cells)]


def unguarded(cell: str) -> str:
    """What is left of a cell without apostrophes: nothing else is added or lost."""
    return cell.replace("'", "")


@pytest.mark.parametrize("plain", ["", "Region", "a=b", "Kettle - blue", "2026-11-01", "x; y, z", "3 + 4", 'say "so"'])
def test_plain_text_and_numbers_stay_as_they_are(plain: str) -> None:
    assert inert(plain) == plain
    assert [inert(one) for one in (-2.5, 7, True, None)] == [-2.5, 7, True, None]
