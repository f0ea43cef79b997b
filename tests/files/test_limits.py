"""Files that were built to break a reader: each is read, or refused in one sentence, within the limits."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sheetllm_xl.errors import HostError
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.limits import Limits
from sheetllm_xl.sheet import Sheet

from .packages import MAIN, package

FILLED = '<fills><fill/><fill><patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill></fill></fills>'


FILLED += '<cellXfs><xf/><xf fillId="1"/></cellXfs>'


ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def read(path: Path, limits: Limits | None = None) -> Sheet:
    with FileHost(path, limits) as host:
        return host.read("Sheet1")


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(HostError) as caught:
        read(path, limits)
    text = str(caught.value)
    assert text.endswith(".")
    assert "\n" not in text
    return text


def test_reading_leaves_time_for_what_comes_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 1_000.0)
    assert Limits(seconds=100).deadline().at == 1_090


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        ('<row r="1">' + "".join(f'<c r="{c}1"><v>1</v></c>' for c in "ABCDEFGHIJK") + "</row>", ""),
        ('<row r="1">' + "<c><v>1</v></c>" * 11 + "</row>", ""),
        ('<row r="1">' + "".join(f'<c r="{c}1"><f>A9</f></c>' for c in "ABCD") + "</row>", ""),
        (ONE, "<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 5 + "</mergeCells>"),
    ],
)
def test_more_cells_than_are_read(tmp_path: Path, rows: str, after: str) -> None:
    assert "more than 10 cells" in refusal(package(tmp_path / "b.xlsx", rows, after=after), Limits(cells=10))


def test_more_text_than_is_read(tmp_path: Path) -> None:
    shared = '<f t="shared" si="0"'
    rows = f'<row r="1"><c r="A1">{shared} ref="A1:A99">"{"x" * 900}"</f></c>'
    rows += "".join(f'<c r="{c}1">{shared}/></c>' for c in "BCDEF") + "</row>"
    assert "text" in refusal(package(tmp_path / "b.xlsx", rows), Limits(text_bytes=5000))
    inline = '<row r="1"><c r="A1" t="str"><v>%s</v></c></row>' % ("x" * 6000)
    assert "text" in refusal(package(tmp_path / "c.xlsx", inline), Limits(text_bytes=5000))
    for strings in ("<si><t>a</t></si>" * 100, "<si><r><t>a</t></r></si>" * 100):
        assert "text" in refusal(package(tmp_path / "d.xlsx", ONE, strings=strings), Limits(text_bytes=5000))


def _deflated(path: Path, part: str, pieces: Callable[[], bytes], count: int, head: bytes, tail: bytes) -> Path:
    """A package whose ``part`` is ``head``, ``count`` times the same piece, and ``tail``."""
    whole = package(path.with_name("whole.xlsx"), ONE, strings="<si><t>a</t></si>", styles=FILLED)
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for name in archive.namelist():
            if name != part:
                copy.writestr(name, archive.read(name))
        piece = pieces()
        with copy.open(part, "w", force_zip64=True) as stream:
            stream.write(head)
            for _ in range(count):
                stream.write(piece)
            stream.write(tail)
    return path


SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


HEAD, TAIL = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode(), b"</sheetData></worksheet>"


BOMBS: dict[str, tuple[str, bytes, int, bytes, bytes]] = {
    # name: part, what is repeated, how often, what stands before it and after it
    "a gigabyte of blanks": (SHEET, b" " * (1 << 20), 1000, HEAD, TAIL),
    "more than a gigabyte": (SHEET, b" " * (1 << 20), 1100, HEAD, TAIL),
    "rows of nothing": (SHEET, b'<row r="1"></row>' * 50_000, 1000, HEAD, TAIL),
    "rows without numbers": (SHEET, b"<row/>" * 100_000, 1000, HEAD, TAIL),
    "styled empty cells": (SHEET, b'<row r="7">' + b'<c r="B7" s="1"/>' * 50_000 + b"</row>", 20, HEAD, TAIL),
    "more styled cells": (SHEET, b'<row r="7">' + b'<c r="B7" s="1"/>' * 50_000 + b"</row>", 1000, HEAD, TAIL),
    "cells without places": (SHEET, b"<row>" + b"<c><v>1</v></c>" * 50_000 + b"</row>", 1000, HEAD, TAIL),
    "formulas": (SHEET, b'<row r="1">' + b'<c r="A1"><f>A1</f></c>' * 40_000 + b"</row>", 1000, HEAD, TAIL),
    "texts": (SHEET, b'<row r="1"><c r="A1" t="str"><v>' + b"x" * 1_000_000 + b"</v></c></row>", 1000, HEAD, TAIL),
    "one text": (SHEET, b"x" * 1_000_000, 1000, HEAD + b'<row r="1"><c r="A1" t="str"><v>', b"</v></c></row>" + TAIL),
    "one attribute": (SHEET, b"x" * 1_000_000, 1000, HEAD + b'<row r="', b'"/>' + TAIL),
    "depth": (SHEET, b"<a>" * 300_000, 1000, HEAD, b""),
    "merges": (SHEET, b'<mergeCell ref="A1:B2"/>' * 40_000, 1000, HEAD + b"</sheetData><mergeCells>", b"</mergeCells>"),
    "columns": (
        *(SHEET, b'<col min="1" max="16384" hidden="1"/>' * 20_000, 1000),
        *(HEAD.replace(b"<sheetData>", b"<cols>"), b"</cols></worksheet>"),
    ),
    "strings of a gigabyte": (STRINGS, b"<si><t>" + b"y" * 1_000_000 + b"</t></si>", 1000, b"<sst>", b"</sst>"),
    "many short strings": (STRINGS, b"<si><t>a</t></si>" * 50_000, 1000, b"<sst>", b"</sst>"),
    "strings of runs": (STRINGS, b"<si><r><t>a</t></r></si>" * 40_000, 1000, b"<sst>", b"</sst>"),
    "styles": ("xl/styles.xml", b"<xf/>" * 100_000, 33, b"<styleSheet><cellXfs>", b"</cellXfs></styleSheet>"),
    "more styles": ("xl/styles.xml", b"<xf/>" * 100_000, 1000, b"<styleSheet><cellXfs>", b"</cellXfs></styleSheet>"),
    "sheets": ("xl/workbook.xml", b"<sheet/>" * 100_000, 20, b"<workbook><sheets>", b"</sheets></workbook>"),
    "depth of a tree": ("xl/workbook.xml", b"<a>" * 100_000, 50, b"<workbook>", b""),
}


_PROGRAM = """
import json, resource, sys, time
from sheetllm_xl.errors import HostError
from sheetllm_xl.files.file import FileHost
begun, said = time.monotonic(), ""
try:
    with FileHost(sys.argv[1]) as host:
        for name in host.sheet_names()[:1]:
            host.read(name)
except HostError as error:
    said = str(error)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"said": said, "seconds": time.monotonic() - begun, "mib": peak}))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is measured through resource, which Windows has not")
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_stay_within_30_seconds_and_2_gb(tmp_path: Path, name: str) -> None:
    part, piece, count, head, tail = BOMBS[name]
    path = _deflated(tmp_path / "b.xlsx", part, lambda: piece, count, head, tail)
    done = subprocess.run([sys.executable, "-c", _PROGRAM, str(path)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    report = json.loads(done.stdout)
    print(name, report)
    assert not report["said"] or report["said"].endswith(".")
    assert report["mib"] < 2048
    assert report["seconds"] <= 30


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="measures with resource and /proc")
def test_an_archive_of_a_million_entries(tmp_path: Path) -> None:
    path, file = tmp_path / "b.xlsx", io.BytesIO()
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    file.write(entry * 1_000_000)
    size = file.tell()
    file.write(struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 65535, 65535, size, 0, 0))
    path.write_bytes(file.getvalue())
    assert "more parts than any workbook" in refusal(path)
