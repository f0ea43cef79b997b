"""Texts and numbers that are long, odd or never end."""

from __future__ import annotations

from pathlib import Path

from .building import book, sheet, single, text, workbook


@workbook
def titles_that_never_end(path: Path) -> Path:
    texts = ("table" + "." * 30_000, "in thousand" + " \t" * 15_000 + "\n!", "(" + ")" * 30_000 + "x", "-" * 30_000)
    rows = (
        f'<row r="{r}">{"".join(text(texts[c] + str(r), r, "ABCD"[c]) for c in range(4))}</row>' for r in range(1, 300)
    )
    return single(path, rows)


@workbook
def formulas_of_a_megabyte(path: Path) -> Path:
    formula = "A1" + "+'x''y'!B2" * 40_000
    rows = (f'<row r="{r}"><c r="A{r}"><f>{formula}</f><v>1</v></c></row>' for r in range(1, 100))
    return single(path, rows)


@workbook
def one_formula_shared_by_a_column(path: Path) -> Path:
    formula = "A1" + "+B2" * 2_700
    head = f'<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A1048576">{formula}</f><v>1</v></c></row>'
    rows = (f'<row r="{r}"><c r="A{r}"><f t="shared" si="0"/><v>1</v></c></row>' for r in range(2, 1_048_577))
    return single(path, (row for rows in ([head], rows) for row in rows))


@workbook
def formulas_that_nobody_shares(path: Path) -> Path:
    formula = "A1" + "+B2" * 2_700
    rows = (
        f'<row r="{r}"><c r="A{r}"><f t="shared" si="{r}">{formula}</f><v>1</v></c></row>' for r in range(1, 30_000)
    )
    return single(path, rows)


@workbook
def formulas_that_nobody_calculated(path: Path) -> Path:
    rows = (
        f'<row r="{r}"><c r="A{r}"><v>{r}</v></c>'
        f'<c r="B{r}"><f>SUM(A$1:A$100000)+SUM(B$1:B{max(r - 1, 1)})</f></c></row>'
        for r in range(1, 18_000)
    )
    return single(path, rows)


@workbook
def numbers_of_a_million_digits(path: Path) -> Path:
    rows = (f'<row r="{r}"><c r="A{r}"><v>{"1234567890" * 45_000}.5e-450000</v></c></row>' for r in range(1, 60))
    return single(path, rows)


@workbook
def letters_of_many_marks(path: Path) -> Path:
    marks = "e" + "\u0301\u0323\u0308" * 10_000
    rows = (f'<row r="{r}">{text(f"{r}{marks}", r)}{text(f"n{r}", r, "B")}</row>' for r in range(1, 400))
    return single(path, rows)


@workbook
def two_sheets_of_many_marks(path: Path) -> Path:
    marks = "e" + "\u0301\u0323\u0308" * 10_000
    rows = [f'<row r="{r}">{text(f"{r}{marks}", r)}{text(f"{marks}{r}", r, "B")}</row>' for r in range(1, 200)]
    return book(path, [("A", "1"), ("B", "2")], {f"xl/worksheets/sheet{i}.xml": sheet(rows) for i in (1, 2)})


@workbook
def a_tag_of_a_million_attributes(path: Path) -> Path:
    many = " ".join(f'a{i}="1"' for i in range(600_000))
    return single(path, [f'<row r="1"><c r="A1" {many}><v>1</v></c></row>'], f"<x {many}/>")
