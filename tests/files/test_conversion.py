"""A file's COPILOT cells in a copy of it: found as Excel stores them, converted, and nothing else changed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from sheetllm_xl.errors import HostError, InputError
from sheetllm_xl.files.conversion import Conversion, conversion, write
from sheetllm_xl.files.file import FileHost
from sheetllm_xl.literals import CellError

from .packages import package


def _cell(at: str, formula: str, value: str, attributes: str = "", of_formula: str = "") -> str:
    return f'<c r="{at}" t="str"{attributes}><f{of_formula}>{formula}</f><v>{value}</v></c>'


_SORT = '_xlfn.COPILOT("Sort",A5,IF(A5="","",A$1))'
_ROWS = "".join(
    f'<row r="{row}">{cells}</row>'
    for row, cells in {
        1: '<c r="A1"><v>1</v></c>'
        + _cell("B1", '_xlfn.COPILOT("a &amp; ""b""",A1:A2)', "old", ' s="0" vm="3"')
        + _cell("C1", '"COPILOT("', "COPILOT("),
        2: '<c r="A2"><v>2</v></c>'
        + _cell("B2", '_xlfn.COPILOT("List",A1:A2)', "x", ' cm="1"', ' t="array" ref="B2:B3"'),
        3: '<c r="B3" t="str"><v>y</v></c>',
        5: _cell("D5", _SORT, "p", of_formula=' t="shared" ref="D5:D7" si="0"'),
        6: '<c r="D6" t="str"><f t="shared" si="0"/><v>q</v></c>',
        7: _cell("D7", "", "r", of_formula=' t="shared" si="0"') + _cell("E7", '_xlfn.COPILOT("Ideas")', "i"),
    }.items()
)


def book_of(path: Path, rows: str = _ROWS) -> Path:
    return package(path, rows, extra={"xl/media/image1.png": "\x89 some picture", "xl/vbaProject.bin": "macros"})


def found_in(path: Path) -> Conversion:
    with FileHost(path) as host:
        return conversion(host)


def copied(path: Path, to: Path) -> None:
    with FileHost(path) as host:
        write(host, conversion(host), to)


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_each_cell_is_listed_as_it_is_and_as_it_would_be(tmp_path: Path) -> None:
    found = found_in(book_of(tmp_path / "b.xlsx"))
    assert {str(cell.place): cell.after for cell in found.cells} == {
        "Sheet1!B1": '=ASKSHEET("a & ""b""",A1:A2)',
        "Sheet1!B2": '=ASKSHEET("List",A1:A2,"column")',
        "Sheet1!D5": '=ASKSHEET("Sort […] "&IF(A5="","",A$1),A5)',
        "Sheet1!D6": '=ASKSHEET("Sort […] "&IF(A6="","",A$1),A6)',
        "Sheet1!D7": '=ASKSHEET("Sort […] "&IF(A7="","",A$1),A7)',
        "Sheet1!E7": "",
    }
    assert found.converts == 5
    assert "names no cells" in found.cells[-1].remark


def test_the_copy_asks_and_waits_and_all_else_is_as_it_was(tmp_path: Path) -> None:
    book, new = book_of(tmp_path / "b.xlsx"), tmp_path / "new.xlsx"
    before = book.read_bytes()
    copied(book, new)
    assert book.read_bytes() == before
    old, now = parts_of(book), parts_of(new)
    assert list(old) == list(now)
    assert [name for name in old if old[name] != now[name]] == ["xl/worksheets/sheet1.xml"]
    text = now["xl/worksheets/sheet1.xml"].decode()
    assert '<c r="B1" s="0" t="e"><f>ASKSHEET("a &amp; ""b""",A1:A2)</f><v>#GETTING_DATA</v></c>' in text
    assert '<c r="E7" t="str"><f>_xlfn.COPILOT("Ideas")</f><v>i</v></c>' in text
    assert '<f t="array" ref="B2:B3">' in text
    with FileHost(new) as host:
        sheet = host.read("Sheet1")
    assert sheet.formulas[7, 4] == '=ASKSHEET("Sort […] "&IF(A7="","",A$1),A7)'
    shown = {(cell.row, cell.col): cell.value for cell in sheet.cells()}
    assert [shown[2, 1], shown[3, 2], shown[1, 3]] == [2.0, "y", "COPILOT("]
    assert shown[7, 4] is CellError.GETTING_DATA
    assert [str(cell.place) for cell in found_in(new).cells] == ["Sheet1!E7"]


def test_what_cells_share_and_cannot_be_converted_stays_with_its_value(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="1">_xlfn.COPILOT("x")&amp;B1</f><v>1</v></c></row>'
    rows += '<row r="2"><c r="A2"><f t="shared" si="1"/><v>2</v></c></row>'
    copied(book_of(tmp_path / "b.xlsx", rows), tmp_path / "new.xlsx")
    text = parts_of(tmp_path / "new.xlsx")["xl/worksheets/sheet1.xml"].decode()
    assert '<c r="A2"><f>_xlfn.COPILOT("x")&amp;B2</f><v>2</v></c>' in text


def test_prefixes_of_other_writers_and_marks_of_files_stay(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    book_of(path, '<row r="1"><c r="A1"><f>_xlfn.LET(_xlpm.d,B1:B9,_xlfn.COPILOT("a",_xlpm.d))</f></c></row>')
    parts = parts_of(path)
    sheet = parts["xl/worksheets/sheet1.xml"].decode().replace("<", "<x:").replace("<x:/", "</x:")
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("xmlns=", "xmlns:x=").encode()
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    copied(path, tmp_path / "new.xlsx")
    text = parts_of(tmp_path / "new.xlsx")["xl/worksheets/sheet1.xml"].decode()
    assert '<x:c r="A1" t="e"><x:f>_xlfn.LET(_xlpm.d,B1:B9,ASKSHEET("a",_xlpm.d))</x:f><x:v>' in text
    assert found_in(path).cells[0].lines()[0] == 'Sheet1!A1  =LET(d,B1:B9,COPILOT("a",d))'


def test_a_part_of_another_encoding_asks_what_it_asked_and_a_cell_without_a_place_is_a_sentence(tmp_path: Path) -> None:
    path = book_of(tmp_path / "b.xlsx", '<row r="1"><c r="A1"><f>_xlfn.COPILOT("Grüße&#13;",B1)</f></c></row>')
    parts = parts_of(path)
    sheet = "xl/worksheets/sheet1.xml"
    text = parts[sheet].decode().partition("?>")[2] or parts[sheet].decode()
    parts[sheet] = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + text.encode("latin-1")
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    copied(path, tmp_path / "new.xlsx")
    with FileHost(tmp_path / "new.xlsx") as host:
        assert host.read("Sheet1").formulas[1, 1] == '=ASKSHEET("Grüße\r",B1)'
    with pytest.raises(HostError, match="damaged"):
        found_in(book_of(tmp_path / "c.xlsx", '<row r="1"><c><f>_xlfn.COPILOT("x",B1)</f></c></row>'))


def test_nothing_is_written_over_what_is_there_or_under_another_kind(tmp_path: Path) -> None:
    book = book_of(tmp_path / "b.xlsx")
    with pytest.raises(HostError, match="stays as it is"):
        copied(book, book)
    with pytest.raises(InputError, match=r"end in \.xlsx"):
        copied(book, tmp_path / "new.xlsm")
    (tmp_path / "text.csv").write_text("a,b\n1,2\n")
    with pytest.raises(HostError, match=r"\.xlsx or \.xlsm"):
        found_in(tmp_path / "text.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.xlsx", "text.csv"]


def test_a_damaged_sheet_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(HostError, match="damaged"):
        found_in(book_of(tmp_path / "b.xlsx", '<row r="1"><c r="A1"><f>_xlfn.COPILOT("x",B1)</f>'))
