"""Text files of rows: read as pandas reads them once it is told what we have to find out, or refused in a sentence."""

from __future__ import annotations

import io
import tracemalloc
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.errors import BeyondLimits, HostError
from sheetllm_xl.files.dialect import decimal_of, delimiter_of
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.limits import Limits
from sheetllm_xl.literals import CellError
from sheetllm_xl.sheet import Sheet

ROWS = [
    ("Region", "Größe", "Preis", "Bemerkung"),
    ("Nord", 1200, 2.5, "früh, und spät"),
    ("München", -7, 0.125, 'er sagte "ja"; dann ging er'),
    ("Süd|West", 0, 1234.75, ""),
    ("Österreich", 99999, -0.5, "zwei\nZeilen"),
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]


def read(path: Path, content: bytes, limits: Limits | None = None) -> Sheet:
    path.write_bytes(content)
    with FileHost(path, limits) as host:
        (name,) = host.sheet_names()
        assert host.notes == ()
        return host.read(name)


def grid(sheet: Sheet) -> dict[tuple[int, int], Any]:
    return {(cell.row, cell.col): cell.value for cell in sheet.cells()}


def written(delimiter: str, decimal: str) -> str:
    frame = pd.DataFrame(ROWS[1:], columns=ROWS[0])
    return str(frame.to_csv(sep=delimiter, decimal=decimal, index=False, lineterminator="\r\n"))


def by_pandas(content: bytes, **options: Any) -> dict[tuple[int, int], Any]:
    frame = pd.read_csv(io.BytesIO(content), header=None, skip_blank_lines=False, **options)
    cells = {}
    for row, values in enumerate(frame.astype(object).itertuples(index=False), 1):
        for col, value in enumerate(values, 1):
            if not pd.isna(value):
                cells[row, col] = _number(value, options.get("decimal", "."))
    return cells


def _number(value: Any, decimal: str) -> Any:
    try:
        return float(str(value).replace(decimal, "."))  # a column with its heading is of texts to pandas
    except ValueError:
        return value


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("decimal", [".", ","])
def test_every_encoding_mark_and_decimal_is_found_out(
    tmp_path: Path, encoding: str, delimiter: str, decimal: str
) -> None:
    content = written(delimiter, decimal).encode(encoding)
    sheet = read(tmp_path / "sales.csv", content)
    assert sheet.name == "sales"
    known = {"sep": delimiter, "decimal": decimal, "encoding": encoding}
    assert grid(sheet) == {
        k: v.replace("\r", "") if isinstance(v, str) else v for k, v in by_pandas(content, **known).items()
    }
    assert sheet.notes[0].startswith(f"Read as text in {encoding.removesuffix('-sig')}, its cells parted by ")
    assert ("decimals by commas" in sheet.notes[0]) == (decimal == ",")


ODD: dict[str, tuple[bytes, list[list[Any]]]] = {
    "a first line for Excel": (b"sep=;\nA;B\n1,5;2\n", [["A", "B"], [1.5, 2.0]]),
    "lines end as on old Macs": (b"A,B\r1,2\r", [["A", "B"], [1.0, 2.0]]),
    "no line end": (b"A,B\n1,2", [["A", "B"], [1.0, 2.0]]),
    "one column": (b"Name\nAda\nBob\n", [["Name"], ["Ada"], ["Bob"]]),
    "only blank lines": (b"\n\n\n", []),
    "ragged": (b"A,B,C\n1\n2,3,4,5\n", [["A", "B", "C"], [1.0], [2.0, 3.0, 4.0, 5.0]]),
    "codes keep their zeros": (b"PLZ,n\n01067,1\n00501,2\n", [["PLZ", "n"], ["01067", 1.0], ["00501", 2.0]]),
    "all digits are kept": (b"No,n\n12345678901234567890,1\n", [["No", "n"], ["12345678901234567890", 1.0]]),
    "decimals prove thousands": (b'A,B\n"1,234.50",1\n"12,500",2\n', [["A", "B"], [1234.5, 1.0], [12500.0, 2.0]]),
    "thousands or decimals, nobody knows": (b"A;B\n1,234;1\n", [["A", "B"], ["1,234", 1.0]]),
    "several thousands": (
        b'A,B\n"1,234",1\n"12,500",\n"2,001",3\n',
        [["A", "B"], [1234.0, 1.0], [12500.0], [2001.0, 3.0]],
    ),
    "a title over the table": (b"Sales\n\nA;B\n1,5;2\n2,5;3\n", [["Sales"], [], ["A", "B"], [1.5, 2.0], [2.5, 3.0]]),
    "no formula": (b"A,B\n=1+1,@SUM(A1)\n", [["A", "B"], ["=1+1", "@SUM(A1)"]]),
    "dates, and days that may be two": (
        b"2026-03-01,08:15:00,2026-03-01T08:15:00\n03/04/2026,2026-02-30,x\n",
        [[datetime(2026, 3, 1), time(8, 15), datetime(2026, 3, 1, 8, 15)], ["03/04/2026", "2026-02-30", "x"]],
    ),
    "kinds": (b"12.5%,TRUE,#N/A\n#NOT_CALCULATED,x,y\n", [[0.125, True, CellError.NA], ["#NOT_CALCULATED", "x", "y"]]),
    "Czech": (
        "Město;n\nPlzeň;1\nŽďár nad Sázavou;2\nČeské Budějovice;3\n".encode("cp1250"),
        [["Město", "n"], ["Plzeň", 1.0], ["Žďár nad Sázavou", 2.0], ["České Budějovice", 3.0]],
    ),
    "Russian": (
        "Город;n\nМосква;1\nНовосибирск;2\n".encode("cp1251"),
        [["Город", "n"], ["Москва", 1.0], ["Новосибирск", 2.0]],
    ),
    "Japanese": (
        "地域,n\n東京,1\n大阪,2\n北海道,3\n".encode("cp932"),
        [["地域", "n"], ["東京", 1.0], ["大阪", 2.0], ["北海道", 3.0]],
    ),
    "Korean": (
        "지역,n\n서울,1\n부산,2\n대구광역시,3\n".encode("cp949"),
        [["지역", "n"], ["서울", 1.0], ["부산", 2.0], ["대구광역시", 3.0]],
    ),
}


@pytest.mark.parametrize("case", ODD)
def test_odd_files(tmp_path: Path, case: str) -> None:
    content, rows = ODD[case]
    expected = {(r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1)}
    assert grid(read(tmp_path / "odd.csv", content)) == expected


def test_no_line_ends_a_file_before_its_end(tmp_path: Path) -> None:
    sheet = read(tmp_path / "odd.csv", b"A,B\n" + b"1,2\n" * 20_000 + b"\0end\n3,4\n")
    assert (sheet.value(20_002, 1), sheet.value(20_003, 1), sheet.value(20_003, 2)) == ("\0end", 3.0, 4.0)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"\xef\xbb\xbfA,B\n\xff,1\n", "utf-8"),
        ("A,B\nx,1\n".encode("utf-16") + b"y", "utf-16"),
        ("Größe,Preis\nfrüh,1\n".encode("cp1252") * 9_000 + b"\x81,1\n", "cp1252"),
    ],
)
def test_bytes_that_are_no_characters_are_said_to_be_some(tmp_path: Path, content: bytes, encoding: str) -> None:
    sheet = read(tmp_path / "odd.csv", content)
    assert sheet.notes[0].startswith(f"Read as text in {encoding},")
    assert sheet.notes[1:] == (f"Some of its bytes are no characters in {encoding}; they stand as \ufffd.",)
    assert any("\ufffd" in str(cell.value) for cell in sheet.cells())


def test_what_is_looked_at_to_tell_decimals_is_bounded(tmp_path: Path) -> None:
    rows = (",".join(f"{row * 10_000 + n:0100}" for n in range(10_000)) + "\n" for row in range(60))
    (tmp_path / "b.csv").write_text("".join(rows), "utf-8")
    tracemalloc.start()
    FileHost(tmp_path / "b.csv").close()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 64 << 20


def test_bytes_of_no_encoding_are_shown_as_such(tmp_path: Path) -> None:
    sheet = read(tmp_path / "odd.csv", b"A,B\n\xed\xa0\x80,1\n")
    assert sheet.value(2, 2) == 1.0
    str(sheet.value(2, 1)).encode("utf-8")  # it can be written out


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "empty.csv is empty: 0 bytes"),
        ("open.csv", b'A,B\nX,"never closed\nY,2\n', "a quotation mark in or after line 2 that is never closed"),
        ("long.csv", b'A,B\nX,"' + b"y\n" * 100_000, "a quotation mark in or after line 2 that is never closed"),
        ("end.csv", b'A,B\nX,1\n"', "a quotation mark in or after line 3 that is never closed, so"),
        ("sep.csv", b'sep=;\nA;B\nX;"never closed\n', "a quotation mark in or after line 3 that is never closed, so"),
        ("cell.csv", b"A,B\nX," + b"y" * 131_073, "a cell of more than 131,072 characters in line 2, and"),
        ("shut.csv", b'A,B\nX,"' + b"y" * 131_073 + b'"\n', "a cell of more than 131,072 characters in line 2, and"),
        ("shut.csv", b'A,B\nX,"' + b"y\n" * 70_000 + b'"\n', "never closed, or a cell of more than 131,072 characters"),
        ("line.csv", b"A,B\nX" + b",yyyyyyy" * (1 << 21), "a row of more than 16,777,216 characters"),
        ("row.csv", b'A,"B' + (b"y" * 99_999 + b'\n","') * 200, "a row of more than 16,777,216 characters"),
        ("page.csv", b"<html><body><table>", "web page or XML"),
        ("noise.csv", bytes(range(32)) * 100, "not a workbook that can be read"),
        ("wide.csv", b"," * 16_384 + b"x\n", "more rows or columns than a worksheet"),
        ("tall.csv", b"\n" * 1_048_576 + b"x\n", "more rows or columns than a worksheet"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    with pytest.raises(HostError, match=says) as caught:
        read(tmp_path / name, content)
    assert str(caught.value).endswith(".")


def test_a_workbook_under_the_name_of_a_text_is_read_as_what_it_is(tmp_path: Path) -> None:
    from sheetllm_xl.files.sample import write_sample

    write_sample(tmp_path / "sample.xlsx")
    (tmp_path / "sample.csv").write_bytes((tmp_path / "sample.xlsx").read_bytes())
    with FileHost(tmp_path / "sample.xlsx") as whole, FileHost(tmp_path / "sample.csv") as named:
        assert [named.read(name) for name in named.sheet_names()] == [whole.read(name) for name in whole.sheet_names()]


def test_the_limits_hold(tmp_path: Path) -> None:
    with pytest.raises(BeyondLimits, match="more than 1,000 cells"):
        read(tmp_path / "many.csv", b"1,2,3,4\n" * 100_000, Limits(cells=1_000))
    with pytest.raises(BeyondLimits, match="too long"):
        read(tmp_path / "slow.csv", b"1,2,3,4\n" * 100_000, Limits(seconds=0.0))


def test_a_name_that_no_sheet_may_have_is_changed(tmp_path: Path) -> None:
    assert read(tmp_path / f"'a[1]{'x' * 40}.tsv", b"1\t2\n").name == "a_1_" + "x" * 26 + "x"


@pytest.mark.parametrize(
    ("sample", "mark"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n", ";"),
        ("name\tnote\nx\tone, two; three\ny\tfour, five\n", "\t"),
        ('a|b\n1|"x|y"\n', "|"),
        ("Report; all regions\na,b\n1,2\n3,4\n", ","),
        ("alone\n", ","),
    ],
)
def test_the_mark_between_cells(sample: str, mark: str) -> None:
    assert delimiter_of(sample) == mark


@given(st.lists(st.decimals(min_value=-(10**6), max_value=10**6, places=2), min_size=3), st.sampled_from(".,"))
def test_numbers_with_two_decimals_say_which_mark_they_have(numbers: list[Any], mark: str) -> None:
    texts = [f"{number:,.2f}".translate(str.maketrans(",.", ".,") if mark == "," else {}) for number in numbers]
    assert decimal_of(texts) == (mark, True)


@given(st.text(st.characters(codec="utf-8", exclude_characters='\0\r\n",;\t|'), max_size=20), st.integers(-99, 99))
def test_a_text_is_read_back_or_is_its_own_number(text: str, number: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        sheet = read(Path(folder) / "b.csv", f"k,v\n{text},{number}\n".encode())
    assert sheet.value(2, 2) == number
    shown = sheet.value(2, 1)
    assert shown == (text or None) or not isinstance(shown, str)
