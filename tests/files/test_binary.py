import struct
from datetime import datetime
from pathlib import Path

import pytest

from sheetllm_xl.errors import HostError
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.limits import Limits
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError, Value
from sheetllm_xl.sheet import Sheet, Style

from .binaries import brt, cell, compound, font, place, record, row, short, strings, text, wide, xf, xls, xlsb

NUMBER = struct.pack("<d", 44620.5)
COLORED = font() + font(440, 700, 2, 1) + record(0x41E, struct.pack("<H", 164) + text("0.0%")) + xf()
COLORED += xf(1, 164, align=2 | 8, indent=3, sides=0x1111, fill=1, color=10) + xf(code=14) + xf(fill=1, color=9)


def read(tmp_path: Path, content: bytes, limits: Limits | None = None) -> Sheet:
    path = tmp_path / "book.bin"
    path.write_bytes(content)
    with FileHost(path, limits) as host:
        assert host.sheet_names() == ("Sheet1",)
        assert "formulas" in host.notes[0]
        return host.read("Sheet1")


def filled(sheet: Sheet) -> dict[tuple[int, int], object]:
    return {(c.row, c.col): c.value for c in sheet.cells()}


def test_xls_values(tmp_path: Path) -> None:
    cells = [
        record(0x203, place(0, 0) + struct.pack("<d", 1.5)),
        record(0x27E, place(0, 1) + struct.pack("<i", 1234 << 2 | 3)),
        record(0xFD, place(0, 2) + struct.pack("<I", 1)),
        record(0xFD, place(0, 3) + struct.pack("<I", 99)),
        record(0x205, place(1, 0) + b"\x01\x00"),
        record(0x205, place(1, 1) + b"\x2a\x01"),
        record(0x204, place(1, 2) + text("Übersicht")),
        record(0x203, place(1, 3, 2) + NUMBER),
        record(0xBD, struct.pack("<HHHiHiH", 2, 0, 0, 5 << 2 | 2, 0, 7 << 2 | 2, 1)),
        record(0xBE, struct.pack("<HHHHH", 3, 0, 3, 1, 1)),
    ]
    book = COLORED + strings(text("North"), text("서울 😀"))
    assert filled(read(tmp_path, xls(b"".join(cells), book))) == {
        (1, 1): 1.5,
        (1, 2): 12.34,
        (1, 3): "서울 😀",
        (1, 4): CellError.REF,
        (2, 1): True,
        (2, 2): CellError.NA,
        (2, 3): "Übersicht",
        (2, 4): datetime(2022, 2, 28, 12),
        (3, 1): 5.0,
        (3, 2): 7.0,
        (4, 2): None,
    }


def test_xls_formulas_give_their_values(tmp_path: Path) -> None:
    results = [
        struct.pack("<d", 2.5),
        b"\x00\x00\x00\x00\x00\x00\xff\xff",
        b"\x01\x00\x01\x00\x00\x00\xff\xff",
        b"\x02\x00\x07\x00\x00\x00\xff\xff",
        b"\x03\x00\x00\x00\x00\x00\xff\xff",
    ]
    formulas = [record(0x06, place(0, col) + result + bytes(8)) for col, result in enumerate(results)]
    formulas.insert(2, record(0x4BC) + record(0x207, text("text")))
    found = filled(read(tmp_path, xls(b"".join(formulas), font() + xf())))
    assert found == {(1, 1): 2.5, (1, 2): "text", (1, 3): True, (1, 4): CellError.DIV0}


def test_xls_looks_merges_and_hidden_lines(tmp_path: Path) -> None:
    cells = record(0x208, struct.pack("<HHHHHHHH", 4, 0, 1, 0, 0, 0, 0x20, 0))
    cells += record(0x7D, struct.pack("<HHHHHH", 2, 3, 0, 0, 1, 0)) + record(0x203, place(0, 0, 1) + NUMBER)
    cells += record(0x203, place(0, 1, 3) + NUMBER) + record(0xE5, struct.pack("<HHHHH", 1, 6, 7, 0, 2))
    sheet = read(tmp_path, xls(cells, COLORED))
    look, white = list(sheet.cells())
    assert (look.format, look.fill) == ("0.0%", "FF0000")
    assert look.style == (
        Style.TOP | Style.BOTTOM | Style.LEFT | Style.RIGHT | Style.FILL | Style.BOLD | Style.ITALIC
        | Style.UNDERLINE | Style.LARGE | Style.CENTERED | Style.WRAPPED | Style.indent(3)
    )  # fmt: skip
    assert (white.style, white.fill) == (0, "")
    assert sheet.merges == (CellRange.parse("A7:C8"),)
    assert (sheet.hidden_rows, sheet.hidden_cols) == ({5}, {3, 4})


@pytest.mark.parametrize("cut", [*range(11, 17), *range(19, 36)])  # no program cuts the head of a text
def test_xls_texts_go_on_in_the_next_record(tmp_path: Path, cut: int) -> None:
    first, second = text("North"), text("가나다라")
    content = first + second
    if cut >= 8 + 3 and cut < 8 + len(first):  # within characters, the next record begins with their width
        first = first[: cut - 8] + b"\0" + first[cut - 8 :]
    elif cut >= 8 + len(first) + 3 and cut < 8 + len(content):
        at = cut - 8 - len(first)
        cut, at = (cut, at) if at % 2 else (cut - 1, at - 1)
        second = second[:at] + b"\1" + second[at:]
    table = strings(first, second, cut=cut)
    cells = b"".join(record(0xFD, place(0, i) + struct.pack("<I", i)) for i in range(2))
    assert filled(read(tmp_path, xls(cells, font() + xf() + table))) == {(1, 1): "North", (1, 2): "가나다라"}


def test_xls_of_excel_95(tmp_path: Path) -> None:
    cells = record(0x204, place(0, 0) + struct.pack("<H", 5) + "Größe".encode("cp1252"))
    looks = record(0xE0, struct.pack("<HHHBBII", 0, 14, 0, 2, 0, 1 << 16 | 10, 1 | 1 << 3))
    looks = record(0xE0, bytes(16)) + looks
    cells += record(0x203, place(0, 1, 1) + NUMBER)
    sheet = read(tmp_path, xls(cells, record(0x42, struct.pack("<H", 1252)) + looks, version=0x0500))
    assert filled(sheet) == {(1, 1): "Größe", (1, 2): datetime(2022, 2, 28, 12)}
    assert list(sheet.cells())[1].style == Style.TOP | Style.LEFT | Style.FILL | Style.CENTERED


@pytest.mark.parametrize("code", [0, 14])
@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
def test_what_is_no_number_is_an_error_with_a_dates_format_too(tmp_path: Path, number: float, code: int) -> None:
    cells = record(0x203, place(0, 0) + struct.pack("<d", number))
    assert filled(read(tmp_path, xls(cells, font() + xf(code=code)))) == {(1, 1): CellError.NUM}


def test_xls_1904(tmp_path: Path) -> None:
    book = COLORED + record(0x22, b"\1\0")
    sheet = read(tmp_path, xls(record(0x203, place(0, 0, 2) + struct.pack("<d", 43158)), book))
    assert sheet.date1904
    assert sheet.value(1, 1) == datetime(2022, 2, 28)


def test_xls_charts_inside_a_sheet_hold_no_cells_of_it(tmp_path: Path) -> None:
    chart = record(0x809, struct.pack("<HHHHII", 0x600, 0x20, 0, 0, 0, 0))
    chart += record(0x203, place(0, 0) + NUMBER) + record(0x0A)
    cells = chart + record(0x203, place(1, 1) + struct.pack("<d", 3))
    assert filled(read(tmp_path, xls(cells, font() + xf()))) == {(2, 2): 3.0}


def test_an_xls_so_short_that_it_stands_in_the_stream_of_the_root(tmp_path: Path) -> None:
    book = xls(record(0x203, place(1, 1) + struct.pack("<d", 3)), font() + xf(), wrap=short)
    assert filled(read(tmp_path, book)) == {(2, 2): 3.0}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (xls(b"", record(0x2F, bytes(6))), "protected with a password"),
        (xls(b"", version=0x0400), "an Excel before 5"),
        (compound(b"", "Other"), "not a workbook"),
        (xls(record(0x203, place(0, 0) + NUMBER) * 300)[:3000], "damaged"),
        (xls(b"")[:1590], "damaged"),
        (xls(b"", strings(text("North"), cut=9)), "damaged"),
        (xls(record(0x06, place(0, 0) + bytes(6) + b"\xff\xff" + bytes(8))), "Sheet1 of book.xls is damaged"),
    ],
)
def test_xls_that_are_not_read(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "book.xls"
    path.write_bytes(content)
    with pytest.raises(HostError, match=says) as caught, FileHost(path) as host:
        host.read("Sheet1")
    assert str(caught.value).endswith(".")


STYLES = (
    brt(44, struct.pack("<H", 164) + wide("0.0%"))
    + brt(43, struct.pack("<HHHHBBBB", 220, 0, 400, 0, 0, 0, 0, 0))
    + brt(43, struct.pack("<HHHHBBBB", 440, 2, 700, 0, 1, 0, 0, 0))
    + brt(45, struct.pack("<IBBhBBBB", 0, 0, 0, 0, 0, 0, 0, 0))
    + brt(45, struct.pack("<IBBhBBBB", 1, 5, 0, 0, 0x1F, 0x4E, 0x78, 255))
    + brt(46, bytes(51))
    + brt(46, b"\0" + (b"\1" + bytes(9)) * 4 + bytes(10))
    + brt(47, struct.pack("<HHHHHBBH", 0, 9, 0, 0, 0, 0, 0, 0))  # a named style's, not a cell's
    + brt(617)
    + brt(47, struct.pack("<HHHHHBBH", 0, 0, 0, 0, 0, 0, 0, 0))
    + brt(47, struct.pack("<HHHHHBBH", 0, 164, 1, 1, 1, 0, 3, 0x42))
    + brt(47, struct.pack("<HHHHHBBH", 0, 14, 0, 0, 0, 0, 0, 0))
    + brt(618)
)


def test_xlsb_values(tmp_path: Path) -> None:
    sheet = row(0) + cell(2, 0, struct.pack("<i", 7 << 2 | 2)) + cell(5, 1, struct.pack("<d", 1.5))
    sheet += cell(7, 2, struct.pack("<I", 0)) + cell(7, 3, struct.pack("<I", 9)) + cell(6, 4, wide("a😀"))
    sheet += row(1) + cell(4, 0, b"\1") + cell(3, 1, b"\x07") + cell(5, 2, NUMBER, xf=2) + cell(1, 3) + cell(1, 4, xf=1)
    sheet += row(2) + cell(8, 0, wide("f")) + cell(9, 1, NUMBER) + cell(10, 2, b"\0") + cell(11, 3, b"\x1d")
    sheet += brt(13, struct.pack("<Ii", 0, 4 << 2 | 2))  # in the column after the last
    texts = brt(19, b"\0" + wide("서울"))
    assert filled(read(tmp_path, xlsb(sheet, strings=texts, styles=STYLES))) == {
        **{(1, 1): 7.0, (1, 2): 1.5, (1, 3): "서울", (1, 4): CellError.REF, (1, 5): "a😀"},
        **{(2, 1): True, (2, 2): CellError.DIV0, (2, 3): datetime(2022, 2, 28, 12), (2, 5): None},
        **{(3, 1): "f", (3, 2): 44620.5, (3, 3): False, (3, 4): CellError.NAME, (3, 5): 4.0},
    }


def test_xlsb_records_for_a_later_excel_are_passed_over(tmp_path: Path) -> None:
    later = brt(35, b"\0\0\0\0") + cell(1, 0, xf=1) + cell(5, 1, NUMBER) + brt(36)
    sheet = row(0) + cell(5, 0, NUMBER) + later + cell(4, 2, b"\1")
    assert filled(read(tmp_path, xlsb(sheet, styles=STYLES))) == {(1, 1): 44620.5, (1, 3): True}


def test_xlsb_looks_merges_and_hidden_lines(tmp_path: Path) -> None:
    sheet = brt(60, struct.pack("<iiIIH", 1, 2, 0, 0, 1)) + row(3, hidden=True) + cell(5, 0, NUMBER, xf=1)
    sheet += brt(176, struct.pack("<4i", 5, 6, 0, 2))
    found = read(tmp_path, xlsb(sheet, styles=STYLES, book=brt(153, struct.pack("<III", 1, 0, 0))))
    (look,) = found.cells()
    assert (look.format, look.fill) == ("0.0%", "1F4E78")
    assert look.style == (
        Style.TOP | Style.BOTTOM | Style.LEFT | Style.RIGHT | Style.FILL | Style.BOLD | Style.ITALIC | Style.HIDDEN
        | Style.UNDERLINE | Style.LARGE | Style.CENTERED | Style.WRAPPED | Style.indent(3)
    )  # fmt: skip
    assert found.merges == (CellRange.parse("A6:C7"),)
    assert (found.hidden_rows, found.hidden_cols, found.date1904) == ({4}, {2, 3}, True)


def test_limits_hold_for_binary_workbooks(tmp_path: Path) -> None:
    many = b"".join(cell(5, col, NUMBER) for col in range(11))
    with pytest.raises(HostError, match="more than 10 cells"):
        read(tmp_path, xlsb(row(0) + many), Limits(cells=10))
    with pytest.raises(HostError, match="text"):
        read(tmp_path, xls(b"", font() + xf() + strings(text("x" * 500))), Limits(text_bytes=100))
    with pytest.raises(HostError, match="too long"):
        read(tmp_path, xls(b""), Limits(seconds=-1))
    with pytest.raises(HostError, match="larger than 0 MiB"):
        read(tmp_path, xls(b""), Limits(part_bytes=4096))


def test_the_clock_is_looked_at_over_records_of_no_meaning(tmp_path: Path) -> None:
    path = tmp_path / "book.xls"
    path.write_bytes(xls(record(0x5D) * 2000))
    with FileHost(path) as host, pytest.raises(HostError, match="too long"):
        host._book.read("Sheet1", Limits(seconds=-1).deadline())


# Formulas, whose texts are not read, with values that nobody calculated


def formulas_xls(*results: bytes, book: bytes = b"", sheet: bytes = b"") -> bytes:
    cells = b"".join(
        record(0x06, place(row, 0) + result + struct.pack("<HIH", 0, 0, 0)) for row, result in enumerate(results)
    )
    return xls(record(0x203, place(9, 9) + struct.pack("<d", 7)) + cells + sheet, book)


def number(value: float) -> bytes:
    return struct.pack("<d", value)


NOTHING = b"\3\0\0\0\0\0\xff\xff"
RECALCULATED = record(0x1C1, struct.pack("<HHI", 0x1C1, 0, 191029))
UNCALCULATED = record(0x5E, b"\0\0")


@pytest.mark.parametrize(
    ("content", "values"),
    [
        (formulas_xls(number(0), NOTHING), [CellError.UNCALCULATED, CellError.UNCALCULATED]),
        (formulas_xls(number(0), number(3)), [0.0, 3.0]),
        (formulas_xls(number(0), NOTHING, book=RECALCULATED), [0.0, None]),
        (formulas_xls(number(0), book=RECALCULATED, sheet=UNCALCULATED), [CellError.UNCALCULATED, None]),
        (formulas_xls(number(5), book=RECALCULATED, sheet=UNCALCULATED), [5.0, None]),
    ],
)
def test_formulas_of_an_xls_that_nobody_calculated(tmp_path: Path, content: bytes, values: list[Value | None]) -> None:
    path = tmp_path / "b.xls"
    path.write_bytes(content)
    with FileHost(path) as host:
        sheet = host.read("Sheet1")
    assert [sheet.value(1, 1), sheet.value(2, 1)] == values
    assert sheet.value(10, 10) == 7.0
    assert any("not calculated" in note for note in sheet.notes) == (CellError.UNCALCULATED in values)


def calculation(flags: int) -> bytes:
    return brt(157, struct.pack("<IIIdIH", 191029, 1, 100, 0.001, 1, flags))


@pytest.mark.parametrize(
    ("flags", "after", "result", "value"),
    [
        (0x6B, b"", 0.0, CellError.UNCALCULATED),
        (0x6A, b"", 0.0, 0.0),
        (0x6B, b"", 4.0, 4.0),
        (0x6A, brt(663, b"\1\0\0\0"), 0.0, CellError.UNCALCULATED),
    ],
)
def test_formulas_of_an_xlsb_that_nobody_calculated(
    tmp_path: Path, flags: int, after: bytes, result: float, value: Value
) -> None:
    path = tmp_path / "b.xlsb"
    formula = cell(9, 0, struct.pack("<dHII", result, 0, 0, 0))
    path.write_bytes(xlsb(row(0) + formula + cell(5, 1, number(7)) + after, book=calculation(flags)))
    with FileHost(path) as host:
        sheet = host.read("Sheet1")
    assert sheet.values.tolist() == [value, 7.0]
