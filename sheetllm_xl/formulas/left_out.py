"""What stands for an argument that is left out between commas, or after the last one; from Excel's function reference.

Excel's older functions take 0, FALSE or an empty text, the newer ones the parameter's default.
"""

from __future__ import annotations

from .signatures import ANY

_TABLE = """
ADDRESS - - 1 TRUE *
CEILING.MATH - 1 0
CONCAT ""...
CONCATENATE ""...
DAYS360 - - FALSE
DROP - 0 0
EXPAND - ROWS COLUMNS #N/A
FILTER - - *
FLOOR.MATH - 1 0
FV - - - 0 0
HLOOKUP - - - FALSE
IF - 0 0
IFERROR - 0
IFNA - 0
CHOOSE - 0...
INDEX - 0 0
IPMT - - - - 0 0
LEFT - 0
MATCH - - 0
NPER - - - 0 0
PMT - - - 0 0
POWER - 0
PPMT - - - - 0 0
PV - - - 0 0
RATE - - - 0 0 *
REPLACE - - - ""
RIGHT - 0
ROUND - 0
ROUNDDOWN - 0
ROUNDUP - 0
SEQUENCE 1 1 1 1
SORT - 1 1 FALSE
SORTBY - - 1 - 1 - 1 - 1
SUBSTITUTE - - "" *
TAKE - ROWS COLUMNS
TEXTAFTER - - 1 0 0 *
TEXTBEFORE - - 1 0 0 *
TEXTJOIN "" "" ""...
TEXTSPLIT - none none FALSE 0 *
TOCOL - 0 FALSE
TOROW - 0 FALSE
TRUNC - 0
UNIQUE - FALSE FALSE
VLOOKUP - - - FALSE
WRAPCOLS - - *
WRAPROWS - - *
XLOOKUP - - - #N/A 0 1
XMATCH - - 0 1
YEARFRAC - - 0
"""
NONE = "-"
"""The parameter must be given; in the table ``*`` ends the arguments, ``none`` leaves it out."""

_DEFAULTS = {line.split()[0]: line.split()[1:] for line in _TABLE.strip().splitlines()}
_DEFAULTS |= {name: ["0..."] for name in ANY - {"CONCAT", "HSTACK", "VSTACK"}}


def default(name: str, at: int) -> str:
    """The spelling of what an argument left out is, counted from 0; ``-`` where Excel wants it, or it is not sure.

    >>> default("SORT", 1), default("COUNT", 5), default("LOG", 1)
    ('1', '0', '-')
    """
    spellings = _DEFAULTS.get(name, [])
    last = spellings[-1] if spellings else NONE
    spelling = spellings[at] if at < len(spellings) else last if last.endswith("...") else NONE
    return spelling.removesuffix("...").replace("none", "")
