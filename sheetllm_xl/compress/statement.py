"""What the default encoding says of itself before its first entry: the sheet, what is left out, folded, merged, hidden.

Every line of the index holds exactly one ``|`` and no line of the statement holds any, so no cell can forge one.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..grid import CellRange, column_letters, runs
from ..literals import literal
from ..sheet import Sheet
from .skeleton import Skeleton


def statement(sheet: Sheet, used: CellRange, skeleton: Skeleton, kept: int, folded: int) -> str:
    """The opening lines; ``kept`` and ``folded`` count filled cells."""
    filled = int(sheet.filled.sum())
    lines = [f"Sheet {literal(sheet.name)}: {used}, {filled} filled cells"]
    rows, cols = skeleton.left_out()
    if rows or cols:
        lines.append(f"Left out: {_lines(rows, cols)}, {filled - kept} filled cells")
    if folded:
        lines.append(f"Shown by type or number format: {folded} cells")
    return "".join(f"{line}\n" for line in lines) + unseen(sheet)


def unseen(sheet: Sheet) -> str:
    """What no list of values shows: merged cells, hidden rows and columns."""
    merged = f"Merged: {', '.join(map(str, sheet.merges))}\n" if sheet.merges else ""
    if sheet.hidden_rows or sheet.hidden_cols:
        return f"{merged}Hidden: {_lines(runs(sheet.hidden_rows), runs(sheet.hidden_cols))}\n"
    return merged


def _lines(rows: Iterable[tuple[int, int]], cols: Iterable[tuple[int, int]]) -> str:
    row_runs = [f"{a}-{b}" if a < b else f"{a}" for a, b in rows]
    col_runs = [f"{column_letters(a)}-{column_letters(b)}" if a < b else column_letters(a) for a, b in cols]
    parts = [("rows ", row_runs), ("columns ", col_runs)]
    return " and ".join(name + ", ".join(part) for name, part in parts if part)
