"""Functions that IronCalc 0.9.1 computes otherwise than Excel, spelled so that it does not.

* TEXT rounds halves to even and cuts times short: numbers are rounded before, and only formats of digits and of days,
  months and years are taken.
* FIXED and DOLLAR round halves to even.
* HOUR is an hour short where a date and time is a hair below the full hour, as floating point leaves it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..errors import NotComputed
from .tree import Call, Constant

_DIGITS = re.compile(r"""[$€£¥]?\s?[#0,]*[#0](?:\.(?P<decimals>[0#]+))?\s?(?P<percent>%?)[€]?""")
_DAYS = re.compile(r"(?:y{2,}+|[-md/., ])+", re.IGNORECASE)
_HAIR = "0.000000001"  # a tenth of a millisecond, in days


def spelled(node: Call, pieces: Sequence[str]) -> str:
    """The call with its arguments as the engine is to read them. Raises NotComputed for other formats of TEXT."""
    match node.name:
        case "TEXT" if len(pieces) == 2:
            return _text(node, pieces[0], pieces[1])
        case "FIXED" | "DOLLAR" if pieces and pieces[0]:
            decimals = (pieces[1] if len(pieces) > 1 else "") or "2"
            return f"{node.name}({','.join([f'ROUND({pieces[0]},{decimals})', *pieces[1:]])})"
        case "HOUR" if len(pieces) == 1:
            return f"HOUR({pieces[0]}+{_HAIR})"
    return f"{node.name}({','.join(pieces)})"


def _text(node: Call, value: str, form: str) -> str:
    told = node.arguments[1]
    plain = told.text[1:-1] if isinstance(told, Constant) and told.text.startswith('"') else None
    if plain is not None and (found := _DIGITS.fullmatch(plain)):
        decimals = len(found["decimals"] or "") + 2 * bool(found["percent"])
        number = f"TEXT(ROUND({value},{decimals}),{form})"
        return f'IF(ISLOGICAL({value}),{value}&"",IF(ISTEXT({value}),IFERROR({number},{value}),{number}))'
    if plain is None or not _DAYS.fullmatch(plain):
        shown = form[:40] if plain is not None else "a format that is computed"
        raise NotComputed(f"TEXT with {shown} is not computed here; 0.00, #,##0, 0% and yyyy-mm-dd are.")
    return f"TEXT({value},{form})"
