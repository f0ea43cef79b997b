"""What a number format shows a number as: the one classification of a code, and which currency it names."""

from __future__ import annotations

import enum
import math
import unicodedata
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile

from .codes import Section, Unshowable, parsed
from .fractions import is_fraction
from .sections import chosen


class FormatKind(enum.StrEnum):
    """What a code shows a number as; ``GENERAL`` also for codes without digits and those that cannot be shown."""

    GENERAL = "general"
    NUMBER = "number"
    PERCENT = "percent"
    CURRENCY = "currency"
    DATE = "date"
    TIME = "time"
    ELAPSED = "elapsed"
    FRACTION = "fraction"
    SCIENTIFIC = "scientific"
    TEXT = "text"


_MOMENTS = (FormatKind.DATE, FormatKind.ELAPSED, FormatKind.TIME)


@lru_cache(maxsize=4096)
def format_kind(code: str) -> FormatKind:
    """The kind of a code: that of a date where any section shows one, else of the first section that shows digits.

    >>> [str(format_kind(code)) for code in ("[$-409]0.00", '0 "€"', '[=0]"-";d/m/yy', "[h]:mm", '0.0"%"', "@", "")]
    ['number', 'currency', 'date', 'elapsed', 'number', 'text', 'general']
    """
    try:
        sections = parsed(code)
    except Unshowable:
        return FormatKind.GENERAL
    kinds = [_kind(section) for section in sections.numbers]
    moment = next((kind for kind in kinds if kind in _MOMENTS), None)
    if moment is None and not sections.numbers:
        return FormatKind.TEXT
    return moment or next((kind for kind in kinds if kind is not None), FormatKind.GENERAL)


@lru_cache(maxsize=4096)
def currency(code: str) -> str:
    """The currency that a code of kind ``CURRENCY`` shows numbers in, as it writes it; else "".

    Money is what stands in a currency tag (``[$CHF-807]``; ``[$-409]`` names a language alone), and a currency sign of
    Unicode, bare, escaped or in quotes. Other words in quotes are units of any sort.

    >>> [currency(code) for code in ("#,##0.00 [$€-407]", '"$"#,##0_)', "[$CHF-807] 0.00", "[$-409]0.00", '0 "USD"')]
    ['€', '$', 'CHF', '', '']
    """
    if format_kind(code) is not FormatKind.CURRENCY:
        return ""
    return next(filter(None, map(_currency, parsed(code).numbers)), "")


@lru_cache(maxsize=4096)
def decimals(code: str) -> int:
    """How many digits behind the point a code shows at most: of its first section that shows digits.

    >>> decimals("#,##0.00_);(#,##0.00)"), decimals("0.0#%"), decimals("0"), decimals("")
    (2, 2, 0, 0)
    """
    try:
        sections = parsed(code).numbers
    except Unshowable:
        return 0
    tokens = next((section.tokens for section in sections if "digit" in section.kinds), ())
    point = next((i for i, token in enumerate(tokens) if token.kind in ("point", "exponent")), len(tokens))
    return sum(token.kind == "digit" for token in takewhile(lambda each: each.kind != "exponent", tokens[point:]))


@lru_cache(maxsize=4096)
def dated_sections(code: str) -> tuple[bool, ...]:
    """Whether a number is shown as a date: one answer for each of the ways in which the code may show it.

    A time of day counts as a date, a length of time does not, and what a code that Excel refuses shows is none.

    >>> dated_sections("yyyy;;0"), dated_sections("[<1]h:mm"), dated_sections("[h]:mm"), dated_sections("0 pcs")
    ((True, False, False), (True, False), (False,), (False,))
    """
    try:
        sections = parsed(code).numbers
    except Unshowable:
        return (False,)
    is_for_all = len(sections) == 3 or not all(section.condition for section in sections)
    return (*map(_is_dated, sections), *(() if is_for_all else (False,)))


def shows_date(code: str, number: float) -> bool:
    """Whether the code shows this number as a date or a time of day.

    >>> [shows_date("[>0]yyyy-mm-dd;General", number) for number in (46053.0, 0.0)]
    [True, False]
    """
    return math.isfinite(number) and any(dated_sections(code)) and _is_dated(chosen(parsed(code), Decimal(number))[0])


def _is_dated(section: Section | None) -> bool:
    return section is not None and section.is_moment and "elapsed" not in section.kinds


def _kind(section: Section) -> FormatKind | None:
    """What a section shows; None where it shows no number."""
    kinds = section.kinds
    if kinds & {"year", "buddhist", "era", "hijri", "month", "day"}:
        return FormatKind.DATE
    if "elapsed" in kinds:
        return FormatKind.ELAPSED
    if section.is_moment:
        return FormatKind.TIME
    if "general" in kinds:
        return FormatKind.CURRENCY if _currency(section) else FormatKind.GENERAL
    if "digit" not in kinds:
        return None
    if "percent" in kinds:
        return FormatKind.PERCENT
    if "exponent" in kinds:
        return FormatKind.SCIENTIFIC
    if is_fraction(section):
        return FormatKind.FRACTION
    return FormatKind.CURRENCY if _currency(section) else FormatKind.NUMBER


def _currency(section: Section) -> str:
    for token in section.tokens:
        if token.kind == "currency":
            return token.text.strip()
        if token.kind == "text" and (sign := next((c for c in token.text if unicodedata.category(c) == "Sc"), "")):
            return sign
    return ""
