import zipfile
from pathlib import Path

import pytest

from sheetllm_xl.errors import HostError
from sheetllm_xl.files.file import FileHost

from .packages import package

COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512)


def sentence(path: Path) -> str:
    with pytest.raises(HostError) as caught:
        FileHost(path)
    text = str(caught.value)
    assert text.endswith(".")
    assert "Traceback" not in text
    return text


def test_missing(tmp_path: Path) -> None:
    assert "There is no file gone.xlsx" in sentence(tmp_path / "gone.xlsx")


def test_folder(tmp_path: Path) -> None:
    (tmp_path / "books").mkdir()
    assert "books is a folder" in sentence(tmp_path / "books")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty: 0 bytes"),
        (b"Region,Q1\nNorth,12\n", "plain text (perhaps CSV)"),
        (b"<html><body><table>", "web page or XML"),
        (b"PK\x03\x04" + bytes(40), "damaged: the file is cut off"),
        (COMPOUND + "Workbook".encode("utf-16-le"), "is damaged"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (b"\x09\x04\x06\x00" + bytes(100), "Excel before 5"),
        (bytes(100), "not a workbook that can be read"),
    ],
)
def test_what_it_is_and_what_to_do(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    assert says in sentence(path)


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("word/document.xml", "Word document"),
        ("ppt/slides.xml", "PowerPoint"),
        ("readme.txt", "zip file without a workbook"),
    ],
)
def test_other_packages(tmp_path: Path, part: str, says: str) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(part, "x")
    assert says in sentence(path)


def test_opendocument(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", "<x/>")
    assert "OpenDocument" in sentence(path)


@pytest.mark.parametrize(
    ("beside", "says"),
    [
        ({"mimetype", "META-INF/manifest.xml"}, "protected with a password"),
        ({"mimetype"}, "protected with a password"),
        ({"META-INF/manifest.xml"}, "protected with a password"),
        (set(), "zip file without a workbook"),
    ],
)
def test_an_opendocument_package_that_is_encrypted_whole(tmp_path: Path, beside: set[str], says: str) -> None:
    with zipfile.ZipFile(tmp_path / "book.ods", "w") as file:
        for part in ("encrypted-package", *sorted(beside)):
            file.writestr(part, "x")
    assert says in sentence(tmp_path / "book.ods")


def test_an_xls_with_a_zip_inside_is_still_an_xls(tmp_path: Path) -> None:
    inner = tmp_path / "theme.zip"
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("theme/theme1.xml", "<x/>")
    path = tmp_path / "book.xls"
    path.write_bytes(COMPOUND + "Workbook".encode("utf-16-le") + inner.read_bytes())
    assert "is damaged. Open it in Excel" in sentence(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_anywhere(tmp_path: Path, share: float) -> None:
    whole = package(tmp_path / "whole.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>').read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(whole[: int(len(whole) * share)])
    assert "damaged" in sentence(path)


def test_a_workbook_part_that_is_no_xml(tmp_path: Path) -> None:
    assert "damaged" in sentence(package(tmp_path / "b.xlsx", "", extra={"xl/workbook.xml": "<workbook"}))
