"""A value as a person reads it: in a sentence, on the page, in the terminal."""

from __future__ import annotations

import re
from datetime import datetime

from .literals import Value, literal, number_text


def shown(value: Value | None, number_format: str = "") -> str:
    """The value as its number format shows it, as far as percent, thousands, decimals and currency go.

    >>> shown(0.125, "0.0%"), shown(1200.0, "$#,##0"), shown(0.1 + 0.2), shown(True), shown("2024"), shown(None)
    ('12.5%', '$1,200', '0.3', 'TRUE', '2024', '')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, datetime) and not (value.second or value.microsecond) and (value.hour or value.minute):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, bool) or not isinstance(value, float):
        return literal(value)
    pattern = re.search(r"[#0][#0,]*(?:\.(0+))?", number_format.partition(";")[0])
    if pattern is None or re.search(r"[eE][+-]|[yd/?]", number_format):
        # A General cell shows 11 digits, fewer where it is narrow; Excel keeps 15.
        return number_text(float(f"{value:.11g}" if abs(value) < 1e11 else f"{value:.15g}"))
    decimals, comma = len(pattern[1] or ""), "," if "," in pattern[0] else ""
    if "%" in number_format:
        return f"{value:{comma}.{decimals}%}"
    money = re.search(r"[$€£¥]", number_format)
    return f"{'-' if value < 0 else ''}{money[0] if money else ''}{abs(value):{comma}.{decimals}f}"
