"""Serial numbers as dates, as Excel shows them in either date system."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..literals import Value

_DAY = 86_400_000  # milliseconds, the unit Excel's moments are rounded to


def _end(date1904: bool) -> int:
    """The serial number of the day after 31 December 9999."""
    return 2_957_004 if date1904 else 2_958_466


def dated(serial: float, date1904: bool = False) -> Value:
    """A date, or a time for a serial below 1; what Excel shows as ##### and 29 February 1900 stay numbers.

    >>> dated(46053.0), dated(0.5), dated(-1.0)
    (datetime.datetime(2026, 1, 31, 0, 0), datetime.time(12, 0), -1.0)
    """
    if not 0 <= serial < _end(date1904) - 0.5 / _DAY or (int(serial) == 60 and not date1904):
        return serial
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    moment = from_excel(serial, CALENDAR_MAC_1904 if date1904 else CALENDAR_WINDOWS_1900)
    return serial if moment is None else moment


def all_dated(serials: npt.NDArray[np.float64], date1904: bool = False) -> npt.NDArray[np.object_]:
    """``dated`` of each, in one go."""
    values: npt.NDArray[np.object_] = serials.astype(object)
    first = 1 if date1904 else 61  # what lies before has rules of its own
    plain = (serials >= first) & (serials < _end(date1904) - 1)
    days = np.floor(serials[plain])
    moments = np.rint((serials[plain] - days) * 86_400 * 1000).astype(np.int64) + days.astype(np.int64) * _DAY
    epoch = np.datetime64("1904-01-01" if date1904 else "1899-12-30", "ms")
    values[plain] = (epoch + moments.astype("m8[ms]")).astype(object)
    for i in np.flatnonzero(~plain).tolist():
        values[i] = dated(float(serials[i]), date1904)
    return values
