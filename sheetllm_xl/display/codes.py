"""Number format codes as sections of tokens: what each character of a code asks for (ECMA-376 part 1, §18.8.31)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

LONGEST = 255  # characters; Excel stores no longer code

FIELDS = frozenset(
    {"year", "buddhist", "era", "hijri", "month", "minute", "day", "hour", "second", "ampm", "elapsed", "subsecond"}
)
"""The kinds of tokens that show a part of a date or a time."""


class Unshowable(ValueError):
    """A code that Excel would refuse, or a value that it has no text for (a date below 0)."""


class FormatToken(NamedTuple):
    """One thing a section shows: ``kind`` says what, ``text`` with which letters.

    Kinds: text, pad (``_x``), currency, digit (0 # ?), number (digits that stand for themselves), point, comma,
    group, scale, percent, exponent, slash, value (@), general, and those of ``FIELDS``.
    """

    kind: str
    text: str


class Condition(NamedTuple):
    """``[<100]`` before a section."""

    operator: str
    limit: Decimal

    def meets(self, value: Decimal) -> bool:
        """Whether the value is one that the section is for."""
        least, most = value < self.limit, value > self.limit
        return {"<": least, ">": most, "=": not (least or most), "<>": least or most, "<=": not most}.get(
            self.operator, not least
        )


@dataclass(frozen=True)
class Section:
    """A part of a code between semicolons."""

    tokens: tuple[FormatToken, ...]
    condition: Condition | None = None

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of its tokens."""
        return frozenset(token.kind for token in self.tokens)

    @cached_property
    def is_moment(self) -> bool:
        """Whether it shows a date, a time or a duration."""
        return bool(self.kinds & FIELDS)


@dataclass(frozen=True)
class Code:
    """A code's sections for numbers, at most three, and the one for text, where it has one."""

    numbers: tuple[Section, ...]
    text: Section | None


_PIECE = re.compile(
    r"""
      "(?P<quoted>[^"]*)" | \\(?P<escaped>.) | _(?P<pad>.) | \*(?P<fill>.)
    | \[(?:(?P<condition><=|>=|<>|<|>|=)\s*(?P<limit>-?(?:\d++(?:\.\d*+)?|\.\d++)(?:E[-+]?\d{1,3})?)
        | \$(?P<currency>[^\]-]*)(?:-[^\]]*)? | (?P<elapsed>h{1,2}|m{1,2}|s{1,2}) | (?P<tag>[^\]$][^\]]*) )\]
    | (?P<general>general) | (?P<ampm>am/pm|a/p|上午/下午) | (?P<exponent>e[-+](?=[0\#?]))
    | (?P<calendar>b[12](?![0-9])) | (?P<weekday>a{3,4}) | (?P<field>y+|b+|m+|d+|h+|s+|e+|g+)
    | (?P<digit>[0\#?]) | (?P<number>[1-9]\d*) | (?P<sign>[;.,%/@])
    | (?P<bare>[acfijklopqrtuvwxz]|P|[^"\\_*\[A-Za-z\x00-\x1f])
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_NAMES = {"y": "year", "e": "year", "b": "buddhist", "g": "era", "m": "month", "d": "day", "h": "hour", "s": "second"}
_SIGNS = {".": "point", ",": "comma", "%": "percent", "/": "slash", "@": "value"}
_ELAPSED = re.compile(r"h{3,}|m{3,}|s{3,}", re.IGNORECASE)
_ALONE = re.compile(r"(?<![^;])((?:\[[^];]*+\])*+\s*+)((?:g/)?[^\W\d_]+)(?=\s*(?:;|\Z))", re.IGNORECASE)
_FIELD_LETTERS = frozenset("abdeghmnsy")
_FEWEST = 4  # different letters of a name: no run of one field, such as JJJJ, has so many


@lru_cache(maxsize=4096)
def is_general(code: str) -> bool:
    """Whether a code is General, by whatever name a program calls it.

    Excel takes no code that holds letters without a meaning. So a word that stands alone is the name of General in some
    language, unless it is made of the letters of fields or of several runs of one letter, as yyyymmddThhmm is.

    >>> [is_general(code) for code in ("General", "Standard", "Основной", "G/標準", "yyyy", "JJJJ", "yyyymmddThhmm")]
    [True, True, True, True, False, False, False]
    """
    word = code.strip().lower()
    if word.startswith("g/"):  # East Asian Excels
        return word[2:].isalpha()
    letters, runs = set(word), sum(a == b for a, b in pairwise(word))
    return word == "general" or (
        word.isalpha() and len(letters) >= _FEWEST and not letters <= _FIELD_LETTERS and runs < 2
    )


@lru_cache(maxsize=4096)
def parsed(code: str) -> Code:
    """The sections of a code; raises ``Unshowable``. Linear in the code's length.

    >>> [section.tokens for section in parsed('0"x";[<-5]@').numbers]
    [(FormatToken(kind='digit', text='0'), FormatToken(kind='text', text='x'))]
    """
    if len(code) > LONGEST:
        raise Unshowable(f"A number format has at most {LONGEST} characters.")
    code = _ALONE.sub(lambda match: f"{match[1]}General" if is_general(match[2]) else match[0], code)
    sections = [_section(pieces) for pieces in _pieces(code)]
    if len(sections) > 4:
        raise Unshowable("A number format has at most four sections.")
    is_text = len(sections) == 4 or "value" in sections[-1].kinds
    numbers = tuple(sections[:-1] if is_text else sections)
    for section in numbers:
        if section.is_moment and section.kinds & {"digit", "exponent", "general", "percent"}:
            raise Unshowable("A section shows either a date or a number.")
    return Code(numbers, sections[-1] if is_text else None)


def _pieces(code: str) -> list[list[re.Match[str]]]:
    sections: list[list[re.Match[str]]] = [[]]
    at = 0
    while at < len(code):
        piece = _PIECE.match(code, at)
        if piece is None:
            raise Unshowable(f"The number format cannot be read from {code[at : at + 20]!r} on.")
        if piece["sign"] == ";":
            sections.append([])
        else:
            sections[-1].append(piece)
        at = piece.end()
    return sections


def _section(pieces: list[re.Match[str]]) -> Section:
    tokens: list[FormatToken] = []
    condition = None
    for piece in pieces:
        kind, text = piece.lastgroup or "", piece[piece.lastgroup or 0]
        if kind == "limit":
            condition = Condition(piece["condition"], Decimal(text))
        elif token := _token(kind, text):
            tokens.append(token)
    if any(token.kind in FIELDS for token in tokens):
        return Section(tuple(_moment_tokens(tokens)), condition)
    return Section(tuple(_comma_tokens(tokens)), condition)


def _token(kind: str, text: str) -> FormatToken | None:
    match kind:
        case "quoted" | "escaped" | "bare":
            return FormatToken("text", text)
        case "pad":
            return FormatToken("pad", " ")
        case "currency":
            return FormatToken("currency", text) if text else None
        case "sign":
            return FormatToken(_SIGNS[text], text)
        case "field":
            return FormatToken(_NAMES[text[0].lower()], text.lower())
        case "weekday":
            return FormatToken("day", "d" * len(text))
        case "calendar":
            return FormatToken("hijri", text) if text[1] == "2" else None
        case "tag":
            if _ELAPSED.fullmatch(text):
                raise Unshowable("Hours, minutes and seconds have one or two letters.")
            return None  # a colour, digits of another script, a language
        case "fill":
            return None
    return FormatToken(kind, text.lower() if kind == "elapsed" else text)


def _comma_tokens(tokens: list[FormatToken]) -> list[FormatToken]:
    """Commas as what they do: between digits they group, after the last digit each divides by 1,000."""
    read: list[FormatToken] = []
    later = sum(token.kind == "digit" for token in tokens)
    point = next((i for i, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    whole = sum(token.kind == "digit" for token in tokens[:point])
    for i, token in enumerate(tokens):
        later -= token.kind == "digit"
        whole -= token.kind == "digit" and i < point
        if token.kind != "comma":
            read.append(token)
        elif not read or read[-1].kind not in ("digit", "point", "group", "scale"):
            read.append(FormatToken("text", ","))
        elif (whole if i < point else later) > 0:
            read.append(FormatToken("group", ""))
        else:
            read.append(FormatToken("scale", ""))
    return read


def _moment_tokens(tokens: list[FormatToken]) -> list[FormatToken]:
    """A date's tokens: a month beside hours or seconds is minutes, fractions of a second are one, signs are text."""
    read: list[FormatToken] = []
    last = ""  # the field before
    for token in _with_subseconds(tokens):
        kind, text = token
        if kind == "month" and last == "hour":
            kind = "minute"
        elif last == "month" and (kind == "second" or (kind == "elapsed" and text[0] == "s")):
            at = max(i for i, each in enumerate(read) if each.kind == "month")
            read[at] = FormatToken("minute", read[at].text)
        if kind in FIELDS and kind != "ampm":
            last = "hour" if kind == "elapsed" and text[0] == "h" else kind
        elif kind in ("point", "comma", "slash", "number"):
            kind = "text"
        read.append(FormatToken(kind, text))
    return read


def _with_subseconds(tokens: list[FormatToken]) -> list[FormatToken]:
    joined: list[FormatToken] = []
    for token in tokens:
        before = joined[-1].kind if joined else ""
        if token == ("digit", "0") and before == "point":
            joined[-1] = FormatToken("subsecond", ".0")
        elif token == ("digit", "0") and before == "subsecond" and len(joined[-1].text) < 4:
            joined[-1] = FormatToken("subsecond", joined[-1].text + "0")
        else:
            joined.append(token)
    return joined
