from datetime import datetime

from sheetllm_xl.drawing import drawn
from sheetllm_xl.grid import CellRange
from sheetllm_xl.literals import CellError
from sheetllm_xl.sheet import Style

SHEET = drawn(
    """
    **Sales** | <      |
              |        |
    [Region]  | _Q1_   | [**Share**]
    > North   | $1,200 | 12.5%
    ^         | "007"  | =B4/2 => 6
    #N/A      | TRUE   | 2026-03-01
    """,
    at="B3",
)


def test_values_and_places() -> None:
    assert SHEET.used == CellRange.parse("B3:D8")
    assert [SHEET.value(row, 3) for row in range(5, 9)] == ["Q1", 1200.0, "007", True]
    assert (SHEET.value(8, 2), SHEET.value(8, 4)) == (CellError.NA, datetime(2026, 3, 1))


def test_marks() -> None:
    look = {(cell.row, cell.col): cell for cell in SHEET.cells()}
    assert look[3, 2].style == Style.BOLD
    assert look[5, 3].style == Style.BOTTOM
    assert look[5, 4].style == Style.BOLD | Style.FILL
    assert look[6, 2].style == Style.indent(1)
    assert (look[6, 3].format, look[6, 4].format, look[8, 4].format) == ("$#,##0", "0.0%", "yyyy-mm-dd")
    assert (look[7, 4].formula, look[7, 4].value) == ("=B4/2", 6.0)


def test_merges() -> None:
    assert SHEET.merges == (CellRange.parse("B3:C3"), CellRange.parse("B6:B7"))
