"""Which numbers are dates by their format's sections, in .xlsx, .xlsb and .xls alike, and what General is called."""

import struct
from datetime import datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.display import dated_sections, is_general, shows_date
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.literals import Value
from sheetllm_xl.sheet import Sheet

from .binaries import brt, cell, font, place, record, row, text, wide, xf, xls, xlsb
from .packages import package

DAY = datetime(2026, 1, 31)
NUMBERS = (46053.0, 0.0, 0.25)


def xlsx_of(path: Path, code: str, date1904: bool) -> Path:
    written = code.replace("&", "&amp;").replace('"', "&quot;").replace(">", "&gt;").replace("<", "&lt;")
    styles = (
        f'<numFmts><numFmt numFmtId="164" formatCode="{written}"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs>'
    )
    cells = "".join(f'<c r="{c}1"><v>{n}</v></c>' for c, n in zip("ABC", NUMBERS, strict=True))
    book = f'<workbookPr date1904="{int(date1904)}"/>'
    return package(path, f'<row r="1">{cells}</row>', styles=styles, workbook=book)


def xlsb_of(path: Path, code: str, date1904: bool) -> Path:
    xfs = brt(617) + brt(47, struct.pack("<HHHHHBBBBH", 0, 164, 0, 0, 0, 0, 0, 0, 0, 0)) + brt(618)
    styles = brt(44, struct.pack("<H", 164) + wide(code)) + xfs
    cells = row(0) + b"".join(cell(5, i, struct.pack("<d", n)) for i, n in enumerate(NUMBERS))
    path.write_bytes(xlsb(cells, styles=styles, book=brt(153, struct.pack("<III", date1904, 0, 0) + wide(""))))
    return path


def xls_of(path: Path, code: str, date1904: bool) -> Path:
    book = record(0x22, struct.pack("<H", date1904)) + font() + record(0x41E, struct.pack("<H", 164) + text(code))
    cells = b"".join(record(0x203, place(0, i) + struct.pack("<d", n)) for i, n in enumerate(NUMBERS))
    path.write_bytes(xls(cells, book + xf(code=164)))
    return path


def read(path: Path) -> Sheet:
    with FileHost(path) as host:
        return host.read("Sheet1")


@pytest.mark.parametrize("written", [xlsx_of, xlsb_of, xls_of])
@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("yyyy-mm-dd", (DAY, time(0), time(6))),
        ("[>0]yyyy-mm-dd;General", (DAY, 0.0, time(6))),
        ("[>=1]yyyy-mm-dd;General", (DAY, 0.0, 0.25)),
        ("[<1]General;yyyy-mm-dd", (DAY, 0.0, 0.25)),
        ("[<1]Standard;yyyy-mm-dd", (DAY, 0.0, 0.25)),
        ('[=0]"none";dd/mm/yyyy', (DAY, 0.0, time(6))),
        ("yyyy-mm-dd;;0", (DAY, 0.0, time(6))),
        ("[<1]h:mm;[<100]0;yyyy-mm-dd;@", (DAY, time(0), time(6))),
        ("0;yyyy-mm-dd", NUMBERS),
        ("[>0][h]:mm;yyyy", (46053.0, time(0), 0.25)),
        ('[Red]0.0"days";@', NUMBERS),
        ("Standard", NUMBERS),
    ],
)
def test_a_number_is_a_date_by_the_section_it_is_shown_by(
    tmp_path: Path, written: object, code: str, values: tuple[Value, ...]
) -> None:
    sheet = read(written(tmp_path / "book.bin", code, False))  # type: ignore[operator]
    assert tuple(sheet.values) == values
    assert sheet.format_strings[sheet.formats[0]] == ("" if code == "Standard" else code)


@pytest.mark.parametrize("written", [xlsx_of, xlsb_of, xls_of])
def test_days_since_1904_by_a_later_section(tmp_path: Path, written: object) -> None:
    sheet = read(written(tmp_path / "book.bin", "[<1]General;yyyy-mm-dd", True))  # type: ignore[operator]
    assert tuple(sheet.values) == (datetime(2030, 2, 1), 0.0, 0.25)


def test_a_number_spelled_oddly_is_shown_by_the_same_section(tmp_path: Path) -> None:
    odd = package(
        tmp_path / "c.xlsx",
        '<row r="1"><c r="A1"><v>4.6053E4</v></c><c r="B1"><v>0E0</v></c></row>',
        styles='<numFmts><numFmt numFmtId="164" formatCode="[&gt;0]yyyy-mm-dd;General"/></numFmts>'
        '<cellXfs><xf numFmtId="164"/></cellXfs>',
    )
    assert tuple(read(odd).values) == (DAY, 0.0)


@pytest.mark.parametrize("name", ["General", "GENERAL", "Standard", "Geral", "Genel", "Normál", "Основной", "G/표준"])
def test_general_is_general_in_every_language(name: str) -> None:
    assert is_general(name)


@pytest.mark.parametrize(
    "code", ["yyyy", "mmmm", "dddd", "hhmmss", "ddmmyyyy", "ggge", "JJJJ", "yyyymmddThhmmss", "@", "0", "h:mm", ";;;"]
)
def test_a_format_is_no_name_of_general(code: str) -> None:
    assert not is_general(code)


@given(st.text(st.sampled_from('dmyhs0#;[]<>="\\_*@.,-/ AP$Geneal1'), max_size=40), st.floats(-1e6, 1e6))
def test_no_number_is_a_date_by_a_format_without_dates(code: str, number: float) -> None:
    ways = dated_sections(code)
    assert shows_date(code, number) in ways
