"""The add-in, packed once for all tests that look inside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.packing import pack


@pytest.fixture(scope="session")
def xlam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("addin") / "SheetLLM.xlam"
    pack(target)
    return target
