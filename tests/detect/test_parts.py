"""The detector's parts, each against a slower way to the same answer."""

from __future__ import annotations

from itertools import chain, combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetllm_xl.detect import FoundTable, detect, traits
from sheetllm_xl.detect.blocks import blocks, runs
from sheetllm_xl.detect.canvas import INDEX, MAX_ROWS, canvas
from sheetllm_xl.detect.choose import apart, best_set
from sheetllm_xl.detect.features import BOX_FEATURES
from sheetllm_xl.detect.lines import LINE_FEATURES, line_features
from sheetllm_xl.detect.model import shipped
from sheetllm_xl.detect.traits import Trait, text_traits
from sheetllm_xl.detect.trees import Trees
from sheetllm_xl.drawing import drawn
from sheetllm_xl.grid import CellRange
from sheetllm_xl.sheet import Cell, Sheet

EDGE = st.integers(0, 6)
BOX = st.tuples(EDGE, EDGE, EDGE, EDGE).map(
    lambda e: (min(e[0], e[2]), min(e[1], e[3]), max(e[0], e[2]), max(e[1], e[3]))
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(BOX, st.floats(-1, 1)), max_size=9))
def test_the_best_set_is_the_best(weighed: list[tuple[tuple[int, int, int, int], float]]) -> None:
    boxes, gains = [box for box, _ in weighed], [gain for _, gain in weighed]
    found = best_set(boxes, gains)
    assert all(apart(boxes[i], (boxes[j],)) for i, j in combinations(found, 2))
    subsets = chain.from_iterable(combinations(range(len(boxes)), n) for n in range(len(boxes) + 1))
    best = max(
        sum(gains[i] for i in one)
        for one in subsets
        if all(apart(boxes[i], (boxes[j],)) for i, j in combinations(one, 2))
    )
    assert sum(gains[i] for i in found) == pytest.approx(max(best, 0))


def test_many_boxes_are_chosen_from_in_bounded_time() -> None:
    boxes = [(i, 0, i + 3, 4) for i in range(400)]
    found = best_set(boxes, [0.5 + 0.001 * (i % 7) for i in range(400)])
    assert len(found) >= 60  # a hundred fit; the strongest first finds 64


def test_trees_add_up_the_leaves_a_row_falls_into() -> None:
    trees = Trees.of(0.5, [[[0, 1.5, 1, 2], [1.0], [1, 0.0, 3, 4], [2.0], [3.0]], [[-0.25]]])
    rows = np.array([[1.5, 9.0], [2.0, 0.0], [2.0, 0.1]], np.float32)
    assert trees.log_odds(rows).tolist() == [1.25, 2.25, 3.25]
    assert trees.chance(rows)[0] == pytest.approx(1 / (1 + np.exp(-1.25)))
    assert len(trees.log_odds(np.zeros((0, 2), np.float32))) == 0


def test_the_shipped_model_looks_at_the_features_there_are() -> None:
    model = shipped()
    for trees, names in ((model.tops, LINE_FEATURES), (model.bottoms, LINE_FEATURES), (model.boxes, BOX_FEATURES)):
        assert trees.feature.max() < len(names)
    raw = np.linspace(0, 1, 11)
    assert (np.diff(model.confidence(raw)) >= 0).all()


@given(st.lists(st.booleans(), max_size=30), st.integers(1, 4))
def test_runs_are_parted_by_the_gap(flags: list[bool], gap: int) -> None:
    found = runs(np.array(flags, bool), gap)
    assert [i for i, flag in enumerate(flags) if flag] == [
        i for first, last in found for i in range(first, last + 1) if flags[i]
    ]
    assert all(second[0] - first[1] > gap for first, second in pairwise(found))


def test_counts_of_a_box_are_those_of_its_cells() -> None:
    grid = canvas(drawn("Name | [12] |\n | 3 | **x**\nTotal | | 5", at="C4"))
    everything = grid.counts(
        *(np.array([edge]) for edge in (0, 0, 3, 3)), [INDEX[n] for n in ("filled", "number", "fill")]
    )
    assert everything.ravel().tolist() == [6, 3, 1]
    assert grid.area((1, 1, 2, 2)).edges == (5, 4, 6, 5)


def test_a_border_between_two_cells_belongs_to_both() -> None:
    grid = canvas(drawn("_Head_ | x\n1 | 2"))
    assert grid.planes[INDEX["under"], 0, 0] == 1
    assert grid.planes[INDEX["over"], 1, 0] == 1


def test_a_skimmed_canvas_keeps_the_lines_around_a_change() -> None:
    cells = [Cell(row, col, float(row)) for row in range(1, 5000) if row not in (2500, 2501) for col in (1, 2)]
    grid = canvas(Sheet.of("Long", [*cells, Cell(3333, 1, "a word")]))
    assert len(grid.rows) <= MAX_ROWS
    assert {1, 2499, 2502, 3332, 3333, 3334, 4999} <= set(grid.rows.tolist())


def test_blocks_are_parted_by_empty_lines() -> None:
    found = blocks(canvas(drawn("a | b | | c\n1 | 2 | | 3\n | | |\nd | e | | f")))
    assert {(0, 0, 3, 3), (0, 0, 1, 1), (0, 3, 1, 3), (3, 0, 3, 1)} <= set(found)


def test_an_empty_row_does_not_hide_the_header_from_its_data() -> None:
    near = canvas(drawn("Item | Price\nTea | 4\nMilk | 2"))
    far = canvas(drawn("Item | Price\n |\nTea | 4\nMilk | 2"))
    index = LINE_FEATURES.index("words over numbers")
    assert [features[0, index] for _, features in (line_features(near, 0, 1), line_features(far, 0, 1))] == [0.5, 0.5]


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("Source: census", Trait.NOTE),
        ("1) Revised.", Trait.NOTE),
        ("Table 3.1 Exports", Trait.TITLE),
        ("Grand total", Trait.TOTAL),
        ("2005-06", Trait.YEAR),
        ("1 234", Trait.DATUM),
        ("(D)", Trait.DATUM),
        ("  Boys", Trait.INDENTED),
        ("(thousands)", Trait.UNIT),
        ("Name:", Trait.COLON),
        (" \xa0", Trait.SPACE),
    ],
)
def test_what_a_text_says_of_its_part(text: str, trait: Trait) -> None:
    assert text_traits(text) & trait
    assert not text_traits("Copper ore") & trait


def test_a_heading_over_the_next_table_is_its_title_and_no_note_of_the_one_above() -> None:
    sheet = drawn("""
        **Sales**          |       |
        in units           |       |
                           |       |
        [Region]           | [Q1]  | [Q2]
        North              | 1,200 | 1,300
        South              | 900   | 950
        West               | 800   | 850
                           |       |
        Source: ledger     |       |
                           |       |
        **Orders**         |       |
                           |       |
        [Date]             | [No.] | [Units]
        2026-01-01         | 17    | 3
        2026-01-02         | 18    | 5
        2026-01-03         | 19    | 2
        2026-01-04         | 20    | 4
    """)
    first, second = detect(sheet)
    assert first.title == CellRange.parse("A1:A2")
    assert first.notes == (CellRange.parse("A9"),)
    assert second.title == CellRange.parse("A11")


@settings(max_examples=500)
@given(
    st.one_of(
        st.text(max_size=12),
        st.text(" \tFYfyTSNtsniIıİ12(%$[.*†¹…-=/ab0é", max_size=10),
        st.tuples(
            st.sampled_from(["", " ", "(", "ı", "İ", "Note", "Sum", "Table 4", "1984", "%", "in thousand"]),
            st.text(max_size=4),
        ).map("".join),
    )
)
def test_looking_at_the_first_letter_alone_changes_no_trait(text: str) -> None:
    """The filters by first letters in ``text_traits`` are for speed: the patterns themselves say the same."""
    found = Trait(text_traits(text))
    if not text.strip() or found & (Trait.YEAR | Trait.DATUM):
        assert bool(found & Trait.YEAR) <= bool(traits._YEAR.fullmatch(text))
        return
    assert not traits._YEAR.fullmatch(text)
    assert bool(found & Trait.WORDS) == bool(traits._LETTER.search(text))
    for pattern, trait, _ in traits._BEGINNINGS:
        assert bool(found & trait) == bool(pattern.match(text)), trait
    assert bool(found & Trait.UNIT) == bool(traits._UNIT.fullmatch(text.strip()))
    stripped = text.strip()
    assert len(stripped) > 24 or not traits._DATUM.fullmatch(stripped)


def test_a_table_owns_its_header_its_body_and_its_data_rows() -> None:
    table = FoundTable(CellRange.parse("B3:D8"), header_rows=2, total_rows=(7,))
    assert (str(table.header), str(table.body)) == ("B3:D4", "B5:D8")
    assert table.data_rows == (5, 6, 8)


def test_a_table_without_a_header_is_all_body() -> None:
    table = FoundTable(CellRange.parse("B3:D4"))
    assert table.header is None
    assert table.body == table.range


@given(st.integers(1, 5), st.integers(0, 9))
def test_header_and_body_make_up_the_table_and_a_row_is_always_left(height: int, header_rows: int) -> None:
    table = FoundTable(CellRange(2, 1, 1 + height, 3), header_rows=header_rows)
    rows = [*(table.header.rows if table.header else ()), *table.body.rows]
    assert rows == list(table.range.rows)
    assert table.body.shape[0] == max(height - header_rows, 1)
