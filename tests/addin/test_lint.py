"""Two linters that share nothing read the VBA; mistakes planted on purpose show that they look."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyvbaanalysis import analyze_office_file

from addin.packing import VBA, modules, pack


def vbalidator(folder: Path) -> list[str]:
    report = folder.parent / "report.json"
    program = str(Path(sys.executable).with_name("vbalidator"))
    command = [program, "--host", "excel", "--quiet", "--output", str(report), str(folder)]
    subprocess.run(command, capture_output=True, check=False)
    return [issue["message"] for issue in json.loads(report.read_text(encoding="utf-8"))["issues"]]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "vba"
    shutil.copytree(VBA, folder)
    (folder / "Words.bas").write_text(modules()["Words"], encoding="ascii")
    return folder


def test_pyvbaanalysis_finds_nothing(xlam: Path) -> None:
    assert {name: found for name, found in analyze_office_file(xlam).items() if found} == {}


def test_vbalidator_finds_nothing(sources: Path) -> None:
    assert vbalidator(sources) == []


def test_pyvbaanalysis_looks(tmp_path: Path) -> None:
    planted = {**modules(), "Connection": modules()["Connection"].replace("CreateObject(", "CreateObjekt(")}
    pack(tmp_path / "planted.xlam", planted)
    assert any(analyze_office_file(tmp_path / "planted.xlam").values())


def test_vbalidator_looks(sources: Path) -> None:
    bridge = sources / "Bridge.bas"
    bridge.write_text(bridge.read_text(encoding="ascii").replace("    End If\n", "", 1), encoding="ascii")
    assert vbalidator(sources)
