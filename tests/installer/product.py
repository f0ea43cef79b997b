"""The installer as tests have it: built once a session, or by who set SHEETLLM_DIST; and the version that follows."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from pathlib import Path

import pytest

from installer.build import build
from installer.package import package
from installer.stage import PYTHON, version
from installer.tools import PROGRAMS, NotBuilt, program, python_of


def dist(folder: Path) -> Path:
    """This folder with a build: a copy of one that is there already, else made. Skips where nothing can be built."""
    if there := os.environ.get("SHEETLLM_DIST"):  # others read it too, so no test shall write there
        return Path(shutil.copytree(there, folder, dirs_exist_ok=True))
    absent = [name for name in (*PROGRAMS, "pip") if program(name) is None]
    if absent := [*absent, *([] if python_of(PYTHON) else [f"Python {PYTHON}"])]:
        pytest.skip(f"the installer is not built here: {', '.join(absent)} missing")
    try:
        build(folder)
    except NotBuilt as reason:
        if "pip failed" in str(reason) or "uv failed" in str(reason):
            pytest.skip(f"the packages cannot be fetched: {reason}")
        raise
    return folder


VERSION = version()
NEXT = f"{VERSION.rpartition('.')[0]}.{int(VERSION.rpartition('.')[2]) + 1}"
"""The project's version, and one that follows it."""


def following(dist: Path, number: str, to: Path) -> Path:
    """The same files as another version of the product."""
    with tempfile.TemporaryDirectory() as work:
        with zipfile.ZipFile(next(dist.glob("*.zip"))) as packed:
            packed.extractall(work)
        stage = Path(work) / "SheetLLM"
        (before,) = (stage / "Lib/site-packages").glob("sheetllm_xl-*.dist-info")
        old = before.name.removesuffix(".dist-info").rpartition("-")[2]
        metadata = before / "METADATA"
        metadata.write_text(
            metadata.read_text("utf-8").replace(f"\nVersion: {old}\n", f"\nVersion: {number}\n"), "utf-8"
        )
        before.rename(before.with_name(f"sheetllm_xl-{number}.dist-info"))
        made = Path(work) / f"SheetLLM-{number}.msi"
        package(stage, number, made)
        return Path(shutil.copy(made, to))
