"""Tables of real workbooks as frames, beside what pandas reads where it is told the rows and columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sheetllm_xl
from sheetllm_xl import SheetTable

from ..bench.corpus import ABSENT, CORPUS

WANTED = 20
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=ABSENT)


def plain_tables() -> list[tuple[Path, str, SheetTable]]:
    """The first tables with one header row and no merges, from workbooks in the order of their names."""
    found = []
    for path in sorted((CORPUS / "general").glob("*.xlsx")):
        if path.stat().st_size > 60_000:
            continue
        with sheetllm_xl.open(path) as workbook:
            sheet = workbook[0]
        for table in sheet.tables[:1]:
            area, merged = table.range, sheet.sheet.merges_in(table.range)
            if table.found.header_rows == 1 and not merged and area.shape[0] > 4 and area.shape[1] > 2:
                found.append((path, sheet.name, table))
        if len(found) == WANTED:
            return found
    return found


@pytest.mark.slow
def test_twenty_tables_are_as_pandas_reads_them_with_the_place_given() -> None:
    tables = plain_tables()
    assert len(tables) == WANTED
    for path, name, table in tables:
        area = table.range
        places: dict[str, Any] = {
            "engine": "openpyxl",
            "keep_default_na": False,
            "na_values": [""],
            "header": None,
            "skiprows": area.top,
            "nrows": area.bottom - area.top,
        }
        theirs = pd.read_excel(path, sheet_name=name, usecols=[col - 1 for col in area.cols], **places)
        ours = table.to_pandas(rows="all")
        rows = [[_same(value) for value in row] for row in theirs.astype(object).values.tolist()]
        assert [[_same(value) for value in row] for row in ours.astype(object).values.tolist()] == [
            row for row in rows if any(value is not None for value in row)
        ], path.name


def _same(value: Any) -> Any:
    if pd.isna(value):
        return None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
