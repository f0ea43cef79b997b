"""SheetLLM.xlam as a package: reproducible, well-formed, and holding exactly the sources."""

from __future__ import annotations

import inspect
import os
import posixpath
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from addin.packing import ROOT, VBA, modules, pack
from addin.wrappers import worksheet_functions
from sheetllm_xl import udfs

from .vba_project import read_project

CONTENT_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
DOCUMENT_MODULES = {"ThisWorkbook", "Sheet1"}


@pytest.fixture(scope="session")
def parts(xlam: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(xlam) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_packing_again_gives_the_same_bytes(xlam: Path, tmp_path: Path) -> None:
    pack(tmp_path / "again.xlam")
    assert (tmp_path / "again.xlam").read_bytes() == xlam.read_bytes()


def test_the_program_packs_the_same(xlam: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "addin" / "build.py"), "made/SheetLLM.xlam"]
    subprocess.run(
        command,
        cwd=tmp_path,
        check=True,
        capture_output=True,
        env={**os.environ, "TZ": "Asia/Seoul", "PYTHONHASHSEED": "7"},
    )
    assert (tmp_path / "made" / "SheetLLM.xlam").read_bytes() == xlam.read_bytes()


def test_the_modules_come_out_as_they_went_in(parts: dict[str, bytes]) -> None:
    project = read_project(parts["xl/vbaProject.bin"])
    sources = {name: text.replace("\n", "\r\n") for name, text in modules().items()}
    assert project.modules.keys() == sources.keys() | {"Sheet1"}
    assert {name: project.modules[name] for name in sources} == sources
    assert project.modules["Sheet1"].endswith("\r\nOption Explicit\r\n")


def test_every_list_of_the_project_names_the_same_modules(parts: dict[str, bytes]) -> None:
    project = read_project(parts["xl/vbaProject.bin"])
    kinds = {name: "Document" if name in DOCUMENT_MODULES else "Module" for name in project.modules}
    assert project.listed == kinds
    assert project.wide_names == {name: name for name in project.modules}


def test_no_compiled_code_travels(parts: dict[str, bytes]) -> None:
    project = read_project(parts["xl/vbaProject.bin"])
    assert project.compiled.hex(" ") == "cc 61 ff ff 00 00 00"
    assert set(project.code_before_text.values()) == {0}


def test_the_sources_are_ascii_with_plain_line_ends() -> None:
    for path in VBA.iterdir():
        content = path.read_bytes()
        assert content.isascii(), path
        assert b"\r" not in content, path
        assert content.endswith(b"\n"), path


def test_modules_and_procedures_have_names_that_vba_takes() -> None:
    for name, text in modules().items():
        procedures = re.findall(r"^(?:Public |Private )?(?:Sub|Function) (\w+)", text, re.MULTILINE)
        assert re.search(rf'^Attribute VB_Name = "{name}"$', text, re.MULTILINE)
        assert len(name) <= 31
        assert name not in procedures
        assert max(map(len, text.split("\n"))) <= 1023
        assert "Option Explicit" in text
    everywhere = [p.lower() for t in modules().values() for p in re.findall(r"^Public (?:Sub|Function) (\w+)", t, re.M)]
    assert len(everywhere) == len(set(everywhere))
    assert not set(everywhere) & {name.lower() for name in modules()}


def test_nothing_starts_a_program_or_calls_into_windows() -> None:
    for name, text in modules().items():
        code = "\n".join(line.partition("'")[0] for line in text.split("\n"))
        assert not re.search(r"\b(Declare|Shell|ShellExecute|WScript|Environ|Kill|SendKeys|Evaluate)\b", code), name
        assert re.findall(r"\bCreateObject\(.*?\)|\bGetObject\b", code) == (
            ['CreateObject("SheetLLM.Server")'] if name == "Connection" else []
        )


def test_what_is_no_worksheet_function_is_hidden_from_cells() -> None:
    for name, text in modules().items():
        if name not in DOCUMENT_MODULES and name != "Functions":
            private = "Option Private Module" in text
            assert private or not re.search(r"^(Public )?Function", text, re.MULTILINE), name


def test_every_part_is_well_formed_and_has_a_type(parts: dict[str, bytes]) -> None:
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(content)
    types = ElementTree.fromstring(parts["[Content_Types].xml"])
    overrides = {
        element.attrib["PartName"]: element.attrib["ContentType"] for element in types.iter(f"{CONTENT_TYPE}Override")
    }
    extensions = {element.attrib["Extension"] for element in types.iter(f"{CONTENT_TYPE}Default")}
    assert {name.lstrip("/") for name in overrides} <= parts.keys()
    assert all(f"/{name}" in overrides or name.rpartition(".")[2] in extensions for name in parts)
    assert overrides["/xl/workbook.xml"] == "application/vnd.ms-excel.addin.macroEnabled.main+xml"


def test_every_relationship_leads_somewhere(parts: dict[str, bytes]) -> None:
    for name, content in parts.items():
        if name.endswith(".rels"):
            base = posixpath.dirname(posixpath.dirname(name))
            links = list(ElementTree.fromstring(content))
            assert len({link.attrib["Id"] for link in links}) == len(links)
            for link in links:
                assert posixpath.normpath(posixpath.join(base, link.attrib["Target"])) in parts, (name, link.attrib)


def test_the_ribbon_is_wired_to_the_package(parts: dict[str, bytes]) -> None:
    kinds = {link.attrib["Type"]: link.attrib["Target"] for link in ElementTree.fromstring(parts["_rels/.rels"])}
    ribbon = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    assert kinds[ribbon] == "customUI/customUI14.xml"
    links = ElementTree.fromstring(parts["customUI/_rels/customUI14.xml.rels"])
    icons = {
        element.attrib["image"]
        for element in ElementTree.fromstring(parts[kinds[ribbon]]).iter()
        if element.get("image")
    }
    assert {link.attrib["Id"] for link in links} == icons


def test_every_sheet_has_its_module(parts: dict[str, bytes]) -> None:
    book = ElementTree.fromstring(parts["xl/workbook.xml"])
    names = {element.get("codeName") for element in book.iter(f"{MAIN}workbookPr")}
    sheets = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    names |= {
        element.get("codeName")
        for name in sheets
        for element in ElementTree.fromstring(parts[name]).iter(f"{MAIN}sheetPr")
    }
    assert names == DOCUMENT_MODULES


def test_nothing_in_it_tells_when_or_where_it_was_made(xlam: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(xlam) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    everything = b"".join(content for name, content in parts.items() if not name.endswith((".png", ".bin")))
    assert str(ROOT).encode() not in everything
    assert b"2026" not in everything


def test_what_the_wizard_says_lies_where_excel_keeps_it(parts: dict[str, bytes]) -> None:
    """Nothing need be told at the start, for which the add-in would have to be none for a moment."""
    text = read_project(parts["xl/vbaProject.bin"]).modules["Functions"]
    functions = {function.__name__: function for function in worksheet_functions(udfs)}
    purposes = dict(re.findall(r'^Attribute (\w+)\.VB_Description = "(.*)"\r$', text, re.MULTILINE))
    assert purposes == {name: (one.__doc__ or "").partition("\n")[0] for name, one in functions.items()}
    workbook = ElementTree.fromstring(parts["xl/workbook.xml"])
    assert [child.tag for child in workbook][-1] == f"{MAIN}extLst"
    for name in workbook.iter(f"{X14}definedName"):
        (counted,), texts = name, [one.text for one in name.iter(f"{X14}argumentDescription")]
        asked = list(inspect.signature(functions.pop(name.attrib["name"])).parameters)
        assert (int(counted.attrib["count"]), len(texts)) == (len(asked), len(asked))
        assert all(texts)
    assert not functions
    assert not any("MacroOptions" in source or "IsAddin" in source for source in modules().values())
