"""Sixty text files and OpenDocument spreadsheets, twenty of them odd, beside what pandas and LibreOffice read."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils.datetime import to_excel

from sheetllm_xl.errors import HostError
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.literals import CellError
from sheetllm_xl.sheet import Sheet

from ..bench.corpus import ABSENT, CORPUS

SALES = [["Région", "Größe", "Datum"], ["Nörd", "1,5", "2026-03-01"], ["Süd", "12,25", "2026-03-02"]]
PLAIN = [["Region", "Units", "Note"], ["North", "1200", 'says "hello"'], ["South", "1350.5", "a;b, c"]]
CODES = [["Code", "Share", "On"], ["00501", "12%", "TRUE"], ["3e5", "45%", "false"], ["", "-7", "x"]]
MONEY = [["Posten", "Betrag"], ["Miete", "1.234,50"], ["Strom", "98,10"], ["Wasser", "-12.045,99"], ["Gas", "7,00"]]
TABLES = {"plain": PLAIN, "codes": CODES}


class Text(NamedTuple):
    """A text file, and how pandas is told to read it."""

    content: bytes
    encoding: str = "utf-8"
    mark: str = ","
    decimal: str = "."
    skip: int = 0


def spelled(rows: list[list[str]], mark: str, ends: str = "\r\n") -> str:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in f'{mark}"\r\n') else text

    return "".join(mark.join(map(cell, row)) + ends for row in rows)


def ordinary() -> Iterator[tuple[str, Text]]:
    for name, rows in TABLES.items():
        for mark, kind in ((",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar")):
            for ends in ("\n", "\r\n"):
                yield f"{name} {kind} {len(ends)}", Text(spelled(rows, mark, ends).encode(), mark=mark)
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        yield f"sales {encoding}", Text(spelled(SALES, ";").encode(encoding), encoding, ";", ",")
        yield f"money {encoding}", Text(spelled(MONEY, ";").encode(encoding), encoding, ";", ",")


def odd() -> Iterator[tuple[str, Text]]:
    cyrillic = [["Регион", "Сумма"], ["Север и юг страны", "12"], ["Восточные области", "8"]]
    kanji = [["地域", "数量"], ["東京都の北部", "12"], ["大阪府の南部", "8"]]
    yield "cyrillic", Text(spelled(cyrillic, ";").encode("cp1251"), "cp1251", ";")
    yield "japanese", Text(spelled(kanji, ",").encode("cp932"), "cp932")
    yield "line breaks in a cell", Text(spelled([["a", "b"], ["x\ny\n\nz", "1"], ["q", "2"]], ",", "\n").encode())
    yield "old Mac lines", Text(spelled(PLAIN, ",", "\r").encode())
    yield "blank lines", Text(b"a,b\n\n1,2\n\n\n3,4\n")
    yield "rows of several lengths", Text(b"a,b,c\n1\n1,2,3,4,5\n\n7,8\n")
    yield "marks at the ends of lines", Text(b"a,b,,\n1,2,,\n3,4,,\n")
    yield "a mark that is declared", Text(b"sep=;\r\na,b;c,d\r\n1;2\r\n", mark=";", skip=1)
    yield "one column", Text(b"Region\nNorth\nSouth\n")
    yield "one cell", Text(b"42")
    yield "quotes around all", Text(b'"a","b"\n"1","2,5"\n"x ""y""","3"\n', decimal=",")
    yield "spaces around", Text(b"a , b\n 1 , x \n 2 , y \n")
    yield "long cell", Text(b"a,b\n1," + b"x" * 30_000 + b"\n")
    yield "wide", Text(b",".join(b"c%d" % n for n in range(3_000)) + b"\n" + b",".join([b"7"] * 3_000) + b"\n")
    yield "huge", Text(b"id,units\n" + b"".join(b"%d,%d\n" % (n, n * 7 % 1000) for n in range(150_000)))


REFUSED = {
    "empty": b"",
    "a page": b"<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table></body></html>",
    "a quotation mark that is open": b'a,b\n"x,1\ny,2\n',
    "a program": b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20,
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
}
TEXTS = dict([*ordinary(), *odd()])
NUMBER = r"-?(?:0|[1-9]\d{{0,2}}(?:{group}\d{{3}})+|[1-9]\d*)(?:{point}\d+)?%?"


def test_there_are_sixty_and_twenty_are_odd() -> None:
    assert len(TEXTS) + len(REFUSED) + 12 + len(BOOKS) >= 60
    assert len([*odd()]) + len(REFUSED) >= 20


@pytest.mark.parametrize("name", [pytest.param(one, marks=pytest.mark.slow) if one == "huge" else one for one in TEXTS])
def test_a_text_file_is_read_as_pandas_reads_it_where_it_is_told_how(tmp_path: Path, name: str) -> None:
    text = TEXTS[name]
    path = tmp_path / "b.csv"
    path.write_bytes(text.content)
    with FileHost(path) as host:
        sheet = host.read("b")
    lines = text.content.decode(text.encoding)
    wide = max(line.count(text.mark) for line in re.split(r"\r\n?|\n", lines)) + 1
    theirs = pd.read_csv(
        path,
        sep=text.mark,
        encoding=text.encoding,
        names=range(wide),
        dtype=str,
        keep_default_na=False,
        skip_blank_lines=False,
        skiprows=text.skip,
    )
    cells = {(r, c): v for r, row in enumerate(theirs.values.tolist(), 1) for c, v in enumerate(row, 1) if v.strip()}
    assert {(one.row, one.col) for one in sheet.cells()} == set(cells)
    group = r"\." if text.decimal == "," else ","
    number = re.compile(NUMBER.format(group=group, point=re.escape(text.decimal)))
    for place, spelled_value in cells.items():
        assert _alike(sheet.value(*place), spelled_value, text, number), (place, spelled_value)


def _alike(ours: Any, theirs: str, text: Text, number: re.Pattern[str]) -> bool:
    plain = theirs.strip()
    if number.fullmatch(plain) and len(plain) < 15:
        group = "." if text.decimal == "," else ","
        value = float(plain.rstrip("%").replace(group, "").replace(text.decimal, "."))
        return bool(type(ours) is float and ours == pytest.approx(value / (100 if plain.endswith("%") else 1)))
    if plain.lower() in ("true", "false"):
        return ours is (plain.lower() == "true")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", plain):
        return bool(ours == pd.Timestamp(plain))
    return bool(ours == theirs or (type(ours) is float and ours == float(plain)))


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "b.csv").write_bytes(REFUSED[name])
    with pytest.raises(HostError) as caught, FileHost(tmp_path / "b.csv") as host:
        host.read("b")
    assert re.fullmatch(r"[^\n]*b\.csv[^\n]*\.", str(caught.value))


def test_a_byte_order_mark_alone_is_an_empty_sheet(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(b"\xef\xbb\xbf")
    with FileHost(tmp_path / "b.csv") as host:
        assert host.read("b").used is None


BOOKS = ("kinds", "formats", "merged", "formulas", "names", "hidden")


def _book(path: Path, name: str) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    rows: list[list[Any]] = [["Region", "When", "Share"], ["North", datetime(2026, 3, 1), 0.125], ["South", None, -3]]
    for row in rows:
        sheet.append(row)
    if name == "kinds":
        sheet.append([True, datetime(2026, 3, 1, 8, 15), "  two  spaces\nand a line"])
    elif name == "formats":
        sheet["C2"].number_format, sheet["C3"].number_format = "0.0%", '#,##0.00 "€"'
    elif name == "merged":
        sheet.merge_cells("A5:C6")
        sheet["A5"] = "merged"
    elif name == "formulas":
        for at, formula in enumerate(("=SUM(C2:C3)", '=A2&"!"', "=1/0", "=C2>0", '=""', "=NA()"), 5):
            sheet.cell(at, 1).value = formula
    elif name == "names":
        made.create_sheet("Q1 '26")["B2"] = "Größe & <Gewicht>"
    else:
        made.create_sheet("Keys").sheet_state = "hidden"
        made["Keys"]["A1"] = 7
    made.save(path)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_an_open_document_is_read_as_libreoffice_reads_it(tmp_path: Path) -> None:
    for name in BOOKS:
        _book(tmp_path / f"{name}.xlsx", name)
    _convert(tmp_path, "ods", *(tmp_path / f"{name}.xlsx" for name in BOOKS))
    _compare(tmp_path, [tmp_path / f"{name}.ods" for name in BOOKS], with_formulas=True)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.skipif(not CORPUS.is_dir(), reason=ABSENT)
def test_open_documents_of_strangers_are_read_as_libreoffice_reads_them(tmp_path: Path) -> None:
    books = sorted((CORPUS / "odd").glob("*.ods"))
    assert len(books) == 12
    _compare(tmp_path, books, with_formulas=False)


def _convert(folder: Path, kind: str, *books: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
    subprocess.run([*command, *map(str, books)], cwd=folder, check=True, timeout=110, capture_output=True)


def _compare(folder: Path, books: list[Path], *, with_formulas: bool) -> None:
    theirs = folder / "theirs"
    theirs.mkdir()
    _convert(theirs, "xlsx", *books)
    for book in books:
        with FileHost(book) as host:
            sheets = {name: host.read(name) for name in host.sheet_names()}
            hidden = set(host.hidden)
        read = openpyxl.load_workbook(theirs / f"{book.stem}.xlsx", data_only=True, read_only=True)
        assert [one.title for one in read.worksheets] == list(sheets), book.name
        assert {one.title for one in read.worksheets if one.sheet_state != "visible"} == hidden, book.name
        for one in read.worksheets:
            differ = [*_differences(sheets[one.title], one, with_formulas)]
            assert differ == [], (book.name, one.title)


def _differences(ours: Sheet, theirs: Any, with_formulas: bool) -> Iterator[tuple[str, Any, Any]]:
    """Cells of texts, numbers, booleans, dates and errors that are not alike; times are spelled in too many ways.

    LibreOffice calculates the formulas of other programs anew, each in its own way.
    """
    lines = enumerate(theirs.iter_rows(values_only=True), 1)
    cells = {(row, col): value for row, line in lines for col, value in enumerate(line, 1)}
    for row, col in {*cells, *((one.row, one.col) for one in ours.cells())}:
        if (row, col) in ours.formulas and not with_formulas:
            continue
        here, there = ours.value(row, col), cells.get((row, col))
        if isinstance(there, bool | str | datetime | int | float) or there is None:
            yield from ([] if _same(here, there) else [(f"R{row}C{col}", here, there)])


def _same(here: Any, there: Any) -> bool:
    if isinstance(here, CellError):
        return isinstance(there, str) and there.startswith("#")
    if isinstance(there, datetime) and type(here) is float:  # a length of time, which openpyxl takes for a day
        return bool(here == pytest.approx(to_excel(there), abs=1e-6))
    if isinstance(there, bool) or isinstance(here, bool | datetime):
        return bool(here == there)
    if isinstance(there, int | float):
        return type(here) is float and here == pytest.approx(there, rel=1e-12)
    return here == there or (here in (None, "") and there in (None, ""))
