"""What one cell's value says about its part in a table: a set of bits for each text, number or date."""

from __future__ import annotations

import enum
import re

import numpy as np
import numpy.typing as npt


class Trait(enum.IntFlag):
    """Evidence a value gives on its own."""

    WORDS = 1  # text with letters in it
    DATUM = 2  # text in a number's place: "1 234", "(D)", "..", "n/a", "<5"
    SPACE = 4  # text of white space alone
    LONG = 8  # a sentence rather than a label
    NOTE = 16  # the beginning of a footnote or a source line
    TITLE = 32  # "Table 4: …", "Figure 2 …"
    TOTAL = 64
    YEAR = 128  # 1984, "2005-06", "2010 Q1"
    INDENTED = 256  # text that starts with blanks or leader marks
    UNIT = 512  # "(thousands)", "%", "in millions of dollars"
    COLON = 1024  # ends with a colon, as the key of a form does


_NOTE = re.compile(
    r"\s*(?:[*†‡§#¹²³⁴⁵]|\(?\d{1,2}[).]\s*\D|\d\s?[A-Z][a-z]|\\+\d|\(?[a-z][).]\s|[a-zA-Z]/|\[\w{1,2}\]"
    r"|[-–—•=]\s*\w+\s*=|"
    r"(?:foot)?notes?\b|sources?\b|n\.?b\.?\b|see\b|symbols?\b|legend|key\b|x\s+not|z\s|- rep|na\s|contact"
    r"|last\s+(?:up|mod)|copyright|©|https?:|www\.|for more|internet|updated?\b|champ|lecture|quelle|fuente"
    r"|remar|anmerk|this (?:table|data)|data (?:are|is|in)\b|figures\b|returns?\b|back to)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\s*(?:table|tableau|tabla|tabelle|figure|fig\.?|chart|graph\w*|appendix|annex|exhibit|box)\b[\s.]*+[\w.-]*\d",
    re.I,
)
_TOTAL = re.compile(
    r"[\W\d]*+(?:grand |sub-?)?(?:totals?|sum|overall|average|mean|all\b|ensemble|gesamt|insgesamt|net\b)", re.I
)
_YEAR = re.compile(
    r"\s*(?:FY\s?)?(?:1[789]|20)\d\d(?:\s?[-–/]\s?\d{2,4})?(?:\s?[A-Za-z]?[QqTMS]?\d?)?[\s\\\d.*()a-z]{0,4}"
)
_DATUM = re.compile(r"[\s\W\d_]*(?:[A-Za-z]{1,2}|n\.?/?a\.?|nan|null|none|nil)?[\s\W\d_]*", re.I)
_UNIT = re.compile(
    r"\(.*\)|\[.*\]|%|percent\w*|per cent|in (?:thousand|million|billion).*|\$.{0,12}|number|units?", re.I
)
_LETTER = re.compile(r"[^\W\d_]")
# As plain numbers: every text of a sheet is looked at, and flags are slow to put together.
_WORDS, _DATA, _SPACE, _LONG, _YEARS, _INDENTED, _UNITS, _COLON = map(
    int,
    (Trait.WORDS, Trait.DATUM, Trait.SPACE, Trait.LONG, Trait.YEAR, Trait.INDENTED, Trait.UNIT, Trait.COLON),
)
# The letters that a match can begin with, since most texts begin with another; "" is no letter.
_ANY = frozenset("abcdefghijklmnopqrstuvwxyzı") | {""}
_BEGINNINGS = (
    (_NOTE, int(Trait.NOTE), _ANY),
    (_TITLE, int(Trait.TITLE), frozenset("tfcgaeb")),
    (_TOTAL, int(Trait.TOTAL), frozenset("gstoameinı") | {""}),
)
_YEAR_FIRST, _UNIT_FIRST = frozenset("F12"), frozenset("([%$pPiIıİnNuU")


def text_traits(text: str) -> int:
    """The traits of a text.

    >>> Trait(text_traits("Source: Census")) & Trait.NOTE, Trait(text_traits("(D)")) & Trait.DATUM
    (<Trait.NOTE: 16>, <Trait.DATUM: 2>)
    """
    stripped = text.strip()
    if not stripped:
        return _SPACE
    found = _INDENTED if text[0] in " \t\xa0…" or text.startswith("..") else 0
    first = stripped[0]
    if first in _YEAR_FIRST and _YEAR.fullmatch(text):
        return found | _YEARS
    if len(stripped) <= 24 and not (len(stripped) > 4 and stripped[:5].isalpha()) and _DATUM.fullmatch(stripped):
        return found | _DATA
    if first.isalpha() or _LETTER.search(stripped):
        found |= _WORDS
    letter = first.casefold()[0] if first.isalpha() else ""
    for pattern, trait, letters in _BEGINNINGS:
        if letter in letters and pattern.match(text):
            found |= trait
    if len(stripped) > 60:
        found |= _LONG
    if first in _UNIT_FIRST and _UNIT.fullmatch(stripped):
        found |= _UNITS
    if stripped[-1] in ":：":
        found |= _COLON
    return found


def years(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Which numbers may be years."""
    found: npt.NDArray[np.bool_] = (numbers >= 1700) & (numbers <= 2100) & (numbers == np.floor(numbers))
    return found
