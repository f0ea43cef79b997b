"""The workbook that commands are tried on."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetllm_xl.files.sample import write_sample


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("books") / "sample.xlsx"
    write_sample(path)
    return path
