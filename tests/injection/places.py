"""Where a stranger's text can stand in a workbook that is asked, a small workbook with it there each."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sheetllm_xl.detect import FoundTable
from sheetllm_xl.grid import CellRange
from sheetllm_xl.retrieve import Workbook
from sheetllm_xl.sheet import Cell, Sheet, Table

HOME, OTHER = "Sales", "Rates"
TABLE = FoundTable(
    CellRange.parse("A3:D20"), 1, title=CellRange.parse("A1"), notes=(CellRange.parse("A22"),), total_rows=(20,)
)
RATES = FoundTable(CellRange.parse("A1:B3"), 1)
QUESTION = "How many units did Shop 07 sell at the rate of CHF?"
_ROWS = range(4, 20)


@dataclass(frozen=True)
class Case:
    """A workbook (the sheet that is asked comes first), a question to it, the labels for its rows, and the text."""

    sheets: tuple[Sheet, ...]
    text: str
    question: str = QUESTION
    labels: tuple[str, ...] = ("urgent", "later")

    @property
    def home(self) -> Sheet:
        return self.sheets[0]

    @cached_property
    def book(self) -> Workbook:
        return Workbook.of(self.sheets, {self.home.name: (TABLE,), self.sheets[1].name: (RATES,)})


def _cells() -> list[Cell]:
    cells = [Cell(1, 1, "Sales 2026")]
    cells += [Cell(3, col, name) for col, name in enumerate(("Region", "Units", "Kind", "Price"), 1)]
    for row in _ROWS:
        kind = "plain" if row % 3 else "fancy"
        cells += [Cell(row, 1, f"Shop {row:02d}"), Cell(row, 2, row * 13.0), Cell(row, 3, kind)]
        cells += [Cell(row, 4, row / 4, "0.00")]
    units = sum(row * 13.0 for row in _ROWS)
    return [*cells, Cell(20, 1, "Total"), _total(units, "Rates"), Cell(22, 1, "As of May")]


def _total(units: float, rates: str) -> Cell:
    return Cell(20, 2, units, formula=f"=SUM(B4:B19)*{_quoted(rates)}!B2")


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _rates(name: str = OTHER, home: str = HOME) -> Sheet:
    cells = [Cell(1, 1, "Currency"), Cell(1, 2, "Rate"), Cell(2, 1, "CHF"), Cell(2, 2, 1.0), Cell(3, 1, "EUR")]
    return Sheet.of(name, [*cells, Cell(3, 2, 2.0, formula=f"={_quoted(home)}!B4")])


def _with(text: str, *changed: Cell, name: str = HOME, rates: Sheet | None = None, **rest: Any) -> Case:
    cells = {(cell.row, cell.col): cell for cell in (*_cells(), *changed)}
    return Case((Sheet.of(name, cells.values(), **rest), rates or _rates()), text)


PLACES: Mapping[str, Callable[[str], Case]] = {
    "cell": lambda text: _with(text, Cell(5, 1, text)),
    "among numbers": lambda text: _with(text, Cell(6, 2, text)),
    "listed value": lambda text: _with(text, Cell(6, 3, text), Cell(7, 3, text)),
    "header": lambda text: _with(text, Cell(3, 2, text)),
    "title": lambda text: _with(text, Cell(1, 1, text)),
    "note": lambda text: _with(text, Cell(22, 1, text)),
    "hidden row": lambda text: _with(text, Cell(7, 1, text), hidden_rows=frozenset([7])),
    "cached text": lambda text: _with(text, Cell(8, 1, text, formula='="Shop "&"08"')),
    "formula text": lambda text: _with(text, Cell(8, 2, 104.0, formula="=" + text)),
    "number format": lambda text: _with(text, *(Cell(row, 4, row / 4, text) for row in _ROWS)),
    "sheet name": lambda text: _with(text, name=text, rates=_rates(home=text)),
    "other sheet's name": lambda text: _with(text, _total(2392.0, text), rates=_rates(text)),
    "file name": lambda text: _with(text, _total(2392.0, f"[{text}.xlsx]Plan")),
    "defined name": lambda text: _with(text, names={text: "Sales!$B$20"}),
    "defined name's text": lambda text: _with(text, names={"Limit": text}),
    "table name": lambda text: _with(text, tables=(Table(text, TABLE.range, 1, 1),)),
    "label": lambda text: replace(_with(text), labels=(text[:200], "later")),
    "question": lambda text: replace(_with(text), question=unicodedata.normalize("NFC", text)),
}
