"""Files that are spelled to mislead: by blocks and by events they hold the same, which is what Excel shows."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from sheetllm_xl.errors import HostError
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.files.limits import Limits
from sheetllm_xl.sheet import Sheet

from .packages import MAIN, package
from .test_plain_rows import STRINGS, STYLES, both

HIDDEN = '<sheetData><row r="1"><c r="A1"><v>666</v></c></row></sheetData>'
TRUE = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    "part",
    [
        f"<sheetData/><!-- {HIDDEN} -->",
        f"<!-- {HIDDEN} --><sheetData/>",
        f'<sheetData a="1"><!-- {HIDDEN} --></sheetData>',
        f"<sheetData/><?note {HIDDEN} ?>",
    ],
)
def test_what_stands_in_a_comment_is_no_cell(tmp_path: Path, part: str) -> None:
    sheet = f'<worksheet xmlns="{MAIN}">{part}</worksheet>'
    for found in both(package(tmp_path / "b.xlsx", "", extra={"xl/worksheets/sheet1.xml": sheet})):
        assert isinstance(found, Sheet)
        assert len(found) == 0


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        ('<row r="1"><c r="A1" t="d"><v>45000</v></c></row>', ["45000"]),
        ('<row r="1"><c r="A1" t="d"><v>now</v></c></row>', ["now"]),
        ('<row r="1"><c r="A1" t="d"><v>2026-02-30</v></c></row>', ["2026-02-30"]),
        ('<row r="1"><c r="A1"><v>5</v></c><c r="A1" t="s"><v>1</v></c></row>', [5.0]),
        ('<row r="1"><c r="A1"><v>5</v></c><c r="A1" t="d"><v> </v></c></row>', [5.0]),
        ('<row r="0" hidden="1"/><row r="1"><c r="A1"><v>5</v></c></row>', [5.0]),
        ('<row r="1"><c r="A9"><v>5</v></c></row>\n<row><c r="B1"><v>6</v></c><c><v>7</v></c></row>', [6.0, 7.0, 5.0]),
    ],
)
def test_odd_cells(tmp_path: Path, rows: str, values: list[object]) -> None:
    quick, slow = both(package(tmp_path / "b.xlsx", rows, strings=STRINGS, styles=STYLES))
    assert isinstance(quick, Sheet)
    assert quick == slow
    assert quick.values.tolist() == values
    assert quick.hidden_rows == frozenset()


@pytest.mark.parametrize("value", ["<v//>", "<v/x>", "<is><t/x></is>"])
def test_what_is_no_xml_is_damaged_both_ways(tmp_path: Path, value: str) -> None:
    quick, slow = both(package(tmp_path / "b.xlsx", f'<row r="1"><c r="A1">{value}</c></row>'))
    assert quick == slow
    assert "damaged" in str(quick)


def test_an_encoding_is_heeded_however_it_is_spelled(tmp_path: Path) -> None:
    head = '<?xml version="1.0" encoding = "ISO-8859-1"?>'
    rows = '<row r="1"><c r="A1" t="str"><v>é</v></c></row>'
    sheet = f'{head}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    path = package(tmp_path / "b.xlsx", "")
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in (parts | {"xl/worksheets/sheet1.xml": sheet.encode("latin-1")}).items():
            new.writestr(name, content)
    assert [found.value(1, 1) for found in both(path) if isinstance(found, Sheet)] == ["é", "é"]


def test_cells_that_hold_nothing_count_for_nothing(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>1</v></c></row>' for r in range(1, 1000))
    with FileHost(package(tmp_path / "b.xlsx", rows, strings=STRINGS), Limits(cells=500)) as host:
        assert len(host.read("Sheet1")) == 0


@pytest.mark.timeout(60)
def test_formulas_that_many_cells_share_keep_to_the_time(tmp_path: Path) -> None:
    """Each of 2,000 references moves, for each of 100,000 cells: minutes, were nobody to look at the clock."""
    text = "+".join(["A1"] * 2_000)
    rows = f'<row r="1"><c r="B1"><f t="shared" ref="B1:B100000" si="0">{text}</f></c></row>'
    rows += "".join(f'<row r="{r}"><c r="B{r}"><f t="shared" si="0"/></c></row>' for r in range(2, 100_000))
    with (
        FileHost(package(tmp_path / "b.xlsx", rows), Limits(seconds=1)) as host,
        pytest.raises(HostError, match=r"takes too long|MiB of text"),
    ):
        host.read("Sheet1")


def test_a_part_that_is_packed_otherwise_is_refused(tmp_path: Path) -> None:
    path = package(tmp_path / "b.xlsx", TRUE)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    with pytest.raises(HostError, match="packed in a way that no workbook is"), FileHost(path):
        pass
