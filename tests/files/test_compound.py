"""The wrapping of an .xls: which of its streams count, and what a damaged one may cost."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from sheetllm_xl.files.compound import CompoundFile
from sheetllm_xl.files.file import FileHost

from .binaries import header, nested, place, record, xls


def _of(number: float) -> bytes:
    return xls(record(0x203, place(0, 0) + struct.pack("<d", number)), wrap=lambda stream, _: stream)


def test_the_workbook_of_an_embedded_object_is_not_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "book.xls"
    path.write_bytes(nested(_of(1), _of(2)))
    with FileHost(path) as host:
        assert host.read("Sheet1").value(1, 1) == 1.0


def test_entries_that_name_each_other_in_a_circle_end() -> None:
    content = bytearray(nested(_of(1), _of(2)))
    struct.pack_into("<II", content, 1024 + 128 + 68, 1, 2)
    struct.pack_into("<I", content, 1024 + 2 * 128 + 68, 1)
    assert CompoundFile(bytes(content)).stream("Workbook") == _of(1).ljust(4096, b"\0")


@pytest.mark.parametrize(
    "head",
    [header(12, difat=0, difats=2), header(12, fats=(0,) * 109)],
    ids=["a list of tables that names itself", "one table a hundred times"],
)
def test_a_damaged_table_of_sectors_costs_no_more_than_the_file(head: bytes) -> None:
    content = head + struct.pack("<1024I", *[1] * 1023, 0) + bytes(2 * 4096)
    damaged = CompoundFile(content)
    assert len(damaged._fat) <= 1024
    assert len(damaged._chain(1)) <= len(content) + 4096
