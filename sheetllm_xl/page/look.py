"""What the page's grid shows of a sheet, as JSON's types: its frame, a window of its cells, its tables."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import numpy as np

from ..compress.formats import WORDS
from ..detect import outside
from ..display import shown
from ..errors import InputError
from ..explain import Explained, explain
from ..grid import CellRange, runs
from ..literals import literal
from ..sheet import Kind, Sheet, Style

MOST_CELLS = 20_000  # cells of a window; a screen of 4k holds a tenth of it
_CUT = 300  # characters of a cell in the grid; ``cell`` has all of them
_SAMPLED = 3_000  # cells by which a column's width and the direction are chosen
_NARROW, _WIDE, _PER_CHARACTER, _EDGE = 48, 280, 8, 18  # pixels
_RIGHT_TO_LEFT = ("R", "AL")
_INDEXED = re.compile(r"(.*)\|([A-Z]+\d+(?::[A-Z]+\d+)?(?:,[A-Z]+\d+(?::[A-Z]+\d+)?)*)")  # a content, and its cells
_NUMBER, _ERROR, _BOLD, _ITALIC, _FORMULA, _CENTERED = 1, 2, 4, 8, 16, 32
_STYLES = ((Style.BOLD, _BOLD), (Style.ITALIC, _ITALIC), (Style.FORMULA, _FORMULA), (Style.CENTERED, _CENTERED))


def frame(sheet: Sheet) -> dict[str, Any]:
    """What is drawn before any cell: extent, widths of the columns in pixels, direction, notes."""
    used = sheet.used
    return {
        "name": sheet.name,
        "used": used and str(used),
        "rows": used.bottom if used else 0,
        "cols": used.right if used else 0,
        "widths": _widths(sheet),
        "rtl": is_right_to_left(sheet),
        "hidden_rows": runs(sheet.hidden_rows),
        "hidden_cols": runs(sheet.hidden_cols),
        "cells": int(sheet.filled.sum()),
        "notes": list(sheet.notes),
    }


def window(sheet: Sheet, area: CellRange) -> dict[str, Any]:
    """The cells of an area, each [row, column, text, flags, fill]; the merges that touch it, with their first cells.

    Raises InputError for more than is shown at once.
    """
    if area.area > MOST_CELLS:
        raise InputError(f"{area} is more than is shown at once: {MOST_CELLS:,} cells.")
    merges = sheet.merges_in(area)
    firsts = (sheet.index(merge.top, merge.left) for merge in merges)
    return {
        "cells": [_drawn(sheet, i) for i in np.flatnonzero(sheet.inside(area)).tolist()],
        "merges": [list(merge.edges) for merge in merges],
        "firsts": [None if i is None else _drawn(sheet, i) for i in firsts],
    }


def cell(sheet: Sheet, row: int, col: int) -> dict[str, Any]:
    """All of one cell: what it shows, its formula, format and kind, and as what it is sent to find the tables."""
    i = sheet.index(row, col)
    if i is None:
        return {"text": "", "formula": "", "format": "", "kind": "blank", "sought": ""}
    return {
        "text": _text(sheet, i),
        "formula": sheet.formulas.get((row, col), ""),
        "format": sheet.format_strings[sheet.formats[i]],
        "kind": Kind(int(sheet.kinds[i])).name.lower(),
        "sought": _sought(sheet, row, col) if sheet.filled[i] and "explained" in sheet.remembered else "",
    }


def tables(sheet: Sheet) -> dict[str, Any]:
    """The tables with how sure each is, what lies outside, the anchors, and the lines that are kept, as runs."""
    what = explained(sheet)
    skeleton = what.encoding.skeleton
    return {
        "tables": [
            {
                "range": str(table.range),
                "edges": list(table.range.edges),
                "title": table.title_in(sheet),
                "header_rows": table.header_rows,
                "total_rows": list(table.total_rows),
                "confidence": round(table.confidence, 3),
                "sure": table.is_sure,
                "reasons": list(table.reasons),
            }
            for table in what.tables
        ],
        "outside": outside(sheet, what.tables).sentence(),
        "anchor_rows": sorted(what.anchor_rows),
        "anchor_cols": sorted(what.anchor_cols),
        "kept_rows": runs(skeleton.rows.tolist()) if skeleton else [],
        "kept_cols": runs(skeleton.cols.tolist()) if skeleton else [],
    }


def is_right_to_left(sheet: Sheet) -> bool:
    """Whether more of its texts begin in a script that is written from right to left than in another."""
    ways = [_direction(value) for value in sheet.values[:_SAMPLED].tolist() if isinstance(value, str)]
    return sum(way in _RIGHT_TO_LEFT for way in ways) > ways.count("L")


def _direction(text: str) -> str:
    """The class of the first character that has a direction (Unicode's bidirectional algorithm, rule P2)."""
    ways = map(unicodedata.bidirectional, text[:_CUT])
    return next((way for way in ways if way in ("L", *_RIGHT_TO_LEFT)), "")


def explained(sheet: Sheet) -> Explained:
    """What is found on a sheet, once for each sheet."""
    if "explained" not in sheet.remembered:
        sheet.remembered["explained"] = explain(sheet)
    known: Explained = sheet.remembered["explained"]
    return known


def _sought(sheet: Sheet, row: int, col: int) -> str | None:
    """The type or number format that stands for a value; "" where the value itself is sent, None where nothing is."""
    encoding = explained(sheet).encoding
    if not encoding.profile.inverted:
        return ""
    if "indexed" not in sheet.remembered:
        lines = filter(None, map(_INDEXED.fullmatch, encoding.text.splitlines()))
        sheet.remembered["indexed"] = [(CellRange.parse(one), line[1]) for line in lines for one in line[2].split(",")]
    indexed: list[tuple[CellRange, str]] = sheet.remembered["indexed"]
    word = next((word for area, word in indexed if (row, col) in area), None)
    value = sheet.values[sheet.index(row, col) or 0]
    is_value = word not in WORDS if isinstance(value, str) else word == literal(value)
    return "" if word is not None and is_value else word


def _text(sheet: Sheet, i: int) -> str:
    return shown(sheet.values[i], sheet.format_strings[sheet.formats[i]], sheet.date1904)


def _drawn(sheet: Sheet, i: int) -> list[Any]:
    return [int(sheet.rows[i]), int(sheet.cols[i]), _text(sheet, i)[:_CUT], *_look(sheet, i)]


def _look(sheet: Sheet, i: int) -> tuple[int, str]:
    kind, style = Kind(int(sheet.kinds[i])), int(sheet.styles[i])
    flags = (_NUMBER if kind in (Kind.NUMBER, Kind.DATE, Kind.TIME) else 0) | (_ERROR if kind is Kind.ERROR else 0)
    return flags | sum(flag for bit, flag in _STYLES if style & bit), sheet.fill_colors[sheet.fills[i]]


def _widths(sheet: Sheet) -> list[int]:
    """By the longest text of each column among the first cells, those of merges left out; a column without any is 0."""
    longest: dict[int, int] = {}
    merged = {(merge.top, merge.left) for merge in sheet.merges}
    for i in range(min(len(sheet), _SAMPLED)):
        place = int(sheet.rows[i]), int(sheet.cols[i])
        if place not in merged:
            longest[place[1]] = max(longest.get(place[1], 0), len(_text(sheet, i)))
    right = sheet.used.right if sheet.used else 0
    lengths = (longest.get(col, 0) for col in range(1, right + 1))
    return [min(max(length * _PER_CHARACTER + _EDGE, _NARROW), _WIDE) if length else 0 for length in lengths]
