"""Numbers spelled in a block of bytes, many at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

_LONGEST = 18  # digits that an int64 holds
_COMMON = 9  # characters; few numbers have more
_EXACT = 1 << 53  # the whole numbers up to here are doubles, and so are all sums on the way to one
_TENS = 10.0 ** np.arange(_LONGEST + 1)
_ZERO, _POINT, _MINUS = np.uint8(48), np.uint8((46 - 48) % 256), np.uint8(45)  # the point, too, less "0"


def digits(buf: Bytes, start: Numbers, end: Numbers) -> Numbers:
    """The whole numbers spelled there; -1 where anything but one to nine digits stands."""
    length = _short(end - start)
    numbers, good = np.zeros(len(start), np.int64), (length > 0) & (length <= 9)
    for back, (figures, inside) in enumerate(_from_the_right(buf, length, end, 9)):
        good &= (figures < 10) | ~inside
        numbers += np.where(inside, figures, 0) * np.int64(10**back)
    return np.where(good, numbers, -1)


def decimals(buf: Bytes, start: Numbers, end: Numbers) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """The numbers spelled there, and where they are right: at most 18 digits and a point, a minus before them, below
    2**53 without the point.

    A whole number below 2**53 divided by a power of ten up to 10**22 is rounded once, so it is the nearest double.
    """
    long = end - start > _COMMON
    if long.any() and not long.all():  # every pass is over all of them, so the long ones go by themselves
        numbers, good = np.zeros(len(start)), np.zeros(len(start), np.bool_)
        for some in (long, ~long):
            numbers[some], good[some] = decimals(buf, start[some], end[some])
        return numbers, good
    negative = buf[start] == _MINUS
    length = _short(end - start - negative)
    good = (length > 0) & (length <= _LONGEST)
    numbers, places = np.zeros(len(start)), np.zeros(len(start), np.uint8)  # the number as if it had no point
    pointed = np.zeros(len(start), np.bool_)
    for back, (figures, inside) in enumerate(_from_the_right(buf, length, end, _LONGEST)):
        point = inside & (figures == _POINT)
        good &= (figures < 10) | ~inside | (point & ~pointed)
        numbers += np.where(inside & ~point, figures, 0) * np.where(pointed, 10.0 ** (back - 1), 10.0**back)
        pointed |= point
        places += inside & ~pointed
    good &= (length > pointed) & (numbers < _EXACT)
    numbers /= _TENS[np.where(pointed, places, 0)]
    return np.where(negative, -numbers, numbers), good


def _short(lengths: Numbers) -> Bytes:
    """Lengths as bytes, which compare fast; none that counts is cut."""
    return np.minimum(lengths, 255).astype(np.uint8)


def _from_the_right(
    buf: Bytes, length: Bytes, end: Numbers, most: int
) -> Iterator[tuple[Bytes, npt.NDArray[np.bool_]]]:
    """The last byte of each piece less the code of "0", then the one before it, and whether it still is inside."""
    for back in range(1, min(int(length.max(initial=0)), most) + 1):
        yield buf[end - back] - _ZERO, length >= back
