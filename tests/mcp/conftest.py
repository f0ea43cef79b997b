from __future__ import annotations

import os
from pathlib import Path

import pytest

from sheetllm_xl.files.sample import sample


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "books"
    (inside / "deep").mkdir(parents=True)
    (inside / "sample.xlsx").write_bytes(sample())
    (inside / "deep" / "b.csv").write_bytes(b"Region,Units\nNorth,1\nSouth,2\n")
    (inside / "secret.txt").write_bytes(b"not a workbook")
    (tmp_path / "outside.xlsx").write_bytes(sample())
    os.symlink(tmp_path / "outside.xlsx", inside / "link.xlsx")
    return inside
