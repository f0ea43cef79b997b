"""Why a box is believed to be a table, in words for the person who looks at it. No text of the sheet is repeated."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ..grid import column_letters
from .blocks import Box
from .canvas import INDEX, Canvas, Ints
from .choose import apart

_MOST = 6
_CLOSE = 0.3  # of a box's chance, from which a rival is named


def reasons(grid: Canvas, box: Box, head: int, side: int, totals: tuple[int, ...]) -> tuple[str, ...]:
    """Plain sentences, strongest first. ``head``, ``side``: header rows and columns; ``totals``: sheet rows."""
    found = [*_header(grid, box, head, side), *_body(grid, box, head), *_border(grid, box), *_surroundings(grid, box)]
    if totals:
        found.append(f"{_lines('row', totals)} {'adds' if len(totals) == 1 else 'add'} up what stands above")
    return tuple(found[:_MOST])


def preference(grid: Canvas, i: int, boxes: Sequence[Box], chances: npt.NDArray[np.float64]) -> list[str]:
    """What the likeliest other box would have had otherwise, and how likely it is; nothing where none comes close."""
    top, left, bottom, right = boxes[i]
    rivals = [j for j in np.argsort(-chances, kind="stable")[:20].tolist() if chances[j] >= _CLOSE * chances[i]]
    rival = next((j for j in rivals if boxes[j] != boxes[i] and not apart(boxes[j], (boxes[i],))), None)
    if rival is None or not chances[rival]:
        return []
    other = boxes[rival]
    leaves = [
        *_strip("row", grid.rows, top, other[0]), *_strip("row", grid.rows, other[2] + 1, bottom + 1),
        *_strip("column", grid.cols, left, other[1]), *_strip("column", grid.cols, other[3] + 1, right + 1),
    ]  # fmt: skip
    takes = [
        *_strip("row", grid.rows, other[0], top), *_strip("row", grid.rows, bottom + 1, other[2] + 1),
        *_strip("column", grid.cols, other[1], left), *_strip("column", grid.cols, right + 1, other[3] + 1),
    ]  # fmt: skip
    parts = [f"{verb} {' and '.join(lines)}" for verb, lines in (("leaves out", leaves), ("takes in", takes)) if lines]
    less = chances[rival] <= chances[i]
    so = "is less likely" if less else "is likelier alone, but leaves the sheet's other boxes worse"
    return [f"the next box, {grid.area(other)}, {' and '.join(parts)}, and {so}"]


def joining(grid: Canvas, box: Box, wide: Box) -> list[str]:
    """Why a box was widened; nothing where it was not."""
    sides = (wide[1], box[1]), (box[3] + 1, wide[3] + 1)
    found = [line for first, end in sides for line in _strip("column", grid.cols, first, end)]
    return [f"{' and '.join(found)} beside it are filled in its very rows, but for an empty one"] if found else []


def parting(grid: Canvas, box: Box, parts: Sequence[Box]) -> str:
    """Why the tables in a box are several, and where each but the first begins."""
    rows = {p[0] for p in parts for q in parts if q[2] < p[0] and q[1] <= p[3] and q[3] >= p[1]}
    columns = {p[1] for p in parts for q in parts if q[3] < p[1] and q[0] <= p[2] and q[2] >= p[0]}
    starts = [
        _places("row", [str(grid.rows[row]) for row in sorted(rows)]),
        _places("column", [column_letters(int(grid.cols[column])) for column in sorted(columns)]),
    ]
    again = " and ".join(filter(None, starts))
    return f"{grid.area(box)} holds {len(parts)} tables: another begins with {again}"


def _places(word: str, names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(f"{word} {name}" for name in names)
    if len(names) > _MOST:
        return f"{word}s {', '.join(names[:_MOST])} and {len(names) - _MOST} more"
    return f"{word}s {', '.join(names[:-1])} and {names[-1]}"


def _strip(word: str, lines: Ints, first: int, end: int) -> list[str]:
    """The lines of the grid from ``first`` up to ``end`` in words; nothing where there are none."""
    if first >= end:
        return []
    low, high = (column_letters(int(n)) if word == "column" else str(n) for n in (lines[first], lines[end - 1]))
    return [f"{word} {low}" if low == high else f"{word}s {low} to {high}"]


def _share(grid: Canvas, box: Box, *names: str) -> float:
    top, left, bottom, right = box
    if bottom < top or right < left:
        return 0.0
    part = grid.planes[:, top : bottom + 1, left : right + 1]
    filled = part[INDEX["filled"]] != 0
    wanted = np.logical_or.reduce([part[INDEX[name]] != 0 for name in names])
    return float((wanted & filled).sum() / max(filled.sum(), 1))


def _header(grid: Canvas, box: Box, head: int, side: int) -> list[str]:
    top, left, bottom, right = box
    found = []
    if head:
        names, body = (top, left, top + head - 1, right), (top + head, left + side, bottom, right)
        where = _lines("row", tuple(int(grid.rows[top + i]) for i in range(head)))
        values = _share(grid, body, "number", "date", "datum") >= 0.5
        holds = f"{where} {'holds' if head == 1 else 'hold'} labels" + (" over columns of values" if values else "")
        looks = [word for word, plane in (("bold", "bold"), ("filled", "fill")) if _share(grid, names, plane) >= 0.6 and
                 _share(grid, body, plane) < 0.4]  # fmt: skip
        found.append(holds + (f", set apart as {' and '.join(looks)}" if looks else ""))
        if grid.planes[INDEX["wide"], top : top + head, left : right + 1].any():
            found.append("headers are merged over several columns")
    if side:
        columns = tuple(int(grid.cols[left + i]) for i in range(side))
        found.append(
            f"the first {side if side > 1 else ''} column{'s name' if len(columns) > 1 else ' names'} the rows".replace(
                "  ", " "
            )
        )
    return found


def _body(grid: Canvas, box: Box, head: int) -> list[str]:
    top, left, bottom, right = box
    like = grid.planes[INDEX["like_above"], top + head + 1 : bottom + 1, left : right + 1]
    filled = grid.planes[INDEX["filled"], top + head + 1 : bottom + 1, left : right + 1]
    if like.shape[0] >= 2 and like.sum() >= 0.7 * max(filled.sum(), 1):
        return ["each column holds one kind of value all the way down"]
    return []


def _border(grid: Canvas, box: Box) -> list[str]:
    top, left, bottom, right = box
    planes = grid.planes
    sides = [
        word
        for word, drawn in (
            ("top", planes[INDEX["over"], top, left : right + 1]),
            ("bottom", planes[INDEX["under"], bottom, left : right + 1]),
            ("left", planes[INDEX["before"], top : bottom + 1, left]),
            ("right", planes[INDEX["after"], top : bottom + 1, right]),
        )
        if drawn.mean() >= 0.8
    ]
    if len(sides) == 4:
        return ["a border runs around it"]
    return [f"a border marks its {' and '.join(sides)}"] if sides else []


def _surroundings(grid: Canvas, box: Box) -> list[str]:
    top, left, bottom, right = box
    filled = grid.planes[INDEX["filled"]] != 0
    height, width = filled.shape
    outside = {
        "above": top == 0 or not filled[top - 1, left : right + 1].any(),
        "below": bottom == height - 1 or not filled[bottom + 1, left : right + 1].any(),
        "at its left": left == 0 or not filled[top : bottom + 1, left - 1].any(),
        "at its right": right == width - 1 or not filled[top : bottom + 1, right + 1].any(),
    }
    open_sides = [word for word, empty in outside.items() if not empty]
    if not open_sides:
        return ["nothing touches it on any side"]
    found = []
    if not outside["above"] and _share(grid, (top - 1, left, top - 1, right), "words") >= 0.5:
        found.append("a line of words stands right above it, and is left out as a title")
    if not outside["below"] and _share(grid, (bottom + 1, left, bottom + 1, right), "words") >= 0.5:
        found.append("a line of words stands right below it, and is left out as a note")
    return found


def _lines(word: str, numbers: tuple[int, ...]) -> str:
    if len(numbers) == 1:
        return f"{word} {numbers[0]}"
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{word}s {numbers[0]} to {numbers[-1]}"
    return f"{word}s {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
