"""Mentions: which cells' words a question or a sentence names, and so which rows and columns it speaks of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

import numpy as np

from ..detect import FoundTable
from ..literals import Value, literal
from ..sheet import Kind, Sheet
from ..text.words import plain
from .reading import Reading, once

_ASIAN = "\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"  # scripts that set no space between words
_TOKEN = re.compile(rf"[{_ASIAN}]|\d{{4}}-\d\d-\d\d|[^\W_{_ASIAN}]+")
_LONGEST_LABEL = 100  # characters; a longer cell is prose, not a label
_MOST_TOKENS = 16
_YEARS = range(1900, 2101)
# Words that stand in every other question, whatever the sheet is about
_COMMON_TEXT = """
    a all an and any are at be but by did do does each every for from had has have how i in is it its more most no not
    of on or other per than that the their there these this to was were what when where which who whose will with yes
    das dem den der des die ein eine für hat im ist mit und von war was welche welcher welches wer wie viel viele
"""
_COMMON = frozenset(_COMMON_TEXT.split())


class Spot(NamedTuple):
    """One cell of one sheet."""

    sheet: str
    row: int
    col: int


class _Spots(Mapping[str, tuple[Spot, ...]]):
    """The spots of each label of one sheet, made when they are looked up."""

    def __init__(self, sheet: Sheet, indices: Mapping[str, Sequence[int]]) -> None:
        self._name, self._rows, self._cols, self._indices = sheet.name, sheet.rows, sheet.cols, indices
        self._made: dict[str, tuple[Spot, ...]] = {}

    def __getitem__(self, label: str) -> tuple[Spot, ...]:
        if label not in self._made:
            rows, cols = self._rows[self._indices[label]].tolist(), self._cols[self._indices[label]].tolist()
            self._made[label] = tuple(Spot(self._name, row, col) for row, col in zip(rows, cols, strict=True))
        return self._made[label]

    def __contains__(self, label: object) -> bool:
        return label in self._indices

    def __iter__(self) -> Iterator[str]:
        return iter(self._indices)

    def __len__(self) -> int:
        return len(self._indices)


@dataclass(frozen=True)
class Labels:
    """The words of the cells that were read."""

    reading: Reading

    @cached_property
    def spots(self) -> Mapping[str, tuple[Spot, ...]]:
        """Where each short text stands, and each year or date among headers and in a table's first column."""
        of_sheets = [_spots(sheet, self.reading.on(sheet)) for sheet in self.reading.sheets]
        if len(of_sheets) == 1:
            return of_sheets[0]
        merged: dict[str, tuple[Spot, ...]] = {}
        for each in of_sheets:
            for text, spots in each.items():
                merged[text] = merged.get(text, ()) + spots
        return merged

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Every text in the cells that were read, plain, each once."""
        return tuple(dict.fromkeys(map(plain, dict.fromkeys(self.reading.texts()))))

    def like(self, text: str) -> list[str]:
        """Labels that share a word with a text, and maybe others."""
        return self._all.with_any(label_words(text))

    @cached_property
    def _all(self) -> _Lines:
        return _Lines((0, label) for label in self.spots)

    def named(self, text: str) -> dict[str, tuple[Spot, ...]]:
        """The labels in a text, in order; one that is part of a longer one there does not count."""
        searched = plain(text)
        hits = [(begin, end, label) for begin, end, label in _phrases(searched) if label in self.spots]
        return {label: self.spots[label] for label in _outermost(hits)}

    def without(self, text: str) -> str:
        """The text with its labels taken out."""
        searched = plain(text)
        letters = list(searched)
        for begin, end, label in _phrases(searched):
            if label in self.spots:
                letters[begin:end] = " " * (end - begin)
        return "".join(letters)

    def rows(self, text: str, sheet: Sheet, table: FoundTable) -> dict[int, frozenset[str]]:
        """For each body row of which the text names a word, the words it names."""
        return self._lines(text, _row_labels(sheet, table))

    def columns(self, text: str, sheet: Sheet, table: FoundTable) -> dict[int, frozenset[str]]:
        """For each column of whose headers the text names a word, the words it names."""
        return self._lines(text, _column_labels(sheet, table))

    def _lines(self, text: str, indexed: _Lines) -> dict[int, frozenset[str]]:
        spoken = label_words(text)
        words_by_line: dict[int, set[str]] = {}
        for label in indexed.with_any(spoken):
            if common := label_words(label) & spoken:
                for line in indexed.lines[label]:
                    words_by_line.setdefault(line, set()).update(common)
        return {line: frozenset(words_by_line[line]) for line in sorted(words_by_line)}


class _Lines:
    """Labels with the rows or columns they stand in, found by their words without reading each."""

    def __init__(self, labelled: Iterable[tuple[int, str]]) -> None:
        self.lines: dict[str, list[int]] = {}
        for line, label in labelled:
            self.lines.setdefault(label, []).append(line)
        self._labels = list(self.lines)
        texts = list(map(plain, self._labels))
        self._text = "\n".join(texts)
        self._ends = list(accumulate(len(each) + 1 for each in texts))

    def with_any(self, wanted: set[str]) -> list[str]:
        """The labels that hold the letters of one of these words; of a pair of characters, those of its first."""
        lines = set()
        for word in wanted:
            letters = word if word.isascii() or len(word) != 2 else word[0]
            at = self._text.find(letters)
            while at >= 0:
                lines.add(i := bisect_right(self._ends, at))
                at = self._text.find(letters, self._ends[i])
        return [self._labels[i] for i in sorted(lines)]


def label_words(text: str) -> set[str]:
    """The words by which a label is recognised; in scripts without spaces, its pairs of characters."""
    tokens = _TOKEN.findall(plain(text))
    stems = {_stem(t) for t in {*tokens} if (len(t) > 1 or t.isdigit()) and t not in _COMMON}
    if text.isascii():
        return stems
    return stems | {a + b for a, b in pairwise(tokens) if re.fullmatch(rf"[{_ASIAN}]{{2}}", a + b)}


def header_path(sheet: Sheet, table: FoundTable, col: int) -> tuple[str, ...]:
    """The header texts above a column, from the top; a blank one above the last row is its left neighbour's."""
    path = []
    first = table.body.top
    for row in range(table.range.top, first):
        at = col
        while (value := sheet.value(row, at)) is None and row < first - 1 and at > table.range.left:
            at -= 1
        if value is not None:
            path.append(literal(value) if not isinstance(value, str) else value)
    return tuple(path)


@once
def _spots(sheet: Sheet, tables: tuple[FoundTable, ...]) -> _Spots:
    """The labels of one sheet, in the order of their cells."""
    seen = Reading((sheet,), tuple((sheet.name, table) for table in tables)).was_read(sheet)
    heads = np.zeros(len(sheet), np.bool_)
    for table in tables:
        area = table.range
        heads |= sheet.inside(area) & ((sheet.cols == area.left) | (sheet.rows < table.body.top))
    wanted = seen & ((sheet.kinds == Kind.TEXT) | (heads & np.isin(sheet.kinds, [Kind.NUMBER, Kind.DATE])))
    values = sheet.values[wanted].tolist()
    spelled = {value: _label(value) for value in set(values)}
    indices: dict[str, list[int]] = {}
    for i, value in zip(np.flatnonzero(wanted).tolist(), values, strict=True):
        if text := spelled[value]:
            indices.setdefault(text, []).append(i)
    return _Spots(sheet, indices)


def _label(value: Value) -> str:
    """How a label is looked for; "" for what is none."""
    if isinstance(value, str):
        text = plain(value) if len(value) <= _LONGEST_LABEL else ""
    elif isinstance(value, datetime) or value in _YEARS:
        text = literal(value)
    else:
        text = ""
    return text if len(text) > 1 and text not in _COMMON else ""


@once
def _column_labels(sheet: Sheet, table: FoundTable) -> _Lines:
    return _Lines((col, head) for col in table.range.cols for head in header_path(sheet, table, col))


@once
def _row_labels(sheet: Sheet, table: FoundTable) -> _Lines:
    return _Lines(_labels_of_rows(sheet, table))


def _labels_of_rows(sheet: Sheet, table: FoundTable) -> Iterator[tuple[int, str]]:
    """Texts, and the first column's years and dates, by row; a merged label counts in all of its rows."""
    area = table.range
    body = table.body
    cells = sheet.crop(body)
    for row, col, value in zip(cells.rows.tolist(), cells.cols.tolist(), cells.values, strict=True):
        if isinstance(value, str) and len(value) <= _LONGEST_LABEL:
            yield row, value
        elif col == area.left and isinstance(value, float | datetime) and not isinstance(value, bool):
            yield row, literal(value)
    for merge in sheet.merges_in(body):
        value = sheet.value(merge.top, merge.left)
        if isinstance(value, str):
            yield from ((row, value) for row in range(max(merge.top, body.top), min(merge.bottom, body.bottom) + 1))


def _phrases(text: str) -> Iterator[tuple[int, int, str]]:
    """Every run of words in a plain text, without and with its last word's ending."""
    spans = [(match.start(), match.end()) for match in _TOKEN.finditer(text)]
    for i, (begin, _) in enumerate(spans):
        for _, end in spans[i : i + _MOST_TOKENS]:
            phrase = text[begin:end]
            yield begin, end, phrase
            if phrase.endswith("s"):
                yield begin, end, phrase[:-1]
            if text[end : end + 1] in (".", ")", "%", "?"):  # labels such as "Dr." and "Share (%)"
                yield begin, end + 1, text[begin : end + 1]
            if text[end : end + 2] == "%)":
                yield begin, end + 2, text[begin : end + 2]


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _outermost(hits: Iterable[tuple[int, int, str]]) -> Iterator[str]:
    """The labels of the hits that lie in no longer one, in order."""
    reach = -1  # how far those that begin before go
    for _, group in groupby(sorted(hits), key=lambda hit: hit[0]):
        *_, (_, longest, _) = alike = list(group)
        if longest > reach:
            yield from (label for _, end, label in alike if end == longest)
        reach = max(reach, longest)
