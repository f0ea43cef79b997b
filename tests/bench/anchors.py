"""How many labelled tables keep all four edges when only what lies near a candidate's edges stays; what is dropped.

python -m tests.bench.anchors              # cross-validated, as tests.bench.detection
python -m tests.bench.anchors --shipped    # the shipped model, on its training sheets
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence

import numpy as np

from sheetllm_xl.detect import candidates
from sheetllm_xl.detect.choose import chosen
from sheetllm_xl.detect.model import shipped
from sheetllm_xl.detect.scan import Scan
from sheetllm_xl.grid import CellRange

from .labelled import load
from .train_detector import WORTH, measured

K = 4  # the paper's neighbourhood, §3.2


def near(edges: Iterable[int], first: int, last: int) -> np.ndarray:
    """True for the lines of first..last within K of an edge."""
    kept = np.zeros(last - first + 1, bool)
    for edge in edges:
        kept[max(edge - K - first, 0) : max(edge + K + 1 - first, 0)] = True
    return kept


def kept(boxes: Sequence[CellRange], used: CellRange, tables: Sequence[CellRange]) -> tuple[int, int]:
    """(cells kept, tables with all four edges kept); a sheet without a box is kept whole."""
    if not boxes:
        return used.area, len(tables)
    rows = near((edge for box in boxes for edge in (box.top, box.bottom)), used.top, used.bottom)
    cols = near((edge for box in boxes for edge in (box.left, box.right)), used.left, used.right)
    whole = sum(
        bool(
            rows[t.top - used.top]
            and rows[t.bottom - used.top]
            and cols[t.left - used.left]
            and cols[t.right - used.left]
        )
        for t in tables
    )
    return int(rows.sum()) * int(cols.sum()), whole


def report(sheets: Iterable[tuple[Sequence[CellRange], CellRange, Sequence[CellRange]]]) -> None:
    """Print the figures of (candidates, used range, labelled tables) a sheet."""
    cells = left = tables = whole = 0
    dropped, boxes = [], []
    for found, used, labelled in sheets:
        area, edges = kept(found, used, labelled)
        cells, left, tables, whole = cells + used.area, left + area, tables + len(labelled), whole + edges
        dropped.append(1 - area / used.area)
        boxes.append(len(found))
    print(f"k = {K}: all four edges kept of {whole} of {tables} tables ({whole / tables:.1%})")
    print(f"cells dropped: {1 - left / cells:.1%} of all, median sheet {np.median(dropped):.1%}; "
          f"candidates a sheet: median {np.median(boxes):.0f}, most {max(boxes)}")  # fmt: skip


def main() -> None:
    """Print the measure."""
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--shipped", action="store_true", help="the shipped model, on its training sheets")
    if words.parse_args().shipped:
        print("The shipped model ON ITS TRAINING SHEETS")
        report((candidates(e.with_declared), e.sheet.used, e.tables) for e in load())
        return
    study, verdicts = measured(print)
    found = []
    for example, grid, verdict in zip(study.examples, study.grids, verdicts, strict=True):
        if verdict and not example.made:
            best = chosen(grid, verdict.boxes, verdict.chances, WORTH)
            scan = Scan(example.sheet, grid, tuple(verdict.boxes), verdict.chances, tuple(best), shipped())
            found.append((scan.candidates(), example.sheet.used, example.tables))
    print("Cross-validated, structure alone")
    report(found)


if __name__ == "__main__":
    main()
