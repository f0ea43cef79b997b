"""The parts of a found table and what surrounds it: header rows and columns, title, notes, orientation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ..grid import CellRange
from ..sheet import Sheet
from .blocks import Box
from .canvas import INDEX, Canvas, Ints
from .found import Orientation

MOST_HEADER_ROWS = 12
MOST_TITLE_ROWS = 6  # above a table that may hold its title
MOST_NOTE_ROWS = 40
_BREAK = 2  # empty rows after which a title or a note belongs to something else

Mask = npt.NDArray[np.bool_]


def header_rows(grid: Canvas, box: Box) -> int:
    """Leading rows that name the columns, empty ones between them included; 0 when the data begin at once."""
    top, left, bottom, right = box
    part = _part(grid, box)
    height, width = bottom - top + 1, right - left + 1
    if height == 1 or is_form(grid, box):
        return 0
    filled, numbers = part("filled"), _values(grid, box)
    rows = np.flatnonzero(filled.any(axis=1))
    limit = min(MOST_HEADER_ROWS, height - 1)
    # Words beside each other name rows as well as columns: what stands over columns of values tells header from data.
    over = np.asarray(numbers.sum(axis=0) >= 0.5 * np.maximum(filled.sum(axis=0), 1))
    over[0] |= width == 1
    data, values = (cells[:, 1:] if width > 1 else cells for cells in (filled & over, numbers & over))
    share = values.sum(axis=1) / np.maximum(data.sum(axis=1), 1)
    head = next((int(row) for row in rows if share[row] >= 0.5), None)
    if head is None or head > limit:  # words alone: the first row names the columns when it stands out
        return _worded_header(grid, box, rows, limit)
    # A label alone in its row right above the data opens a section of the body, unless it is merged over the columns
    # as no row further down is.
    labels, alone = data & ~values, np.asarray(filled.sum(axis=1) == 1)
    spread = np.asarray(part("covered", "wide").any(axis=1))
    if (np.flatnonzero(spread & alone) >= head).any():
        spread &= ~alone
    named = [int(row) for row in rows[rows < head] if labels[row].any() or spread[row] or width == 1]
    if not named:
        return 1 if head and (filled & ~numbers)[rows[0]].any() else 0
    return named[-1] + 1


def is_form(grid: Canvas, box: Box) -> bool:
    """Whether a box is two columns of names and their values, which is no table with several header rows.

    The values of a form are of several kinds, words before numbers; a header of two rows leaves its first column
    empty in one of them.
    """
    top, left, bottom, right = box
    if right - left != 1 or bottom - top < 2:
        return False
    part = _part(grid, box)
    filled, words = part("filled"), part("words")
    values = part("number", "date", "datum", "year")[:, 1]
    if not filled[:2].all() or words[:, 0].sum() < 0.8 * len(words) or values[:2].any():
        return False
    rest = words[2:, 1].any() and values[2:].any()
    return bool(rest and len(np.unique(grid.codes[top : bottom + 1, left])) > 0.8 * len(words))


def _worded_header(grid: Canvas, box: Box, rows: npt.NDArray[np.intp], limit: int) -> int:
    part = _part(grid, box)
    filled = part("filled")
    look = np.stack([(part(name) & filled).sum(axis=1) for name in ("bold", "centered", "fill")]) / np.maximum(
        filled.sum(axis=1), 1
    )
    body = look[:, rows[len(rows) // 2 :]].mean(axis=1, keepdims=True)
    styled = ((look - body) > 0.5).any(axis=0)
    count = 0
    for row in rows:
        if row > limit - 1 or not (styled[row] or row == rows[0]):
            break
        count = int(row) + 1
    sparse = filled[rows[0]].sum() * 2 < filled[rows[1 : 1 + 8]].sum(axis=1).mean() if len(rows) > 2 else False
    return min(count + (1 if sparse and count == 1 else 0), limit)


def header_cols(grid: Canvas, box: Box, head: int) -> int:
    """Leading columns that name the rows: words or dates, followed by columns of numbers; 0 for a list of records."""
    top, left, bottom, right = box
    if top + head > bottom or right == left:
        return 0
    if is_form(grid, box):
        return 1
    part = _part(grid, (top + head, left, bottom, right))
    filled = np.maximum(part("filled").sum(axis=0), 1)
    numeric = part("number", "datum").sum(axis=0) / filled >= 0.5
    naming = part("words", "date", "year").sum(axis=0) / filled >= 0.5
    count = 0
    while count < len(naming) - 1 and count < 4 and naming[count] and not (numeric[count] and count):
        count += 1
    return count if count and numeric[count:].mean() >= 0.5 else 0


def orientation(grid: Canvas, box: Box, head: int, side: int) -> Orientation:
    """``cross`` when both rows and columns are named over like values, ``horizontal`` when records run across."""
    top, left, bottom, right = box
    if top + head > bottom:
        return "vertical"
    part = _part(grid, (top + head, left, bottom, right))
    kinds = np.stack([part("number", "datum"), part("words"), part("date")])
    down = kinds.sum(axis=1).max(axis=0).sum() / max(kinds.sum(), 1)
    across = kinds[:, :, 1:].sum(axis=2).max(axis=0).sum() / max(kinds[:, :, 1:].sum(), 1)
    if side and head == 0:
        return "horizontal"
    if across > down + 0.15 and right - left > 1:
        return "horizontal"
    return "cross" if side and head and right - left - side >= 1 and across > 0.9 else "vertical"


def as_boxes(boxes: Sequence[Box]) -> Ints:
    """Boxes as an array: (box, 4)."""
    return np.array(boxes, np.intp).reshape(-1, 4)


def title(grid: Canvas, box: Box, others: Ints) -> CellRange | None:
    """The lines of words just above a table, as one range; None when there are none. ``others``: (box, 4), itself too.

    An empty row ends them, unless what stands above it looks like a heading: bold, or in a larger font.
    """
    top, left, _, right = box
    over = others[(others[:, 2] < top) & (others[:, 1] <= right) & (others[:, 3] >= left), 2]
    first = int((over + 1).max(initial=max(top - MOST_TITLE_ROWS, 0)))
    return _lines(grid, range(top - 1, first - 1, -1), left, right, headings=True)


def captions(titles: Mapping[Box, CellRange | None], sheet: Sheet) -> dict[Box, CellRange | None]:
    """The titles, but of tables that the lines nearest above tell apart ("Time = 30 min", "Time = 90 min") those alone.

    Such lines are one text but for its numbers, or begin with the same word; what stands over them names all tables.
    """
    nearest = {box: replace(area, top=area.bottom) for box, area in titles.items() if area}
    alike: dict[str, dict[str, list[Box]]] = {}
    for box, line in nearest.items():
        values = (sheet.value(line.top, col) for col in line.cols)
        text = str(next((value for value in values if value is not None), ""))
        if words := re.sub(r"\d+", "0", text).split():
            alike.setdefault(words[0].casefold(), {}).setdefault(text, []).append(box)
    apart = [box for texts in alike.values() if len(texts) > 1 for boxes in texts.values() for box in boxes]
    return {**titles, **{box: nearest[box] for box in apart}}


def notes(grid: Canvas, box: Box, others: Ints) -> tuple[CellRange, ...]:
    """The lines of words just below a table, one range a line, down to the next of ``others`` (box, 4) or a gap."""
    _, left, bottom, right = box
    height = len(grid.rows)
    under = others[(others[:, 0] > bottom) & (others[:, 1] <= right) & (others[:, 3] >= left), 0]
    last = int((under - 1).min(initial=min(bottom + MOST_NOTE_ROWS, height - 1)))
    found, gap = [], 0
    for row in range(bottom + 1, last + 1):
        line = _lines(grid, range(row, row + 1), left, right)
        gap = 0 if line else gap + 1
        if gap > _BREAK:
            break
        if line:
            found.append(line)
    return tuple(found)


def _lines(grid: Canvas, rows: range, left: int, right: int, headings: bool = False) -> CellRange | None:
    """The range of the lines of words among ``rows``, up to a gap or a row of values.

    ``headings``: once there is a line, only a bold or large one is taken in across an empty row.
    """
    heading = grid.planes[INDEX["bold"]] | grid.planes[INDEX["large"]]
    filled, numbers = grid.planes[INDEX["filled"]], grid.planes[INDEX["number"]] | grid.planes[INDEX["datum"]]
    found: CellRange | None = None
    gap = 0
    for row in rows:
        at = left + np.flatnonzero(filled[row, left : right + 1])
        if not len(at):
            gap += 1
            if gap > _BREAK:
                break
            continue
        if headings and found is not None and gap and not heading[row, at].any():
            break
        if numbers[row, at].mean() > 0.5 or len(at) > max(3, (right - left + 1) // 2):
            break
        gap, line = 0, grid.area((row, int(at[0]), row, int(at[-1])))
        found = line if found is None else found | line
    return found


def _values(grid: Canvas, box: Box) -> Mask:
    """Cells that are data: numbers, and years, dates or stand-ins for numbers where the rest of their column is alike.

    So the years and quarters above columns of amounts are labels, and those in a column of years are not.
    """
    part = _part(grid, box)
    filled = part("filled")
    others = np.maximum(filled.sum(axis=0) - 1, 1)
    found = part("number") & ~part("year")
    for name in ("year", "date"):
        cells = part(name)
        found |= cells & ((cells.sum(axis=0) - 1) / others >= 0.5)
    return found | _stand_ins(grid, box, found)


def _stand_ins(grid: Canvas, box: Box, numbers: Mask) -> Mask:
    """Texts in a number's place, such as "NA" and "(D)", as against the short names of columns, such as "N" and "%".

    A stand-in stands among values in its column, and comes again in another row, or follows the like, or its row is
    not the first that has a name of its own.
    """
    top, left, bottom, right = box
    part = _part(grid, box)
    cells, filled = part("datum"), part("filled")
    among = (cells | numbers).sum(axis=0) - 1 >= 0.5 * np.maximum(filled.sum(axis=0) - 1, 1)
    follows = (np.cumsum(filled, axis=0) > 1) & (cells.sum(axis=0) - 1 >= 0.5 * np.maximum(filled.sum(axis=0) - 1, 1))
    names = part("words", "year", "date")[:, 0]
    own_name = names & (np.cumsum(names) > 1)
    codes = grid.codes[top : bottom + 1, left : right + 1]
    row, col = np.nonzero(cells[: MOST_HEADER_ROWS + 1])  # further down it makes no difference
    again = cells.copy()
    for r, c in zip(row.tolist(), col.tolist(), strict=True):
        again[r, c] = np.any((codes == codes[r, c]) & cells, axis=1).sum() > 1
    return np.asarray(cells & among & (again | follows | own_name[:, None]), bool)


def _part(grid: Canvas, box: Box) -> Callable[..., Mask]:
    top, left, bottom, right = box

    def cells(*names: str) -> Mask:
        planes = [grid.planes[INDEX[name], top : bottom + 1, left : right + 1] for name in names]
        return np.asarray(np.logical_or.reduce(planes), bool)

    return cells
