"""The real wrappers and the real bridge, called from cells of a spreadsheet program. There CVErr is text."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from addin.packing import modules, pack

VALUE, STRING = 1, 2
PYTHON = "/usr/bin/python3"  # the one that apt's python3-uno belongs to

SERVER = """\
Attribute VB_Name = "ScriptedServer"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Option Explicit

Public Function CallUDF(ByVal functionName As String, ByVal given As Variant, ByVal caller As Variant, _
                        ByVal told As Variant) As Variant
    Dim rows(0 To 0, 0 To 2) As Variant
    If functionName = "ASKSHEET" Then
        If given(0) = "number" Then CallUDF = 12.5
        If given(0) = "error" Then CallUDF = Chr$(1) & "2043"
        If given(0) = "strange" Then CallUDF = Chr$(1) & "9999"
        If given(0) = "formula" Then CallUDF = "=1+1"
        If given(0) = "given" Then CallUDF = TypeName(given(1)) & " " & TypeName(given(2)) & " " & TypeName(given(3))
    ElseIf functionName = "ASKSHEET_SOURCES" Then
        rows(0, 0) = "North"
        rows(0, 1) = 12.5
        rows(0, 2) = Chr$(1) & "2007"
        CallUDF = rows
    ElseIf functionName = "SHEETTABLES" Then
        CallUDF = TypeName(given(0))
    End If
End Function
"""

CONNECTION = """\
Attribute VB_Name = "Connection"
Option Explicit

Public Function NewServer() As Object
    Set NewServer = New ScriptedServer
End Function
"""

SENTINEL = """\
Attribute VB_Name = "Sentinel"
Option Explicit

Public Function COMPILED() As Variant
    COMPILED = 42
End Function
"""


@cache
def why_not() -> str:
    if shutil.which("soffice") is None:
        return "LibreOffice is not installed (apt: libreoffice-calc python3-uno)"
    asked = subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return "" if asked.returncode == 0 else "python3-uno is not installed"


Cells = Callable[[list[str]], dict[str, Any]]


@pytest.fixture
def cells(tmp_path: Path) -> Callable[[dict[str, str]], Cells]:
    if reason := why_not():
        pytest.skip(reason)

    def workbook(extra: dict[str, str]) -> Cells:
        needed = ("Functions", "Bridge", "Connection", "Waiting", "Told", "Formats")
        kept = {name: text for name, text in modules().items() if name in needed}
        pack(tmp_path / "book.xlam", {**kept, "Sentinel": SENTINEL, **extra})
        as_workbook(tmp_path / "book.xlam", tmp_path / "book.xlsm")
        return lambda formulas: shown(tmp_path, formulas)

    return workbook


def as_workbook(addin: Path, target: Path) -> None:
    """The same package with the content type of an ordinary macro workbook."""
    with zipfile.ZipFile(addin) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"ms-excel.addin.macroEnabled", b"ms-excel.sheet.macroEnabled"))


def shown(folder: Path, formulas: list[str]) -> dict[str, Any]:
    script = Path(__file__).parent / "libreoffice.py"
    command = [PYTHON, str(script), str(folder / "book.xlsm"), str(folder / "profile")]
    done = subprocess.run(
        command, input=json.dumps(["=COMPILED()", *formulas]), capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    assert result["cells"][0][0][:2] == [VALUE, "42"], "a module does not compile: every function is blank"
    return result


def test_cells_call_the_real_wrappers(cells: Callable[[dict[str, str]], Cells]) -> None:
    formulas = {
        '=ASKSHEET("number";F1:G3)': [VALUE, "12.5"],
        '=ASKSHEET("error")': [STRING, "Error 2043"],
        '=ASKSHEET("strange")': [STRING, "Error 2042"],
        '=ASKSHEET("formula")': [STRING, "=1+1"],
        '=ASKSHEET("given";F1:G3)': [STRING, "Range Empty Empty"],
        '=ASKSHEET("given";F1:G3;"table";1)': [STRING, "Range String Double"],
        "=ASKSHEET_WHY(A1)": [STRING, ""],
        "=SHEETTABLES()": [STRING, "Empty"],
        "=SHEETTABLES(F1:G2)": [STRING, "Range"],
        "{=ASKSHEET_SOURCES(A1)}": [STRING, "North"],
    }
    result = cells({"ScriptedServer": SERVER, "Connection": CONNECTION})([*formulas, *['=ASKSHEET("number")'] * 100])
    found = [[kind, text] for kind, text, _ in (row[0] for row in result["cells"][1:])]
    assert found[: len(formulas)] == list(formulas.values())
    assert found[len(formulas) :] == [[VALUE, "12.5"]] * 100
    spilled = [cell[:2] for cell in result["cells"][len(formulas)]]
    assert spilled == [[STRING, "North"], [VALUE, "12.5"], [STRING, "Error 2007"]]
    assert result["seconds"] < 60


def test_without_a_server_a_cell_is_an_error_and_no_dialog_comes(cells: Callable[[dict[str, str]], Cells]) -> None:
    result = cells({})(['=ASKSHEET("number";F1:G3)', "=SHEETTOKENS()"])
    # a range has no HasSpill here, so it counts as an Excel that knows no #CONNECT!
    assert [row[0][:2] for row in result["cells"][1:]] == [[STRING, "Error 2042"]] * 2
