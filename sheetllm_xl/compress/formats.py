"""Module 3, data-format aggregation (§3.4): the word that stands for a cell's value when only its sort matters.

Mended against the paper's program: a text under a numeric format stays text; dates are matched to their end; a format
that would read as a number ("0", "0.00") is spoken as its type; numbers kept as text fold to words of their own.
"""

from __future__ import annotations

import enum
import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ..display import FormatKind, decimals, format_kind
from ..literals import literal
from ..sheet import Kind, Sheet
from .words import Words

SPOKEN_FORMAT = 16  # characters; a longer format string is spoken as its type, which costs fewer tokens


class SemanticType(enum.StrEnum):
    """The paper's nine types (Other has no word: such a cell keeps its value) and the words they are written as."""

    YEAR = "YearData"
    INTEGER = "IntNum"
    FLOAT = "FloatNum"
    PERCENTAGE = "PercentageNum"
    SCIENTIFIC = "ScientificNum"
    DATE = "DateData"
    TIME = "TimeData"
    CURRENCY = "CurrencyData"
    EMAIL = "EmailData"


_DATE_TEXT = r"\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})?"
_SORTS = (
    (SemanticType.YEAR, r"(?:19|20)\d\d"),
    (SemanticType.INTEGER, r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)"),
    (SemanticType.FLOAT, r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d*)\.\d+"),
    (SemanticType.PERCENTAGE, r"[-+]?\d+(?:\.\d+)?\s?%"),
    (SemanticType.SCIENTIFIC, r"[-+]?\d+(?:\.\d*)?[eE][-+]?\d+"),
    (SemanticType.DATE, _DATE_TEXT),
    (SemanticType.TIME, r"\d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp][Mm])?"),
    (SemanticType.CURRENCY, r"[-+]?[$€£¥]\s?[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"),
    (SemanticType.EMAIL, r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
)
_TEXT_SORTS = tuple((sort, re.compile(pattern)) for sort, pattern in _SORTS)
_MAY_FOLD = re.compile(r"\s*[-+.\d$€£¥]|[^@]+@")  # what any of them begins with
_FORMAT_SORTS = {
    FormatKind.NUMBER: SemanticType.FLOAT,
    FormatKind.FRACTION: SemanticType.FLOAT,
    FormatKind.PERCENT: SemanticType.PERCENTAGE,
    FormatKind.SCIENTIFIC: SemanticType.SCIENTIFIC,
    FormatKind.CURRENCY: SemanticType.CURRENCY,
    FormatKind.DATE: SemanticType.DATE,
    FormatKind.TIME: SemanticType.TIME,
    FormatKind.ELAPSED: SemanticType.TIME,
}

AS_TEXT: dict[SemanticType, str] = {
    sort: sort.value.removesuffix("Num").removesuffix("Data") + "Text" for sort in SemanticType
}
"""The words for numbers and dates that are kept as text ("1,200"); an e-mail address is text anyway."""
AS_TEXT[SemanticType.EMAIL] = SemanticType.EMAIL.value

_MEASURED = np.zeros(len(Kind), bool)
_MEASURED[[Kind.NUMBER, Kind.DATE, Kind.TIME]] = True

WORDS = frozenset([sort.value for sort in SemanticType]) | frozenset(AS_TEXT.values())

DATED = frozenset(word for sort in (SemanticType.YEAR, SemanticType.DATE) for word in (sort.value, AS_TEXT[sort]))
"""The words for years and dates, which are labels over a table's columns as often as not."""


@lru_cache(maxsize=4096)
def format_type(number_format: str) -> SemanticType | None:
    """What a number format string shows a number as; None for General, text and formats of no plain sort."""
    kind = format_kind(number_format)
    if kind is FormatKind.NUMBER and not decimals(number_format):
        return SemanticType.INTEGER
    return _FORMAT_SORTS.get(kind)


@lru_cache(maxsize=4096)
def _spoken(number_format: str) -> str | None:
    sort = format_type(number_format)
    if sort is None:
        return None
    short = len(number_format) <= SPOKEN_FORMAT and literal(number_format) == number_format
    return number_format if short else sort.value


@lru_cache(maxsize=65536)
def _text_word(text: str) -> str | None:
    if len(text) > 64 or not _MAY_FOLD.match(text):
        return None
    stripped = text.strip()
    return next((AS_TEXT[sort] for sort, pattern in _TEXT_SORTS if pattern.fullmatch(stripped)), None)


def folds(cells: Sheet) -> Words:
    """The word each cell is folded to, its number format or its semantic type; "" where the value itself must stay.

    Text under a numeric format stays text; so do booleans, errors and formulas without a value.
    """
    kinds, keys = cells.kinds, np.zeros(len(cells), np.int32)
    known = {"": 0}

    def key(word: str | None) -> int:
        return known.setdefault(word or "", len(known))

    for kind, sort in ((Kind.DATE, SemanticType.DATE), (Kind.TIME, SemanticType.TIME)):
        if (kinds == kind).any():
            keys[kinds == kind] = key(sort.value)
    numbers = np.flatnonzero(kinds == Kind.NUMBER)
    if len(numbers):
        sorts = np.array([key(sort.value) for sort in (SemanticType.FLOAT, SemanticType.INTEGER, SemanticType.YEAR)])
        keys[numbers] = sorts[_plain_numbers(cells.values[numbers].astype(np.float64))]
    timed = measured(cells)
    spoken = np.zeros(len(cells.format_strings), np.int32)
    for used in np.unique(cells.formats[timed]).tolist():
        spoken[used] = key(_spoken(cells.format_strings[used]))
    formatted = timed & (spoken[cells.formats] > 0)
    keys[formatted] = spoken[cells.formats[formatted]]
    at = np.flatnonzero(kinds == Kind.TEXT)
    texts = cells.values[at].tolist()
    spoken_texts = {text: key(_text_word(text)) for text in dict.fromkeys(texts)}
    keys[at] = list(map(spoken_texts.__getitem__, texts))
    return Words(keys, list(known))


def measured(cells: Sheet) -> npt.NDArray[np.bool_]:
    """Which cells hold a number, a date or a time: values that a number format can show."""
    found: npt.NDArray[np.bool_] = _MEASURED[cells.kinds]
    return found


def _plain_numbers(values: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
    """0 for a number with a fraction, 1 for a whole one, 2 for one that may be a year."""
    whole = np.isfinite(values) & (values == np.floor(values))
    sorts: npt.NDArray[np.uint8] = whole.astype(np.uint8) + (whole & (values >= 1900) & (values <= 2099))
    return sorts


def levelled(cells: Sheet, folded: Words) -> Words:
    """The words with one sort for numbers that stand in a column without a gap: fractions make all of it FloatNum.

    A number that may be a year is none below a number that is not; years at the top of a run may be its header.
    """
    sorts = (SemanticType.FLOAT, SemanticType.INTEGER, SemanticType.YEAR)
    fraction, whole, year = (folded.texts.index(s.value) if s.value in folded.texts else -1 for s in sorts)
    order = np.argsort(cells.cols.astype(np.uint16), kind="stable")  # the cells stand row by row
    rows, cols, keys = cells.rows[order], cells.cols[order], folded.keys[order]
    follows = np.zeros(len(keys), bool)
    follows[1:] = (cols[1:] == cols[:-1]) & (rows[1:] == rows[:-1] + 1)
    plain = (keys == fraction) | (keys == whole)
    mistaken = follows & (keys == year)
    mistaken[1:] &= plain[:-1]
    keys[mistaken] = whole if whole >= 0 else fraction
    plain |= mistaken
    begins = plain.copy()
    begins[1:] &= ~(follows[1:] & plain[:-1])
    run = np.cumsum(begins)[plain] - 1
    fractions = np.bincount(run, keys[plain] == fraction) > 0
    keys[plain] = np.where(fractions[run], fraction, whole)
    levelled_keys = np.empty_like(keys)
    levelled_keys[order] = keys
    return Words(levelled_keys, folded.texts)
