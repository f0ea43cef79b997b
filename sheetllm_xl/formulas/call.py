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
    if match is None:
        return None
    parts: list[str] = []
    begun, closing = match.end(), [")"]
    for i in range(match.end(), len(outside)):
        character = outside[i]
        if character in _PAIRS:
            closing.append(_PAIRS[character])
        elif character == closing[-1]:
            closing.pop()
            if not closing:
                return [*parts, formula[begun:i].strip()]
        elif character == "," and len(closing) == 1:
            parts.append(formula[begun:i].strip())
            begun = i + 1
    return None


def text_of(argument: str) -> str | None:
    """The text a string literal stands for; None for any other argument.

    >>> text_of('"a ""b"" c"'), text_of("A1")
    ('a "b" c', None)
    """
    quoted = re.fullmatch(r'"((?:[^"]|"")*)"', argument, re.DOTALL)
    return quoted[1].replace('""', '"') if quoted else None


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
