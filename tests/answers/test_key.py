"""M2: what changes a key, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl import CellRange, Sheet, drawn
from sheetllm_xl.record import answer_key, content_digest, hidden_digest, origin
from sheetllm_xl.sheet import Cell, Style, Table

from ..sheets import sheets

PICTURE = """
    **Region** | [Q1]   | Since
    North      | $1,200 | 2019-03-01
    South      | =B2/2 => 600 | #N/A
    Total      | <      | TRUE
"""


def digest(sheet: Sheet) -> str:
    return content_digest(sheet)


def changed(sheet: Sheet, row: int, col: int, **fields: object) -> Sheet:
    cells = [cell._replace(**fields) if (cell.row, cell.col) == (row, col) else cell for cell in sheet.cells()]
    return Sheet.of(sheet.name, cells, merges=sheet.merges)


@pytest.mark.parametrize("at", ["A2", "D1", "Z40"])
def test_the_same_cells_elsewhere_are_the_same(at: str) -> None:
    assert digest(drawn(PICTURE)) == digest(drawn(PICTURE, at=at))


def test_a_row_inserted_above_moves_formulas_and_changes_nothing() -> None:
    below = changed(drawn(PICTURE, at="A2"), 4, 2, formula="=B3/2")
    assert digest(below) == digest(drawn(PICTURE))


def test_neither_name_nor_what_is_hidden_nor_looks_count() -> None:
    sheet = drawn(PICTURE)
    assert digest(replace(sheet, name="Renamed")) == digest(sheet)
    hidden = Sheet.of("S", sheet.cells(), merges=sheet.merges, hidden_rows=frozenset({2}), hidden_cols=frozenset({9}))
    assert hidden.digest != sheet.digest
    assert digest(hidden) == digest(sheet)
    assert digest(changed(sheet, 2, 1, style=int(Style.BOLD), fill="FF0000")) == digest(sheet)
    assert digest(replace(sheet, names={"Sales": "=S!A1"}, tables=(Table("T", CellRange(1, 1, 4, 3)),))) == digest(
        sheet
    )


@pytest.mark.parametrize(
    "question",
    ["Sum of the visible rows?", "Which regions are HIDDEN?", "Summe der gefilterten Zeilen?", "Was ist ausgeblendet?",
     "보이는 행의 합계?", "숨겨진 열은?", "可见行的总和?", "What does the filter leave?", "Total of rows not shown"],
)  # fmt: skip
def test_what_is_hidden_counts_for_a_question_that_speaks_of_it(question: str) -> None:
    def told(at: str, rows: set[int] = set(), cols: set[int] = set(), asked: str = question) -> str:  # noqa: B006
        sheet = drawn(PICTURE, at=at)
        return hidden_digest(
            Sheet.of("S", sheet.cells(), hidden_rows=frozenset(rows), hidden_cols=frozenset(cols)), asked
        )

    apart = [told("A1"), told("A1", {2}), told("A1", {3}), told("A1", set(), {2}), told("A1", {2}, {2})]
    assert len(set(apart)) == 5
    assert told("A1", {2}, {2}) == told("C5", {6}, {4}) == told("A1", {2, 99}, {2, 40})
    assert {told("A1", {2}, asked="Total of the North?"), told("A1", asked="Total of the North?")} == {""}


def test_an_empty_cell_that_looks_like_something_does_not_count() -> None:
    sheet = drawn(PICTURE)
    styled = Sheet.of(sheet.name, [*sheet.cells(), Cell(90, 9, fill="FFFF00")], merges=sheet.merges)
    assert digest(styled) == digest(sheet)


@pytest.mark.parametrize(
    "edit",
    [
        {"value": "Nord"},
        {"value": 2.0},
        {"value": "2"},
        {"value": None},
        {"format": "0%"},
        {"value": "a\x1fb"},
    ],
)
def test_what_a_cell_holds_counts(edit: dict[str, object]) -> None:
    assert digest(changed(drawn(PICTURE), 2, 1, **edit)) != digest(drawn(PICTURE))


def test_merges_and_gaps_count() -> None:
    sheet = drawn(PICTURE)
    assert digest(replace(sheet, merges=())) != digest(sheet)
    assert digest(drawn("a|b")) != digest(drawn("a| |b"))


@given(sheets(), st.integers(0, 50), st.integers(0, 20))
def test_moving_a_sheet_never_changes_its_digest(sheet: Sheet, down: int, right: int) -> None:
    cells = [cell._replace(row=cell.row + down, col=cell.col + right, formula="") for cell in sheet.cells()]
    merges = tuple(CellRange(m.top + down, m.left + right, m.bottom + down, m.right + right) for m in sheet.merges)
    there = Sheet.of("Other", [c._replace(style=0, fill="") for c in cells], merges=merges)
    plain = Sheet.of("One", [c._replace(style=0, fill="", formula="") for c in sheet.cells()], merges=sheet.merges)
    assert digest(there) == digest(plain)
    if plain.used:
        assert origin(there) == (origin(plain)[0] + down, origin(plain)[1] + right)


def test_question_model_words_and_shape_count_and_spelling_does_not() -> None:
    given_ = {"model": "m", "prompts": 1, "judge": 1, "shape": "cell"}
    key = answer_key("Umsatz für Köln?", "d", **given_)
    assert key == answer_key("  Umsatz fu\u0308r Ko\u0308ln?\n", "d", **given_)
    others = [
        answer_key("Umsatz?", "d", **given_),
        answer_key("Umsatz für Köln?", "e", **given_),
        *(
            answer_key("Umsatz für Köln?", "d", **(given_ | {name: value}))
            for name, value in (("model", "n"), ("prompts", 2), ("judge", 2), ("shape", "row"))
        ),
    ]
    assert len({key, *others}) == 7
