"""What of a workbook is put before a model, chosen by structure and index."""

import statistics
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetllm_xl.compress import estimate_tokens
from sheetllm_xl.detect import FoundTable, detect
from sheetllm_xl.grid import CellRange
from sheetllm_xl.retrieve import Workbook, columns, describe, evidence
from sheetllm_xl.sheet import Kind, Sheet

from ...sheets import sheets
from .sheets import laid, orders


def text_of(book: Workbook, question: str, tokens: int = 1_500) -> str:
    return evidence(book, question, tokens, estimate_tokens).content


def test_a_small_sheet_is_shown_whole_without_a_note() -> None:
    sheet = orders(count=5)
    found = evidence(Workbook.of([sheet]), "Who bought most?", 4_000, estimate_tokens)
    assert int(found.shown[0].filled.sum()) == int(sheet.filled.sum())
    assert found.notes == ()


def test_a_sheet_that_fits_is_shown_whole_though_others_hold_the_same_words() -> None:
    """Sheets besides the likeliest take what it leaves, and come in only for what it does not hold."""
    asked = orders("Orders", 90)
    others = [laid(f"List {i}", [["Price", "Order"], *([f"x{j}", f"O-{i}{j}"] for j in range(200))]) for i in range(3)]
    alone = evidence(Workbook.of([asked]), "What is the price of order O-000071?", 4_000, estimate_tokens)
    among = evidence(Workbook.of([asked, *others]), "What is the price of order O-000071?", 4_000, estimate_tokens)
    assert alone.notes == ()
    assert among.shown[0].name == "Orders"
    assert int(among.shown[0].filled.sum()) == int(asked.filled.sum())


def test_a_sheet_that_alone_holds_what_is_named_comes_in_beside_a_long_one() -> None:
    rates = laid("Rates", [["Currency", "Rate"], ["Swiss franc", 1.07], ["Yen", 0.006]])
    book = Workbook.of([orders("Orders", 3_000), rates])
    found = evidence(book, "What is the price of order O-002711 in Swiss franc?", 2_000, estimate_tokens)
    assert "|A2713,O-002711|" in found.content
    assert "|A2,Swiss franc|B2,1.07" in found.content


def test_the_row_asked_about_is_shown_with_its_header_and_the_rest_is_described() -> None:
    text = text_of(Workbook.of([orders()]), "What is the price of order O-002711?")
    assert "|A1,Order|B1,Customer|C1,Product|D1,Units|E1,Price" in text
    assert "|A2713,O-002711|" in text
    assert "|column E|Price|3000 numbers" in text


def test_extremes_of_the_column_asked_about_are_shown() -> None:
    sheet = orders()
    units = {row: sheet.value(row, 4) for row in range(2, 3002)}
    text = text_of(Workbook.of([sheet]), "Which order had the most units?")
    assert any(f"|A{row},O-" in text for row, value in units.items() if value == max(units.values()))


def test_a_row_comes_with_the_rows_over_it() -> None:
    rows = [["Group", "Year", "Members"]]
    for group in range(40):
        rows.append([f"Section {group}", None, None])
        rows += [[f"   Branch {i}", 2020.0 + i, float(group * 100 + i)] for i in range(20)]
    text = text_of(Workbook.of([laid("Members", rows)]), "How many members has branch 7 of section 23?", 600)
    at = 2 + 23 * 21
    assert f"|A{at},Section 23" in text
    assert f'|A{at + 8},"   Branch 7"|B{at + 8},2027|C{at + 8},2307' in text


def test_the_sheet_is_found_by_what_it_is_about() -> None:
    book = Workbook.of(
        [orders(f"Orders {i}", 400, i * 400) for i in range(6)] + [laid("Rates", [["Currency", "Rate"], ["CHF", 1.07]])]
    )
    found = evidence(book, "What is the rate of CHF?", 2_000, estimate_tokens)
    assert found.shown[0].name == "Rates"
    found = evidence(book, "Which customer placed order O-001234?", 2_000, estimate_tokens)
    assert found.shown[0].name == "Orders 3"


@given(sheets(), sheets(), st.text(max_size=60), st.integers(60, 900))
def test_it_keeps_to_its_tokens_and_invents_nothing(a: Sheet, b: Sheet, question: str, tokens: int) -> None:
    book = Workbook.of([a, replace(b, name="Other")])
    found = evidence(book, question or "?", tokens, estimate_tokens)
    assert estimate_tokens(found.content) <= tokens
    for shown in found.shown:
        whole = book.sheets[book.number(shown.name)]
        assert all(whole.value(cell.row, cell.col) == cell.value for cell in shown.cells())


@settings(max_examples=40)
@given(sheets())
def test_the_same_question_gives_the_same_bytes(sheet: Sheet) -> None:
    assert text_of(Workbook.of([sheet]), "Units of North?") == text_of(Workbook.of([sheet]), "Units of North?")


@given(sheets())
def test_a_column_is_described_as_it_is(sheet: Sheet) -> None:
    if sheet.used is None:
        return
    for col in sheet.used.cols:
        area = CellRange(sheet.used.top, col, sheet.used.bottom, col)
        held = list(sheet.crop(area).only(sheet.crop(area).filled).cells())
        told = describe(sheet, area)
        assert sum(count for _, count in told.sorts) == len(held) == area.shape[0] - told.blanks
        assert told.distinct == len({(type(cell.value), cell.value) for cell in held})
        numbers = [cell.value for cell in held if type(cell.value) is float]
        dates = [cell for cell in held if Kind(sheet.kinds[sheet.index(cell.row, cell.col)]) == Kind.DATE]
        if numbers and len(numbers) > len(dates):
            assert (told.least[0], told.largest[0]) == (min(numbers), max(numbers))
            assert sheet.value(told.largest[1], col) == max(numbers)


@pytest.mark.parametrize("largest", [1e308, 1.7976931348623157e308 / 2])
def test_numbers_whose_sum_is_no_number_have_none(largest: float) -> None:
    told = describe(laid("S", [[largest], [largest]]), CellRange(1, 1, 2, 1))
    assert (told.total, told.largest) == (None, (largest, 1))
    assert "sum" not in told.line


def test_columns_are_named_by_all_of_their_header() -> None:
    sheet = Sheet.of(
        "S",
        laid(
            "S", [["Region", "Q1", None], [None, "Units", "Revenue"], ["North", 1.0, 2.0], ["South", 3.0, None]]
        ).cells(),
        merges=(CellRange(1, 2, 1, 3),),
    )
    found = columns(sheet, FoundTable(CellRange(1, 1, 4, 3), header_rows=2))
    assert [column.name for column in found] == ["Region", "Q1 / Units", "Q1 / Revenue"]
    assert (
        found[2].line
        == "|column C|Q1 / Revenue|1 numbers|1 different|1 blank|least 2 in row 3|largest 2 in row 3|sum 2"
    )


@pytest.mark.parametrize("tokens", [800, 2_000])
def test_most_of_many_planted_rows_are_found(tokens: int) -> None:
    sheet = orders()
    book = Workbook.of([sheet], {sheet.name: detect(sheet)})
    found = [
        f"|A{row},O-" in text_of(book, f"How many units has order O-{row - 2:06d}?", tokens)
        for row in range(2, 3000, 150)
    ]
    assert statistics.mean(found) == 1.0
