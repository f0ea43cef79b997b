"""Cell values and their one spelling in text, so that 2024, "2024", TRUE, "TRUE", #N/A and "#N/A" stay apart."""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Container, Iterable
from datetime import datetime, time


class CellError(enum.Enum):
    """Excel's error values (ERROR.TYPE and the CVErr codes of [MS-XLS] BErr and later additions), and one of ours.

    UNCALCULATED stands for the value of a formula that nobody has calculated: nothing takes it for 0 or for empty.
    """

    NULL = "#NULL!"
    DIV0 = "#DIV/0!"
    VALUE = "#VALUE!"
    REF = "#REF!"
    NAME = "#NAME?"
    NUM = "#NUM!"
    NA = "#N/A"
    GETTING_DATA = "#GETTING_DATA"
    SPILL = "#SPILL!"
    CONNECT = "#CONNECT!"
    BLOCKED = "#BLOCKED!"
    UNKNOWN = "#UNKNOWN!"
    FIELD = "#FIELD!"
    CALC = "#CALC!"
    BUSY = "#BUSY!"
    PYTHON = "#PYTHON!"
    EXTERNAL = "#EXTERNAL!"
    TIMEOUT = "#TIMEOUT!"
    UNCALCULATED = "#NOT_CALCULATED"

    def __str__(self) -> str:
        return self.value

    def __repr__(self) -> str:
        return f"CellError.{self.name}"


Value = float | str | bool | datetime | time | CellError
"""What a cell can hold; an empty cell holds None."""

_ERRORS = {error.value: error for error in CellError}
_NUMBER = re.compile(r"[-+]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][-+]?\d++)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d(?:\.\d{6})?)?")
_TIME = re.compile(r"\d\d:\d\d:\d\d(?:\.\d{6})?")
_PLAIN = re.compile(r"[^\W\d_][^|\\)\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]*(?<!\s)")  # most texts
_NEEDS_QUOTES = re.compile(r'^["\s]|(?<=\s)\Z|[|\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|\),\(')


def number_text(value: float) -> str:
    """The shortest text that reads back as the same number.

    >>> number_text(2024.0), number_text(0.1), number_text(1e20)
    ('2024', '0.1', '1e+20')
    """
    return repr(value + 0.0).removesuffix(".0")  # + 0.0: Excel knows no negative zero


def literal(value: Value | None, reserved: Container[str] = ()) -> str:
    r"""A value's spelling: never holds ``|`` or a line break, and reads back to the same value by ``parse_literal``.

    Text stands bare unless it could be taken for something else (another kind of value, a text in ``reserved``, the
    marks around it): then it is a JSON string, with ``|`` as ``\u007c``.

    >>> [literal(v) for v in (2024.0, "2024", True, "TRUE", CellError.NA, "#N/A", "Share (%), 2015")]
    ['2024', '"2024"', 'TRUE', '"TRUE"', '#N/A', '"#N/A"', 'Share (%), 2015']
    """
    if value is None:
        return ""
    if isinstance(value, str):
        if _PLAIN.fullmatch(value) and value not in ("TRUE", "FALSE") and value not in reserved:
            return value
        if _looks_typed(value) or _NEEDS_QUOTES.search(value) or value in reserved:
            return _in_quotes(value)
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.strftime("%Y-%m-%d").rjust(10, "0") if midnight else value.isoformat(" ")
    if isinstance(value, time):
        return value.isoformat()
    return str(value) if isinstance(value, CellError) else number_text(value)


def quoted(text: str) -> str:
    """The literal of a text in quotes, whether or not it needs them.

    >>> quoted("4,113")
    '"4,113"'
    """
    return literal(text, (text,))


def clipped(value: Value | None, longest: int, reserved: Container[str] = ()) -> str:
    r"""The literal in at most so many characters (three or more). Cut, it is still one, and still of the same kind.

    >>> clipped("North and South", 7), clipped("a|b and c", 11), clipped("2024 units", 4)
    ('North a', '"a\\u007cb "', '"20"')
    """
    text = literal(value, reserved)
    if len(text) <= longest or not isinstance(value, str):
        return text[:longest]
    if text[0] != '"' and not _looks_typed(text[:longest]):
        return text[:longest]
    count = min(len(value), longest - 2)
    while len(text := _in_quotes(value[:count])) > longest:
        count -= max(1, (len(text) - longest) // 12)  # no character is spelled in more than twelve
    return text


def _in_quotes(text: str) -> str:
    return json.dumps(text, ensure_ascii=_has_unwritable(text)).replace("|", "\\u007c")


def spelled(values: Iterable[Value | None], reserved: Container[str] = ()) -> list[str]:
    """The literals of many values; equal values are spelled once."""
    known: dict[tuple[type, Value | None], str] = {}
    texts = []
    for value in values:
        key = (type(value), value)
        text = known.get(key)
        if text is None:
            text = known[key] = literal(value, reserved)
        texts.append(text)
    return texts


def parse_literal(text: str) -> Value | None:
    """The value a literal spells: the inverse of ``literal``. Any text that spells nothing else is itself."""
    if text == "":
        return None
    if text[0] == '"':
        try:
            return str(json.loads(text))
        except ValueError:
            return text
    if text in _ERRORS:
        return _ERRORS[text]
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    if _NUMBER.fullmatch(text):
        return float(text)
    return _moment(text) or text


def _moment(text: str) -> datetime | time | None:
    """The date or time of day a text spells; None for any other text, such as 30:15:00 or 2026-02-30."""
    kind = datetime if _DATE.fullmatch(text) else time if _TIME.fullmatch(text) else None
    try:
        return kind.fromisoformat(text) if kind else None
    except ValueError:
        return None


def _looks_typed(text: str) -> bool:
    if text in ("", "TRUE", "FALSE") or text in _ERRORS:
        return True
    return any(pattern.fullmatch(text) for pattern in (_NUMBER, _DATE, _TIME))


def _has_unwritable(text: str) -> bool:
    """JSON leaves C1 controls, separators and lone surrogates as they are unless told to write ASCII."""
    return re.search(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff]", text) is not None
