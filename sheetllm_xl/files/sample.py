"""A sample workbook worth looking at: three tables on one sheet, title, notes, totals, a two-row header, dates.

It holds a trap on purpose: the largest number of each column of the first table is its total, so who takes the largest
answers "Total" where a region is asked for.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from ..output import created
from .authored import is_ours, packed

FILE = "SheetLLM sample.xlsx"  # as the installer lays it beside the program
SHEET = "Sales 2026"
QUESTION = "Which region sold the most units in Q2, and how many?"

_HEAD = PatternFill("solid", fgColor="1F4E78")
_LINE = Side(style="thin", color="9CA3AF")
_REGIONS = ("North", "South", "East", "West", "Islands")
_PRODUCTS = (("Kettle", 39.5), ("Toaster", 24.9), ("Grinder", 58.0))


def write_sample(path: Path) -> None:
    """Write the workbook as a new file. Raises HostError."""
    with created(path, is_ours) as file:
        file.write(sample())


def sample() -> bytes:
    """The workbook's file."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet["B2"] = "Sales by region and quarter, 2026"
    sheet["B2"].font = Font(bold=True, size=16)
    sheet["B3"] = "Units and revenue, excluding VAT"
    sheet["B3"].font = Font(italic=True, color="6B7280")
    _quarters(sheet, top=5)
    _prices(sheet, top=5, left=12)
    sheet["B14"] = "Source: order system, closed on 30 June 2026. Islands report a month late."
    sheet["B14"].font = Font(italic=True, size=9)
    _orders(sheet, top=17)
    for column, width in {"A": 3, "B": 16, "C": 14, "K": 3, "L": 14, "M": 12, "N": 14}.items():
        sheet.column_dimensions[column].width = width
    return packed(book)


def _quarters(sheet: Worksheet, top: int) -> None:
    """A header of two rows: quarters merged over units and revenue; a total row.

    Values, not formulas: openpyxl cannot store a formula's result, and a formula without one reads as an empty cell.
    """
    _headings(sheet, top, 2, ["Region", "Q1", None, "Q2", None, "Q3", None, "Q4", None])
    _headings(sheet, top + 1, 2, [None, *["Units", "Revenue"] * 4])
    sheet.merge_cells(start_row=top, end_row=top + 1, start_column=2, end_column=2)
    for col in (3, 5, 7, 9):
        sheet.merge_cells(start_row=top, end_row=top, start_column=col, end_column=col + 1)
    for i, region in enumerate(_REGIONS):
        row = top + 2 + i
        sheet.cell(row, 2, region)
        for quarter in range(4):
            units = 320 + 97 * ((3 * i + 5 * quarter) % 7) + 41 * i
            sheet.cell(row, 3 + 2 * quarter, units).number_format = "#,##0"
            sheet.cell(row, 4 + 2 * quarter, units * 38.75).number_format = "$#,##0"
    total = top + 2 + len(_REGIONS)
    sheet.cell(total, 2, "Total")
    for col in range(3, 11):
        parts = [sheet.cell(row, col).value for row in range(top + 2, total)]
        cell = sheet.cell(total, col, sum(parts))
        cell.number_format = "#,##0" if col % 2 else "$#,##0"
    for col in range(2, 11):
        sheet.cell(total, col).font = Font(bold=True)
        sheet.cell(total, col).border = Border(top=_LINE, bottom=Side(style="double", color="9CA3AF"))


def _prices(sheet: Worksheet, top: int, left: int) -> None:
    _headings(sheet, top, left, ["Product", "Price", "Valid from"])
    for i, (product, price) in enumerate(_PRODUCTS):
        sheet.cell(top + 1 + i, left, product)
        sheet.cell(top + 1 + i, left + 1, price).number_format = "$#,##0.00"
        sheet.cell(top + 1 + i, left + 2, date(2026, 1 + 3 * i, 1)).number_format = "yyyy-mm-dd"


def _orders(sheet: Worksheet, top: int) -> None:
    sheet.cell(top - 1, 2, "Orders of the quarter").font = Font(bold=True)
    _headings(sheet, top, 2, ["Date", "Region", "Product", "Units", "Price", "Revenue", "Share"])
    for i in range(120):
        row, (product, price) = top + 1 + i, _PRODUCTS[i % 3]
        sheet.cell(row, 2, date(2026, 4, 1) + timedelta(days=i * 3 // 4)).number_format = "yyyy-mm-dd"
        sheet.cell(row, 3, _REGIONS[i * 7 % 5])
        sheet.cell(row, 4, product)
        units = 3 + i * 11 % 17
        sheet.cell(row, 5, units)
        sheet.cell(row, 6, price).number_format = "$#,##0.00"
        sheet.cell(row, 7, units * price).number_format = "$#,##0.00"
        sheet.cell(row, 8, round(0.05 + (i * 13 % 40) / 100, 2)).number_format = "0%"


def _headings(sheet: Worksheet, row: int, left: int, words: list[str | None]) -> None:
    for i, word in enumerate(words):
        cell = sheet.cell(row, left + i, word)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
        cell.alignment = Alignment(horizontal="center", vertical="center")
