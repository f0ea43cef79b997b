"""Worksheets as the add-in sees them when a workbook is opened: cells that were saved, on sheets to look through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pyopenvba.interpreter import _values as vba

from .scripted_excel import Cell, Scripted, ScriptedExcel, Several

FORMULAS, ERRORS_ONLY = -4123, 16
At = tuple[int, int]


class SavedCell(Cell):
    """What stands in a cell, and what it showed when it was saved."""

    def __init__(self, excel: ScriptedExcel, address: str, formula: str, shows: Any) -> None:
        super().__init__(address)
        self.excel, self.shows = excel, shows
        self.members |= {"formula": formula, "value": lambda: self.shows, "hasarray": False}

    def _calculate(self) -> Any:
        super()._calculate()
        self.shows = self.excel.formula("ASKSHEET", "q", cell=self)


class Area(Scripted):
    """A rectangle of a sheet."""

    def __init__(self, sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
        self.sheet, self.corners = sheet, (top, left, bottom, right)
        count = (bottom - top + 1) * (right - left + 1)
        super().__init__(
            "Range",
            CountLarge=count,
            Cells=lambda: Several(*self.inside()),
            Worksheet=sheet,
            Rows=lambda row=None: self._rows() if row is None else self.part(int(row), 1),
            Resize=lambda rows: self.part(1, int(rows)),
            SpecialCells=self._special,
        )

    def inside(self) -> list[SavedCell]:
        top, left, bottom, right = self.corners
        return [cell for (row, col), cell in self.sheet.cells.items() if top <= row <= bottom and left <= col <= right]

    def filled(self) -> int:
        """What COUNTA gives."""
        return len(self.inside())

    def part(self, row: int, rows: int) -> Area:
        top, left, _, right = self.corners
        return Area(self.sheet, top + row - 1, left, top + row + rows - 2, right)

    def _rows(self) -> Scripted:
        return Scripted("Range", Count=self.corners[2] - self.corners[0] + 1)

    def _special(self, kind: int, which: int) -> Several:
        assert (kind, which) == (FORMULAS, ERRORS_ONLY)
        searched = self.inside() if self.members["countlarge"] > 1 else list(self.sheet.cells.values())
        found = [cell for cell in searched if isinstance(cell.shows, vba.VBAErrorValue)]
        if self.sheet.members["protectcontents"] or not found:
            raise vba.error(1004)
        self.sheet.read.append(len(found))
        several = Several(*found)
        several.members |= {"countlarge": len(found), "cells": several}
        return several


class Sheet(Scripted):
    """Cells by row and column; ``read`` says how many SpecialCells found each time."""

    def __init__(self, cells: Mapping[At, SavedCell], used: tuple[int, int, int, int], protected: bool = False) -> None:
        self.cells, self.read = dict(cells), list[int]()
        super().__init__("Worksheet", ProtectContents=protected, UsedRange=lambda: Area(self, *used))


def book(*sheets: Any) -> Scripted:
    return Scripted("Workbook", Worksheets=Several(*sheets))


def column(
    excel: ScriptedExcel, formulas: Iterable[str], shows: Any, *, protected: bool = False
) -> tuple[Sheet, list[SavedCell]]:
    """A sheet with these formulas in a column, all showing the same."""
    cells = [SavedCell(excel, f"[Book1]Sheet1!$A${row}", text, shows) for row, text in enumerate(formulas, 1)]
    used = (1, 1, len(cells), 1)
    return Sheet({(row, 1): cell for row, cell in enumerate(cells, 1)}, used, protected), cells
