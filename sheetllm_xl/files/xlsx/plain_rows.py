"""Rows of a worksheet part as nearly every program spells them, taken apart by numpy, a megabyte at a time.

A block that is spelled in any other way (prefixes, comments, rich text in cells, cells without an address) is none of
these: ``plain_cells`` answers None, and a parser has to read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..xml_stream import LONGEST_SPELLED
from .plain_numbers import Bytes, Numbers

# Codes of tags. The end tag of an element has the code of its start tag + 1, the tag of an empty element + 2.
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


_MORE = rb'(?: (?:xml:|x14ac:)?[A-Za-z]+="[^"<>&\t\n]*")*'
_ROW_TAG, _FORMULA_TAG = (re.compile(rb"<" + tag + _MORE + rb") ?/?>") for tag in (rb'row( r="[0-9]{1,7}"', b"f("))
# Behind a cell's address: format, type, and what is passed over (§18.3.1.4).
_REST = re.compile(
    rb'(?: s="([0-9]{1,9})")?(?: t="(' + "|".join(TYPES).encode() + rb')")?'
    rb'(?: cm="[0-9]+")?(?: vm="[0-9]+")?(?: ph="[a-z0-9]+")? ?'
)
_LONGEST_REST, _LONGEST_ADDRESS = 32, 10
_BELOW = np.array([(1 << 8 * count) - 1 for count in range(9)], np.uint64)
_FEW = 40  # spellings that are compared one by one
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
    buf: Bytes = np.frombuffer(block + bytes(_LONGEST_REST + 8), np.uint8)  # so that no look ahead leaves it
    marks = np.flatnonzero((buf == 60) | (buf == 62))
    begin, end = marks[0::2].copy(), marks[1::2].copy()
    if len(begin) != len(end) or not len(begin) or (buf[begin] != 60).any() or (buf[end] != 62).any():
        return None
    tags = _tags(buf, begin, end)
    if tags is None:
        return None
    rows = np.flatnonzero((tags == ROW) | (tags == ROW + EMPTY))
    formulas = np.flatnonzero((tags == FORMULA) | (tags == FORMULA + EMPTY))
    for tag, at in ((_ROW_TAG, rows), (_FORMULA_TAG, formulas)):
        if not _attributes_are_sound(tag, [block[a : b + 1] for a, b in zip(begin[at], end[at], strict=True)]):
            return None
    is_cell = (tags == CELL) | (tags == CELL + EMPTY)
    cells = np.flatnonzero(is_cell)
    attributes = _attributes(block, buf, begin[cells] + 2, end[cells] - (tags[cells] == CELL + EMPTY))
    if attributes is None:
        return None
    last_row = _last_row(block[begin[rows[-1]] : end[rows[-1]]])
    spans = np.zeros((2, len(cells)), np.int64)
    values = np.flatnonzero((tags == VALUE) | (tags == TEXT))
    owners = (np.cumsum(is_cell) - 1)[values]
    spans[0, owners], spans[1, owners] = end[values] + 1, begin[values + 1]
    if (spans[1] - spans[0]).max(initial=0) > LONGEST_SPELLED:
        return None
    return PlainCells(*attributes, spans, _formulas(tags, begin, end, cells, formulas), last_row) if last_row else None


def _attributes_are_sound(tag: re.Pattern[bytes], spelled: list[bytes]) -> bool:
    """Whether tags of a kind all match, none naming an attribute twice."""
    tags_spelled = tag.findall(b"\n".join(spelled))
    shapes = set(_QUOTED.sub(b"", b"\n".join(tags_spelled)).split(b"\n"))
    names = [shape.split() for shape in shapes]
    return len(tags_spelled) == len(spelled) and all(len(set(given)) == len(given) for given in names)


def _last_row(tag: bytes) -> int:
    digits = tag[8 : tag.find(b'"', 8)]
    return int(digits) if tag.startswith(b'<row r="') and digits.isdigit() and len(digits) < 8 else 0


def _formulas(tags: npt.NDArray[np.uint8], begin: Numbers, end: Numbers, cells: Numbers, at: Numbers) -> Numbers:
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
    lengths, second = (end - begin)[empty], buf[begin[empty] + 2]
    if not ((lengths == len("<v/>") - 1) | ((lengths == len("<v />") - 1) & (second == 32))).all():
        return False
    long = np.flatnonzero(((tags == VALUE) | (tags == TEXT)) & (end - begin != 2))
    lengths = (end - begin)[long]
    return bool((lengths == 2 + len(_PRESERVED)).all() and _spelled(buf, begin[long] + 2, _PRESERVED).all())


def _spelled(buf: Bytes, at: Numbers, text: bytes) -> npt.NDArray[np.bool_]:
    same = np.ones(len(at), np.bool_)
    for offset, letter in enumerate(text):
        same &= buf[at + offset] == letter
    return same


def _attributes(
    block: bytes, buf: Bytes, start: Numbers, end: Numbers
) -> tuple[Numbers, Numbers, Numbers, npt.NDArray[np.uint8]] | None:
    """Rows, columns, formats and types of cells whose attributes stand between ``start`` and ``end``, r the first."""
    xfs, types = np.zeros(len(start), np.int64), np.zeros(len(start), np.uint8)
    if not len(start):
        return xfs, xfs, xfs, types
    addresses = _addresses(buf, start + 4) if _spelled(buf, start, b' r="').all() else None
    if addresses is None:
        return None
    rows, cols, length = addresses
    rest = start + 5 + length  # behind the address and its quote
    if (rest > end).any() or (end - rest).max() > _LONGEST_REST or not rows.all():
        return None
    for at, first in _alike(buf, rest, end - rest):
        attributes = _REST.fullmatch(block, int(rest[first]), int(end[first]))
        if attributes is None:
            return None
        xfs[at], types[at] = int(attributes[1] or 0), TYPES.index((attributes[2] or b"n").decode())
    return rows, cols, xfs, types


def _addresses(buf: Bytes, start: Numbers) -> tuple[Numbers, Numbers, npt.NDArray[np.uint8]] | None:
    """Rows, columns and lengths of the addresses that begin there and end with a quote."""
    rows, cols = np.zeros(len(start), np.int64), np.zeros(len(start), np.int64)
    letters, length = np.zeros(len(start), np.uint8), np.zeros(len(start), np.uint8)
    live = np.ones(len(start), np.bool_)
    for at in range(_LONGEST_ADDRESS + 1):
        byte = buf[start + at]
        live &= byte != 34
        if not live.any():
            sound = letters.min() and letters.max() <= 3 and (length > letters).all() and (length - letters).max() <= 7
            return (rows, cols, length) if sound else None
        letter = live & (byte - np.uint8(65) < 26) & (letters == at)
        if not (letter | (live & (byte - np.uint8(48) < 10)) | ~live).all():
            return None
        letters += letter
        length += live
        if letter.any():
            cols = np.where(letter, cols * 26 + (byte - np.uint8(64)), cols)
        rows = np.where(live & ~letter, rows * 10 + (byte - np.uint8(48)), rows)
    return None


def _alike(buf: Bytes, start: Numbers, length: Numbers) -> Iterator[tuple[Any, int]]:
    """Groups of equal pieces of at most _LONGEST_REST bytes, each with the index of its first."""
    every = np.ndarray((len(buf) - 7,), "<u8", buf, 0, (1,))  # eight bytes from each place on
    words = [every[start + at] & _BELOW[np.clip(length - at, 0, 8)] for at in range(0, max(int(length.max()), 1), 8)]
    left = np.arange(len(start))
    for _ in range(_FEW):
        first = int(left[0])
        same = np.logical_and.reduce([word[left] == word[first] for word in words])
        if same.all() and len(left) == len(start):
            yield slice(None), first
            return
        yield left[same], first
        left = left[~same]
        if not len(left):
            return
    _, firsts, groups = np.unique(np.stack(words, 1)[left], axis=0, return_index=True, return_inverse=True)
    order = np.argsort(groups.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(groups.ravel()))
    for first, begin, end in zip(firsts.tolist(), [0, *ends[:-1].tolist()], ends.tolist(), strict=True):
        yield left[order[begin:end]], int(left[first])
