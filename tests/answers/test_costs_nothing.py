"""M2: what happens to a workbook that was answered costs no second call, counted by the loopback server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sheetllm_xl import drawn
from sheetllm_xl.answers.queue import Recalls
from sheetllm_xl.sheet import Sheet

from ..loopback import Loopback, says
from .test_udfs import PICTURE, SUM, Workbook, book, opened, run

__all__ = ["book"]
ASKED = '=ASKSHEET("Total?",Data!A1:D4)'


def save_close_open(book: Workbook, folder: Path) -> Workbook:
    """The cells and what they show come from the file; the server never stopped."""
    again = Workbook(dict(book.sheets), formulas=dict(book.formulas), shown=dict(book.shown))
    again.server = book.server
    return again


def restart(book: Workbook, folder: Path) -> Workbook:
    return opened(folder, book)


def reopen_after_a_restart(book: Workbook, folder: Path) -> Workbook:
    return restart(save_close_open(book, folder), folder)


def insert_a_row_above(book: Workbook, folder: Path) -> Workbook:
    book.sheets["Data"] = drawn(PICTURE, "Data", at="A2")
    book.formulas = {("Ask", "B3"): ASKED.replace("A1:D4", "A2:D5")}
    return book


def insert_a_row_above_the_cell(book: Workbook, folder: Path) -> Workbook:
    book.formulas = {("Ask", "B3"): ASKED}
    return book


def cut_and_paste(book: Workbook, folder: Path) -> Workbook:
    book.sheets["Other"] = drawn(PICTURE, "Other", at="F20")
    book.formulas = {("Data", "H9"): ASKED.replace("Data!A1:D4", "Other!F20:I23")}
    return book


def hide_and_show_lines(book: Workbook, folder: Path) -> Workbook:
    sheet = book.sheets["Data"]
    book.sheets["Data"] = Sheet.of("Data", sheet.cells(), hidden_rows=frozenset({2}), hidden_cols=frozenset({3}))
    return book


def look_different(book: Workbook, folder: Path) -> Workbook:
    cells = [cell._replace(fill="FFFF00") for cell in book.sheets["Data"].cells()]
    book.sheets["Data"] = Sheet.of("Data", cells)
    return book


def nothing(book: Workbook, folder: Path) -> Workbook:
    return book


HAPPENED = (
    nothing,
    save_close_open,
    restart,
    reopen_after_a_restart,
    insert_a_row_above,
    insert_a_row_above_the_cell,
    cut_and_paste,
    hide_and_show_lines,
    look_different,
)


@pytest.mark.parametrize("happened", HAPPENED, ids=lambda one: one.__name__)
def test_it_costs_no_call(
    book: Workbook, api: Loopback, tmp_path: Path, happened: Callable[[Workbook, Path], Workbook]
) -> None:
    api.then(says(SUM))
    book.put("B2", ASKED)
    run(book)
    assert (book.shown["Ask", "B2"], len(api.requests)) == (1800.0, 1)
    book = happened(book, tmp_path)
    book.recalls = Recalls(book.calculate, lambda: 0.0)  # type: ignore[attr-defined]
    for _ in range(3):  # F9, and Ctrl+Alt+F9, which calculates what did not change too
        book.calculate_all()
        run(book)
    assert [book.shown[cell] for cell in book.formulas] == [1800.0]
    assert len(api.requests) == 1


def test_what_does_change_is_asked_again(book: Workbook, api: Loopback) -> None:
    api.then(says(SUM), says(SUM | {"cells": [{"cell": "B2", "value": "1201"}]}))
    book.put("B2", ASKED)
    run(book)
    book.sheets["Data"] = drawn(PICTURE.replace("1200", "1201"), "Data")
    book.calculate_all()
    run(book)
    assert (book.shown["Ask", "B2"], len(api.requests)) == (1801.0, 2)
