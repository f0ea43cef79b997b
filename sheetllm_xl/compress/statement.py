"""What the default encoding says of itself before its first entry: the sheet, what is left out, folded, merged, hidden.

Every line of the index holds exactly one ``|`` and no line of the statement holds any, so no cell can forge one.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

import numpy as np

from ..grid import MAX_COL, MAX_ROW, CellRange, column_letters, runs
from ..literals import literal
from ..sheet import Sheet
from .skeleton import Skeleton


def statement(
    sheet: Sheet, used: CellRange, skeleton: Skeleton, spoken: int, folded: int, longest: int | None = None
) -> str:
    """The opening lines; of the filled cells ``spoken`` are shown, ``folded`` of those by type, texts ``longest``."""
    filled = int(sheet.filled.sum())
    lines = [f"Sheet {literal(sheet.name)}: {used}, {filled} filled cells"]
    rows, cols = skeleton.left_out()
    if rows or cols:
        lines.append(f"Left out: {_counted(sheet, rows, cols)}, {filled - spoken} filled cells")
    if folded:
        lines.append(f"Shown by type or number format: {folded} cells")
    if longest is not None:
        lines.append(f"Texts longer than {longest} characters are cut and end in …")
    return "".join(f"{line}\n" for line in lines) + unseen(sheet, skeleton)


def unseen(sheet: Sheet, skeleton: Skeleton | None = None) -> str:
    """What no list of values shows: merged cells (those on the skeleton's lines, the rest counted), hidden lines."""
    listed: Sequence[CellRange] = sheet.merges
    if skeleton is not None and listed:
        listed = [listed[i] for i in np.flatnonzero(skeleton.touches(sheet.merge_edges)).tolist()]
    parts = list(patterned(listed))
    if len(listed) < len(sheet.merges):
        parts.append(f"{len(sheet.merges) - len(listed)} in left-out lines")
    merged = f"Merged: {', '.join(parts)}\n" if parts else ""
    if sheet.hidden_rows or sheet.hidden_cols:
        return f"{merged}Hidden: {_lines(runs(sheet.hidden_rows), runs(sheet.hidden_cols))}\n"
    return merged


def patterned(merges: Iterable[CellRange]) -> Iterator[str]:
    """Merged ranges in few words: three or more alike, one under or beside the other, are spoken of together.

    >>> ranges = map(CellRange.parse, ("A1:C1", "A3:B3", "A4:B4", "A5:B5", "D3:E4", "F3:G4", "H3:I4"))
    >>> list(patterned(ranges))
    ['A1:C1', 'each row of A3:B5', 'every 2 columns of D3:I4']
    """
    left = dict.fromkeys(merges)
    for merge in list(left):
        if merge not in left:
            continue
        height, width = merge.shape
        down, right = _series(left, merge, height, 0), _series(left, merge, 0, width)
        series = max(down, right, key=len)
        for one in series if len(series) > 2 else [merge]:
            del left[one]
        if len(series) <= 2:
            yield str(merge)
        else:
            step, line = (height, "row") if series is down else (width, "column")
            every = f"each {line}" if step == 1 else f"every {step} {line}s"
            yield f"{every} of {series[0] | series[-1]}"


def _series(left: Container[CellRange], merge: CellRange, down: int, right: int) -> list[CellRange]:
    """The merge and those of its shape that follow, each so many lines further on."""
    found = [merge]
    top, first, bottom, last = merge.edges
    while bottom + down <= MAX_ROW and last + right <= MAX_COL:
        top, first, bottom, last = top + down, first + right, bottom + down, last + right
        following = CellRange(top, first, bottom, last)
        if following not in left:
            break
        found.append(following)
    return found


def _counted(sheet: Sheet, rows: Sequence[tuple[int, int]], cols: Sequence[tuple[int, int]]) -> str:
    """Stretches of rows and columns, behind each how many of its cells are filled."""
    filled = [np.sort(lines[sheet.filled]) for lines in (sheet.rows, sheet.cols)]
    parts_left = []
    for name, stretches, lines, spelled in (
        ("rows ", rows, filled[0], str),
        ("columns ", cols, filled[1], column_letters),
    ):
        counts = np.diff(np.searchsorted(lines, [(first, last + 1) for first, last in stretches] or [(0, 0)]))[:, 0]
        parts = [
            f"{spelled(first)}-{spelled(last)} ({count})" if first < last else f"{spelled(first)} ({count})"
            for (first, last), count in zip(stretches, counts.tolist(), strict=False)
        ]
        parts_left += [name + ", ".join(parts)] if parts else []
    return " and ".join(parts_left)


def _lines(rows: Iterable[tuple[int, int]], cols: Iterable[tuple[int, int]]) -> str:
    row_runs = [f"{a}-{b}" if a < b else f"{a}" for a, b in rows]
    col_runs = [f"{column_letters(a)}-{column_letters(b)}" if a < b else column_letters(a) for a, b in cols]
    parts = [("rows ", row_runs), ("columns ", col_runs)]
    return " and ".join(name + ", ".join(part) for name, part in parts if part)
