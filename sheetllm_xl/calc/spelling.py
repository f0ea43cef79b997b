"""Functions that IronCalc 0.9.1 computes otherwise than Excel, spelled so that it does not.

* TEXT rounds halves to even and cuts times short: numbers are rounded before, and only formats of digits and of days,
  months and years are taken.
* FIXED and DOLLAR round halves to even.
* CONVERT between scales of temperature counts from 273.5 where it is 273.15.
* TIME takes numbers past 32,767, and DATEDIF gives #VALUE! for a unit that there is not; both are #NUM!.
* LINEST and its kin give an error for rows, TREND and GROWTH a column: rows are turned before, and back.
* CORREL and its kin give #VALUE! for lists of different lengths, which are #N/A.
* HOUR is an hour short where a date and time is a hair below the full hour, as floating point leaves it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..errors import NotComputed
from ..formulas.signatures import names, parameters
from ..formulas.tree import Call, Constant, Node

_DIGITS = re.compile(r"""[$€£¥]?\s?[#0,]*[#0](?:\.(?P<decimals>[0#]+))?\s?(?P<percent>%?)[€]?""")
_DAYS = re.compile(r"(?:y{2,}+|[-md/., ])+", re.IGNORECASE)
_HAIR = "0.000000001"  # a tenth of a millisecond, in days

UNSOUND = names("""
BINOM.DIST BINOM.INV CHISQ.DIST CHISQ.DIST.RT CHISQ.INV CHISQ.INV.RT F.DIST F.INV GAMMA.DIST GAMMA.INV HYPGEOM.DIST
NEGBINOM.DIST POISSON.DIST T.DIST T.DIST.2T T.DIST.RT T.INV T.INV.2T
""")
"""Functions that IronCalc gives no probabilities for where their numbers are large."""

PAIRED = names("""
CORREL COVARIANCE.P COVARIANCE.S FORECAST FORECAST.LINEAR INTERCEPT MMULT PEARSON PROB RSQ SLOPE STEYX SUMX2MY2
SUMX2PY2 SUMXMY2 XIRR
""")
"""Functions that IronCalc gives #VALUE! for where their ranges lie on different sheets."""

_PAIRS = names("""
CHISQ.TEST CORREL COVARIANCE.P COVARIANCE.S FORECAST FORECAST.LINEAR INTERCEPT PEARSON RSQ SLOPE STEYX SUMX2MY2 SUMX2PY2
SUMXMY2 T.TEST
""")
"""Functions that take the values of two lists in pairs; T.TEST does when its type is 1."""

_FITTED = {"GROWTH": 3, "LINEST": 2, "LOGEST": 2, "TREND": 3}
"""Functions that fit a line, and how many of their arguments are lists: y, x, and new x."""

Shape = tuple[int, int] | None
"""Rows and columns; None is many values, how many is known only when they are computed."""


def lacks_pairs(node: Call, shape: Callable[[Node], Shape]) -> bool:
    """Whether a function of pairs is given lists of different lengths."""
    if node.name not in _PAIRS:
        return False
    letters = parameters(node.name, len(node.arguments))
    shapes = [shape(one) for one, letter in zip(node.arguments, letters, strict=True) if letter == "a"]
    lacks = len({rows * cols for rows, cols in filter(None, shapes)}) > 1 and None not in shapes
    return lacks and (node.name != "T.TEST" or _is_paired(node))


def _is_paired(test: Call) -> bool:
    """Whether a T.TEST takes pairs. Raises NotComputed where only what its type comes to says so."""
    if len(test.arguments) == 4 and not isinstance(test.arguments[3], Constant):
        raise NotComputed("T.TEST of lists of different lengths is computed where its type is written as a number.")
    return len(test.arguments) == 4 and test.arguments[3] == Constant("1")


def in_columns(node: Call, shape: Callable[[Node], Shape]) -> Node:
    """A fit over lists that stand in columns, its result turned as Excel's is. One that is so already is itself.

    What it was fitted to lies as y does; a new x of one variable lies as it likes.
    """
    lists = node.arguments[: _FITTED.get(node.name, 0)]
    if not lists:
        return node
    sizes = [_lying(one, shape) for one in lists]
    flat = [rows == 1 < cols for rows, cols in sizes]
    of_several = len(sizes) > 1 and min(sizes[1]) > 1
    turned = [flat[0], flat[0], flat[0] if of_several else flat[-1]][: len(flat)]
    if not any(turned):
        return node
    columns = (Call("TRANSPOSE", (one,)) if turn else one for one, turn in zip(lists, turned, strict=True))
    fit = Call(node.name, (*columns, *node.arguments[len(lists) :]))
    return Call("TRANSPOSE", (fit,)) if turned[-1] and _FITTED[node.name] == 3 else fit


def _lying(node: Node, shape: Callable[[Node], Shape]) -> tuple[int, int]:
    """The shape, or one that lies the same way: what FILTER, SORT and the like leave lies as what they are given."""
    if (known := shape(node)) or not isinstance(node, Call) or not node.arguments:
        return known or (2, 1)
    rows, cols = _lying(node.arguments[0], shape)
    return (cols, rows) if node.name == "TRANSPOSE" else (rows, cols)


def spelled(node: Call, pieces: Sequence[str]) -> str:
    """The call with its arguments as the engine is to read them. Raises NotComputed for other formats of TEXT."""
    match node.name:
        case "TEXT" if len(pieces) == 2:
            return _text(node, pieces[0], pieces[1])
        case "FIXED" | "DOLLAR" if pieces and pieces[0]:
            decimals = (pieces[1] if len(pieces) > 1 else "") or "2"
            return f"{node.name}({','.join([f'ROUND({pieces[0]},{decimals})', *pieces[1:]])})"
        case "CONVERT" if len(pieces) == 3:
            return _converted(node, pieces)
        case "TIME" if len(pieces) == 3:
            return f"IF(MAX({','.join(pieces)})>32767,#NUM!,TIME({','.join(pieces)}))"
        case "DATEDIF" if len(pieces) == 3:
            return (
                f'IF(ISNUMBER(MATCH({pieces[2]},{{"Y","M","D","MD","YM","YD"}},0)),DATEDIF({",".join(pieces)}),#NUM!)'
            )
        case "HOUR" if len(pieces) == 1:
            return f"HOUR({pieces[0]}+{_HAIR})"
    return f"{node.name}({','.join(pieces)})"


_TO_CELSIUS = {
    "C": "({})",
    "F": "(({}-32)/1.8)",
    "K": "({}-273.15)",
    "Rank": "({}/1.8-273.15)",
    "Reau": "({}*1.25)",
}
_FROM_CELSIUS = {"C": "{}", "F": "({}*1.8+32)", "K": "({}+273.15)", "Rank": "(({}+273.15)*1.8)", "Reau": "({}*0.8)"}
_SCALES = {"cel": "C", "fah": "F", "kel": "K"}
_UNSURE_UNITS = re.compile(r"u|eV|ev|hweight|(?:[YZEPTGMkhedcmunpfazy]|da)(?:s|sec|u|eV|ev|cel|kel)")
"""Physical constants that Excel's releases have differently, and units whose prefixes IronCalc lacks."""


def _converted(node: Call, pieces: Sequence[str]) -> str:
    units = [one.text[1:-1] if isinstance(one, Constant) and one.text[0] == '"' else "" for one in node.arguments[1:]]
    if not all(units):
        raise NotComputed("CONVERT with units that are computed is not computed here; write them as texts.")
    if unsure := next(filter(_UNSURE_UNITS.fullmatch, units), ""):
        raise NotComputed(f"CONVERT with the unit “{unsure}” is not computed here.")
    first, last = (_SCALES.get(unit, unit) for unit in units)
    if first not in _TO_CELSIUS or last not in _FROM_CELSIUS:
        return f"CONVERT({','.join(pieces)})"
    return f"({pieces[0]}+0)" if first == last else _FROM_CELSIUS[last].format(_TO_CELSIUS[first].format(pieces[0]))


def _text(node: Call, value: str, form: str) -> str:
    code = node.arguments[1]
    plain = code.text[1:-1] if isinstance(code, Constant) and code.text.startswith('"') else None
    if plain is not None and (match := _DIGITS.fullmatch(plain)):
        decimals = len(match["decimals"] or "") + 2 * bool(match["percent"])
        number = f"TEXT(ROUND({value},{decimals}),{form})"
        return f'IF(ISLOGICAL({value}),{value}&"",IF(ISTEXT({value}),IFERROR({number},{value}),{number}))'
    if plain is None or not _DAYS.fullmatch(plain):
        shown = form[:40] if plain is not None else "a format that is computed"
        raise NotComputed(f"TEXT with {shown} is not computed here; 0.00, #,##0, 0% and yyyy-mm-dd are.")
    return f"TEXT({value},{form})"
