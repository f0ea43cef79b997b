"""Index: where on the sheets of a workbook a text, a word or a number stands. Built once over the distinct values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ..grid import CellRange, Ref
from ..literals import clipped, literal
from ..sheet import Kind, Sheet
from ..text.numbers import written_number
from ..text.words import folded, words
from .patience import Check, unhurried, watched

Ints = npt.NDArray[np.int64]

CLOSE = 82.0  # likeness in per cent (rapidfuzz's ratio) from which a misspelt word counts as another
_CLOSE_WORTH = 0.4  # of what all words sought are worth, which a text must hold to be listed
_TEXTS = 1024  # between two checks of the time
_RANKED = 400  # texts that are looked at further
NOT_DONE = "not done"  # begins the line of a search that failed, and no line of a text that was found
_SHOWN = 120  # characters of such a text
_CLOSE_WORDS = 4  # words that one misspelt word is taken for


@dataclass(frozen=True, slots=True)
class Hit:
    """A text or number that was sought, as its first cell holds it, and where it stands: ``count`` cells in all.

    ``how`` is "exact", "words" (it holds all of them), "close" (some, or nearly) or "number". ``places`` are some
    of the cells; over several sheets the first of each, with how many there are on that sheet.
    """

    shows: str
    how: str
    places: tuple[tuple[Ref, int], ...]
    count: int


class Index:
    """The filled cells of some sheets by what they hold. Cells are numbered through, sheet by sheet, row-major.

    ``sheet_of``, ``rows`` and ``cols`` are arrays over cells; ``texts`` the distinct folded texts.
    """

    def __init__(self, sheets: Sequence[Sheet], check: Check = unhurried) -> None:
        self.sheets, self._check = tuple(sheets), check
        filled = [np.flatnonzero(sheet.filled) for sheet in sheets]
        self.starts = np.cumsum([0, *map(len, filled)])
        self.sheet_of = np.repeat(np.arange(len(filled), dtype=np.int32), np.diff(self.starts))
        self.rows = _joined([sheet.rows[at] for sheet, at in zip(sheets, filled, strict=True)], np.int32)
        self.cols = _joined([sheet.cols[at] for sheet, at in zip(sheets, filled, strict=True)], np.int32)
        self.kinds = _joined([sheet.kinds[at] for sheet, at in zip(sheets, filled, strict=True)], np.uint8)
        values = _joined([sheet.values[at] for sheet, at in zip(sheets, filled, strict=True)], np.object_)
        self._read_texts(values)
        self._read_numbers(values)

    def _read_texts(self, values: npt.NDArray[np.object_]) -> None:
        """Distinct texts, and the cells of each: dates, booleans and errors count as their literals."""
        worded = np.flatnonzero((self.kinds != Kind.NUMBER) & (self.kinds != Kind.BLANK))
        numbers: dict[Any, int] = {}
        self._check()
        of_value = np.fromiter((numbers.setdefault(v, len(numbers)) for v in values[worded]), np.int64, len(worded))
        distinct: dict[str, int] = {}
        every = watched(numbers, self._check, _TEXTS)
        spelt = (folded(v if isinstance(v, str) else literal(v)) for v in every)
        of_distinct = np.fromiter((distinct.setdefault(text, len(distinct)) for text in spelt), np.int64, len(numbers))
        self.texts = tuple(distinct)
        self.text_number = distinct
        of_cell = of_distinct[of_value] if len(worded) else of_value
        order = np.argsort(of_cell, kind="stable")
        self._text_cells = worded[order]
        self._text_starts = np.searchsorted(of_cell[order], np.arange(len(distinct) + 1))

    def _read_numbers(self, values: npt.NDArray[np.object_]) -> None:
        at = np.flatnonzero(self.kinds == Kind.NUMBER)
        numbers = values[at].astype(np.float64)
        order = np.argsort(numbers, kind="stable")
        self._numbers, self._number_cells = numbers[order], at[order]

    @cached_property
    def _postings(self) -> tuple[dict[str, list[int]], npt.NDArray[np.int32]]:
        """For each word the texts it is in; for each text the number of its words."""
        postings: dict[str, list[int]] = {}
        lengths = np.zeros(len(self.texts), np.int32)
        for number, text in enumerate(watched(self.texts, self._check, _TEXTS)):
            distinct = set(words(text))
            lengths[number] = len(distinct)
            for word in distinct:
                postings.setdefault(word, []).append(number)
        return postings, lengths

    @property
    def lengths(self) -> npt.NDArray[np.int32]:
        """The number of distinct words in each text."""
        return self._postings[1]

    def texts_with(self, word: str) -> Ints:
        """The texts that hold a word (its stem), or where none does, words it is nearly."""
        postings = self._postings[0]
        if (exact := postings.get(word)) is not None:
            return np.array(exact, np.int64)
        if len(word) < 4 or not word.isalpha():
            return np.zeros(0, np.int64)
        from rapidfuzz import fuzz, process

        begins = [
            known for known in self._by_initial.get(word[0], ()) if known.startswith(word[: max(5, len(word) - 3)])
        ]
        close = process.extract(
            word, self._by_initial.get(word[0], ()), scorer=fuzz.ratio, score_cutoff=CLOSE, limit=_CLOSE_WORDS
        )
        alike = dict.fromkeys([*begins[:_CLOSE_WORDS], *(known for known, *_ in close)])
        return np.unique(np.concatenate([postings[known] for known in alike])) if alike else np.zeros(0, np.int64)

    @cached_property
    def _by_initial(self) -> dict[str, list[str]]:
        """The words of some length by their first letter, which a misspelling seldom touches."""
        by_initial: dict[str, list[str]] = {}
        for word in self._postings[0]:
            if len(word) > 3 and word.isalpha():
                by_initial.setdefault(word[0], []).append(word)
        return by_initial

    def cells_of(self, texts: Iterable[int]) -> Ints:
        """The cells that hold any of the texts, text after text."""
        bounds = self._text_starts
        return _joined([self._text_cells[bounds[t] : bounds[t + 1]] for t in texts], np.int64)

    def occurrences(self, texts: Ints) -> Ints:
        """How many cells hold each of the texts."""
        counts: Ints = self._text_starts[texts + 1] - self._text_starts[texts]
        return counts

    def cells_with_number(self, text: str) -> Ints:
        """The cells whose number is the one written: as it is kept, or as it is shown with that many decimals."""
        read = written_number(text)
        if not read or not math.isfinite(read[0]):
            return np.zeros(0, np.int64)
        number, decimals, is_percent = read
        number *= 100 if is_percent else 1
        half = 0.5 * 10.0**-decimals if decimals else 0.0
        scales = (0.01, 1.0) if is_percent else (1.0,)
        spans = [
            (number * scale - half * scale * (1 - 1e-9), number * scale + half * scale * (1 - 1e-9)) for scale in scales
        ]
        return np.sort(
            _joined(
                [
                    self._number_cells[
                        np.searchsorted(self._numbers, _slack(low, -1)) : np.searchsorted(
                            self._numbers, _slack(high, 1), "right"
                        )
                    ]
                    for low, high in spans
                ],
                np.int64,
            )
        )

    def ref(self, cell: int) -> Ref:
        """Where a cell stands."""
        row, col = int(self.rows[cell]), int(self.cols[cell])
        return Ref(self.sheets[self.sheet_of[cell]].name, CellRange(row, col, row, col))

    def find(self, text: str, sheet: str = "", most: int = 12, places: int = 6) -> tuple[Hit, ...]:
        """Texts that are, hold or nearly are ``text``, and the number it may be; best first, rarer before frequent."""
        hits: list[Hit] = []
        sought = folded(text)
        wanted = tuple(dict.fromkeys(words(text)))
        numbers = self._on(self.cells_with_number(text), sheet)
        if len(numbers):
            hits.append(self._hit(numbers, "number", places))
        exact = self.text_number.get(sought)
        for how, texts in (("exact", [] if exact is None else [exact]), *self._worded(wanted, exact)):
            for number in texts:
                if len(hits) >= most:
                    return tuple(hits)
                cells = self._on(np.sort(self.cells_of([number])), sheet)
                if len(cells):
                    hits.append(self._hit(cells, how, places))
        return tuple(hits)

    def _worded(self, wanted: Sequence[str], exact: int | None) -> Iterable[tuple[str, list[int]]]:
        """Texts that hold every word, shortest first; then those that hold most of what is rare."""
        texts_by_word = [self.texts_with(word) for word in wanted]
        every = [texts for texts in texts_by_word if len(texts)]
        if not every:
            return
        matched = np.concatenate(every)
        weights = np.concatenate([np.full(len(t), self.rarity(len(t))) for t in every])
        texts, inverse, counts = np.unique(matched, return_inverse=True, return_counts=True)
        worth = np.bincount(inverse, weights)
        whole = (counts == len(wanted)) & (len(every) == len(wanted))
        order = np.lexsort((self.occurrences(texts), self.lengths[texts], -worth))
        least = _CLOSE_WORTH * sum(self.rarity(len(texts_of)) for texts_of in texts_by_word)
        ranked = [i for i in order[:_RANKED].tolist() if texts[i] != exact and worth[i] >= least]
        yield "words", [int(texts[i]) for i in ranked if whole[i]]
        yield "close", [int(texts[i]) for i in ranked if not whole[i]]

    def rarity(self, texts: int) -> float:
        """The weight of a word that stands in so many distinct texts."""
        return math.log(1 + (len(self.texts) + 1) / (texts + 0.5))

    def _on(self, cells: Ints, sheet: str) -> Ints:
        return cells[[self.sheets[i].name == sheet for i in self.sheet_of[cells]]] if sheet else cells

    def _hit(self, cells: Ints, how: str, places: int) -> Hit:
        first = self.ref(int(cells[0]))
        value = self.sheets[self.sheet_of[cells[0]]].value(first.range.top, first.range.left)
        spread = _spread(cells, self.sheet_of[cells], places)
        return Hit(
            clipped(value, _SHOWN, (NOT_DONE,)),
            how,
            tuple((self.ref(cell), count) for cell, count in spread),
            len(cells),
        )


def _slack(number: float, sign: int) -> float:
    return number + sign * 1e-9 * max(1.0, abs(number))


def _joined(parts: Sequence[npt.NDArray[Any]], kind: Any) -> npt.NDArray[Any]:
    return np.concatenate(parts) if len(parts) else np.zeros(0, kind)


def _spread(cells: Ints, sheets: npt.NDArray[np.int32], most: int) -> list[tuple[int, int]]:
    """Cells with how many they stand for: of one sheet the first few, of several each one's first, the rarest before.

    What is unique on a sheet is a key there, and named first.
    """
    numbers, firsts, counts = np.unique(sheets, return_index=True, return_counts=True)
    if len(numbers) == 1:
        return [(int(cell), 1) for cell in cells[:most]]
    order = np.argsort(counts, kind="stable")[:most]
    return [(int(cells[firsts[i]]), int(counts[i])) for i in order]
