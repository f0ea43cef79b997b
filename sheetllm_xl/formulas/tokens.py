"""The words of a formula: an Excel formula's text cut into tokens, none of them interpreted."""

from __future__ import annotations

import enum
import re
from typing import NamedTuple

from ..errors import InputError
from ..literals import CellError

MAX_FORMULA = 8_192  # characters (Excel's specifications and limits)


class Part(enum.Enum):
    """What a token is. PREFIXED is a name or a call behind a sheet's or a workbook's name."""

    SPACE = "space"
    STRING = "string"
    ARRAY = "array"
    ERROR = "error"
    REFERENCE = "reference"
    STRUCTURED = "structured"
    NUMBER = "number"
    CALL = "call"
    BOOL = "bool"
    NAME = "name"
    PREFIXED = "prefixed"
    OPERATOR = "operator"
    MARK = "mark"


class Token(NamedTuple):
    """A piece of a formula; ``start`` and ``end`` are its span in the text. ``prefix`` is a reference's, as written."""

    part: Part
    text: str
    start: int
    end: int
    prefix: str = ""

    @property
    def cells(self) -> str:
        """A reference without its prefix."""
        return self.text[len(self.prefix) :].replace(self.prefix, "") if self.prefix else self.text


# Possessive wherever something repeats: a model's or a stranger's text is read once, never tried in another way.
_SHEET = r"\w[\w.]*+"
_PREFIX = rf"(?:'(?:[^']|'')++'|\[[^\[\]'\"]++\](?:{_SHEET}(?::{_SHEET})?)?|{_SHEET}(?::{_SHEET})?)!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_COL = r"\$?[A-Za-z]{1,3}"
_ROW = r"\$?[0-9]{1,7}"
_NAME = r"[^\W\d][\w.\\?]*+"
_STRING = r'"(?:[^"]|"")*+"'
_NUMBER = r"(?:\d++(?:\.\d*+)?+|\.\d++)(?:[eE][-+]?\d++)?+"
_ERRORS = "|".join(re.escape(str(error)) for error in CellError)
_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\r\n]++)
    | (?P<string>{_STRING})
    | (?P<array>\{{(?:[^{{}}"]|{_STRING})*+\}})
    | (?P<error>{_ERRORS})
    | (?P<reference>(?P<prefix>{_PREFIX})?
        (?:{_CELL}:(?:(?P=prefix))?{_CELL}|{_COL}:{_COL}|{_ROW}:{_ROW}|{_CELL})(?![\w.(!\[]))
    | (?P<prefixed>{_PREFIX}(?:{_NAME}\(?)?)
    | (?P<structured>(?:{_NAME})?\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*+\])*+\])
    | (?P<number>{_NUMBER}(?![\w.]))
    | (?P<call>{_NAME})(?=[ ]*+\()
    | (?P<bool>(?i:TRUE|FALSE))(?![\w.\\?])
    | (?P<name>{_NAME})
    | (?P<operator><>|<=|>=|[-+*/^&=<>:])
    | (?P<mark>[(),%@\#])
    """,
    re.VERBOSE | re.DOTALL,
)
_LEADING_MARKS = re.compile(r"\A(?:_XL(?:FN|WS|L|UDF)\.)+")
_MARK = re.compile(rf"({_STRING})|_xl(?:fn|ws|udf|pm)\.")
_STRAY = {
    '"': "a text in it is not closed",
    "'": "a sheet's name in it is not closed",
    ";": "its arguments are parted by “;”, where “,” is needed",
    "{": "a list in braces is not closed",
    "[": "a bracket in it is not closed",
}


def tokens(text: str) -> tuple[Token, ...]:
    """Cut ``text``, its "=" already passed over or not there, into tokens that join to it again. Raises InputError.

    >>> [token.text for token in tokens("SUM('Q1 ''26'!$B$2:B9, 3%)")]
    ['SUM', '(', "'Q1 ''26'!$B$2:B9", ',', ' ', '3', '%', ')']
    """
    pieces, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            stray = text[at] if text[at].isprintable() else f"U+{ord(text[at]):04X}"
            why = _STRAY.get(stray, f"“{stray}” has no meaning in one")
            raise InputError(f"“{text[:80]}” is not a formula: {why}.")
        # The prefix is a group inside the reference's, which closes after it: the last group is the token's own.
        pieces.append(Token(Part(match.lastgroup), match[0], at, match.end(), match["prefix"] or ""))
        at = match.end()
    return tuple(pieces)


def function_name(called: str) -> str:
    """A function's name in upper case, without the marks that files set before functions younger than the format.

    >>> function_name("_xlfn._xlws.Sort")
    'SORT'
    """
    return _LEADING_MARKS.sub("", called.upper())


def unmarked(formula: str) -> str:
    """A formula as Excel shows it: without the marks that only files have.

    >>> unmarked('_xlfn.LET(_xlpm.x,1,_xlpm.x&"_xlfn.")')
    'LET(x,1,x&"_xlfn.")'
    """
    return _MARK.sub(lambda match: match[1] or "", formula) if "_xl" in formula else formula


def is_array_of_constants(text: str) -> bool:
    """Whether ``{…}`` holds constants alone, which is all Excel allows in it.

    >>> is_array_of_constants('{1,-2;"a",TRUE}'), is_array_of_constants("{A1}")
    (True, False)
    """
    constant = rf"\s*+(?:[-+]?{_NUMBER}|{_STRING}|(?i:TRUE|FALSE)|{_ERRORS})\s*+"
    return re.fullmatch(rf"\{{{constant}(?:[,;]{constant})*+\}}", text) is not None
