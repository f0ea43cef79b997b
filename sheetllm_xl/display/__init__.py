"""A value as Excel shows it by its number format: in a sentence, on the page, in the terminal.

``shown`` is for people who read, ``rendered`` is Excel's text with its spaces, ``format_kind`` and ``currency`` say
what a number format shows. Month and day names are English, digits Arabic, whatever language a code names.
"""

from __future__ import annotations

import math
import re
from datetime import datetime, time
from decimal import Decimal

from ..literals import CellError, Value, literal, number_text
from .codes import Code, Section, Unshowable, is_general, parsed
from .fractions import fraction_shown, is_fraction
from .kinds import FormatKind, currency, dated_sections, decimals, format_kind, shows_date
from .moments import calendar_moment, moment_shown, serial
from .numbers import decimal, general, number_shown
from .sections import chosen

__all__ = [
    "FormatKind",
    "Unshowable",
    "currency",
    "dated_sections",
    "decimals",
    "format_kind",
    "is_general",
    "rendered",
    "shown",
    "shows_date",
]

LONGEST_TEXT = 32_767  # characters of a cell, and so of what TEXT gives
_MOMENTS = (FormatKind.DATE, FormatKind.TIME, FormatKind.ELAPSED)
# The codes of which Excel takes only that the system's own short date is wanted (§18.8.30, ids 14 and 22)
_SYSTEM_DATES = {"mm-dd-yy": "yyyy-mm-dd", "m/d/yy h:mm": "yyyy-mm-dd hh:mm"}


def shown(value: Value | None, number_format: str = "", date1904: bool = False) -> str:
    """The value by its number format, as it stands in a sentence.

    Where a sentence differs from a cell: there is no width to fill, so padding and alignment come to at most one space
    between words; a General number below 1E+15 is not cut to powers of ten; a date in the system's own order is
    yyyy-mm-dd; a number that its format hides, or cannot show, is shown as General; a zero that is but a dash has its
    digits; a negative number that only a colour tells from a positive one has its minus.

    >>> shown(0.125, "0.0%"), shown(-1200.0, "_($* #,##0_);_($* (#,##0)"), shown(1234.5, "#,##0.00 [$€-407]")
    ('12.5%', '$(1,200)', '1,234.50 €')
    >>> shown(0.1 + 0.2), shown(True), shown("2024"), shown(None), shown(datetime(2026, 1, 31), "d mmm yyyy")
    ('0.3', 'TRUE', '2024', '', '31 Jan 2026')
    """
    if isinstance(value, bool | CellError) or value is None:
        return literal(value)
    code = _SYSTEM_DATES.get(number_format.lower(), number_format)
    if not code or is_general(code):
        return _plain(value, "", date1904)
    if isinstance(value, datetime | time) and format_kind(code) not in _MOMENTS:
        return _moment_text(value)
    try:
        text = rendered(value, code, date1904)
        if isinstance(value, str):
            return text or value
        if value == 0 and not any(map(str.isalnum, text)):
            text = _number_shown(parsed(code).numbers[0], Decimal(0))
        elif isinstance(value, float) and value < 0 and _loses_sign(code, decimal(value)):
            text = "-" + text
    except Unshowable:
        return _plain(value, code, date1904)
    text = re.sub(r"\s+", " ", text).strip()
    return text if any(map(str.isalnum, text)) else _plain(value, code, date1904)


def rendered(value: Value | None, number_format: str = "", date1904: bool = False) -> str:
    """The text that Excel's TEXT gives: a space for padding, nothing for a fill. Raises ``Unshowable``.

    >>> rendered(-1234.5, "#,##0_);(#,##0)"), rendered(5.3, "# ?/?"), rendered(60.0, "d mmm yyyy")
    ('(1,235)', '5 2/7', '29 Feb 1900')
    """
    if value is None or isinstance(value, bool | CellError):
        return literal(value)
    code = parsed(number_format or "General")
    if isinstance(value, str):
        return value if code.text is None or not value else _text_shown(code.text, value)
    if isinstance(value, float) and not math.isfinite(value):
        raise Unshowable("Excel has no such number.")
    number = decimal(value) if isinstance(value, float) else serial(value, date1904)
    section, signed = chosen(code, number)
    if section is None:
        return general(number)
    if section.is_moment:
        return moment_shown(section, number, date1904)
    text = _number_shown(section, abs(number))
    return f"-{text}" if signed and number < 0 and not _is_bare_zero(code, section, text) else text


def _number_shown(section: Section, size: Decimal) -> str:
    if is_fraction(section):
        return fraction_shown(section, size)
    if "general" in section.kinds:
        texts = (general(size) if token.kind == "general" else token.text for token in section.tokens)
        return "".join(texts)
    return number_shown(section, size)


def _loses_sign(code: str, value: Decimal) -> bool:
    """Whether at most a colour tells a negative number from its positive twin."""
    section, signed = chosen(parsed(code), value)
    twin, _ = chosen(parsed(code), -value)
    if signed or section is None or section.is_moment or not section.kinds & {"digit", "general"}:
        return False
    words, others = ([t for t in each.tokens if t.kind == "text"] if each else [] for each in (section, twin))
    return words == others


def _is_bare_zero(code: Code, section: Section, text: str) -> bool:
    """Whether Excel leaves the minus out: one section for all, with digits that all came to zero."""
    alone = len(code.numbers) == 1 and code.text is None and "digit" in section.kinds and not is_fraction(section)
    return alone and text == _number_shown(section, Decimal(0))


def _text_shown(section: Section, value: str) -> str:
    kinds = [token.kind for token in section.tokens]
    if (kinds.count("value") + kinds.count("general")) * len(value) > max(LONGEST_TEXT, len(value)):
        raise Unshowable("A cell shows no text as long as that.")
    return "".join(value if token.kind in ("value", "general") else token.text for token in section.tokens)


def _plain(value: Value, code: str, date1904: bool) -> str:
    """The value where its format hides it, cannot show it or has no say: General, a date as yyyy-mm-dd."""
    if isinstance(value, datetime | time):
        return _moment_text(value)
    if not isinstance(value, float) or not math.isfinite(value):
        return value if isinstance(value, str) else literal(value)
    if format_kind(code) is FormatKind.DATE and (moment := calendar_moment(decimal(value), date1904)):
        return _moment_text(moment)
    if 1e11 <= abs(value) < 1e15:
        return number_text(float(f"{value:.15g}"))
    return general(decimal(value))


def _moment_text(value: datetime | time) -> str:
    if isinstance(value, datetime) and not (value.second or value.microsecond) and (value.hour or value.minute):
        return f"{value:%Y-%m-%d %H:%M}"
    return literal(value)
