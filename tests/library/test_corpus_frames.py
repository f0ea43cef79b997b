"""Tables of real workbooks as frames, beside frames made by hand: where each part stands was read off by eye."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

import sheetllm_xl
from sheetllm_xl.grid import CellRange

from ..bench.corpus import ABSENT, CORPUS

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=ABSENT)


class Place(NamedTuple):
    """A table; the cells that name each of its columns, "" for one without a name; the rows that add others up."""

    workbook: str
    sheet: str
    cells: str
    names: str = ""  # else the cells of the first row
    totals: tuple[int, ...] = ()


GRADES = "general/euses_errors__chartssection2.xlsx"
LINES = "general/euses_errors__thelinescompanyrevisions.xlsx"
CELLS = "qa/realhitbench/science-table10.xlsx"
PERIODS = "qa/realhitbench/economy-table44.xlsx"
FOLDS = "qa/realhitbench/health-table33.xlsx"
SPECIES = "qa/realhitbench/environment-table18.xlsx"
PRICES = "detection/tablesense_enron/kate_symes__18685__NP_15_pages__056.xlsx"
STACK = "detection/tablesense_enron/eric_saibi__9779__South_Stack__026.xlsx"
PLACES = [
    *(Place(GRADES, "Data", f"A{top}:K{top + 6}", totals=(top + 6,)) for top in (12, 24, 36, 48, 60, 71)),
    Place(GRADES, "Data", "A82:K89", totals=(89,)),
    *(Place(LINES, "TLC", cells) for cells in ("A7:E11", "A42:D53", "A104:F114")),
    *(Place(CELLS, "Sheet1", cells) for cells in ("A4:E8", "G4:K8", "A11:E15", "G11:K15", "A18:E22")),
    Place(PERIODS, "Sheet1", "A1:C28", "A1 A2, A1 B2, A1 C2"),
    Place(PERIODS, "Sheet1", "E1:I28", "E1 E2, E1 F2, E1 G2, H1 H2, I1 I2"),
    Place(FOLDS, "Sheet1", "A2:G9", ", , C2 C3, C2 D3, C2 E3, F3, G3"),
    Place(FOLDS, "Sheet1", "I2:O9", ", , K2 K3, K2 L3, K2 M3, N3, O3"),
    Place(SPECIES, "Table 3 summary version", "A6:E56", "A6, B6 B7, B6 C7, B6 D7, E6", totals=(55,)),
    Place(PRICES, "DJ NP15", "B9:I42", "B10, , D9 D10, E9 E10, F9 F10, G9 G10, H9 H10, I9 I10"),
    Place(STACK, "SOCO", "I46:O59", "I47, J46 J47, K46 K47, K46 L47, M46 M47, N46 N47, O46 O47"),
]


def by_hand(place: Place) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of data and those of totals, cell by cell."""
    sheet = load_workbook(CORPUS / place.workbook, data_only=True)[place.sheet]
    area = CellRange.parse(place.cells)
    first = [f"{get_column_letter(col)}{area.top}" for col in area.cols]
    names, headers = list[str](), place.names.split(", ") if place.names else first
    for letter, cells in zip(map(get_column_letter, area.cols), headers, strict=True):
        texts = [str(sheet[cell].value) for cell in cells.split() if sheet[cell].value is not None]
        name = " ".join(" ".join(texts).split()) or letter
        alike = sum(other.partition(" (")[0] == name for other in names)
        names.append(f"{name} ({alike + 1})" if alike else name)
    below = area.top + max(len(cells.split()) for cells in headers)
    rows = {row: [_plain(sheet.cell(row, col).value) for col in area.cols] for row in range(below, area.bottom + 1)}
    filled = {row: values for row, values in rows.items() if any(value is not None for value in values)}
    data = [values for row, values in filled.items() if row not in place.totals]
    return tuple(
        pd.DataFrame(one, columns=names, dtype=object) for one in (data, [filled[row] for row in place.totals])
    )  # type: ignore[return-value]


def _plain(value: Any) -> Any:
    """A value as a frame has it: what is an error of Excel's is missing."""
    if value is None or (isinstance(value, str) and value.startswith("#")) or pd.isna(value):
        return None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def test_there_are_twenty_and_more() -> None:
    assert len(PLACES) >= 20


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.workbook[-24:]} {place.cells}")
def test_a_found_table_is_the_frame_that_was_made_by_hand(place: Place) -> None:
    with sheetllm_xl.open(CORPUS / place.workbook) as workbook:
        [table] = [one for one in workbook[place.sheet].tables if str(one.range) == place.cells]
    data, totals = by_hand(place)
    for rows, made in (("data", data), ("totals", totals)):
        found = table.to_pandas(rows=rows).astype(object)  # type: ignore[arg-type]
        assert list(found.columns) == list(made.columns)
        assert [list(map(_plain, row)) for row in found.values.tolist()] == made.values.tolist()
        assert table.to_polars(rows=rows).columns == list(made.columns)  # type: ignore[arg-type]
