"""A workbook whose structure is protected takes no new sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings

from sheetllm_xl.detect import detect
from sheetllm_xl.errors import HostError
from sheetllm_xl.excel.read.live import LiveHost
from sheetllm_xl.excel.write import writeback
from sheetllm_xl.excel.write.journal import Journal

from .engine import App


@pytest.mark.parametrize("way", [writeback.write_list, writeback.write_outlines])
def test_a_protected_structure_is_a_sentence_and_nothing_is_written(
    opened: Callable[..., xlwings.Book], rig: App, tmp_path: Path, way: Callable[..., str]
) -> None:
    book = opened()
    book.sheets["Sheet1"].range("B2:C4").raw_value = [["Region", "Units"], ["North", 1.0], ["South", 2.0]]
    before = LiveHost(book).read("Sheet1")
    journal, settings = Journal(tmp_path / "journal.json"), dict(rig._settings)
    rig.structure_protected = True
    with pytest.raises(HostError, match="structure is protected, so no sheet"):
        way(book, [(before, table) for table in detect(before)], journal)
    assert LiveHost(book).sheet_names() == ("Sheet1",)
    assert LiveHost(book).read("Sheet1") == before
    assert rig._settings == settings
    assert not journal.works(book.fullname)
