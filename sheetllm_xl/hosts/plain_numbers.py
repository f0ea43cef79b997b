"""Numbers spelled in a block of bytes, many at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

_LONGEST = 18  # digits that an int64 holds
_EXACT = 1 << 53  # the whole numbers up to here are doubles


def digits(buf: Bytes, start: Numbers, end: Numbers) -> Numbers:
    """The whole numbers spelled there; -1 where anything but one to nine digits stands."""
    length = end - start
    found = np.where((length > 0) & (length <= 9), 0, -1)
    for at in range(int(min(length.max(initial=0), 9))):
        live = (at < length) & (found >= 0)
        byte = buf[np.minimum(start + at, len(buf) - 1)].astype(np.int64) - 48
        found = np.where(live, np.where((byte >= 0) & (byte <= 9), found * 10 + byte, -1), found)
    return found


def decimals(buf: Bytes, start: Numbers, end: Numbers) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """The numbers spelled there, and where they are right: up to 2**53 as digits with at most one point.

    A whole number up to 2**53 divided by a power of ten up to 10**22 is rounded once, so it is the nearest double.
    """
    length = end - start
    whole, fraction = np.zeros(len(start), np.int64), np.zeros(len(start), np.int64)
    seen = np.zeros(len(start), np.int64)
    good = (length > 0) & (length <= _LONGEST)
    negative = good & (buf[start] == 45)
    point = np.zeros(len(start), np.bool_)
    for at in range(int(min(length.max(initial=0), _LONGEST))):
        live = good & (at < length)
        byte = buf[np.minimum(start + at, len(buf) - 1)].astype(np.int64)
        digit = live & (byte >= 48) & (byte <= 57)
        dot = live & (byte == 46)
        good &= ~live | digit | (dot & ~point) | (negative if at == 0 else False)
        whole = np.where(digit, whole * 10 + byte - 48, whole)
        fraction += digit & point
        seen += digit
        point |= dot
    good &= (seen > 0) & (whole <= _EXACT)
    numbers = whole / 10.0**fraction
    return np.where(negative, -numbers, numbers), good
