"""The workbook that commands are tried on, and a key with a server that takes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetllm_xl.files.sample import write_sample

from ..loopback import Loopback


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("books") / "sample.xlsx"
    write_sample(path)
    return path


@pytest.fixture
def keyed(api: Loopback, monkeypatch: pytest.MonkeyPatch) -> Loopback:
    monkeypatch.setenv("SHEETLLM_BASE_URL", api.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test-0000000000000000")
    return api
