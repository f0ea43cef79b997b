"""Sheets of one layout are told apart, blocks of one table have their own labels, and colours and notes are found."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.chain.workbook.outline import outline
from sheetllm_xl.chain.workbook.steps import AskedStep, look
from sheetllm_xl.compress import estimate_tokens
from sheetllm_xl.detect import FoundTable
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import BeyondLimits
from sheetllm_xl.grid import CellRange
from sheetllm_xl.retrieve import Workbook
from sheetllm_xl.retrieve.describe import columns
from sheetllm_xl.retrieve.openings import titles_of
from sheetllm_xl.retrieve.select import evidence
from sheetllm_xl.sheet import Sheet

from .sheets import laid

CALCULATOR = IronCalculator()
TOPICS = ("Exports", "Imports", "Births", "Deaths", "Wages", "Rents", "Crops", "Fuel", "Trade", "Tourism")
AGES = ("15-24", "25-34", "35-44", "45-54", "55-64", "65+")


@pytest.fixture(autouse=True, scope="module")
def _closed() -> Iterator[None]:
    yield
    CALCULATOR.close()


def titled(number: int) -> Sheet:
    rows = [[f"Table {number}. {TOPICS[number % 10]} of group {number}"], ["in thousands"], [None]]
    body = [[country, float(number + k), float(k)] for k, country in enumerate(("Austria", "Belgium", "Chad", "Oman"))]
    return laid(f"Table {number}", [*rows, ["Country", "2019", "2020"], *body])


def looked(sheet: Sheet, do: str, what: str, notes: dict[str, str] | None = None) -> list[str]:
    book = Workbook.of([sheet, laid("Other", [["X", "Y"], [1.0, 2.0]])], notes={sheet.name: notes or {}})
    step = AskedStep(do=do, sheet=sheet.name, what=what)
    return look(book, step, CALCULATOR, 4_000, estimate_tokens).content.split("\n")[1:]


@pytest.mark.parametrize(("tokens", "letters"), [(8_000, 40), (1_300, 18), (1_150, 18)])
def test_fifty_sheets_of_one_layout_are_told_apart_by_their_titles(tokens: int, letters: int) -> None:
    told = outline(Workbook.of([titled(number) for number in range(1, 51)]), tokens, estimate_tokens).content
    assert all(f"Table {n}. {TOPICS[n % 10]} of group {n}"[:letters] in told for n in range(1, 51))


def test_sheets_without_titles_are_told_apart_by_their_first_entries() -> None:
    book = [laid(f"S{n}", [["Order", "Units"], *[[f"O-{n}{k}", float(k)] for k in range(5)]]) for n in range(3)]
    told = outline(Workbook.of(book), 8_000, estimate_tokens).content.split("\n")
    assert told[1].endswith('|"O-00"')
    assert told[3] == "|alike|'S1' A1:B6 \"O-10\"|'S2' A1:B6 \"O-20\""


def test_words_that_all_sheets_open_with_are_not_said() -> None:
    rows = [["Order", "Units"], *[[f"O-{k}", float(k)] for k in range(5)]]
    told = outline(Workbook.of([laid(f"S{n}", rows) for n in range(3)]), 8_000, estimate_tokens).content
    assert "O-" not in told


def people(header: str, between: str) -> Sheet:
    """Two blocks of one table, of women and of men."""
    blocks = ["\n".join(f"{age} | {k} | {k + i}" for i, age in enumerate(AGES)) for k in (100, 500)]
    return drawn("\n".join([header, blocks[0], between, blocks[1]]), name="People")


MERGED = people("Sex: Female | < | <\nAge | 2019 | 2020", "Sex: Male | < | <")
BESIDE = people("Table 3. Work\n\nSex: Female\nAge | 2019 | 2020", "Sex: Male")
APART = people("Sex: Female\nAge | 2019 | 2020", " | | \nSex: Male\nAge | 2022 | 2023")
LABELLED = people("Employment\nAge | 2019 | 2020\nSex: Female", "Sex: Male")


@pytest.mark.parametrize(
    ("sheet", "what", "heads"),
    [
        (MERGED, "A12:C12", ["|A2,Age|B2,2019|C2,2020", "|A9,Sex: Male"]),
        (MERGED, "B12:C12", ["|B2,2019|C2,2020", "|A9,Sex: Male"]),
        (MERGED, "A5:C5", ["|A1,Sex: Female", "|A2,Age|B2,2019|C2,2020"]),
        (BESIDE, "A14:C14", ["|A4,Age|B4,2019|C4,2020", "|A11,Sex: Male"]),
        (BESIDE, "A6:C6", ["|A3,Sex: Female", "|A4,Age|B4,2019|C4,2020"]),
        (APART, "A13:C13", ["|A10,Sex: Male", "|A11,Age|B11,2022|C11,2023"]),
        (LABELLED, "A13:C13", ["|A1,Employment", "|A2,Age|B2,2019|C2,2020", "|A10,Sex: Male"]),
    ],
)
def test_rows_that_are_read_have_the_heads_of_their_own_block(sheet: Sheet, what: str, heads: list[str]) -> None:
    assert looked(sheet, "read", what)[1:-1] == heads


@pytest.mark.parametrize("sheet", [MERGED, BESIDE])
def test_a_label_of_the_first_rows_names_no_column_and_no_table(sheet: Sheet) -> None:
    book = Workbook.of([sheet])
    assert [column.name for column in columns(sheet, book.tables[0][0])] == ["Age", "2019", "2020"]
    assert "Female" not in outline(book, 8_000, estimate_tokens).content


COLOURED = drawn(
    """
    Order | Units | | Overdue |
    O-1   | 5     | | [ ]     | Overdue
    [O-2] | [7]   | |         |
    O-3   | 9     | |         |
    O-4   | 2     | |         |
    [O-5] | [3]   | |         |
    O-6   | 8     | |         |
    O-7   | 6     | |         |
    O-8   | 4     | |         |
    O-9   | 1     | |         |
    """,
    name="Late",
)


@pytest.mark.parametrize("sought", ["overdue", "fill"])
def test_a_search_reaches_the_cells_in_the_colour_of_a_legend(sought: str) -> None:
    assert any(line.startswith("|fill|Late|rows 3:3,6:6") for line in looked(COLOURED, "find", sought))


def test_a_search_reaches_notes_by_their_words() -> None:
    notes = {"B3": "as agreed with Ms Roe|\nby phone", "B4": "to be checked"}
    assert looked(COLOURED, "find", "Roe", notes)[-1].startswith('|note|Late!B3|"as agreed with Ms Roe\\u007c\\nby')
    assert looked(COLOURED, "find", "note", notes)[-1] == "|note|Late!B4|to be checked"
    assert not any("|note|" in line for line in looked(COLOURED, "find", "Kettle", notes))


def test_a_search_of_one_sheet_gives_its_own_colours_and_notes() -> None:
    other = replace(COLOURED, name="Other")
    book = Workbook.of([COLOURED, other], notes={"Late": {"B3": "mine"}, "Other": {"B3": "its own"}})
    for what in ("fill", "note"):
        step = AskedStep(do="find", sheet="Other", what=what)
        found = look(book, step, CALCULATOR, 4_000, estimate_tokens).content.split("\n")[1:]
        assert [line.split("|")[2].partition("!")[0] for line in found if line.startswith(f"|{what}|")] == ["Other"]


HEADLESS = drawn(
    """
    Exports | |
    Country | 2019 | 2020
    Austria | 1 | 2
    Belgium | 3 | 4
    | | | | aside
    Imports | |
    Country | 2019 | 2020
    Austria | 5 | 6
    Belgium | 7 | 8
    """
)


def test_what_stands_over_a_table_is_below_the_one_before_within_its_columns_and_in_no_other() -> None:
    first, second, beside = (FoundTable(CellRange.parse(area), 1) for area in ("A2:C4", "A7:C9", "E5:E5"))
    assert titles_of(HEADLESS, [first, second], 2) == ["Exports", "Imports"]
    assert titles_of(HEADLESS, [first, second], 1) == ["Exports"]
    lower = FoundTable(CellRange.parse("A7:C9"), 1)
    nothing = drawn("x | y\n1 | 2\n\n | | | | aside\n\n\nCountry | 2019 | 2020\nAustria | 5 | 6\nBelgium | 7 | 8")
    assert titles_of(nothing, [FoundTable(CellRange.parse("A1:B2"), 1), lower], 2) == ["", ""]
    wide = FoundTable(CellRange.parse("A7:E9"), 1)
    assert titles_of(nothing, [FoundTable(CellRange.parse("A1:B2"), 1), wide], 2) == ["", "aside"]
    assert titles_of(nothing, [FoundTable(CellRange.parse("A1:B2"), 1), beside, wide], 3)[2] == ""


def test_a_search_after_a_model_that_took_long_ends_in_colours_all_the_same() -> None:
    over = list[bool]()

    def check() -> None:
        if over:
            raise BeyondLimits("The file takes too long to read.")

    book = Workbook.of([COLOURED, laid("Other", [["X", "Y"], [1.0, 2.0]])], check=check)
    outline(book, 8_000, estimate_tokens)
    evidence(book, "Which orders are late?", 4_000, estimate_tokens)
    over.append(True)
    step = AskedStep(do="find", sheet="", what="overdue")
    assert "|fill|Late|rows 3:3,6:6" in look(book, step, CALCULATOR, 4_000, estimate_tokens).content
