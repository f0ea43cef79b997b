"""Serial numbers as dates, as Excel shows them in either date system."""

from __future__ import annotations

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from ..literals import Value


def dated(serial: float, date1904: bool = False) -> Value:
    """A date, or a time for a serial below 1; what Excel shows as ##### and 29 February 1900 stay numbers.

    >>> dated(46053.0), dated(0.5), dated(-1.0)
    (datetime.datetime(2026, 1, 31, 0, 0), datetime.time(12, 0), -1.0)
    """
    if serial < 0 or serial >= 2958466 or (int(serial) == 60 and not date1904):
        return serial
    moment = from_excel(serial, CALENDAR_MAC_1904 if date1904 else CALENDAR_WINDOWS_1900)
    return serial if moment is None else moment
