"""Excel's error values as numbers: the CVErr codes of VBA, COM's scodes, and the text an error travels in to VBA."""

from __future__ import annotations

from ..literals import CellError

CODES: dict[CellError, int] = {
    CellError.NULL: 2000,
    CellError.DIV0: 2007,
    CellError.VALUE: 2015,
    CellError.REF: 2023,
    CellError.NAME: 2029,
    CellError.NUM: 2036,
    CellError.NA: 2042,
    CellError.GETTING_DATA: 2043,
    CellError.SPILL: 2045,
    CellError.CONNECT: 2046,
    CellError.BLOCKED: 2047,
    CellError.UNKNOWN: 2048,
    CellError.FIELD: 2049,
    CellError.CALC: 2050,
}
"""XlCVError and its later additions. Errors younger than these have no agreed code and are shown as #N/A."""

MARK = "\x01"
_BASE = -2146828288  # 0x800A0000: COM gives an error cell as this plus its code
_ERRORS = {code: error for error, code in CODES.items()}
_ANY = range(_BASE + 2000, _BASE + 2100)


def code(error: CellError) -> int:
    """The CVErr code.

    >>> code(CellError.DIV0), code(CellError.TIMEOUT)
    (2007, 2042)
    """
    return CODES.get(error, CODES[CellError.NA])


def marked(error: CellError) -> str:
    r"""The text that VBA turns into CVErr.

    >>> marked(CellError.NA)
    '\x012042'
    """
    return f"{MARK}{code(error)}"


def from_scode(number: int) -> CellError | None:
    """The error an integer from COM stands for, None for any other integer; an unknown error is #N/A.

    >>> from_scode(-2146826246), from_scode(-2146826200), from_scode(7)
    (CellError.NA, CellError.NA, None)
    """
    return _ERRORS.get(number - _BASE, CellError.NA) if number in _ANY else None
