"""Texts of formulas in an .xls, which may go on from record to record."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from sheetllm_xl.files.file import FileHost

from .binaries import font, place, record, text, xf, xls

FORMULA = record(0x06, place(0, 0) + b"\0\0\0\0\0\0\xff\xff" + bytes(8))
AFTER = record(0x203, place(0, 1) + struct.pack("<d", 3))


def _values(path: Path, cells: bytes, version: int = 0x0600) -> list[object]:
    path.write_bytes(xls(cells, font() + xf() if version == 0x0600 else b"", version=version))
    with FileHost(path) as host:
        return [cell.value for cell in host.read("Sheet1").cells()]


@pytest.mark.parametrize("after", [AFTER, b""])
@pytest.mark.parametrize(("letters", "cut"), [("abcdefghij" * 2000, 8224), ("é가" * 5000, 8223), ("abc", 3), ("", 3)])
def test_the_text_of_a_formula_goes_on_in_the_next_record(tmp_path: Path, letters: str, cut: int, after: bytes) -> None:
    whole = text(letters)
    rest = [record(0x3C, whole[2:3] + whole[cut:])] if cut < len(whole) else []
    cells = FORMULA + record(0x207, whole[:cut]) + b"".join(rest) + after
    expected = [letters] if letters else []
    assert _values(tmp_path / "book.xls", cells) == expected + ([3.0] if after else [])


def test_a_text_that_goes_on_in_other_widths(tmp_path: Path) -> None:
    cells = FORMULA + record(0x207, struct.pack("<HB", 4, 0) + b"ab")
    cells += record(0x3C, b"\1" + "가".encode("utf-16-le")) + record(0x3C, b"\0z") + AFTER
    assert _values(tmp_path / "book.xls", cells) == ["ab가z", 3.0]


def test_the_text_of_a_formula_of_excel_95_goes_on(tmp_path: Path) -> None:
    cells = FORMULA + record(0x207, struct.pack("<H", 3000) + b"a" * 2000) + record(0x3C, b"b" * 1000) + AFTER
    assert _values(tmp_path / "book.xls", cells, 0x0500) == ["a" * 2000 + "b" * 1000, 3.0]


def test_a_table_that_counts_texts_which_nobody_uses(tmp_path: Path) -> None:
    path = tmp_path / "book.xls"
    path.write_bytes(xls(AFTER, record(0xFC, struct.pack("<II", 0, 1761))))
    with FileHost(path) as host:
        assert host.read("Sheet1").value(1, 2) == 3.0
