"""Module 3, data-format aggregation (§3.4): the word that stands for a cell's value when only its sort matters.

Mended against the paper's program: a text under a numeric format stays text; dates are matched to their end; a format
that would read as a number ("0", "0.00") is spoken as its type; numbers kept as text fold to words of their own.
"""

from __future__ import annotations

import enum
import re
from datetime import datetime, time
from functools import lru_cache

from ..literals import Value, literal

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
_BARE_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')

AS_TEXT: dict[SemanticType, str] = {
    sort: sort.value.removesuffix("Num").removesuffix("Data") + "Text" for sort in SemanticType
}
"""The words for numbers and dates that are kept as text ("1,200"); an e-mail address is text anyway."""
AS_TEXT[SemanticType.EMAIL] = SemanticType.EMAIL.value

WORDS = frozenset([sort.value for sort in SemanticType]) | frozenset(AS_TEXT.values())


@lru_cache(maxsize=4096)
def format_type(number_format: str) -> SemanticType | None:
    """What a number format string shows a number as; None for General, text and formats of no plain sort."""
    currency = re.search(r"\[\$[^\]-]+|[$€£¥]", number_format)
    bare = _BARE_FORMAT.sub("", number_format).partition(";")[0].lower()
    if "%" in bare:
        return SemanticType.PERCENTAGE
    if re.search(r"e[+-]", bare):
        return SemanticType.SCIENTIFIC
    if re.search(r"[dy]|m{3}", bare):
        return SemanticType.DATE
    if re.search(r"[hs]", bare):
        return SemanticType.TIME
    if not re.search(r"[0#?]", bare):
        return None
    if currency:
        return SemanticType.CURRENCY
    return SemanticType.FLOAT if "." in bare else SemanticType.INTEGER


@lru_cache(maxsize=4096)
def _spoken(number_format: str) -> str | None:
    sort = format_type(number_format)
    if sort is None:
        return None
    short = len(number_format) <= SPOKEN_FORMAT and literal(number_format) == number_format
    return number_format if short else sort.value


def _plain_number(value: float) -> str:
    if value.is_integer():
        return (SemanticType.YEAR if 1900 <= value <= 2099 else SemanticType.INTEGER).value
    return SemanticType.FLOAT.value


@lru_cache(maxsize=65536)
def _text_word(text: str) -> str | None:
    if len(text) > 64:
        return None
    stripped = text.strip()
    return next((AS_TEXT[sort] for sort, pattern in _TEXT_SORTS if pattern.fullmatch(stripped)), None)


def folded(value: Value | None, number_format: str) -> str | None:
    """The word a cell is folded to: its number format, or its semantic type; None where the value itself must stay.

    >>> folded(1200.0, "#,##0"), folded(1200.0, ""), folded("1,200", "#,##0"), folded("North", "0.0%")
    ('#,##0', 'IntNum', 'IntText', None)
    """
    if isinstance(value, str):
        return _text_word(value)
    if isinstance(value, bool) or not isinstance(value, float | datetime | time):
        return None
    if word := _spoken(number_format):
        return word
    if isinstance(value, float):
        return _plain_number(value)
    return (SemanticType.DATE if isinstance(value, datetime) else SemanticType.TIME).value
