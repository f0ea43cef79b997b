"""The call of ASKSHEET in a cell's formula: its arguments as they are written."""

from __future__ import annotations

import re

_CALL = re.compile(r"(?<![\w.])(?:_xludf\.)?ASKSHEET\s*\(", re.IGNORECASE)
_PAIRS = {"(": ")", "{": "}", "[": "]"}


def arguments(formula: str) -> list[str] | None:
    """The arguments of the first ASKSHEET in a formula as Excel stores it (English, commas); None where there is none.

    >>> arguments('=IF(A1, ASKSHEET("a ""b"", c", Sales!A:H, , {1,2}), 0)')
    ['"a ""b"", c"', 'Sales!A:H', '', '{1,2}']
    """
    outside = _blanked(formula)
    match = _CALL.search(outside)
    return None if match is None else _parted(formula, outside, match.end())


def ranges_of(argument: str) -> list[str]:
    """The ranges of several in parentheses, as they are written; none for any other argument.

    >>> ranges_of("(Jan!A:H, 'Feb, 2'!A:H)"), ranges_of("(A1+1)*(B2)"), ranges_of("Jan!A:H")
    (['Jan!A:H', "'Feb, 2'!A:H"], [], [])
    """
    if not argument.startswith("("):
        return []
    outside = _blanked(argument)
    parts = _parted(argument, outside, 1) if outside.find(")") == len(outside) - 1 else None
    return parts if parts and len(parts) > 1 else []


def texts_of(argument: str) -> tuple[str, ...]:
    """The texts of a constant array of nothing else; none for any other argument.

    >>> texts_of('{"Jan","Feb; 2"}'), texts_of('{"Jan",1}'), texts_of("Jan!A:H")
    (('Jan', 'Feb; 2'), (), ())
    """
    if not (argument.startswith("{") and argument.endswith("}")):
        return ()
    parts = _parted(argument, _blanked(argument).replace(";", ","), 1) or ()  # a semicolon ends a row
    texts = [text for part in parts if (text := text_of(part)) is not None]
    return tuple(texts) if len(texts) == len(parts) else ()


def _parted(text: str, outside: str, begun: int) -> list[str] | None:
    """What stands at commas from ``begun`` to the bracket that closes there; None where none does."""
    parts: list[str] = []
    closing = [_PAIRS[outside[begun - 1]]]
    for i in range(begun, len(outside)):
        character = outside[i]
        if character in _PAIRS:
            closing.append(_PAIRS[character])
        elif character == closing[-1]:
            closing.pop()
            if not closing:
                return [*parts, text[begun:i].strip()]
        elif character == "," and len(closing) == 1:
            parts.append(text[begun:i].strip())
            begun = i + 1
    return None


def text_of(argument: str) -> str | None:
    """The text a string literal stands for; None for any other argument.

    >>> text_of('"a ""b"" c"'), text_of("A1")
    ('a "b" c', None)
    """
    quoted = re.fullmatch(r'"((?:[^"]|"")*)"', argument, re.DOTALL)
    return quoted[1].replace('""', '"') if quoted else None


def text_literal(text: str) -> str:
    """The string literal that stands for a text; the inverse of ``text_of``.

    >>> text_literal('a "b" c')
    '"a ""b"" c"'
    """
    return '"' + text.replace('"', '""') + '"'


def asks(formula: str) -> bool:
    """Whether a formula calls ASKSHEET, or one of the functions about its answer.

    >>> asks("=1+askSheet_Why(A1)"), asks('="ASKSHEET(A1)"')
    (True, False)
    """
    return re.search(r"(?<![\w.])ASKSHEET\w*\s*\(", _blanked(formula), re.IGNORECASE) is not None


def is_ours(formula: str) -> bool:
    """Whether a formula calls one of our functions."""
    return re.search(r"(?<![\w.])(?:ASKSHEET\w*|SHEETTABLES|SHEETTOKENS)\s*\(", _blanked(formula), re.I) is not None


def may_spill(formula: str) -> bool:
    """Whether a formula that calls one of our functions may fill more cells than its own.

    >>> may_spill('=ASKSHEET("a, b", A:C)'), may_spill('=ASKSHEET("a", A:C, "row")'), may_spill("=SHEETTABLES(A:C)")
    (False, True, True)
    """
    parts = arguments(formula) if re.match(r"=\s*(?:_xludf\.)?ASKSHEET\s*\(", formula, re.IGNORECASE) else None
    single = re.match(r"=\s*(?:_xludf\.)?ASKSHEET_(?:WHY|FORMULA)\s*\(", formula, re.IGNORECASE) is not None
    return not single and (parts is None or any(parts[2:]))


def _blanked(formula: str) -> str:
    """The formula with what stands in quotes blanked out, every character in its place."""
    return re.sub(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'', lambda match: "_" * len(match[0]), formula)
