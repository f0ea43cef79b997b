"""How fast a range's SpreadsheetML becomes a Sheet: python -m tests.bench.spreadsheetml

Three texts of 100,000 cells; the best of five runs in CPU seconds of this process, which other work on the machine
disturbs less than elapsed ones. The texts are written as Excel is documented to write them; no Excel is asked.
"""

from __future__ import annotations

import time

from sheetllm_xl.excel.read.spreadsheetml import SpreadsheetXml
from sheetllm_xl.grid import CellRange

ROWS, COLUMNS, RUNS = 2_000, 50, 5
_HEAD = """<?xml version="1.0"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Styles>
  <Style ss:ID="Default" ss:Name="Normal"><Font ss:FontName="Calibri" ss:Size="11"/></Style>
  <Style ss:ID="s62"><NumberFormat ss:Format="Short Date"/></Style>
  <Style ss:ID="s63"><NumberFormat ss:Format="Standard"/></Style>
 </Styles>
 <Worksheet ss:Name="Sheet1"><Table>
"""


def _cell(kind: str, row: int, col: int) -> str:
    if kind == "numbers":
        return f'<Cell><Data ss:Type="Number">{row * col / 7}</Data></Cell>'
    words = {
        0: f'<Cell><Data ss:Type="String">Item {row}</Data></Cell>',
        1: f'<Cell ss:StyleID="s63"><Data ss:Type="Number">{row * col / 7}</Data></Cell>',
        2: f'<Cell ss:StyleID="s62"><Data ss:Type="DateTime">2026-01-{1 + row % 28:02d}T00:00:00.000</Data></Cell>',
        3: f'<Cell><Data ss:Type="Number">{row}</Data></Cell>',
    }
    if kind == "formulas" and col % 4 == 3:
        return f'<Cell ss:Formula="=RC[-2]*R1C2"><Data ss:Type="Number">{row * 2}</Data></Cell>'
    return words[col % 4]


def _text(kind: str) -> str:
    rows = ("".join(f"    {_cell(kind, row, col)}\n" for col in range(COLUMNS)) for row in range(ROWS))
    return _HEAD + "".join(f"   <Row>\n{cells}   </Row>\n" for cells in rows) + "</Table></Worksheet></Workbook>"


def main() -> None:
    cells = ROWS * COLUMNS
    for kind in ("numbers", "mixed", "formulas"):
        text, parsed, whole = _text(kind), [], []
        for _ in range(RUNS):
            begun = time.process_time()
            found = SpreadsheetXml()
            found.read(text, CellRange(1, 1, ROWS, COLUMNS))
            parsed.append(time.process_time() - begun)
            assert len(found.sheet("Sheet1")) == cells
            whole.append(time.process_time() - begun)
        print(
            f"{kind:9} {cells:,} cells, {len(text) / 1e6:.1f} MB: parsed at {cells / min(parsed):,.0f} cells/s, "
            f"as a Sheet {cells / min(whole):,.0f} cells/s"
        )


if __name__ == "__main__":
    main()
