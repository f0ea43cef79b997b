"""Serial numbers as dates, times and durations, in Excel's two date systems, its 29 February 1900 included."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from .codes import Section, Token, Unshowable
from .numbers import rounded

_DAY = 86_400  # seconds
_SYSTEMS_APART = 1462  # days from the first day of the 1900 system to that of the 1904 system
_END = 2_958_466  # the day after 31 December 9999
_LEAP = 60  # 29 February 1900, a day that never was
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_CLOCK = frozenset({"hour", "minute", "second", "elapsed", "subsecond"})
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Moment(NamedTuple):
    """A serial number taken apart. ``ticks``: all of it in ``10**-digits`` seconds."""

    year: int
    month: int
    day: int
    weekday: int  # 0 is Sunday
    ticks: int
    digits: int

    @property
    def seconds(self) -> int:
        """Whole seconds, all days together."""
        return int(self.ticks // 10**self.digits)


def serial(value: datetime | time, date1904: bool = False) -> Decimal:
    """The serial number of a date or a time. Raises ``Unshowable`` for what lies before the date system.

    >>> [int(serial(datetime(*date))) for date in ((1900, 2, 28), (1900, 3, 1), (2026, 1, 31))]
    [59, 61, 46053]
    """
    if isinstance(value, time):
        value = datetime.combine(datetime(1899, 12, 31), value)
    span = value.replace(tzinfo=None) - datetime(1899, 12, 31)
    days = span.days + (span.days >= _LEAP)
    if date1904 and days:
        days -= _SYSTEMS_APART
    if days < 0:
        raise Unshowable("The date lies before the first that Excel has.")
    rest = Decimal(span.seconds) + Decimal(span.microseconds).scaleb(-6)
    return days + rest / _DAY


def calendar_moment(value: Decimal, date1904: bool = False) -> datetime | None:
    """The date and time of a serial number to the millisecond; None for what is no day of the calendar."""
    try:
        moment = _taken_apart(value, 3, date1904, any_length=False)
        day = datetime(moment.year, moment.month, moment.day)
    except (Unshowable, ValueError):
        return None
    return day + timedelta(milliseconds=moment.ticks % (_DAY * 1000))


def moment_shown(section: Section, value: Decimal, date1904: bool = False) -> str:
    """A serial number by a section with fields of a date, a time or a duration; raises ``Unshowable``.

    A negative duration has its minus; Excel shows it only in the 1904 system, as it does no other date below 0.
    """
    fields = section.kinds
    if fields & {"era", "hijri"}:
        raise Unshowable("Years of Japanese eras and of the Hijri calendar are not shown here.")
    elapsed_only = "elapsed" in fields and not fields & {"year", "buddhist", "month", "day"}
    if value < 0 and elapsed_only:
        return "-" + moment_shown(section, -value, date1904)
    digits = max((len(t.text) - 1 for t in section.tokens if t.kind == "subsecond"), default=0)
    moment = _taken_apart(value, digits if fields & _CLOCK else 3, date1904, elapsed_only)
    twelve = "ampm" in fields
    return "".join(_field(token, moment, twelve) for token in section.tokens)


def _taken_apart(value: Decimal, digits: int, date1904: bool, any_length: bool) -> Moment:
    if not 0 <= value < _END and not (any_length and value < 10**9):
        raise Unshowable("Excel has no such date.")
    ticks = int(rounded(value * _DAY, digits).scaleb(digits))
    day = ticks // (_DAY * 10**digits) + (_SYSTEMS_APART if date1904 else 0)
    if day >= _END and not any_length:
        raise Unshowable("Excel has no such date.")
    if day >= _END:
        return Moment(0, 0, 0, 0, ticks, digits)
    if day == _LEAP and not date1904:
        return Moment(1900, 2, 29, 3, ticks, digits)
    if day == 0:
        return Moment(1900, 1, 0, 6, ticks, digits)
    date = datetime(1899, 12, 31) + timedelta(days=day - (day > _LEAP))
    return Moment(date.year, date.month, date.day, (day - 1) % 7, ticks, digits)


def _field(token: Token, moment: Moment, twelve: bool) -> str:
    kind, text = token
    seconds = moment.seconds
    hour = seconds // 3600 % 24
    match kind:
        case "year" | "buddhist":
            year = moment.year + 543 * (kind == "buddhist")
            return f"{year % 100:02d}" if len(text) < 3 and text[0] != "e" else f"{year:04d}"
        case "month":
            return _named(_MONTHS[moment.month - 1], moment.month, text)
        case "day":
            return _named(_DAYS[moment.weekday], moment.day, text[:4])
        case "hour" | "minute" | "second" if len(text) > 2:
            raise Unshowable("Hours, minutes and seconds have one or two letters.")
        case "hour":
            return str((hour + 11) % 12 + 1 if twelve else hour).zfill(len(text))
        case "minute":
            return str(seconds // 60 % 60).zfill(len(text))
        case "second":
            return str(seconds % 60).zfill(len(text))
        case "elapsed":
            return str(seconds // {"h": 3600, "m": 60, "s": 1}[text[0]]).zfill(len(text))
        case "subsecond":
            return "." + str(moment.ticks % 10**moment.digits).zfill(moment.digits)[: len(text) - 1]
        case "ampm":
            morning, _, evening = (text.upper() if len(text) == 5 else text).partition("/")
            return evening if hour >= 12 else morning
        case "value":
            return ""
    return text


def _named(name: str, number: int, text: str) -> str:
    match len(text):
        case 1 | 2:
            return str(number).zfill(len(text))
        case 3:
            return name[:3]
        case 5:
            return name[:1]
    return name
