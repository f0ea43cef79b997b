"""Dates of a workbook: serial numbers by their formats, spelled out, and those of 1904."""

from datetime import datetime, time
from pathlib import Path

import pytest

from .packages import package
from .test_file import read

DATED = '<cellXfs><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="46"/></cellXfs>'


@pytest.mark.parametrize(
    ("serial", "style", "value"),
    [
        ("44620", 0, datetime(2022, 2, 28)),
        ("44620.25", 0, datetime(2022, 2, 28, 6)),
        ("1", 0, datetime(1900, 1, 1)),
        ("60", 0, 60.0),  # 29 February 1900, which never was
        ("61", 0, datetime(1900, 3, 1)),
        ("-5", 0, -5.0),
        ("99999999", 0, 99999999.0),
        ("0.5", 1, time(12)),
        ("1.5", 2, 1.5),  # [h]:mm:ss is a length of time, not a moment
    ],
)
def test_dates(tmp_path: Path, serial: str, style: int, value: object) -> None:
    rows = f'<row r="1"><c r="A1" s="{style}"><v>{serial}</v></c></row>'
    assert read(package(tmp_path / "b.xlsx", rows, styles=DATED)).value(1, 1) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2021-01-31", datetime(2021, 1, 31)),
        ("2021-01-31T10:11:12Z", datetime(2021, 1, 31, 10, 11, 12)),
        ("10:11:12", time(10, 11, 12)),
        ("10:11:12.5Z", time(10, 11, 12, 500_000)),
        ("25:00:00", "25:00:00"),
        ("soon", "soon"),
    ],
)
def test_dates_that_are_spelled_out(tmp_path: Path, text: str, value: object) -> None:
    rows = f'<row r="1"><c r="A1" t="d"><v>{text}</v></c></row>'
    assert read(package(tmp_path / "b.xlsx", rows)).value(1, 1) == value
    assert read(package(tmp_path / "c.xlsx", f"<!-- no plain row -->{rows}")).value(1, 1) == value


def test_dates_of_1904(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" s="0"><v>43158</v></c></row>'
    path = package(tmp_path / "b.xlsx", rows, styles=DATED, workbook='<workbookPr date1904="1"/>')
    sheet = read(path)
    assert sheet.value(1, 1) == datetime(2022, 2, 28)
    assert sheet.date1904
