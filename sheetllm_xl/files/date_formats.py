"""Which numbers a number format shows as dates: each of its sections by itself (ECMA-376 part 1, §18.8.31)."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

# Quoted, escaped, bracketed, a space as wide as a character, a repeated character; the rest is what stands for itself.
_PIECE = re.compile(r'"[^"]*"?|\\.?|_.?|\*.?|\[[^\]]*\]?|;|[^"\\_*\[;]+', re.DOTALL)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*([-+]?\d{1,40}(?:\.\d{0,40})?(?:E[-+]?\d{1,3})?)\]", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_OF_DATES = re.compile(r"[dmyhs]", re.IGNORECASE)
_LETTERS = frozenset("abdeghmnsy")  # which formats are made of
_FEWEST = 4  # different letters of a word: no run of one code, such as JJJJ, has so many
_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, "<>": operator.ne, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a format: whether it shows a date, or a text, and for which numbers where it says so."""

    dated: bool
    text: bool
    condition: tuple[str, float] | None


def code_of(written: str) -> str:
    """A format code as Excel has it: "" for General, whatever a program calls it.

    A word is no format: Excel takes none that holds letters without a meaning. So one that stands alone is the name of
    General in some language.

    >>> [code_of(code) for code in ("General", "Standard", "Основной", "G/標準", "yyyy", "JJJJ", "0 pcs")]
    ['', '', '', '', 'yyyy', 'JJJJ', '0 pcs']
    """
    return "" if _is_general(written) else written


@lru_cache(maxsize=1 << 12)
def sections(code: str) -> tuple[Section, ...]:
    """The sections for numbers, at most three."""
    found: list[Section] = []
    body, elapsed, condition = "", False, None
    for piece in (*_PIECE.findall(code), ";"):
        if piece == ";":
            dated = not elapsed and not _is_general(body) and _OF_DATES.search(body) is not None
            found.append(Section(dated, "@" in body, condition))
            body, elapsed, condition = "", False, None
        elif piece[0] == "[":
            elapsed = elapsed or _ELAPSED.fullmatch(piece) is not None
            if condition is None and (given := _CONDITION.fullmatch(piece)):
                condition = given[1], float(given[2])
        elif piece[0] not in '"\\_*':
            body += piece
    if len(found) > 1 and found[-1].text:
        found.pop()
    return tuple(found[:3])


def is_of_dates(code: str) -> bool:
    """Whether the format shows some number as a date or a time of day; a length of time is none."""
    return any(section.dated for section in sections(code))


def is_of_dates_alone(code: str) -> bool:
    """Whether it shows every number so."""
    return all(section.dated and not (section.condition and len(sections(code)) == 1) for section in sections(code))


def shows_date(code: str, number: float) -> bool:
    """Whether the format shows this number as a date.

    >>> [shows_date("[>0]yyyy-mm-dd;General", number) for number in (46053.0, 0.0)]
    [True, False]
    """
    found = sections(code)
    defaults = {2: ((">=", 0.0),), 3: ((">", 0.0), ("<", 0.0))}.get(len(found), ())
    for at, section in enumerate(found):
        condition = section.condition or (defaults[at] if at < len(defaults) else None)
        if condition is None or _HOLDS[condition[0]](number, condition[1]):
            return section.dated
    return False


def _is_general(body: str) -> bool:
    word = body.strip().lower()
    if word == "general":
        return True
    if word.startswith("g/"):  # East Asian Excels
        return word[2:].isalpha()
    return word.isalpha() and len(set(word)) >= _FEWEST and not set(word) <= _LETTERS
