"""Numbers in texts: what a person reads in "1,200", "-$1.200,50" or "(3%)"."""

from __future__ import annotations

import re

from .unseen import normalized

_MONEY = "[$€£¥₩]?+"
_PLAIN = re.compile(r"[-+]?(?:\d++(?:\.\d*+)?|\.\d++)(?:e[-+]?\d++)?", re.IGNORECASE)
_SIGNED = re.compile(rf"([-−+(]?)\s*+{_MONEY}\s*+([-−]?)([\d.][\d., \u00a0\u202f']*+)\s*+{_MONEY}\s*+(%?){_MONEY}\)?")
_SPACED = r"\d{1,3}(?:[ \u00a0\u202f']\d{3})+"  # thousands by spaces or apostrophes
_WITH_POINT = re.compile(rf"(?:{_SPACED}|\d{{1,3}}(?:,\d{{2,3}})*,\d{{3}}|\d+)?(?:\.\d*)?")
_WITH_COMMA = re.compile(rf"(?:{_SPACED}|\d{{1,3}}(?:\.\d{{3}})*),\d+|\d+,\d{{1,2}}")


def written_number(text: str) -> tuple[float, int, bool] | None:
    """The number a text is, its decimals, and whether it is a percentage (then already divided by 100).

    A comma parts thousands where three digits follow, else decimals. None for what is no number, or several.

    >>> [written_number(text) for text in ("-$1,200.50", "(3%)", "1.200,50", "12 345", "1,2,3", "twelve")]
    [(-1200.5, 2, False), (-0.03, 0, True), (1200.5, 2, False), (12345.0, 0, False), None, None]
    """
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return float(text), len(text.lower().partition("e")[0].partition(".")[2]), False
    if not (match := _SIGNED.fullmatch(text)):
        return None
    sign, inner, digits, percent = match.groups()
    digits = digits.strip()
    if _WITH_POINT.fullmatch(digits):
        digits = digits.replace(",", "")
    elif _WITH_COMMA.fullmatch(digits):
        digits = digits.replace(".", "").replace(",", ".")
    else:
        return None
    digits = re.sub(r"[ \u00a0\u202f']", "", digits)
    if digits == ".":
        return None
    number = float(digits) / (100 if percent else 1)
    return (-number if sign in ("-", "−", "(") or inner else number), len(digits.partition(".")[2]), bool(percent)


def is_number(text: str) -> bool:
    """Whether a cell's text would be read as a number, whatever width its digits have.

    >>> [is_number(text) for text in ("1,200", " 12 % ", "１２", "(3)", "Q1", "-", "", "030 1234567")]
    [True, True, True, True, False, False, False, False]
    """
    return written_number(normalized("NFKC", text)) is not None
