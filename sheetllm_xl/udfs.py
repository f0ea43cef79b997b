"""The worksheet functions: their names, parameters and docstrings are what the function wizard shows."""

from __future__ import annotations

from typing import Any

import xlwings


@xlwings.func(category="SheetLLM")
@xlwings.arg(
    "question", doc="What you want to know, in quotation marks, or a cell that holds it. Up to 8,000 characters."
)
@xlwings.arg("range", doc="The cells it is about, for example Sales!A:H. Left out: the cells around this one.")
@xlwings.arg("shape", doc="cell, row, column or table: how the answer is laid out. Left out: cell.")
@xlwings.arg("options", doc="sentence: the answer in words. unverified: show what could not be checked.")
def ASKSHEET(question: Any, range: Any = None, shape: Any = None, options: Any = None) -> Any:
    """Answers a question about a range. The value is computed from the cells, and stays until they change."""
    raise NotImplementedError


@xlwings.func(category="SheetLLM")
@xlwings.arg("cell", doc="A cell that holds ASKSHEET.")
def ASKSHEET_WHY(cell: Any) -> Any:
    """Says what the answer in a cell stands on, or why there is none and what to do."""
    raise NotImplementedError


@xlwings.func(category="SheetLLM")
@xlwings.arg("cell", doc="A cell that holds ASKSHEET.")
def ASKSHEET_FORMULA(cell: Any) -> Any:
    """Shows the formula that the answer in a cell was computed with, as a text."""
    raise NotImplementedError


@xlwings.func(category="SheetLLM")
@xlwings.arg("cell", doc="A cell that holds ASKSHEET.")
def ASKSHEET_SOURCES(cell: Any) -> Any:
    """Lists the cells that the answer in a cell stands on, what they hold, and whether that was checked."""
    raise NotImplementedError


@xlwings.func(category="SheetLLM")
@xlwings.arg("range", doc="The cells to look at. Left out: the cells around this one.")
def SHEETTABLES(range: Any = None) -> Any:
    """Lists the tables in a range: where each begins and ends, its size, and its header rows. Sends nothing."""
    raise NotImplementedError


@xlwings.func(category="SheetLLM")
@xlwings.arg("range", doc="The cells to count. Left out: the cells around this one.")
def SHEETTOKENS(range: Any = None) -> Any:
    """Counts the tokens of a range: written out in full, and compressed, side by side. Sends nothing."""
    raise NotImplementedError
