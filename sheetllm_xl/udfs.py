"""The worksheet functions: their names, parameters and docstrings are what the function wizard shows."""

from __future__ import annotations

from typing import Any

import xlwings


@xlwings.func
@xlwings.arg("question", doc="What to ask, or a cell that holds the question.")
@xlwings.arg("range", doc="The cells to ask about, for example Sales!A:H. Left out: the used cells of this sheet.")
@xlwings.arg("shape", doc="cell, row, column or table: the form of the answer. Left out: one cell.")
@xlwings.arg("options", doc="Settings for this cell alone, as name=value; name=value.")
def ASKSHEET(question: Any, range: Any = None, shape: Any = None, options: Any = None) -> Any:
    """Answers a question about a range. The answer stays until the question or the cells change."""
    raise NotImplementedError


@xlwings.func
@xlwings.arg("cell", doc="A cell that holds an ASKSHEET formula.")
def ASKSHEET_WHY(cell: Any) -> Any:
    """Says in a sentence why the cell shows what it shows, and what to do about an error."""
    raise NotImplementedError


@xlwings.func
@xlwings.arg("cell", doc="A cell that holds an ASKSHEET formula.")
def ASKSHEET_FORMULA(cell: Any) -> Any:
    """Gives the Excel formula that computes the same answer, as text."""
    raise NotImplementedError


@xlwings.func
@xlwings.arg("cell", doc="A cell that holds an ASKSHEET formula.")
def ASKSHEET_SOURCES(cell: Any) -> Any:
    """Lists the cells the answer stands on."""
    raise NotImplementedError


@xlwings.func
@xlwings.arg("range", doc="The cells to look at. Left out: the used cells of this sheet.")
def SHEETTABLES(range: Any = None) -> Any:
    """Lists the address of every table in a range."""
    raise NotImplementedError


@xlwings.func
@xlwings.arg("range", doc="The cells to count. Left out: the used cells of this sheet.")
def SHEETTOKENS(range: Any = None) -> Any:
    """Counts the tokens of a range before and after compression."""
    raise NotImplementedError
