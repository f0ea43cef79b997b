"""What the grid is given: cells as displayed, merges whole, windows bounded, a book that changes or goes."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
from openpyxl import Workbook

from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import InputError
from sheetllm_xl.files.sample import write_sample
from sheetllm_xl.grid import CellRange
from sheetllm_xl.page import look
from sheetllm_xl.sheet import Cell, Sheet

from .serving import asked, served


def test_cells_are_drawn_as_displayed() -> None:
    sheet = Sheet.of("S", [Cell(1, 1, 0.125, "0.0%"), Cell(1, 2, "x" * 32_767), Cell(9, 9, 1.0)])
    cells = look.window(sheet, CellRange.parse("A1:C3"))["cells"]
    assert [(row, col, text[:9], flags) for row, col, text, flags, _ in cells] == [
        (1, 1, "12.5%", 1),
        (1, 2, "x" * 9, 0),
    ]
    assert len(cells[1][2]) == 300
    assert len(look.cell(sheet, 1, 2)["text"]) == 32_767


def test_a_cell_tells_as_what_it_is_sent_to_find_the_tables(tmp_path: Path) -> None:
    write_sample(tmp_path / "b.xlsx")
    with served(tmp_path / "b.xlsx") as running:

        def sought(cell: str) -> object:
            return json.loads(asked(running.address, f"api/cell?sheet=Sales%202026&range={cell}")[1])["sought"]

        assert sought("C7") == ""  # the tables were not looked for
        asked(running.address, "api/tables?sheet=Sales%202026")
        assert [sought(one) for one in ("B2", "B7", "A1", "XFD9")] == ["", "", "", ""]
        assert [sought(one) for one in ("C7", "B18", "E18")] == ["#,##0", "yyyy-mm-dd", "IntNum"]
        assert [sought(one) for one in ("C50", "E50")] == [None, "IntNum"]  # a long column is told of as a whole


def test_a_text_that_is_a_word_for_a_type_is_sent_as_itself() -> None:
    sheet = drawn("Kind | Note | Sum\n" + "\n".join(f"IntNum | x{n} | {n * 7}" for n in range(60)))
    look.tables(sheet)
    cells = ((1, 1), (2, 1), (2, 3), (30, 3), (30, 2))
    assert [look.cell(sheet, *one)["sought"] for one in cells] == ["", "", "IntNum", "IntNum", None]


def test_a_merge_that_begins_outside_the_window_has_its_first_cell() -> None:
    sheet = Sheet.of("S", [Cell(1, 1, "Title")], merges=(CellRange.parse("A1:A90"),))
    shown = look.window(sheet, CellRange.parse("A65:B80"))
    assert (shown["cells"], shown["merges"], shown["firsts"][0][2]) == ([], [[1, 1, 90, 1]], "Title")


def test_a_window_is_bounded() -> None:
    with pytest.raises(InputError):
        look.window(drawn("a"), CellRange.parse("A1:Z9999"))


@pytest.mark.parametrize(("text", "is_so"), [("שלום | سلام\n1 | 2", True), ("a | b\n1 | 2", False), ("1 | 2", False)])
def test_the_direction_is_that_of_the_texts(text: str, is_so: bool) -> None:
    assert look.is_right_to_left(drawn(text)) is is_so


def test_a_book_that_is_saved_again_is_read_again_and_one_that_is_gone_is_named(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    write_sample(path)
    with served(path) as running:
        before = json.loads(asked(running.address, "api/book")[1])
        changed = Workbook()
        changed.active.title = "New"
        changed.save(path)
        after = json.loads(asked(running.address, "api/book")[1])
        assert [sheet["name"] for sheet in after["sheets"]] == ["New"]
        assert before["version"] != after["version"]
        path.rename(tmp_path / "c.xlsx")
        status, text, _ = asked(running.address, "api/book")
        assert (status, json.loads(text)["error"][:29]) == (409, "b.xlsx is not there any more:")


@pytest.mark.parametrize("query", [{"sheet": "none", "range": "A1"}, {"range": "A1:"}, {}])
def test_bad_input_is_a_sentence(tmp_path: Path, query: dict[str, str]) -> None:
    write_sample(tmp_path / "b.xlsx")
    with served(tmp_path / "b.xlsx") as running:
        status, text, _ = asked(running.address, f"api/cells?{urlencode(query)}")
        assert status in (400, 409)
        assert json.loads(text)["error"]
