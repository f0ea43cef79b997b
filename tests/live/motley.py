"""A workbook with one of everything a live read must give as the file host does."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

SHEET = "Q1 '26"
ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
_THIN = Side("thin")


def write(path: Path, date1904: bool = False) -> Path:
    book = Workbook()
    if date1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = SHEET
    sheet["B2"], sheet["B2"].font = "Umsatz | £ «north»\nsecond line", Font(b=True, sz=18)
    sheet["B4"], sheet["C4"], sheet["D4"] = "Region", "Units", "When"
    for cell in sheet["B4:D4"][0]:
        cell.fill, cell.border = PatternFill("solid", fgColor="D9E1F2"), Border(bottom=_THIN, top=_THIN)
        cell.alignment = Alignment(horizontal="center", wrap_text=True)
    for row in range(5, 25):
        sheet.cell(row, 2, f"Branch {row}").alignment = Alignment(horizontal="left", indent=row % 3)
        sheet.cell(row, 3, row * 1.25).number_format = "#,##0.00"
        sheet.cell(row, 4, datetime(2026, 1, row)).number_format = "mm-dd-yy"
    sheet["D25"], sheet["D25"].number_format = time(10, 30), "h:mm"
    sheet["D26"], sheet["D26"].number_format = timedelta(hours=36), "[h]:mm:ss"
    sheet["D27"], sheet["D27"].number_format = 0.125, "0.00%"
    for col, error in enumerate(ERRORS, 6):
        sheet.cell(4, col, error)
    sheet["F5"], sheet["G5"] = True, False
    sheet["F6"] = "007"
    sheet["F7"] = "'quoted"
    sheet["C25"] = "=SUM(C5:C24)*$C$5+'Q1 ''26'!C6"
    sheet["C26"] = '=IF(C25>1,"A1:B2 RC",COUNTIF(B:B,$B5))'
    sheet["F9"], sheet["F9"].font = "plain", Font(i=True, u="single")
    sheet["H9"].fill = PatternFill("gray125", fgColor="FF00FF")
    sheet["H10"].fill = PatternFill("solid", fgColor="FFFFFF")
    sheet["H11"].border = Border(left=_THIN, right=Side("double"))
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["G"].hidden = True
    for cell in sheet["F14:H15"]:
        for one in cell:
            one.fill = PatternFill("solid", fgColor="FFEB9C")
    sheet["F14"] = "merged"
    sheet.merge_cells("F14:H15")
    for row in sheet["F14:H15"]:
        for one in row:
            one.fill = PatternFill("solid", fgColor="FFEB9C")
    sheet["F18"], sheet["G18"], sheet["F19"], sheet["G19"] = "key", "value", "a", 1
    sheet.add_table(Table(displayName="Pairs", ref="F18:G19"))
    book.defined_names["Rate"] = DefinedName("Rate", attr_text="'Q1 ''26'!$C$5:$C$24")
    book.defined_names["Other"] = DefinedName("Other", attr_text="Second!$A$1")
    book.create_sheet("Second")["A1"] = 1
    book.save(path)
    return path
