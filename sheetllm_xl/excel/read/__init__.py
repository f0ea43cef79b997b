"""Reading the open Excel: a workbook, a range, what is selected."""
