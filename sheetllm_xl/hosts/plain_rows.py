"""Rows of a worksheet part as nearly every program spells them, taken apart by numpy, a megabyte at a time.

A block that is spelled in any other way (prefixes, comments, rich text in cells, cells without an address) is none of
these: ``plain_cells`` answers None, and a parser has to read it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .plain_numbers import Bytes, Numbers, digits

# What a tag is. The end of an element is its beginning + 1; an empty element's tag its beginning + 2.
ROW, CELL, VALUE, FORMULA, TEXT, INLINE = 0, 3, 6, 9, 12, 15
END, EMPTY = 1, 2
_UNKNOWN = 18
TYPES = ("n", "s", "b", "e", "d", "str", "inlineStr")  # ECMA-376 part 1, §18.18.11; a cell's ``types`` index them


def _followers() -> npt.NDArray[np.bool_]:
    """Which tag may follow which, as one flat table: the grammar of rows."""
    row_end, cell_end = (ROW + END, ROW + EMPTY), (CELL + END, CELL + EMPTY)
    value = (VALUE, VALUE + EMPTY)
    rules = {
        ROW: (CELL, CELL + EMPTY, ROW + END),
        CELL: (*value, FORMULA, FORMULA + EMPTY, INLINE, CELL + END),
        VALUE: (VALUE + END,),
        VALUE + END: (CELL + END,),
        VALUE + EMPTY: (CELL + END,),
        FORMULA: (FORMULA + END,),
        FORMULA + END: (*value, INLINE, CELL + END),
        FORMULA + EMPTY: (*value, INLINE, CELL + END),
        INLINE: (TEXT, TEXT + EMPTY),
        TEXT: (TEXT + END,),
        TEXT + END: (INLINE + END,),
        TEXT + EMPTY: (INLINE + END,),
        INLINE + END: (CELL + END,),
    }
    rules |= dict.fromkeys(row_end, (ROW, ROW + EMPTY)) | dict.fromkeys(cell_end, (CELL, CELL + EMPTY, ROW + END))
    table = np.zeros((32, 32), np.bool_)
    for tag, next_tags in rules.items():
        table[tag, next_tags] = True
    return table.ravel()


def _first_two() -> npt.NDArray[np.uint8]:
    """What a tag is by the two bytes after its ``<``, the second one as the high byte."""
    table = np.full(1 << 16, _UNKNOWN, np.uint8)
    for tag, names in {
        ROW: ("ro",),
        ROW + END: ("/r",),
        CELL: ("c ",),
        CELL + END: ("/c",),
        VALUE: ("v>", "v "),
        VALUE + END: ("/v",),
        VALUE + EMPTY: ("v/",),
        FORMULA: ("f>", "f "),
        FORMULA + END: ("/f",),
        FORMULA + EMPTY: ("f/",),
        TEXT: ("t>", "t "),
        TEXT + END: ("/t",),
        TEXT + EMPTY: ("t/",),
        INLINE: ("is",),
        INLINE + END: ("/i",),
    }.items():
        for name in names:
            table[ord(name[0]) | ord(name[1]) << 8] = tag
    return table


_MORE = rb'(?: (?:xml:|x14ac:)?[A-Za-z]+="[^"<>&\n]*")*'
_ROW_TAG, _FORMULA_TAG = (re.compile(rb"<" + tag + _MORE + rb") ?/?>") for tag in (rb'row( r="[0-9]{1,7}"', b"f("))
# A cell's attributes by their bytes: r, s, t, and what is passed over: cm, ph, vm (§18.3.1.4).
_ATTRIBUTE_BITS = {114: 1, 115: 2, 116: 4, 0x636D: 8, 0x7068: 16, 0x766D: 32}
_QUOTED = re.compile(rb'="[^"]*"')
_PRESERVED = b' xml:space="preserve"'
_FOLLOWERS, _FIRST_TWO = _followers(), _first_two()
_EXACT = np.zeros(32, np.int64)  # length of the tags that have no attributes
_EXACT[[CELL + END, VALUE + END, FORMULA + END, TEXT + END]] = 3
_EXACT[[ROW + END, INLINE, INLINE + END]] = 5, 3, 4


@dataclass(frozen=True, slots=True)
class PlainCells:
    """The cells of a block, in parallel arrays. ``spans``: where each value stands in the block, [2, n]; empty: none.

    ``formulas`` [4, m]: the cell's index, the end of the ``<f`` tag's name, the end of the tag, the end of the text.
    """

    rows: Numbers
    cols: Numbers
    xfs: Numbers
    types: npt.NDArray[np.uint8]
    spans: Numbers
    formulas: Numbers
    last_row: int


def plain_cells(block: bytes) -> PlainCells | None:
    """The cells of whole rows; None when the block is not spelled plainly."""
    buf: Bytes = np.frombuffer(block, np.uint8)
    begin, end = np.flatnonzero(buf == 60), np.flatnonzero(buf == 62)
    if (
        len(begin) != len(end)
        or not len(begin)
        or begin[-1] + 2 >= len(block)
        or (begin >= end).any()
        or (end[:-1] >= begin[1:]).any()
    ):
        return None
    tags = _tags(buf, begin, end)
    if tags is None:
        return None
    rows = np.flatnonzero((tags == ROW) | (tags == ROW + EMPTY))
    formulas = int(((tags == FORMULA) | (tags == FORMULA + EMPTY)).sum())
    if not _attributes_are_sound(block, _ROW_TAG, len(rows)):
        return None
    if formulas and not _attributes_are_sound(block, _FORMULA_TAG, formulas):
        return None
    cells = np.flatnonzero((tags == CELL) | (tags == CELL + EMPTY))
    found = _attributes(buf, begin[cells] + 2, end[cells] - (tags[cells] == CELL + EMPTY))
    if found is None:
        return None
    last_row = _last_row(block[begin[rows[-1]] : end[rows[-1]]])
    spans = np.zeros((2, len(cells)), np.int64)
    values = np.flatnonzero((tags == VALUE) | (tags == TEXT))
    owners = (np.cumsum((tags == CELL) | (tags == CELL + EMPTY)) - 1)[values]
    spans[0, owners], spans[1, owners] = end[values] + 1, begin[values + 1]
    return PlainCells(*found, spans, _formulas(tags, begin, end, cells), last_row) if last_row else None


def _attributes_are_sound(block: bytes, tag: re.Pattern[bytes], count: int) -> bool:
    """Whether the ``count`` tags of a kind all match, none naming an attribute twice."""
    found = tag.findall(block)
    shapes = set(_QUOTED.sub(b"", b"\n".join(found)).split(b"\n"))
    names = [shape.split() for shape in shapes]
    return len(found) == count and all(len(set(given)) == len(given) for given in names)


def _last_row(tag: bytes) -> int:
    digits = tag[8 : tag.find(b'"', 8)]
    return int(digits) if tag.startswith(b'<row r="') and digits.isdigit() and len(digits) < 8 else 0


def _formulas(tags: npt.NDArray[np.uint8], begin: Numbers, end: Numbers, cells: Numbers) -> Numbers:
    at = np.flatnonzero((tags == FORMULA) | (tags == FORMULA + EMPTY))
    empty = tags[at] == FORMULA + EMPTY
    text_end = np.where(empty, end[at], begin[np.minimum(at + 1, len(begin) - 1)])
    return np.stack([np.searchsorted(cells, at) - 1, begin[at] + 2, end[at] - empty, text_end])


def _tags(buf: Bytes, begin: Numbers, end: Numbers) -> npt.NDArray[np.uint8] | None:
    """What every tag is; None when one is unknown, or stands where none of its kind may stand."""
    tags = _FIRST_TWO[buf[begin + 1].astype(np.uint16) | buf[begin + 2].astype(np.uint16) << 8]
    starts = (tags < _UNKNOWN) & (tags % 3 == 0)
    tags[starts & (buf[end - 1] == 47)] += EMPTY
    length, exact = end - begin, _EXACT[tags]
    if (tags == _UNKNOWN).any() or ((exact > 0) & (length != exact)).any():
        return None
    rows = begin[(tags == ROW) | (tags == ROW + EMPTY)]
    if not len(rows) or rows[-1] + 8 >= len(buf) or not _spelled(buf, rows, b"<row r=").all():
        return None
    if not _spelled(buf, begin[tags == ROW + END], b"</row").all():
        return None
    if not _spelled(buf, begin[tags == INLINE + END], b"</is").all():
        return None
    if not _plain_texts(buf, tags, begin, end):
        return None
    follow = _FOLLOWERS[tags[:-1].astype(np.int64) * 32 + tags[1:]]
    whole = tags[0] in (ROW, ROW + EMPTY) and tags[-1] in (ROW + END, ROW + EMPTY)
    return tags if whole and follow.all() else None


def _plain_texts(buf: Bytes, tags: npt.NDArray[np.uint8], begin: Numbers, end: Numbers) -> bool:
    """Whether texts and values bear no attribute but xml:space, and empty ones none."""
    empty = (tags == VALUE + EMPTY) | (tags == TEXT + EMPTY)
    if ((end - begin)[empty] > len("<v />") - 1).any():
        return False
    long = np.flatnonzero(((tags == VALUE) | (tags == TEXT)) & (end - begin != 2))
    lengths = (end - begin)[long]
    return bool((lengths == 2 + len(_PRESERVED)).all() and _spelled(buf, begin[long] + 2, _PRESERVED).all())


def _spelled(buf: Bytes, at: Numbers, text: bytes) -> npt.NDArray[np.bool_]:
    same = np.ones(len(at), np.bool_)
    for offset, letter in enumerate(text):
        same &= buf[at + offset] == letter
    return same


def _attributes(buf: Bytes, start: Numbers, end: Numbers) -> tuple[Numbers, Numbers, Numbers, Any] | None:
    """Rows, columns, formats and types of cells whose attributes stand between ``start`` and ``end``."""
    rows, cols, xfs = (np.zeros(len(start), np.int64) for _ in range(3))
    types = np.zeros(len(start), np.uint8)
    end = end - (buf[end - 1] == 32)
    quotes = np.flatnonzero(buf == 34)
    first = np.searchsorted(quotes, start)
    counts = np.searchsorted(quotes, end) - first
    if not len(start) or (counts % 2).any() or counts.min() < 2 or counts.max() > 12:
        return (rows, cols, xfs, types) if not len(start) else None
    cursor, seen = start - 1, np.zeros(len(start), np.uint8)
    for at in range(0, int(counts.max()), 2):
        live = np.flatnonzero(counts > at)
        left, right = quotes[first[live] + at], quotes[first[live] + at + 1]
        gap = left - cursor[live]  # `c r="`: 4 bytes from the cursor on; a name of two letters has 5
        if ((gap != 4) & (gap != 5)).any() or (buf[left - 1] != 61).any() or (buf[cursor[live] + 1] != 32).any():
            return None
        names = buf[left - 2] | np.where(gap == 4, 0, buf[left - 3]).astype(np.uint16) << 8
        for name in _distinct(names):
            which: Any = names == name
            which = slice(None) if which.all() else which
            places = live[which]
            bit = _ATTRIBUTE_BITS.get(name, 0)
            if not bit or (seen[places] & bit).any():
                return None
            seen[places] |= bit
            if name == 114:  # r
                parsed = _addresses(buf, left[which] + 1, right[which])
                if parsed is None:
                    return None
                rows[places], cols[places] = parsed
            elif name == 115:  # s
                xf = digits(buf, left[which] + 1, right[which])
                if (xf < 0).any():
                    return None
                xfs[places] = xf
            elif name == 116:  # t
                kinds = _kinds(buf, left[which] + 1, right[which])
                if (kinds == 255).any():
                    return None
                types[places] = kinds
        cursor[live] = right
    return (rows, cols, xfs, types) if (cursor + 1 == end).all() and rows.all() else None


def _distinct(names: npt.NDArray[np.integer[Any]]) -> list[int]:
    """The distinct names, of which there are few: without a sort."""
    found = []
    while len(names):
        found.append(int(names[0]))
        names = names[names != names[0]]
    return found


def _addresses(buf: Bytes, start: Numbers, end: Numbers) -> tuple[Numbers, Numbers] | None:
    length = end - start
    if length.min() < 2 or length.max() > 10:
        return None
    rows, cols = np.zeros(len(start), np.int64), np.zeros(len(start), np.int64)
    letters = np.zeros(len(start), np.int64)
    for at in range(int(length.max())):
        live = at < length
        byte = buf[np.minimum(start + at, end)].astype(np.int64)
        digit, letter = live & (byte >= 48) & (byte <= 57), live & (byte >= 65) & (byte <= 90)
        if (live & ~digit & ~(letter & (letters == at))).any():
            return None
        letters += letter
        cols = np.where(letter, cols * 26 + byte - 64, cols)
        rows = np.where(digit, rows * 10 + byte - 48, rows)
    return (rows, cols) if letters.min() and letters.max() <= 3 and (length - letters).max() <= 7 else None


def _kinds(buf: Bytes, start: Numbers, end: Numbers) -> npt.NDArray[np.uint8]:
    """Index into TYPES; 255 for a type there is none of."""
    kinds = np.full(len(start), 255, np.uint8)
    length, first = end - start, buf[start]
    for index, name in enumerate(TYPES):
        maybe = np.flatnonzero((length == len(name)) & (first == ord(name[0])))
        kinds[maybe[_spelled(buf, start[maybe], name.encode())]] = index
    return kinds
