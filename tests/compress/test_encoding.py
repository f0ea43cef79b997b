import json
import random
from datetime import datetime, time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from sheetllm_xl.compress import (
    ANCHORS,
    DEFAULT,
    INVERTED,
    LOSSLESS,
    PAPER,
    PROFILES,
    TABLE_1,
    TYPES,
    VANILLA,
    compress,
    decode,
)
from sheetllm_xl.compress.skeleton import Skeleton, anchored
from sheetllm_xl.compress.spelling import Grid, parse_grid, parse_index
from sheetllm_xl.compress.statement import unseen
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import InputError
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import parse_literal
from sheetllm_xl.sheet import Cell, Sheet

from ..sheets import sheets

GOLDEN = Path(__file__).parent.parent / "golden" / "two_tables"


def ledger(rows: int = 300) -> Sheet:
    """A title, a header, many rows, and a second table beside it."""
    cells = [Cell(1, 1, "Ledger 2026"), *(Cell(3, c, name) for c, name in enumerate(["Date", "Region", "Units"], 1))]
    regions, draw = ["North", "South", "East"], random.Random(5)
    for row in range(4, 4 + rows):
        cells.append(Cell(row, 1, float(46000 + row), "yyyy-mm-dd"))
        cells.append(Cell(row, 2, draw.choice(regions)))
        cells.append(Cell(row, 3, float(draw.randrange(90)), "#,##0"))
    cells += [Cell(3, 8, "Product"), Cell(3, 9, "Price")]
    cells += [Cell(row, col, value) for row in (4, 5) for col, value in ((8, f"P{row}"), (9, 2.5 * row))]
    return Sheet.of("Ledger", cells)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda p: p.name)
def test_golden(profile: object) -> None:
    sheet = drawn((GOLDEN / "sheet.txt").read_text(encoding="utf-8"), name="Sales")
    assert compress(sheet, profile).text == (GOLDEN / f"{profile.name}.txt").read_text(encoding="utf-8")  # type: ignore[attr-defined,arg-type]


@given(sheets())
def test_vanilla_and_inverted_hold_every_value_at_its_address_and_no_other(sheet: Sheet) -> None:
    want = {str(CellRange(c.row, c.col, c.row, c.col)): c.value for c in sheet.cells() if c.value is not None}
    vanilla = {address: parse_literal(text) for address, text in parse_grid(compress(sheet, VANILLA).text) if text}
    assert vanilla == want
    assert {a: type(v) for a, v in vanilla.items()} == {a: type(v) for a, v in want.items()}


def test_tokens_are_counted_when_asked_for_and_once() -> None:
    counted: list[str] = []
    encoding = compress(ledger(), count=lambda text: counted.append(text) or len(text))  # type: ignore[func-returns-value]
    assert counted == []
    assert encoding.tokens == encoding.stages[-1].tokens == len(encoding.text)
    assert counted == [encoding.text]


@given(sheets())
def test_the_default_is_deterministic_and_never_longer_than_vanilla(sheet: Sheet) -> None:
    encoding = compress(sheet)
    assert encoding.text == compress(sheet).text
    assert len(encoding.text) <= len(compress(sheet, VANILLA).text) + len(unseen(sheet))


@given(sheets())
def test_the_default_names_no_cell_that_is_not_filled_and_no_cell_twice(sheet: Sheet) -> None:
    lines = compress(sheet, TYPES).text.splitlines()
    places = [place for place, _ in parse_index(line for line in lines if "|" in line)]
    filled = {(cell.row, cell.col) for cell in sheet.cells() if cell.value is not None or cell.formula}
    assert len(places) == len(set(places))
    assert set(places) <= filled


@given(sheets())
def test_no_cell_can_forge_a_line(sheet: Sheet) -> None:
    lines = compress(sheet, TYPES).text.split("\n")[:-1]
    head = [line for line in lines if "|" not in line]
    assert lines[: len(head)] == head
    assert all(line.count("|") == 1 for line in lines[len(head) :])


@given(sheets())
def test_a_grids_length_is_known_without_writing_it(sheet: Sheet) -> None:
    if sheet.used is None:
        return
    whole, filled = Skeleton.whole(sheet.used), sheet.only(sheet.filled)
    grid = Grid(whole.rows, whole.cols, filled, filled.rows - sheet.used.top, filled.cols - sheet.used.left)
    length = len(grid.text())
    assert [grid.is_shorter_than(length + more) for more in (-1, 0, 1)] == [False, False, True]


def test_stages_tell_what_each_module_saved() -> None:
    encoding = compress(ledger())
    assert [stage.name for stage in encoding.stages] == ["vanilla", "anchors", "inverted", "formats"]
    tokens = [stage.tokens for stage in encoding.stages]
    assert tokens == sorted(tokens, reverse=True)
    assert tokens[0] > 20 * tokens[-1]
    assert encoding.stages[0].cells == int(ledger().filled.sum())
    assert encoding.stages[1].rows < 40


@pytest.mark.parametrize("profile", TABLE_1, ids=lambda p: p.name)
def test_a_profile_runs_its_modules_and_no_others(profile: object) -> None:
    names = [stage.name for stage in compress(ledger(), profile).stages]  # type: ignore[arg-type]
    on = (profile.k is not None, profile.inverted, profile.formats)  # type: ignore[attr-defined]
    assert names == [
        "vanilla",
        *(name for name, active in zip(("anchors", "inverted", "formats"), on, strict=True) if active),
    ]


def test_what_was_left_out_is_stated_at_the_sheets_own_addresses() -> None:
    encoding = compress(ledger())
    head = encoding.text.splitlines()[:3]
    assert head[0] == "Sheet Ledger: A1:I303, 910 filled cells"
    assert head[1].startswith("Left out: rows ")
    said = sum(1 for _ in parse_index(line for line in encoding.text.splitlines() if "|" in line))
    assert head[1].endswith(f", {910 - said} filled cells")
    assert encoding.stages[-1].cells == said
    assert "Date|A3\n" in encoding.text


def test_merged_and_hidden_cells_are_stated() -> None:
    sheet = drawn(
        "Sales | < | <\nRegion | Q1 | Q2\nNorth | 1 | 2", hidden_rows=frozenset({3, 5, 6}), hidden_cols=frozenset({2})
    )
    for profile in (DEFAULT, TYPES):
        text = compress(sheet, profile).text
        assert "Merged: A1:C1\n" in text
        assert "Hidden: rows 3, 5-6 and columns B\n" in text


def test_headers_keep_their_values_where_data_is_folded() -> None:
    sheet = drawn("Region | 2024 | 2025\nNorth | 2024 | 12\nSouth | 13 | 14")
    text = compress(sheet, TYPES, [FoundTable(CellRange(1, 1, 3, 3), header_rows=1)]).text
    assert "2024|B1\n" in text
    assert "YearData|B2\n" in text


def test_a_text_that_is_a_word_of_ours_is_quoted() -> None:
    text = compress(drawn("Kind | Format\nIntNum | #,##0\n7 | 1,200"), TYPES).text
    assert '"IntNum"|A2\n' in text
    assert '"#,##0"|B2\n' in text
    assert "IntNum|A3\n" in text
    assert "#,##0|B3\n" in text


def test_the_paper_profile_re_addresses_and_the_map_leads_back() -> None:
    sheet = ledger()
    encoding = compress(sheet, PAPER)
    assert encoding.skeleton is not None
    rows, cols = encoding.skeleton.shape
    last = encoding.original(CellRange(rows, cols, rows, cols))
    assert last == CellRange(303, 9, 303, 9)
    assert encoding.original(CellRange(1, 1, rows, cols)) == sheet.used
    with pytest.raises(InputError, match="outside"):
        encoding.original(CellRange(rows + 1, 1, rows + 1, 1))


def test_both_address_maps_are_inverses_on_kept_lines() -> None:
    sheet = ledger()
    assert sheet.used is not None
    skeleton = anchored(sheet, sheet.used, [CellRange(3, 1, 303, 3)], 4)
    for row in range(1, skeleton.shape[0] + 1):
        area = CellRange(row, 1, row, 2)
        assert skeleton.compressed(skeleton.original(area)) == area
    assert skeleton.compressed(CellRange(100, 1, 100, 1)) is None


def test_anchors_keep_k_lines_around_every_edge() -> None:
    sheet = ledger()
    assert sheet.used is not None
    skeleton = anchored(sheet, sheet.used, [CellRange(100, 1, 200, 3)], 4)
    assert skeleton.rows.tolist() == [*range(96, 105), *range(196, 205)]
    assert skeleton.cols.tolist() == [1, 2, 3, 4, 7]  # of the empty run D:G, the first and the last


def test_of_a_run_of_empty_kept_lines_the_first_and_last_stay() -> None:
    sheet = Sheet.of("S", [Cell(row, 1, "x") for row in (1, 2, 9, 10)])
    assert sheet.used is not None
    assert anchored(sheet, sheet.used, [sheet.used], 9).rows.tolist() == [1, 2, 3, 8, 9, 10]


def test_two_cells_at_the_corners_of_the_grid_are_no_trouble() -> None:
    sheet = Sheet.of("S", [Cell(1, 1, "a"), Cell(1_048_576, 16_384, "b")])
    encoding = compress(sheet)
    assert "b|XFD1048576\n" in encoding.text
    assert encoding.stages[0].tokens > 10**10
    assert not encoding.stages[0].exact
    with pytest.raises(InputError, match="use the default profile"):
        compress(sheet, VANILLA)


def test_an_empty_sheet_is_an_empty_text() -> None:
    for profile in PROFILES.values():
        encoding = compress(Sheet("Empty"), profile)
        assert encoding.stages[-1].cells == 0
        if not profile.lossless:
            assert (encoding.text, encoding.tokens) == ("", 0)
    assert decode(compress(Sheet("Empty"), LOSSLESS).text) == Sheet("Empty")


def test_values_are_never_stretched_over_left_out_rows() -> None:
    encoding = compress(ledger())
    assert encoding.skeleton is not None
    kept = set(encoding.skeleton.rows.tolist())
    lines = [line for line in encoding.text.splitlines() if "|" in line and line[0] not in "#y"]
    assert {place[0] for place, _ in parse_index(lines)} <= kept


def test_what_is_said_by_type_runs_on_as_far_as_it_holds() -> None:
    text = compress(ledger()).text
    assert "yyyy-mm-dd|A4:A303\n" in text
    cells = [cell if cell[:2] != (100, 3) else cell._replace(value="none") for cell in ledger().cells()]
    assert "#,##0|C4:C99,C101:C303\n" in compress(Sheet.of("Ledger", cells)).text


@given(sheets())
def test_a_type_is_said_of_no_cell_that_is_of_another_sort(sheet: Sheet) -> None:
    sorts = {
        "FloatNum": (float,),
        "IntNum": (float,),
        "YearData": (float,),
        "DateData": (datetime,),
        "TimeData": (time,),
    }
    for place, word in parse_index(line for line in compress(sheet, TYPES).text.splitlines() if "|" in line):
        if word in sorts and not sheet.formats[sheet.index(*place)]:
            assert type(sheet.value(*place)) in sorts[word]


def test_numbers_of_a_column_have_one_sort_and_a_year_above_them_stays_a_year() -> None:
    text = compress(drawn("Item | 2019\nA | 2.5\nB | 3\nC | 1990\nD | 4"), TYPES, []).text
    assert "2019|B1\n" in text  # over a likely table
    assert "FloatNum|B2:B5\n" in text


def test_equal_values_are_listed_once() -> None:
    text = compress(ledger(), INVERTED).text
    assert text.count("(North|") == 1


def test_anchors_alone_write_the_kept_grid_from_a1() -> None:
    text = compress(ledger(), ANCHORS).text
    assert text.startswith("|A1,Ledger 2026|B1, ")
    rows = [line for line in text.split("\n") if line]
    assert [row.partition(",")[0] for row in rows] == [f"|A{n}" for n in range(1, len(rows) + 1)]


def test_an_encoding_is_json_safe() -> None:
    sheet = drawn("a | 2026-03-01 | TRUE | #N/A | 13:00:00")
    assert json.loads(json.dumps(compress(sheet).text)) == compress(sheet).text


def test_tokens_are_those_of_the_text() -> None:
    for profile in PROFILES.values():
        encoding = compress(ledger(40), profile, count=len)
        assert encoding.tokens == len(encoding.text)


def test_rows_kept_are_int32_and_in_order() -> None:
    skeleton = compress(ledger()).skeleton
    assert skeleton is not None
    assert skeleton.rows.dtype == np.int32
    assert (np.diff(skeleton.rows) > 0).all()
