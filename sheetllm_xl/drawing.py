r'''A sheet drawn as text: how tests, bug reports and examples say what is on a sheet.

    drawn("""
        **Sales 2025** |        |            |
                       |        |            |
        [Region]       | [Q1]   | [Share]    | [Since]
        North          | $1,200 | 12.5%      | 2019-03-01
        South          | "007"  | =B4/2 => 6 | #N/A
        Total          | =SUM(B4:B5) => 1,200 | <  |
    """)

A line is a row, ``|`` ends a cell. ``**bold**``, ``[filled]``, ``_bottom border_``, ``>indented``, ``<`` merges with
the cell on the left and ``^`` with the one above. ``"text"`` is text, ``=formula => value`` a formula with its value;
``12%``, ``$1,200`` and ``1,200`` are numbers that carry such a format. Anything else is read as a literal.
'''

from __future__ import annotations

import re
import textwrap
from typing import Any

from .grid import CellRange
from .literals import parse_literal
from .sheet import Cell, Sheet, Style

_MARKS = ((re.compile(r"\*\*(.*)\*\*"), Style.BOLD), (re.compile(r"_(.*)_"), Style.BOTTOM))
_MONEY = re.compile(r"(-?)([$€£¥]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(%?)")


def drawn(picture: str, name: str = "Sheet1", at: str = "A1", **rest: Any) -> Sheet:
    """The sheet of a drawing, its first cell placed at ``at``; ``rest`` are further fields of ``Sheet``.

    >>> sheet = drawn("Region | Q1\\nNorth | 12")
    >>> sheet.used, sheet.value(2, 2)
    (CellRange(top=1, left=1, bottom=2, right=2), 12.0)
    """
    first = CellRange.parse(at)
    lines = textwrap.dedent(picture).strip("\n").rstrip(" ").rstrip("\n").split("\n")
    grid = [[part.strip() for part in line.split("|")] for line in lines]
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    cells = []
    for i, parts in enumerate(grid):
        for j, part in enumerate(parts):
            here = (first.top + i, first.left + j)
            if part in ("<", "^"):
                near = (here[0], here[1] - 1) if part == "<" else (here[0] - 1, here[1])
                anchors[here] = anchors.get(near, near)
            elif part:
                cells.append(_cell(*here, part))
    return Sheet.of(name, cells, merges=_merges(anchors), **rest)


def _merges(anchors: dict[tuple[int, int], tuple[int, int]]) -> tuple[CellRange, ...]:
    boxes: dict[tuple[int, int], CellRange] = {}
    for here, anchor in anchors.items():
        boxes[anchor] = boxes.get(anchor, CellRange(*anchor, *anchor)) | CellRange(*here, *here)
    return tuple(boxes[anchor] for anchor in sorted(boxes))


def _cell(row: int, col: int, text: str) -> Cell:
    style, fill, formula, number_format = 0, "", "", ""
    while text.startswith(">"):
        text, style = text[1:].strip(), style + Style.indent(1)
    if text.startswith("[") and text.endswith("]"):
        text, fill = text[1:-1].strip(), "D9E1F2"
    for pattern, mark in _MARKS:
        if found := pattern.fullmatch(text):
            text, style = found[1].strip(), style | mark
    if text.startswith("="):
        formula, _, text = (part.strip() for part in text.partition("=>"))
    value = parse_literal(text)
    if (found := _MONEY.fullmatch(text)) and isinstance(value, str):
        sign, money, whole, decimals, percent = found.groups("")
        value = float(sign + whole.replace(",", "") + decimals) / (100 if percent else 1)
        zeros = "." + "0" * (len(decimals) - 1) if decimals else ""
        number_format = f"0{zeros}%" if percent else f"{money}#,##0{zeros}"
    return Cell(row, col, value, number_format or _date_format(text), style, fill, formula)


def _date_format(text: str) -> str:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return "yyyy-mm-dd"
    return "yyyy-mm-dd hh:mm:ss" if re.fullmatch(r"\d{4}-\d\d-\d\d .*\d", text) else ""
